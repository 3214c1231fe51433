"""The form for one agreed level."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Matrix
from maturity.web.saving import sent_level
from maturity.web.versioned_form import VersionedForm, text_of_lines, with_level_of_then

NOT_RECORDED: Final = ""
WITHOUT_LEVEL: Final = (ConsensusState.NOT_AGREED, ConsensusState.NOT_APPLICABLE, ConsensusState.SET_ASIDE)
"""What can be recorded in place of a level. Each needs its reason."""


class AgreeForm(VersionedForm):
    """What the collaborative recorded: `choice` is a level’s value, another state’s, or empty for nothing."""

    moves_up = text_of_lines("What would move us up")

    def consensus(self, matrix: Matrix) -> Consensus:
        """What was sent; raises `LevelNotInMatrix` for a choice that the scale does not have.

        A level that was chosen on another scale is left open and told under the reason, and the form is stale.
        """
        choice, words = self.choice.data or NOT_RECORDED, self.words()
        if self.leaves_level_open:
            return replace(words, reason=with_level_of_then(words.reason, choice, then=self.then))
        level: int | None = None
        if choice in WITHOUT_LEVEL:
            state = ConsensusState(choice)
        elif choice == NOT_RECORDED:
            state = ConsensusState.NOT_RECORDED
        else:
            state, level = ConsensusState.AGREED, sent_level(choice, matrix)
        return replace(words, state=state, level=level)

    def words(self) -> Consensus:
        """All that was sent but the choice: what comes back where the scale does not have that."""
        return Consensus(
            state=ConsensusState.NOT_RECORDED,
            reason=self.reason.data or "",
            evidence=self.evidence.data or "",
            moves_up=self.moves_up.data or "",
        )


def choice_of(consensus: Consensus) -> str:
    """The value of `choice` that stands for a result."""
    if consensus.state is ConsensusState.AGREED:
        return str(consensus.level)
    return NOT_RECORDED if consensus.state is ConsensusState.NOT_RECORDED else consensus.state.value
