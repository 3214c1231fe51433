"""The difference between two versions of a matrix: what is declared beside what is found, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from maturity.core.declared_changes import Change, DeclaredChanges
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_change.faults import Fault, Finding, faults_of, faults_of_scale
from maturity.core.matrix_change.found import Found, found_in, gone_words, words_of
from maturity.core.matrix_change.steps import Said, gone_on_the_way, over_in_words, said_on_the_way, why_not_traced
from maturity.core.matrix_change.whole import PartDifference, domains_of, parts_of
from maturity.core.matrix_change.words_beside import WordsBeside
from maturity.core.wording import listed, upper_first

__all__ = ["CriterionDifference", "Fault", "Finding", "Found", "MatrixDifference", "difference"]


class NotOneMatrix(ValueError):
    """Two files are no versions of one matrix."""

    def __init__(self, earlier: Matrix, later: Matrix) -> None:
        if earlier.rests_on_the_same_as(later):
            super().__init__(
                f"“{earlier.key}” {earlier.version} and “{later.key}” {later.version} rest on versions of one matrix, "
                "and what is declared does not lead from the one to the other. It is read where the library has all of "
                "these versions, or they are named as well."
            )
        else:
            super().__init__(
                f"“{earlier.key}” and “{later.key}” are two matrices. Name two versions of one: they have the same key."
            )


class Effect(StrEnum):
    """What a change does to comparability, from the least to the most."""

    COMPARED = "compared"
    FLAGGED = "flagged"
    NOT_COMPARED = "not-compared"

    @property
    def label(self) -> str:
        """How the effect is shown."""
        return {"compared": "Compared", "flagged": "Compared with a flag"}.get(self.value, "Not compared")


@dataclass(frozen=True, slots=True)
class CriterionDifference:
    """One criterion in the two versions; `later` is None for one that is gone, `earlier` for one that was not there.

    `declared` is None where the later version declares nothing of the earlier one. `became_of` has the titles of what
    it was split or merged from or, of one that is gone, of what it lives on in; `went` is then how it went there.
    `found` is empty where nothing is another. `words` has the texts that differ, side by side. `effect_in_words` is a
    sentence on what follows. `on_the_way` has what each version declares where there are others between the two.
    """

    criterion_id: str
    title: str
    earlier: Criterion | None
    later: Criterion | None
    declared: tuple[Change, ...] | None
    note: str | None
    became_of: str
    went: Change | None
    found: tuple[Found, ...]
    words: tuple[WordsBeside, ...]
    effect: Effect
    effect_in_words: str
    findings: tuple[Finding, ...]
    on_the_way: tuple[Said, ...] = ()

    @property
    def is_the_same(self) -> bool:
        """Whether there is nothing to show of it."""
        changes = set(self.declared or ()) - {Change.SAME}
        return not self.found and not changes and not self.findings

    @property
    def declared_in_words(self) -> str:
        """What is declared of it, such as “Moved, reworded” or “Split from “Plans””; empty where nothing is."""
        if self.on_the_way:
            return upper_first("; ".join(each.words for each in self.on_the_way))
        labels = [each.label for each in self.declared or ()]
        if self.went is not None:
            labels = [*labels, f"{self.went} into".capitalize()]
        said = ", ".join([*labels[:1], *(label.lower() for label in labels[1:])])
        is_made = self.went is not None or not {Change.SPLIT, Change.MERGED}.isdisjoint(self.declared or ())
        return f"{said} {self.became_of}" if is_made else said

    @property
    def found_in_words(self) -> str:
        """What is found, as a sentence; empty for what was split or merged, which is new by its id alone."""
        if self.found == (Found.NEW,) and self.became_of:
            return ""
        return f"{listed([each.label for each in self.found]).capitalize()}." if self.found else "Nothing differs."


@dataclass(frozen=True, slots=True)
class MatrixDifference:
    """Two versions of a matrix. `summary` is what the later says of itself, empty where it declares nothing.

    `criteria` are in the order of the later version, then those that are gone. `parts` are scale, rules and other texts
    that differ; `domains` says of each domain whether its values are compared. `findings` are all that is undeclared or
    untrue: with any of them the later version does not say truly what changed. Where it declares nothing of the
    earlier, everything that needs declaring is found undeclared. `over` says in a sentence over which versions between
    the two declarations were read; where none led from the one to the other, `untraced` says why and nothing is
    checked.
    """

    earlier: Matrix
    later: Matrix
    is_declared: bool
    summary: str
    criteria: tuple[CriterionDifference, ...]
    parts: tuple[PartDifference, ...]
    domains: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    over: str = ""
    untraced: str = ""

    @property
    def changed(self) -> tuple[CriterionDifference, ...]:
        """The criteria of which there is something to show."""
        return tuple(each for each in self.criteria if not each.is_the_same)

    @property
    def is_nothing(self) -> bool:
        """Whether the two versions say the same."""
        return not self.changed and not self.parts and not self.findings

    def count(self, effect: Effect) -> int:
        """How many criteria of the later version have this effect."""
        return sum(1 for each in self.criteria if each.later is not None and each.effect is effect)


def difference(earlier: Matrix, later: Matrix, between: Iterable[Matrix] = ()) -> MatrixDifference:
    """What differs between two versions, declared and found; raises `NotOneMatrix`.

    `between` may have other versions of the matrix. Where the later version declares its changes since one of them,
    what is declared and compared is read over the whole line; what is declared of each step is not checked again.
    """
    between = tuple(between)
    walk = crosswalk(earlier, later, between)
    is_led = walk.is_declared and earlier.rests_on_the_same_as(later)
    if not earlier.shares_ids_with(later) and not is_led:
        raise NotOneMatrix(earlier, later)
    steps = walk.steps
    changes = steps[0].changes if len(steps) == 1 else None
    untraced = "" if walk.is_declared else why_not_traced(earlier, later, between)
    # Over several declared steps each has been checked where it was published.
    is_checked = len(steps) == 1 and not untraced
    criteria = tuple(_criteria(walk, changes, is_checked=is_checked))
    of_scale = tuple(faults_of_scale(steps[0])) if is_checked else ()
    return MatrixDifference(
        earlier=earlier,
        later=later,
        is_declared=walk.is_declared,
        summary=" ".join(step.changes.summary for step in steps if step.changes),
        criteria=criteria,
        parts=tuple(parts_of(walk)),
        domains=tuple(domains_of(walk)),
        findings=(*of_scale, *(finding for each in criteria for finding in each.findings)),
        over=over_in_words(walk),
        untraced=untraced,
    )


def _criteria(walk: Crosswalk, changes: DeclaredChanges | None, *, is_checked: bool) -> Iterator[CriterionDifference]:
    for after in walk.later.criteria:
        yield _of_criterion(walk, changes, after, is_checked=is_checked)
    for before in walk.earlier.criteria:
        if before.id not in walk.later.criterion_ids:
            yield _of_gone(walk, changes, before, is_checked=is_checked)


def _of_criterion(
    walk: Crosswalk, changes: DeclaredChanges | None, after: Criterion, *, is_checked: bool
) -> CriterionDifference:
    before = walk.earlier.criterion(after.id) if after.id in walk.earlier.criterion_ids else None
    declared = changes.of(after.id) if changes else None
    on_the_way = said_on_the_way(walk, after.id) if len(walk.steps) > 1 else ()
    found = found_in(walk.earlier, walk.later, before, after, _mapping(walk))
    effect, sentence = _effect(walk, after)
    was_there = walk.earlier.criterion_ids
    came_from = declared.came_from if declared else [each for each in walk.of(after.id).sources if each in was_there]
    sources = [walk.earlier.criterion(each) for each in came_from if each in was_there]
    titles = {each.id: each.title for each in sources}
    return CriterionDifference(
        criterion_id=after.id,
        title=after.title,
        earlier=before,
        later=after,
        declared=declared.changes if declared else _changes(walk, on_the_way),
        note=declared.note if declared else _notes(on_the_way),
        became_of=listed([f"“{titles.get(each, each)}”" for each in came_from]) if before is None or declared else "",
        went=None,
        found=found,
        words=tuple(words_of(before, after, walk, sources)),
        effect=effect,
        effect_in_words=sentence,
        findings=tuple(faults_of(walk.steps[0], after, declared, found)) if is_checked else (),
        on_the_way=on_the_way,
    )


def _changes(walk: Crosswalk, on_the_way: tuple[Said, ...]) -> tuple[Change, ...] | None:
    """All that is declared on the way over several versions; None where nothing is declared of one to the other."""
    if not walk.is_declared:
        return None
    said = {change for each in on_the_way for change in each.changes}
    return tuple(each for each in Change if each in said) or (Change.SAME,)


def _notes(on_the_way: tuple[Said, ...]) -> str | None:
    return " ".join(each.note for each in on_the_way if each.note) or None


def _mapping(walk: Crosswalk) -> Mapping[int, int] | None:
    """The later level for each earlier one, where a version on the way declares a mapping."""
    if len(walk.steps) == 1 or all(step.mapping is None for step in walk.steps):
        return walk.steps[0].mapping if walk.steps else None
    read = {level.value: walk.level_now(level.value) for level in walk.earlier.levels}
    return {before: now.value for before, now in read.items() if now is not None}


def _effect(walk: Crosswalk, after: Criterion) -> tuple[Effect, str]:
    reading = walk.of(after.id)
    if not reading.is_comparable:
        return Effect.NOT_COMPARED, f"Its levels are not compared. {reading.why_not}"
    moved = " It stands in another domain, so the values of both domains are not compared." if reading.is_moved else ""
    read = "" if walk.keeps_numbers else " Earlier levels are read on the new scale."
    if reading.flags:
        return (
            Effect.FLAGGED,
            f"Its levels are compared, and whatever rests on it says: {' '.join(reading.flags)}{read}{moved}",
        )
    return Effect.COMPARED, f"Its levels are compared.{read}{moved}"


def _of_gone(
    walk: Crosswalk, changes: DeclaredChanges | None, before: Criterion, *, is_checked: bool
) -> CriterionDifference:
    became = listed([f"“{each.title}”" for each in walk.became(before.id)])
    why = next((each.why for each in changes.retired if each.criterion == before.id), None) if changes else None
    went_on = f" It lives on in {became}." if became else ""
    on_the_way = gone_on_the_way(walk, before.id) if len(walk.steps) > 1 else ()
    return CriterionDifference(
        criterion_id=before.id,
        title=before.title,
        earlier=before,
        later=None,
        declared=((Change.RETIRED,) if why is not None else ()) if changes else _changes(walk, on_the_way),
        note=why or _notes(on_the_way),
        became_of=became,
        went=_went(before, changes) if became else None,
        found=(Found.GONE,),
        words=tuple(gone_words(before, walk.earlier)),
        effect=Effect.NOT_COMPARED,
        effect_in_words=f"It is no longer asked, so it has no level to compare.{went_on}",
        findings=tuple(faults_of_gone(before, changes)) if is_checked else (),
        on_the_way=on_the_way,
    )


def _went(before: Criterion, changes: DeclaredChanges | None) -> Change | None:
    """Whether a criterion that is gone is declared to have been split or merged into others; None for neither."""
    parts = [each for each in changes.criteria if before.id in each.came_from] if changes else []
    return next((change for each in parts for change in each.changes if change in {Change.SPLIT, Change.MERGED}), None)


def faults_of_gone(before: Criterion, changes: DeclaredChanges | None) -> Iterator[Finding]:
    """A criterion that is no longer there and of which nothing is said."""
    if changes is None or before.id not in changes.gone:
        yield Finding(
            Fault.UNDECLARED,
            before.id,
            before.title,
            "It is no longer asked, and that is not declared.",
            "Write its id under “retired” with the reason, or under “from” of what it was split or merged into.",
        )
