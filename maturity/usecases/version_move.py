"""Moving an open round to the next version of its matrix, and undoing that: nothing that was said is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from maturity.core.crosswalk import Crosswalk, crosswalk
from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.core.round import Stage, WayOfScoring
from maturity.core.version_move import (
    AFTER,
    CriterionFate,
    Fate,
    Tier,
    asks_again,
    changes_levels,
    fates,
    without_level,
)
from maturity.persistence.queries.matrices import (
    MatrixEntry,
    get_matrix,
    get_matrix_entry,
    list_versions_beside,
    load_matrices,
)
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.queries.touched import Counts, count_said_in_round, tells_nothing
from maturity.persistence.queries.version_moves import (
    VERSIONS,
    MadeMove,
    count_revealed_ballots,
    count_submitted,
    list_effects,
    list_own_seats,
    list_said,
    list_version_moves,
    note_undone,
    reopen_seats,
    was_closed,
)
from maturity.persistence.rows.round_row import RoundRow
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect
from maturity.usecases.room.ballots import withdraw_open_ballot
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.rounds.positions import reach_positions
from maturity.usecases.stale_form import StaleForm


class NotMovable(ValueError):
    """A round cannot be moved to another version, or a move not undone; the message says why."""


class ReasonMissing(ValueError):
    """A move was asked for without saying why."""

    def __init__(self) -> None:
        super().__init__("Say why the round moves to another version.")


@dataclass(frozen=True)
class PlannedMove:
    """What a move would do. `counts` are how much is said, by criterion and tier; no word of it was read.

    They are empty where `is_untold`: not even how much was said may be told.
    `reopens` is how many people who submitted would look at their answers again. `changes_scale` is whether a level is
    read as another one, or as none. `obstacle` is why it cannot be made, empty where it can. `seen` stands for what was
    looked at.
    """

    head: RoundHead
    since: MatrixEntry
    target: MatrixEntry
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


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing came to: how many rows say again what they said, and how many keep newer words."""

    restored: int
    kept_newer: int


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


def plan_move(session: Session, *, head: RoundHead) -> PlannedMove | None:
    """What moving a round to the next version would do; None where there is none, or it keeps its version."""
    target = find_next_version(session, head=head)
    if target is None:
        return None
    walk = _walk(session, head.matrix_version, target.id)
    found = fates(walk)
    again = head.stage is Stage.OPEN and any(map(asks_again, found))
    return PlannedMove(
        head=head,
        since=get_matrix_entry(session, matrix_version=head.matrix_version),
        target=target,
        fates=found,
        counts=count_said_in_round(session, round_id=head.id),
        reopens=count_submitted(session, round_id=head.id) if again else 0,
        changes_scale=changes_levels(walk),
        obstacle=_obstacle(session, head, walk),
    )


def move_to_next_version(
    session: Session, *, head: RoundHead, seen: str, reason: str, by: int, now: datetime
) -> PlannedMove:
    """Move a round to the next version of its matrix, all or nothing, with one event.

    Every row that says something else afterwards gets a new version, so that every earlier word stays. What was said
    on a criterion that is gone stays in its row. Raises `NotMovable`, `ReasonMissing` or `StaleForm`.
    """
    if keeps_its_version(session, head=head):
        is_now = "is closed" if head.stage is Stage.CLOSED else "was closed once"
        raise NotMovable(
            f"“{head.label}” {is_now}. A round that was closed keeps the version it was closed with, also when it is "
            "reopened."
        )
    plan = plan_move(session, head=head)
    if plan is None:
        raise NotMovable(f"There is no published version that says what changed since that of “{head.label}”.")
    if plan.obstacle:
        raise NotMovable(plan.obstacle)
    if plan.seen != seen:
        raise StaleForm
    if not reason.strip():
        raise ReasonMissing
    walk = _walk(session, head.matrix_version, plan.target.id)
    withdraw_open_ballot(session, head=head, account=by, now=now)
    move = VersionMove(
        round_id=head.id,
        from_version_id=head.matrix_version,
        to_version_id=plan.target.id,
        reason=reason.strip(),
        account_id=by,
        moved_at=now,
    )
    session.add(move)
    session.flush()
    for tier in Tier:
        _rewrite(session, head=head, walk=walk, planned=plan.fates, tier=tier, move=move.id, by=by, now=now)
    if plan.reopens:
        reopen_seats(session, round_id=head.id)
    note_round_changed(
        session,
        head=head,
        action="move round to matrix version",
        account=by,
        now=now,
        subject=f"{plan.target.key} {plan.target.version}",
        version=RoundRow.version + 1,
        matrix_version_id=plan.target.id,
    )
    return plan


