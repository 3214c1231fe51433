"""What the page of two rounds shows: which can be chosen, and what moved between those that were."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.closed_rounds import ClosedRounds
from maturity.usecases.compare import TwoRounds
from maturity.web.compare.comparison_body import FinishedComparison
from maturity.web.compare.frame import (
    ResultFrame,
    comparison_csv_address,
    result_frame,
    results_address,
    round_title,
)


@dataclass(frozen=True, slots=True)
class RoundOption:
    """One closed round in the two lists to choose from."""

    number: int
    title: str
    is_earlier: bool
    is_later: bool


@dataclass(frozen=True, slots=True)
class ShownRound:
    """One of the two rounds that are compared."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two rounds beside each other, and one view of them. `problem` says what is wrong with the choice, if anything.

    `csv_address` is where they are as data, empty without two rounds.
    """

    frame: ResultFrame
    title: str
    options: tuple[RoundOption, ...]
    earlier: ShownRound | None = None
    later: ShownRound | None = None
    body: FinishedComparison | None = None
    views: Markup | None = None
    problem: str = ""
    csv_address: str = ""

    @property
    def can_choose(self) -> bool:
        """Whether there are two rounds to choose."""
        return len(self.options) > 1


def compare_page(two: TwoRounds, body: FinishedComparison | None, views: Markup | None) -> ComparePage:
    """The page of two rounds, or of none where fewer than two are closed."""
    closed = two.closed
    if two.earlier is None or two.later is None:
        return ComparePage(_frame(closed), "Compare rounds", _options(closed, None, None))
    return ComparePage(
        frame=_frame(closed),
        title=f"Compare {two.earlier.label} with {two.later.label}",
        options=_options(closed, two.earlier.number, two.later.number),
        earlier=_shown(two.earlier),
        later=_shown(two.later),
        body=body,
        views=views,
        csv_address=comparison_csv_address(two.earlier, two.later),
    )


def choose_again_page(closed: ClosedRounds, *, earlier: int | None, later: int | None, problem: str) -> ComparePage:
    """The page with the choice that was made and what is wrong with it."""
    return ComparePage(_frame(closed), "Compare rounds", _options(closed, earlier, later), problem=problem)


def _frame(closed: ClosedRounds) -> ResultFrame:
    return result_frame(closed.collaborative, closed.collaborative_name)


def _options(closed: ClosedRounds, earlier: int | None, later: int | None) -> tuple[RoundOption, ...]:
    return tuple(
        RoundOption(head.number, round_title(head.number, head.label), head.number == earlier, head.number == later)
        for head in closed.heads
    )


def _shown(head: RoundHead) -> ShownRound:
    return ShownRound(round_title(head.number, head.label), results_address(head))
