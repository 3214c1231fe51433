"""The rules of a matrix in plain English, for screen and report: exactly what is computed, one sentence a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from maturity.core.collaborative import PartnerType
from maturity.core.figures import level_in_words, places_of, short_decimal
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_rules import (
    AgreementRule,
    Band,
    CriterionMethod,
    DomainMethod,
    Limiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    WeakestDomainLimiter,
)
from maturity.core.wording import in_sentence, levels_apart, listed

_CRITERION_RULE: Final = {
    CriterionMethod.CHOSEN: "For each criterion, people choose the level whose description fits best.",
    CriterionMethod.ELEMENTS: (
        "A criterion reaches a level when every element of that level, and of every level below it, is met."
    ),
}
_DOMAIN_RULE: Final = {
    DomainMethod.NONE: "Domains have no level of their own: each criterion stands by itself.",
    DomainMethod.MEDIAN: "Each domain is summed up by the median of its criteria.",
    DomainMethod.MEAN: "Each domain is summed up by the {weighted}mean of its criteria.",
    DomainMethod.LOWEST: "Each domain is at the level of its lowest criterion, once every criterion has one.",
}
_OVERALL_RULE: Final = {
    OverallMethod.MEDIAN: "The overall level is the median of the {base}.",
    OverallMethod.MEAN: "The overall result is the {weighted}mean of the {base}.",
    OverallMethod.SUM: "The overall result is the {weighted}sum of the {base}, out of {most}.",
    OverallMethod.PERCENT: (
        "The overall result is the {weighted}sum of the {base} as a percentage of the most that can be reached."
    ),
    OverallMethod.LOWEST: "The overall level is that of the lowest {one}.",
}
_WEIGHTED_OVERALL: Final = {OverallMethod.MEAN, OverallMethod.SUM, OverallMethod.PERCENT}


def scoring_in_words(matrix: Matrix) -> tuple[str, ...]:
    """How levels become a profile and, where the rule has one, an overall result."""
    return tuple(_scoring(matrix))


def agreement_in_words(matrix: Matrix) -> tuple[str, ...]:
    """When partners count as aligned, mixed or split, and what follows from a split."""
    rule = matrix.agreement
    distance, median = levels_apart(rule.within), rule.median_name
    return (
        f"A partner’s level lies outside when it is more than {distance} from the {median} of all partners’ levels.",
        _labels_by_weight(rule) if rule.weighs_partners else _labels_by_number(rule),
        f"With fewer than {rule.minimum_partners} partners’ levels there are too few to say.",
        f"Where partners are split, the criterion has no level and is recorded as “{rule.split_name}”. "
        "Where they voted in the room, the last vote decides whether they are."
        if rule.split_decides
        else "Where partners are split, they talk it through and agree a level.",
        *(_partner_weights(rule) if rule.weighs_partners else ()),
    )


def middle_in_words(rule: AgreementRule) -> str:
    """What the median of the partners' levels is, for who does not know the word."""
    middle = "the middle of the levels that partners gave"
    return f"{middle}, with each partner weighed by its type" if rule.weighs_partners else middle


def asked_of_in_words(criterion: Criterion) -> str:
    """The only types of collaborative that are asked a criterion, as a sentence; empty where all are."""
    labels = sorted(kind.label for kind in criterion.applies_to)
    if not labels:
        return ""
    types = "this type" if len(labels) == 1 else "these types"
    return f"Asked only of collaboratives of {types}: {'; '.join(labels)}."


def _labels_by_number(rule: AgreementRule) -> str:
    outside = _at_least(rule.split_share)
    return (
        f"Partners are split when {outside} outside, aligned when {_at_most(rule.aligned_share)}, and mixed otherwise."
    )


def _labels_by_weight(rule: AgreementRule) -> str:
    split, aligned = rule.split_share, rule.aligned_share
    outside = "all of the weight" if split == 1 else f"{split.numerator} in {split.denominator} or more of the weight"
    inside = "none does" if aligned == 0 else f"{aligned.numerator} in {aligned.denominator} or less does"
    return f"Partners are split when {outside} lies outside, aligned when {inside}, and mixed otherwise."


def _partner_weights(rule: AgreementRule) -> Iterator[str]:
    weights = _weights([(kind.label, rule.weight_of(kind)) for kind in PartnerType])
    yield f"Partners are weighed by their type: {weights}"
    yield (
        "The weighted median has at most half of the weight below it and at most half above it. Where two levels have, "
        "it lies halfway between them."
    )
    yield "Nothing else is weighed: every other figure of agreement counts each partner once."


def _scoring(matrix: Matrix) -> Iterator[str]:
    scoring = matrix.scoring
    yield _CRITERION_RULE[scoring.criterion]
    yield from _anchors(matrix)
    yield from _tags(matrix)
    criteria_weighted = _weights([(c.title, c.weight) for c in matrix.criteria])
    is_mean = scoring.domain is DomainMethod.MEAN
    yield _DOMAIN_RULE[scoring.domain].format(weighted="weighted " if criteria_weighted else "")
    if is_mean and criteria_weighted:
        yield criteria_weighted
    if scoring.level_bands:
        places = places_of(scoring.level_bands, at_least=1 if is_mean else 0)
        yield _bands("A level", scoring.level_bands, "", places)
    if scoring.overall.method is OverallMethod.NONE:
        over = "criteria" if scoring.domain is DomainMethod.NONE else "domains"
        yield f"There is no overall level: the result is a profile over the {over}."
        return
    yield from _overall(matrix, already_said=criteria_weighted if is_mean else "")


