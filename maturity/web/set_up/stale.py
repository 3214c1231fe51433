"""A form that was changed elsewhere after it was opened: what is there now, beside what was entered."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import HiddenField


@dataclass(frozen=True, slots=True)
class StaleLine:
    """One thing that the form asks, as it is there now and as the person entered it."""

    name: str
    there: str
    mine: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.there != self.mine


def version_seen(field: HiddenField) -> int:
    """The version that the person saw; one that is not a number was never seen."""
    text = field.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def base_on(field: HiddenField, version: int) -> None:
    """Let the form come back based on what is there now, which the person has been shown."""
    field.raw_data = None
    field.data = str(version)
