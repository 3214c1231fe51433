"""The partners that take part in two rounds, those that go on in another partner followed to where they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from maturity.core.results import RoundResult
from maturity.core.round_record import RoundPartner
from maturity.core.wording import listed


class InBoth(NamedTuple):
    """A partner of the later round, and the partners of the earlier one that it was then: one, or those that merged."""

    before: tuple[RoundPartner, ...]
    after: RoundPartner

    @property
    def is_restated(self) -> bool:
        """Whether it was another partner then, or several."""
        return [partner.id for partner in self.before] != [self.after.id]


@dataclass(frozen=True)
class ConstantPanel:
    """Who is in both rounds, who joined and who left, in the order of the later and of the earlier round."""

    both: tuple[InBoth, ...]
    joined: tuple[RoundPartner, ...]
    left: tuple[RoundPartner, ...]

    @cached_property
    def restated(self) -> tuple[str, ...]:
        """What was restated, in a sentence for each partner that was another one before; none where nothing was."""
        return tuple(_restated(one) for one in self.both if one.is_restated)


def _restated(one: InBoth) -> str:
    others = [partner.name for partner in one.before if partner.id != one.after.id]
    if len(one.before) == 1:
        return f"Restated: {others[0]} goes on as {one.after.name}, which is compared with what {others[0]} gave."
    has = "has" if len(others) == 1 else "have"
    return (
        f"Restated: {listed(others)} {has} become part of {one.after.name}. What they were before is compared as one "
        "partner where all of them gave the same level, and left out elsewhere."
    )


def panel_of(earlier: RoundResult, later: RoundResult) -> ConstantPanel:
    """Which partners of the later round were in the earlier one, by themselves or as what became part of them.

    What happened to a partner after the later round was closed is no part of what moved between the two.
    """
    here = later.partners_by_id
    became: dict[int, list[RoundPartner]] = {}
    left = []
    for partner in earlier.record.partners:
        where = where_now(partner, here.keys(), by=later.record.closed_on)
        if where is None:
            left.append(partner)
        else:
            became.setdefault(where, []).append(partner)
    return ConstantPanel(
        both=tuple(InBoth(tuple(became[p.id]), p) for p in later.record.partners if p.id in became),
        joined=tuple(partner for partner in later.record.partners if partner.id not in became),
        left=tuple(left),
    )


def where_now(partner: RoundPartner, here: Collection[int], *, by: date | None) -> int | None:
    """The partner of the later round that an earlier one is: itself, or the first of its chain that is there.

    The chain is followed as far as it had come `by` the day the later round was closed; None for one that is not.
    """
    return next((each for each in _chain(partner, by) if each in here), None)


def _chain(partner: RoundPartner, by: date | None) -> Iterator[int]:
    yield partner.id
    for link in partner.goes_on_in:
        if by is not None and link.left_on > by:
            return
        yield link.partner
