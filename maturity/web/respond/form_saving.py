"""Saving what a form without a script holds, criterion by criterion: responses and positions alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Response, request

from maturity.core.matrix import Criterion, LevelNotInMatrix, Matrix
from maturity.core.response import Answer, AnswerState
from maturity.persistence.queries.versions import Kept
from maturity.reports.words import listed
from maturity.usecases.version_move import AskedInRound
from maturity.usecases.versioned_save import StaleSave
from maturity.web.errors import error_answer
from maturity.web.respond.forms import AnswerForm
from maturity.web.versioned_form import ASKED_OTHERWISE, Problems

LONGEST_ID: Final = 60
SAY_WHY: Final = "Say why it does not apply, so that it counts."
READ_AGAIN: Final = "Read it as it is now, then save."

Stale = tuple[Criterion, AnswerForm, StaleSave[Any]]
"""What was sent of a criterion, and what it was stale against."""


@dataclass(frozen=True)
class Desk:
    """Where answers are kept in one transaction: the round as it is at its beginning, and how one answer is kept.

    `asked` is what its pages asked. `save` saves what the form of a criterion holds, and raises what a versioned save
    raises. `find` is what is kept on a criterion, as far as whoever saves may know it.
    """

    asked: AskedInRound
    save: Callable[[str, AnswerForm], Kept[Any]]
    find: Callable[[str], Kept[Any]]

    @property
    def matrix(self) -> Matrix:
        """The matrix that the round asks now."""
        return self.asked.now

    def look_up(self, criterion_id: str, form: AnswerForm) -> None:
        """Find out what the page of a form asked on its criterion."""
        form.look_up(self.asked, criterion_id=criterion_id)

    def keep(self, criterion_id: str, form: AnswerForm) -> Kept[Any]:
        """Save what the form of a criterion holds, read as an answer to what its page asked."""
        self.look_up(criterion_id, form)
        return self.save(criterion_id, form)


@dataclass
class Sent:
    """What a form held: each answer as it was sent, what is wrong with it, and which ones were changed elsewhere.

    `gone` are the titles of criteria that the page does not ask any more, with words on them that are kept nowhere.
    """

    shown: dict[str, Answer] = field(default_factory=dict)
    problems: dict[str, Problems] = field(default_factory=dict)
    stale: list[Stale] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def ask_again(self, stale: Iterable[Stale]) -> None:
        """Let what was sent come back in its own form, as it is asked now, rather than beside what is there."""
        for each in list(stale):
            self.stale.remove(each)
            self.problems[each[0].id] = (("choice", f"{ASKED_OTHERWISE} {READ_AGAIN}"),)

    @property
    def is_kept(self) -> bool:
        """Whether all that was sent is saved as it was meant."""
        return not self.stale and not self.problems and not self.gone


def sent_forms(criteria: Iterable[Criterion]) -> list[tuple[Criterion, AnswerForm]]:
    """What was sent of these criteria: read before a transaction begins, which keeps other writers waiting."""
    forms = [(criterion, AnswerForm(prefix=f"{criterion.id}-")) for criterion in criteria]
    return [(criterion, form) for criterion, form in forms if form.was_sent]


def sent_on_others(criteria: Iterable[Criterion]) -> list[tuple[str, AnswerForm]]:
    """What was sent of other criteria than these, by id: a page that was opened before the round moved may ask them."""
    ending = "-based_on"
    asked = {criterion.id for criterion in criteria}
    ids = [name.removesuffix(ending) for name in request.form if name.endswith(ending)]
    forms = [(each, AnswerForm(prefix=f"{each}-")) for each in ids if each not in asked]
    return [(each, form) for each, form in forms if form.reason.data or form.evidence.data]


def gone_answer(sent: Sent, *, address: str) -> Response:
    """The answer to words on criteria that a page does not ask any more, with all that was typed on it."""
    rest = "Everything else on the page was saved." if not sent.stale and not sent.problems else ""
    one = len(sent.gone) == 1
    which, is_asked, it = listed([f"“{title}”" for title in sent.gone]), "is" if one else "are", "it" if one else "them"
    said = f"{which} {is_asked} not asked here any more, so what you wrote on {it} was not saved. {rest}"
    return error_answer(
        409,
        what_happened=said.rstrip(),
        what_to_do="All text of the page is below, to copy.",
        way_on=(address, "Go on with what is asked now"),
    )


def save_forms(
    forms: Iterable[tuple[Criterion, AnswerForm]], *, desk: Desk, others: Iterable[tuple[str, AnswerForm]] = ()
) -> Sent:
    """Save each criterion that was sent; what cannot be saved does not keep the others from it.

    Of `others`, which the page does not ask any more, nothing is saved.
    """
    sent = Sent()
    for criterion_id, form in others:
        words, kept = form.words(), desk.find(criterion_id).said
        if (words.reason, words.evidence) != (kept.reason, kept.evidence):
            sent.gone.append(_title_then(criterion_id, form, desk))
    for criterion, form in forms:
        _save_one(criterion, form, sent, desk=desk)
    return sent


def _title_then(criterion_id: str, form: AnswerForm, desk: Desk) -> str:
    desk.look_up(criterion_id, form)
    for matrix in (form.then.matrix, desk.matrix):
        if matrix is not None and criterion_id in matrix.criterion_ids:
            return matrix.criterion(criterion_id).title
    return criterion_id[:LONGEST_ID]


def _save_one(criterion: Criterion, form: AnswerForm, sent: Sent, *, desk: Desk) -> None:
    desk.look_up(criterion.id, form)
    try:
        sent.shown[criterion.id] = form.words()
        sent.shown[criterion.id] = form.answer(desk.matrix)
        if not form.validate():
            sent.problems[criterion.id] = form.problems
            return
        desk.save(criterion.id, form)
    except StaleSave as stale:
        sent.stale.append((criterion, form, stale))
    except LevelNotInMatrix as problem:
        sent.problems[criterion.id] = (("choice", str(problem)),)
    else:
        if what_is_missing(form):
            sent.problems[criterion.id] = (("reason", SAY_WHY),)


def what_is_missing(form: AnswerForm) -> str:
    """What is told after a save that was made and does not count yet; empty where it does."""
    is_unexplained = form.choice.data == AnswerState.NOT_APPLICABLE and not (form.reason.data or "").strip()
    return SAY_WHY if is_unexplained else ""
