"""What partners hold against agreed levels, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from maturity.core.dissent import NO_DISSENT, Dissent
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.rows.dissent import DissentRevision, DissentRow


def _columns(dissent: Dissent) -> dict[str, Any]:
    return {"words": dissent.words, "on_behalf": dissent.on_behalf}


def _dissent(words: str, on_behalf: bool) -> Dissent:
    return Dissent(words=words, on_behalf=on_behalf)


KeptDissent: TypeAlias = Kept[Dissent]
DISSENTS: Final = Versions(
    table=DissentRow,
    versions=DissentRevision,
    place=("round_id", "criterion_id", "partner_id"),
    nothing=NO_DISSENT,
    write=_columns,
    read=_dissent,
    along="partner_id",
)


def list_dissents_on(session: Session, *, round_id: int, criterion_id: str) -> Mapping[int, KeptDissent]:
    """What partners hold against the agreed level on one criterion, by partner; taken back ones have no words."""
    return DISSENTS.list_along(session, round_id=round_id, criterion_id=criterion_id)
