"""Rules that hold between parts of a matrix: scoring against scale, limiters against ids, elements against method."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from maturity.core.matrix_file.grid import Grid
from maturity.core.matrix_file.parts import Part
from maturity.core.matrix_file.rules import BandPart, LimiterPart, NamedPart, NumberPart, Rules
from maturity.core.matrix_file.scalars import in_digits
from maturity.core.matrix_file.scale import Scale
from maturity.core.matrix_rules import CriterionMethod, DomainMethod, OverallBase, OverallMethod

_WEIGHTED = {OverallMethod.MEAN, OverallMethod.SUM, OverallMethod.PERCENT}


def check_cross_rules(scale: Scale, grid: Grid, rules: Rules) -> None:
    """Note every mistake that lies between parts. What was refused before is left out of account."""
    _check_elements(scale, grid, rules)
    _check_weights(grid, rules)
    _check_overall(rules)
    for limiter in rules.limiters:
        _check_limiter(limiter, scale, grid, rules)
    if scale.is_known:
        _check_bands(rules.level_bands, Fraction(scale.lowest), Fraction(scale.highest))
    if (results := _range_of_results(scale, grid, rules)) is not None:
        _check_bands(rules.bands, *results)


def _check_elements(scale: Scale, grid: Grid, rules: Rules) -> None:
    if rules.criterion is None:
        return
    lowest = scale.described[0] if scale.described else None
    for cell in grid.cells:
        gated = rules.criterion is CriterionMethod.ELEMENTS
        if cell.has_elements and not gated:
            cell.part.refuse(
                "This level has elements, but the scoring rule lets people choose a level.",
                "Write “criterion: elements” under “scoring”, or write the descriptor as a text.",
                under="elements",
            )
        elif cell.has_elements and cell.level == lowest:
            cell.part.refuse(
                "The lowest level has elements. It is where a criterion stands when nothing is met yet.",
                "Write its descriptor as a text, without elements.",
                under="elements",
            )
        elif gated and lowest is not None and cell.level > lowest and not cell.has_elements:
            cell.part.refuse(
                "This level has no elements, but the scoring rule reaches levels by meeting elements.",
                "Write “text:” and “elements:” below the level, or take “criterion: elements” out of “scoring”.",
                under="elements",
            )


def _check_weights(grid: Grid, rules: Rules) -> None:
    if rules.domain is None or rules.overall is None or rules.over is None:
        return
    weighted = rules.overall in _WEIGHTED
    over_criteria = weighted and rules.over is OverallBase.CRITERIA
    unused: list[tuple[Part, str]] = []
    if not over_criteria and rules.domain is not DomainMethod.MEAN:
        unused += [(part, "criteria") for part in grid.criterion_weights]
    if not (weighted and rules.over is OverallBase.DOMAINS):
        unused += [(part, "domains") for part in grid.domain_weights]
    for part, of in unused:
        part.refuse(
            f"The scoring rule makes no use of weights of {of}.",
            "Delete the weight, or use a mean, sum or percent in “scoring”.",
        )


def _check_overall(rules: Rules) -> None:
    fields = rules.overall_fields
    if rules.overall is OverallMethod.NONE:
        for key in ("bands", "limiters"):
            if (part := fields.get(key)) is not None:
                part.refuse(f"{part.label} needs an overall result, and the method is “none”.", "Delete it.")
    over = fields.get("over")
    if over is not None and rules.over is OverallBase.DOMAINS and rules.domain is DomainMethod.NONE:
        over.refuse(
            "The overall result is made from the domains, and the rule for domains is “none”.",
            "Write “over: criteria”, or another rule for domains.",
        )
    coverage = fields.get("minimum_coverage")
    if coverage is not None and rules.overall is OverallMethod.SUM and rules.minimum_coverage < 1:
        coverage.refuse(
            "A sum with criteria left out is smaller for that reason alone.",
            "Write 1, or use the method mean or percent.",
        )


def _check_limiter(limiter: LimiterPart, scale: Scale, grid: Grid, rules: Rules) -> None:
    for named, known, of in (
        (limiter.domains, grid.domain_ids, "domain"),
        (limiter.criteria, grid.criterion_ids, "criterion"),
    ):
        if grid.is_whole:
            _check_known(named, known, of)
    if limiter.domains and rules.overall in {OverallMethod.SUM, OverallMethod.PERCENT}:
        limiter.part.refuse(
            "This limiter counts in levels, and the method gives a sum or a percentage.",
            "Use when_any_of instead, or the method median, mean or lowest.",
        )
    if limiter.domains and rules.domain is DomainMethod.NONE:
        limiter.part.refuse(
            "This limiter looks at domains, and the rule for domains is “none”.", "Choose a rule for domains."
        )
    if scale.is_known:
        lowest, highest = Fraction(scale.lowest), Fraction(scale.highest)
        _check_limits(limiter.at_most, lowest, highest)
        _check_limits(limiter.margin, Fraction(0), highest - lowest)
    if (results := _range_of_results(scale, grid, rules)) is not None:
        _check_limits(limiter.overall_at_most, *results)


def _check_limits(number: NumberPart | None, lowest: Fraction, highest: Fraction) -> None:
    if number is not None and not lowest <= number.value < highest:
        number.part.refuse(
            f"{number.part.label} is {in_digits(number.value)}, which is out of range or limits nothing.",
            f"Write a number from {in_digits(lowest)} to below {in_digits(highest)}.",
        )


def _check_known(named: Iterable[NamedPart], ids: Iterable[str], of: str) -> None:
    known = dict.fromkeys(ids)
    for each in named:
        if each.id not in known:
            close = each.part.closest(each.id, known)
            each.part.refuse(
                f"There is no {of} with the id “{each.id}”.",
                f"Did you mean “{close}”?" if close else f"Write the id of a {of} of this matrix.",
            )


def _check_bands(bands: tuple[BandPart, ...], lowest: Fraction, highest: Fraction) -> None:
    """The first band starts where results can start, so that every result has a name, and none starts above the end."""
    for index, band in enumerate(bands):
        if band.lowest is None:
            continue
        if index == 0 and band.lowest > lowest:
            band.part.refuse(
                f"The first band starts at {in_digits(band.lowest)}, and results can be as low as {in_digits(lowest)}.",
                f"Start the first band at {in_digits(lowest)}.",
            )
        elif band.lowest > highest:
            band.part.refuse(
                f"This band starts at {in_digits(band.lowest)}, and no result is above {in_digits(highest)}.",
                f"Write a number up to {in_digits(highest)}.",
            )


def _range_of_results(scale: Scale, grid: Grid, rules: Rules) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest overall result, where there is one and everything it depends on could be read."""
    if not scale.is_known or rules.overall in {None, OverallMethod.NONE}:
        return None
    if rules.overall is OverallMethod.PERCENT:
        return Fraction(100 * scale.lowest, scale.highest), Fraction(100)
    if rules.overall is not OverallMethod.SUM:
        return Fraction(scale.lowest), Fraction(scale.highest)
    if not grid.is_whole or rules.over is None:
        return None
    over_domains = rules.over is OverallBase.DOMAINS
    summed = grid.domains if over_domains else [each for domain in grid.domains for each in domain.criteria]
    total = sum((each.weight for each in summed), Fraction(0))
    return scale.lowest * total, scale.highest * total
