"""A comparison in three views, each with what it covers, and what each difference is made of.

*As scored*: each round by its own version and rule. *Like for like*: the criteria that can be compared and have a
level in both rounds, worked out again by the later version’s rule. *Constant panel*: the same criteria from the medians
of what the partners in both rounds gave by themselves, because an agreed level cannot be worked out for some alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from maturity.core.movement.by_chance import ByChance, by_chance
from maturity.core.movement.constant_panel import ConstantPanel
from maturity.core.movement.decomposition import Decomposition
from maturity.core.movement.paired_criteria import PairedCriterion
from maturity.core.movement.verdict import Verdict
from maturity.core.results import RoundResult


class View(StrEnum):
    """One way of setting two rounds beside each other."""

    AS_SCORED = "as-scored"
    LIKE_FOR_LIKE = "like-for-like"
    CONSTANT_PANEL = "constant-panel"

    @property
    def label(self) -> str:
        """How the view is shown."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """What the view shows, in a sentence or two."""
        return _MEANINGS[self]


_LABELS = {
    View.AS_SCORED: "As scored",
    View.LIKE_FOR_LIKE: "Like for like",
    View.CONSTANT_PANEL: "Constant panel",
}
_MEANINGS = {
    View.AS_SCORED: "Each round by the version and the rule of the matrix that it was scored with.",
    View.LIKE_FOR_LIKE: (
        "Only criteria that can be compared and have a level in both rounds. Both rounds are restated: worked out "
        "again over these criteria, by the rule of the later round’s version."
    ),
    View.CONSTANT_PANEL: (
        "The same criteria and only partners in both rounds. Which level these alone would have agreed nobody knows: "
        "this view is restated from what they gave by themselves, as medians. The agreed level is a judgement."
    ),
}


@dataclass(frozen=True, slots=True)
class Sides:
    """One figure in the two rounds, exact and as it is written; a figure that there is not is None and empty."""

    before: Fraction | None
    after: Fraction | None
    before_label: str
    after_label: str

    @property
    def change(self) -> Fraction | None:
        """Later less earlier; None where either is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


NOTHING = Sides(None, None, "", "")


@dataclass(frozen=True, slots=True)
class ViewedDomain:
    """One domain, or the overall result with an empty id, in the three views.

    `whole` says which view the decomposition splits. `verdict` is None where the levels did not move like for like.
    `chance` is that of being called likely real though nothing has changed, 0 where it could not be. `flags` are
    sentences on what has to be known of criteria that it rests on. `counts` are how many criteria each view rests on,
    of `asked`.
    """

    id: str
    title: str
    views: Mapping[View, Sides]
    counts: Mapping[View, int]
    asked: int
    whole: View
    decomposition: Decomposition | None
    verdict: Verdict | None
    basis: str
    flags: tuple[str, ...]
    chance: Fraction = Fraction(0)


@dataclass(frozen=True)
class MovementViews:
    """Two rounds in the three views. `why_not` says why a view is not there; it has no entry for one that is."""

    earlier: RoundResult
    later: RoundResult
    panel: ConstantPanel
    criteria: tuple[PairedCriterion, ...]
    domains: tuple[ViewedDomain, ...]
    overall: ViewedDomain | None
    coverage: Mapping[View, str]
    why_not: Mapping[View, str]

    @property
    def rows(self) -> tuple[ViewedDomain, ...]:
        """The domains of the later matrix, then the overall result where there is one."""
        return (*self.domains, self.overall) if self.overall else self.domains

    @property
    def by_chance(self) -> ByChance:
        """How many domains are likely real, beside how many would be by chance alone."""
        found = sum(1 for domain in self.domains if domain.verdict is Verdict.LIKELY_REAL)
        return by_chance((domain.chance for domain in self.domains), found)

    @property
    def by_chance_in_words(self) -> str:
        """What has to stand beside domains that are likely real; empty where fewer than two were judged."""
        return self.by_chance.in_words("domains", is_most=True)
