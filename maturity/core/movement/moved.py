"""What moved between two rounds, and whether chance alone explains it.

Criteria are matched by their stable id, and across versions of the matrix as these declare, never by text or place.
A level that went up or down is compared with what the partners themselves said in both rounds, so that a change that
cannot be told from noise is never shown as improvement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from maturity.core.matrix import Domain, Level, Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk, Reading, crosswalk
from maturity.core.movement.cautions import cautions_between
from maturity.core.movement.comparability import compare_domains, why_no_levels
from maturity.core.movement.comparison import (
    MOST_CONCERN_RULE,
    MOST_IMPROVED_RULE,
    Comparison,
    CriterionMovement,
    Direction,
    DomainMovement,
)
from maturity.core.movement.trend import Trend, TrendLine, TrendPoint, trend_of
from maturity.core.movement.verdict import Verdict, chance_by_itself, verdict_on
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.wording import listed

__all__ = [
    "MOST_CONCERN_RULE",
    "MOST_IMPROVED_RULE",
    "Comparison",
    "CriterionMovement",
    "Direction",
    "DomainMovement",
    "Trend",
    "TrendLine",
    "TrendPoint",
    "Verdict",
    "compare_rounds",
    "trend_of",
]


def compare_rounds(earlier: RoundResult, later: RoundResult, between: Iterable[Matrix] = ()) -> Comparison:
    """What moved from one round to the next, in the order of the later round's matrix.

    `between` may have other versions of the matrix, for two rounds between whose versions there are more.
    """
    between = tuple(between)
    walk = crosswalk(earlier.matrix, later.matrix, between)
    dropped: dict[str, list[CriterionMovement]] = {}
    for before in earlier.criteria:
        if before.criterion.id not in later.by_criterion:
            dropped.setdefault(before.domain.id, []).append(_dropped(walk, before, later))
    asked = [
        _domain_movement(
            walk,
            earlier,
            later,
            domain.domain,
            (
                *(_movement(walk, earlier, later, c) for c in domain.criteria),
                *dropped.get(domain.domain.id, ()),
            ),
        )
        for domain in later.domains
    ]
    gone = [
        _domain_movement(walk, earlier, later, domain.domain, tuple(dropped.get(domain.domain.id, ())))
        for domain in earlier.domains
        if domain.domain.id not in later.by_domain
    ]
    return Comparison(earlier, later, (*asked, *gone), cautions_between(earlier, later, walk, between), between)


def _domain_movement(
    walk: Crosswalk,
    earlier: RoundResult,
    later: RoundResult,
    domain: Domain,
    criteria: tuple[CriterionMovement, ...],
) -> DomainMovement:
    found = compare_domains(earlier, later, domain.id, walk)
    return DomainMovement(
        domain_id=domain.id,
        title=domain.title,
        earlier=earlier.domain(domain.id),
        later=later.domain(domain.id),
        note=found.note,
        criteria=criteria,
    )


class _Outcome(NamedTuple):
    direction: Direction
    basis: str
    steps: int | None = None
    verdict: Verdict | None = None
    level_before: Level | None = None
    flags: tuple[str, ...] = ()
    chance: Fraction = Fraction(0)


def _movement(walk: Crosswalk, earlier: RoundResult, later: RoundResult, after: CriterionResult) -> CriterionMovement:
    reading = walk.of(after.criterion.id)
    sources = reading.sources if reading.is_comparable else (after.criterion.id,)
    found = [each for each in map(earlier.criterion, sources) if each is not None]
    if not found or len(found) < len(sources):
        not_asked = f"It was not asked in round {earlier.record.number}."
        basis = reading.why_not if reading.is_made and reading.why_not else not_asked
        return _described(after, _Outcome(Direction.NEW, basis), later=after)
    levels = {each.criterion.id: each.level.value if each.level else None for each in found}
    level_before = walk.level_before(after.criterion.id, levels)
    before = _where_it_comes_from(walk, found, level_before)
    reason = reading.why_not or why_no_levels(earlier, later, found, after)
    if not reason and level_before is None:
        reason = f"The criteria that it took the place of had different levels in round {earlier.record.number}."
    if reason or level_before is None or before is None or after.level is None:
        return _described(after, _Outcome(Direction.NOT_COMPARABLE, reason), earlier=before, later=after)
    steps = after.level.value - level_before.value
    flags = _flags(walk, reading, before, level_before)
    basis = _why_not_judged(walk, reading)
    chance = Fraction(0) if basis else chance_by_itself(earlier, later, before, after)
    if not steps:
        same = _Outcome(Direction.SAME, "", steps=0, level_before=level_before, flags=flags, chance=chance)
        return _described(after, same, earlier=before, later=after)
    verdict = Verdict.CANNOT_TELL
    if not basis:
        verdict, basis = verdict_on(earlier, later, before, after, steps)
    direction = Direction.UP if steps > 0 else Direction.DOWN
    outcome = _Outcome(direction, basis, steps, verdict, level_before, flags, chance)
    return _described(after, outcome, earlier=before, later=after)


def _where_it_comes_from(
    walk: Crosswalk, found: Sequence[CriterionResult], level_before: Level | None
) -> CriterionResult | None:
    """The result that shows the level before: of several that were merged the first one that had it, else none."""
    for each in found:
        if each.level is not None and level_before is not None and walk.level_now(each.level.value) == level_before:
            return each
    return found[0] if len(found) == 1 else None


def _why_not_judged(walk: Crosswalk, reading: Reading) -> str:
    """Why partners' own levels in the two rounds cannot be set beside each other, where the agreed levels can."""
    if reading.is_made:
        return "The level before is that of another question, so partners’ own levels do not tell what is chance."
    if reading.is_amended:
        return (
            "Its meaning was amended, so partners’ own levels answer another question and do not tell what is chance."
        )
    if not walk.keeps_numbers:
        return "The scale of levels changed, so partners’ own levels do not tell what is chance."
    return ""


def _flags(walk: Crosswalk, reading: Reading, before: CriterionResult, level_before: Level) -> tuple[str, ...]:
    """What has to be said of a comparison, with the level that the earlier one was read as where that differs."""
    if before.level is None or before.level.numbered_label == level_before.numbered_label:
        return reading.flags
    read = f"{before.level.numbered_label} of version {walk.earlier.version} is read as {level_before.numbered_label}."
    return (*reading.flags, read)


def _dropped(walk: Crosswalk, before: CriterionResult, later: RoundResult) -> CriterionMovement:
    basis = f"It was not asked in round {later.record.number}."
    became = [f"“{each.title}”" for each in walk.became(before.criterion.id) if each.id in later.by_criterion]
    if became:
        basis = f"It lives on in {listed(became)}."
    return _described(before, _Outcome(Direction.NO_LONGER_ASKED, basis), earlier=before)


def _described(
    result: CriterionResult,
    outcome: _Outcome,
    *,
    earlier: CriterionResult | None = None,
    later: CriterionResult | None = None,
) -> CriterionMovement:
    return CriterionMovement(
        criterion_id=result.criterion.id,
        title=result.criterion.title,
        domain_id=result.domain.id,
        domain_title=result.domain.title,
        direction=outcome.direction,
        steps=outcome.steps,
        earlier=earlier,
        later=later,
        verdict=outcome.verdict,
        basis=outcome.basis,
        level_before=outcome.level_before,
        flags=outcome.flags,
        chance=outcome.chance,
    )
