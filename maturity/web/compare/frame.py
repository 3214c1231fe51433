"""Where the pages of results stand, and how they name a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from maturity.core.movement.viewed import View
from maturity.persistence.queries.rounds import RoundHead
from maturity.reports.moved_part import round_name


@dataclass(frozen=True, slots=True)
class ResultFrame:
    """What every page about results says of itself."""

    collaborative: str
    collaborative_address: str
    progress_address: str
    compare_address: str


def result_frame(collaborative: int, name: str) -> ResultFrame:
    """The frame of the pages of one collaborative."""
    return ResultFrame(
        collaborative=name,
        collaborative_address=url_for("set_up.collaborative", collaborative=collaborative),
        progress_address=url_for("compare.progress", collaborative=collaborative),
        compare_address=url_for("compare.compare", collaborative=collaborative),
    )


def round_title(number: int, label: str) -> str:
    """Such as “Round 2: Spring 2026”."""
    name = round_name(number, label)
    return name[0].upper() + name[1:]


def results_address(head: RoundHead) -> str:
    """Where the results of a round are."""
    return url_for("compare.results", collaborative=head.collaborative, number=head.number)


def compare_address(earlier: RoundHead, later: RoundHead, view: View | None = None) -> str:
    """Where two rounds stand beside each other, in one view where it is given."""
    # “from” is a keyword of the language, so it cannot be written as the name of an argument.
    where: dict[str, Any] = {"from": earlier.number, "to": later.number}
    if view is not None:
        where |= {"view": view.value, "_anchor": "views"}
    return url_for("compare.compare", collaborative=later.collaborative, **where)


def comparison_csv_address(earlier: RoundHead, later: RoundHead) -> str:
    """Where the comparison of two rounds is as data."""
    where: dict[str, Any] = {"from": earlier.number, "to": later.number}
    return url_for("compare.comparison_data", collaborative=later.collaborative, **where)
