"""The rules that a matrix declares: how levels become a profile, and how closely partners agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from maturity.core.collaborative import PartnerType


class CriterionMethod(StrEnum):
    """How the level of one criterion is reached."""

    CHOSEN = "chosen"
    ELEMENTS = "elements"  # cumulative gate: all elements of the level and of every lower level are met


class DomainMethod(StrEnum):
    """How a domain is summed up from its criteria."""

    NONE = "none"
    MEDIAN = "median"
    MEAN = "mean"
    LOWEST = "lowest"  # cumulative gate: a domain is at a level once every criterion is


class OverallMethod(StrEnum):
    """How one overall result is made, if at all. NONE is a profile only, the default."""

    NONE = "none"
    MEDIAN = "median"
    MEAN = "mean"
    SUM = "sum"
    PERCENT = "percent"  # sum as a percentage of the most that could be reached
    LOWEST = "lowest"


class OverallBase(StrEnum):
    """What an overall result is made from."""

    CRITERIA = "criteria"
    DOMAINS = "domains"


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of results: from `lowest`, included, up to the next band’s start, excluded."""

    name: str
    lowest: Fraction


@dataclass(frozen=True, slots=True)
class WeakestDomainLimiter:
    """The overall level may not be more than `margin` levels above the weakest of the named domains."""

    domains: tuple[str, ...]
    margin: Fraction


@dataclass(frozen=True, slots=True)
class NamedCriteriaLimiter:
    """When any of the named criteria is at or below `when_at_most`, the overall result is at most `overall_at_most`.

    `overall_at_most` is in the unit of the result: levels, points of a sum, or per cent.
    """

    criteria: tuple[str, ...]
    when_at_most: int
    overall_at_most: Fraction


Limiter = WeakestDomainLimiter | NamedCriteriaLimiter


@dataclass(frozen=True, slots=True)
class OverallRule:
    """How the overall result is made.

    `minimum_coverage` is the share (0 to 1) of the criteria that apply which must have a level;
    below it there is no overall result. `optional` lets a round decide, before anyone scores,
    whether to show one at all.
    """

    method: OverallMethod = OverallMethod.NONE
    over: OverallBase = OverallBase.CRITERIA
    minimum_coverage: Fraction = Fraction(1)
    optional: bool = False
    bands: tuple[Band, ...] = ()
    limiters: tuple[Limiter, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """How levels become a profile. `level_bands` name stretches of the scale for criteria and domains."""

    criterion: CriterionMethod = CriterionMethod.CHOSEN
    domain: DomainMethod = DomainMethod.MEDIAN
    overall: OverallRule = field(default_factory=OverallRule)
    level_bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementRule:
    """How closely partners agree on one criterion, and what follows when they do not.

    A level lies outside when it is more than `within` levels from the median of the partners’ levels.
    Partners are *split* when the share outside is at least `split_share`, *aligned* when it is at most
    `aligned_share`, *mixed* between, and *too few* when fewer than `minimum_partners` gave a level.
    Where `split_decides` is true a split criterion gets no level: it is recorded as `split_name`.

    `partner_weights` has the types of partner that weigh other than 1, in the median and in the shares alone. Without
    any, every partner has one voice; `minimum_partners` counts partners whatever they weigh.
    """

    within: Fraction = Fraction(1)
    split_share: Fraction = Fraction(1, 3)
    aligned_share: Fraction = Fraction(0)
    minimum_partners: int = 3
    split_decides: bool = False
    split_name: str = "Not agreed"
    partner_weights: Mapping[PartnerType, Fraction] = field(default_factory=dict, hash=False)

    @property
    def weighs_partners(self) -> bool:
        """Whether some types of partner weigh more or less than others."""
        return bool(self.partner_weights)

    @property
    def median_name(self) -> str:
        """What the median of the partners' levels is called, inside a sentence."""
        return "weighted median" if self.weighs_partners else "median"

    def weight_of(self, partner_type: PartnerType) -> Fraction:
        """How much a partner of this type weighs."""
        return self.partner_weights.get(partner_type, Fraction(1))
