"""Whether a figure is the plain mean of its criteria, the only kind of which the noise model knows what chance does.

The limit of a mean over several criteria (`noise_limit_of_mean`) is worked out for changes that all count alike. A
median or a lowest level rests on few of them, a weighted mean on some more than on others, and a limiter can make one
of them decide: chance moves such a figure in another way than the plain mean of the same levels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import Final

from maturity.core.matrix import Criterion, DomainMethod, Matrix, OverallBase, OverallMethod

_SUMS: Final = frozenset({OverallMethod.MEAN, OverallMethod.SUM, OverallMethod.PERCENT})
_NOT_KNOWN: Final = "What chance alone explains is known only of a plain mean, in which every criterion counts alike."
_LIMITED: Final = f"The overall result can be held down by a limiter. {_NOT_KNOWN}"
_WEIGHED: Final = f"Some criteria count more than others in this. {_NOT_KNOWN}"


def why_no_plain_mean_of_domain(matrix: Matrix, domain_id: str, criteria: Collection[str]) -> str:
    """Why the value of a domain over these criteria is no plain mean of them, in a sentence or two; empty where it is.

    That of a single criterion is that criterion, by whatever rule.
    """
    [asked] = _by_domain(matrix, criteria, only=domain_id) or [()]
    if len(asked) > 1 and matrix.scoring.domain is not DomainMethod.MEAN:
        return _other_rule(matrix.scoring.domain.value)
    return _unless_alike([criterion.weight for criterion in asked])


def why_no_plain_mean_overall(matrix: Matrix, criteria: Collection[str]) -> str:
    """The same for the overall result. Points and per cent are a mean on another scale, over the same criteria."""
    rule = matrix.scoring.overall
    if rule.limiters:
        return _LIMITED
    of_domains = _by_domain(matrix, criteria)
    is_over_domains = rule.over is OverallBase.DOMAINS
    values = len(of_domains) if is_over_domains else sum(map(len, of_domains))
    if values > 1 and rule.method not in _SUMS:
        return _other_rule(rule.method.value)
    if not is_over_domains:
        return _unless_alike([criterion.weight for asked in of_domains for criterion in asked])
    if matrix.scoring.domain is not DomainMethod.MEAN and any(len(asked) > 1 for asked in of_domains):
        return _other_rule(matrix.scoring.domain.value, "It is made from domains, and the value of a domain")
    return _unless_alike(list(_shares(matrix, criteria)))


def _by_domain(matrix: Matrix, criteria: Collection[str], only: str = "") -> list[Sequence[Criterion]]:
    found = [[c for c in d.criteria if c.id in criteria] for d in matrix.domains if only in {"", d.id}]
    return [asked for asked in found if asked]


def _shares(matrix: Matrix, criteria: Collection[str]) -> Iterator[Fraction]:
    """How much each criterion counts in a mean of domains that are means of theirs."""
    for domain in matrix.domains:
        weights = [criterion.weight for criterion in domain.criteria if criterion.id in criteria]
        yield from (domain.weight * weight / sum(weights) for weight in weights)


def _unless_alike(weights: Sequence[Fraction]) -> str:
    return _WEIGHED if len(set(weights)) > 1 else ""


def _other_rule(method: str, what: str = "This") -> str:
    found = "the lowest level of its criteria" if method == "lowest" else f"a {method}"
    return f"{what} is {found}. {_NOT_KNOWN}"
