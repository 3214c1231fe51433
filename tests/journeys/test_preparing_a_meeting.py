"""A lead of six partners confirms what they agree on, makes an agenda, and mends what closing asks about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from maturity.core.consensus import Consensus, ConsensusState
from maturity.persistence.queries.consensus import list_consensus
from maturity.usecases.agree import agree_level, open_table
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import NOW
from tests.journeys.browsers import OpenWindow, Window
from tests.journeys.meeting_to_prepare import serve_a_meeting
from tests.journeys.page_checks import DESK, PHONE
from tests.journeys.served import Served


@pytest.fixture
def meeting(fresh_database_file: Path, instance: Path) -> Iterator[Served]:
    with serve_a_meeting(fresh_database_file, instance) as running:
        yield running


def lead_at(meeting: Served, open_window: OpenWindow, width: int) -> Window:
    window = open_window(meeting.address, width=width)
    meeting.sign_in(window.context, meeting.setting.lead)
    return window


def record(meeting: Served, criterion: str, consensus: Consensus) -> None:
    """Let the first respondent’s account, somebody else than the lead, record a result."""
    with meeting.setting.database.writing() as session:
        agree_level(
            session,
            head=meeting.setting.head(),
            criterion_id=criterion,
            consensus=consensus,
            based_on=0,
            request_key=f"elsewhere {criterion}",
            account=meeting.setting.respondents[0],
            now=NOW,
        )


def results(meeting: Served) -> dict[str, int | None]:
    with meeting.setting.database.reading() as session:
        kept = list_consensus(session, round_id=meeting.setting.head().id)
    return {criterion: each.said.level for criterion, each in kept.items()}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_levels_are_confirmed_in_bulk_and_one_that_changed_meanwhile_is_named_and_stays(
    meeting: Served, open_window: OpenWindow, width: int
) -> None:
    window = lead_at(meeting, open_window, width)
    window.open(f"{meeting.setting.round_address()}/prepare")
    window.check()
    boxes = window.page.get_by_role("checkbox")
    expect(boxes).to_have_count(11)
    offered = [(boxes.nth(place).get_attribute("name") or "").removesuffix("-is_ticked") for place in range(3)]
    for place in range(3):
        boxes.nth(place).check()
    record(meeting, offered[1], Consensus(ConsensusState.AGREED, 4, "We talked."))
    window.expects("409")
    window.press("Confirm and record what is ticked")
    summary = window.page.get_by_role("alert")
    expect(summary).to_contain_text("changed by Respondent 1 after you opened this page")
    expect(summary.get_by_role("link")).to_have_count(2)
    window.check()
    summary.get_by_role("link").nth(1).click()
    expect(window.page.locator(f"#line-{offered[1]}")).to_be_in_viewport()
    assert results(meeting) == {offered[1]: 4}
    expect(window.page.get_by_role("checkbox", checked=True)).to_have_count(2)
    window.press("Confirm and record what is ticked")
    expect(window.page.get_by_text("2 levels are confirmed and recorded.")).to_be_visible()
    assert results(meeting).keys() == set(offered)
    window.press("Confirm and record all 8")
    expect(window.page.get_by_text("8 levels are confirmed and recorded.")).to_be_visible()
    window.page.get_by_label("How many minutes do you have?").fill("180")
    window.press("Make the agenda")
    window.follow("The agenda on a page to print")
    window.check()
    expect(window.page.get_by_role("row")).to_have_count(17)
    window.page.emulate_media(media="print")
    expect(window.page.get_by_role("table")).to_be_visible()
    for role in ("banner", "navigation", "contentinfo"):
        expect(window.page.get_by_role(role, include_hidden=True).first).to_be_hidden()
    window.page.emulate_media(media="screen")
    window.open(f"{meeting.setting.round_address()}/agree")
    window.follow("In the order of the meeting")
    window.check()
    expect(window.page.get_by_role("table")).to_have_count(2)


def test_everything_that_closing_asks_about_leads_to_the_field_that_mends_it(
    meeting: Served, open_window: OpenWindow
) -> None:
    window = lead_at(meeting, open_window, DESK)
    criteria = asked(meeting)
    amiss = {
        "reason": Consensus(ConsensusState.AGREED, 1, " "),
        "evidence": Consensus(ConsensusState.AGREED, 4, "It is so."),
        "moves_up": Consensus(ConsensusState.NOT_AGREED, reason="Two views."),
    }
    for criterion, consensus in zip(criteria, amiss.values(), strict=False):
        record(meeting, criterion, consensus)
    window.open(f"{meeting.setting.round_address()}/moves/close")
    missing = window.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first
    lands_on(window, missing.get_attribute("href") or "", f"{criteria[3]}-choice")
    with meeting.setting.database.writing() as session:
        set_the_rest_aside(session, head=meeting.setting.head(), by=meeting.setting.lead, now=NOW)
    for criterion, (part, _) in zip(criteria, amiss.items(), strict=False):
        window.open(f"{meeting.setting.round_address()}/moves/close")
        window.check()
        link = window.page.locator(f'main a[href$="#{criterion}-{part}"]').first
        lands_on(window, link.get_attribute("href") or "", f"{criterion}-{part}")


def lands_on(window: Window, address: str, field: str) -> None:
    """Whoever follows the address from another page stands at the field, which has the focus and can be seen."""
    window.page.locator(f'main a[href="{address}"]').first.click()
    assert urlsplit(window.page.url).fragment == field
    place = window.page.locator(f"#{field}")
    expect(place).to_be_focused()
    expect(place).to_be_in_viewport()


def asked(meeting: Served) -> list[str]:
    with meeting.setting.database.reading() as session:
        table = open_table(session, collaborative=meeting.setting.collaborative, number=1)
    return [each.criterion.id for each in table.result.criteria]
