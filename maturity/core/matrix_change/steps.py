"""What is declared of one criterion on the way over several versions, and why no way leads from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from maturity.core.declared_changes import Change, DeclaredChange, version_number
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk
from maturity.core.matrix_change.crosswalk_step import Step
from maturity.core.wording import listed


class Said(NamedTuple):
    """What one version on the way declares of a criterion: which changes, where in words, and its note."""

    changes: tuple[Change, ...]
    words: str
    note: str


def said_on_the_way(walk: Crosswalk, criterion_id: str) -> tuple[Said, ...]:
    """What each version declares of a criterion of the last one, or of what that was made from, the earliest first."""
    found: list[Said] = []
    ids = [criterion_id]
    for step in reversed(walk.steps):
        declared = [step.changes.of(each) for each in ids] if step.changes else []
        found.extend(
            _said(step, each, of_another=each.criterion != criterion_id)
            for each in declared
            if each.changes != (Change.SAME,)
        )
        ids = list(dict.fromkeys(before for each in declared for before in _came_from(each)))
    return tuple(reversed(found))


def _came_from(declared: DeclaredChange) -> tuple[str, ...]:
    if Change.NEW in declared.changes:
        return ()
    return declared.came_from or (declared.criterion,)


def _said(step: Step, declared: DeclaredChange, *, of_another: bool) -> Said:
    if step.earlier.key != step.later.key:
        return Said(declared.changes, _local_words(step, declared), declared.note or "")
    words = listed([each.label.lower() for each in declared.changes])
    if declared.came_from:
        words = f"{words} {_titles(step.earlier, declared.came_from)}"
    if of_another:
        words = f"“{step.later.criterion(declared.criterion).title}” {words}"
    return Said(declared.changes, f"{words} {step.in_later}", declared.note or "")


def _local_words(step: Step, declared: DeclaredChange) -> str:
    """What a step between an overlay and the matrix below is in words: nobody declared it a change of versions."""
    is_up = step.later.overlays is not None
    overlay = step.later if is_up else step.earlier
    where = f"in “{overlay.title}” {overlay.version}"
    if Change.NEW not in declared.changes:
        return f"asked in local words {where}"
    return f"added {where}" if is_up else f"not asked {where}"


def gone_on_the_way(walk: Crosswalk, criterion_id: str) -> tuple[Said, ...]:
    """What each version declares of a criterion of the first one, until the one in which it is no longer there."""
    return tuple(_until_gone(walk, criterion_id))


def _until_gone(walk: Crosswalk, criterion_id: str) -> Iterator[Said]:
    for step in walk.steps:
        if step.changes is None:
            return
        if criterion_id in step.later.criterion_ids:
            declared = step.changes.of(criterion_id)
            if declared.changes != (Change.SAME,):
                yield _said(step, declared, of_another=False)
            continue
        why = next((each.why for each in step.changes.retired if each.criterion == criterion_id), None)
        if why is not None and step.earlier.key != step.later.key:
            overlay, word = (step.later, "not") if step.later.overlays is not None else (step.earlier, "only")
            yield Said((Change.RETIRED,), f"{word} asked in “{overlay.title}” {overlay.version}", why)
        elif why is not None:
            yield Said((Change.RETIRED,), f"retired {step.in_later}", why)
        parts = [each for each in step.changes.criteria if criterion_id in each.came_from]
        if parts:
            made = Change.SPLIT if Change.SPLIT in parts[0].changes else Change.MERGED
            into = _titles(step.later, [each.criterion for each in parts])
            yield Said((made,), f"{made} into {into} {step.in_later}", "")
        return


def _titles(matrix: Matrix, ids: Iterable[str]) -> str:
    return listed([f"“{matrix.criterion(each).title if each in matrix.criterion_ids else each}”" for each in ids])


def over_in_words(walk: Crosswalk) -> str:
    """Over which versions the way leads, in a sentence; empty where the two stand beside each other."""
    over = [step.later for step in walk.steps[:-1]]
    if not over:
        return ""
    is_one_matrix = {each.key for each in over} == {walk.earlier.key, walk.later.key}
    names = [f"version {each.version}" if is_one_matrix else f"“{each.title}” {each.version}" for each in over]
    lies = "lies" if len(over) == 1 else "lie"
    return f"Between the two {lies} {listed(names)}. What each version declares is read on the way."


def why_not_traced(earlier: Matrix, later: Matrix, between: Iterable[Matrix] = ()) -> str:
    """Why what the later version declares does not lead back to the earlier one, in a sentence.

    Empty where it does lead there, and where the later version declares nothing. `between` may have any versions.
    """
    known = {each.version: each for each in between if each.key == later.key}
    now = later
    while now.changes is not None:
        since = now.changes.since
        if since == earlier.version:
            return ""
        if version_number(since) < version_number(earlier.version):
            return f"Version {now.version} declares its changes since version {since}, not since {earlier.version}."
        before = known.get(since)
        if before is None:
            return f"Version {now.version} declares its changes since version {since}, which is not here to be read."
        now = before
    if now is later:
        return ""
    return f"Version {now.version}, from which {later.version} was made, declares nothing of what changed before it."
