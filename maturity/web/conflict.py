"""Two versions of the same thing, side by side, for a person to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.asked_then import wording_beside
from maturity.core.matrix_change.words_beside import WordsBeside
from maturity.persistence.queries.versions import Author
from maturity.usecases.versioned_save import StaleSave
from maturity.web.saving import new_request_key
from maturity.web.versioned_form import VersionedForm


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One part of an answer, as it is now and as the person wrote it."""

    name: str
    there: str
    mine: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.there != self.mine


@dataclass(frozen=True, slots=True)
class Conflict:
    """One answer that was changed elsewhere: both, side by side, and a form to settle it.

    `there_by` says who made the version that is there, and is empty where that is not known. `choices` and
    `confidences` are a value, its label, and whether it is chosen; `more` are further texts of the person
    to keep, by the name of their field, each with a label; `elements` are an id, its text, and
    whether the person ticked it. `owner` and `draft` name the draft that the script of the page kept, which is
    settled with it. `evidence` is None where there is no such part. `asked` are the words of what is asked that are
    others now, none where nothing else is asked. `taken_over` are the names of the texts that hold what is there, since
    the person wrote nothing.
    """

    id: str
    title: str
    rows: tuple[ConflictRow, ...]
    choices: tuple[tuple[str, str, bool], ...]
    reason: str
    evidence: str | None
    confidences: tuple[tuple[str, str, bool], ...]
    elements: tuple[tuple[str, str, bool], ...]
    based_on: int
    request_key: str
    there_saved_at: datetime | None
    there_by: str
    owner: int
    draft: str
    more: tuple[tuple[str, str, str], ...] = ()
    asked: tuple[WordsBeside, ...] = ()
    taken_over: frozenset[str] = frozenset()

    @property
    def knows_then(self) -> bool:
        """Whether the words that the page asked are there beside those of now."""
        return any(words.old for words in self.asked)


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """What was changed elsewhere: `kind` is what there are two of, and `changed` what was changed.

    `back` is the way back, each step with its address and name. `unsaved` are other questions of the same form that
    have to be mended. `stamp` stands for what is asked now, empty where that can never change.
    """

    kind: str
    changed: str
    back: tuple[tuple[str, str], ...]
    owner: int
    conflicts: tuple[Conflict, ...]
    saves_to: str
    unsaved: Sequence[object] = ()
    stamp: str = ""

    @property
    def was_asked_otherwise(self) -> bool:
        """Whether it is what is asked that changed, everywhere on the page."""
        return all(conflict.asked for conflict in self.conflicts)


def conflict_answer(page: ConflictPage) -> tuple[str, int]:
    """The answer to a save that was based on what is not there any more."""
    return render_template("errors/conflict.html", page=page), 409


def conflict_on(
    criterion: Criterion,
    *,
    stale: StaleSave[Any],
    reader: int,
    draft: str,
    rows: Sequence[ConflictRow],
    choices: tuple[tuple[str, str, bool], ...],
    evidence: str | None = None,
    confidences: tuple[tuple[str, str, bool], ...] = (),
    elements: tuple[tuple[str, str, bool], ...] = (),
    more: tuple[tuple[str, str, str], ...] = (),
) -> Conflict:
    """Both versions of what is said on a criterion, with a form that is based on what is there now.

    It holds what the `reader` offered, who was stale; a text that the reader left empty holds what is there, so that
    saving takes no words away that nobody meant to take.
    """
    offered = {"reason": stale.offered.reason, "evidence": evidence, **{name: text for name, _, text in more}}
    there = {name: getattr(stale.kept.said, name, "") for name, text in offered.items() if text == ""}
    return Conflict(
        id=criterion.id,
        title=criterion.title,
        rows=tuple(rows),
        choices=choices,
        reason=stale.offered.reason or there["reason"],
        evidence=evidence or there.get("evidence", evidence),
        confidences=confidences,
        elements=elements,
        based_on=stale.kept.version,
        request_key=new_request_key(),
        there_saved_at=stale.kept.saved_at,
        there_by=who_saved(stale.by, reader=reader),
        owner=reader,
        draft=draft,
        more=tuple((name, label, text or there[name]) for name, label, text in more),
        taken_over=frozenset(name for name, text in there.items() if text),
    )


def asked_beside(criterion: Criterion, *, form: VersionedForm, matrix: Matrix) -> tuple[WordsBeside, ...]:
    """The words of what `matrix` asks on a criterion that are others than on the page of a form; else none."""
    return wording_beside(criterion.id, then=form.then.matrix, now=matrix) if form.is_asked_otherwise else ()


def levels_to_choose(matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """Every level of a matrix, a value and its label each: for who has to look again at what was chosen."""
    return tuple((str(level.value), level.numbered_label) for level in matrix.levels)


def to_choose(
    mine: tuple[str, str], there: tuple[str, str], *, others: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[str, str, bool], ...]:
    """A value and its label each: the person’s own, what is there where it is another, and `others` beside these.

    The person’s own is chosen; where that says nothing it is what is there, unless there are others to choose from.
    """
    is_theirs = not mine[0] and bool(there[0]) and not others
    own = (mine[0], f"{mine[1]} (yours)", not is_theirs)
    found = (own,) if mine[0] == there[0] else (own, (there[0], f"{there[1]} (there now)", is_theirs))
    taken = {value for value, _, _ in found}
    return (*found, *((value, label, False) for value, label in others if value not in taken))


def who_saved(by: Author | None, *, reader: int) -> str:
    """Who made a version, in words for the person who reads them."""
    if by is None:
        return ""
    return "you, in another tab or on another device" if by.account == reader else by.name
