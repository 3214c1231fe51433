"""What is said of a split after votes: who was not in the last one, and what a split does where it decides."""

from __future__ import annotations

from maturity.core.matrix import Matrix
from maturity.core.position import who_in_words
from maturity.core.results import CriterionResult


def said_of_missing(result: CriterionResult) -> str:
    """Who gave no level in the last vote and is counted where it stood before; empty where everybody is in it.

    Without it the label of a vote and that of where partners stand after it would seem to contradict each other.
    """
    names = result.not_in_last_vote
    if not names:
        return ""
    counts = "counts where it" if len(names) == 1 else "count where they"
    return f"{who_in_words(names)} gave no level in the last vote and {counts} stood before."


def said_beforehand(result: CriterionResult, matrix: Matrix) -> str:
    """What the split means, before anybody records what will not count; empty where a split decides nothing."""
    if not result.is_split_by_rule:
        return ""
    said = (
        f"{_are_split(result)}, and by the rule of this matrix a split has no level: the result is "
        f"“{matrix.agreement.split_name}”. A vote of all partners that shows no split changes that."
    )
    return f"{said} {said_of_missing(result)}".strip()


def said_of_recorded(result: CriterionResult, matrix: Matrix) -> str:
    """That the level which was recorded does not count, and why; empty where it does or there is none."""
    if result.consensus.level is None or not result.is_recorded_in_vain:
        return ""
    recorded = matrix.level(result.consensus.level).numbered_label
    return f"{recorded} is recorded and does not count, because partners are split."


def _are_split(result: CriterionResult) -> str:
    voted = result.final_agreement is not result.agreement
    return "Partners are split after their last vote" if voted else "Partners are split"
