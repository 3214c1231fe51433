"""Rows of dots on the screens of the room, drawn once for all that show the same.

Thirty screens draw the same dots at each change, and drawing them is most of what a screen costs. A row is kept under
everything that it is drawn from and is drawn from nothing else, neither the reader nor the request. What one reader may
see and another may not is therefore never under the same key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import current_app
from markupsafe import Markup

from maturity.core.agreement import agreement_sentence
from maturity.core.matrix import Matrix
from maturity.core.position import Position
from maturity.core.recently_used import RecentlyUsed
from maturity.core.results import CriterionResult
from maturity.persistence.engine import Database
from maturity.reports.charts.agreement_mark import shape_of
from maturity.reports.charts.dot_strip import dot_strip, position_label
from maturity.web.room.views import Strip, Voice

MOST_CHARACTERS: Final = 10_000_000
"""How many characters the rows that are kept have together: some 20 MB, and what they were drawn from again.

A row of six partners has 10,000 where nobody gave a reason and 130,000 with the longest reasons and evidence there can
be; one of thirty some five times as many. In a round without names the people of each partner have their own. So there
is room for four rows of a criterion on every screen of thirty such partners that wrote a paragraph each.
"""
_NAME: Final = "maturity-strips"


@dataclass(frozen=True, slots=True)
class _Kept:
    database: Database
    rows: RecentlyUsed[Markup]


@dataclass(frozen=True, slots=True)
class StripWords:
    """What stands around a row of dots: its `id` on the page, its title, and more, each empty where there is none.

    `note` is how the row came to be, `first` who speaks first, and `key` opens the reasons. `is_past` marks a row
    that a later one took the place of.
    """

    id: str
    title: str
    note: str = ""
    first: str = ""
    key: str = ""
    is_past: bool = False


def kept_strips() -> RecentlyUsed[Markup]:
    """The rows that the running application keeps; none when it was given another database."""
    database: Database = current_app.extensions["maturity-database"]
    kept: _Kept | None = current_app.extensions.get(_NAME)
    if kept is None or kept.database is not database:
        kept = current_app.extensions[_NAME] = _Kept(database, RecentlyUsed(MOST_CHARACTERS, weigh=len))
    return kept.rows


def drawn_strip(result: CriterionResult, matrix: Matrix, words: StripWords) -> Markup:
    """The row of a criterion’s positions with its words, as a part of a page."""
    key = (
        matrix.content_hash,
        result.criterion.id,
        result.positions,
        result.agreement,
        result.consensus,
        result.level,
        result.label,
        shape_of(result),
        words,
    )
    shelf = kept_strips()
    found = shelf.find(key)
    return shelf.keep(key, _draw(_strip(result, matrix, words), words)) if found is None else found


def _draw(strip: Strip, words: StripWords) -> Markup:
    template = current_app.jinja_env.get_template("room/parts/strip.html")
    return Markup(template.render(strip=strip, words=words))  # noqa: S704  (escaped by the template)


def _strip(result: CriterionResult, matrix: Matrix, words: StripWords) -> Strip:
    return Strip(
        title=words.title,
        note=words.note,
        chart=dot_strip(result, matrix, chart_id=f"{words.id}-strip", is_past=words.is_past)
        if result.positions
        else None,
        agreement=""
        if result.agreement is None
        else agreement_sentence(result.agreement, matrix, is_past=words.is_past),
        voices=tuple(_voice(position, matrix) for position in result.positions),
    )


def _voice(position: Position, matrix: Matrix) -> Voice:
    return Voice(
        partner=position.whose,
        label=position_label(position, matrix),
        origin=position.reached,
        reason=position.reason,
        evidence=position.evidence,
    )
