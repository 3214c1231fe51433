"""The queue of mail: the rows of the messages that were asked for, worked through one at a time."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session, aliased

from maturity.core.participant import Participant, Seated
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.asked import load_asked
from maturity.persistence.queries.colleagues import list_handed
from maturity.persistence.queries.rounds import find_participant
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.entry_link import EntryLink
from maturity.persistence.rows.message import MessageKind, MessageRow, MessageState
from maturity.persistence.rows.room import RoomRow
from maturity.persistence.rows.round_row import RoundPartnerRow, RoundRow
from maturity.persistence.rows.sign_off import SignOff
from maturity.usecases.offers import has_role
from maturity.usecases.sign_in import LINK_DAYS, hash_token

LEASE: Final = timedelta(minutes=10)
"""How long one try may take: several times what a connection is given. A sender that has not ended by then is dead."""

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""How long after each try that failed the next one is made."""

MOST_ATTEMPTS: Final = len(WAITS) + 1

SIGN_IN_LINK_DAYS: Final = 1
LINKS_KEPT: Final = timedelta(days=90)
"""How long a link that has expired is remembered, so that its person can still be sent a new one."""

BROKEN_OFF: Final = "The service was stopped each time while it sent the message."
ACCOUNT_DISABLED: Final = "Not sent: this person cannot sign in any more."
NOT_OPEN: Final = "Not sent: the round was not open any more."
NOT_AGREEING: Final = "Not sent: levels were not being agreed any more."
NOT_CLOSED: Final = "Not sent: the round was not closed any more."
HAS_SIGNED: Final = "Not sent: by then this had been signed off for the partner."
NO_ROOM: Final = "Not sent: the room was not open any more."
NO_ROLE: Final = "Not sent: by then this person had no role in the collaborative."
NO_RESPONDENT: Final = "Not sent: this person no longer responded by then."
NOT_HANDED: Final = "Not sent: by then nothing was handed to this person."
NOT_WAITED_FOR: Final = "Not sent: by then this person had submitted, or was not asked anything any more."


