"""The form for one answer. Several stand on the page of a domain, each with the criterion’s id as its prefix."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wtforms import SelectMultipleField, StringField, ValidationError

from maturity.core.matrix import Criterion, Matrix
from maturity.core.response import Answer, AnswerState, Confidence
from maturity.web.saving import sent_level
from maturity.web.versioned_form import VersionedForm, with_level_of_then

NOT_ANSWERED: Final = ""
BY_ELEMENTS: Final = "elements"
NOT_BY_ELEMENTS: Final = {
    AnswerState.DONT_KNOW.value: "Don’t know",
    AnswerState.NOT_APPLICABLE.value: "Not applicable",
    AnswerState.NOT_ANSWERED.value: "Leave unanswered for now",
}
"""The choices that say that there is no level, and how a page names them: a ticked element says that there is one."""


class AnswerForm(VersionedForm):
    """One answer as a page sends it.

    `choice` is the value of a level, “not-applicable”, “dont-know”, “elements” where levels are reached by
    elements, or “not-answered”. Where it is empty, ticked elements stand for “elements”, and nothing for not answered.
    """

    confidence = StringField()
    elements = SelectMultipleField(validate_choice=False)

    def validate_choice(self, field: StringField) -> None:
        """Refuse ticked elements beside a choice that says that there is no level: one of them is not meant."""
        if self.elements.data and field.data in NOT_BY_ELEMENTS:
            raise ValidationError(
                f"You ticked what is true and also chose “{NOT_BY_ELEMENTS[field.data]}”. "
                "Take the ticks away, or choose “Tick what is true for us now”."
            )

    def answer(self, matrix: Matrix) -> Answer:
        """The answer that was sent; raises `LevelNotInMatrix` for a choice that the scale does not have.

        A level that was chosen on another scale is none on this one: it is left open, told under the words, and the
        form is stale.
        """
        choice = self.choice.data or (BY_ELEMENTS if self.elements.data else NOT_ANSWERED)
        words = self.words()
        if self.leaves_level_open:
            return replace(words, reason=with_level_of_then(words.reason, choice, then=self.then))
        state, level = _state_and_level(choice, matrix)
        return replace(words, state=state, level=level, by_elements=choice == BY_ELEMENTS)

    def words(self) -> Answer:
        """All that was sent but the choice: what comes back where the scale does not have that."""
        return Answer(
            state=AnswerState.NOT_ANSWERED,
            reason=self.reason.data or "",
            confidence=Confidence(self.confidence.data) if self.confidence.data in set(Confidence) else None,
            evidence=self.evidence.data or "",
            elements=frozenset(self.elements.data or ()),
        )


def _state_and_level(choice: str, matrix: Matrix) -> tuple[AnswerState, int | None]:
    if choice in {AnswerState.NOT_APPLICABLE, AnswerState.DONT_KNOW}:
        return AnswerState(choice), None
    if choice in {NOT_ANSWERED, AnswerState.NOT_ANSWERED, BY_ELEMENTS}:
        return AnswerState.NOT_ANSWERED, None
    return AnswerState.LEVEL, sent_level(choice, matrix)


def choice_of(answer: Answer, criterion: Criterion) -> str:
    """The value of `choice` that stands for an answer."""
    if answer.state in {AnswerState.NOT_APPLICABLE, AnswerState.DONT_KNOW}:
        return answer.state.value
    if criterion.has_elements:
        if answer.by_elements or answer.level is not None:
            return BY_ELEMENTS
        # Ticks beside it say that it was left unanswered on purpose.
        return AnswerState.NOT_ANSWERED.value if answer.elements else NOT_ANSWERED
    return NOT_ANSWERED if answer.level is None else str(answer.level)
