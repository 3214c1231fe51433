"""What people send in the room: a vote, a dissent, and the buttons of who conducts it."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from maturity.core.ballot import Vote
from maturity.core.dissent import Dissent
from maturity.core.matrix import LevelNotInMatrix, Matrix
from maturity.core.response import AnswerState
from maturity.web.saving import sent_level
from maturity.web.versioned_form import VersionedForm

TAKEN_BACK: Final = ""
WITHOUT_LEVEL: Final = (AnswerState.DONT_KNOW, AnswerState.NOT_APPLICABLE)
LARGEST_ID: Final = 10**17


class VoteForm(VersionedForm):
    """The vote of a partner in a ballot: `choice` is a level’s value, another state’s, or empty to take it back."""

    ballot = IntegerField(validators=[Optional(), NumberRange(min=1, max=LARGEST_ID)])

    @property
    def ballot_asked(self) -> int:
        """The id of the ballot that the form is for; one that is not a number is that of none."""
        asked: int | None = self.ballot.data
        return asked if asked is not None and 0 < asked <= LARGEST_ID else 0

    def validate_choice(self, field: StringField) -> None:
        """Refuse words without any choice, which would be lost: no vote goes by with them."""
        if self.reason.data and not field.raw_data:
            raise ValidationError("Choose an answer, so that the words count.")

    def vote(self, matrix: Matrix, *, on_behalf: bool) -> Vote:
        """What was sent; raises `LevelNotInMatrix` for a choice that the scale does not have."""
        choice, reason = self.choice.data or TAKEN_BACK, self.reason.data or ""
        if choice == TAKEN_BACK:
            return Vote(on_behalf=on_behalf)
        if choice in WITHOUT_LEVEL:
            return Vote(state=AnswerState(choice), reason=reason, on_behalf=on_behalf)
        return Vote(state=AnswerState.LEVEL, level=sent_level(choice, matrix), reason=reason, on_behalf=on_behalf)

    def shown(self, matrix: Matrix, *, on_behalf: bool) -> Vote:
        """What was sent as a page gives it back, with its words whatever was chosen."""
        words = Vote(reason=self.reason.data or "", on_behalf=on_behalf)
        try:
            vote = self.vote(matrix, on_behalf=on_behalf)
        except LevelNotInMatrix:
            return words
        return vote if vote.is_in else words


class DissentForm(VersionedForm):
    """What a partner holds against the result, in `reason`; nothing takes it back."""

    def dissent(self, *, on_behalf: bool) -> Dissent:
        """What was sent."""
        return Dissent(words=self.reason.data or "", on_behalf=on_behalf)


class ActForm(FlaskForm):
    """A button of who conducts the room, with what it is about."""

    class Meta:
        """How the form is made."""

        csrf = False  # every request is held to its token already

    criterion_id = StringField(validators=[Length(max=60)])
    ballot = IntegerField(validators=[Optional(), NumberRange(min=1, max=LARGEST_ID)])
    minutes = IntegerField(validators=[Optional(), NumberRange(min=1, max=240)])
