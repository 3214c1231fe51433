"""A partner of several people: what they said, the position that its lead agrees, and what is entered on its behalf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import Tag

from maturity.core.position import PositionOrigin, Stance
from maturity.core.round import Naming
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.positions import list_positions
from maturity.usecases.on_behalf import look_from_outside
from maturity.usecases.positions import PositionSheet
from maturity.usecases.rounds.details import RoundDetails, change_round
from tests.factories.installations import NOW, Setting
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn

JSON = {"Accept": "application/json"}


@dataclass
class Team:
    """A partner of two people in an open round who gave 2 and 4, and the first domain’s only criterion."""

    setting: Setting
    lead: Browser
    colleague: Browser
    base: str
    domain: str
    criterion: str

    def stances(self, place: int = 0) -> dict[str, Stance]:
        with self.setting.database.reading() as session:
            kept = list_positions(session, round_id=self.setting.head().id, partner=self.setting.partners[place])
        return {criterion: each.said for criterion, each in kept.items()}

    def page(self, browser: Browser, where: str = "position", *, expect: int = 200) -> Page:
        return browser.get(f"{self.base}/{where}/{self.domain}", expect=expect)

    def fields(self, **values: str) -> dict[str, str | None]:
        return {f"{self.criterion}-{name}": value for name, value in values.items()}


@pytest.fixture
def team(setting: Setting, sign_in: SignIn) -> Team:
    return a_team(setting, sign_in)


def a_team(
    setting: Setting,
    sign_in: SignIn,
    *,
    naming: Naming = Naming.PARTNER_ONLY,
    submit: bool = True,
    answers: bool = True,
) -> Team:
    setting.add_round()
    head = setting.head()
    if naming is not Naming.PARTNER_ONLY:
        details = RoundDetails(head.label, head.purpose, head.matrix_version, head.way, naming=naming)
        with setting.database.writing() as session:
            change_round(session, head=head, details=details, based_on=head.version, by=setting.lead, now=NOW)
    colleague = setting.add_colleague(name="Ada Brook", role_title="Medical director")
    setting.move("open")
    if answers:
        setting.answer(0, level=2, submit=submit)
        setting.answer(0, level=4, account=colleague)
    with setting.database.reading() as session:
        matrix = get_matrix(session, matrix_version=head.matrix_version)
    return Team(
        setting=setting,
        lead=sign_in(setting.respondents[0]),
        colleague=sign_in(colleague),
        base=f"{setting.round_address()}/respond/{setting.partners[0]}",
        domain=matrix.domains[0].id,
        criterion=matrix.domains[0].criteria[0].id,
    )


def test_the_lead_sees_who_said_what_and_the_median_and_agrees_a_level(team: Team) -> None:
    page = team.page(team.lead)
    assert "Ada Brook, Medical director: Level 4" in page.text
    assert "Because we see it." in page.text
    assert "The median is Level 3" in page.text
    team.page(team.lead).submit(team.fields(choice="3", reason="We talked it through."))
    stance = team.stances()[team.criterion]
    assert (stance.level, stance.origin, stance.entered_by) == (3, PositionOrigin.AGREED, team.setting.respondents[0])
    team.setting.move("close-responding")
    assert team.stances()[team.criterion].level == 3
    assert {each.origin for each in team.stances().values()} == {PositionOrigin.AGREED, PositionOrigin.MEDIAN}


def assert_leads_to_criteria(page: Page, heading: str, count: int) -> None:
    """Each criterion below a heading is a link to where its position is agreed."""
    [title] = [each for each in page.soup.select("h2") if heading in each.get_text()]
    found = title.find_next("ul")
    assert isinstance(found, Tag)
    links = found.select("li > a")
    assert len(links) == len(found.select("li")) == count
    for link in links:
        address, _, place = str(link["href"]).partition("#")
        [named] = page.browser.get(address).soup.select(f"[id='{place}']")
        assert named.get_text(strip=True) == link.get_text(strip=True)


def test_the_page_says_what_is_taken_where_nothing_is_agreed(team: Team, setting: Setting) -> None:
    third = setting.add_colleague(name="Cy Dunn")
    page = team.lead.get(f"{team.base}/position")
    assert "the median will be taken" in page.text
    assert_leads_to_criteria(page, "the median will be taken", 7)
    assert "Cy Dunn" in page.text
    setting.answer(0, level=3, account=third, submit=False)
    assert "Cy Dunn: Level 3" not in team.page(team.lead).text


def test_a_median_between_two_levels_is_not_rounded(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    colleague = setting.add_colleague()
    setting.move("open")
    setting.answer(0, level=2)
    setting.answer(0, level=3, account=colleague)
    page = sign_in(setting.respondents[0]).get(f"{setting.round_address()}/respond/{setting.partners[0]}/position")
    assert "there will be none" in page.text
    assert_leads_to_criteria(page, "there will be none", 7)
    assert "The partner has not agreed a level" in page.text


def test_who_leads_the_partner_answers_first_and_then_sees_colleagues(setting: Setting, sign_in: SignIn) -> None:
    team = a_team(setting, sign_in, submit=False)
    page = team.page(team.lead)
    assert "Submit your own response first" in page.text
    assert "Because we see it." not in page.text
    team.lead.client.get(team.base)
    refused = team.lead.post(f"{team.base}/position/{team.domain}", _sent(team, page), expect=409)
    assert "Submit your own response first" in refused.text
    assert team.stances() == {}


def _sent(team: Team, page: Page) -> dict[str, str | list[str]]:
    token = team.lead.get(f"{team.base}/hand-over/{team.domain}").soup.find("input", attrs={"name": "csrf_token"})
    del page
    assert token is not None
    fields = {f"{team.criterion}-{name}": value for name, value in (("choice", "3"), ("based_on", "0"))}
    return {"csrf_token": str(token["value"]), f"{team.criterion}-request_key": "a key", **fields}


def test_colleagues_read_the_agreed_position_and_nobody_elses_answers(team: Team) -> None:
    team.page(team.lead).submit(team.fields(choice="3", reason="We talked it through."))
    page = team.page(team.colleague)
    assert "We talked it through." in page.text
    assert "Agreed by Respondent 1" in page.text
    assert "Because we see it." not in page.text
    assert page.soup.find("textarea") is None


def test_a_position_saves_as_it_is_filled_in_and_a_stale_one_is_shown_beside_what_is_there(team: Team) -> None:
    first, second = team.page(team.lead), team.page(team.lead)
    token = first.value("csrf_token")
    data = {**_sent(team, first), "csrf_token": token}
    saved = team.lead.client.post(f"{team.base}/position/criteria/{team.criterion}", data=data, headers=JSON)
    assert (saved.status_code, saved.get_json()["version"]) == (200, 1)
    stale = second.submit(team.fields(choice="2", reason="Mine."), expect=409)
    assert stale.h1 == "Choose which position to keep"
    assert "Mine." in stale.text
    assert team.stances()[team.criterion].level == 3
    stale.submit()
    assert team.stances()[team.criterion].reason == "Mine."


def test_not_applicable_needs_a_reason_before_it_counts(team: Team) -> None:
    again = team.page(team.lead).submit(team.fields(choice="not-applicable"), expect=422)
    assert again.errors == ["Say why it does not apply, so that it counts."]
    assert not team.stances()[team.criterion].origin.is_settled
    again.submit(team.fields(reason="We run no such service."))
    assert team.stances()[team.criterion].origin is PositionOrigin.AGREED


def test_a_position_that_the_scale_does_not_have_comes_back_with_its_words(team: Team) -> None:
    again = team.page(team.lead).submit(team.fields(choice="17", reason="We talked it through."), expect=422)
    assert "17 is not one of them" in again.errors[0]
    assert again.value(f"{team.criterion}-reason") == "We talked it through."
    assert team.stances() == {}


def test_in_a_round_without_names_people_are_not_named_to_their_lead(setting: Setting, sign_in: SignIn) -> None:
    team = a_team(setting, sign_in, naming=Naming.ANONYMOUS)
    page = team.page(team.lead)
    assert "One person: Level 4" in page.text
    assert "Ada Brook" not in page.text


def test_who_responds_alone_has_no_position_to_agree(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    setting.move("open")
    alone = sign_in(setting.respondents[0])
    base = f"{setting.round_address()}/respond/{setting.partners[0]}"
    assert "your response is its position" in alone.get(f"{base}/position", expect=409).text
    assert "Agree the position" not in alone.get(base).text


def test_a_position_is_entered_on_behalf_of_a_partner_and_marked_so(
    setting: Setting, sign_in: SignIn, lead: Browser
) -> None:
    team = a_team(setting, sign_in, answers=False)
    page = lead.get(setting.round_address()).follow("Enter positions for Alder Vale Trust")
    assert "sees it marked with your name" in page.text
    assert "Open to entry 1 of 1 criterion" in page.text
    team.page(lead, "on-behalf").submit(team.fields(choice="2", reason="From the paper form."))
    stance = team.stances()[team.criterion]
    assert (stance.level, stance.origin, stance.entered_by) == (2, PositionOrigin.FACILITATOR, setting.lead)
    assert len(team.stances()) == 1
    assert "Entered by Helen Okoro on behalf of Alder Vale Trust." in team.page(lead, "on-behalf").text
    # The partner sees it, marked, and can agree its own instead.
    assert "Entered by Helen Okoro on behalf of Alder Vale Trust." in team.page(team.lead).text
    setting.answer(0, level=4)
    team.page(team.lead).submit(team.fields(choice="3", reason="We say so ourselves."))
    assert team.stances()[team.criterion].origin is PositionOrigin.AGREED
    setting.move("close-responding")
    for reader, who in ((lead, "You"), (team.lead, "Helen Okoro")):
        said = team.page(reader, "on-behalf" if reader is lead else "position").text
        assert f"{who} entered “Level 2” on behalf of Alder Vale Trust. It is kept," in said


def test_a_form_of_several_positions_looks_once_at_what_is_there_while_every_writer_waits(
    setting: Setting, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting.add_round(matrix="provider-collaborative-development")
    setting.move("open")
    head = setting.head()
    with setting.database.reading() as session:
        domain = get_matrix(session, matrix_version=head.matrix_version).domains[0]
    page = lead.get(f"{setting.round_address()}/respond/{setting.partners[0]}/on-behalf/{domain.id}")
    looks: list[int] = []

    def look(*args: Any, **where: Any) -> PositionSheet:
        looks.append(len(looks))
        return look_from_outside(*args, **where)

    monkeypatch.setattr("maturity.web.respond.position_routes.look_from_outside", look)
    after = lead.client.post(page.address, data=page_with_levels(page, [c.id for c in domain.criteria]))
    assert after.status_code == 302
    assert len(looks) == 2, "once to show the page, and once when it is saved"
    with setting.database.reading() as session:
        kept = list_positions(session, round_id=head.id, partner=setting.partners[0])
    assert {each: kept[each].said.level for each in kept} == {c.id: 2 for c in domain.criteria}
    assert len(kept) > 2


def page_with_levels(page: Page, criteria: list[str]) -> dict[str, str]:
    """What the form of these criteria sends with level 2 chosen in each."""
    sent = {"csrf_token": page.value("csrf_token")}
    for each in criteria:
        sent |= {f"{each}-{name}": page.value(f"{each}-{name}") for name in ("based_on", "request_key")}
        sent[f"{each}-choice"] = "2"
    return sent


def test_who_entered_a_position_and_in_a_named_round_who_agreed_it_is_said_beside_it(
    setting: Setting, sign_in: SignIn, lead: Browser
) -> None:
    team = a_team(setting, sign_in, naming=Naming.NAMED)
    team.page(team.lead).submit(team.fields(choice="3", reason="We talked it through."))
    setting.answer(1)
    setting.move("close-responding")
    where = f"{setting.round_address()}/agree/criteria/{team.criterion}"
    said = lead.get(where).text
    assert "Alder Vale Trust (Respondent 1)" in said
    assert "Agreed inside the partner" in said
    assert "(Respondent 2)" in said


def test_before_the_reveal_the_lead_is_told_which_partners_have_not_agreed_every_position(
    team: Team, lead: Browser
) -> None:
    team.page(team.lead).submit(team.fields(choice="3", reason="We talked it through."))
    page = lead.get(f"{team.setting.round_address()}/moves/close-responding")
    assert page.h1 == "Close responding in “Spring 2026” and reveal the partners’ levels?"
    assert "Alder Vale Trust: 1 of 7 positions agreed" in page.text
    assert "We talked it through." not in page.text


def test_what_the_partner_says_itself_is_never_overwritten_and_not_shown_before_the_reveal(
    setting: Setting, sign_in: SignIn, lead: Browser
) -> None:
    team = a_team(setting, sign_in, answers=False)
    stale = team.page(lead, "on-behalf")
    setting.answer(0, level=4, reason="Ours alone.")
    refused = stale.submit(team.fields(choice="1", reason="From paper."), expect=409)
    assert "has submitted its own answers here. Ask it to change its answer" in refused.text
    assert "From paper." in str(refused.soup), "what was typed is there to copy"
    beforehand = lead.get(f"{team.base}/on-behalf")
    assert "has submitted its own answers here" in beforehand.text
    assert "Open to entry 0 of 1 criterion" in beforehand.text
    assert "Open to entry 1 of 1 criterion" not in beforehand.text
    page = team.page(lead, "on-behalf")
    assert page.soup.find("textarea") is None
    for each in (refused, beforehand, page):
        assert "Ours alone." not in each.text
    setting.move("close-responding")
    after = team.page(lead, "on-behalf")
    assert "Ours alone." in after.text
    assert "has a position of its own here. Where it stands elsewhere now, record that by a vote" in after.text
    assert after.soup.find("textarea") is None
    assert (team.stances()[team.criterion].level, team.stances()[team.criterion].reason) == (4, "Ours alone.")


def test_what_the_leads_of_the_partner_only_began_is_not_shown_either(team: Team, lead: Browser) -> None:
    team.page(team.lead).submit(team.fields(reason="Not decided yet."))
    assert "Not decided yet." in team.page(team.lead).text
    assert "Not decided yet." not in team.page(lead, "on-behalf").text


@pytest.mark.parametrize("moves", [(), ("close-responding",), ("close-responding", "close")])
def test_in_a_round_without_names_nobody_outside_reads_what_a_partner_stands_for_beside_its_name(
    setting: Setting, sign_in: SignIn, lead: Browser, moves: tuple[str, ...]
) -> None:
    team = a_team(setting, sign_in, naming=Naming.ANONYMOUS, answers=False)
    beech = f"{setting.round_address()}/respond/{setting.partners[1]}/on-behalf"
    before, alone = team.page(lead, "on-behalf"), lead.get(f"{beech}/{team.domain}")
    setting.answer(0, level=2)
    setting.answer(1, reason="Because Beech Road sees it.")
    team.page(team.lead).submit(team.fields(choice="3", reason="Ours alone."))
    for move in moves:
        setting.move(move)
    page = team.page(lead, "on-behalf")
    if "close" not in moves:
        assert "Alder Vale Trust answers for itself in this round" in page.text
    refused = before.submit(team.fields(choice="1", reason="From paper."), expect=409)
    other = alone.submit(team.fields(choice="1", reason="From paper."), expect=409)
    read = (page, refused, other, lead.get(f"{team.base}/on-behalf"), lead.get(f"{beech}/{team.domain}"))
    for each in read:
        for words in ("Ours alone.", "Because Beech Road sees it.", "Respondent 1", "Respondent 2"):
            assert words not in each.text
        assert {str(chosen["value"]) for chosen in each.soup.find_all("input", checked=True)} <= {""}
    assert "Ours alone." in team.page(team.colleague).text
    assert team.stances()[team.criterion].level == 3


def test_outside_the_partner_nobody_is_named_in_a_round_with_the_names_of_partners(
    setting: Setting, lead: Browser, sign_in: SignIn
) -> None:
    team = a_team(setting, sign_in, answers=False)
    team.page(lead, "on-behalf").submit(team.fields(choice="2", reason="From the paper form."))
    other = sign_in(setting.add_facilitator())
    assert "Entered on behalf of the partner." in team.page(other, "on-behalf").text
    assert "Helen Okoro" not in team.page(other, "on-behalf").text
    setting.answer(0, level=2)
    team.page(team.lead).submit(team.fields(choice="3", reason="We say so ourselves."))
    setting.move("close-responding")
    page = team.page(lead, "on-behalf")
    assert "We say so ourselves." in page.text
    assert "Agreed inside the partner." in page.text
    assert "Respondent 1" not in page.text
    assert "“Level 2” was entered on behalf of" in team.page(other, "on-behalf").text


def test_an_untouched_page_leaves_what_was_worked_out_from_responses(team: Team, lead: Browser) -> None:
    team.setting.move("close-responding")
    before = team.stances()
    team.page(lead, "on-behalf").submit()
    assert team.stances() == before


def test_only_a_lead_or_a_facilitator_enters_for_a_partner_that_takes_part(
    team: Team, lead: Browser, sign_in: SignIn
) -> None:
    team.page(sign_in(team.setting.viewer), "on-behalf", expect=403)
    team.page(team.lead, "on-behalf", expect=403)
    lead.get(f"{team.setting.round_address()}/respond/999/on-behalf", expect=404)
    lead.get(f"{team.base}/on-behalf/no-such-domain", expect=404)


def test_the_first_page_says_who_will_see_what_under_whose_name(setting: Setting, sign_in: SignIn) -> None:
    team = a_team(setting, sign_in, naming=Naming.ANONYMOUS)
    page = team.colleague.get(team.base)
    assert (
        "goes to Respondent 1, who leads for Alder Vale Trust and agrees its position, without your name." in page.text
    )
    assert "Whose name is shown: No name." in page.text


def test_the_lead_of_the_partner_is_led_to_agree_once_everybody_has_submitted(team: Team) -> None:
    page = team.lead.get(team.base)
    first = page.soup.select_one("#maincontent a")
    assert first is not None
    assert first.get_text() == "Agree your partner’s positions (0 of 7 agreed)"
    assert first["href"] == f"{team.base}/position"
    assert "Agree your partner" not in team.colleague.get(team.base).text
    assert team.lead.get(f"{team.base}/go-on").address == f"{team.base}/position"
    team.page(team.lead).submit(team.fields(choice="3", reason="We agreed."))
    assert "(1 of 7 agreed)" in team.lead.get(team.base).text
    team.setting.move("close-responding")
    assert "Agree your partner" not in team.lead.get(team.base).text


def test_the_lead_of_the_partner_reads_of_herself_as_you_and_what_it_is_for_once(
    setting: Setting, sign_in: SignIn
) -> None:
    team = a_team(setting, sign_in, submit=False)
    said = team.lead.get(team.base).text
    assert "You lead for Alder Vale Trust: what your colleagues submit comes to you" in said
    assert "Respondent 1, who leads for" not in said
    assert "goes to Respondent 1, who leads for Alder Vale Trust" in team.colleague.get(team.base).text
    assert said.count("for learning") == 1
    head = setting.head()
    details = RoundDetails(head.label, "This is for learning.", head.matrix_version, head.way, naming=head.naming)
    with setting.database.writing() as session:
        change_round(session, head=head, details=details, based_on=head.version, by=setting.lead, now=NOW)
    assert team.lead.get(team.base).text.count("for learning") == 1
