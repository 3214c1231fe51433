"""Whether a criterion, or a domain, asks the same thing in two rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from maturity.core.consensus import ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_change.domain_crosswalk import amended_in, why_domain_not_read_across
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.wording import listed


class DomainComparability(NamedTuple):
    """Whether the two values of a domain can be compared, and a sentence on what stands in the way or differs."""

    is_comparable: bool
    note: str


def why_no_levels(
    earlier: RoundResult, later: RoundResult, before: Sequence[CriterionResult], after: CriterionResult
) -> str:
    """Why there are no two levels to compare on a criterion that can be compared, in sentences; empty where there are.

    `before` are the results that the level before comes from: more than one where criteria were merged.
    """
    lacking = [
        f"“{each.criterion.title}”: {_no_level(each, earlier.record.number)}"
        if len(before) > 1
        else _no_level(each, earlier.record.number)
        for each in before
        if each.level is None
    ]
    if after.level is None:
        lacking.append(_no_level(after, later.record.number))
    return " ".join(lacking)


def is_same_measure(earlier: Matrix, later: Matrix, criterion_id: str, between: Iterable[Matrix] = ()) -> bool:
    """Whether a level of a criterion that both matrices have means the same thing in both.

    What was amended, made from other criteria, or stands on a scale whose numbers changed does not. `between` may have
    other versions of the matrix, which the way from the one to the other may lead over.
    """
    walk = crosswalk(earlier, later, between)
    earlier.criterion(criterion_id)
    reading = walk.of(criterion_id)
    is_itself = reading.is_comparable and reading.sources == (criterion_id,) and not reading.is_amended
    return is_itself and walk.keeps_numbers


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


def compare_domains(
    earlier: RoundResult, later: RoundResult, domain_id: str, walk: Crosswalk | None = None
) -> DomainComparability:
    """Whether a domain's value can be compared: same questions, same scale, same rule, and a value in both.

    A domain with other criteria than before is another measure, even where most of them stayed. `walk` leads from the
    earlier matrix to the later; without it only the two themselves are known.
    """
    before, after = earlier.domain(domain_id), later.domain(domain_id)
    if before is None:
        return _not_comparable(f"Not asked in round {earlier.record.number}.")
    if after is None:
        return _not_comparable(f"Not asked in round {later.record.number}.")
    walk = walk or crosswalk(earlier.matrix, later.matrix)
    asked = [[each.criterion.id for each in domain.criteria] for domain in (before, after)]
    why_not = why_domain_not_read_across(walk, *asked)
    if why_not:
        return _not_comparable(why_not)
    for result, round_result in ((before, earlier), (after, later)):
        if result.value is None:
            return _not_comparable(f"No result in round {round_result.record.number}.")
    notes = (_rests_on(earlier, later, before, after), _amended(walk, asked[1]))
    return DomainComparability(is_comparable=True, note=" ".join(note for note in notes if note))


def _not_comparable(note: str) -> DomainComparability:
    return DomainComparability(is_comparable=False, note=note)


def _amended(walk: Crosswalk, criteria: Sequence[str]) -> str:
    amended = amended_in(walk, criteria)
    whose = "a criterion whose meaning was" if len(amended) == 1 else "criteria whose meanings were"
    return f"It rests on {whose} amended: {listed([f'“{title}”' for title in amended])}." if amended else ""


def _rests_on(earlier: RoundResult, later: RoundResult, before: DomainResult, after: DomainResult) -> str:
    with_level = [{c.criterion.id for c in d.criteria if c.level is not None} for d in (before, after)]
    if with_level[0] == with_level[1]:
        return ""
    return (
        f"It rests on {before.with_level} of {before.asked} criteria in round {earlier.record.number} "
        f"and {after.with_level} of {after.asked} in round {later.record.number}."
    )
