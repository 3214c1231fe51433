"""Dissent from an agreed level, in the words of the partner that dissents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Dissent:
    """What a partner holds against the level that the others agreed.

    `on_behalf` marks words that a facilitator wrote down for the partner.
    """

    words: str = ""
    on_behalf: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether there is a dissent; one that was taken back has no words."""
        return bool(self.words.strip())


@dataclass(frozen=True, slots=True)
class PartnersDissent:
    """What one partner holds against the result on a criterion, as a report prints it."""

    partner: int
    partner_name: str
    words: str
    on_behalf: bool = False


NO_DISSENT: Final = Dissent()
