"""How membership of a collaborative changes: partners join, leave, merge into others and are succeeded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Succession(StrEnum):
    """How a partner goes on in another one."""

    MERGED = "merged"  # into a partner that went on, or into a new one with others
    SUCCEEDED = "succeeded"  # by one partner that does what it did

    @property
    def label(self) -> str:
        """How it is shown, before the name of the other partner."""
        return _LABELS[self]


_LABELS = {Succession.MERGED: "Merged into", Succession.SUCCEEDED: "Succeeded by"}


class SuccessionRefused(ValueError):
    """A partner cannot go on in the one that was named; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """One partner of a collaborative: how long it belonged, and the partner that it goes on in, None where in none."""

    id: int
    name: str
    joined_on: date | None = None
    left_on: date | None = None
    succession: Succession | None = None
    succeeded_by: int | None = None


def chain_from(partner: int, succeeded_by: Mapping[int, int]) -> tuple[int, ...]:
    """The partners that a partner goes on in, one after the other, the last one at the end; empty where in none."""
    chain: list[int] = []
    now = succeeded_by.get(partner)
    while now is not None and now != partner and now not in chain:
        chain.append(now)
        now = succeeded_by.get(now)
    return tuple(chain)


def check_succession(member: Member, members: Mapping[int, Member]) -> None:
    """Refuse a succession that cannot be; raises `SuccessionRefused`.

    `members` are the partners of the same collaborative by id, as they are known so far: `member` is what one of them
    is to become, and has a name in them only where it is there already. Its dates must fit those that go on in it too.
    """
    for each in members.values():
        if each.id != member.id and each.succeeded_by == member.id:
            _check_is_there(each, member)
    if member.succession is None and member.succeeded_by is None:
        return
    if member.succession is None:
        raise SuccessionRefused("Choose whether it merged into the other partner or was succeeded by it.")
    if member.succeeded_by is None:
        raise SuccessionRefused(
            "Choose the partner that it goes on in. Add that partner first if it is not in the list."
        )
    if member.left_on is None:
        raise SuccessionRefused("Enter the date it left: from the next day on it is part of the other partner.")
    if member.succeeded_by == member.id:
        raise SuccessionRefused("A partner cannot go on in itself. Choose another partner.")
    other = members.get(member.succeeded_by)
    if other is None:
        raise SuccessionRefused("Choose a partner of this collaborative: it cannot go on in one of another.")
    following = {each.id: each.succeeded_by for each in members.values() if each.succeeded_by is not None}
    if member.id in chain_from(other.id, following):
        raise SuccessionRefused(
            f"{other.name} already goes on in {member.name}, by itself or by way of others. Correct that first."
        )
    _check_is_there(member, other)


def _check_is_there(member: Member, other: Member) -> None:
    """That the other partner belongs on the day after the one left that goes on in it: what it is compared by."""
    if member.left_on is None:
        return
    if other.left_on is not None and other.left_on < member.left_on:
        raise SuccessionRefused(
            f"{other.name} left before {member.name} did, which goes on in it. Correct the dates, or choose the "
            "partner that was there then."
        )
    if other.joined_on is not None and other.joined_on > member.left_on + timedelta(days=1):
        raise SuccessionRefused(
            f"{other.name} joined later than the day after {member.name} left, which goes on in it. Correct the dates, "
            "or choose the partner that was there then."
        )
