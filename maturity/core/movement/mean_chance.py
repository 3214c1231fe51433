"""How likely a difference of several criteria is called likely real by chance, for reading many of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from maturity.core.movement.paired_criteria import PairedCriterion
from maturity.core.noise.chances import chance_of_exceeding_mean
from maturity.core.noise.limits import Answered


def chance_of_mean_by_itself(criteria: Sequence[PairedCriterion], *, levels: int, minimum: int) -> Fraction:
    """The chance that the levels of these criteria move beyond their limit on average though nothing has changed.

    It is 0 where `verdict_on_mean` cannot find a difference likely real: without partners' own levels, with fewer
    partners than `minimum`, or with other people for most of the levels. What else a verdict asks for makes it smaller.
    """
    pairs = [pair for criterion in criteria for pair in criterion.pairs]
    same = Counter(pair.partner.id for pair in pairs if pair.same_people)
    given = Counter(pair.partner.id for pair in pairs)
    if not pairs or len(given) < minimum or 2 * sum(same.values()) < len(pairs):
        return Fraction(0)
    panel = [Answered(same[partner], count - same[partner]) for partner, count in given.items()]
    return chance_of_exceeding_mean(panel, levels=levels)