def find_move_to_undo(session: Session, *, head: RoundHead) -> MadeMove | None:
    """The last move of a round that was never closed and is where it was moved to; else there is none to undo.

    `why_not_undone` says what may be in the way of it all the same.
    """
    last = next((each for each in list_version_moves(session, round_id=head.id) if each.undone_at is None), None)
    is_there = last is not None and last.to_version == head.matrix_version
    return last if is_there and not keeps_its_version(session, head=head) else None


def why_not_undone(session: Session, *, head: RoundHead, made: MadeMove) -> str:
    """Why a move to another scale cannot be undone: votes were revealed on the new one. Empty where it can."""
    if changes_levels(_walk(session, made.from_version, made.to_version)) and count_revealed_ballots(
        session, round_id=head.id
    ):
        return (
            "Votes were revealed in the room since, on the scale of levels of the new version. Votes are never "
            "rewritten, so this move cannot be undone any more."
        )
    return ""


def undo_move(session: Session, *, head: RoundHead, move: int, by: int, now: datetime) -> Undone:
    """Take a round back to the version before, by further versions of every row that the move wrote.

    What was changed since the move keeps its newer words, and its level too unless the scale is another one: then the
    level is left open and written under the words. Raises `NotMovable`, also where votes were revealed on another
    scale.
    """
    made = find_move_to_undo(session, head=head)
    if made is None or made.id != move:
        raise NotMovable("This move cannot be undone any more: it was undone already, or the round was closed since.")
    obstacle = why_not_undone(session, head=head, made=made)
    if obstacle:
        raise NotMovable(obstacle)
    before = get_matrix(session, matrix_version=made.from_version)
    after = get_matrix(session, matrix_version=made.to_version)
    changes_scale = changes_levels(_walk(session, made.from_version, made.to_version))
    withdraw_open_ballot(session, head=head, account=by, now=now)
    effects = {(each.tier, each.row): each for each in list_effects(session, move=move)}
    restored = kept_newer = 0
    for tier, versions in VERSIONS.items():
        for place, said in list_said(session, round_id=head.id, tier=tier).items():
            for criterion_id, kept in said.items():
                effect = effects.get((tier, kept.row or 0))
                is_newer = (effect is not None and kept.version > effect.to_version) or (
                    kept.saved_at is not None and kept.saved_at > made.moved_at
                )
                if effect is not None and kept.version == effect.to_version:
                    then = (
                        versions.get_version(session, row=effect.row, version=effect.from_version).said
                        if effect.from_version
                        else versions.nothing_kept.said
                    )
                    restored += 1
                else:
                    kept_newer += is_newer
                    level = getattr(kept.said, "level", None)
                    if not (changes_scale and is_newer and level is not None and criterion_id in before.criterion_ids):
                        continue
                    then = without_level(kept.said, f"{after.level(level).numbered_label} in version {after.version}")
                versions.keep(
                    session,
                    place={**dict(place), "criterion_id": criterion_id},
                    before=kept,
                    said=then,
                    account=by,
                    request_key=f"undo version move {move}",
                    now=now,
                )
    note_undone(session, move=move, by=by, now=now)
    note_round_changed(
        session,
        head=head,
        action="undo move to matrix version",
        account=by,
        now=now,
        subject=f"{before.key} {before.version}",
        version=RoundRow.version + 1,
        matrix_version_id=made.from_version,
    )
    if head.stage is Stage.AGREEING and head.way is WayOfScoring.PARTNERS_FIRST:
        # Positions were reached on the criteria of the other version, if responding closed after the move.
        now_head = get_round(session, collaborative=head.collaborative, number=head.number)
        reach_positions(session, head=now_head, request_key=f"after undoing version move {move}", by=by, now=now)
    return Undone(restored=restored, kept_newer=kept_newer)


def _walk(session: Session, before: int, after: int) -> Crosswalk:
    return crosswalk(get_matrix(session, matrix_version=before), get_matrix(session, matrix_version=after))


