"""What stands on a criterion although it was given when another version of the matrix asked it otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.asked_then import wording_beside
from maturity.core.wording import listed

_HELP: Final = frozenset({"Domain", "Guidance", "Examples", "Evidence prompts"})
"""What is help, or where a criterion stands, and no part of what it asks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of the matrix, by its id in the library, that a round asks from a moment on.

    What is said at the very moment of a move was still said to the version before, `after` it; what is said at that of
    undoing one to the version that is asked again.
    """

    version: int
    since: datetime
    after: bool


def version_at(moment: datetime, *, first: int, asked: Iterable[Asked]) -> int:
    """Which version a round asked at a moment: `first` and then those of `asked`, the earliest first."""
    found = first
    for each in asked:
        if each.since < moment or (each.since == moment and not each.after):
            found = each.version
    return found


@dataclass(frozen=True, slots=True)
class GivenOtherwise:
    """What was given on a criterion of `now` when another version asked it otherwise.

    `positions` are the versions of then of partners' positions, `agreed` is that of the agreed level; None where it
    was agreed as it is asked now, or not at all.
    """

    criterion_id: str
    now: Matrix
    positions: tuple[Matrix, ...] = ()
    agreed: Matrix | None = None

    @property
    def title(self) -> str:
        """What the criterion is called now."""
        return self.now.criterion(self.criterion_id).title

    @property
    def in_words(self) -> tuple[str, ...]:
        """A sentence for the agreed level and one for the positions of each version, with what was asked then."""
        return self._said(in_full=True)

    @property
    def briefly(self) -> tuple[str, ...]:
        """The same for a line of a table: a question in full, of other words only which they are."""
        return self._said(in_full=False)

    def _said(self, *, in_full: bool) -> tuple[str, ...]:
        agreed = () if self.agreed is None else (("Agreed", self.agreed),)
        given = (("Positions were given", each) for each in self.positions)
        return tuple(f"{what} when {self._asked(then, in_full=in_full)}" for what, then in (*agreed, *given))

    def _asked(self, then: Matrix, *, in_full: bool) -> str:
        version = f"version {then.version}"
        if self.criterion_id not in then.criterion_ids:
            return f"{version} asked other criteria in its place."
        differs = [
            each
            for each in wording_beside(self.criterion_id, then=then, now=self.now)
            if each.old != each.new and each.about not in _HELP
        ]
        asked = next((each.old for each in differs if each.about == "Question" and each.old), "")
        others = [(each.about, each.old) for each in differs if each.old and each.about != "Question"]
        if asked and (not others or not in_full):
            return f"{version} asked: “{asked}”"
        if not others:
            return f"{version} meant something else by it."
        if not in_full:
            return f"{version} had other words for {listed([_called(about) for about, _ in others])}."
        said = listed([f"{_called(about)} “{old}”" for about, old in others])
        return f"{version} asked: “{asked}”, and had for {said}" if asked else f"{version} had for {said}"


def _called(about: str) -> str:
    return "the title" if about == "Title" else about


def said_of_given(given: Sequence[GivenOtherwise]) -> str:
    """One sentence that names the criteria on which something was given otherwise; empty where nothing was."""
    parts = (
        ("the agreed level", "agreed levels", [each.title for each in given if each.agreed is not None]),
        ("positions", "positions", [each.title for each in given if each.positions]),
    )
    named = [
        f"{one if len(titles) == 1 else more} on {listed([f'“{title}”' for title in titles])}"
        for one, more, titles in parts
        if titles
    ]
    return listed(named)
