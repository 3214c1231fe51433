"""What publishing a version would do to what is there: which rounds and how many answers each change touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_change import CriterionDifference, MatrixDifference, difference
from maturity.core.version_move import Tier
from maturity.persistence.queries.matrices import MatrixEntry, get_matrix, list_versions, version_order
from maturity.persistence.queries.touched import RoundWithVersion, count_said, list_rounds_with


class ChangesNotDeclared(ValueError):
    """A version was to be published that does not say truly what it changes. Nothing was changed.

    `problems` has each in a sentence, with the id of its criterion and what to write.
    """

    def __init__(self, matrix: Matrix, found: MatrixDifference) -> None:
        self.problems = tuple(finding.in_words for finding in found.findings)
        super().__init__(
            f"“{matrix.title}” {matrix.version} does not say truly what it changes since {found.earlier.version}: "
            f"{' '.join(self.problems)}"
        )


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
    `untold` is how many rounds are not counted, because not even how much was said in them is told yet.
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

    @property
    def problems(self) -> tuple[str, ...]:
        """What keeps the version from being published."""
        return tuple(finding.in_words for finding in self.found.findings) if self.found else ()


def dry_run(session: Session, *, matrix: Matrix, tell: Collection[int]) -> DryRun:
    """What publishing a version would touch; `tell` are the collaboratives whose rounds may be named. Changes nothing.

    Counted are the rounds with the version that the changes are declared since or, where none are, with the last one
    that was published before. The number of queries does not grow with rounds or criteria.
    """
    entry, not_here = _before(session, matrix)
    if entry is None:
        return DryRun(matrix, None, not_here=not_here)
    found = difference(_read(session, entry), matrix)
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
    )


def check_changes(session: Session, *, matrix: Matrix) -> None:
    """Raise `ChangesNotDeclared` for a version that leaves out or misstates a change since the one before it."""
    entry, _ = _before(session, matrix)
    if entry is not None:
        found = difference(_read(session, entry), matrix)
        if found.findings:
            raise ChangesNotDeclared(matrix, found)


def _before(session: Session, matrix: Matrix) -> tuple[MatrixEntry | None, str]:
    """The published version before this one, retired or not; else the number of one that it names in vain."""
    published = [each for each in list_versions(session, key=matrix.key) if each.state.is_fixed]
    if matrix.changes is not None:
        since = matrix.changes.since
        named = next((each for each in published if each.version == since), None)
        return named, "" if named else since
    lower = [each for each in published if version_order(each.version) < version_order(matrix.version)]
    return next(iter(lower), None), ""


def _read(session: Session, entry: MatrixEntry) -> Matrix:
    return get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