@dataclass(frozen=True, slots=True)
class Errand:
    """Where the link of a message leads: the round and the partner are None where it is about none."""

    kind: MessageKind
    collaborative: int | None
    number: int | None
    partner: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One message that this sender is to send, until its lease ends, and everything that it is written from.

    `asked` is of how many criteria the person is asked something, and `naming` that of the round, if it is about one.
    `agreeing` says how many positions are agreed of a partner whose lead is reminded of the others, else nothing.
    `handed` are the titles of the domains that were handed over, in a message about these.
    """

    message: int
    attempt: int
    lease_until: datetime
    asked_for_at: datetime
    errand: Errand
    name: str
    email: str
    collaborative_name: str | None
    round_label: str | None
    closes_on: date | None
    partner_name: str | None
    asked_by: tuple[str, str] | None
    naming: Naming | None
    has_begun: bool
    asked: int
    agreeing: str
    handed: tuple[str, ...]
    token: str
    good_until: datetime


def claim_next(session: Session, *, now: datetime, goes_to: Callable[[Errand], str]) -> Claim | None:
    """The next message to send, with a link of its own, or None. `goes_to` gives the page that the link leads to.

    What has become pointless meanwhile is not sent, and says so. One whose lease has ended is tried again, at most
    `MOST_ATTEMPTS` times.
    """
    _give_up(session, now=now)
    while True:
        row = session.execute(
            select(MessageRow).where(_claimable(now)).order_by(MessageRow.due_at, MessageRow.id).limit(1)
        ).scalar_one_or_none()
        if row is None:
            return None
        claim = _claim(session, row, now=now, goes_to=goes_to)
        if claim is not None:
            return claim


def find_next_time(session: Session) -> datetime | None:
    """When there is something to claim again, which may be past; None while nothing is waiting to be sent."""
    waits_until = func.coalesce(MessageRow.lease_until, MessageRow.due_at)
    return session.execute(
        select(waits_until).where(_is_under_way()).order_by(waits_until).limit(1)
    ).scalar_one_or_none()


def note_sent(session: Session, claim: Claim, *, now: datetime) -> None:
    """The mail server has taken the message."""
    _end(session, claim, state=MessageState.SENT, sent_at=now, problem="")


def note_not_sent(session: Session, claim: Claim, *, problem: str, is_final: bool, now: datetime) -> None:
    """The mail server has not taken the message. It is tried again later, unless that would not help."""
    if is_final or claim.attempt >= MOST_ATTEMPTS:
        _end(session, claim, state=MessageState.FAILED, problem=problem)
    else:
        _end(session, claim, state=MessageState.QUEUED, problem=problem, due_at=now + WAITS[claim.attempt - 1])


def _end(session: Session, claim: Claim, **values: object) -> None:
    # Only the sender whose lease it still is may say how it ended.
    session.execute(
        update(MessageRow)
        .where(
            MessageRow.id == claim.message,
            MessageRow.state == MessageState.SENDING,
            MessageRow.lease_until == claim.lease_until,
        )
        .values(lease_until=None, **values)
    )


def _is_under_way() -> ColumnElement[bool]:
    return MessageRow.state.in_((MessageState.QUEUED, MessageState.SENDING))


def _claimable(now: datetime) -> ColumnElement[bool]:
    has_ended = (MessageRow.state == MessageState.SENDING) & (MessageRow.lease_until <= now)
    return ((MessageRow.state == MessageState.QUEUED) & (MessageRow.due_at <= now)) | has_ended


def _give_up(session: Session, *, now: datetime) -> None:
    session.execute(
        update(MessageRow)
        .where(
            MessageRow.state == MessageState.SENDING,
            MessageRow.lease_until <= now,
            MessageRow.attempts >= MOST_ATTEMPTS,
        )
        .values(state=MessageState.FAILED, lease_until=None, problem=BROKEN_OFF)
    )


def _claim(session: Session, row: MessageRow, *, now: datetime, goes_to: Callable[[Errand], str]) -> Claim | None:
    by = aliased(Account)
    facts = session.execute(
        select(
            Account.name,
            Account.email,
            Account.is_disabled,
            Collaborative.name.label("collaborative_name"),
            RoundRow.number,
            RoundRow.label,
            RoundRow.closes_on,
            RoundRow.stage,
            RoundRow.naming,
            (RoomRow.round_id.is_not(None) & RoomRow.ended_at.is_(None)).label("is_in_room"),
            RoundPartnerRow.name.label("partner_name"),
            by.name.label("by_name"),
            by.email.label("by_email"),
        )
        .select_from(MessageRow)
        .join(Account, Account.id == MessageRow.account_id)
        .outerjoin(by, by.id == MessageRow.asked_for_by)
        .outerjoin(Collaborative, Collaborative.id == MessageRow.collaborative_id)
        .outerjoin(RoundRow, RoundRow.id == MessageRow.round_id)
        .outerjoin(RoomRow, RoomRow.round_id == MessageRow.round_id)
        .outerjoin(
            RoundPartnerRow,
            (RoundPartnerRow.round_id == MessageRow.round_id) & (RoundPartnerRow.partner_id == MessageRow.partner_id),
        )
        .where(MessageRow.id == row.id)
    ).one()
    participant = _find_participant(session, row)
    person = None if participant is None else participant.person(row.account_id)
    agrees = participant is not None and participant.agrees_next == person and person is not None
    handed = _list_handed(session, row, person)
    reason = _why_not(row, facts, person, agrees=agrees, is_handed=bool(handed)) or _why_no_invitation(session, row)
    reason = reason or _why_no_signature(session, row)
    if reason:
        row.state, row.lease_until, row.problem = MessageState.FAILED, None, reason
        session.flush()
        return None
    row.state, row.lease_until, row.attempts = MessageState.SENDING, now + LEASE, row.attempts + 1
    errand = Errand(row.kind, row.collaborative_id, facts.number, row.partner_id)
    session.execute(
        delete(EntryLink).where(EntryLink.account_id == row.account_id, EntryLink.expires_at < now - LINKS_KEPT)
    )
    link, token = _make_link(row, now=now, goes_to=goes_to(errand))
    session.add(link)
    session.flush()
    return Claim(
        message=row.id,
        attempt=row.attempts,
        lease_until=now + LEASE,
        asked_for_at=row.asked_for_at,
        errand=errand,
        name=facts.name,
        email=facts.email,
        collaborative_name=facts.collaborative_name,
        round_label=facts.label,
        closes_on=facts.closes_on,
        partner_name=facts.partner_name,
        asked_by=None if facts.by_name is None else (facts.by_name, facts.by_email),
        naming=facts.naming,
        has_begun=person is not None and person.has_begun,
        asked=0 if person is None else person.progress.asked,
        agreeing=participant.agreeing.in_words if participant is not None and agrees else "",
        handed=handed,
        token=token,
        good_until=link.expires_at,
    )


def _find_participant(session: Session, row: MessageRow) -> Participant | None:
    """The partner in the round of a message; None where it is about none."""
    if row.round_id is None or row.partner_id is None:
        return None
    return find_participant(session, round_id=row.round_id, partner=row.partner_id)


def _list_handed(session: Session, row: MessageRow, person: Seated | None) -> tuple[str, ...]:
    """The domains that a colleague handed to the person of a message about that, in the order of the matrix."""
    if row.kind is not MessageKind.HAND_OVER or row.round_id is None or row.partner_id is None or person is None:
        return ()
    handed = list_handed(session, round_id=row.round_id, partner=row.partner_id)
    asked = load_asked(session, round_id=row.round_id).everything
    mine = {d for d, to in handed.items() if to.respondent == person.respondent and to.by != row.account_id}
    return tuple(domain.title for domain, _ in asked if domain.id in mine)


def _why_not(row: MessageRow, facts: Any, person: Seated | None, *, agrees: bool, is_handed: bool) -> str:
    """Why a message has become pointless since it was asked for, empty where it has not."""
    if facts.is_disabled:
        return ACCOUNT_DISABLED
    if row.round_id is None:
        return ""
    if row.kind in {MessageKind.PRE_READ, MessageKind.ROOM, MessageKind.SIGN_OFF}:
        return _why_at_no_stage(row, facts) or ("" if person is not None and person.has_role else NO_RESPONDENT)
    if facts.stage is not Stage.OPEN:
        return NOT_OPEN
    if row.kind is MessageKind.HAND_OVER and not is_handed:
        return NOT_HANDED
    is_waited_for = person is not None and (person.is_waited_for or (agrees and row.kind is MessageKind.REMINDER))
    return "" if is_waited_for else NOT_WAITED_FOR


def _why_no_invitation(session: Session, row: MessageRow) -> str:
    """Why somebody is not invited to a collaborative any more, empty for every other message."""
    if row.kind is not MessageKind.INVITATION or row.round_id is not None or row.collaborative_id is None:
        return ""
    return "" if has_role(session, account=row.account_id, collaborative=row.collaborative_id) else NO_ROLE


def _why_no_signature(session: Session, row: MessageRow) -> str:
    """Why somebody is not asked to sign off any more, empty for every other message."""
    if row.kind is not MessageKind.SIGN_OFF:
        return ""
    signed = select(SignOff.id).where(
        SignOff.round_id == row.round_id, SignOff.partner_id == row.partner_id, SignOff.signed_at >= row.asked_for_at
    )
    return "" if session.execute(signed).first() is None else HAS_SIGNED


def _why_at_no_stage(row: MessageRow, facts: Any) -> str:
    if row.kind is MessageKind.SIGN_OFF:
        return "" if facts.stage is Stage.CLOSED else NOT_CLOSED
    if facts.stage is not Stage.AGREEING:
        return NOT_AGREEING
    return NO_ROOM if row.kind is MessageKind.ROOM and not facts.is_in_room else ""


def _make_link(row: MessageRow, *, now: datetime, goes_to: str) -> tuple[EntryLink, str]:
    token = secrets.token_urlsafe(32)
    days = SIGN_IN_LINK_DAYS if row.kind is MessageKind.SIGN_IN else LINK_DAYS
    link = EntryLink(
        token_hash=hash_token(token),
        account_id=row.account_id,
        collaborative_id=row.collaborative_id,
        message_id=row.id,
        goes_to=goes_to,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token
