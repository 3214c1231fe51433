"""Whether two rounds weigh partners differently, so that their medians are not one and the same figure."""

from __future__ import annotations

from maturity.core.collaborative import PartnerType
from maturity.core.results import RoundResult
from maturity.core.round import WayOfScoring


def weighs_otherwise(earlier: RoundResult, later: RoundResult) -> bool:
    """Whether a type of partner weighs more or less in one of two rounds than in the other."""
    if WayOfScoring.TOGETHER in {earlier.record.way, later.record.way}:
        return False  # there is no median of partners to weigh
    before, after = earlier.matrix.agreement, later.matrix.agreement
    return any(before.weight_of(kind) != after.weight_of(kind) for kind in PartnerType)


def weights_in_words(earlier: RoundResult, later: RoundResult) -> str:
    """The caution that medians are not the same figure, for two rounds that weigh partners differently."""
    first, second = earlier.matrix.agreement.weighs_partners, later.matrix.agreement.weighs_partners
    numbers = (earlier.record.number, later.record.number)
    if first and second:
        which = f"Rounds {numbers[0]} and {numbers[1]} weigh partners differently"
    else:
        weighs, not_so = numbers if first else numbers[::-1]
        which = f"Round {weighs} weighs partners by their type and round {not_so} does not"
    return f"{which}, so their medians and the words for agreement do not rest on the same count."
