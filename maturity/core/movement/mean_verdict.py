"""Whether a difference of a domain, or of a whole round, is likely real, within noise, or cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from maturity.core.figures import short_decimal
from maturity.core.movement.paired_criteria import PairedCriterion
from maturity.core.movement.verdict import Verdict
from maturity.core.noise.limits import Answered, noise_limit_of_mean

JUDGEMENT = "An agreed level is a judgement; it has no computable error."


def verdict_on_mean(
    change: Fraction, criteria: Sequence[PairedCriterion], *, levels: int, minimum: int
) -> tuple[Verdict, str]:
    """The verdict on a difference (not 0) of what was agreed on some criteria, and its basis in a sentence or two.

    It rests on every level that a partner gave in both rounds: the mean of their own changes has to be larger than the
    noise limit of a mean over so many (`noise_limit_of_mean`) and go the way of the difference, of as many partners as
    the matrix needs before agreement is judged, with the same people for at least half of the levels. `levels` is how
    many the scale has. Only criteria that ask the same on the same numbers can be judged.
    """
    pairs = [pair for criterion in criteria for pair in criterion.pairs]
    if not pairs:
        return Verdict.CANNOT_TELL, _why_no_pairs(criteria)
    same = Counter(pair.partner.id for pair in pairs if pair.same_people)
    given = Counter(pair.partner.id for pair in pairs)
    panel = [Answered(same[partner], count - same[partner]) for partner, count in given.items()]
    mean = Fraction(sum(pair.after - pair.before for pair in pairs), len(pairs))
    limit = noise_limit_of_mean(panel, levels=levels)
    partners = "one partner" if len(panel) == 1 else f"{len(panel)} partners"
    basis = (
        f"The levels that {partners} gave in both rounds, {len(pairs)} in all, {_moved(mean)}; "
        f"up to {_size(limit)} can be chance."
    )
    if abs(mean) <= limit:
        return Verdict.WITHIN_NOISE, basis
    doubt = ""
    if (mean > 0) != (change > 0):
        doubt = "What was agreed went the other way."
    elif len(panel) < minimum:
        doubt = f"At least {minimum} partners are needed."
    elif 2 * sum(same.values()) < len(pairs):
        doubt = "Other people answered for most of them than before."
    return (Verdict.CANNOT_TELL, f"{basis} {doubt}") if doubt else (Verdict.LIKELY_REAL, basis)


def _why_no_pairs(criteria: Sequence[PairedCriterion]) -> str:
    if any(criterion.is_kept_back for criterion in criteria):
        return (
            "In a round without names the partners’ own changes are told only where the same partners take part in "
            "both rounds and all of them gave a level."
        )
    return f"No partner’s own levels of both rounds can be set beside each other. {JUDGEMENT}"


def _moved(mean: Fraction) -> str:
    if not mean:
        return "did not move on average"
    return f"moved {'up' if mean > 0 else 'down'} by {_size(abs(mean))} on average"


def _size(size: Fraction) -> str:
    if size < 1:
        return f"{short_decimal(size)} of a level"
    return "1 level" if size == 1 else f"{short_decimal(size)} levels"
