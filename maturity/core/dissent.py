"""Dissent from what was recorded on a criterion, in the words of the partner that dissents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.core.consensus import ConsensusState


@dataclass(frozen=True, slots=True)
class Dissent:
    """What a partner holds against the level that the others agreed or, where none was agreed, what it stands by.

    `on_behalf` marks words that a lead or facilitator wrote down for the partner.
    """

    words: str = ""
    on_behalf: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether there is a dissent; one that was taken back has no words."""
        return bool(self.words.strip())


@dataclass(frozen=True, slots=True)
class PartnersDissent:
    """What one partner holds against the result on a criterion, as a report prints it.

    In an anonymous round `on_behalf` is never set: who wrote the words down would tell of which partner they are.
    """

    partner: int
    partner_name: str
    words: str
    on_behalf: bool = False


NO_DISSENT: Final = Dissent()

OPEN_TO_DISSENT: Final = frozenset({ConsensusState.AGREED, ConsensusState.NOT_AGREED})
"""Results on which a partner may put its dissent on record."""
