"""A form that was changed elsewhere after it was opened: what is there now, beside what was entered."""

from __future__ import annotations

from dataclasses import dataclass


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
