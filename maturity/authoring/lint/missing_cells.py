"""Levels that people can choose and that nothing describes."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.rule import Rule
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import CriterionMethod
from maturity.core.wording import listed


def _missing_cells(matrix: Matrix) -> Iterator[Note]:
    described = {each.level for criterion in matrix.criteria for each in criterion.descriptors}
    missing = [level.value for level in matrix.levels if level.value not in described]
    if missing and matrix.scoring.criterion is CriterionMethod.CHOSEN:
        levels = f"Level {missing[0]} has" if len(missing) == 1 else f"Levels {listed([*map(str, missing)])} have"
        yield Note(
            "anchors",
            f"{levels} no descriptors, and people can choose {'it' if len(missing) == 1 else 'them'}.",
            "Describe every level of each criterion, or use fewer levels.",
        )


MISSING_CELLS = Rule(
    id="missing-cell",
    finds="A level that can be chosen and has no descriptor, because `anchors` leave it out.",
    why=(
        "Two people who choose a level without words mean two different things by it, so that their difference tells "
        "nothing."
    ),
    source=(
        "Smith and Kendall, “Retranslation of expectations”, Journal of Applied Psychology 47 (1963), pages 149 to "
        "155: scales whose points are described by what can be seen."
    ),
    limits=(
        "A file without `anchors` that lacks a descriptor is no matrix at all: that is a mistake, which "
        "`maturity matrix check` and `maturity matrix lint` both list with its line."
    ),
    example="`anchors: [1, 5]` on a scale of five levels",
    instead="no `anchors`, and five descriptors",
    check=_missing_cells,
)
