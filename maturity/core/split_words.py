"""What is said of a split where the matrix gives a split criterion no level: beforehand, and of a level recorded."""

from __future__ import annotations

from maturity.core.matrix import Matrix
from maturity.core.results import CriterionResult


def said_beforehand(result: CriterionResult, matrix: Matrix) -> str:
    """What the split means, before anybody records what will not count; empty where a split decides nothing."""
    if not result.is_split_by_rule:
        return ""
    return (
        f"{_are_split(result)}, and by the rule of this matrix a split has no level: the result is "
        f"“{matrix.agreement.split_name}”. A vote of all partners that shows no split changes that."
    )


def said_of_recorded(result: CriterionResult, matrix: Matrix) -> str:
    """That the level which was recorded does not count, and why; empty where it does or there is none."""
    if result.consensus.level is None or not result.is_recorded_in_vain:
        return ""
    recorded = matrix.level(result.consensus.level).numbered_label
    return f"{recorded} is recorded and does not count, because partners are split."


def _are_split(result: CriterionResult) -> str:
    voted = result.final_agreement is not result.agreement
    return "Partners are split after their last vote" if voted else "Partners are split"
