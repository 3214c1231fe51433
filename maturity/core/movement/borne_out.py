"""Whether a difference of several criteria comes from those on which partners moved, and not beside them.

That partners moved by more than chance on average says nothing of *where* they did. A median can pass from one level to
the next through one criterion, and a weight can let one outweigh all others: then the figure moves with a criterion
that one partner of many changed, while the partners’ mean is moved by the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction

from maturity.core.movement.mean_verdict import verdict_on_mean
from maturity.core.movement.paired_criteria import PairedCriterion
from maturity.core.movement.verdict import Verdict


def why_not_borne_out(
    criteria: Sequence[PairedCriterion],
    difference_of: Callable[[Collection[str]], Fraction],
    *,
    upwards: bool,
    levels: int,
    minimum: int,
) -> str:
    """Why a difference is not borne out by the criteria that make it, in a sentence; empty where it is.

    `difference_of` gives how far the figure moves where the criteria with these ids alone have their level of the later
    round. The difference is borne out where those that are likely real by themselves, with partners moving that way,
    make at least half of it; or where the others are so together (`verdict_on_mean`, of which `levels` and `minimum`
    are) and none of them alone moves the figure further than all the rest.
    """
    way = Fraction(1) if upwards else Fraction(-1)
    ids = frozenset(criterion.id for criterion in criteria)
    whole = way * difference_of(ids)
    if whole <= 0:
        return "But the criteria that can be judged do not move it that way by themselves."

    def is_real(some: Sequence[PairedCriterion]) -> bool:
        return verdict_on_mean(way, some, levels=levels, minimum=minimum)[0] is Verdict.LIKELY_REAL

    others = frozenset(criterion.id for criterion in criteria if not is_real([criterion]))
    by_real = way * difference_of(ids - others)
    if by_real > 0 and 2 * by_real >= whole:
        return ""
    decisive = [
        c for c in criteria if c.id in others and way * (difference_of({c.id}) - difference_of(ids - {c.id})) > 0
    ]
    if not decisive and is_real([criterion for criterion in criteria if criterion.id in others]):
        return ""
    if not decisive:
        return "But criteria that are likely real by themselves make less than half of the difference."
    title = decisive[0].result.criterion.title
    return f"But “{title}” alone makes more of the difference than all the rest, and by itself it is not likely real."
