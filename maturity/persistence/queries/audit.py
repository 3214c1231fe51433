"""The record of events, as those read it who may."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from maturity.core.record.audit_chain import Head
from maturity.core.record.audit_words import NOTHING_MORE, TOLD_WITH_NAMES_ONLY, MoreKnown
from maturity.core.round import Naming
from maturity.persistence.queries.accounts import list_names
from maturity.persistence.queries.audit_details import more_known, partners_in
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.partner import Partner
from maturity.persistence.rows.round_row import RoundRow

_ABOUT: Final = re.compile(r"(account|partner) ([1-9][0-9]*)\b")


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event with the names of today. `partner` and `person` are those whom it is about; each name may be empty.

    `more` is what else is known of it.
    """

    number: int
    happened_at: datetime
    who: str
    action: str
    subject: str
    round_label: str
    partner: str
    person: str
    hash: str
    more: MoreKnown


def list_events(
    session: Session,
    *,
    collaborative: int | None,
    actions: Collection[str],
    round_number: int | None = None,
    before: int | None = None,
    most: int | None = None,
) -> tuple[RecordedEvent, ...]:
    """Events of a collaborative, or where it is None those that are of none, of these actions, the last first.

    `before` is the number before which they are, `most` how many there are at most.
    """
    rows = session.execute(
        _asked_for(collaborative, actions, round_number=round_number, before=before).limit(most)
    ).all()
    about = [_ABOUT.match(row.subject) for row in rows]
    people = list_names(session, accounts={int(each[2]) for each in about if each and each[1] == "account"})
    partners = _partner_names(session, {int(each) for row in rows for each in partners_in(row.subject)})
    known = more_known(session, events=rows, partners=partners)
    return tuple(
        RecordedEvent(
            number=row.id,
            happened_at=row.happened_at,
            who=row.name or "",
            action=row.action,
            subject=row.subject,
            round_label=row.label or "",
            partner=partners.get(int(each[2]), "") if each and each[1] == "partner" else "",
            person=people.get(int(each[2]), "") if each and each[1] == "account" else "",
            hash=row.hash,
            more=known.get(row.id, NOTHING_MORE),
        )
        for row, each in zip(rows, about, strict=True)
    )


def _asked_for(
    collaborative: int | None, actions: Collection[str], *, round_number: int | None, before: int | None
) -> Select[int, datetime, str, str, str, int | None, str, str]:
    asked = (
        select(
            AuditEvent.id,
            AuditEvent.happened_at,
            AuditEvent.action,
            AuditEvent.subject,
            AuditEvent.hash,
            AuditEvent.round_id,
            Account.name,
            RoundRow.label,
        )
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .outerjoin(RoundRow, RoundRow.id == AuditEvent.round_id)
        .where(AuditEvent.action.in_(sorted(actions)), AuditEvent.collaborative_id == collaborative)
        # Without names, who submitted again and when would name the one partner whose level changed.
        .where(RoundRow.naming.is_distinct_from(Naming.ANONYMOUS) | AuditEvent.action.not_in(TOLD_WITH_NAMES_ONLY))
        .order_by(AuditEvent.id.desc())
    )
    if round_number is not None:
        asked = asked.where(RoundRow.number == round_number)
    return asked if before is None else asked.where(AuditEvent.id < before)


def _partner_names(session: Session, partners: Collection[int]) -> dict[int, str]:
    if not partners:
        return {}
    rows = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(partners))).all()
    return {row.id: row.name for row in rows}


def head_of_record(session: Session) -> Head | None:
    """The last event of the whole installation; None where there is none.

    Its number is how many there are: the database lets an event in with the next number alone, and none out.
    """
    newest = select(func.max(AuditEvent.id)).scalar_subquery()
    last = session.execute(select(AuditEvent.id, AuditEvent.hash).where(AuditEvent.id == newest)).one_or_none()
    return None if last is None else Head(last.id, last.hash)
