"""What rounds came to: one result, two results beside each other, and all of them as a trend."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.movement.moved import Comparison, Trend, compare_rounds, trend_of
from maturity.core.recently_used import RecentlyUsed
from maturity.core.results import RoundResult
from maturity.core.round import Naming, Stage
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round
from maturity.persistence.queries.named_people import list_names_now
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.closed_rounds import ClosedRounds, list_closed_rounds, open_round_heads
from maturity.usecases.lineage import versions_between

MOST_RESULTS: Final = 64
MOST_COMPARISONS: Final = 64


class NotTwoClosedRounds(ValueError):
    """The two rounds that were asked for cannot be put beside each other; the message says why."""

    def __init__(self, message: str, closed: ClosedRounds) -> None:
        super().__init__(message)
        self.closed = closed


def result_key(head: RoundHead) -> Hashable:
    """What a result of a round is kept under.

    It is everything that was read of the round and its collaborative, `state_version` among it, which grows
    with whatever is recorded in the round. A result found under a head that was read in the same session is
    therefore never a stale one, nor that of another collaborative.
    """
    return head


class ResultShelf:
    """Results of rounds of one database and comparisons, worked out once and kept while there is room."""

    def __init__(self, *, results: int = MOST_RESULTS, comparisons: int = MOST_COMPARISONS) -> None:
        self._results: RecentlyUsed[RoundResult] = RecentlyUsed(results)
        self._comparisons: RecentlyUsed[Comparison] = RecentlyUsed(comparisons)

    def results_of(self, session: Session, heads: Sequence[RoundHead]) -> list[RoundResult]:
        """The results of rounds whose heads were read in this session, in the same order.

        However many rounds there are, those that are missing are read together. While partners agree levels every
        change makes another head, so thirty screens in a room work a result out once. Where a round names people, one
        that is not closed is kept under the names that they go by now, which are not part of the head.
        """
        unsettled = [head.id for head in heads if head.stage is Stage.AGREEING and head.naming is Naming.NAMED]
        names = list_names_now(session, rounds=unsettled)
        keys = {head.id: (result_key(head), names.get(head.id)) for head in heads}
        found = {head.id: self._results.find(keys[head.id]) for head in heads}
        missing = [head for head in heads if found[head.id] is None]
        for head, record in zip(missing, _records(session, missing), strict=True):
            result = score_round(record)
            is_revealed = head.stage in {Stage.AGREEING, Stage.CLOSED}
            found[head.id] = self._results.keep(keys[head.id], result) if is_revealed else result
        return [result for result in found.values() if result is not None]

    def comparison_of(self, session: Session, *, earlier: RoundHead, later: RoundHead) -> Comparison:
        """The comparison of two rounds whose heads were read in this session."""
        between = versions_between(session, [earlier, later])
        key = (result_key(earlier), result_key(later), *(each.content_hash for each in between))
        known = self._comparisons.find(key)
        if known is not None:
            return known
        first, second = self.results_of(session, [earlier, later])
        made = compare_rounds(first, second, between)
        return made if made.later.is_draft else self._comparisons.keep(key, made)


def _records(session: Session, heads: Sequence[RoundHead]) -> Sequence[RoundRecord]:
    return load_round_records(session, heads=heads) if heads else ()


@dataclass(frozen=True, slots=True)
class OpenedResult:
    """One round's result, and what moved since the closed round before it, None where there is none."""

    head: RoundHead
    result: RoundResult
    before: RoundHead | None
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class TwoRounds:
    """Two closed rounds beside each other. There is no comparison where fewer than two rounds are closed."""

    closed: ClosedRounds
    earlier: RoundHead | None = None
    later: RoundHead | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """All closed rounds, the earliest first. `trend` is None where fewer than two are closed."""

    closed: ClosedRounds
    results: tuple[RoundResult, ...]
    trend: Trend | None


def open_results(
    session: Session, *, shelf: ResultShelf, collaborative: int, number: int, may_see_draft: bool
) -> OpenedResult:
    """The result of a round; raises `NoSuchRound` or `NotClosedYet`.

    While levels are agreed the result is a draft, which only those who may see it get. Before that nobody does.
    """
    heads = open_round_heads(session, collaborative=collaborative, number=number, may_see_draft=may_see_draft)
    head, before = heads.head, heads.last
    if before is None:
        [result] = shelf.results_of(session, [head])
        return OpenedResult(head=head, result=result, before=None, comparison=None)
    comparison = shelf.comparison_of(session, earlier=before, later=head)
    return OpenedResult(head=head, result=comparison.later, before=before, comparison=comparison)


def compare_two(
    session: Session, *, shelf: ResultShelf, collaborative: int, earlier: int | None, later: int | None
) -> TwoRounds:
    """Two closed rounds by their numbers, in whichever order they are named.

    A number that is None stands for the latest closed round, or for the one before the other; 0, which no round
    has, for what is no number at all. Raises `NotTwoClosedRounds`.
    """
    closed = list_closed_rounds(session, collaborative=collaborative)
    if len(closed.heads) < 2 and earlier is None and later is None:
        return TwoRounds(closed)
    first, second = _choose(closed, earlier, later)
    if first.number == second.number:
        raise NotTwoClosedRounds("Choose two different rounds.", closed)
    if first.number > second.number:
        first, second = second, first
    comparison = shelf.comparison_of(session, earlier=first, later=second)
    return TwoRounds(closed, earlier=first, later=second, comparison=comparison)


def open_progress(session: Session, *, shelf: ResultShelf, collaborative: int) -> Progress:
    """All closed rounds of a collaborative."""
    closed = list_closed_rounds(session, collaborative=collaborative)
    results = tuple(shelf.results_of(session, closed.heads[::-1]))
    if len(results) < 2:
        return Progress(closed=closed, results=results, trend=None)
    return Progress(closed=closed, results=results, trend=trend_of(results, versions_between(session, closed.heads)))


def _choose(closed: ClosedRounds, earlier: int | None, later: int | None) -> tuple[RoundHead, RoundHead]:
    second = _named(closed, later) if later is not None else closed.heads[0] if closed.heads else None
    first = _named(closed, earlier) if earlier is not None else closed.before(second.number) if second else None
    if first is None or second is None:
        raise NotTwoClosedRounds("There is no other closed round to compare with.", closed)
    return first, second


def _named(closed: ClosedRounds, number: int) -> RoundHead:
    head = closed.find(number)
    if head is None:
        which = f"Round {number} is not a closed round. " if number else ""
        raise NotTwoClosedRounds(f"{which}Choose two rounds that are closed.", closed)
    return head
