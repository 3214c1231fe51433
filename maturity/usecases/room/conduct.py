"""Conducting the room: opening and ending it, what is talked about, and the timer.

A level is agreed by `agree_level` as elsewhere: it moves the round on, and so every screen.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.ballots import find_open_ballot
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rooms import find_room
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.rows.room import RoomRow
from maturity.usecases.agree import open_table
from maturity.usecases.room.changes import RoomNotOpen, enter, note_change
from maturity.usecases.room.screen import order_of_talk
from maturity.usecases.versioned_save import NotNow

LONGEST_TIMER: Final = timedelta(hours=4)


class BallotUnderWay(NotNow):
    """Partners are voting, so the room cannot go elsewhere."""

    def __init__(self) -> None:
        super().__init__("Partners are voting. Reveal the votes or withdraw the ballot first.")


def open_room(
    session: Session, *, head: RoundHead, account: int, now: datetime, criterion_id: str | None = None
) -> None:
    """Open the room of a round at a criterion, or open it again where it was; raises `RoomNotOpen`.

    A meeting that begins at no criterion of its own begins with the first that is still to be talked about. A room
    that is open stays as it is.
    """
    if head.stage is not Stage.AGREEING:
        raise RoomNotOpen(head)
    room = find_room(session, round_id=head.id)
    if room is None:
        first = _first_to_talk_about(session, head) if criterion_id is None else criterion_id
        _check_asked(session, head, first)
        session.execute(
            insert(RoomRow).values(
                round_id=head.id,
                criterion_id=first,
                opened_at=now,
                opened_by=account,
                changed_at=now,
                version=0,
            )
        )
        note_change(session, head=head, action="open room", account=account, now=now)
    elif not room.is_open:
        note_change(session, head=head, action="resume room", account=account, now=now, ended_at=None)


def _first_to_talk_about(session: Session, head: RoundHead) -> str:
    order = order_of_talk(open_table(session, collaborative=head.collaborative, number=head.number))
    # A meeting that is prepared in part begins with what is still open.
    return next((result for result in order if not result.consensus.is_recorded), order[0]).criterion.id


def end_room(session: Session, *, head: RoundHead, account: int, now: datetime) -> None:
    """End the meeting; it can be opened again where it was. Raises `RoomNotOpen` or `BallotUnderWay`."""
    enter(session, head)
    _check_no_ballot(session, head)
    note_change(session, head=head, action="end room", account=account, now=now, ended_at=now, timer_ends_at=None)


def go_to(session: Session, *, head: RoundHead, criterion_id: str, account: int, now: datetime) -> None:
    """Talk about another criterion, which stops the timer.

    Going where the room is changes nothing. Raises `RoomNotOpen`, `BallotUnderWay`, `CriterionNotInMatrix` or
    `CriterionNotAsked`.
    """
    room = enter(session, head)
    if room.criterion_id == criterion_id:
        return
    _check_asked(session, head, criterion_id)
    _check_no_ballot(session, head)
    note_change(
        session,
        head=head,
        action="go to criterion",
        account=account,
        now=now,
        subject=criterion_id,
        criterion_id=criterion_id,
        timer_ends_at=None,
    )


def stay_on_what_is_asked(session: Session, *, collaborative: int, number: int, now: datetime) -> None:
    """Take the room of a round that asks another version now to a criterion that it asks, and every screen with it.

    Where its criterion is split, merged or retired, nothing could be said in it and nobody could leave it. It goes on
    with what is still to be talked about; before partners agree levels, with the first criterion. The event of the
    move or of undoing it stands for this too.
    """
    head = get_round(session, collaborative=collaborative, number=number)
    room = find_room(session, round_id=head.id)
    if room is None or room.criterion_id is None:
        return
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    asked = [criterion.id for _, criteria in matrix.asked_of(head.collaborative_type) for criterion in criteria]
    if room.criterion_id in asked:
        return
    goes_on = _first_to_talk_about(session, head) if head.stage is Stage.AGREEING else asked[0]
    session.execute(
        update(RoomRow)
        .where(RoomRow.round_id == head.id)
        .values(version=RoomRow.version + 1, changed_at=now, criterion_id=goes_on, timer_ends_at=None)
    )


def start_timer(session: Session, *, head: RoundHead, minutes: int, account: int, now: datetime) -> None:
    """Give the conversation so many minutes from now, or so many more while the timer runs; raises `RoomNotOpen`.

    The time is that of the server, four hours at the most.
    """
    room = enter(session, head)
    runs_until = max(room.timer_ends_at or now, now)
    ends_at = min(runs_until + timedelta(minutes=max(minutes, 1)), now + LONGEST_TIMER)
    note_change(session, head=head, action="start timer", account=account, now=now, timer_ends_at=ends_at)


def stop_timer(session: Session, *, head: RoundHead, account: int, now: datetime) -> None:
    """Take the timer away; raises `RoomNotOpen`."""
    if enter(session, head).timer_ends_at is not None:
        note_change(session, head=head, action="stop timer", account=account, now=now, timer_ends_at=None)


def _check_asked(session: Session, head: RoundHead, criterion_id: str) -> None:
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    matrix.asked_criterion(criterion_id, head.collaborative_type)


def _check_no_ballot(session: Session, head: RoundHead) -> None:
    if find_open_ballot(session, round_id=head.id) is not None:
        raise BallotUnderWay
