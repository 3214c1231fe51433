"""How close partners were in each round beside what became of the levels: two results, never one figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from maturity.core.closeness import Closeness, closeness_of
from maturity.core.concordance import NoFigure
from maturity.core.figures import decimal
from maturity.core.matrix import Matrix
from maturity.core.movement.convergence import Closer, convergence_of
from maturity.core.movement.moved import Direction, compare_rounds
from maturity.core.results import RoundResult
from maturity.reports.agreement_words import agreement_counts
from maturity.reports.moved_part import round_name

_CLOSER = {
    Closer.CLOSER: "closer",
    Closer.WIDER: "further apart",
    Closer.SAME: "as before",
    Closer.BOTH_WAYS: "closer in part",
}
_MOVED = {Direction.UP: "up", Direction.DOWN: "down", Direction.SAME: "the same"}


@dataclass(frozen=True, slots=True)
class ClosenessRow:
    """One round. `closer` and `moved` count criteria since the round before, and say so where that cannot be told.

    `within_one` names the median where the rounds do not all have the same one.
    """

    round_name: str
    partners: str
    within_one: str
    closer: str
    moved: str


def closeness_over_rounds(results: Sequence[RoundResult], between: Iterable[Matrix] = ()) -> tuple[ClosenessRow, ...]:
    """A row for each round, in the order of `results`, the earliest first.

    `between` may have other versions of the matrix, which rounds may be compared over.
    """
    if not results:
        return ()
    first = _row(results[0], closer="The first round", moved="The first round")
    known = tuple(between)
    rows = (first, *(_since(before, after, known) for before, after in pairwise(results)))
    if len(_median_names(results)) < 2:
        return rows
    named = zip(rows, results, strict=True)
    return tuple(replace(row, within_one=f"{row.within_one} ({_median_name(of)})") for row, of in named)


def within_one_of_the_median(results: Sequence[RoundResult]) -> str:
    """The heading above `within_one`, which calls the median what all the rounds do, or else just that."""
    names = _median_names(results)
    return f"Within one level of the {names.pop() if len(names) == 1 else 'median'}"


def _median_names(results: Sequence[RoundResult]) -> set[str]:
    return {_median_name(result) for result in results}


def _median_name(result: RoundResult) -> str:
    return result.matrix.agreement.median_name


def _since(before: RoundResult, after: RoundResult, between: Iterable[Matrix]) -> ClosenessRow:
    convergence, comparison = convergence_of(before, after, between), compare_rounds(before, after, between)
    return _row(
        after,
        closer=_counts((convergence.count(closer), words) for closer, words in _CLOSER.items()),
        moved=_counts((comparison.count(direction), words) for direction, words in _MOVED.items()),
    )


def _row(result: RoundResult, *, closer: str, moved: str) -> ClosenessRow:
    closeness = closeness_of(result)
    return ClosenessRow(
        round_name=_capital(round_name(result.record.number, result.record.label)),
        partners=_partners(result),
        within_one=_within_one(closeness),
        closer=closer,
        moved=moved,
    )


def _within_one(closeness: Closeness) -> str:
    if isinstance(closeness.within_one, NoFigure):
        return "Not known"
    figure = f"{decimal(closeness.within_one * 100, 0)}%"
    return f"{figure}, {closeness.on_some}" if closeness.on_some else figure


def _partners(result: RoundResult) -> str:
    """On how many criteria partners are aligned, mixed and split, and on how many no level was agreed."""
    said = agreement_counts(result.criteria) or "Scored together"
    not_agreed = sum(1 for c in result.criteria if c.is_not_agreed)
    return f"{said}; no level agreed on {not_agreed}" if not_agreed else said


def _counts(found: Iterator[tuple[int, str]]) -> str:
    return ", ".join(f"{number} {words}" for number, words in found if number) or "Cannot tell"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
