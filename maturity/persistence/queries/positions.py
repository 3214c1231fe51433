"""What the partners of a round stand for: each position as it stands, with every version that it had."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from maturity.core.position import PositionOrigin, Stance
from maturity.core.response import AnswerState, Confidence
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.rows.position import PositionRevision, PositionRow


def _columns(stance: Stance) -> dict[str, Any]:
    lower, upper = stance.between or (None, None)
    return {
        "state": stance.state,
        "level": stance.level,
        "reason": stance.reason,
        "confidence": stance.confidence,
        "evidence": stance.evidence,
        "between_lower": lower,
        "between_upper": upper,
        "origin": stance.origin,
        "entered_by": stance.entered_by,
    }


def read_stance(
    state: AnswerState,
    level: int | None,
    reason: str,
    confidence: Confidence | None,
    evidence: str,
    lower: int | None,
    upper: int | None,
    origin: PositionOrigin,
    entered_by: int | None,
) -> Stance:
    """What a partner stands for, from the columns of `STANCE` in their order."""
    return Stance(
        state=state,
        level=level,
        reason=reason,
        confidence=confidence,
        evidence=evidence,
        between=None if lower is None or upper is None else (lower, upper),
        origin=origin,
        entered_by=entered_by,
    )


STANCE: Final = (
    PositionRow.state,
    PositionRow.level,
    PositionRow.reason,
    PositionRow.confidence,
    PositionRow.evidence,
    PositionRow.between_lower,
    PositionRow.between_upper,
    PositionRow.origin,
    PositionRow.entered_by,
)
"""The columns that say what a partner stands for."""

KeptStance: TypeAlias = Kept[Stance]
POSITIONS: Final = Versions(
    table=PositionRow,
    versions=PositionRevision,
    place=("round_id", "partner_id", "criterion_id"),
    nothing=Stance(state=AnswerState.NOT_ANSWERED),
    write=_columns,
    read=read_stance,
    moment="reached_at",
)
NOTHING_KEPT: Final = POSITIONS.nothing_kept


def list_positions(session: Session, *, round_id: int, partner: int) -> Mapping[str, KeptStance]:
    """Everything that one partner stands for in a round, by criterion id."""
    return POSITIONS.by_criterion(session, round_id=round_id, partner_id=partner)


@dataclass(frozen=True, slots=True)
class SeenPosition:
    """A position for somebody outside the partner: how it came to be, and what it says only where that may be read.

    `kept` says nothing elsewhere, and has the version all the same.
    """

    kept: KeptStance
    state: AnswerState
    origin: PositionOrigin
    entered_by: int | None

    @property
    def is_own(self) -> bool:
        """As `Stance.is_own`."""
        return self.state is not AnswerState.NOT_ANSWERED and self.origin is not PositionOrigin.FACILITATOR

    @classmethod
    def of(cls, kept: KeptStance) -> SeenPosition:
        """A position that may be read."""
        return cls(kept, kept.said.state, kept.said.origin, kept.said.entered_by)


def list_positions_unread(
    session: Session, *, round_id: int, partner: int, by: int, also_entered: bool
) -> Mapping[str, SeenPosition]:
    """Everything that one partner stands for, by criterion id, without reading what it says.

    That is read only of what the account `by` decided and, with `also_entered`, of all that was entered on the
    partner’s behalf.
    """
    may_read = _was_put_in(by, also_entered=also_entered)
    rows = session.execute(
        select(
            PositionRow.criterion_id,
            PositionRow.version,
            PositionRow.reached_at,
            PositionRow.id,
            PositionRow.state,
            PositionRow.origin,
            PositionRow.entered_by,
            func.coalesce(may_read, False),
            *(case((may_read, column)) for column in STANCE),
        ).where(PositionRow.round_id == round_id, PositionRow.partner_id == partner)
    ).all()
    return {
        criterion_id: SeenPosition(
            Kept(read_stance(*columns) if is_read else NOTHING_KEPT.said, version, reached_at, row),
            state,
            origin,
            entered_by,
        )
        for criterion_id, version, reached_at, row, state, origin, entered_by, is_read, *columns in rows
    }


def list_positions_put_in(
    session: Session, *, round_id: int, by: int, also_entered: bool
) -> Mapping[tuple[int, str], Stance]:
    """What partners stand for as was decided by the account `by`, and no other position, by partner and criterion id.

    With `also_entered` there is all that was entered on behalf of partners as well.
    """
    rows = session.execute(
        select(PositionRow.partner_id, PositionRow.criterion_id, *STANCE).where(
            PositionRow.round_id == round_id, _was_put_in(by, also_entered=also_entered)
        )
    ).all()
    return {(partner, criterion_id): read_stance(*said) for partner, criterion_id, *said in rows}


def _was_put_in(by: int, *, also_entered: bool) -> ColumnElement[bool]:
    entered = [PositionRow.origin == PositionOrigin.FACILITATOR] if also_entered else []
    return or_(PositionRow.entered_by == by, *entered)


def list_positions_of(
    session: Session, *, round_id: int, partners: Collection[int]
) -> Mapping[int, Mapping[str, KeptStance]]:
    """What some partners stand for in a round by criterion id, by partner."""
    return POSITIONS.list_of_each(session, each=partners, round_id=round_id)


@dataclass(frozen=True, slots=True)
class Decided:
    """On which criteria a person decided the position of a partner, by id: agreed inside it, or entered for it."""

    agreed: frozenset[str] = frozenset()
    entered: frozenset[str] = frozenset()


def list_decided(session: Session, *, rounds: Collection[int]) -> Mapping[tuple[int, int], Decided]:
    """Where a person decided a position, and nothing of what it says, by round and partner; not there where nowhere."""
    rows = session.execute(
        select(
            PositionRow.round_id,
            PositionRow.partner_id,
            PositionRow.origin,
            func.group_concat(PositionRow.criterion_id, " "),
        )
        .where(
            PositionRow.round_id.in_(rounds),
            PositionRow.origin.in_([origin for origin in PositionOrigin if origin.is_settled]),
        )
        .group_by(PositionRow.round_id, PositionRow.partner_id, PositionRow.origin)
    ).all()
    found: dict[tuple[int, int], Decided] = {}
    for round_id, partner, origin, criteria in rows:
        part = "entered" if origin is PositionOrigin.FACILITATOR else "agreed"
        before = found.get((round_id, partner), Decided())
        found[round_id, partner] = replace(before, **{part: frozenset(criteria.split())})
    return found