def _overall(matrix: Matrix, already_said: str) -> Iterator[str]:
    rule = matrix.scoring.overall
    over_domains = rule.over is OverallBase.DOMAINS
    items = (
        [(d.title, d.weight) for d in matrix.domains]
        if over_domains
        else [(c.title, c.weight) for c in matrix.criteria]
    )
    weighted = _weights(items) if rule.method in _WEIGHTED_OVERALL else ""
    most = matrix.highest_level.value * sum((weight for _, weight in items), Fraction(0))
    yield _OVERALL_RULE[rule.method].format(
        base="domains" if over_domains else "criteria",
        one="domain" if over_domains else "criterion",
        weighted="weighted " if weighted else "",
        most=short_decimal(most),
    )
    if weighted and weighted != already_said:
        yield weighted
    what = f"The overall {'result' if rule.method in _WEIGHTED_OVERALL else 'level'}"
    for limiter in rule.limiters:
        yield _limiter(matrix, limiter, what)
    if rule.bands:
        unit = "%" if rule.method is OverallMethod.PERCENT else ""
        places = places_of(rule.bands, at_least=1 if rule.method is OverallMethod.MEAN else 0)
        yield _bands(what, rule.bands, unit, places)
        if rule.method is OverallMethod.SUM:
            yield "These names are for the whole matrix: a sum that leaves a criterion out has none."
    yield f"{what} is shown only when {_coverage(rule)} a level."
    if rule.optional:
        yield "Each round decides, before anyone scores, whether it is shown at all."


def _coverage(rule: OverallRule) -> str:
    """What must have a level; the lowest of some things is only known when all of them have one."""
    lowest_of_criteria = rule.method is OverallMethod.LOWEST and rule.over is OverallBase.CRITERIA
    if rule.minimum_coverage == 1 or lowest_of_criteria:
        return "every criterion that applies has"
    share = f"at least {_exact(100 * rule.minimum_coverage)}% of the criteria that apply"
    return f"{share}, and every domain, have" if rule.method is OverallMethod.LOWEST else f"{share} have"


def _anchors(matrix: Matrix) -> Iterator[str]:
    described = [descriptor.level for descriptor in matrix.criteria[0].descriptors]
    if len(described) < len(matrix.levels):
        levels = listed([str(level) for level in described])
        yield f"Only levels {levels} are described. The levels between them can be chosen too."


def _tags(matrix: Matrix) -> Iterator[str]:
    tagged = sum(bool(criterion.applies_to) for criterion in matrix.criteria)
    if tagged:
        asked = "is asked" if tagged == 1 else "are asked"
        yield f"{tagged} of the {len(matrix.criteria)} criteria {asked} only of some types of collaborative."


def _weights(items: Sequence[tuple[str, Fraction]]) -> str:
    """Which items count other than once; empty where each counts once."""
    odd = [f"“{title}” {_times(weight)}" for title, weight in items if weight != 1]
    if not odd:
        return ""
    rest = ", every other once" if len(odd) < len(items) else ""
    return f"{listed(odd)}{rest}.".replace("” ", "” counts ", 1)


def _times(weight: Fraction) -> str:
    words = {Fraction(1, 2): "half", Fraction(2): "twice"}
    return words.get(weight, f"{_exact(weight)} times")


def _bands(what: str, bands: Sequence[Band], unit: str, places: int) -> str:
    named = [f"“{band.name}” from {_exact(band.lowest)}{unit}" for band in bands]
    rounded_to = "a whole number" if places == 0 else f"{places} decimal place{'' if places == 1 else 's'}"
    return f"{what}, rounded to {rounded_to}, is called {listed(named)}."


def _limiter(matrix: Matrix, limiter: Limiter, what: str) -> str:
    if isinstance(limiter, WeakestDomainLimiter):
        titles = [f"“{matrix.domain(each).title}”" for each in limiter.domains]
        above = "above" if limiter.margin == 0 else f"more than {levels_apart(limiter.margin)} above"
        weakest = f"the weakest of {listed(titles)}" if len(titles) > 1 else titles[0]
        return f"{what} is never {above} {weakest}."
    titles = [f"“{matrix.criterion(each).title}”" for each in limiter.criteria]
    low = in_sentence(level_in_words(Fraction(limiter.when_at_most), matrix))
    if limiter.when_at_most > matrix.lowest_level.value:
        low += " or below"
    return f"{what} is at most {_result(matrix, limiter.overall_at_most)} while {listed(titles, 'or')} is at {low}."


def _result(matrix: Matrix, value: Fraction) -> str:
    match matrix.scoring.overall.method:
        case OverallMethod.PERCENT:
            return f"{_exact(value)}%"
        case OverallMethod.SUM | OverallMethod.MEAN:
            return _exact(value)
        case _:
            return in_sentence(level_in_words(value, matrix))


def _at_least(share: Fraction) -> str:
    if share == 1:
        return "all of their levels lie"
    return f"{share.numerator} in {share.denominator} or more of their levels lie"


def _at_most(share: Fraction) -> str:
    return "none does" if share == 0 else f"{share.numerator} in {share.denominator} or fewer do"


def _exact(number: Fraction) -> str:
    return short_decimal(number, places=6)
