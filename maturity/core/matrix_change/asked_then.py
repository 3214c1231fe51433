"""What a page asked when it was opened, beside what is asked now: a round can move to another version meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_change.found import words_of
from maturity.core.matrix_change.words_beside import WordsBeside

_LENGTH: Final = 16
_NOT_READ: Final = frozenset({"Weight", "Asked of"})
"""What a criterion has beside what whoever answers it reads."""


@dataclass(frozen=True, slots=True)
class AskedThen:
    """How what a page asked is read now.

    `other_question` says that an answer to it is none to what is asked now before its author has looked at that, by
    the rule that also marks what a move leaves to be looked at again: title, question and descriptors as they are,
    unless the newer version declares that it means the same. Guidance, examples and prompts are help and no question.
    `other_levels` says that a level of then may be another one now. `matrix` is the version of then, None where it is
    now's or is not known.
    """

    other_question: bool = False
    other_levels: bool = False
    matrix: Matrix | None = None

    @property
    def is_otherwise(self) -> bool:
        """Whether what was said then has to be looked at again before it is an answer to what is asked now."""
        return self.other_question or self.other_levels


AS_NOW: Final = AskedThen()


def stamp_of(matrix: Matrix) -> str:
    """What stands on a page for the version of the matrix that it asks."""
    return matrix.content_hash[:_LENGTH]


def asked_then(criterion_id: str, *, stamp: str, now: Matrix, versions: Iterable[Matrix]) -> AskedThen:
    """How a criterion of `now` was asked on a page with a stamp. `versions` are all that its round ever asked.

    A stamp that none of them has, as that of a page without any, may stand for each of them: then the question is
    another one, and so are the levels if those of any version are.
    """
    known = {stamp_of(each): each for each in versions} | {stamp_of(now): now}
    if stamp == stamp_of(now) or len(known) == 1:
        return AS_NOW
    then = known.get(stamp)
    if then is None:
        ways = [_way(each, now, known.values()) for each in known.values()]
        return AskedThen(other_question=True, other_levels=any(not way.keeps_numbers for way in ways))
    way = _way(then, now, known.values())
    return AskedThen(
        other_question=_is_other_question(way, criterion_id),
        other_levels=not way.keeps_numbers,
        matrix=then,
    )


def asked_otherwise(*, then: Matrix, now: Matrix, versions: Iterable[Matrix]) -> tuple[Criterion, ...]:
    """The criteria of `now` that `then` asked otherwise, or on another scale, or did not ask.

    `versions` are all that a round ever asked.
    """
    known = tuple(versions)
    stamp = stamp_of(then)
    return tuple(
        each for each in now.criteria if asked_then(each.id, stamp=stamp, now=now, versions=known).is_otherwise
    )


def wording_beside(criterion_id: str, *, then: Matrix | None, now: Matrix) -> tuple[WordsBeside, ...]:
    """The words of a criterion then and now, where they differ; all of now's where those of then are not known.

    The same where it was not asked then, or its meaning is declared to be another one in the same words.
    """
    after = now.criterion(criterion_id)
    if then is not None and criterion_id in then.criterion_ids:
        found = words_of(then.criterion(criterion_id), after, crosswalk(then, now), ())
        differs = tuple(each for each in found if each.about not in _NOT_READ)
        if differs:
            return differs
    found = words_of(None, after, crosswalk(now, now), ())
    return tuple(each for each in found if each.about not in _NOT_READ)


def _way(then: Matrix, now: Matrix, versions: Iterable[Matrix]) -> Crosswalk:
    """The way between two versions, whichever of them declares it: a move that is undone leads back."""
    versions = tuple(versions)
    forth = crosswalk(then, now, versions)
    if forth.is_declared:
        return forth
    back = crosswalk(now, then, versions)
    return back if back.is_declared else forth


def _is_other_question(way: Crosswalk, criterion_id: str) -> bool:
    """Whether a criterion asks something else at the two ends of a way, or that cannot be told."""
    if not way.is_declared or criterion_id not in way.earlier.criterion_ids & way.later.criterion_ids:
        return True
    reading = way.of(criterion_id)
    return not reading.is_comparable or reading.is_amended or reading.is_made
