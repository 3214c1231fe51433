"""The verdict on a difference of a figure that several criteria make: a domain’s value or the overall result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.matrix_change.crosswalk import Crosswalk
from maturity.core.movement.borne_out import why_not_borne_out
from maturity.core.movement.decomposition import Decomposition, Part
from maturity.core.movement.mean_chance import chance_of_mean_by_itself
from maturity.core.movement.mean_verdict import JUDGEMENT, verdict_on_mean
from maturity.core.movement.paired_criteria import PairedCriterion
from maturity.core.movement.verdict import Verdict
from maturity.core.results import RoundResult
from maturity.core.round import WayOfScoring

_SCALE_CHANGED: Final = "The scale of levels changed, so partners’ own levels do not tell what is chance."
_AMENDED: Final = "It comes from criteria whose meaning was amended, and nothing tells what of that is chance."
_MADE: Final = "It comes from criteria that were split or merged, and nothing tells what of that is chance."
_OTHERWISE_ASKED: Final = (
    "It comes from criteria whose meaning was amended, or that were split or merged, and nothing tells what of that is "
    "chance."
)
_NOT_BY_PARTNERS: Final = "What partners gave by themselves does not show this difference."
_HELD: Final = (Part.AMENDED, Part.MADE)


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A difference like for like (not 0), that of the constant panel, and what the one on the page is made of.

    `difference_of` gives how far the figure moves where the criteria with these ids alone have their later level.
    """

    alike: Fraction
    of_panel: Fraction | None
    split: Decomposition | None
    difference_of: Callable[[Collection[str]], Fraction]

    @property
    def is_shown_by_partners(self) -> bool:
        """Whether what partners gave by themselves goes the same way, in the parts and in the constant panel."""
        by_partners = self.split.by_partners if self.split else None
        return all(each is not None and each * self.alike > 0 for each in (by_partners, self.of_panel))

    def without(self, held: Sequence[PairedCriterion]) -> Fraction:
        """What is left of the difference without its parts by criteria that were amended, split or merged."""
        if not held or self.split is None:
            return self.alike
        return self.alike - sum((self.split.of(part) or Fraction(0) for part in _HELD), Fraction(0))


@dataclass(frozen=True, slots=True)
class Judging:
    """Two rounds whose figures are judged; `walk` reads the earlier one’s version in the later one’s."""

    earlier: RoundResult
    later: RoundResult
    walk: Crosswalk

    def verdict(self, moved: MovedFigure, both: Sequence[PairedCriterion], why_not: str) -> tuple[Verdict, str]:
        """The verdict on a difference, by what is left of it without what was amended, split or merged; and its basis.

        `both` are the criteria with a level in both rounds. `why_not` says why a figure is not judged, and is empty
        where it is. Likely real is only what the partners’ own figures show as well: their parts of the difference,
        the constant panel, and the criteria that make it.
        """
        why_not = self._why_not_these_rounds() or why_not
        if why_not:
            return Verdict.CANNOT_TELL, why_not
        held = [criterion for criterion in both if _is_otherwise_asked(criterion)]
        kept = moved.without(held)
        if kept * moved.alike <= 0:
            return Verdict.CANNOT_TELL, _comes_from(held)
        judged = [criterion for criterion in both if not _is_otherwise_asked(criterion)]
        levels, minimum = len(self.later.matrix.levels), self.later.matrix.agreement.minimum_partners
        verdict, basis = verdict_on_mean(kept, judged, levels=levels, minimum=minimum)
        if verdict is Verdict.LIKELY_REAL:
            doubt = _NOT_BY_PARTNERS
            if moved.is_shown_by_partners:
                doubt = why_not_borne_out(judged, moved.difference_of, upwards=kept > 0, levels=levels, minimum=minimum)
            if doubt:
                verdict, basis = Verdict.CANNOT_TELL, f"{basis} {doubt}"
        return verdict, f"{basis} {_left_out(held)}" if held else basis

    def chance(self, both: Sequence[PairedCriterion]) -> Fraction:
        """The most that the chance of “likely real” can be though nothing has changed; 0 where it cannot be that."""
        if self._why_not_these_rounds():
            return Fraction(0)
        matrix = self.later.matrix
        judged = [criterion for criterion in both if not _is_otherwise_asked(criterion)]
        return chance_of_mean_by_itself(judged, levels=len(matrix.levels), minimum=matrix.agreement.minimum_partners)

    def _why_not_these_rounds(self) -> str:
        for result in (self.earlier, self.later):
            if result.record.way is WayOfScoring.TOGETHER:
                return f"Round {result.record.number} was scored together. {JUDGEMENT}"
        return "" if self.walk.keeps_numbers else _SCALE_CHANGED


def _is_otherwise_asked(criterion: PairedCriterion) -> bool:
    return criterion.reading.is_amended or criterion.reading.is_made


def _comes_from(held: Sequence[PairedCriterion]) -> str:
    if all(c.reading.is_amended for c in held):
        return _AMENDED
    return _OTHERWISE_ASKED if any(c.reading.is_amended for c in held) else _MADE


def _left_out(held: Sequence[PairedCriterion]) -> str:
    what = ["whose meaning was amended"] if any(c.reading.is_amended for c in held) else []
    if any(c.reading.is_made and not c.reading.is_amended for c in held):
        what.append("that were split or merged")
    return f"Criteria {' or '.join(what)} are left out of this."
