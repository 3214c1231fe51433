"""Moving an open round to the next version of its matrix, and undoing that: nothing that was said is lost."""

from __future__ import annotations

from maturity.usecases.version_move.asking_then import AskedInRound, list_asked_otherwise
from maturity.usecases.version_move.left_behind import KeptFromBefore, KeptWords, list_kept_from_before
from maturity.usecases.version_move.looking_again import look_again_at
from maturity.usecases.version_move.moving import move_to_next_version
from maturity.usecases.version_move.planning import (
    PlannedMove,
    find_next_version,
    keeps_its_version,
    plan_move,
    why_no_version,
)
from maturity.usecases.version_move.refusals import NotMovable, ReasonMissing
from maturity.usecases.version_move.undoing import Undone, find_move_to_undo, undo_move, why_not_undone

__all__ = [
    "AskedInRound",
    "KeptFromBefore",
    "KeptWords",
    "NotMovable",
    "PlannedMove",
    "ReasonMissing",
    "Undone",
    "find_move_to_undo",
    "find_next_version",
    "keeps_its_version",
    "list_asked_otherwise",
    "list_kept_from_before",
    "look_again_at",
    "move_to_next_version",
    "plan_move",
    "undo_move",
    "why_no_version",
    "why_not_undone",
]
