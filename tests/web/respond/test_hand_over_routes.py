"""A domain is handed to one colleague, asked of that person alone, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.rows.account import Account
from tests.factories.installations import NOW, Setting
from tests.factories.mailboxes import Mailbox, text_of, token_in
from tests.web.browser import Browser
from tests.web.conftest import Clock, SignIn
from tests.web.mail import QuietOffice


@dataclass
class Team:
    """A partner of two people in an open round, each in a browser. `domains` are the ids and titles, in order."""

    setting: Setting
    lead: Browser
    colleague: Browser
    colleague_account: int
    base: str
    domains: list[tuple[str, str]]

    def hand(self, browser: Browser, place: int, to: str, *, expect: int = 200) -> str:
        page = browser.get(f"{self.base}/hand-over/{self.domains[place][0]}")
        choice = next(tag["for"] for tag in page.soup.find_all("label") if tag.get_text(strip=True).startswith(to))
        value = page.soup.find(id=choice)
        assert value is not None
        return page.submit({"to": str(value["value"])}, expect=expect).text


@pytest.fixture
def team(setting: Setting, sign_in: SignIn) -> Team:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook", role_title="Medical director")
    setting.move("open")
    head = setting.head()
    with setting.database.reading() as session:
        matrix = get_matrix(session, matrix_version=head.matrix_version)
    return Team(
        setting=setting,
        lead=sign_in(setting.respondents[0]),
        colleague=sign_in(colleague),
        colleague_account=colleague,
        base=f"{setting.round_address()}/respond/{setting.partners[0]}",
        domains=[(domain.id, domain.title) for domain, _ in matrix.asked_of(head.collaborative_type)],
    )


def test_a_handed_domain_is_asked_of_that_person_alone(team: Team) -> None:
    said = team.hand(team.lead, 0, "Ada Brook, Medical director")
    assert f"“{team.domains[0][1]}” is asked of Ada Brook alone now." in said
    mine, hers = team.lead.get(team.base).text, team.colleague.get(team.base).text
    assert "0 of 6 criteria done" in mine
    assert "Handed to Ada Brook, Medical director." in mine
    assert "0 of 7 criteria done" in hers
    assert "Handed to you by Respondent 1" in hers


def test_what_was_said_there_before_stays_to_read_and_does_not_count(team: Team) -> None:
    team.setting.answer(0, most=1, submit=False)
    team.hand(team.lead, 0, "Ada Brook")
    page = team.lead.get(team.base)
    assert "0 of 6 criteria done" in page.text
    kept = page.follow(f"Read what you wrote on {team.domains[0][1]}")
    assert "Because we see it." in kept.text
    assert "handed to Ada Brook, who alone is asked it" in kept.text
    assert kept.soup.find("textarea") is None
    assert "Because we see it." not in team.colleague.get(f"{team.base}/domains/{team.domains[0][0]}").text
    # Everyone is asked again, and what was there counts again.
    team.hand(team.lead, 0, "Everyone")
    assert "1 of 7 criteria done" in team.lead.get(team.base).text


def test_a_page_that_was_open_when_its_domain_was_handed_on_saves_nothing(team: Team) -> None:
    page = team.lead.get(f"{team.base}/domains/{team.domains[0][0]}")
    team.hand(team.colleague, 0, "Ada Brook")
    criterion = page.soup.find("section", attrs={"data-autosave": True})
    assert criterion is not None
    refused = page.submit({f"{criterion['id']}-choice": "2", f"{criterion['id']}-reason": "Typed."}, expect=409)
    assert "handed to Ada Brook, who alone is asked it now. This was not saved." in refused.text
    assert "Typed." in refused.text


def test_check_and_submit_go_by_what_is_asked_of_the_person(team: Team) -> None:
    for place in range(1, len(team.domains)):
        team.hand(team.lead, place, "Ada Brook")
    team.setting.answer(0)
    check = team.lead.get(f"{team.base}/check")
    assert "You submitted this response" in team.lead.get(team.base).text
    assert team.domains[0][1] in check.text
    assert team.domains[1][1] not in check.text
    assert "no answer yet" not in check.text


def test_who_has_no_part_in_a_handed_domain_cannot_change_it(team: Team, sign_in: SignIn) -> None:
    third = sign_in(team.setting.add_colleague(name="Cy Dunn"))
    form = third.get(f"{team.base}/hand-over/{team.domains[0][0]}")
    team.hand(team.lead, 0, "Ada Brook")
    assert "Only the lead of the partner" in third.get(f"{team.base}/hand-over").text
    assert "Somebody handed this domain on after you opened the page." in form.submit(expect=409).text
    assert "Only who handed this domain over" in team.hand(third, 0, "Cy Dunn", expect=409)
    team.hand(team.colleague, 0, "Cy Dunn")
    team.hand(team.lead, 0, "Everyone")
    assert "Handed" not in third.get(team.base).text


def test_nothing_is_handed_to_who_has_submitted_or_after_responding_closed(team: Team) -> None:
    team.setting.answer(0, account=team.colleague_account)
    assert "Ada Brook has submitted already" in team.hand(team.lead, 0, "Ada Brook", expect=409)
    page = team.lead.get(f"{team.base}/hand-over/{team.domains[0][0]}")
    page.submit(to="999", expect=409)
    page.submit(to="nobody", expect=409)
    team.setting.move("close-responding")
    assert "not open for responses any more" in page.submit(expect=409).text
    team.lead.get(f"{team.base}/hand-over/no-such-domain", expect=404)


def test_everyone_is_not_asked_again_while_a_colleague_has_submitted_without_the_domain(team: Team) -> None:
    team.hand(team.lead, 0, "Respondent 1")
    team.setting.answer(0, account=team.colleague_account)
    page = team.lead.get(f"{team.base}/hand-over/{team.domains[0][0]}")
    hint = page.soup.select_one("#to-everyone-hint")
    assert hint is not None
    assert hint.get_text() == "Ada Brook has submitted, and would have to take the response back first"
    refused = team.hand(team.lead, 0, "Everyone", expect=409)
    assert "Ada Brook has submitted already. Ask Ada Brook to take the response back first." in refused
    team.colleague.get(team.base).submit(button="Take it back")
    assert "is asked of everyone who responds now" in team.hand(team.lead, 0, "Everyone")


def test_drafts_on_a_domain_that_is_asked_again_are_not_handed_in_unseen(team: Team) -> None:
    team.setting.answer(0, most=1, submit=False)
    team.hand(team.lead, 0, "Ada Brook")
    open_page = team.lead.get(f"{team.base}/check")
    assert "Because we see it." not in open_page.text
    team.hand(team.colleague, 0, "Everyone")
    again = open_page.submit(leave_blanks="y", expect=409)
    happened, asked = again.errors[0].split(". ", 1)
    assert happened == "Nothing was submitted: what you are asked changed after you opened this page"
    assert asked == f"You are now asked “{team.domains[0][1]}” too. Check your answers again."
    assert "Because we see it." in again.text
    assert "You submitted this response" not in team.lead.get(team.base).text
    assert "is submitted" in again.submit(leave_blanks="y").notice


def test_who_is_asked_less_since_the_check_is_told_before_anything_is_handed_in(team: Team) -> None:
    open_page = team.lead.get(f"{team.base}/check")
    team.hand(team.colleague, 0, "Ada Brook")
    again = open_page.submit(leave_blanks="y", expect=409)
    assert again.errors == [
        "Nothing was submitted: what you are asked changed after you opened this page. Check your answers again."
    ]
    assert team.domains[0][1] not in again.text


def test_who_responds_alone_is_told_whom_to_ask_for_a_colleague(team: Team, sign_in: SignIn) -> None:
    alone = sign_in(team.setting.respondents[1])
    page = alone.get(f"{team.setting.round_address()}/respond/{team.setting.partners[1]}")
    assert "ask a lead of Three Rivers Collaborative to add a colleague" in page.text


def test_a_colleague_is_told_by_one_mail_of_all_that_was_handed_over(
    team: Team, office: QuietOffice, mailbox: Mailbox, clock: Clock, stranger: Browser
) -> None:
    said = team.hand(team.lead, 0, "Ada Brook")
    assert "An email goes to Ada Brook in 2 minutes, with anything else that you hand over until then." in said
    team.hand(team.lead, 1, "Ada Brook")
    team.hand(team.lead, 2, "Respondent 1")
    assert office.send_waiting() == 0, "it waits for what else is handed over"
    assert team.lead.get(f"{team.base}/hand-over").rows()[0][1].endswith("On its way")
    clock.now = NOW + timedelta(minutes=2)
    assert office.send_waiting() == 1
    (message,) = mailbox.messages
    assert message["To"].addresses[0].display_name == "Ada Brook"
    assert message["Reply-To"].addresses[0].addr_spec == "respondent1@three.example"
    handed = f"“{team.domains[0][1]}” and “{team.domains[1][1]}”"
    assert f"You have been handed {handed} in “Spring 2026”" in text_of(message)
    assert stranger.get(f"/enter/{token_in(message)}").submit(button="Continue as").address == team.base
    mine = team.lead.get(f"{team.base}/hand-over").rows()
    assert "Told by email what was handed over on 4 March 2026 at 10:32am" in mine[0][1]
    assert "Told by email" not in mine[2][1]
    assert "Told by email" not in team.colleague.get(f"{team.base}/hand-over").text, "it is for who handed it over"


def test_what_was_taken_back_meanwhile_is_not_told(
    team: Team, office: QuietOffice, mailbox: Mailbox, clock: Clock
) -> None:
    team.hand(team.lead, 0, "Ada Brook")
    team.hand(team.lead, 0, "Everyone")
    clock.now = NOW + timedelta(minutes=2)
    office.send_waiting()
    assert mailbox.messages == []


def test_a_mail_that_did_not_arrive_is_said_to_who_handed_over_with_a_message_to_send_instead(
    team: Team, office: QuietOffice, mailbox: Mailbox, clock: Clock, sign_in: SignIn
) -> None:
    with team.setting.database.reading() as session:
        mailbox.says = {session.get_one(Account, team.colleague_account).email: "550 No such user"}
    team.hand(team.lead, 0, "Ada Brook")
    clock.now = NOW + timedelta(minutes=2)
    office.send_waiting()
    page = team.lead.get(f"{team.base}/hand-over")
    assert "Not delivered. The mail server does not know this email address" in page.rows()[0][1]
    assert "I have handed you" in page.soup.select("textarea[data-copy]")[0].get_text()
    # It is no message of the lead's, and hides none.
    assert "Not invited yet" in sign_in(team.setting.lead).get(team.setting.round_address()).text


def test_without_mail_who_hands_over_is_given_the_message_to_send(team: Team) -> None:
    said = team.hand(team.lead, 0, "Ada Brook")
    assert "This service sends no email: tell Ada Brook yourself, with the message below." in said
    page = team.lead.get(f"{team.base}/hand-over")
    (text,) = (area.get_text() for area in page.soup.select("textarea[data-copy]"))
    assert f"I have handed you “{team.domains[0][1]}” in “Spring 2026” of Three Rivers Collaborative" in text
    assert f"http://localhost{team.base}\n" in text
    assert not team.colleague.get(f"{team.base}/hand-over").soup.select("textarea")
    assert "tell" not in team.hand(team.lead, 1, "Respondent 1"), "nobody has to be told of what is one's own"


def test_a_domain_of_one_person_is_said_to_have_nothing_to_agree(team: Team) -> None:
    team.hand(team.lead, 0, "Ada Brook")
    rows = team.lead.get(f"{team.base}/position").rows()
    assert "Asked of Ada Brook alone, whose answer is the position." in rows[0][0]
    assert "alone" not in rows[1][0]
