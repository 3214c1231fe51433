"""What became of a criterion, by shape in every chart, so that it is seen without any colour.

A ring is an agreed level: with a point in it partners are mixed, with a line through it too few of them gave a level to
say, and a lozenge is an agreed level on which they are split. Without a level there are a cross (not agreed), a lozenge
with a cross in it (partners are split, and the rule of the matrix gives a split no level), two bars (set aside), one
line (not applicable) and an empty box (not recorded).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.consensus import ConsensusState
from maturity.core.results import CriterionResult
from maturity.reports.charts.drawing import (
    BLUE,
    DARK,
    PAPER,
    QUIET,
    Box,
    Dot,
    Mark,
    Outline,
    Stroke,
    Words,
    text_width,
)


class Shape(StrEnum):
    """What became of a criterion, as charts tell it apart. How close partners are is only told of an agreed level."""

    AGREED = "agreed"
    MIXED = "mixed"
    SPLIT = "split"
    TOO_FEW = "too-few"
    NOT_AGREED = "not-agreed"
    UNCERTAIN = "uncertain"
    SET_ASIDE = "set-aside"
    NOT_RECORDED = "not-recorded"
    NOT_APPLICABLE = "not-applicable"

    @property
    def has_level(self) -> bool:
        """Whether a level was agreed that counts."""
        return self in _OF_LABEL.values()

    @property
    def although(self) -> str:
        """How partners stand on what was agreed, such as “agreed with partners mixed”; empty where they are aligned.

        It is empty too where there is no level.
        """
        return _ALTHOUGH.get(self, "")

    @property
    def in_brief(self) -> str:
        """What it says in a few words, such as “Partners split” and “Set aside”; empty where partners are aligned."""
        stood = STOOD.get(self, "")
        return _WITHOUT_LEVEL.get(self, stood[:1].upper() + stood[1:])


ALTHOUGH_SPLIT: Final = "although partners are split"
"""What is said beside a level that was agreed all the same."""

STOOD: Final = {
    Shape.MIXED: "partners mixed",
    Shape.SPLIT: "partners split",
    Shape.TOO_FEW: "too few partners to say",
}
"""How partners stand on a level that they do not all stand behind, to go into a sentence."""

_WITHOUT_LEVEL: Final = {
    Shape.NOT_AGREED: "No level agreed",
    Shape.UNCERTAIN: "No level, partners split",
    Shape.SET_ASIDE: "Set aside",
    Shape.NOT_RECORDED: "Not recorded",
    Shape.NOT_APPLICABLE: "Not applicable",
}
_KEY: Final = {
    Shape.AGREED: "A criterion’s agreed level",
    **{shape: f"Agreed, {words}" for shape, words in STOOD.items()},
    **_WITHOUT_LEVEL,
}
_ALTHOUGH: Final = {
    Shape.MIXED: "agreed with partners mixed",
    Shape.SPLIT: f"agreed {ALTHOUGH_SPLIT}",
    Shape.TOO_FEW: "agreed with too few partners to say how closely",
}
_OF_LABEL: Final = {
    AgreementLabel.ALIGNED: Shape.AGREED,
    AgreementLabel.MIXED: Shape.MIXED,
    AgreementLabel.SPLIT: Shape.SPLIT,
    AgreementLabel.TOO_FEW: Shape.TOO_FEW,
}
_OF_STATE: Final = {
    ConsensusState.NOT_AGREED: Shape.NOT_AGREED,
    ConsensusState.SET_ASIDE: Shape.SET_ASIDE,
    ConsensusState.NOT_APPLICABLE: Shape.NOT_APPLICABLE,
}


def shape_of(result: CriterionResult) -> Shape:
    """How a criterion is drawn: by how partners stand after the votes in the room where a level was agreed.

    Where that is not known, as in a round scored together, an agreed level is a plain ring.
    """
    if result.is_split_by_rule:
        return Shape.UNCERTAIN
    if result.level is None:
        return _OF_STATE.get(result.consensus.state, Shape.NOT_RECORDED)
    return shape_of_label(result.final_agreement.label) if result.final_agreement else Shape.AGREED


def outcome_label(result: CriterionResult) -> str:
    """The result in a word or two; where partners are split and that decides, with that beside the matrix's word."""
    return f"{result.label} (partners split)" if result.is_split_by_rule else result.label


