from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import update

from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.rows.consensus import ConsensusRow
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.agree import AgreementTable, open_table
from tests.factories.installations import Setting
from tests.web.browser import Browser
from tests.web.conftest import SignIn


def test_a_round_goes_from_draft_to_closed_by_confirmed_moves(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    page = lead.get(setting.round_address())
    for link, stage in (
        ("Open the round", Stage.OPEN),
        ("Close responding and reveal", Stage.AGREEING),
        ("Close the round", Stage.CLOSED),
    ):
        if stage is Stage.CLOSED:
            setting.agree()
        question = page.follow(link)
        assert "What happens" in question.text
        assert setting.head().stage is not stage  # looking changes nothing
        page = question.submit()
        assert setting.head().stage is stage
        assert page.notice
    assert [item.get_text(" ", strip=True).split(" Helen")[0] for item in page.soup.select("ol .app-row")] == [
        "Closed the round",
        "Closed responding and revealed the levels",
        "Opened for responses",
    ]


def test_opening_names_who_can_respond_and_for_whom_nobody_does(lead: Browser, setting: Setting) -> None:
    lead.get(f"{setting.address}/partners/new").submit(name="Vale Council", type="local-authority")
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/moves/open")
    assert "2 partners have somebody who responds: Alder Vale Trust: Respondent 1" in page.text
    assert "You can name somebody while the round is open: Vale Council" in page.text
    assert "Nobody is written to yet." in page.text
    assert "the way of scoring, how names are shown and any overall result are then fixed." in page.text


def test_closing_responding_names_who_has_not_submitted(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0)
    setting.answer(1, most=3, submit=False)
    page = lead.get(f"{setting.round_address()}/moves/close-responding")
    assert "1 partner has not submitted." in page.text
    assert "it does not count and nobody else sees it" in page.text
    assert "Birchmoor Trust: Respondent 2, 3 of 7 criteria done" in page.text
    assert "Alder Vale" not in page.text


def test_a_move_is_based_on_what_the_lead_saw(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0)
    setting.answer(1, most=3, submit=False)
    page = lead.get(f"{setting.round_address()}/moves/close-responding")
    setting.answer(1)  # the second submits while the lead reads
    again = page.submit(expect=409)
    assert again.errors == ["This changed after you opened the page. Nothing was done: below is how it is now."]
    assert "has not submitted" not in again.text
    assert setting.head().stage is Stage.OPEN
    again.submit()
    assert setting.head().stage is Stage.AGREEING


@pytest.mark.parametrize("seen", [None, ""], ids=["without the field", "with nothing in it"])
def test_a_move_that_does_not_say_what_its_person_saw_is_refused(
    lead: Browser, setting: Setting, seen: str | None
) -> None:
    setting.add_round()
    again = lead.get(f"{setting.round_address()}/moves/open").submit(seen=seen, expect=409)
    assert again.errors == ["It is not known what you saw of the round. Nothing was done: below is how it is now."]
    assert setting.head().stage is Stage.DRAFT
    again.submit()
    assert setting.head().stage is Stage.OPEN


def test_a_round_is_not_closed_while_a_criterion_has_no_result_and_each_is_a_way_to_it(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    setting.move("open")
    setting.move("close-responding")
    setting.agree(most=5)
    page = lead.get(f"{setting.round_address()}/moves/close")
    assert "2 criteria have no result" in page.text
    assert "Close the round" not in page.buttons
    assert page.follow("Accountability").address.endswith("/agree/criteria/accountability")


def test_a_round_that_lost_a_result_while_the_page_was_open_stays_open(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    setting.move("close-responding")
    setting.agree()
    page = lead.get(f"{setting.round_address()}/moves/close")
    with setting.database.writing() as session:
        session.execute(
            update(ConsensusRow).where(ConsensusRow.criterion_id == "people").values(state="not-recorded", level=None)
        )
    again = page.submit(expect=409)
    assert "1 criterion has no result" in again.text
    assert setting.head().stage is Stage.AGREEING


def test_nobody_waits_to_write_while_the_levels_of_a_round_are_scored_that_is_closed(
    lead: Browser, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting.add_round()
    setting.move("open")
    setting.move("close-responding")
    setting.agree()
    could_write: list[bool] = []

    def score(*args: Any, **where: Any) -> AgreementTable:
        could_write.append(may_write(setting.database.path))
        return open_table(*args, **where)

    monkeypatch.setattr("maturity.web.set_up.move_routes.open_table", score)
    lead.get(f"{setting.round_address()}/moves/close").submit()
    assert setting.head().stage is Stage.CLOSED
    assert could_write
    assert all(could_write)
    with setting.database.writing() as session:
        session.execute(update(RoundRow).values(purpose=RoundRow.purpose))
        assert not may_write(setting.database.path), "a lock that is held is noticed"


def may_write(file: Path) -> bool:
    """Whether somebody else could begin to write at once."""
    with closing(sqlite.connect(str(file), timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite.OperationalError:
            return False
        other.rollback()
        return True


def test_what_to_look_at_again_is_shown_before_closing_and_keeps_nobody_from_it(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0, level=1)
    setting.move("close-responding")
    setting.agree(level=3)
    page = lead.get(f"{setting.round_address()}/moves/close")
    assert "Look at these again" in page.text
    assert "You can close the round as it is." in page.text
    higher = next(text for text in page.links if text.startswith("“Vision”"))
    assert "higher than any partner’s own level" in higher
    assert page.links[higher].endswith("/agree/criteria/vision#vision-reason")
    assert page.follow(higher).soup.select("textarea#vision-reason")
    missing = next(text for text in page.links if "did not respond" in text)
    assert "/on-behalf" in page.links[missing]
    assert page.submit().notice
    assert setting.head().stage is Stage.CLOSED


def test_while_a_result_is_missing_nothing_says_that_the_round_can_be_closed(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0, level=1)
    setting.move("close-responding")
    page = lead.get(f"{setting.round_address()}/moves/close")
    assert "no result" in page.text
    assert "Look at these again" in page.text
    assert "You can close the round as it is." not in page.text


def test_a_step_back_needs_a_reason_which_everyone_can_read(lead: Browser, setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    setting.move("open")
    setting.move("close-responding")
    page = lead.get(setting.round_address()).follow("Go back to responding")
    again = page.submit(reason="  ", expect=422)
    assert again.errors == ["Say why the round goes back to responding."]
    assert setting.head().stage is Stage.AGREEING
    assert again.submit(reason="Birchmoor was\r\non leave.").notice == "Spring 2026 is open for responses again."
    assert "Reason: Birchmoor was on leave." in sign_in(setting.viewer).get(setting.round_address()).text
    setting.move("close-responding")
    setting.move("close")
    again = lead.get(setting.round_address()).follow("Reopen the round").submit(expect=422)
    assert again.errors == ["Say why the round is being reopened."]
    reopened = again.submit(reason="A level was wrong.")
    assert setting.head().stage is Stage.AGREEING
    assert "Reason: A level was wrong." in reopened.text


def test_a_reason_that_is_too_long_is_kept_to_be_shortened(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    for move in ("open", "close-responding", "close"):
        setting.move(move)
    again = lead.get(f"{setting.round_address()}/moves/reopen").submit(reason="x" * 5_001, expect=422)
    assert again.errors == ["Reason must be 5,000 characters or fewer."]
    assert len(again.value("reason")) == 5_001


def test_a_round_that_is_not_ready_does_not_open(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/participants")
    page.submit({f"partner-{partner}-respondent": "" for partner in setting.partners})
    again = lead.get(f"{setting.round_address()}/moves/open").submit(expect=422)
    assert again.errors == ["Name at least one respondent before the round opens."]
    assert setting.head().stage is Stage.DRAFT


def test_a_move_that_does_not_fit_the_stage_changes_nothing(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/moves/open")
    setting.move("open")
    assert "where this step cannot be taken" in page.submit(expect=409).text
    for name in ("close", "reopen", "start-agreeing"):
        lead.get(f"{setting.round_address()}/moves/{name}", expect=409)
    assert setting.head().stage is Stage.OPEN


def test_a_move_that_there_is_not_is_not_found(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    address = f"{setting.round_address()}/moves/open"
    token = lead.get(address).value("csrf_token")
    for page in (
        lead.get(address.replace("open", "nonsense"), expect=404),
        lead.post(address.replace("open", "nonsense"), {"csrf_token": token}, expect=404),
    ):
        assert page.h1 == "Page not found"
    assert setting.head().stage is Stage.DRAFT


def test_a_round_scored_together_goes_straight_to_agreeing(lead: Browser, setting: Setting) -> None:
    setting.add_round(way=WayOfScoring.TOGETHER)
    page = lead.get(setting.round_address()).follow("Start agreeing levels")
    assert "These partners take part: Alder Vale Trust Birchmoor Trust" in page.text
    done = page.submit()
    assert setting.head().stage is Stage.AGREEING
    assert "Go back to responding" not in done.links


def test_only_a_lead_moves_a_round(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    for account in (setting.viewer, setting.respondents[0]):
        browser = sign_in(account)
        address = f"{setting.round_address()}/moves/open"
        browser.get(address, expect=403)
        token = browser.get("/").soup.find("input", attrs={"name": "csrf_token"})
        assert token is not None
        browser.post(address, {"csrf_token": str(token["value"])}, expect=403)
    assert setting.head().stage is Stage.DRAFT


def test_going_back_to_responding_names_the_partners_that_nobody_responds_for_any_more(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0)
    setting.answer(1)
    setting.move("close-responding")
    page = lead.get(f"{setting.round_address()}/moves/reopen-responding")
    assert "no longer has the role" not in page.text
    lead.get(f"{setting.address}/people").follow("Remove Respondent 1 from the respondents").submit()
    # What the page showed is out of date, so it shows the rest before anything is done.
    again = page.submit(reason="Birchmoor changed its mind.", expect=409)
    assert "no longer has the role" in again.text
    assert "Alder Vale Trust: Respondent 1" in again.text
    done = again.submit(reason="Birchmoor changed its mind.")
    assert "Nobody responds for Alder Vale Trust." in done.text
    [nobody] = [row[1] for row in done.rows() if row[0].startswith("Alder Vale Trust ")]
    assert nobody.startswith("Nobody yet")
