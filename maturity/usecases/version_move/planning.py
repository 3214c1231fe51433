"""Which version a round may move to, and what that would do."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_change.version_move import CriterionFate, changes_levels, fates
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.matrices import (
    MatrixEntry,
    get_matrix,
    get_matrix_entry,
    list_versions_beside,
    load_matrices,
)
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.touched import Counts, count_said_in_round, tells_nothing
from maturity.persistence.queries.version_moves import count_revealed_ballots, count_submitted, was_closed
from maturity.usecases.rounds.asking_anew import asks_anew


@dataclass(frozen=True)
class PlannedMove:
    """What a move would do. `counts` are how much is said, by criterion and tier; no word of it was read.

    They are empty where `is_untold`: not even how much was said may be told.
    `reopens` is how many people who submitted would look at their answers again: where anything is asked anew, or of
    other people. `changes_scale` is whether a level is
    read as another one, or as none. `obstacle` is why it cannot be made, empty where it can. `seen` stands for what was
    looked at.
    """

    head: RoundHead
    since: MatrixEntry
    target: MatrixEntry
    walk: Crosswalk
    fates: tuple[CriterionFate, ...]
    counts: Counts
    reopens: int
    changes_scale: bool
    obstacle: str

    @property
    def is_untold(self) -> bool:
        """Whether how much was said is not told, as the round is open and has no names."""
        return tells_nothing(self.head.naming, self.head.stage)

    @property
    def seen(self) -> str:
        """What a move is based on, as a form carries it."""
        return f"{self.since.id} {self.target.id}"


def keeps_its_version(session: Session, *, head: RoundHead) -> bool:
    """Whether a round keeps its version for ever: it is closed, or was once.

    Later rounds are compared with it and look back on its levels, and what was signed may have been taken away, so
    reopening it does not open its version again.
    """
    return head.stage is Stage.CLOSED or was_closed(session, round_id=head.id)


def find_next_version(session: Session, *, head: RoundHead) -> MatrixEntry | None:
    """The published version that says what changed since that of the round, the newest of several.

    None where there is none, or the round keeps its version.
    """
    if keeps_its_version(session, head=head):
        return None
    beside = list_versions_beside(session, matrix_versions=[head.matrix_version])
    offered = [each for each in beside if each.state is LibraryState.PUBLISHED and each.id != head.matrix_version]
    if not offered:
        return None
    now = next(each for each in beside if each.id == head.matrix_version)
    for entry, matrix in load_matrices(session, offered):
        if entry.key == now.key and matrix.changes is not None and matrix.changes.since == now.version:
            return entry
    return None


def why_no_version(session: Session, *, head: RoundHead) -> str:
    """Why a round with no next version cannot reach a newer one: the one between is retired. Empty where none is newer.

    A round moves one step at a time, since each step declares the change from the version before it alone.
    """
    beside = list_versions_beside(session, matrix_versions=[head.matrix_version])
    now = next(each for each in beside if each.id == head.matrix_version)
    since = {
        entry.version: matrix.changes.since
        for entry, matrix in load_matrices(session, [each for each in beside if each.key == now.key])
        if matrix.changes is not None
    }
    by_version = {each.version: each for each in beside if each.key == now.key}
    for newest in (each for each in beside if each.key == now.key and each.state is LibraryState.PUBLISHED):
        line = [newest.version]
        while (before := since.get(line[-1])) is not None and before != now.version and before not in line:
            line.append(before)
        first = by_version.get(line[-1])
        if before == now.version and first is not None and first.state is LibraryState.RETIRED:
            return (
                f"Version {newest.version} is published, but the way to it leads over version {first.version}, which "
                "is retired. A round moves one version at a time, so this round keeps its version."
            )
    return ""


def plan_move(session: Session, *, head: RoundHead) -> PlannedMove | None:
    """What moving a round to the next version would do; None where there is none, or it keeps its version."""
    target = find_next_version(session, head=head)
    if target is None:
        return None
    walk = walk_between(session, head.matrix_version, target.id)
    is_told = head.stage is not Stage.OPEN and head.naming is not Naming.ANONYMOUS
    found = fates(walk, is_told=is_told)
    reopens = head.stage is Stage.OPEN and asks_anew(session, head=head, walk=walk)
    return PlannedMove(
        head=head,
        since=get_matrix_entry(session, matrix_version=head.matrix_version),
        target=target,
        walk=walk,
        fates=found,
        counts=count_said_in_round(session, round_id=head.id),
        reopens=count_submitted(session, round_id=head.id) if reopens else 0,
        changes_scale=changes_levels(walk),
        obstacle=_obstacle(session, head, walk),
    )


def walk_between(session: Session, before: int, after: int) -> Crosswalk:
    """How everything said with one version, by its id in the library, is read in the next."""
    return crosswalk(get_matrix(session, matrix_version=before), get_matrix(session, matrix_version=after))


def _obstacle(session: Session, head: RoundHead, walk: Crosswalk) -> str:
    if changes_levels(walk) and count_revealed_ballots(session, round_id=head.id):
        return (
            "The new version has another scale of levels, and votes were revealed in the room on the scale of now. "
            "Votes are never rewritten, so this round finishes with its version."
        )
    return ""
