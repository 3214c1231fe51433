"""The form for one agreed level."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import Length

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.response import LONGEST_TEXT
from maturity.web.saving import sent_level, sent_text

NOT_RECORDED: Final = ""

_TOO_LONG = f"Use at most {LONGEST_TEXT:,} characters."


class AgreeForm(FlaskForm):
    """What the collaborative recorded: `choice` is a level’s value, “not-agreed”, “not-applicable” or empty."""

    choice = StringField()
    reason = StringField(filters=[sent_text], validators=[Length(max=LONGEST_TEXT, message=_TOO_LONG)])
    evidence = StringField(filters=[sent_text], validators=[Length(max=LONGEST_TEXT, message=_TOO_LONG)])
    based_on = IntegerField(default=0)
    request_key = StringField(validators=[Length(max=64)])

    def consensus(self, matrix: Matrix) -> Consensus:
        """What was sent; raises `LevelNotInMatrix` for a choice that the scale does not have."""
        choice = self.choice.data or NOT_RECORDED
        level: int | None = None
        if choice in {ConsensusState.NOT_AGREED, ConsensusState.NOT_APPLICABLE}:
            state = ConsensusState(choice)
        elif choice == NOT_RECORDED:
            state = ConsensusState.NOT_RECORDED
        else:
            state, level = ConsensusState.AGREED, sent_level(choice, matrix)
        return Consensus(state=state, level=level, reason=self.reason.data or "", evidence=self.evidence.data or "")


def choice_of(consensus: Consensus) -> str:
    """The value of `choice` that stands for a result."""
    if consensus.state is ConsensusState.AGREED:
        return str(consensus.level)
    return NOT_RECORDED if consensus.state is ConsensusState.NOT_RECORDED else consensus.state.value
