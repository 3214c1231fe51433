"""The closed rounds of a collaborative, and a round with the closed ones before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.collaboratives import get_collaborative
from maturity.persistence.queries.rounds import NoSuchRound, RoundHead, list_rounds


class NotClosedYet(Exception):
    """The round is not at a stage at which this person may see what it came to."""

    def __init__(self, head: RoundHead) -> None:
        super().__init__(f"“{head.label}” is not closed yet: it is {head.stage.label.lower()}.")
        self.head = head


@dataclass(frozen=True, slots=True)
class RoundHeads:
    """A round, and the closed rounds before it, the earliest first."""

    head: RoundHead
    before: tuple[RoundHead, ...]

    @property
    def last(self) -> RoundHead | None:
        """The last closed round before, if there is one."""
        return self.before[-1] if self.before else None

    @property
    def all(self) -> tuple[RoundHead, ...]:
        """Every round that a report rests on. While none of these changes, neither does the report."""
        return (*self.before, self.head)


@dataclass(frozen=True, slots=True)
class ClosedRounds:
    """The closed rounds of a collaborative, the latest first."""

    collaborative: int
    collaborative_name: str
    heads: tuple[RoundHead, ...]

    def find(self, number: int) -> RoundHead | None:
        """The closed round of this number, if there is one."""
        return next((head for head in self.heads if head.number == number), None)

    def before(self, number: int) -> RoundHead | None:
        """The last closed round before a number, if there is one."""
        return next(iter(_closed_before(self.heads, number)), None)


def find_round_heads(session: Session, *, collaborative: int, number: int) -> RoundHeads:
    """A round at whatever stage, and the closed ones before it; raises `NoSuchRound`."""
    heads = list_rounds(session, collaborative=collaborative)
    head = next((h for h in heads if h.number == number), None)
    if head is None:
        raise NoSuchRound
    return RoundHeads(head, _closed_before(heads, number)[::-1])


def open_round_heads(session: Session, *, collaborative: int, number: int, may_see_draft: bool) -> RoundHeads:
    """The same for who wants to see what the round came to; raises `NoSuchRound` or `NotClosedYet`.

    While levels are agreed that is a draft, which only those who may see it get. Before that nobody does.
    """
    found = find_round_heads(session, collaborative=collaborative, number=number)
    stage = found.head.stage
    if stage is not Stage.CLOSED and not (may_see_draft and stage is Stage.AGREEING):
        raise NotClosedYet(found.head)
    return found


def list_closed_rounds(session: Session, *, collaborative: int) -> ClosedRounds:
    """The closed rounds of a collaborative."""
    heads = list_rounds(session, collaborative=collaborative)
    name = heads[0].collaborative_name if heads else get_collaborative(session, collaborative=collaborative).name
    return ClosedRounds(collaborative, name, tuple(head for head in heads if head.stage is Stage.CLOSED))


def _closed_before(latest_first: Sequence[RoundHead], number: int) -> tuple[RoundHead, ...]:
    return tuple(head for head in latest_first if head.number < number and head.stage is Stage.CLOSED)
