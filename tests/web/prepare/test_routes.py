"""The pages of preparing a meeting: the order of talking, levels confirmed in bulk, and the agenda."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from maturity.cli.report_worker import Worker
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.position import PositionOrigin
from maturity.core.response import AnswerState
from maturity.core.round import Naming, WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.report import ReportRow, ReportState
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.agree import agree_level
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn

SPLIT, SAME, NEAR = "d1-c1", "d1-c3", "d2-c1"
LEVELS = {SPLIT: (1, 1, 4), SAME: (2, 2, 2), NEAR: (2, 3, 3)}
CONFIRM = "Confirm and record what is ticked"
CAME_APART = "partners are more than one level apart by now, so this is not confirmed with the others."
CHANGED_BY_ONESELF = (
    "changed by you, in another tab or on another device after you opened this page. "
    "It is recorded as Thriving, and was not overwritten."
)


@pytest.fixture
def responding(database: Database) -> LivingRound:
    living = a_living_round(database)
    living.respond(LEVELS)
    return living


@pytest.fixture
def living(responding: LivingRound) -> LivingRound:
    responding.move("close-responding")
    return responding


@pytest.fixture
def lead(living: LivingRound, sign_in: SignIn) -> Browser:
    return sign_in(living.lead)


def base(living: LivingRound) -> str:
    return f"/collaboratives/{living.collaborative}/rounds/{living.number}/prepare"


def title_of(living: LivingRound, criterion: str) -> str:
    return next(c.title for c in living.matrix.criteria if c.id == criterion)


def record(living: LivingRound, criterion: str, level: int) -> None:
    with living.database.writing() as session:
        agree_level(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            criterion_id=criterion,
            consensus=Consensus(ConsensusState.AGREED, level, "We talked."),
            based_on=0,
            request_key="elsewhere",
            account=living.lead,
            now=NOW,
        )


def discussed(page: Page) -> list[str]:
    return [" ".join(heading.get_text(" ").split()) for heading in page.soup.select(".app-triage h3")]


def test_nobody_prepares_a_meeting_before_the_levels_are_revealed(responding: LivingRound, sign_in: SignIn) -> None:
    for account in (responding.lead, responding.respondent):
        page = sign_in(account).get(base(responding), expect=409)
        assert "Until then nobody sees where others stand" in page.text
        assert "Split" not in page.text


def test_the_most_disagreement_comes_first_with_its_picture_and_its_figures(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living))
    assert discussed(page)[0] == title_of(living, SPLIT)
    assert (
        "Partners are split on 1 criterion and aligned on 2. On 3 too few gave a level to say. 0 of 6 have a"
        in page.text
    )
    assert "The triangle ▲ marks the median." in page.text
    assert "dashed ring" not in page.text, "there is none to explain"
    assert "Index " in page.text
    assert "2 at 1 Emerging, 1 at 4 Thriving" in page.text


def test_no_figure_stands_beside_too_few_partners_for_a_verdict(database: Database, sign_in: SignIn) -> None:
    living = a_living_round(database)
    for partner in list(living.partners)[:2]:
        living.answer(level(2, "Why."), partner=partner, criterion=SPLIT, key=SPLIT)
        living.submit(partner=partner)
    living.move("close-responding")
    page = sign_in(living.lead).get(base(living))
    assert "Too few to say" in page.text
    assert "Index " not in page.text


def test_what_to_talk_about_comes_before_what_is_aligned_and_the_agenda_last(
    living: LivingRound, lead: Browser, sign_in: SignIn
) -> None:
    for reader in (lead, sign_in(living.respondent)):
        page = reader.get(base(living))
        order = [heading["id"] for heading in page.soup.select("main h2[id]")]
        assert order == ["talk", "confirm", "agenda", "pre-reads"]
        assert [link["href"] for link in page.soup.select(".app-on-this-page a")] == [f"#{each}" for each in order]


def test_ticked_levels_are_recorded_and_leave_the_offer(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living)).submit({f"{SAME}-is_ticked": "y"}, button=CONFIRM)
    assert page.notice == "1 level is confirmed and recorded."
    assert [c["name"] for c in page.soup.select("input[type=checkbox]")] == [f"{NEAR}-is_ticked"]
    criterion = lead.get(base(living).replace("/prepare", f"/agree/criteria/{SAME}"))
    assert "Confirmed without discussion" in criterion.text


def test_one_press_records_all_that_the_page_offered(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living)).submit({"everything": "y"}, button="Confirm and record all 2")
    assert page.notice == "2 levels are confirmed and recorded."
    assert not page.soup.select("input[type=checkbox]")


def test_levels_that_lie_apart_come_last_and_are_not_confirmed_by_the_one_press_for_all(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database)
    living.respond({SPLIT: (2, 3, 4), SAME: (2, 2, 2), NEAR: (2, 3, 3)})
    living.move("close-responding")
    page = sign_in(living.lead).get(base(living))
    assert [c["name"] for c in page.soup.select("input[type=checkbox]")] == [
        f"{criterion}-is_ticked" for criterion in (SAME, NEAR, SPLIT)
    ]
    assert not page.soup.select("input[checked]")
    assert "2, 3 and 4 were given: talking may be worth it." in page.text
    assert page.text.count("talking may be worth it") == 1
    page = page.submit({"everything": "y"}, button="Confirm and record the 2 that are one level apart at the most")
    assert page.notice == "2 levels are confirmed and recorded."
    assert [c["name"] for c in page.soup.select("input[type=checkbox]")] == [f"{SPLIT}-is_ticked"]
    assert page.submit({f"{SPLIT}-is_ticked": "y"}, button=CONFIRM).notice == "1 level is confirmed and recorded."


def test_what_a_partner_has_not_agreed_a_level_on_is_not_offered_and_the_page_says_why(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, partners=("Alder Trust", "Birch Trust", "Cedar Alliance", "Dale Trust"))
    living.respond({SAME: (2, 2, 2, 2), NEAR: (2, 3, 3, 3)})
    living.move("close-responding")
    page = sign_in(living.lead).get(base(living))
    assert page.soup.select(f"input[name={SAME}-is_ticked]")
    with living.database.writing() as session:
        session.execute(
            update(PositionRow)
            .where(PositionRow.partner_id == list(living.partners)[1], PositionRow.criterion_id == SAME)
            .values(state=AnswerState.NOT_ANSWERED, level=None, origin=PositionOrigin.MEDIAN)
        )
    form = {f"{SAME}-is_ticked": "y"}
    assert title_of(living, SAME) in page.submit(form, button=CONFIRM, expect=409).errors[1]
    page = sign_in(living.lead).get(base(living))
    assert [c["name"] for c in page.soup.select("input[type=checkbox]")] == [f"{NEAR}-is_ticked"]
    (line,) = page.soup.select(f"#line-{SAME} .app-triage__words")
    said = " ".join(line.get_text(" ").split())
    assert (
        "Birch Trust has not agreed a level and is not counted. "
        "It is not offered for confirming until a vote in the room settles that."
    ) in said
    assert "A dashed ring is a partner that has not agreed a level." in page.text
    assert "3 at 2 Developing, 1 partner without an agreed level" in page.text


def test_one_press_for_all_overwrites_nothing_that_changed_meanwhile(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living))
    record(living, NEAR, 4)
    again = page.submit({"everything": "y"}, button="Confirm and record all 2", expect=409)
    assert title_of(living, NEAR) in again.errors[1]
    assert again.submit(button=CONFIRM).notice == "1 level is confirmed and recorded."


def move_apart(living: LivingRound, criterion: str, levels: tuple[int, ...]) -> None:
    """Put the positions of the partners on a criterion where these levels are."""
    with living.database.writing() as session:
        for partner, value in zip(living.partners, levels, strict=True):
            session.execute(
                update(PositionRow)
                .where(PositionRow.partner_id == partner, PositionRow.criterion_id == criterion)
                .values(level=value)
            )


def test_one_press_for_all_names_what_came_to_lie_apart_and_records_nothing(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living))
    move_apart(living, SAME, (1, 2, 3))
    again = page.submit({"everything": "y"}, button="Confirm and record all 2", expect=409)
    assert again.errors == [
        "Nothing that you ticked was recorded. Your other ticks are kept: look at these, then confirm again.",
        f"{title_of(living, SAME)}: {CAME_APART}",
    ]
    assert [c["name"] for c in again.soup.select("input[checked]")] == [f"{NEAR}-is_ticked"]
    assert again.submit({f"{SAME}-is_ticked": "y"}, button=CONFIRM).notice == "2 levels are confirmed and recorded."


def test_one_press_for_all_records_what_the_page_counted_and_not_what_came_closer(
    living: LivingRound, lead: Browser
) -> None:
    move_apart(living, SAME, (1, 2, 3))
    page = lead.get(base(living))
    move_apart(living, SAME, (2, 2, 2))
    page = page.submit({"everything": "y", f"{NEAR}-is_ticked": "y"}, button=CONFIRM)
    assert page.notice == "1 level is confirmed and recorded."
    assert [c["name"] for c in page.soup.select("input[type=checkbox]")] == [f"{SAME}-is_ticked"]


def test_without_a_tick_nothing_is_recorded_and_the_page_says_so(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living)).submit(button=CONFIRM, expect=422)
    assert page.errors == ["Tick the levels that you confirm."]


def test_a_result_recorded_meanwhile_stays_and_the_other_ticks_are_kept(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living))
    record(living, NEAR, 4)
    again = page.submit({f"{SAME}-is_ticked": "y", f"{NEAR}-is_ticked": "y"}, button=CONFIRM, expect=409)
    assert again.errors == [
        "Nothing that you ticked was recorded. Your other ticks are kept: look at these, then confirm again.",
        f"{title_of(living, NEAR)}: {CHANGED_BY_ONESELF}",
    ]
    assert [again.soup.select(str(link["href"])) != [] for link in again.soup.select(".nhsuk-error-summary a")] == [
        True
    ] * 2
    assert [c["name"] for c in again.soup.select("input[checked]")] == [f"{SAME}-is_ticked"]
    assert again.submit(button=CONFIRM).notice == "1 level is confirmed and recorded."


def test_what_was_never_offered_is_refused_by_name(living: LivingRound, lead: Browser) -> None:
    form = {f"{SPLIT}-is_ticked": "y", f"{SPLIT}-level": "1", f"{SPLIT}-based_on": "0"}
    page = lead.get(base(living)).submit(form, button=CONFIRM, expect=409)
    assert title_of(living, SPLIT) in page.errors[1]


@pytest.mark.parametrize("level_sent", ["", "x", "99"])
def test_a_level_that_is_none_is_refused(living: LivingRound, lead: Browser, level_sent: str) -> None:
    form = {f"{SAME}-is_ticked": "y", f"{SAME}-level": level_sent}
    assert lead.get(base(living)).submit(form, button=CONFIRM, expect=409).errors


def test_the_agenda_is_made_for_the_minutes_that_there_are_and_can_be_printed(
    living: LivingRound, lead: Browser
) -> None:
    page = lead.get(base(living)).submit(minutes="60", button="Make the agenda")
    assert "60 minutes, with time for every criterion." in page.text
    printed = page.follow("The agenda on a page to print")
    rows = printed.rows()
    assert rows[0][0] == "0 to 5"
    assert sum(int(row[-1]) for row in rows) == 60


def test_a_meeting_too_short_says_so(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living)).submit(minutes="10", button="Make the agenda")
    assert "no time" in page.text
    assert "Give the meeting more time" in page.text


@pytest.mark.parametrize("minutes", ["", "0", "-3", "5000", "an hour", "9" * 30])
def test_a_length_that_is_none_is_refused_in_words(living: LivingRound, lead: Browser, minutes: str) -> None:
    page = lead.get(base(living)).submit(minutes=minutes, button="Make the agenda", expect=422)
    assert page.errors
    assert not any("integer" in each for each in page.errors)


def test_a_length_on_an_older_page_is_told_and_the_next_try_goes_through(living: LivingRound, lead: Browser) -> None:
    page = lead.get(base(living))
    lead.get(base(living)).submit(minutes="30", button="Make the agenda")
    again = page.submit(minutes="45", button="Make the agenda", expect=409)
    assert "changed after you opened this page" in again.errors[0]
    assert "45 minutes" in again.submit(button="Make the agenda").text


def test_a_partner_reads_along_and_changes_nothing(living: LivingRound, sign_in: SignIn) -> None:
    respondent = sign_in(living.respondent)
    page = respondent.get(base(living))
    assert page.buttons == []
    assert title_of(living, SAME) in page.text
    assert respondent.get(f"{base(living)}/agenda").address == base(living)
    respondent.post(f"{base(living)}/confirm", {}, expect=403)


def test_a_round_scored_together_has_an_agenda_and_no_pictures(database: Database, sign_in: SignIn) -> None:
    living = a_living_round(database, way=WayOfScoring.TOGETHER)
    page = sign_in(living.lead).get(base(living)).submit(minutes="60", button="Make the agenda")
    assert "60 minutes" in page.text
    assert not page.soup.select(".app-small-strip")


def test_there_is_no_meeting_for_a_round_that_there_is_not(living: LivingRound, lead: Browser) -> None:
    lead.get(base(living).replace("rounds/1", "rounds/9"), expect=404)


def test_each_partner_reads_its_own_pre_read_and_no_other_one(living: LivingRound, sign_in: SignIn) -> None:
    own, other = list(living.partners)[:2]
    respondent = sign_in(living.partners[own])
    page = respondent.get(base(living)).follow("Before the meeting: Alder Trust")
    assert page.h1 == "Before the meeting: Alder Trust"
    assert "You: Emerging" in page.text or "You: Level 1" in page.text
    assert "Birch Trust" not in page.text
    assert "Birch Trust" not in " ".join(respondent.get(base(living)).links)
    for path in (f"/{other}", f"/{other}/pdf", f"/{other}.pdf"):
        respondent.get(f"{base(living)}/pre-read{path}", expect=404)


def test_a_pre_read_marks_what_was_entered_on_behalf_of_its_partner(
    living: LivingRound, lead: Browser, sign_in: SignIn
) -> None:
    own, other = list(living.partners)[:2]
    with living.database.writing() as session:
        session.execute(
            update(PositionRow)
            .where(PositionRow.partner_id == own, PositionRow.criterion_id == SPLIT)
            .values(origin=PositionOrigin.FACILITATOR, entered_by=living.lead)
        )
    pages = {
        partner: sign_in(living.partners[partner]).get(f"{base(living)}/pre-read/{partner}") for partner in (own, other)
    }
    assert pages[own].text.count("on behalf of Alder Trust.") == 1
    assert "on behalf" not in pages[other].text


def test_a_lead_finds_the_pre_read_of_every_partner(living: LivingRound, lead: Browser) -> None:
    links = [text for text in lead.get(base(living)).links if text.startswith("Before the meeting")]
    assert len(links) == len(living.partners)
    assert "names no other partner" in lead.get(base(living)).follow(links[1]).text


def test_in_an_anonymous_round_only_the_partner_itself_opens_its_pre_read(
    living: LivingRound, lead: Browser, sign_in: SignIn
) -> None:
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    address = f"{base(living)}/pre-read/{living.partner}"
    for path in ("", "/pdf", ".pdf"):
        lead.get(address + path, expect=404)
    assert not [text for text in lead.get(base(living)).links if text.startswith("Before the meeting")]
    page = sign_in(living.respondent).get(address)
    assert "for Alder Trust alone" in page.text
    assert "You: " in page.text


def test_a_pre_read_is_made_as_a_pdf_in_the_background_and_downloaded(
    living: LivingRound, lead: Browser, app: Flask, tmp_path: Path
) -> None:
    address = f"{base(living)}/pre-read/{living.partner}"
    page = lead.get(f"{address}.pdf")
    assert page.h1 == "Your PDF is being made"
    desk = app.extensions["maturity-report-desk"]
    app.extensions["maturity-report-desk"] = replace(desk, shelf=tmp_path)
    assert Worker(living.database, tmp_path).make_next()
    assert lead.get(f"{address}/pdf?waited=1").h1 == "Your PDF is ready"
    file = lead.client.get(f"{address}/pdf", follow_redirects=True)
    assert file.data.startswith(b"%PDF")
    assert "before the meeting" in file.headers["Content-Disposition"].replace("-", " ").lower()


def test_a_page_that_waits_for_a_pre_read_asks_for_it_without_making_it_out_again(
    living: LivingRound, lead: Browser, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = lead.get(f"{base(living)}/pre-read/{living.partner}/pdf")
    asks = str(page.soup.select("[data-waits-for]")[0]["data-waits-for"])

    def is_waiting(browser: Browser) -> tuple[int, object]:
        answer = browser.client.get(asks, headers={"Accept": "application/json"})
        return answer.status_code, answer.get_json().get("is_waiting")

    with monkeypatch.context() as patch:
        patch.setattr("maturity.web.prepare.pre_read_routes.open_pre_read", lambda *_, **__: pytest.fail("made out"))
        assert is_waiting(lead) == (200, True)
        assert is_waiting(sign_in(next(iter(set(living.partners.values()) - {living.respondent})))) == (404, None)
        with living.database.writing() as session:
            session.execute(update(ReportRow).values(state=ReportState.DONE, file_hash="0" * 64))
        assert is_waiting(lead) == (200, False)
    # a PDF that is of no use any more is asked for anew by the page that is opened then
    assert lead.get(f"{page.address}?waited=1").h1 == "Your PDF is being made"


def test_a_pre_read_that_could_not_be_made_says_so_and_is_tried_again(living: LivingRound, lead: Browser) -> None:
    address = f"{base(living)}/pre-read/{living.partner}/pdf"
    lead.get(address)
    with living.database.writing() as session:
        session.execute(update(ReportRow).values(state=ReportState.FAILED, problem="The disk was full."))
    page = lead.get(address)
    assert "The disk was full." in page.text
    assert page.submit(button="Try again").h1 == "Your PDF is being made"


def test_no_pre_read_before_the_levels_are_revealed(responding: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(responding.lead).get(f"{base(responding)}/pre-read/{responding.partner}", expect=409)
    assert "You:" not in page.text
