"""How closely partners agree on a criterion, as every page says it: after the votes in the room, with before beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from maturity.core.agreement import Agreement, AgreementLabel, agreement_sentence
from maturity.core.matrix import Matrix
from maturity.core.results import CriterionResult
from maturity.core.split_words import said_of_missing
from maturity.reports.words import counted

WHERE_PARTNERS_STAND: Final = "Where each partner stands"
WHERE_PARTNERS_STOOD: Final = "Where each partner stood before the vote"
"""What the positions are called once a vote came after them."""


def stand_in_words(result: CriterionResult) -> str:
    """How closely partners agree after the votes in the room, and how closely before where these changed it.

    Such as “Aligned” and “Aligned (split before they voted)”; empty where nobody gave a level of its own.
    """
    if result.final_agreement is None:
        return ""
    before = result.agreement_before
    said = result.final_agreement.label.label
    return f"{said} ({before.label.label.lower()} before they voted)" if before else said


def agreement_counts(results: Iterable[CriterionResult]) -> str:
    """On how many criteria partners agree how closely after the votes, and before where votes changed that.

    Such as “aligned on 2 criteria, split on 1 (before they voted: aligned on 3)”; empty where it is known of
    none. The word comes before the number, for criteria are counted here and not partners.
    """
    known = [result for result in results if result.final_agreement]
    if not known:
        return ""
    (word, number), *rest = _counted(result.final_agreement for result in known)
    after = ", ".join(
        [f"{word} on {counted(number, 'criterion', 'criteria')}", *(f"{word} on {n}" for word, n in rest)]
    )
    if not any(result.agreement_before for result in known):
        return after
    before = [f"{word} on {number}" for word, number in _counted(result.agreement for result in known)]
    return f"{after} (before they voted: {', '.join(before)})"


def _counted(agreements: Iterable[Agreement | None]) -> list[tuple[str, int]]:
    found = Counter(agreement.label for agreement in agreements if agreement)
    return [(label.label.lower(), found[label]) for label in AgreementLabel if found[label]]


def stand_in_a_sentence(result: CriterionResult, matrix: Matrix) -> str:
    """How closely partners agree after the votes, in a sentence, and how closely before where these changed it."""
    if result.final_agreement is None:
        return ""
    before = result.agreement_before
    said = (
        agreement_sentence(result.final_agreement, matrix),
        said_of_missing(result),
        f"Before they voted they were {before.label.label.lower()}." if before else "",
    )
    return " ".join(each for each in said if each)
