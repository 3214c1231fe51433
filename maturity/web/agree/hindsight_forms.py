"""The form on which a level of the round before is looked back on."""

from __future__ import annotations

from maturity.core.hindsight import Hindsight, HindsightState
from maturity.core.matrix import Matrix
from maturity.web.saving import sent_level
from maturity.web.versioned_form import VersionedForm

NOT_SAID = ""
WITHOUT_LEVEL = (HindsightState.STILL_RIGHT, HindsightState.CANNOT_SAY)
"""What can be said without another level."""


class HindsightForm(VersionedForm):
    """What is said now: `choice` is a level’s value on the scale of then, another state’s, or empty for nothing."""

    def hindsight(self, matrix: Matrix) -> Hindsight:
        """What was sent; raises `LevelNotInMatrix` for a choice that the scale of then does not have."""
        choice, reason = self.choice.data or NOT_SAID, self.reason.data or ""
        if choice == NOT_SAID:
            return Hindsight(reason=reason)
        if choice in WITHOUT_LEVEL:
            return Hindsight(state=HindsightState(choice), reason=reason)
        return Hindsight(state=HindsightState.OTHERWISE, level=sent_level(choice, matrix), reason=reason)

    def words(self) -> Hindsight:
        """All that was sent but the choice: what comes back where the scale does not have that."""
        return Hindsight(reason=self.reason.data or "")


def choice_of(said: Hindsight) -> str:
    """The value of `choice` that stands for what was said."""
    if said.state is HindsightState.OTHERWISE:
        return str(said.level)
    return NOT_SAID if said.state is HindsightState.NOT_ASKED else said.state.value
