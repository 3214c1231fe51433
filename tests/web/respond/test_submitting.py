"""How a response is checked, submitted and taken back, and where it leads then."""

from __future__ import annotations

from maturity.persistence.engine import Database
from tests.factories.installations import Setting
from tests.factories.living_rounds import LivingRound, a_living_round, level
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.respond.conftest import FIRST


def test_the_last_criterion_leads_to_the_check_page(respondent: Browser, base: str) -> None:
    page = respondent.get(f"{base}/criteria/d2-c3").submit(d2__c3__choice="1")
    assert page.h1 == "Check your answers"


def test_a_submitted_response_is_read_only_and_can_be_taken_back(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    living.answer(level(2, "Mine."))
    page = respondent.get(f"{base}/check").submit(leave_blanks="y")
    assert page.notice == "Your response for Alder Trust is submitted."
    assert (
        "After that the partners agree a level on each criterion together. The way in will stand under “Your work”."
        in page.text
    )
    read_only = respondent.get(f"{base}/criteria/{FIRST}")
    assert not read_only.soup.select("#maincontent textarea, #maincontent input[type=radio]")
    assert "Mine." in read_only.text
    assert read_only.follow("Next criterion").follow("Previous criterion").h1 == read_only.h1
    assert "Next criterion" not in respondent.get(f"{base}/criteria/d2-c3").links
    again = respondent.get(base).submit(button="Take it back")
    assert "You can change your answers again" in again.notice


def test_in_a_team_comes_next_what_the_others_submit_and_then_what_its_lead_agrees(
    setting: Setting, sign_in: SignIn
) -> None:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    lead, other = sign_in(setting.respondents[0]), sign_in(colleague)
    base = f"{setting.round_address()}/respond/{setting.partners[0]}"
    waits = "Once everyone who responds for Alder Vale Trust has submitted, {} what it stands for. Then the lead of"
    closes = "Next, the lead of Three Rivers Collaborative closes responding"
    setting.answer(0, account=colleague)
    assert waits.format("Respondent 1 agrees") in other.get(base).text
    assert "it stands for. Then" not in lead.get(base).text, "who has not submitted goes on first"
    setting.answer(0)
    told = lead.get(base)
    assert "You agree what Alder Vale Trust stands for" in told.text
    assert closes not in told.text


def test_a_domain_of_one_criterion_of_its_name_prints_that_once_on_the_check_page(
    database: Database, sign_in: SignIn
) -> None:
    alone = a_domain("one", [a_criterion("only", title="Shared purpose")], title="Shared purpose")
    several = a_domain("two", ["two-a", "two-b"])
    living = a_living_round(database, matrix=a_matrix(domains=[alone, several]))
    address = f"/collaboratives/{living.collaborative}/rounds/{living.number}/respond/{living.partner}/check"
    page = sign_in(living.respondent).get(address)
    keys = [key.get_text() for key in page.soup.select("dt")]
    assert keys == ["Your answer", "Two a", "Two b"]
    assert page.soup.select("h2")[0].get_text() == "Shared purpose"
    assert page.links["Change Shared purpose"].endswith("/criteria/only")


def test_submitting_with_gaps_asks_whether_that_is_meant(respondent: Browser, base: str) -> None:
    page = respondent.get(f"{base}/check").submit(expect=422)
    assert page.errors == ["Answer every criterion, or tick the box to say that you leave some unanswered."]


def test_taking_back_too_late_or_twice_is_told_apart(respondent: Browser, living: LivingRound, base: str) -> None:
    living.submit()
    page = respondent.get(base)
    page.submit(button="Take it back")
    assert "nothing to take back" in page.submit(button="Take it back", expect=409).text
    living.submit()
    living.move("close-responding")
    assert "The way in will stand" not in respondent.get(base).text
    assert "is not open for responses any more" in page.submit(button="Take it back", expect=409).text


def test_while_levels_are_agreed_a_response_leads_to_the_room_and_at_no_other_stage(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    living.submit()
    assert "Go to the room" not in respondent.get(base).links
    living.move("close-responding")
    assert respondent.get(base).follow("Go to the room").h1 == "The room"
    living.move("close")
    assert "Go to the room" not in respondent.get(base).links
