"""The result of a round as figures that stay: exact, and so that two can be compared value by value."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import Any

from maturity.core.agreement import Agreement
from maturity.core.results import CriterionResult, DomainResult, RoundResult

Figures = dict[str, Any]


def figures_of(result: RoundResult) -> Figures:
    """Every figure of a result. A value is a fraction as text, such as “7/2”; None where there is none.

    Sentences and labels of this product are left out: they may be reworded, and the figures stay what they are.
    """
    overall, coverage = result.overall, result.coverage
    return {
        "coverage": {each.name: getattr(coverage, each.name) for each in fields(coverage) if each.name != "way"},
        "overall": None
        if overall is None
        else {
            "value": _text(overall.value),
            "band": overall.band,
            "limited_from": _text(overall.limited_from),
        },
        "domains": {each.domain.id: _domain(each) for each in result.domains},
        "criteria": {each.criterion.id: _criterion(each) for each in result.criteria},
    }


def _domain(result: DomainResult) -> Figures:
    return {
        "value": _text(result.value),
        "band": result.band,
        "with_level": result.with_level,
        "asked": result.asked,
        "not_applicable": result.not_applicable,
    }


def _criterion(result: CriterionResult) -> Figures:
    return {
        "state": result.consensus.state.value,
        "recorded_level": result.consensus.level,
        "level": None if result.level is None else result.level.value,
        "band": result.band,
        "is_split_by_rule": result.is_split_by_rule,
        "agreement": _agreement(result.agreement),
        "final_agreement": _agreement(result.final_agreement),
    }


def _agreement(agreement: Agreement | None) -> Figures | None:
    if agreement is None:
        return None
    return {
        "label": agreement.label.value,
        "count": agreement.count,
        "median": _text(agreement.median),
        "lowest": agreement.lowest,
        "highest": agreement.highest,
        "outside": agreement.outside,
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def without_what_partners_gave(figures: Figures) -> Figures:
    """The figures that rest on agreed levels alone: those that can be worked out without any partner's own level.

    Where a split decided on a criterion, the levels and results that rest on it are left out.
    """
    criteria = {
        each: {name: said[name] for name in ("state", "recorded_level")} for each, said in figures["criteria"].items()
    }
    if any(said["is_split_by_rule"] for said in figures["criteria"].values()):
        return {"criteria": criteria}
    return {"criteria": criteria, "overall": figures["overall"], "domains": figures["domains"]}


def where_figures_differ(there: Any, anew: Any, place: str = "") -> list[str]:
    """The places at which two figures are not the same, such as “criteria, shared-purpose, level”."""
    if isinstance(there, dict) and isinstance(anew, dict):
        found = []
        for name in sorted(there.keys() | anew.keys()):
            inside = f"{place}, {name}" if place else str(name)
            if name not in there or name not in anew:
                found.append(f"{inside}: in one of the two only")
            else:
                found += where_figures_differ(there[name], anew[name], inside)
        return found
    is_same = type(there) is type(anew) and there == anew
    return [] if is_same else [f"{place}: the archive says {there!r}, scored again it is {anew!r}"]
