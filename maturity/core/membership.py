"""How membership of a collaborative changes: partners join, leave, merge into others and are succeeded."""

from __future__ import annotations

from enum import StrEnum


class Succession(StrEnum):
    """How a partner goes on in another one."""

    MERGED = "merged"  # into a partner that went on, or into a new one with others
    SUCCEEDED = "succeeded"  # by one partner that does what it did

    @property
    def label(self) -> str:
        """How it is shown, before the name of the other partner."""
        return _LABELS[self]


_LABELS = {Succession.MERGED: "Merged into", Succession.SUCCEEDED: "Succeeded by"}
