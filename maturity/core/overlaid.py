"""A local overlay: a matrix that lies over a version of another, whose words it keeps, changes, adds to or leaves out.

The ids of the matrix below are kept, so that levels of both can be set side by side criterion by criterion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, Retirement


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A criterion of the matrix below that is not asked here, and why."""

    criterion: str
    title: str
    why: str


@dataclass(frozen=True)
class Overlaid:
    """What a matrix lies over, by key and version, and what of it is local.

    `local` names each criterion with words of its own: `SAME` where only guidance or examples are local, `REWORDED` or
    `AMENDED` where what is asked is, `NEW` where the criterion is. Everything else has the words of the matrix below.
    """

    key: str
    version: str
    title: str
    local: tuple[DeclaredChange, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()

    @property
    def name(self) -> str:
        """How the matrix below is named in a sentence."""
        return f"“{self.title}” {self.version}"

    @cached_property
    def _local(self) -> Mapping[str, DeclaredChange]:
        return {each.criterion: each for each in self.local}

    def local_mark(self, criterion_id: str) -> str:
        """What is said beside a criterion: “Local wording”, “Local criterion”; empty where the words are not local."""
        declared = self._local.get(criterion_id)
        if declared is None:
            return ""
        if Change.NEW in declared.changes:
            return "Local criterion"
        return "Local guidance" if Change.SAME in declared.changes else "Local wording"

    def is_own(self, criterion_id: str) -> bool:
        """Whether the overlay added this criterion."""
        declared = self._local.get(criterion_id)
        return declared is not None and Change.NEW in declared.changes

    def is_over(self, key: str, version: str) -> bool:
        """Whether this is the version that it lies over."""
        return (self.key, self.version) == (key, version)

    def since_below(self) -> DeclaredChanges:
        """What the overlay declares, read as a change from the matrix below."""
        return DeclaredChanges(
            since=self.version,
            summary=f"A local overlay of {self.name}.",
            criteria=self.local,
            retired=tuple(Retirement(each.criterion, each.why) for each in self.not_asked),
        )

    def back_to_below(self) -> DeclaredChanges:
        """The same, read as a change from the overlay to the matrix below."""
        added = [each for each in self.local if Change.NEW in each.changes]
        kept = [each for each in self.local if Change.NEW not in each.changes]
        asked = [DeclaredChange(each.criterion, (Change.NEW,)) for each in self.not_asked]
        return DeclaredChanges(
            since=self.version,
            summary=f"Back from a local overlay to {self.name}.",
            criteria=(*kept, *asked),
            retired=tuple(Retirement(each.criterion, "A local criterion.") for each in added),
        )
