"""Levels, bands and labels that no rule can reach, and limiters that limit nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.reachable import Values, any_domain_value, levels_reached, overall_values
from maturity.authoring.lint.rule import Rule
from maturity.core.figures import band_of
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import Band, DomainMethod, NamedCriteriaLimiter, OverallBase, OverallMethod

_OURS = "Our own rule: it follows from the scoring rule of the file, which docs/scoring.md describes."


def _unreachable_levels(matrix: Matrix) -> Iterator[Note]:
    reached = levels_reached(matrix)
    for number, level in enumerate(matrix.levels):
        if Fraction(level.value) not in reached:
            yield Note(
                f"levels[{number}].value",
                f"No criterion can be at level {level.value}: it is reached by elements, and the anchors leave it out.",
                "Write elements for this level in each criterion, or take the level out of the scale.",
            )


def _unreachable_bands(matrix: Matrix) -> Iterator[Note]:
    scoring = matrix.scoring
    places = 1 if scoring.domain is DomainMethod.MEAN else 0
    of_domains = any_domain_value(matrix)
    values = None if of_domains is None else of_domains | levels_reached(matrix)
    yield from _missed(scoring.level_bands, values, places, "scoring.level_bands")
    if scoring.overall.method is not OverallMethod.NONE:
        places = 1 if scoring.overall.method is OverallMethod.MEAN else 0
        yield from _missed(scoring.overall.bands, overall_values(matrix), places, "scoring.overall.bands")


def _missed(bands: tuple[Band, ...], values: Values | None, places: int, path: str) -> Iterator[Note]:
    if not bands or values is None:
        return
    named = {band_of(value, bands, at_least=places) for value in values}
    for number, band in enumerate(bands):
        if band.name not in named:
            yield Note(
                f"{path}[{number}].from",
                f"No result can fall into the band “{band.name}”.",
                "Let the band begin where a result can lie, or take it out.",
            )


def _idle_limiters(matrix: Matrix) -> Iterator[Note]:
    overall = matrix.scoring.overall
    for number, limiter in enumerate(overall.limiters):
        if isinstance(limiter, NamedCriteriaLimiter):
            highest = max(
                (_highest_with(matrix, each, limiter.when_at_most) for each in limiter.criteria), default=None
            )
            is_idle = highest is not None and highest <= limiter.overall_at_most
        else:
            is_idle = overall.method is OverallMethod.LOWEST
        if is_idle:
            yield Note(
                f"scoring.overall.limiters[{number}]",
                "This limiter never limits anything: the overall result cannot be higher than it allows.",
                "Make it stricter, or take it out.",
            )


def _highest_with(matrix: Matrix, criterion_id: str, level: int) -> Fraction:
    """The highest overall result while a criterion is at a level, or more than that where it is not worked out."""
    rule, top = matrix.scoring.overall, Fraction(matrix.highest_level.value)
    total = sum((criterion.weight for criterion in matrix.criteria), Fraction(0))
    weight = matrix.criterion(criterion_id).weight
    best = top * (total - weight) + level * weight
    over_criteria = rule.over is OverallBase.CRITERIA
    if rule.method is OverallMethod.LOWEST and (over_criteria or matrix.scoring.domain is DomainMethod.LOWEST):
        return Fraction(level)
    if over_criteria and rule.method is OverallMethod.SUM:
        return best
    if over_criteria and rule.method is OverallMethod.MEAN:
        return best / total
    if over_criteria and rule.method is OverallMethod.PERCENT:
        return 100 * best / (top * total)
    return 100 * top * max(total, Fraction(1))


def _never_split(matrix: Matrix) -> Iterator[Note]:
    rule = matrix.agreement
    breadth = matrix.highest_level.value - matrix.lowest_level.value
    # The median lies between the ends, so that nobody can be further from it than the scale is broad. With half of that
    # allowed, only one side of the median can be outside, and less than half of the partners stand there.
    is_too_wide = rule.within >= breadth
    if is_too_wide or (2 * rule.within >= breadth and 2 * rule.split_share >= 1):
        yield Note(
            "agreement",
            f"Partners can never be split: with {len(matrix.levels)} levels "
            + ("nobody can be" if is_too_wide else "too few of them can be")
            + " further from the median than “within” allows.",
            "Make “within” smaller" + ("." if is_too_wide else ", or the share under “split_when_outside”."),
        )


UNREACHABLE_LEVEL = Rule(
    id="unreachable-level",
    finds="A level that no criterion can reach: levels are reached by elements, and `anchors` leave this one out.",
    why="People see a level on the scale and in every chart that nobody can ever be at.",
    source=_OURS,
    limits="Where people choose levels, each can be chosen; see `missing-cell`.",
    example="`criterion: elements` and `anchors: [0, 2]` on a scale from 0 to 2",
    instead="elements for level 1 too, and no `anchors`",
    check=_unreachable_levels,
)
UNREACHABLE_BAND = Rule(
    id="unreachable-band",
    finds="A band of `level_bands` or of the overall result that no level, domain or overall result can fall into.",
    why="A name that is printed beside the others and never given looks like a mark that everybody missed.",
    source=_OURS,
    limits=(
        "Where there are too many possible results to look at (unequal weights, means over domains, means of more "
        "than 60 criteria) it says nothing."
    ),
    example="bands from 1, 2.2, 2.4 and 3 for medians, which are whole or end in a half",
    instead="bands from 1, 2, 2.5 and 3",
    check=_unreachable_bands,
)
IDLE_LIMITER = Rule(
    id="idle-limiter",
    finds="A limiter that never limits, because the overall result cannot be above what it allows.",
    why="Readers take it for a safeguard, and it is none.",
    source=_OURS,
    limits=(
        "It looks at the method “lowest”, and at sums, means and percentages over criteria; elsewhere it says "
        "nothing. A limiter that always limits is a mistake, which `maturity matrix check` lists."
    ),
    example="`method: lowest` with `weakest_of_domains`",
    instead="`method: median` with `weakest_of_domains`",
    check=_idle_limiters,
)
NEVER_SPLIT = Rule(
    id="never-split",
    finds="An agreement rule by which partners can never be split, because `within` is wide for so few levels.",
    why="Every criterion would be called aligned or mixed, whatever partners said.",
    source=(
        "Our own rule: it follows from the agreement rule. On one side of a median stands at most half of what is "
        "counted."
    ),
    limits=(
        "It looks at what any number of partners could say, not at how many there are in one collaborative. That "
        "partners can never be aligned cannot be written: all of them may always give the same level."
    ),
    example="two levels and `within: 1`",
    instead="two levels and `within: 0.5`",
    check=_never_split,
)