def _obstacle(session: Session, head: RoundHead, walk: Crosswalk) -> str:
    if changes_levels(walk) and count_revealed_ballots(session, round_id=head.id):
        return (
            "The new version has another scale of levels, and votes were revealed in the room on the scale of now. "
            "Votes are never rewritten, so this round finishes with its version."
        )
    return ""


def _rewrite(
    session: Session,
    *,
    head: RoundHead,
    walk: Crosswalk,
    planned: tuple[CriterionFate, ...],
    tier: Tier,
    move: int,
    by: int,
    now: datetime,
) -> None:
    """Write what becomes of everything in one tier, and which rows that touched."""
    versions: Any = VERSIONS[tier]
    for place, kept in list_said(session, round_id=head.id, tier=tier).items():
        said = {criterion_id: each.said for criterion_id, each in kept.items()}
        for fate in planned:
            if fate.fate in {Fate.NEW, Fate.GONE} or not any(each in said for each in fate.sources):
                continue
            there = kept.get(fate.criterion_id, versions.nothing_kept)
            becomes = AFTER[tier](walk, fate, said)
            if becomes == there.said:
                continue
            made = versions.keep(
                session,
                place={**dict(place), "criterion_id": fate.criterion_id},
                before=there,
                said=becomes,
                account=by,
                request_key=f"version move {move}",
                now=now,
            )
            session.add(
                VersionMoveEffect(
                    move_id=move,
                    tier=tier,
                    row_id=made.row,
                    criterion_id=fate.criterion_id,
                    from_version=there.version,
                    to_version=made.version,
                )
            )
    session.flush()


@dataclass(frozen=True, slots=True)
class KeptFromBefore:
    """What somebody may still read of a criterion that the round asked in an earlier version and asks no more.

    `whose` is “Your own answer” or “Agreed by the collaborative”; `level` is in the words of that version.
    """

    criterion: str
    version: str
    whose: str
    level: str
    reason: str
    evidence: str


def list_kept_from_before(
    session: Session, *, head: RoundHead, account: int, may_see_draft: bool
) -> tuple[KeptFromBefore, ...]:
    """What is kept on criteria that a move left behind: a person's own answers, and what was recorded together.

    What is recorded is a draft until the round is closed, for those alone who may see one.
    """
    moves = [each for each in list_version_moves(session, round_id=head.id) if each.undone_at is None]
    now = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    own = set(list_own_seats(session, round_id=head.id, account=account))
    tiers = [(Tier.RESPONSE, "Your own answer")]
    if head.stage is Stage.CLOSED or (may_see_draft and head.stage is Stage.AGREEING):
        tiers.append((Tier.CONSENSUS, "Recorded by the collaborative"))
    found: dict[tuple[str, str], KeptFromBefore] = {}
    for tier, whose in tiers if moves else ():
        for place, said in list_said(session, round_id=head.id, tier=tier).items():
            if tier is Tier.RESPONSE and dict(place)["respondent_id"] not in own:
                continue
            for move in moves:
                before = get_matrix(session, matrix_version=move.from_version)
                for criterion_id, kept in said.items():
                    if criterion_id in now.criterion_ids or criterion_id not in before.criterion_ids:
                        continue
                    words: Any = kept.said
                    level = "" if words.level is None else before.level(words.level).numbered_label
                    found[criterion_id, whose] = KeptFromBefore(
                        criterion=before.criterion(criterion_id).title,
                        version=before.version,
                        whose=whose,
                        level=level or words.state.label,
                        reason=words.reason,
                        evidence=words.evidence,
                    )
    return tuple(found.values())


def look_again_at(
    session: Session, *, round_id: int, matrix: Matrix, answers: Mapping[str, datetime | None]
) -> tuple[str, ...]:
    """The titles of what a person still has to look at again since the last move of a round to `matrix`.

    `answers` says when each answer was saved, by criterion id. Whatever was saved since the move is not among them.
    """
    made = next((each for each in list_version_moves(session, round_id=round_id) if each.undone_at is None), None)
    if made is None or get_matrix(session, matrix_version=made.to_version).content_hash != matrix.content_hash:
        return ()
    return tuple(
        fate.title
        for fate in fates(_walk(session, made.from_version, made.to_version))
        if asks_again(fate) and ((saved := answers.get(fate.criterion_id)) is None or saved <= made.moved_at)
    )
