"""Which figures can be judged by how far partners' own levels moved on average, and which never can.

The noise model tells how far the mean of partners' changes on some criteria moves by chance (`noise_limit_of_mean`).
That says something of a mean or a median of these criteria, weighted or not: where nothing has changed the mean stays
within its limit in 95 of 100 repeats, so no more of such figures are called likely real, however they are made. Whether
one of them moved with what partners moved is asked of each difference (`borne_out.py`). Of a lowest level, or a result
that a limiter can hold down, the mean says nothing to begin with: a single criterion decides it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from maturity.core.matrix import Domain, Matrix
from maturity.core.matrix_rules import DomainMethod, OverallBase, OverallMethod

_WHY: Final = "How far partners moved on average does not tell whether that one moved by chance."
_LIMITED: Final = f"A limiter can hold the overall result down, so that one criterion or domain decides it. {_WHY}"


def why_domain_is_not_judged(matrix: Matrix, domain_id: str, criteria: Collection[str]) -> str:
    """Why the value of a domain over these criteria is not judged, in two sentences; empty where it is.

    The lowest level of a single criterion is that of the criterion, and is judged.
    """
    count = sum(_count(domain, criteria) for domain in matrix.domains if domain.id == domain_id)
    if matrix.scoring.domain is DomainMethod.LOWEST and count > 1:
        return f"This is the lowest level of its criteria, so that one of them decides it. {_WHY}"
    return ""


def why_overall_is_not_judged(matrix: Matrix, criteria: Collection[str]) -> str:
    """The same for the overall result over these criteria."""
    rule = matrix.scoring.overall
    if rule.limiters:
        return _LIMITED
    is_over_domains = rule.over is OverallBase.DOMAINS
    asked = [count for domain in matrix.domains if (count := _count(domain, criteria))]
    if rule.method is OverallMethod.LOWEST and (len(asked) if is_over_domains else sum(asked)) > 1:
        return f"This is the lowest of several, so that one of them decides it. {_WHY}"
    if is_over_domains and matrix.scoring.domain is DomainMethod.LOWEST and max(asked, default=0) > 1:
        return f"It is made from the lowest levels of domains, so that one criterion decides each. {_WHY}"
    return ""


def _count(domain: Domain, criteria: Collection[str]) -> int:
    return sum(criterion.id in criteria for criterion in domain.criteria)
