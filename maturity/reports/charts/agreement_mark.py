"""How agreement looks in every chart: by shape, so that it is seen without any colour.

A ring is an agreed level. With a point in it partners were mixed, a lozenge is an agreed level on which partners are
split, and a cross is a criterion on which no level was agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.results import CriterionResult
from maturity.reports.charts.drawing import BLUE, DARK, PAPER, QUIET, Dot, Mark, Outline, Words, text_width


class Shape(StrEnum):
    """What became of a criterion, as far as a chart tells it apart."""

    AGREED = "agreed"
    MIXED = "mixed"
    SPLIT = "split"
    NOT_AGREED = "not-agreed"


_KEY: Final = {
    Shape.AGREED: "A criterion’s agreed level",
    Shape.MIXED: "Agreed, partners mixed",
    Shape.SPLIT: "Agreed, partners split",
    Shape.NOT_AGREED: "No level agreed",
}
_OF_LABEL: Final = {
    AgreementLabel.ALIGNED: Shape.AGREED,
    AgreementLabel.MIXED: Shape.MIXED,
    AgreementLabel.SPLIT: Shape.SPLIT,
    AgreementLabel.TOO_FEW: Shape.AGREED,
}


def shape_of(result: CriterionResult) -> Shape:
    """How a criterion is drawn. Where agreement is not known, an agreed level is a plain ring."""
    if result.is_not_agreed:
        return Shape.NOT_AGREED
    return shape_of_label(result.agreement.label) if result.agreement else Shape.AGREED


def shape_of_label(label: AgreementLabel) -> Shape:
    """How the agreement of partners is drawn by itself."""
    return _OF_LABEL[label]


def drawn_as(
    shape: Shape, x: float, y: float, *, radius: float = 4.5, fill: str = PAPER, stroke: str = BLUE, width: float = 2
) -> list[Mark]:
    """The marks of a shape whose middle is at `x` and `y`."""
    if shape is Shape.NOT_AGREED:
        return [cross(x, y, radius)]
    if shape is Shape.SPLIT:
        return [lozenge(x, y, radius * 1.3, fill if fill != PAPER else stroke, stroke)]
    ring: list[Mark] = [Dot(x, y, radius, fill, stroke, width)]
    if shape is Shape.MIXED:
        ring.append(Dot(x, y, radius * 0.3, stroke if fill == PAPER else PAPER, stroke if fill == PAPER else PAPER, 0))
    return ring


def lozenge(x: float, y: float, size: float, fill: str, stroke: str) -> Outline:
    """A square on its corner, `size` from its middle to each of them."""
    return Outline(f"M{x - size:g} {y:g}L{x:g} {y - size:g}L{x + size:g} {y:g}L{x:g} {y + size:g}Z", fill, stroke, 1.5)


def cross(x: float, y: float, size: float) -> Outline:
    """Two strokes across each other, `size` from the middle to each end."""
    left, right, top, bottom = x - size, x + size, y - size, y + size
    return Outline(
        f"M{left:g} {top:g}L{right:g} {bottom:g}M{left:g} {bottom:g}L{right:g} {top:g}", stroke=DARK, width=2
    )


KeyEntry = tuple[Callable[[float, float], Sequence[Mark]], str]
"""One entry of a key: what draws it around a middle, and the words beside it."""


def entries_for(shapes: Iterable[Shape]) -> list[KeyEntry]:
    """The entries of a key for those shapes that a picture has, the ring always."""
    found = {Shape.AGREED, *shapes}
    return [(_drawer(shape), words) for shape, words in _KEY.items() if shape in found]


def _drawer(shape: Shape) -> Callable[[float, float], Sequence[Mark]]:
    return lambda x, y: drawn_as(shape, x, y)


def key_of(entries: Sequence[KeyEntry], width: float, base: float, *, size: int) -> tuple[list[Mark], float]:
    """The entries side by side in as many lines as they take, the first with its base line at `base`.

    Beside the marks it gives the base line of the last line.
    """
    marks: list[Mark] = []
    x = 0.0
    for draw, words in entries:
        room = 22 + text_width(words, size) + 14
        if x and x + room > width:
            x, base = 0.0, base + 20
        marks += draw(x + 9, base - 4)
        marks.append(Words(x + 22, base, words, size, fill=QUIET))
        x += room
    return marks, base
