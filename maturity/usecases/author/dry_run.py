"""What publishing a version would do to what is there: which rounds and how many answers each change touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.difference import CriterionDifference, MatrixDifference
from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.queries.touched import RoundWithVersion, count_said, list_rounds_with
from maturity.usecases.author.declared_truly import beside_version_before, contradicted


@dataclass(frozen=True, slots=True)
class Touched:
    """One change of a criterion, with how many answers of each tier were given to it before."""

    change: CriterionDifference
    said: Mapping[Tier, int]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a version changes since the one before it, and what that touches.

    `found` is None for the first version of a matrix, and where the one that it names is not in this library:
    `not_here` is then that version. `rounds` are those that the person may be told of by name; of the others only how
    many there are, and in how many collaboratives. `in_all` counts the answers on every criterion of these rounds.
    `untold` is how many rounds are not counted, because not even how much was said in them is told yet. `contradicts`
    says in sentences where a later version that was published before says of this one what is not so.
    """

    matrix: Matrix
    found: MatrixDifference | None
    not_here: str = ""
    rounds: tuple[RoundWithVersion, ...] = ()
    other_rounds: int = 0
    other_collaboratives: int = 0
    untold: int = 0
    touched: tuple[Touched, ...] = ()
    in_all: Mapping[Tier, int] = field(default_factory=dict)
    contradicts: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What keeps the version from being published."""
        return tuple(finding.in_words for finding in self.found.findings) if self.found else ()


def dry_run(session: Session, *, matrix: Matrix, tell: Collection[int]) -> DryRun:
    """What publishing a version would touch; `tell` are the collaboratives whose rounds may be named. Changes nothing.

    Counted are the rounds with the version that the changes are declared since or, where none are, with the last one
    that was published before. The number of queries does not grow with rounds or criteria.
    """
    beside = beside_version_before(session, matrix)
    contradicts = contradicted(session, matrix)
    if beside.found is None or beside.entry is None:
        return DryRun(matrix, None, not_here=beside.not_here, contradicts=contradicts)
    entry, found = beside.entry, beside.found
    rounds = list_rounds_with(session, matrix_version=entry.id)
    said = count_said(session, matrix_version=entry.id)
    others = [each for each in rounds if each.collaborative not in tell]
    in_all: Counter[Tier] = Counter()
    for of_criterion in said.values():
        in_all.update(of_criterion)
    return DryRun(
        matrix,
        found,
        rounds=tuple(each for each in rounds if each.collaborative in tell),
        other_rounds=len(others),
        other_collaboratives=len({each.collaborative for each in others}),
        untold=sum(each.tells_nothing for each in rounds),
        touched=tuple(
            Touched(change, said.get(change.criterion_id, {}) if change.earlier else {}) for change in found.changed
        ),
        in_all=in_all,
        contradicts=contradicts,
    )
