"""Rounds: setting one up, who takes part, and moving it from stage to stage."""

from __future__ import annotations

from maturity.usecases.rounds.details import RoundDetails, change_round, discard_round, set_up_round
from maturity.usecases.rounds.moves import RoundNotReady, move_round
from maturity.usecases.rounds.participants import RoundIsFixed, choose_participants

__all__ = [
    "RoundDetails",
    "RoundIsFixed",
    "RoundNotReady",
    "change_round",
    "choose_participants",
    "discard_round",
    "move_round",
    "set_up_round",
]
