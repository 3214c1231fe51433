"""Whether a version says truly what it changes, beside the version before it and a later one that names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.difference import MatrixDifference, difference
from maturity.persistence.queries.matrices import MatrixEntry, get_matrix, list_versions, load_matrices, version_order


@dataclass(frozen=True, slots=True)
class ChangesLookedAt:
    """What keeps a version from being published, told before anybody publishes it.

    `since` is the version that it was set beside, empty where there is none; `not_here` the one that it names and that
    this library has not published, so that what it declares cannot be checked. `problems` and `contradicts` are those
    of `ChangesNotDeclared` and `ContradictsLater`.
    """

    since: str = ""
    not_here: str = ""
    problems: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()

    @property
    def may_be_published(self) -> bool:
        """Whether nothing is found that has to be mended first."""
        return not self.problems and not self.contradicts

    @property
    def in_words(self) -> str:
        """What is said over the problems; where there is none, what could not be checked, or nothing."""
        number = len(self.problems)
        if number:
            said = "1 change is" if number == 1 else f"{number} changes are"
            return f"It cannot be published yet: {said} not declared truly since version {self.since}."
        if self.contradicts:
            return "It cannot be published yet: what a later version, published already, says of it is not so."
        if self.not_here:
            return (
                f"What it says of its changes could not be checked: this library has not published version "
                f"{self.not_here}, since which it declares them."
            )
        return ""


class ChangesNotDeclared(ValueError):
    """A version was to be published that does not say truly what it changes. Nothing was changed.

    `problems` has each in a sentence, with the id of its criterion and what to write; `looked` says it as a whole.
    """

    REMEDY: Final = "Mend the file under “changes”."

    def __init__(self, matrix: Matrix, found: MatrixDifference) -> None:
        self.problems = tuple(finding.in_words for finding in found.findings)
        self.looked = ChangesLookedAt(since=found.earlier.version, problems=self.problems)
        super().__init__(
            f"“{matrix.title}” {matrix.version} does not say truly what it changes since {found.earlier.version}: "
            f"{' '.join(self.problems)}"
        )


class ContradictsLater(ValueError):
    """A version was to be published of which a later one, published before it, says something untrue.

    Nothing was changed. `problems` has each in a sentence; the later version can change no more, so what is to be done
    is the same for all of them: `REMEDY`.
    """

    REMEDY: Final = "Give the file another version, or the words that the later version was made from."

    def __init__(self, matrix: Matrix, problems: tuple[str, ...]) -> None:
        self.problems = problems
        self.looked = ChangesLookedAt(contradicts=problems)
        super().__init__(
            f"“{matrix.title}” {matrix.version} is not what a later version says it was: "
            f"{' '.join(problems)} {self.REMEDY}"
        )


class BesideBefore(NamedTuple):
    """A version beside the published one before it: `entry`, and what is `found`; None where there is none here.

    `not_here` is then the version that it names in vain, empty where it names none.
    """

    entry: MatrixEntry | None
    found: MatrixDifference | None
    not_here: str


def look_at_changes(session: Session, *, matrix: Matrix) -> ChangesLookedAt:
    """What `check_changes` would raise, without raising it."""
    beside = beside_version_before(session, matrix)
    return ChangesLookedAt(
        since="" if beside.entry is None else beside.entry.version,
        not_here=beside.not_here,
        problems=tuple(finding.in_words for finding in beside.found.findings) if beside.found else (),
        contradicts=contradicted(session, matrix),
    )


def check_changes(session: Session, *, matrix: Matrix) -> None:
    """Raise `ChangesNotDeclared` for a version that leaves out or misstates a change since the one before it.

    Raises `ContradictsLater` where a later one was published first, and is untrue beside this one.
    """
    found = beside_version_before(session, matrix).found
    if found is not None and found.findings:
        raise ChangesNotDeclared(matrix, found)
    problems = contradicted(session, matrix)
    if problems:
        raise ContradictsLater(matrix, problems)


def contradicted(session: Session, matrix: Matrix) -> tuple[str, ...]:
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


def beside_version_before(session: Session, matrix: Matrix) -> BesideBefore:
    """A version beside the published one before it, retired or not: that which it names or, without, the next lower."""
    published = [each for each in list_versions(session, key=matrix.key) if each.state.is_fixed]
    if matrix.changes is not None:
        since = matrix.changes.since
        entry = next((each for each in published if each.version == since), None)
        not_here = "" if entry else since
    else:
        lower = (each for each in published if version_order(each.version) < version_order(matrix.version))
        entry, not_here = next(lower, None), ""
    if entry is None:
        return BesideBefore(None, None, not_here)
    earlier = get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
    return BesideBefore(entry, difference(earlier, matrix), "")
