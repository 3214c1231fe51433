"""The room in which a round's levels are agreed: conducted by a lead or facilitator, followed on every screen."""

from __future__ import annotations

from maturity.usecases.room.ballots import (
    AlreadyDecided,
    BallotOver,
    NotTheirs,
    RoomMovedOn,
    TooFewIn,
    VotedItself,
    cast_vote,
    open_ballot,
    reveal_ballot,
    withdraw_ballot,
)
from maturity.usecases.room.changes import RoomNotOpen
from maturity.usecases.room.conduct import (
    BallotUnderWay,
    end_room,
    go_to,
    open_room,
    start_timer,
    stop_timer,
)
from maturity.usecases.room.dissents import (
    InTheirOwnWords,
    NothingAgreed,
    TheyWriteThemselves,
    may_write_for,
    record_dissent,
)
from maturity.usecases.room.screen import Conversation, Revealed, RoomScreen, Tally, order_of_talk, see_room
from maturity.usecases.room.time_boxes import MORE_MINUTES, USUAL_MINUTES, minutes_for

__all__ = [
    "MORE_MINUTES",
    "USUAL_MINUTES",
    "AlreadyDecided",
    "BallotOver",
    "BallotUnderWay",
    "Conversation",
    "InTheirOwnWords",
    "NotTheirs",
    "NothingAgreed",
    "Revealed",
    "RoomMovedOn",
    "RoomNotOpen",
    "RoomScreen",
    "Tally",
    "TheyWriteThemselves",
    "TooFewIn",
    "VotedItself",
    "cast_vote",
    "end_room",
    "go_to",
    "may_write_for",
    "minutes_for",
    "open_ballot",
    "open_room",
    "order_of_talk",
    "record_dissent",
    "reveal_ballot",
    "see_room",
    "start_timer",
    "stop_timer",
    "withdraw_ballot",
]
