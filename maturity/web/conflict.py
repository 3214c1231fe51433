"""Two versions of the same thing, side by side, for a person to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from maturity.core.matrix import Criterion
from maturity.persistence.queries.versions import Author
from maturity.usecases.versioned_save import StaleSave
from maturity.web.saving import new_request_key


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
    `confidences` are a value, its label, and whether it is the person’s own; `more` are further texts of the person
    to keep, by the name of their field, each with a label; `elements` are an id, its text, and
    whether the person ticked it. `owner` and `draft` name the draft that the script of the page kept, which is
    settled with it. `evidence` is None where there is no such part.
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


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """What was changed elsewhere: `kind` is what there are two of, and `changed` what was changed.

    `back` is the way back, each step with its address and name. `unsaved` are other questions of the same form that
    have to be mended. `scale` stands for the scale of the levels to choose, empty where that can never change.
    """

    kind: str
    changed: str
    back: tuple[tuple[str, str], ...]
    owner: int
    conflicts: tuple[Conflict, ...]
    saves_to: str
    unsaved: Sequence[object] = ()
    scale: str = ""


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

    It holds what the `reader` offered, who was stale.
    """
    return Conflict(
        id=criterion.id,
        title=criterion.title,
        rows=tuple(rows),
        choices=choices,
        reason=stale.offered.reason,
        evidence=evidence,
        confidences=confidences,
        elements=elements,
        based_on=stale.kept.version,
        request_key=new_request_key(),
        there_saved_at=stale.kept.saved_at,
        there_by=who_saved(stale.by, reader=reader),
        owner=reader,
        draft=draft,
        more=more,
    )


def to_choose(mine: tuple[str, str], there: tuple[str, str]) -> tuple[tuple[str, str, bool], ...]:
    """A value and its label each: the person’s own, and what is there where it is another."""
    own = (mine[0], f"{mine[1]} (yours)", True)
    return (own,) if mine[0] == there[0] else (own, (there[0], f"{there[1]} (there now)", False))


def who_saved(by: Author | None, *, reader: int) -> str:
    """Who made a version, in words for the person who reads them."""
    if by is None:
        return ""
    return "you, in another tab or on another device" if by.account == reader else by.name
