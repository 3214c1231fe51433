"""Makes the comparison of two rounds in three views: what each covers, and what each difference is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from maturity.core.figures import decimal, level_in_words, overall_in_words, places_of, short_decimal
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_rules import DomainMethod, OverallMethod
from maturity.core.movement.constant_panel import panel_of
from maturity.core.movement.decomposition import Decomposition, decompose, decompose_alike
from maturity.core.movement.figure_verdict import Judging, MovedFigure
from maturity.core.movement.judged_figure import why_domain_is_not_judged, why_overall_is_not_judged
from maturity.core.movement.paired_criteria import PairedCriterion, paired_criteria
from maturity.core.movement.restated import Figures, figures_over
from maturity.core.movement.viewed import NOTHING, MovementViews, Sides, View, ViewedDomain
from maturity.core.results import RoundResult
from maturity.core.round import WayOfScoring
from maturity.core.wording import listed, lower_first

_Read: TypeAlias = Callable[[Figures], Fraction | None]


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
