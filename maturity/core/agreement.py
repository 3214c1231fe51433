"""How closely partners agree on one criterion, by the rule of the matrix.

One partner, one voice, unless the matrix declares weights: then the median and the share outside go by weight, and
every count still counts partners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from maturity.core.agreement_index import agreement_index
from maturity.core.figures import level_in_words, median_of, weighted_median
from maturity.core.matrix import Level, Matrix
from maturity.core.matrix_rules import AgreementRule
from maturity.core.position import Position, unsettled_in_words
from maturity.core.wording import in_sentence, levels_apart


class AgreementLabel(StrEnum):
    """How closely partners agree, in one word."""

    ALIGNED = "aligned"
    MIXED = "mixed"
    SPLIT = "split"
    TOO_FEW = "too-few"

    @property
    def label(self) -> str:
        """How the agreement is shown."""
        return _LABELS[self]


_LABELS = {
    AgreementLabel.ALIGNED: "Aligned",
    AgreementLabel.MIXED: "Mixed",
    AgreementLabel.SPLIT: "Split",
    AgreementLabel.TOO_FEW: "Too few to say",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """The spread of the partners' levels on one criterion.

    `count` is the number of partners that gave a level and `levels` are those levels in order. `outside`
    is how many lie further from the median than the rule allows. `lowest` and `highest` are None when no partner gave a
    level. Where too few did there is no figure: `median` is None and `outside` 0. Where the matrix weighs partners,
    `label` and `median` go by weight. `unsettled` are the partners that have not agreed a level, by the names that they
    have in the round: they count nowhere, and are told beside whatever is said of the others.
    """

    label: AgreementLabel
    count: int
    median: Fraction | None
    lowest: int | None
    highest: int | None
    outside: int
    levels: tuple[int, ...]
    unsettled: tuple[str, ...] = ()

    @property
    def spread(self) -> int:
        """How many levels lie between the lowest and the highest."""
        return self.levels[-1] - self.levels[0] if self.levels else 0

    @property
    def within_one(self) -> int:
        """How many partners lie within one level of the median, whatever distance the rule allows."""
        return sum(1 for level in self.levels if self.median is not None and abs(level - self.median) <= 1)

    @property
    def share_within_one(self) -> Fraction | None:
        """The share of the partners with a level that lies within one level of the median; None where they are too few.

        A common figure of Delphi studies. On a scale of four levels it hardly ever falls below a half.
        """
        return None if self.median is None else Fraction(self.within_one, self.count)

    @property
    def nobodys_median(self) -> str:
        """To stand after the median where no partner gave it, as the middle of 2, 2, 4 and 4; else empty."""
        return "" if self.median is None or self.median in self.levels else " (nobody gave it)"

    def index_on(self, levels: Sequence[Level]) -> Fraction | None:
        """Van der Eijk's A on the scale of these levels (see `agreement_index`), the key for putting criteria in order.

        It orders criteria of one round and is no verdict: the label is, by the rule of the matrix. None where too few
        partners gave a level.
        """
        if self.median is None:
            return None
        return agreement_index([self.levels.count(level.value) for level in levels])


def agreement_on(
    levels: Sequence[int], rule: AgreementRule, weights: Sequence[Fraction] = (), *, unsettled: Sequence[str] = ()
) -> Agreement:
    """The agreement among partners' levels, whatever their order.

    A level is outside when it is more than `rule.within` from the median; partners are split when the share
    outside is at least `rule.split_share`, aligned when it is at most `rule.aligned_share`, else mixed. With fewer
    levels than `rule.minimum_partners` there are too few, and no figure. `weights` are those of the partners, in the
    order of `levels`; without them each partner counts once. With them the median is the weighted one (see
    `weighted_median`) and the share is one of the weight. `unsettled` are the names of the partners that have not
    agreed a level, and change nothing. Raises `ValueError` when there are not as many weights as levels.

    Source: Lim and Yap, doi.org/10.5334/ijic.7747, table 1, after the RAND/UCLA appropriateness method: a
    panel of 12 is split when at least four ratings lie outside the three-point region that contains the
    median. Where the median is a half, that region is the two levels on either side of it: this follows from
    the shares published in their table 4 (medians of 2.5 in round 1), and “more than one level from the
    median” gives exactly that. For other numbers of partners the published count is read as a share.
    """
    ordered = tuple(sorted(levels))
    count = len(ordered)
    if not count:
        return Agreement(AgreementLabel.TOO_FEW, 0, None, None, None, 0, (), tuple(unsettled))
    voices = list(zip(levels, weights, strict=True)) if weights else []
    if count < rule.minimum_partners:
        ends = ordered[0], ordered[-1]
        return Agreement(AgreementLabel.TOO_FEW, count, None, *ends, 0, ordered, tuple(unsettled))
    median = weighted_median(voices) if voices else median_of(ordered)
    # Compared as whole numbers: |level - median| > within, multiplied out by both denominators.
    middle, half, reach = median.numerator, median.denominator, rule.within * median.denominator
    outside = sum(1 for level in ordered if abs(level * half - middle) > reach)
    weighing: Fraction | int = sum(weight for level, weight in voices if abs(level * half - middle) > reach)
    return Agreement(
        label=_label(weighing, sum(weights), rule) if voices else _label(outside, count, rule),
        count=count,
        median=median,
        lowest=ordered[0],
        highest=ordered[-1],
        outside=outside,
        levels=ordered,
        unsettled=tuple(unsettled),
    )


def _label(outside: Fraction | int, of: Fraction | int, rule: AgreementRule) -> AgreementLabel:
    """By the share outside, of the partners or of their weight, where there are enough of them."""
    if outside >= rule.split_share * of:
        return AgreementLabel.SPLIT
    if outside <= rule.aligned_share * of:
        return AgreementLabel.ALIGNED
    return AgreementLabel.MIXED


@dataclass(frozen=True, slots=True)
class DotsAt:
    """One level of the scale and the positions of the partners that gave it; they may be none."""

    level: Level
    positions: tuple[Position, ...]


def dots_by_level(positions: Sequence[Position], matrix: Matrix) -> tuple[DotsAt, ...]:
    """Every level of the scale, lowest first, with the partners at it in the order in which they are given.

    Positions without a level are in none: they are shown beside the strip, by their state.
    """
    return tuple(
        DotsAt(level, tuple(position for position in positions if position.level == level.value))
        for level in matrix.levels
    )


def offered_level(agreement: Agreement, rule: AgreementRule) -> int | None:
    """The level to offer before the collaborative agrees: the median, when it is a level.

    None when the median is a half (people choose, the tool does not round for them), when too few partners gave a
    level, and when partners are split in a matrix where a split criterion gets no level.
    """
    if agreement.median is None or agreement.median.denominator != 1:
        return None
    if rule.split_decides and agreement.label is AgreementLabel.SPLIT:
        return None
    return agreement.median.numerator


def agreement_sentence(agreement: Agreement, matrix: Matrix, *, is_past: bool = False) -> str:
    """The agreement in plain words, with the figures that it rests on, and who has not agreed a level to be counted.

    `is_past` tells of how partners stood before a later vote, in the past tense.
    """
    return f"{_of_those_who_gave(agreement, matrix, is_past=is_past)} {_not_counted(agreement)}".strip()


def _not_counted(agreement: Agreement) -> str:
    names = agreement.unsettled
    if not names:
        return ""
    if agreement.label is AgreementLabel.TOO_FEW:
        return f"{unsettled_in_words(names, 'one')}."
    return f"{unsettled_in_words(names)} and {'is' if len(names) == 1 else 'are'} not counted."


def _of_those_who_gave(agreement: Agreement, matrix: Matrix, *, is_past: bool) -> str:
    rule = matrix.agreement
    are, is_at = ("were", "was") if is_past else ("are", "is")
    if not agreement.count:
        return "No partner gave a level."
    if agreement.median is None:
        gave = (
            "Only one partner gave a level" if agreement.count == 1 else f"Only {agreement.count} partners gave a level"
        )
        return f"{gave}; {rule.minimum_partners} are needed before agreement is judged."
    if agreement.spread == 0:
        gave = {1: "one gave", 2: "both gave"}.get(agreement.count, f"all {agreement.count} gave")
        return f"Partners {are} aligned: {gave} {level_in_words(agreement.median, matrix)}."
    label = f"{agreement.label.label.lower()}{', weighed by their type' if rule.weighs_partners else ''}"
    return (
        f"Partners {are} {label}: the {rule.median_name} {is_at} "
        f"{in_sentence(level_in_words(agreement.median, matrix))}{agreement.nobodys_median} "
        f"and {_lying(agreement, is_past=is_past)} more than {levels_apart(rule.within)} from it."
    )


def _lying(agreement: Agreement, *, is_past: bool) -> str:
    lies = "lay" if is_past else "lie" if agreement.outside > 1 else "lies"
    return f"{agreement.outside or 'none'} of {agreement.count} {lies}"
