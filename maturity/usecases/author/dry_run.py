"""What publishing a version would do to what is there: which rounds and how many answers each change touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_change import CriterionDifference, MatrixDifference, difference
from maturity.core.version_move import Tier
from maturity.persistence.queries.matrices import MatrixEntry, get_matrix, list_versions, load_matrices, version_order
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


class ContradictsLater(ValueError):
    """A version was to be published of which a later one, published before it, says something untrue.

    Nothing was changed. `problems` has each in a sentence; the later version can change no more, so what is to be done
    is the same for all of them: `REMEDY`.
    """

    REMEDY = "Give the file another version, or the words that the later version was made from."

    def __init__(self, matrix: Matrix, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(
            f"“{matrix.title}” {matrix.version} is not what a later version says it was: "
            f"{' '.join(problems)} {self.REMEDY}"
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
    entry, not_here = _before(session, matrix)
    contradicts = _contradicted(session, matrix)
    if entry is None:
        return DryRun(matrix, None, not_here=not_here, contradicts=contradicts)
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
        contradicts=contradicts,
    )


def check_changes(session: Session, *, matrix: Matrix) -> None:
    """Raise `ChangesNotDeclared` for a version that leaves out or misstates a change since the one before it.

    Raises `ContradictsLater` where a later one was published first, and is untrue beside this one.
    """
    entry, _ = _before(session, matrix)
    if entry is not None:
        found = difference(_read(session, entry), matrix)
        if found.findings:
            raise ChangesNotDeclared(matrix, found)
    contradicted = _contradicted(session, matrix)
    if contradicted:
        raise ContradictsLater(matrix, contradicted)


def _contradicted(session: Session, matrix: Matrix) -> tuple[str, ...]:
    """What published versions that name this one say of it wrongly: when they were published it was not there."""
    later = [
        each
        for each in list_versions(session, key=matrix.key)
        if each.state.is_fixed and version_order(each.version) > version_order(matrix.version)
    ]
    return tuple(
        f"Version {successor.version}, published already, does not say truly what it changes since {matrix.version}. "
        f"{each.about}: {each.problem}"
        for _, successor in load_matrices(session, later)
        if successor.changes is not None and successor.changes.since == matrix.version
        for each in difference(matrix, successor).findings
    )


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
