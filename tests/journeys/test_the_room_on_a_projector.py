"""The screen for all eyes: what is talked about is in sight at once, large enough, and looks the same after a vote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from maturity.core.matrix import Descriptor
from tests.conftest import copy_of
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels
from tests.journeys.browsers import OpenWindow, Window, says
from tests.journeys.page_checks import PHONE, PROJECTOR
from tests.journeys.room_of_two import Meeting, a_meeting, follows

HEIGHT: Final = 1080
LEVELS: Final = ("Emerging", "Developing", "Maturing", "Thriving", "Leading")
PARTNERS: Final = ("Alder Trust", "Birch Trust", "Cedar Trust", "Dunmere Trust", "Elm Trust", "Fern Trust")
LONG: Final = (
    "Partners share most of what they plan and decide on it together, though it is not yet written down anywhere, and "
    "staff in some of the services could not say who decides what, or when that was last looked at."
)
"""As long as the longest of the matrices that are shipped."""


@pytest.fixture
def meeting(fresh_database_file: Path, instance: Path, open_window: OpenWindow) -> Iterator[Meeting]:
    """A meeting of six partners on five levels with long descriptors."""
    levels = some_levels(len(LEVELS), names=LEVELS)
    descriptors = tuple(Descriptor(level.value, LONG) for level in levels)
    criterion = a_criterion("shared", levels=levels, descriptors=descriptors, question="How do partners decide?")
    matrix = a_matrix(domains=[a_domain(criteria=[criterion, "other"], levels=levels)], levels=levels)
    database = copy_of(fresh_database_file, instance)
    with a_meeting(database, instance, open_window, partners=PARTNERS, matrix=matrix) as running:
        yield running
    database.close()


def pictures(window: Window) -> Locator:
    """The rows of dots that can be seen, the earlier votes not among them."""
    return window.page.locator("[data-part=strips] svg:visible")


def out_of_sight(window: Window) -> list[str]:
    """What of the dots and the levels is not on the screen as it stands."""
    everything = [*pictures(window).all(), *window.page.locator(".app-room__levels > div").all()]
    assert len(everything) > len(LEVELS)
    boxes = [(one.text_content() or "", one.bounding_box()) for one in everything]
    return [name for name, box in boxes if box is None or box["y"] < 0 or box["y"] + box["height"] > HEIGHT]


def vote(meeting: Meeting) -> None:
    meeting.room.ask(meeting.room.living.criterion)
    for place in range(len(PARTNERS)):
        meeting.room.vote(place, 2 + place % 3)


def test_the_dots_the_votes_and_every_level_are_in_sight_and_large(meeting: Meeting) -> None:
    screen = meeting.conductor(width=PROJECTOR, height=HEIGHT)
    follows(screen)
    assert out_of_sight(screen) == []
    meeting.room.ask(meeting.room.living.criterion)
    says(screen, "0 of 6 are in")
    assert out_of_sight(screen) == []
    meeting.room.reveal()
    vote(meeting)
    says(screen, "Every partner voted.")
    expect(pictures(screen)).to_have_count(2)
    assert out_of_sight(screen) == []
    screen.check()

    # words are 24 pixels at least, and names in the pictures 18
    sizes = screen.page.locator("h1, .app-room__levels dt, .app-room__levels dd, .app-room__strip > p").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 24
    drawn = pictures(screen).evaluate_all(
        "all => all.map(one => 12 * one.getBoundingClientRect().width / one.viewBox.baseVal.width)"
    )
    assert min(drawn) >= 18

    # as a control, what is further down is told
    screen.page.evaluate("document.querySelector('.app-room__levels').style.marginTop = '30rem'")
    assert LEVELS[-1] in " ".join(out_of_sight(screen))


@pytest.mark.parametrize("width", [PHONE, 1280, PROJECTOR])
def test_a_vote_looks_as_the_levels_from_before_do(meeting: Meeting, width: int) -> None:
    screen, phone = meeting.conductor(width=width, height=HEIGHT), meeting.partner(0, width=width)

    for window in (screen, phone):
        follows(window)
        expect(pictures(window)).to_have_count(1)
    before = [face for window in (screen, phone) for face in faces(window)]
    vote(meeting)
    for window, face in zip((screen, phone), before, strict=True):
        says(window, "Every partner voted.")
        assert faces(window) == [face, face]
        window.check(axe=False)


def test_after_a_reveal_the_vote_is_in_sight_and_the_acts_stand_in_one_row_while_the_timer_runs(
    meeting: Meeting,
) -> None:
    meeting.room.start_timer(5)
    screen = meeting.conductor(width=PROJECTOR, height=HEIGHT)
    follows(screen)
    vote(meeting)
    says(screen, "Every partner voted.")
    assert out_of_sight(screen) == []
    tops = screen.page.locator(".app-room__row .nhsuk-button").evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().top))"
    )
    assert len(tops) >= 5
    assert max(tops) - min(tops) < 4
    bottom = screen.page.locator(".app-room__strip").first.evaluate("one => one.getBoundingClientRect().bottom")
    assert bottom <= HEIGHT
    expect(screen.page.locator(".app-room__strip h2").first).to_have_text("Vote 1")


def faces(window: Window) -> list[float]:
    """How wide each row of dots was drawn: narrow ones have letters in place of names."""
    return [float(width) for width in pictures(window).evaluate_all("all => all.map(one => one.viewBox.baseVal.width)")]
