"""Rows of dots are drawn once for all screens that show the same, and never shown to whom they were not drawn for."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy import text

from maturity.core.recently_used import RecentlyUsed
from maturity.core.response import LONGEST_TEXT
from maturity.core.round import Naming
from maturity.core.scoring import score_round
from maturity.persistence.engine import Database
from maturity.reports.charts.dot_strip import dot_strip
from maturity.web.room.strips import StripWords, drawn_strip, kept_strips
from tests.factories.living_rounds import a_living_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rooms import TheRoom, a_room
from tests.factories.rounds import a_position, a_round_record, some_partners
from tests.web.conftest import SignIn

Screens = Callable[[], list[str]]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the rows that were drawn."""
    titles: list[str] = []
    draw = dot_strip

    def note(result: Any, matrix: Any, *, chart_id: str, is_past: bool) -> Any:
        titles.append(chart_id)
        return draw(result, matrix, chart_id=chart_id, is_past=is_past)

    monkeypatch.setattr("maturity.web.room.strips.dot_strip", note)
    return titles


@pytest.fixture
def screens(room: TheRoom, sign_in: SignIn) -> Screens:
    """The rows on the screens of all three partners."""
    people = [sign_in(account) for account in room.living.partners.values()]
    return lambda: [str(one.get(room.address).soup.select("[data-part=strips]")[0]) for one in people]


def vote(room: TheRoom, *levels: int) -> None:
    room.ask()
    for place, level in enumerate(levels):
        room.vote(place, level, reason=f"Said by {place}.")


def test_thirty_screens_draw_a_row_once(room: TheRoom, screens: Screens, drawn: list[str]) -> None:
    before = screens()
    assert len(set(before)) == 1
    vote(room, 1, 2, 3)
    after = [screen for _ in range(10) for screen in screens()]
    assert len(after) == 30
    assert len(set(after)) == 1
    assert after[0] != before[0]
    # Who speaks first is not said any more once there are votes, so that the first row is another one.
    assert drawn == ["stands-strip", "stands-strip", "votes-1-strip"]


def test_what_changed_is_drawn_anew(room: TheRoom, screens: Screens, drawn: list[str]) -> None:
    vote(room, 1, 2, 3)
    screens()
    drawn.clear()
    # Where the next vote is the same but for its place, and where it differs in one level.
    vote(room, 1, 2, 3)
    vote(room, 1, 2, 4)
    assert all("Thriving" in screen for screen in screens())
    # The first is told in the past now.
    assert drawn == ["votes-1-strip", "votes-2-strip", "votes-3-strip"]


def test_a_row_below_which_a_level_was_recorded_is_drawn_anew_when_a_vote_ends_the_split(
    database: Database, sign_in: SignIn
) -> None:
    four = ("Alder Trust", "Birch Trust", "Cedar Alliance", "Dale Trust")
    room = a_room(a_living_round(database, partners=four))
    room.record(3)
    mine = sign_in(next(iter(room.living.partners.values())))
    assert "Agreed level: Maturing, although partners are split" in mine.get(room.address).text
    vote(room, 3, 3, 3, 3)
    after = mine.get(room.address).text
    assert "Agreed level: Maturing" in after
    assert "although partners are split" not in after


def test_in_a_round_without_names_nobody_gets_the_row_of_another(room: TheRoom, screens: Screens) -> None:
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": Naming.ANONYMOUS})
    vote(room, 1, 2, 3)
    own = [_own_reason(screen) for screen in screens()]
    assert own == ["Said by 0.", "Said by 1.", "Said by 2."]
    assert [_own_reason(screen) for screen in screens()] == own


def test_a_row_that_is_given_to_whoever_comes_next_is_noticed(
    room: TheRoom, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: rows kept under their place on the page alone."""

    class Careless(RecentlyUsed[Markup]):
        def find(self, key: Hashable) -> Markup | None:
            return super().find(key[-1]) if isinstance(key, tuple) else None

        def keep(self, key: Hashable, value: Markup) -> Markup:
            return super().keep(key[-1] if isinstance(key, tuple) else key, value)

    careless = Careless(10)
    monkeypatch.setattr("maturity.web.room.strips.kept_strips", lambda: careless)
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": Naming.ANONYMOUS})
    vote(room, 1, 2, 3)
    assert [_own_reason(screen) for screen in screens()] == ["Said by 0."] * 3


@pytest.mark.parametrize("words", ["", "’" * 300, "’" * LONGEST_TEXT])
def test_the_rows_that_are_kept_are_bounded_by_what_is_written_below_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr("maturity.web.room.strips.MOST_CHARACTERS", 300_000)
    matrix = a_matrix(domains=some_domains(1, 1))
    partners = some_partners(6)
    said = tuple(
        replace(a_position(2), partner=p.id, partner_name=p.name, reason=words, evidence=words) for p in partners
    )
    [result] = score_round(a_round_record(matrix=matrix, partners=partners, positions={"d1-c1": said})).criteria
    with app.app_context():
        rows = [drawn_strip(result, matrix, StripWords(id=f"votes-{n}", title="Vote")) for n in range(40)]
        kept = kept_strips()
    assert kept.weight <= 300_000 < sum(len(row) for row in rows)
    # As many as there is room for, and not one less.
    assert len(kept) == 300_000 // max(len(row) for row in rows)


def _own_reason(screen: str) -> str:
    """The reason on the vote that is marked as the reader’s own."""
    votes = screen[screen.index("votes-1-title") :]
    own = votes[votes.index("Your partner", votes.index("<dl")) :]
    return own[own.index("Said by ") :][: len("Said by 0.")]
