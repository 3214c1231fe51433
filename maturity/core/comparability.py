"""Whether a criterion, or a domain, asks the same thing in two rounds."""

from __future__ import annotations

from typing import NamedTuple

from maturity.core.consensus import ConsensusState
from maturity.core.matrix import Criterion, Level, Matrix
from maturity.core.results import CriterionResult, DomainResult, RoundResult


class DomainComparability(NamedTuple):
    """Whether the two values of a domain can be compared, and a sentence on what stands in the way or differs."""

    is_comparable: bool
    note: str


def why_not_comparable(
    earlier: RoundResult, later: RoundResult, before: CriterionResult, after: CriterionResult, *, same_version: bool
) -> str:
    """Why the levels of one criterion cannot be compared, in a sentence; empty when they can.

    Between versions a criterion is comparable only when the scale and its own words are the same, letter for
    letter: nothing else shows that the same level means the same thing.
    """
    if not same_version:
        changed = _what_changed(earlier.matrix, later.matrix, before.criterion, after.criterion)
        if changed:
            return changed
    lacking = [
        _no_level(result, round_result.record.number)
        for result, round_result in ((before, earlier), (after, later))
        if result.level is None
    ]
    return " ".join(lacking)


def is_same_measure(earlier: Matrix, later: Matrix, criterion_id: str) -> bool:
    """Whether a level of a criterion that both matrices have means the same thing in both."""
    if earlier.content_hash == later.content_hash:
        return True
    return not _what_changed(earlier, later, earlier.criterion(criterion_id), later.criterion(criterion_id))


def _what_changed(earlier: Matrix, later: Matrix, before: Criterion, after: Criterion) -> str:
    if earlier.key != later.key:
        return "The two rounds used different matrices."
    if not _is_same_scale(earlier.levels, later.levels):
        return "The scale of levels changed between the two versions of the matrix."
    if earlier.scoring.criterion is not later.scoring.criterion:
        return "The way a level is reached changed between the two versions of the matrix."
    if not asks_the_same(before, after):
        return "Its wording changed between the two versions of the matrix."
    return ""


def _is_same_scale(before: tuple[Level, ...], after: tuple[Level, ...]) -> bool:
    return [(level.value, level.name) for level in before] == [(level.value, level.name) for level in after]


def asks_the_same(before: Criterion, after: Criterion) -> bool:
    """Whether title, question and every descriptor are the same. Guidance, examples and prompts may differ."""
    return (before.title, before.question, before.descriptors) == (after.title, after.question, after.descriptors)


def _no_level(result: CriterionResult, number: int) -> str:
    if result.is_split_by_rule:
        return f"Partners were split in round {number}, so it has no level there."
    match result.consensus.state:
        case ConsensusState.NOT_AGREED:
            return f"No level was agreed in round {number}."
        case ConsensusState.SET_ASIDE:
            return f"It was set aside in round {number}."
        case ConsensusState.NOT_APPLICABLE:
            return f"It was not applicable in round {number}."
        case _:
            return f"No level was recorded in round {number}."


def compare_domains(earlier: RoundResult, later: RoundResult, domain_id: str) -> DomainComparability:
    """Whether a domain's value can be compared: same questions, same scale, same rule, and a value in both.

    A domain with other criteria than before is another measure, even where most of them stayed.
    """
    before, after = earlier.domain(domain_id), later.domain(domain_id)
    if before is None:
        return _not_comparable(f"Not asked in round {earlier.record.number}.")
    if after is None:
        return _not_comparable(f"Not asked in round {later.record.number}.")
    if {c.criterion.id for c in before.criteria} != {c.criterion.id for c in after.criteria}:
        return _not_comparable("The domain asks other criteria than before.")
    if earlier.matrix.content_hash != later.matrix.content_hash:
        changed = _what_changed_in_domain(earlier.matrix, later.matrix, after)
        if changed:
            return _not_comparable(changed)
    for result, round_result in ((before, earlier), (after, later)):
        if result.value is None:
            return _not_comparable(f"No result in round {round_result.record.number}.")
    return DomainComparability(is_comparable=True, note=_rests_on(earlier, later, before, after))


def _not_comparable(note: str) -> DomainComparability:
    return DomainComparability(is_comparable=False, note=note)


def _what_changed_in_domain(earlier: Matrix, later: Matrix, after: DomainResult) -> str:
    if earlier.scoring.domain is not later.scoring.domain:
        return "The way a domain is summed up changed between the two versions of the matrix."
    for result in after.criteria:
        old = earlier.criterion(result.criterion.id)
        changed = _what_changed(earlier, later, old, result.criterion)
        if changed:
            return changed.replace("Its wording", "The wording of a criterion")
        if old.weight != result.criterion.weight:
            return "The weight of a criterion changed between the two versions of the matrix."
    return ""


def _rests_on(earlier: RoundResult, later: RoundResult, before: DomainResult, after: DomainResult) -> str:
    with_level = [{c.criterion.id for c in d.criteria if c.level is not None} for d in (before, after)]
    if with_level[0] == with_level[1]:
        return ""
    return (
        f"It rests on {before.with_level} of {before.asked} criteria in round {earlier.record.number} "
        f"and {after.with_level} of {after.asked} in round {later.record.number}."
    )
