"""What a new version of a local overlay need not declare again.

The matrix below declares what became of its criteria and its scale, and the overlay itself says which words are local
and what is not asked. Only what neither of them says is left for the author to declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, Retirement, ScaleChange
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk
from maturity.core.matrix_change.crosswalk_step import Step
from maturity.core.overlaid import Overlaid

_LONGEST_NOTE = 4_000


def with_carried(own: DeclaredChanges, earlier: Matrix, later: Matrix, below: Crosswalk) -> DeclaredChanges:
    """What an overlay declares since an earlier version of it, with all that follows from the matrices below.

    `below` is the way from the matrix below the earlier version to that below the later one. What the author declares
    stands before what is carried over; where the matrix below declares nothing, nothing of it is carried. Raises
    ValueError for a version that is no overlay.
    """
    if earlier.overlays is None or later.overlays is None:
        raise ValueError("Both versions have to be overlays.")
    carrying = _Carrying(own, earlier, later, earlier.overlays, later.overlays, below)
    criteria = (*own.criteria, *carrying.criteria())
    gone = own.gone | {source for each in criteria for source in each.came_from}
    return replace(
        own,
        criteria=criteria,
        retired=(*own.retired, *carrying.retired(gone)),
        levels=own.levels or carrying.levels(),
    )


@dataclass(frozen=True, slots=True)
class _Carrying:
    own: DeclaredChanges
    earlier: Matrix
    later: Matrix
    local_before: Overlaid
    local_now: Overlaid
    below: Crosswalk

    @property
    def _steps(self) -> tuple[Step, ...]:
        """The declared steps of the matrix below; none where one of them is not declared."""
        return self.below.steps if self.below.is_declared else ()

    def criteria(self) -> Iterator[DeclaredChange]:
        """What is carried over of each criterion of the later version that the author does not name."""
        named = {each.criterion for each in self.own.criteria}
        carried = [
            self._gone_on(each) if each.id in self.earlier.criterion_ids else self._came(each.id)
            for each in self.later.criteria
            if each.id not in named
        ]
        found = [each for each in carried if each is not None]
        for each in found:
            alone = Change.SPLIT in each.changes and sum(each.came_from == one.came_from for one in found) == 1
            yield DeclaredChange(each.criterion, (Change.NEW,)) if alone else each

    def _gone_on(self, now: Criterion) -> DeclaredChange | None:
        before = self.earlier.criterion(now.id)
        said = [*self._said_below(now.id), *self._said_here(now.id)]
        kinds = {change for each in said for change in each.changes} & {Change.REWORDED, Change.AMENDED}
        changes = {Change.AMENDED} if Change.AMENDED in kinds else kinds
        if _texts(before) == _texts(now) or self._has_other_local_words(before, now):
            changes = set()
        if self.earlier.domain_of(now.id).id != self.later.domain_of(now.id).id:
            changes = changes | {Change.MOVED}
        if not changes:
            return None
        notes = " ".join(dict.fromkeys(each.note for each in said if each.note))
        return DeclaredChange(now.id, tuple(each for each in Change if each in changes), notes[:_LONGEST_NOTE] or None)

    def _said_below(self, criterion_id: str) -> Iterator[DeclaredChange]:
        for step in self._steps:
            if step.changes is not None:
                yield step.changes.of(criterion_id)

    def _said_here(self, criterion_id: str) -> Iterator[DeclaredChange]:
        for overlaid in (self.local_before, self.local_now):
            yield from (each for each in overlaid.local if each.criterion == criterion_id)

    def _has_other_local_words(self, before: Criterion, now: Criterion) -> bool:
        """Whether local words became other local words: nobody but the author knows whether they mean the same.

        So do words that changed below without being declared there.
        """
        both_local = all(
            any(each.criterion == now.id for each in overlaid.local) for overlaid in (self.local_before, self.local_now)
        )
        if both_local:
            return before != now
        sides = [m.criterion(now.id) for m in (self.below.earlier, self.below.later) if now.id in m.criterion_ids]
        return not self._steps and len({_texts(each) for each in sides}) > 1

    def _came(self, criterion_id: str) -> DeclaredChange | None:
        """What is said of a criterion that the earlier version did not ask."""
        is_new = DeclaredChange(criterion_id, (Change.NEW,))
        if criterion_id in self.below.earlier.criterion_ids or criterion_id not in self.below.later.criterion_ids:
            return is_new
        if not self._steps:
            return None
        first = next(step for step in self._steps if criterion_id in step.later.criterion_ids)
        declared = first.changes.of(criterion_id) if first.changes is not None else is_new
        sources = set(declared.came_from)
        can_be_read = sources and sources <= self.earlier.criterion_ids and not sources & self.own.gone
        if not can_be_read or sources & self.later.criterion_ids or self.below.of(criterion_id).is_amended:
            return is_new
        return declared

    def retired(self, gone: frozenset[str]) -> Iterator[Retirement]:
        """What is no longer asked, with the reason given here or below; `gone` is spoken for already."""
        not_asked = {each.criterion: each.why for each in self.local_now.not_asked}
        for each in self.earlier.criteria:
            if each.id in self.later.criterion_ids or each.id in gone:
                continue
            why = not_asked.get(each.id) or self._why_retired_below(each.id)
            if why:
                yield Retirement(each.id, why)

    def _why_retired_below(self, criterion_id: str) -> str:
        for step in self._steps:
            if step.changes is not None and criterion_id in step.changes.gone:
                why = {each.criterion: each.why for each in step.changes.retired}
                return why.get(criterion_id) or f"It was split or merged {_in_below(step)}."
        return ""

    def levels(self) -> ScaleChange | None:
        """What became of the scale."""
        declared = [step.changes.levels for step in self._steps if step.changes is not None and step.changes.levels]
        broken = next((each.broken for each in declared if each.broken), None)
        if broken or not declared:
            return ScaleChange(broken=broken) if broken else None
        read = [(level.value, self.below.level_now(level.value)) for level in self.below.earlier.levels]
        mapping = tuple((before, now.value) for before, now in read if now is not None)
        return ScaleChange(mapping) if len(mapping) == len(read) else None


def _texts(criterion: Criterion) -> tuple[object, ...]:
    """Everything that is read of a criterion."""
    asked = (criterion.title, criterion.question, criterion.descriptors)
    return (*asked, criterion.guidance, criterion.examples, criterion.evidence_prompts)


def _in_below(step: Step) -> str:
    return f"in “{step.later.title}” {step.later.version}"
