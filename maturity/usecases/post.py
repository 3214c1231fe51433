"""Writing to people: a message is queued in the transaction of what causes it, and sent later.

Who gets one is decided here. What it says is written when it is sent (`post_queue`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.colleagues import Colleague
from maturity.persistence.queries.messages import Delivery, Place, last_hand_overs, last_messages_of_round
from maturity.persistence.queries.responses import Seat
from maturity.persistence.queries.rooms import find_room
from maturity.persistence.queries.rounds import RoundHead, list_participants
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.entry_link import EntryLink
from maturity.persistence.rows.message import MessageKind, MessageRow, MessageState
from maturity.usecases.audit import record_event
from maturity.usecases.offers import has_role
from maturity.usecases.sign_in import EmailRefused, email_key, hash_token

NOT_AGAIN_WITHIN: Final = timedelta(hours=24)
"""How long nobody is reminded again by a press that reminds everybody."""

LINKS_APART: Final = timedelta(minutes=2)
"""How long a second press for a link to sign in sends nothing: the first one’s is on its way.

Not once that one was used: whoever came in with it and lost the device has to come in again at once.
"""

HANDED_TOGETHER: Final = timedelta(minutes=2)
"""How long a message about a domain that was handed over waits for others that are handed to the same person."""

_OCCASIONS: Final[Mapping[MessageKind, int]] = {MessageKind.PRE_READ: 1, MessageKind.ROOM: 2, MessageKind.SIGN_OFF: 3}
"""What is sent about what comes after responding, in its order. The first of a later one is always due."""


class NothingToSend(ValueError):
    """There is nobody to write to, or no reason to; the message says why."""


def write_to_everybody(session: Session, *, head: RoundHead, kind: MessageKind, by: int, now: datetime) -> int:
    """Queue a message to everybody of a round whom it is for. Returns to how many; raises `NothingToSend`.

    An invitation is for who was not reached by one. A reminder is for who has not finished, and for the lead of a
    partner with positions left to agree once all in it have, where nothing was sent to them in the last 24 hours: an
    invitation does not count for positions to agree, of which it said nothing. A pre-read is for everybody who
    responds, once levels are being agreed, and the way into the room while it is open; neither is sent twice in 24
    hours.
    Who was not reached before is written to again.
    """
    last = last_messages_of_round(session, round_id=head.id)
    if kind is MessageKind.PRE_READ and head.stage is Stage.AGREEING and not has_pre_read(head):
        raise NothingToSend("In this round nobody gives a level before the meeting, so there is no pre-read.")
    places = _seats(session, head) if kind in _OCCASIONS else _waiting_seats(session, head, kind)
    if kind is MessageKind.ROOM and not _is_in_room(session, head):
        raise NothingToSend("The room is not open, so there is nothing to come to yet.")
    chosen = [seat for seat, agrees in places.items() if is_due(last.get(seat), kind, now=now, agrees=agrees)]
    for place in chosen:
        _queue_in_round(session, head=head, kind=kind, place=place, by=by, now=now)
    return len(chosen)


def write_to_places(
    session: Session, *, head: RoundHead, kind: MessageKind, places: Sequence[tuple[int, int]], by: int, now: datetime
) -> int:
    """Queue a message to each of some people, given by account and partner, to whom it is due. Returns to how many."""
    last = last_messages_of_round(session, round_id=head.id)
    chosen = [place for place in places if is_due(last.get(place), kind, now=now)]
    for place in chosen:
        _queue_in_round(session, head=head, kind=kind, place=place, by=by, now=now)
    return len(chosen)


def is_due(before: Delivery | None, kind: MessageKind, *, now: datetime, agrees: bool = False) -> bool:
    """Whether a press for everybody writes to somebody, after the last message there was.

    `agrees`: whether it is positions that the person has left to agree.
    """
    if kind is MessageKind.INVITATION:
        return is_not_reached(before)
    if before is None or before.state is MessageState.FAILED:
        return True
    if _OCCASIONS.get(before.kind, 0) < _OCCASIONS.get(kind, 0):
        return True
    if before.is_under_way:
        return False
    if agrees and before.kind is MessageKind.INVITATION:
        return True
    return before.asked_for_at <= now - NOT_AGAIN_WITHIN


def is_not_reached(before: Delivery | None) -> bool:
    """Whether somebody still has to be invited: the lead never wrote to them, or the invitation was not delivered."""
    return before is None or (before.kind is MessageKind.INVITATION and before.state is MessageState.FAILED)


def write_to_one(session: Session, *, head: RoundHead, partner: int, account: int, by: int, now: datetime) -> None:
    """Queue a message to one of the people of an open round: an invitation if it is the first, else a reminder.

    Who has positions to agree has responded, and so is reminded whether or not this service wrote to them before.

    Whoever presses for one person means it, so it is sent again within 24 hours as well. Raises `NothingToSend` for
    somebody who has finished or to whom a message is on its way.
    """
    place = (account, partner)
    if place not in _waiting_seats(session, head, MessageKind.REMINDER):
        raise NothingToSend("This person has submitted, is asked nothing any more, or cannot respond now.")
    before = last_messages_of_round(session, round_id=head.id).get(place)
    if before is not None and before.is_under_way:
        raise NothingToSend("A message to this person is on its way already.")
    is_first = is_not_reached(before) and place in _waiting_seats(session, head, MessageKind.INVITATION)
    kind = MessageKind.INVITATION if is_first else MessageKind.REMINDER
    _queue_in_round(session, head=head, kind=kind, place=place, by=by, now=now)


def tell_of_hand_over(session: Session, *, seat: Seat, to: Colleague, now: datetime) -> None:
    """Queue a message to a colleague about what the person of a seat handed over. It names all there is by then.

    Nothing is queued where one is waiting already, nor for what somebody keeps for themselves.
    """
    if to.account == seat.account:
        return
    before = last_hand_overs(session, round_id=seat.round_id, partner=seat.partner).get(to.account)
    if before is not None and before.state is MessageState.QUEUED and not before.attempts:
        return
    _queue(
        session,
        kind=MessageKind.HAND_OVER,
        account=to.account,
        collaborative=seat.collaborative,
        by=seat.account,
        now=now,
        round_id=seat.round_id,
        partner=seat.partner,
        due_at=now + HANDED_TOGETHER,
    )


def invite_to_collaborative(session: Session, *, collaborative: int, account: int, by: int, now: datetime) -> None:
    """Queue an invitation to take part in a collaborative, to somebody who has or is offered a role in it.

    Raises `NothingToSend` for anybody else, and where one is on its way.
    """
    if not has_role(session, account=account, collaborative=collaborative):
        raise NothingToSend("This person has no role in this collaborative, or cannot sign in any more.")
    if _is_on_its_way(session, account=account, kind=MessageKind.INVITATION, collaborative=collaborative):
        raise NothingToSend("A message to this person is on its way already.")
    _queue(session, kind=MessageKind.INVITATION, account=account, collaborative=collaborative, by=by, now=now)


def ask_for_link(session: Session, *, email: str, now: datetime) -> None:
    """Queue a link to sign in for whoever has this address. Says nothing of whether anybody has."""
    try:
        key = email_key(email)
    except EmailRefused:
        key = ""
    account = session.execute(
        select(Account.id).where(Account.email_key == key, Account.is_disabled.is_(False))
    ).scalar_one_or_none()
    _send_link(session, account, now=now)


def ask_for_another_link(session: Session, *, token: str, now: datetime) -> None:
    """Queue a new link to wherever the one with this token went. Says nothing of whether it went anywhere."""
    link = session.get(EntryLink, hash_token(token))
    before = None if link is None or link.message_id is None else session.get(MessageRow, link.message_id)
    if link is not None and before is not None and _still_invites(session, before):
        # Only an invitation puts roles that wait in force, so it is what is sent again.
        _send_link(session, link.account_id, now=now, invitation=before)
    else:
        _send_link(session, None if link is None else link.account_id, now=now)


def _still_invites(session: Session, message: MessageRow) -> bool:
    """Whether a message invited somebody to a collaborative in which they still have or are offered a role."""
    return (
        message.kind is MessageKind.INVITATION
        and message.round_id is None
        and message.collaborative_id is not None
        and has_role(session, account=message.account_id, collaborative=message.collaborative_id)
    )


def _send_link(session: Session, account: int | None, *, now: datetime, invitation: MessageRow | None = None) -> None:
    """Queue a link for an account, or do nothing but what leaves the same answer for an address that nobody has.

    Both look for a recent message and write an event. A known address has one row more to write, the message: no mail
    is sent while anybody waits for the answer, so that is all that the time could tell.
    """
    kind = MessageKind.SIGN_IN if invitation is None else MessageKind.INVITATION
    collaborative = None if invitation is None else invitation.collaborative_id
    recent = session.execute(
        select(MessageRow.id).where(
            MessageRow.account_id == (account or 0),  # which nobody has: none would be looked for in all messages
            MessageRow.kind == kind,
            MessageRow.asked_for_at > now - LINKS_APART,
            ~exists().where(
                EntryLink.account_id == MessageRow.account_id,
                EntryLink.message_id == MessageRow.id,
                EntryLink.used_at.is_not(None),
            ),
        )
    ).first()
    if account is None or recent is not None:
        record_event(session, action="ask for link", now=now, account=None)
        return
    by = None if invitation is None else invitation.asked_for_by
    _queue(session, kind=kind, account=account, collaborative=collaborative, by=by, now=now)


def _waiting_seats(session: Session, head: RoundHead, kind: MessageKind) -> dict[Place, bool]:
    """Who is waited for in an open round, by an invitation or a reminder; raises `NothingToSend` where it is not open.

    By place, whether it is positions that the person has left to agree: who has only these is not invited.
    """
    if head.stage is not Stage.OPEN:
        raise NothingToSend("This round is not open for responses, so there is nobody to write to.")
    participants = list_participants(session, round_id=head.id)
    return {
        (person.account, each.partner): person == each.agrees_next
        for each in participants
        for person in (each.to_remind if kind is MessageKind.REMINDER else each.to_chase)
    }


def has_pre_read(head: RoundHead) -> bool:
    """Whether there is something to read before the meeting: where partners stand, once that is told."""
    return head.stage is Stage.AGREEING and head.way is WayOfScoring.PARTNERS_FIRST


def _seats(session: Session, head: RoundHead) -> dict[Place, bool]:
    """Who responds, while levels are being agreed; raises `NothingToSend` where they are not."""
    if head.stage is not Stage.AGREEING:
        raise NothingToSend("There is a meeting once the partners’ levels are revealed, until the round is closed.")
    participants = list_participants(session, round_id=head.id)
    return {(person.account, each.partner): False for each in participants for person in each.to_tell}


def _is_in_room(session: Session, head: RoundHead) -> bool:
    room = find_room(session, round_id=head.id)
    return room is not None and room.is_open


def _is_on_its_way(session: Session, *, account: int, kind: MessageKind, collaborative: int) -> bool:
    found = session.execute(
        select(MessageRow.id).where(
            MessageRow.account_id == account,
            MessageRow.kind == kind,
            MessageRow.collaborative_id == collaborative,
            MessageRow.round_id.is_(None),
            MessageRow.state.in_((MessageState.QUEUED, MessageState.SENDING)),
        )
    ).first()
    return found is not None


def _queue_in_round(
    session: Session, *, head: RoundHead, kind: MessageKind, place: Place, by: int, now: datetime
) -> None:
    account, partner = place
    _queue(
        session,
        kind=kind,
        account=account,
        collaborative=head.collaborative,
        by=by,
        now=now,
        round_id=head.id,
        partner=partner,
    )


def _queue(
    session: Session,
    *,
    kind: MessageKind,
    account: int,
    collaborative: int | None,
    by: int | None,
    now: datetime,
    round_id: int | None = None,
    partner: int | None = None,
    due_at: datetime | None = None,
) -> None:
    session.add(
        MessageRow(
            kind=kind,
            account_id=account,
            collaborative_id=collaborative,
            round_id=round_id,
            partner_id=partner,
            asked_for_by=by,
            asked_for_at=now,
            state=MessageState.QUEUED,
            due_at=due_at or now,
            attempts=0,
            problem="",
        )
    )
    session.flush()
    record_event(
        session,
        action=f"queue {kind.value}",
        now=now,
        account=by,
        collaborative=None if kind is MessageKind.SIGN_IN else collaborative,
        round_id=round_id,
        subject=f"account {account}",
    )
