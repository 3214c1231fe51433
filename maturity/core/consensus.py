"""What the collaborative records together on one criterion: an agreed level, or that none was agreed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class ConsensusState(StrEnum):
    """How the conversation about one criterion ended. Not agreed is a result, not a gap."""

    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    NOT_APPLICABLE = "not-applicable"
    SET_ASIDE = "set-aside"
    NOT_RECORDED = "not-recorded"

    @property
    def label(self) -> str:
        """How the state is shown where a matrix has no word of its own for it."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    ConsensusState.AGREED: "Agreed",
    ConsensusState.NOT_AGREED: "Not agreed",
    ConsensusState.NOT_APPLICABLE: "Not applicable",
    ConsensusState.SET_ASIDE: "Set aside",
    ConsensusState.NOT_RECORDED: "Not recorded",
}


_NEEDS_REASON = frozenset({ConsensusState.NOT_AGREED, ConsensusState.NOT_APPLICABLE, ConsensusState.SET_ASIDE})


@dataclass(frozen=True, slots=True)
class Consensus:
    """The collaborative's own result on one criterion. `level` is set when and only when it is AGREED.

    `moves_up` says what would move the collaborative up. What is set aside has no result in this round, for the
    reason that is given.
    """

    state: ConsensusState = ConsensusState.NOT_RECORDED
    level: int | None = None
    reason: str = ""
    evidence: str = ""
    moves_up: str = ""

    def __post_init__(self) -> None:
        if (self.state is ConsensusState.AGREED) != (self.level is not None):
            raise ValueError("A consensus has a level when, and only when, it is agreed.")

    @property
    def is_recorded(self) -> bool:
        """Whether the criterion is done with: agreed, or with a reason not agreed, not applicable or set aside."""
        if self.state in _NEEDS_REASON:
            return bool(self.reason.strip())
        return self.state is ConsensusState.AGREED

    @property
    def as_counted(self) -> Consensus:
        """What every result goes by: this, or not recorded where the reason that it needs is lacking."""
        return self if self.is_recorded else replace(self, state=ConsensusState.NOT_RECORDED)


NOTHING_RECORDED: Final = Consensus()
