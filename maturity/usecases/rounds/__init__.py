"""Rounds: setting one up, who takes part, and moving it from stage to stage."""

from __future__ import annotations

from maturity.usecases.rounds.details import MatrixNotOffered, RoundDetails, change_round, discard_round, set_up_round
from maturity.usecases.rounds.moves import ResultsMissing, RoundNotReady, list_without_result, move_round
from maturity.usecases.rounds.participants import (
    RoundIsFixed,
    allowed_respondents,
    choose_participants,
    find_round_to_follow,
)
from maturity.usecases.rounds.partner_people import choose_people, people_of

__all__ = [
    "MatrixNotOffered",
    "ResultsMissing",
    "RoundDetails",
    "RoundIsFixed",
    "RoundNotReady",
    "allowed_respondents",
    "change_round",
    "choose_participants",
    "choose_people",
    "discard_round",
    "find_round_to_follow",
    "list_without_result",
    "move_round",
    "people_of",
    "set_up_round",
]