def shape_of_label(label: AgreementLabel) -> Shape:
    """How the agreement of partners is drawn by itself."""
    return _OF_LABEL[label]


def counted_although(results: Iterable[CriterionResult]) -> tuple[tuple[str, int], ...]:
    """On how many criteria a level was agreed that partners do not all stand behind, by what is said of it."""
    found = Counter(shape_of(result) for result in results)
    return tuple((shape.although, found[shape]) for shape in Shape if shape.although and found[shape])


def in_order(results: Iterable[CriterionResult], *, with_level: bool | None = None) -> tuple[Shape, ...]:
    """The shapes that some criteria have, each once and in the order of a key; those with a level alone, or without."""
    found = {shape_of(result) for result in results}
    return tuple(shape for shape in Shape if shape in found and with_level in {None, shape.has_level})


def drawn_as(
    shape: Shape, x: float, y: float, *, radius: float = 4.5, fill: str = PAPER, stroke: str = BLUE, width: float = 2
) -> list[Mark]:
    """The marks of a shape whose middle is at `x` and `y`."""
    if not shape.has_level:
        return _without_level(shape, x, y, radius)
    if shape is Shape.SPLIT:
        return [lozenge(x, y, radius * 1.3, fill if fill != PAPER else stroke, stroke)]
    ring: list[Mark] = [Dot(x, y, radius, fill, stroke, width)]
    inside = PAPER if fill == stroke else stroke
    if shape is Shape.MIXED:
        ring.append(Dot(x, y, radius * 0.3, inside, inside, 0))
    if shape is Shape.TOO_FEW:
        ring.append(Stroke(x - radius, y, x + radius, y, inside, 1.5))
    return ring


def _without_level(shape: Shape, x: float, y: float, radius: float) -> list[Mark]:
    if shape is Shape.NOT_AGREED:
        return [cross(x, y, radius)]
    if shape is Shape.UNCERTAIN:
        return [lozenge(x, y, radius * 1.4, PAPER, DARK), cross(x, y, radius * 0.4, width=1.5)]
    if shape is Shape.SET_ASIDE:
        return [Stroke(x + way, y - radius, x + way, y + radius, DARK, 2) for way in (-radius / 2, radius / 2)]
    if shape is Shape.NOT_APPLICABLE:
        return [Stroke(x - radius, y, x + radius, y, DARK, 2)]
    return [Box(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, PAPER, QUIET, 1.5)]


def unsettled_mark(x: float, y: float) -> Mark:
    """A partner that has not agreed a level: hollow, and with no whole line, as it has no place on the scale."""
    return Dot(x, y, 5, PAPER, BLUE, 1.5, dash="3 2.2")


def in_a_row(shapes: Sequence[Shape], x: float, y: float, *, radius: float = 4, step: float = 13) -> list[Mark]:
    """Shapes side by side, the middle of the first at `x`."""
    return [mark for place, each in enumerate(shapes) for mark in drawn_as(each, x + place * step, y, radius=radius)]


def lozenge(x: float, y: float, size: float, fill: str, stroke: str) -> Outline:
    """A square on its corner, `size` from its middle to each of them."""
    return Outline(f"M{x - size:g} {y:g}L{x:g} {y - size:g}L{x + size:g} {y:g}L{x:g} {y + size:g}Z", fill, stroke, 1.5)


def cross(x: float, y: float, size: float, *, width: float = 2) -> Outline:
    """Two strokes across each other, `size` from the middle to each end."""
    left, right, top, bottom = x - size, x + size, y - size, y + size
    return Outline(
        f"M{left:g} {top:g}L{right:g} {bottom:g}M{left:g} {bottom:g}L{right:g} {top:g}", stroke=DARK, width=width
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
