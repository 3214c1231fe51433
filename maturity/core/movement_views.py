"""A comparison in three views, each with what it covers, and what each difference is made of.

*As scored*: each round by its own version and rule. *Like for like*: the criteria that can be compared and have a
level in both rounds, worked out again by the later version’s rule. *Constant panel*: the same criteria from the medians
of what the partners in both rounds gave by themselves, because an agreed level cannot be worked out for some alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from maturity.core.by_chance import ByChance, by_chance
from maturity.core.constant_panel import ConstantPanel, panel_of
from maturity.core.crosswalk import Crosswalk, crosswalk
from maturity.core.decomposition import Decomposition, decompose, decompose_alike
from maturity.core.figure_verdict import Judging, MovedFigure
from maturity.core.figures import decimal, level_in_words, overall_in_words, places_of, short_decimal
from maturity.core.judged_figure import why_domain_is_not_judged, why_overall_is_not_judged
from maturity.core.matrix import DomainMethod, Matrix, OverallMethod
from maturity.core.movement_verdict import Verdict
from maturity.core.paired_criteria import PairedCriterion, paired_criteria
from maturity.core.restated import Figures, figures_over
from maturity.core.results import RoundResult
from maturity.core.round import WayOfScoring
from maturity.core.wording import listed, lower_first


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


_Read: TypeAlias = Callable[[Figures], Fraction | None]
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


def views_of(earlier: RoundResult, later: RoundResult, between: Iterable[Matrix] = ()) -> MovementViews:
    """The three views of two rounds. `between` may have other versions of the matrix, to read across more than one."""
    walk = crosswalk(earlier.matrix, later.matrix, between)
    panel = panel_of(earlier, later)
    criteria = paired_criteria(earlier, later, walk, panel)
    shows_overall = later.overall is not None and later.matrix.scoring.overall.method is not OverallMethod.NONE
    making = _Making(earlier, later, walk, criteria, has_overall=shows_overall)
    return MovementViews(
        earlier=earlier,
        later=later,
        panel=panel,
        criteria=criteria,
        domains=tuple(making.domain(domain.domain.id) for domain in later.domains),
        overall=making.overall() if shows_overall else None,
        coverage=_coverage(earlier, later, criteria),
        why_not=_why_not(earlier, later, criteria),
    )


def in_panel(criteria: Sequence[PairedCriterion]) -> tuple[PairedCriterion, ...]:
    """The criteria of the constant panel: with a level in both rounds, and enough partners that gave one in both."""
    return tuple(c for c in criteria if c.has_both and c.everyone is not None and c.panel is not None)


class _Making:
    """The figures of every view, worked out once, and the rows made from them."""

    def __init__(
        self,
        earlier: RoundResult,
        later: RoundResult,
        walk: Crosswalk,
        criteria: tuple[PairedCriterion, ...],
        *,
        has_overall: bool,
    ) -> None:
        self.earlier, self.later, self.walk, self.criteria = earlier, later, walk, criteria
        self.has_overall = has_overall
        self.judging = Judging(earlier, later, walk)
        both = [c for c in criteria if c.has_both]
        self.alike = self._figures(
            {c.id: c.before for c in both if c.before is not None}, {c.id: c.after for c in both if c.after is not None}
        )
        told = in_panel(criteria)
        self.panel = self._figures(
            {c.id: c.panel.before for c in told if c.panel}, {c.id: c.panel.after for c in told if c.panel}
        )

    def _figures(self, before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> tuple[Figures, Figures]:
        matrix = self.later.matrix
        return (
            figures_over(matrix, before, has_overall=self.has_overall),
            figures_over(matrix, after, has_overall=self.has_overall),
        )

    def domain(self, domain_id: str) -> ViewedDomain:
        """One domain of the later round."""
        before, after = self.earlier.domain(domain_id), self.later.by_domain[domain_id]
        scored = Sides(
            before.value if before else None, after.value, before.label if before else "Not asked", after.label
        )
        return self._row(
            domain_id,
            after.domain.title,
            scored,
            [c for c in self.criteria if c.result.domain.id == domain_id],
            asked=len(after.criteria),
            read=lambda figures: figures.domains.get(domain_id),
        )

    def overall(self) -> ViewedDomain:
        """The overall result."""
        before, after = self.earlier.overall, self.later.overall
        scored = Sides(
            before.value if before else None,
            after.value if after else None,
            before.label if before else "No overall result",
            after.label if after else "",
        )
        return self._row(
            "",
            "Overall",
            scored,
            self.criteria,
            asked=len(self.later.criteria),
            read=lambda figures: figures.overall,
        )

    def _row(
        self,
        domain_id: str,
        title: str,
        scored: Sides,
        criteria: Sequence[PairedCriterion],
        *,
        asked: int,
        read: _Read,
    ) -> ViewedDomain:
        is_overall = not domain_id
        both, told = [c for c in criteria if c.has_both], in_panel(criteria)
        views = {
            View.AS_SCORED: scored,
            View.LIKE_FOR_LIKE: self._sides(self.alike, read, is_overall=is_overall, criteria=len(both)),
            View.CONSTANT_PANEL: self._sides(self.panel, read, is_overall=is_overall, criteria=len(told)),
        }
        has_whole = scored.change is not None and self._is_one_measure(is_overall=is_overall)
        alike = views[View.LIKE_FOR_LIKE].change
        verdict, basis = None, ""
        split = self._split(scored.change if has_whole else None, criteria, read)
        why_not = self._why_not_judged(domain_id, both)
        if alike:
            moved = MovedFigure(alike, views[View.CONSTANT_PANEL].change, split, self._alone(both, read))
            verdict, basis = self.judging.verdict(moved, both, why_not)
        flagged: dict[str, list[str]] = {}
        for criterion in both:
            for flag in criterion.reading.flags:
                flagged.setdefault(flag, []).append(f"“{criterion.result.criterion.title}”")
        flags = tuple(
            f"{listed(titles)}{', each' * (len(titles) > 1)}: {_after_colon(flag)}" for flag, titles in flagged.items()
        )
        return ViewedDomain(
            id=domain_id,
            title=title,
            views=views,
            counts={
                View.AS_SCORED: sum(
                    1 for c in self.later.criteria if c.level and (is_overall or c.domain.id == domain_id)
                ),
                View.LIKE_FOR_LIKE: len(both),
                View.CONSTANT_PANEL: len(told),
            },
            asked=asked,
            whole=View.AS_SCORED if has_whole else View.LIKE_FOR_LIKE,
            decomposition=split,
            verdict=verdict,
            basis=basis,
            flags=flags,
            chance=Fraction(0) if alike is None or why_not else self.judging.chance(both),
        )

    def _is_one_measure(self, *, is_overall: bool) -> bool:
        """Whether a figure of the one round less one of the other means anything: the same numbers, the same unit."""
        first, second = self.earlier.matrix.scoring, self.later.matrix.scoring
        if not self.walk.keeps_numbers:
            return False
        return not is_overall or (first.overall.method, first.overall.over) == (
            second.overall.method,
            second.overall.over,
        )

    def _split(
        self,
        whole: Fraction | None,
        criteria: Sequence[PairedCriterion],
        read: _Read,
    ) -> Decomposition | None:
        def difference(before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> Fraction | None:
            first, second = (read(figures) for figures in self._figures(before, after))
            return None if first is None or second is None else second - first

        if whole is None:
            return decompose_alike(criteria, difference)
        is_same = self.earlier.matrix.content_hash == self.later.matrix.content_hash
        return decompose(whole, criteria, difference, is_same_matrix=is_same)

    def _why_not_judged(self, domain_id: str, both: Sequence[PairedCriterion]) -> str:
        matrix, criteria = self.later.matrix, {c.id for c in both}
        if domain_id:
            return why_domain_is_not_judged(matrix, domain_id, criteria)
        return why_overall_is_not_judged(matrix, criteria)

    def _alone(self, both: Sequence[PairedCriterion], read: _Read) -> Callable[[Collection[str]], Fraction]:
        """How far a figure moves where some criteria alone have their level of the later round."""
        before = {c.id: c.before for c in both if c.before is not None}
        after = {c.id: c.after for c in both if c.after is not None}

        def difference_of(ids: Collection[str]) -> Fraction:
            some = {each: after[each] if each in ids else level for each, level in before.items()}
            first, second = (read(figures) for figures in self._figures(before, some))
            return Fraction(0) if first is None or second is None else second - first

        return difference_of

    def _sides(
        self,
        figures: tuple[Figures, Figures],
        read: _Read,
        *,
        is_overall: bool,
        criteria: int,
    ) -> Sides:
        before, after = (read(each) for each in figures)
        needed = self.later.matrix.scoring.overall.minimum_coverage * self.later.coverage.criteria_asked
        if before is None or after is None or (is_overall and criteria < needed):
            return NOTHING
        write = overall_in_words if is_overall else _in_words
        return Sides(before, after, write(before, self.later.matrix), write(after, self.later.matrix))


def _after_colon(flag: str) -> str:
    """A sentence after the titles that it is of. One that begins with a word of ours loses its capital."""
    return lower_first(flag) if flag.startswith(("It ", "Its ", "One of ")) else flag


def _in_words(value: Fraction, matrix: Matrix) -> str:
    if matrix.scoring.domain is DomainMethod.MEAN:
        return decimal(value, places_of(matrix.scoring.level_bands, at_least=1))
    return level_in_words(value, matrix)


def size_in_words(change: Fraction, matrix: Matrix, *, is_overall: bool) -> str:
    """“0.5 of a level”, “1 level”, and for an overall percentage or sum “12 percentage points” or “3 points”."""
    size = abs(change)
    method = matrix.scoring.overall.method if is_overall else None
    if method in {OverallMethod.PERCENT, OverallMethod.SUM}:
        what = "percentage point" if method is OverallMethod.PERCENT else "point"
        return f"{short_decimal(size)} {what}{'' if size == 1 else 's'}"
    if size < 1:
        return f"{short_decimal(size)} of a level"
    return "1 level" if size == 1 else f"{short_decimal(size)} levels"


def _coverage(earlier: RoundResult, later: RoundResult, criteria: Sequence[PairedCriterion]) -> Mapping[View, str]:
    asked, told = len(later.criteria), in_panel(criteria)
    both = sum(1 for c in criteria if c.has_both)
    partners = len({pair.partner.id for c in told for pair in c.pairs})
    first, second = (f"round {r.record.number}: {r.coverage.in_words}" for r in (earlier, later))
    return {
        View.AS_SCORED: f"{first[0].upper()}{first[1:]}; {second}",
        View.LIKE_FOR_LIKE: f"{both} of {asked} criteria",
        View.CONSTANT_PANEL: f"{len(told)} of {asked} criteria, {partners} of {len(later.record.partners)} partners",
    }


def _why_not(earlier: RoundResult, later: RoundResult, criteria: Sequence[PairedCriterion]) -> Mapping[View, str]:
    found: dict[View, str] = {}
    both = [c for c in criteria if c.has_both]
    if not both:
        found[View.LIKE_FOR_LIKE] = "No criterion that can be compared has a level in both rounds."
    if in_panel(criteria):
        return found
    together = [r.record.number for r in (earlier, later) if r.record.way is WayOfScoring.TOGETHER]
    if together:
        found[View.CONSTANT_PANEL] = (
            f"Round {together[0]} was scored together, so there are no levels of the partners’ own to restate it from."
        )
    elif any(c.is_kept_back for c in both):
        found[View.CONSTANT_PANEL] = (
            "In a round without names, what the partners in both rounds gave is told only where the same partners "
            "take part in both and all of them gave a level: else it would tell what one of them gave."
        )
    else:
        minimum = later.matrix.agreement.minimum_partners
        found[View.CONSTANT_PANEL] = (
            f"On no criterion did {minimum} partners or more give a level in both rounds: too few for a median."
        )
    return found
