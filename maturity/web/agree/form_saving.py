"""Saving what the form of one criterion holds without a script, and what is answered where that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import redirect

from maturity.core.matrix import LevelNotInMatrix
from maturity.persistence.queries.versions import Kept
from maturity.usecases.versioned_save import NotNow, StaleSave
from maturity.web.access import Answered
from maturity.web.conflict import ConflictPage, conflict_answer
from maturity.web.errors import error_answer
from maturity.web.versioned_form import Problems, VersionedForm

Said = TypeVar("Said")


def save_from_form(
    form: VersionedForm,
    *,
    said: Callable[[], Said],
    words: Said,
    keep: Callable[[], Kept[Said]],
    note: Callable[[Said], str],
    conflict: Callable[[StaleSave[Said]], ConflictPage],
    again: Callable[[Said, Problems], str],
    goes_to: Callable[[], str],
) -> Answered:
    """Save what a form holds and go on, or show it `again` with what is wrong with it, or both versions of it.

    `said` is what was sent, and raises `LevelNotInMatrix`; `words` all of it but the choice. `note` is what is still
    missing of what was kept, so that it does not count: the page then says that.
    """
    shown = words
    try:
        shown = said()
        if not form.validate():
            return again(shown, form.problems), 422
        missing = note(keep().said)
    except StaleSave as stale:
        return conflict_answer(conflict(stale))
    except NotNow as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.")
    except LevelNotInMatrix as problem:
        return again(shown, (("choice", str(problem)),)), 422
    return (again(shown, (("reason", missing),)), 422) if missing else redirect(goes_to())
