"""The pre-reads of a meeting: one for each partner, as a page and as a PDF from the queue of reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.meeting.pre_read import PreRead, pre_read_of
from maturity.core.position import Stance
from maturity.core.record.canonical import content_digest
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.positions import list_positions
from maturity.persistence.queries.rooms import find_room
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.agree import open_table
from maturity.usecases.prepare import NotRevealed, settled_before

_KIND: Final = "pre-read-"


def open_pre_read(session: Session, *, collaborative: int, number: int, partner: int) -> tuple[RoundHead, PreRead]:
    """A partner's pre-read with its round; raises `NoSuchRound`, `NotRevealed` or `NoSuchPartner`."""
    table = open_table(session, collaborative=collaborative, number=number)
    head = table.head
    if head.stage not in {Stage.AGREEING, Stage.CLOSED}:
        raise NotRevealed(head)
    made = pre_read_of(
        table.result,
        earlier=table.last,
        naming=head.naming,
        partner=partner,
        minutes=head.meeting_minutes,
        settled=settled_before(table, room=find_room(session, round_id=head.id)),
        own=_as_reached(session, head, partner) if head.naming is Naming.ANONYMOUS else None,
    )
    return head, made


def _as_reached(session: Session, head: RoundHead, partner: int) -> Mapping[str, Stance]:
    """What a partner stands for as its own people may read it; between which levels it lies is told to nobody else."""
    kept = list_positions(session, round_id=head.id, partner=partner)
    return {criterion_id: replace(each.said, between=None) for criterion_id, each in kept.items()}


def pre_read_kind(partner: int) -> str:
    """The kind under which the PDF of a partner's pre-read stands in the queue of reports."""
    return f"{_KIND}{partner}"


def partner_of_kind(kind: str) -> int | None:
    """Whose pre-read a kind of report is, None for any other kind."""
    return int(kind.removeprefix(_KIND)) if kind.startswith(_KIND) else None


def pre_read_key(pre_read: PreRead, *, edition: str) -> str:
    """What the PDF is kept under: everything that it says, and the edition of the layout that it says it in."""
    return sha256(f"{content_digest(pre_read)} {edition}".encode()).hexdigest()
