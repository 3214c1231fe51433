"""Moves of rounds to other versions of their matrix, and everything that is said in a round for such a move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from maturity.core.matrix_change.version_move import Tier
from maturity.core.round import Stage
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.ballot import BallotRow
from maturity.persistence.rows.consensus import ConsensusRow
from maturity.persistence.rows.dissent import DissentRow
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.response import Response
from maturity.persistence.rows.round_row import Respondent, RoundMove
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect

Said = TypeVar("Said")

_PLACES: Final[Mapping[Tier, Any]] = {
    Tier.RESPONSE: (Response, ("respondent_id",)),
    Tier.POSITION: (PositionRow, ("round_id", "partner_id")),
    Tier.CONSENSUS: (ConsensusRow, ("round_id",)),
    Tier.DISSENT: (DissentRow, ("round_id", "partner_id")),
}

Place = tuple[tuple[str, int], ...]
"""Whose words they are, as pairs of a column and an id: everything of the place of a row but the criterion."""


@dataclass(frozen=True, slots=True)
class MadeMove:
    """A move that was made. `undone_at` is None unless it was undone."""

    id: int
    from_version: int
    from_name: str
    to_version: int
    to_name: str
    reason: str
    by: str
    moved_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class EffectOfMove:
    """One row that a move wrote a new version of."""

    tier: Tier
    row: int
    criterion_id: str
    from_version: int
    to_version: int


def list_said(
    session: Session, *, round_id: int, tier: Tier, versions: Versions[Said]
) -> Mapping[Place, Mapping[str, Kept[Said]]]:
    """Everything that is said in a round in one tier, by whose words they are and by criterion id.

    `versions` is where that tier is kept.
    """
    row, columns = _PLACES[tier]
    statement = select(row.id, row.criterion_id, *(getattr(row, name) for name in columns))
    if tier is Tier.RESPONSE:
        statement = statement.join(Respondent, Respondent.id == Response.respondent_id).where(
            Respondent.round_id == round_id
        )
    else:
        statement = statement.where(row.round_id == round_id)
    places = {
        each: (criterion, tuple(zip(columns, of, strict=True))) for each, criterion, *of in session.execute(statement)
    }
    kept = versions.list_rows(session, rows=list(places)) if places else {}
    found: dict[Place, dict[str, Kept[Said]]] = defaultdict(dict)
    for each, (criterion, place) in places.items():
        found[place][criterion] = kept[each]
    return found


def count_revealed_ballots(session: Session, *, round_id: int) -> int:
    """How many votes in the room were revealed."""
    return session.execute(
        select(func.count()).where(BallotRow.round_id == round_id, BallotRow.revealed_at.is_not(None))
    ).scalar_one()


def was_closed(session: Session, *, round_id: int) -> bool:
    """Whether a round was ever closed, whatever stage it is at now."""
    closed = select(RoundMove.id).where(RoundMove.round_id == round_id, RoundMove.to_stage == Stage.CLOSED).limit(1)
    return session.scalar(closed) is not None


def list_version_moves(session: Session, *, round_id: int) -> Sequence[MadeMove]:
    """Every move of a round, the latest first."""
    before, after = aliased(MatrixVersion), aliased(MatrixVersion)
    rows = session.execute(
        select(
            VersionMove.id,
            before.id,
            before.version,
            after.id,
            after.version,
            VersionMove.reason,
            Account.name,
            VersionMove.moved_at,
            VersionMove.undone_at,
        )
        .join(before, before.id == VersionMove.from_version_id)
        .join(after, after.id == VersionMove.to_version_id)
        .join(Account, Account.id == VersionMove.account_id)
        .where(VersionMove.round_id == round_id)
        .order_by(VersionMove.id.desc())
    ).all()
    return [MadeMove(*row) for row in rows]


def list_moves_since_closing(session: Session, *, round_id: int) -> Sequence[MadeMove]:
    """Every move of a round that stands and was made since responding last closed, the latest first."""
    closed = session.scalar(
        select(func.max(RoundMove.moved_at)).where(
            RoundMove.round_id == round_id, RoundMove.to_stage == Stage.AGREEING, RoundMove.from_stage == Stage.OPEN
        )
    )
    made = list_version_moves(session, round_id=round_id)
    return [each for each in made if each.undone_at is None and closed is not None and each.moved_at > closed]


def list_effects(session: Session, *, move: int) -> Sequence[EffectOfMove]:
    """Every row that a move wrote a new version of."""
    rows = session.execute(
        select(
            VersionMoveEffect.tier,
            VersionMoveEffect.row_id,
            VersionMoveEffect.criterion_id,
            VersionMoveEffect.from_version,
            VersionMoveEffect.to_version,
        )
        .where(VersionMoveEffect.move_id == move)
        .order_by(VersionMoveEffect.id)
    ).all()
    return [EffectOfMove(*row) for row in rows]


def request_key_of(move: int, *, is_undone: bool = False) -> str:
    """Under which key a move writes, or its being undone: no page saves under one with a space."""
    return f"{'undo ' if is_undone else ''}version move {move}"


def note_undone(session: Session, *, move: int, by: int, now: datetime) -> None:
    """Write down that a move was undone."""
    session.execute(update(VersionMove).where(VersionMove.id == move).values(undone_by=by, undone_at=now))


def count_submitted(session: Session, *, round_id: int) -> int:
    """How many people have submitted."""
    return session.execute(
        select(func.count()).where(
            Respondent.round_id == round_id, Respondent.submitted_at.is_not(None), Respondent.stood_down_at.is_(None)
        )
    ).scalar_one()


def list_own_seats(session: Session, *, round_id: int, account: int) -> Sequence[int]:
    """The places in a round from which a person responds, or did."""
    return session.scalars(
        select(Respondent.id).where(Respondent.round_id == round_id, Respondent.account_id == account)
    ).all()
