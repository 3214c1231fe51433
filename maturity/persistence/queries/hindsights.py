"""What is said in a round, looking back, of the levels of an earlier one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.hindsight import NOTHING_SAID, Hindsight, HindsightState, LookingBack
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.rows.hindsight import HindsightRevision, HindsightRow
from maturity.persistence.rows.round_row import RoundRow


def _columns(said: Hindsight) -> dict[str, Any]:
    return {"state": said.state, "level": said.level, "reason": said.reason}


def _hindsight(state: HindsightState, level: int | None, reason: str) -> Hindsight:
    return Hindsight(state=state, level=level, reason=reason)


KeptHindsight: TypeAlias = Kept[Hindsight]
HINDSIGHTS: Final = Versions(
    table=HindsightRow,
    versions=HindsightRevision,
    place=("round_id", "earlier_round_id", "criterion_id"),
    nothing=NOTHING_SAID,
    write=_columns,
    read=_hindsight,
)
NOTHING_KEPT: Final = HINDSIGHTS.nothing_kept


def list_hindsights(session: Session, *, round_id: int, earlier_round_id: int) -> Mapping[str, KeptHindsight]:
    """Everything that is said in a round of an earlier one, by criterion id."""
    return HINDSIGHTS.by_criterion(session, round_id=round_id, earlier_round_id=earlier_round_id)


def list_looking_back(session: Session, *, rounds: Sequence[int]) -> Mapping[int, LookingBack]:
    """What each of these rounds says of an earlier one, the latest that it looks back on; only those that say any."""
    rows = session.execute(
        select(
            HindsightRow.round_id,
            RoundRow.number,
            HindsightRow.criterion_id,
            HindsightRow.state,
            HindsightRow.level,
            HindsightRow.reason,
        )
        .join(RoundRow, RoundRow.id == HindsightRow.earlier_round_id)
        .where(HindsightRow.round_id.in_(rounds))
    ).all()
    found: dict[int, dict[int, dict[str, Hindsight]]] = defaultdict(lambda: defaultdict(dict))
    for round_id, number, criterion_id, state, level, reason in rows:
        found[round_id][number][criterion_id] = _hindsight(state, level, reason)
    return {
        round_id: LookingBack(max(by_number), by_number[max(by_number)])
        for round_id, by_number in found.items()
        if any(each.is_said for each in by_number[max(by_number)].values())
    }
