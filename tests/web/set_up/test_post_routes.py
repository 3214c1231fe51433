"""A lead invites and reminds by one press, and sees what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Account, Role
from maturity.usecases.post_queue import WAITS
from maturity.usecases.prepare import set_meeting_length
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import add_account
from tests.factories.installations import NOW, Setting, a_setting
from tests.factories.mailboxes import Mailbox, text_of, token_in
from tests.web.browser import Browser
from tests.web.conftest import Clock, SignIn
from tests.web.mail import QuietOffice

FIRST, SECOND = "respondent1@three.example", "respondent2@three.example"


@pytest.fixture
def opened(setting: Setting, office: QuietOffice) -> Setting:
    """An open round in an installation that sends mail."""
    setting.add_round()
    setting.move("open")
    return setting


def states(page_of: Browser, setting: Setting) -> list[str]:
    """What the page of messages says of each person’s message."""
    return [row[2] for row in page_of.get(f"{setting.round_address()}/messages").rows("Who has not finished")]


def test_one_press_on_the_page_of_the_round_invites_everyone(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    page = lead.get(opened.round_address())
    assert [row[1] for row in page.rows()] == [
        "Respondent 1 0 of 7 done Not invited yet",
        "Respondent 2 0 of 7 done Not invited yet",
    ]
    calls = office.calls
    sent = page.submit(button="Invite everyone who was not reached yet (2)")
    assert sent.notice == "2 messages are on their way."
    assert states(lead, opened) == ["On its way", "On its way"]
    assert office.calls == calls + 1
    office.send_waiting()
    assert states(lead, opened) == ["Invited on 4 March 2026 at 10:30am"] * 2
    assert {one["Reply-To"].addresses[0].addr_spec for one in mailbox.messages} == {"lead@three.example"}
    said = text_of(mailbox.to(FIRST)[0])
    assert "Helen Okoro gets your answer" in said
    assert "You are asked 7 criteria, which takes about 14 minutes." in said
    assert "printed in the full report, under the name of Alder Vale Trust, and of no person." in said


def test_a_press_that_comes_twice_writes_once(lead: Browser, opened: Setting, office: QuietOffice) -> None:
    page = lead.get(opened.round_address())
    page.submit(button="Invite everyone")
    again = page.submit(button="Invite everyone")
    assert again.notice == "There was nobody left to write to now."
    assert office.send_waiting() == 2


def test_one_press_reminds_who_has_not_finished_and_nobody_twice_in_a_day(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox, clock: Clock, sign_in: SignIn
) -> None:
    lead.get(opened.round_address()).submit(button="Invite everyone")
    office.send_waiting()
    page = lead.get(f"{opened.round_address()}/messages")
    assert "was written to in the last 24 hours" in page.text
    clock.now = NOW + timedelta(hours=24)
    lead = sign_in(opened.lead)
    opened.answer(1)
    opened.answer(0, most=1, submit=False)
    page = lead.get(opened.round_address())
    assert page.submit(button="Remind everyone who has not finished (1)").notice == "1 message is on its way."
    office.send_waiting()
    assert [len(mailbox.to(one)) for one in (FIRST, SECOND)] == [2, 1]
    rows = lead.get(f"{opened.round_address()}/messages").rows("Who has not finished")
    assert rows == [
        ["Respondent 1 Alder Vale Trust", "Started, 1 of 7", "Reminded on 5 March 2026 at 10:30am", rows[0][3]]
    ]


def test_one_person_can_be_written_to_at_any_time(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    address = f"{opened.round_address()}/messages"
    lead.get(address).submit(button="Invite Respondent 2 for")
    office.send_waiting()
    lead.get(address).submit(button="Remind Respondent 2 for")
    office.send_waiting()
    assert [len(mailbox.to(one)) for one in (FIRST, SECOND)] == [0, 2]


def test_an_invitation_opens_the_response_and_a_reminder_the_first_criterion_that_is_waited_for(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox, stranger: Browser
) -> None:
    opened.answer(1, most=1, submit=False)
    response = f"{opened.round_address()}/respond/{opened.partners[1]}"
    opens = {"Invite Respondent 2 for": response, "Remind Respondent 2 for": f"{response}/criteria/design"}
    for press, address in opens.items():
        lead.get(f"{opened.round_address()}/messages").submit(button=press)
        office.send_waiting()
        arrived = stranger.get(f"/enter/{token_in(mailbox.to(SECOND)[-1])}").submit(button="Continue as")
        assert arrived.address == address
    assert len(mailbox.to(SECOND)) == 2


def test_what_could_not_be_delivered_is_shown_beside_the_person(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    mailbox.says = {FIRST: "550 No such user", SECOND: "451 Later"}
    lead.get(opened.round_address()).submit(button="Invite everyone")
    office.send_waiting()
    first, second = states(lead, opened)
    assert first.startswith("Not delivered. The mail server does not know this email address")
    assert second.startswith("Not delivered yet. The mail server is busy")
    assert f"10:{30 + int(WAITS[0].total_seconds()) // 60}am" in second
    assert "Not delivered. The mail server does not know" in lead.get(opened.round_address()).text
    mailbox.says = {}
    page = lead.get(opened.round_address())
    assert "1 message was not delivered. 1 message is not delivered yet, and is tried again." in page.text
    page.submit(button="Invite everyone who was not reached yet (1)")
    office.send_waiting()
    assert len(mailbox.to(FIRST)) == 1
    assert "was not delivered" not in lead.get(opened.round_address()).text


def test_whoever_got_the_invitation_and_not_the_reminder_is_reminded_and_not_invited_again(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    lead.get(opened.round_address()).submit(button="Invite everyone")
    office.send_waiting()
    mailbox.says = {FIRST: "550 No such user"}
    address = f"{opened.round_address()}/messages"
    lead.get(address).submit(button="Remind Respondent 1 for")
    office.send_waiting()
    page = lead.get(address)
    assert "Invite everyone" not in page.text
    assert "Remind Respondent 1 for" in page.text
    mailbox.says = {}
    page.submit(button="Remind everyone who has not finished (1)")
    office.send_waiting()
    assert len(mailbox.to(FIRST)) == 2


def test_the_lead_of_a_partner_is_reminded_of_its_positions_and_led_to_them(
    lead: Browser, setting: Setting, office: QuietOffice, mailbox: Mailbox, stranger: Browser
) -> None:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    setting.answer(0, level=2)
    setting.answer(0, level=4, account=colleague)
    page = lead.get(setting.round_address())
    assert "Invite everyone who was not reached yet (1)" in page.buttons, "who has responded is invited no more"
    assert page.submit(button="Remind everyone who has not finished (2)").notice == "2 messages are on their way."
    office.send_waiting()
    (message,) = mailbox.to(FIRST)
    assert "the positions of Alder Vale Trust are still to agree" in message["Subject"]
    assert "0 of 7 positions agreed so far" in text_of(message)
    rows = lead.get(f"{setting.round_address()}/messages").rows("Who has not finished")
    assert rows[0][:2] == ["Respondent 1 Alder Vale Trust", "Submitted, 0 of 7 positions agreed"]
    arrived = stranger.get(f"/enter/{token_in(message)}").submit(button="Continue as")
    assert arrived.address == f"{setting.round_address()}/respond/{setting.partners[0]}/position"


def test_an_invitation_of_the_same_day_does_not_hold_back_the_reminder_to_agree_positions(
    lead: Browser, setting: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    lead.get(setting.round_address()).submit(button="Invite everyone")
    office.send_waiting()
    for account in (setting.respondents[0], colleague):
        setting.answer(0, account=account)
    page = lead.get(setting.round_address())
    assert page.submit(button="Remind everyone who has not finished (1)").notice == "1 message is on its way."
    office.send_waiting()
    assert "the positions of Alder Vale Trust are still to agree" in mailbox.to(FIRST)[-1]["Subject"]
    assert "Remind everyone" not in " ".join(lead.get(setting.round_address()).buttons), "a reminder holds it back"


def test_without_mail_the_lead_of_a_partner_has_a_message_to_copy_that_opens_the_positions(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    for account in (setting.respondents[0], colleague):
        setting.answer(0, account=account)
    setting.answer(1)
    page = lead.get(setting.round_address()).follow("Remind who has positions to agree")
    (text,) = (area.get_text() for area in page.soup.select("textarea[data-copy]"))
    assert f"{setting.round_address()}/respond/{setting.partners[0]}/position\n" in text
    assert "0 of 7 positions agreed so far" in text


def test_a_message_that_was_not_delivered_is_not_counted_as_one_that_was(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    mailbox.says = {SECOND: "451 Later"}
    lead.get(opened.round_address()).submit(button="Invite everyone")
    assert "2 messages are on the way." in lead.get(f"{opened.round_address()}/messages").text
    office.send_waiting()
    said = lead.get(f"{opened.round_address()}/messages").text
    assert "1 of 2 people who have not finished was written to in the last 24 hours." in said
    assert "1 message is not delivered yet, and is tried again." in said
    page = lead.get(opened.round_address())
    assert "1 message is not delivered yet, and is tried again." in page.text
    assert page.follow("See whom it did not reach, and why").h1 == "Messages to the respondents"


def test_the_page_of_the_round_says_how_many_messages_failed_and_leads_to_the_address(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    mailbox.says = {FIRST: "550 No such user"}
    lead.get(opened.round_address()).submit(button="Invite everyone")
    office.send_waiting()
    page = lead.get(opened.round_address())
    assert "1 message was not delivered." in page.text
    assert page.follow("Correct the email address of Respondent 1").h1 == "The email address of Respondent 1"
    opened.answer(0)
    opened.answer(1)
    opened.move("close-responding")
    assert "not delivered" not in lead.get(opened.round_address()).text, "an invitation is past by now"
    lead.get(opened.round_address()).submit(button="Email the pre-read")
    office.send_waiting()
    page = lead.get(opened.round_address())
    assert "1 message was not delivered." in page.text
    page.follow("Correct the email address of Respondent 1")
    assert lead.get(f"{opened.round_address()}/messages").address == opened.round_address()


def test_the_pre_read_is_what_comes_after_the_agenda(lead: Browser, opened: Setting, office: QuietOffice) -> None:
    opened.answer(0)
    opened.answer(1)
    opened.move("close-responding")

    def primary() -> list[str]:
        buttons = lead.get(opened.round_address()).soup.select(".app-next .nhsuk-button:not(.nhsuk-button--secondary)")
        return [button.get_text(strip=True) for button in buttons]

    assert primary() == ["Prepare the meeting"]
    with opened.database.writing() as session:
        head = opened.head()
        set_meeting_length(session, head=head, minutes=60, based_on=head.version, by=opened.lead, now=NOW)
    assert primary() == ["Email the pre-read to everyone who responds (2)"]
    lead.get(opened.round_address()).submit(button="Email the pre-read")
    office.send_waiting()
    assert primary() == ["Lead the room"]


def test_one_press_sends_the_pre_read_to_everyone_who_responds(
    lead: Browser, opened: Setting, office: QuietOffice, mailbox: Mailbox, stranger: Browser
) -> None:
    opened.answer(0)
    opened.answer(1)
    opened.move("close-responding")
    page = lead.get(opened.round_address()).submit(button="Email the pre-read to everyone who responds (2)")
    assert page.notice == "2 messages are on their way."
    assert "Email the pre-read" not in " ".join(page.buttons)
    office.send_waiting()
    assert "Sent the pre-read on 4 March 2026 at 10:30am" in lead.get(opened.round_address()).text
    (message,) = mailbox.to(FIRST)
    assert "before we meet" in message["Subject"]
    arrived = stranger.get(f"/enter/{token_in(message)}").submit()
    assert arrived.address == f"{opened.round_address()}/prepare/pre-read/{opened.partners[0]}"


def test_the_button_that_sends_the_pre_read_says_which_partner_gets_none(
    lead: Browser, setting: Setting, office: QuietOffice
) -> None:
    setting.add_round()
    said = "Nobody gets it for Alder Vale Trust: nobody who can sign in responds there."
    setting.move("open")
    setting.answer(0)
    setting.answer(1)
    setting.move("close-responding")
    assert "Nobody gets it" not in lead.get(setting.round_address()).text
    with setting.database.writing() as session:
        session.execute(update(Account).where(Account.id == setting.respondents[0]).values(is_disabled=True))
    page = lead.get(setting.round_address())
    assert "Email the pre-read to everyone who responds (1)" in page.buttons
    assert said in page.text


def test_beside_who_has_finished_it_stays_to_be_read_that_they_were_invited(
    lead: Browser, opened: Setting, office: QuietOffice
) -> None:
    lead.get(opened.round_address()).submit(button="Invite everyone")
    office.send_waiting()
    opened.answer(0)
    row = lead.get(opened.round_address()).rows()[0][1]
    assert row == "Respondent 1 7 of 7 done, submitted Invited on 4 March 2026 at 10:30am"


def test_writing_to_one_person_is_offered_only_where_somebody_can_be_written_to(
    lead: Browser, opened: Setting, office: QuietOffice
) -> None:
    lead.get(opened.round_address()).submit(button="Invite everyone")
    address = f"{opened.round_address()}/messages"
    waiting = lead.get(address)
    assert "0 of 2 people who have not finished were written to" in waiting.text
    assert "write to one person" not in waiting.links
    office.send_waiting()
    page = lead.get(address)
    place, _, anchor = page.links["write to one person"].partition("#")
    assert place == address
    assert page.soup.select(f"#{anchor} button")


def test_only_a_lead_sees_who_was_written_to(
    lead: Browser, opened: Setting, office: QuietOffice, sign_in: SignIn
) -> None:
    lead.get(opened.round_address()).submit(button="Invite everyone")
    for account in (opened.viewer, opened.respondents[0]):
        page = sign_in(account).get(opened.round_address())
        assert "On its way" not in page.text
        assert "Invite everyone" not in page.text


def test_a_message_can_still_be_copied(lead: Browser, opened: Setting) -> None:
    page = lead.get(f"{opened.round_address()}/messages")
    assert len(page.soup.select("details textarea[data-copy]")) == 2
    assert "This service sends no email" not in page.text


def test_nobody_of_another_collaborative_can_be_written_to(
    lead: Browser, opened: Setting, office: QuietOffice, database: Database
) -> None:
    other = a_setting(database, name="Other Collaborative")
    token = lead.get(opened.round_address()).value("csrf_token")
    for partner, account in (
        (other.partners[0], other.respondents[0]),
        (opened.partners[0], other.respondents[0]),
        (987, 987),
    ):
        lead.post(f"{opened.round_address()}/messages/{partner}/{account}", {"csrf_token": token}, expect=409)
    for account in (other.respondents[0], 987):
        lead.post(f"{opened.address}/people/{account}/invite", {"csrf_token": token}, expect=409)
    lead.post(f"{other.address}/people/{other.viewer}/invite", {"csrf_token": token}, expect=404)
    assert office.send_waiting() == 0


def test_a_round_that_is_not_open_is_not_written_about(lead: Browser, opened: Setting, office: QuietOffice) -> None:
    token = lead.get(opened.round_address()).value("csrf_token")
    opened.move("close-responding")
    page = lead.post(f"{opened.round_address()}/messages/remind", {"csrf_token": token}, expect=409)
    assert "not open for responses" in page.text
    assert office.send_waiting() == 0


def test_somebody_who_was_offered_a_role_is_invited_from_the_list_of_people(
    lead: Browser, setting: Setting, office: QuietOffice, mailbox: Mailbox, stranger: Browser
) -> None:
    with setting.database.writing() as session:
        add_account(session, name="Ada Brook", email="ada@example.org", now=NOW, by=None)
        add_person(
            session,
            collaborative=setting.collaborative,
            name="",
            email="ada@example.org",
            role=Role.VIEWER,
            partner=None,
            by=setting.lead,
            now=NOW,
        )
    page = lead.get(f"{setting.address}/people").submit(button="Email an invitation to Ada Brook")
    assert page.notice == "The invitation is on its way."
    assert "Invitation: On its way" in page.text
    office.send_waiting()
    assert "Invitation: Invited on 4 March 2026" in lead.get(f"{setting.address}/people").text
    arrived = stranger.get(f"/enter/{token_in(mailbox.to('ada@example.org')[0])}").submit()
    assert arrived.notice == "You now take part in Three Rivers Collaborative."
    assert arrived.address == setting.address


def test_whoever_was_just_added_can_be_invited_at_once(
    lead: Browser, setting: Setting, office: QuietOffice, mailbox: Mailbox
) -> None:
    page = lead.get(f"{setting.address}/people/new").submit(name="Ada Brook", email="ada@example.org", role="viewer")
    assert "This service sends no email" not in page.text
    page.submit(button="Email an invitation instead")
    office.send_waiting()
    assert len(mailbox.to("ada@example.org")) == 1


def test_without_a_mail_server_nothing_can_be_sent(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    page = lead.get(setting.round_address())
    assert "Invite everyone" not in page.text
    assert "Tell the respondents" in page.links
    token = lead.get(f"{setting.address}/people").value("csrf_token")
    for address in (
        f"{setting.round_address()}/messages/invite",
        f"{setting.round_address()}/messages/remind",
        f"{setting.round_address()}/messages/{setting.partners[0]}/{setting.respondents[0]}",
        f"{setting.address}/people/{setting.viewer}/invite",
    ):
        lead.post(address, {"csrf_token": token}, expect=404)
    assert "Email an invitation" not in lead.get(f"{setting.address}/people").text
