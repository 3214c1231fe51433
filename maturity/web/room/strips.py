"""Rows of dots on the screens of the room, drawn once for all that show the same.

Thirty screens draw the same dots at each change, and drawing them is most of what a screen costs. A row is kept under
everything that it is drawn from and is drawn from nothing else, neither the reader nor the request. What one reader may
see and another may not is therefore never under the same key.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup

from maturity.core.agreement import agreement_sentence
from maturity.core.matrix import Matrix
from maturity.core.position import Position
from maturity.core.results import CriterionResult
from maturity.reports.charts.agreement_mark import shape_of
from maturity.reports.charts.dot_strip import dot_strip, position_label
from maturity.usecases.recently_used import RecentlyUsed
from maturity.web.room.views import Strip, Voice


@dataclass(frozen=True, slots=True)
class StripWords:
    """What stands around a row of dots: its `id` on the page, its title, and more, each empty where there is none.

    `note` is how the row came to be, `first` who speaks first, and `key` opens the reasons.
    """

    id: str
    title: str
    note: str = ""
    first: str = ""
    key: str = ""


def drawn_strip(shelf: RecentlyUsed[Markup], result: CriterionResult, matrix: Matrix, words: StripWords) -> Markup:
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
    found = shelf.find(key)
    return shelf.keep(key, _draw(_strip(result, matrix, words), words)) if found is None else found


def _draw(strip: Strip, words: StripWords) -> Markup:
    template = current_app.jinja_env.get_template("room/parts/strip.html")
    return Markup(template.render(strip=strip, words=words))  # noqa: S704  (escaped by the template)


def _strip(result: CriterionResult, matrix: Matrix, words: StripWords) -> Strip:
    return Strip(
        title=words.title,
        note=words.note,
        chart=dot_strip(result, matrix, chart_id=f"{words.id}-strip") if result.positions else None,
        agreement="" if result.agreement is None else agreement_sentence(result.agreement, matrix),
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
