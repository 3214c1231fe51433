"""Where what a version declares is not what is found: changes that it passes over, and declarations that are untrue."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import NamedTuple

from maturity.core.declared_changes import Change, DeclaredChange
from maturity.core.matrix import Criterion
from maturity.core.matrix_change.crosswalk_step import Step
from maturity.core.matrix_change.found import Found
from maturity.core.matrix_change.same_words import is_same_scale
from maturity.core.wording import listed


class Fault(StrEnum):
    """What is wrong with a declaration."""

    UNDECLARED = "undeclared"
    UNTRUE = "untrue"

    @property
    def label(self) -> str:
        """How it is shown."""
        return "Not declared" if self is Fault.UNDECLARED else "Not true"


class Finding(NamedTuple):
    """Something that the later version does not say, or says wrongly. `criterion_id` is None for the scale."""

    fault: Fault
    criterion_id: str | None
    title: str
    problem: str
    remedy: str

    @property
    def in_words(self) -> str:
        """The finding by itself, with whom it is about."""
        return f"{self.about}: {self.problem} {self.remedy}"

    @property
    def about(self) -> str:
        """Whom it is about: a criterion by title and id, or the scale."""
        return self.title if self.criterion_id is None else f"“{self.title}” ({self.criterion_id})"


def faults_of(
    step: Step, after: Criterion, declared: DeclaredChange | None, found: Collection[Found]
) -> Iterator[Finding]:
    """What is wrong in what is declared of a criterion of the later version, None where nothing is declared at all."""
    was_there = Found.NEW not in found
    if declared is None:
        yield from _of_nothing_declared(after, found)
        return
    changes = set(declared.changes)

    def untrue(problem: str, remedy: str) -> Finding:
        return Finding(Fault.UNTRUE, after.id, after.title, problem, remedy)

    for source in declared.came_from:
        if source not in step.earlier.criterion_ids:
            yield untrue(
                f"It is declared to come from “{source}”, which version {step.earlier.version} does not have.",
                "Write the id as the earlier version has it.",
            )
    if changes & {Change.NEW, Change.SPLIT, Change.MERGED}:
        if was_there:
            yield untrue(
                f"It is declared {declared.changes[0]}, and version {step.earlier.version} has a criterion of this id.",
                "Give it an id of its own, and retire the earlier one.",
            )
        return
    if not was_there:
        yield from _of_what_was_not_there(step, after, changes)
        return
    yield from _of_words(after, declared, found)
    if Found.PLACE in found and Change.MOVED not in changes:
        was, now = (matrix.domain_of(after.id).title for matrix in (step.earlier, step.later))
        problem = f"It moved from “{was}” to “{now}”, and that is not declared."
        yield Finding(Fault.UNDECLARED, after.id, after.title, problem, "Declare it moved.")
    if Change.MOVED in changes and Found.PLACE not in found:
        yield untrue("It is declared moved, and it stands in the same domain.", "Take the word out.")


def _of_words(after: Criterion, declared: DeclaredChange, found: Collection[Found]) -> Iterator[Finding]:
    said = next((each for each in declared.changes if each in {Change.REWORDED, Change.AMENDED}), None)
    if said is None and Found.WORDS in found:
        yield Finding(
            Fault.UNDECLARED,
            after.id,
            after.title,
            f"It is declared {declared.changes[0]}, and its words differ.",
            "Declare it reworded where the meaning is the same, or amended where it is not.",
        )
    elif said is not None and not {Found.WORDS, Found.HELP} & set(found):
        problem = f"It is declared {said}, and its words are the same."
        yield Finding(Fault.UNTRUE, after.id, after.title, problem, "Take the word out.")


def _of_nothing_declared(after: Criterion, found: Collection[Found]) -> Iterator[Finding]:
    needed = [each.label for each in (Found.NEW, Found.WORDS, Found.PLACE) if each in found]
    if needed:
        yield Finding(
            Fault.UNDECLARED,
            after.id,
            after.title,
            f"{listed(needed).capitalize()}, and nothing is declared.",
            "Say under “changes” what became of it.",
        )


def _of_what_was_not_there(step: Step, after: Criterion, changes: Collection[Change]) -> Iterator[Finding]:
    if set(changes) == {Change.SAME}:
        yield Finding(
            Fault.UNDECLARED,
            after.id,
            after.title,
            "It is new, and that is not declared.",
            "Declare it new, or say what it was split or merged from.",
        )
        return
    kinds = listed([each for each in Change if each in changes])
    yield Finding(
        Fault.UNTRUE,
        after.id,
        after.title,
        f"It is declared {kinds}, and version {step.earlier.version} does not have it.",
        "Declare it new, or give it the id that it had.",
    )


def faults_of_scale(step: Step) -> Iterator[Finding]:
    """What is wrong in what is declared of the scale, and of what is retired."""
    declared = step.changes.levels if step.changes else None
    is_same = is_same_scale(step.earlier.levels, step.later.levels)
    if declared is None and not is_same:
        yield Finding(
            Fault.UNDECLARED,
            None,
            "Scale of levels",
            "The scale is another one, and that is not declared.",
            "Write a mapping of every earlier level under “levels”, or why the line is broken.",
        )
    elif declared and declared.broken and is_same and step.earlier.scoring.criterion is step.later.scoring.criterion:
        yield Finding(
            Fault.UNTRUE,
            None,
            "Scale of levels",
            "The scale is declared broken, and it is the same one.",
            "Take “levels” out of “changes”.",
        )
    missing = [each for each in step.levels_not_mapped if each in {level.value for level in step.earlier.levels}]
    if missing:
        yield Finding(
            Fault.UNTRUE,
            None,
            "Scale of levels",
            f"The mapping leaves out the earlier level {listed([str(each) for each in missing])}.",
            "Write the level now for every earlier level.",
        )
    extra = [each for each in step.levels_not_mapped if each not in missing]
    if extra:
        yield Finding(
            Fault.UNTRUE,
            None,
            "Scale of levels",
            f"The mapping names {listed([str(each) for each in extra])}, which is no level of the earlier version.",
            "Take it out of the mapping.",
        )
    for each in step.changes.retired if step.changes else ():
        if each.criterion not in step.earlier.criterion_ids:
            yield Finding(
                Fault.UNTRUE,
                each.criterion,
                each.criterion,
                f"It is declared retired, and version {step.earlier.version} does not have it.",
                "Write the id as the earlier version has it, or take the entry out.",
            )
