"""Saving what a form without a script holds, criterion by criterion: responses and positions alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from maturity.core.matrix import Criterion, LevelNotInMatrix, Matrix
from maturity.core.response import Answer, AnswerState
from maturity.usecases.versioned_save import StaleSave
from maturity.web.respond.forms import AnswerForm
from maturity.web.versioned_form import Problems

SAY_WHY: Final = "Say why it does not apply, so that it counts."

Keep = Callable[[str, AnswerForm], object]
"""Saves what the form of a criterion holds; raises what a versioned save raises."""


@dataclass
class Sent:
    """What a form held: each answer as it was sent, what is wrong with it, and which ones were changed elsewhere."""

    shown: dict[str, Answer] = field(default_factory=dict)
    problems: dict[str, Problems] = field(default_factory=dict)
    stale: list[tuple[Criterion, StaleSave[Any]]] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether all that was sent is saved as it was meant."""
        return not self.stale and not self.problems


def sent_forms(criteria: Iterable[Criterion]) -> list[tuple[Criterion, AnswerForm]]:
    """What was sent of these criteria: read before a transaction begins, which keeps other writers waiting."""
    forms = [(criterion, AnswerForm(prefix=f"{criterion.id}-")) for criterion in criteria]
    return [(criterion, form) for criterion, form in forms if form.was_sent]


def save_forms(forms: Iterable[tuple[Criterion, AnswerForm]], *, matrix: Matrix, keep: Keep) -> Sent:
    """Save each criterion that was sent; what cannot be saved does not keep the others from it."""
    sent = Sent()
    for criterion, form in forms:
        _save_one(criterion, form, sent, matrix=matrix, keep=keep)
    return sent


def _save_one(criterion: Criterion, form: AnswerForm, sent: Sent, *, matrix: Matrix, keep: Keep) -> None:
    try:
        sent.shown[criterion.id] = form.words()
        sent.shown[criterion.id] = form.answer(matrix)
        if not form.validate():
            sent.problems[criterion.id] = form.problems
            return
        keep(criterion.id, form)
    except StaleSave as stale:
        sent.stale.append((criterion, stale))
    except LevelNotInMatrix as problem:
        sent.problems[criterion.id] = (("choice", str(problem)),)
    else:
        if what_is_missing(form):
            sent.problems[criterion.id] = (("reason", SAY_WHY),)


def what_is_missing(form: AnswerForm) -> str:
    """What is told after a save that was made and does not count yet; empty where it does."""
    is_unexplained = form.choice.data == AnswerState.NOT_APPLICABLE and not (form.reason.data or "").strip()
    return SAY_WHY if is_unexplained else ""
