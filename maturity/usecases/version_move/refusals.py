"""Why a round is not moved to another version, or not back."""

from __future__ import annotations


class NotMovable(ValueError):
    """A round cannot be moved to another version, or a move not undone; the message says why."""


class ReasonMissing(ValueError):
    """A move was asked for without saying why."""

    def __init__(self) -> None:
        super().__init__("Say why the round moves to another version.")
