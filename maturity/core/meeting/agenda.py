"""The time of a meeting, shared out by disagreement: whole minutes that add up, and what there is no time for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.meeting.triage import Triage, TriageItem

LEAST_MINUTES: Final = 5
"""The least time in which a criterion can be talked about: two voices heard, a vote, and the reason written."""

MINUTES_TO_CONFIRM: Final = 1
"""The most that one criterion takes of the box in which several are confirmed: read its level out, ask who objects."""

_WEIGHTS: Final = {
    AgreementLabel.SPLIT: 3,
    AgreementLabel.MIXED: 2,
    AgreementLabel.TOO_FEW: 1,
    AgreementLabel.ALIGNED: 1,
}
_WEIGHT_OF_CONFIRMING: Final = 1


@dataclass(frozen=True, slots=True)
class TimeBox:
    """Some minutes of the meeting, from `starts_at` minutes after its beginning.

    `items` is one criterion, or all those that are confirmed together.
    """

    items: tuple[TriageItem, ...]
    starts_at: int
    minutes: int
    is_confirming: bool = False

    @property
    def ends_at(self) -> int:
        """How many minutes after the beginning of the meeting the box ends."""
        return self.starts_at + self.minutes


@dataclass(frozen=True, slots=True)
class Agenda:
    """The boxes of a meeting in order. Where there is any, their minutes and `left_over` add up to the meeting’s.

    `left_out` are the criteria for which there is no time, with the aligned ones among them where not even these can
    be confirmed; `needed` is how many minutes would be enough for all of them.
    """

    minutes: int
    boxes: tuple[TimeBox, ...]
    left_out: tuple[TriageItem, ...]
    needed: int

    def minutes_for(self, criterion_id: str) -> int | None:
        """The minutes in which a criterion is talked about; None where it has no box of its own."""
        for box in self.boxes:
            if not box.is_confirming and box.items[0].result.criterion.id == criterion_id:
                return box.minutes
        return None

    @property
    def is_long_enough(self) -> bool:
        """Whether every criterion has its time."""
        return not self.left_out

    @property
    def left_over(self) -> int:
        """The minutes that no box needs: some only where the one box is that of confirming, and 0 without any box."""
        return self.minutes - self.boxes[-1].ends_at if self.boxes else 0

    @property
    def in_words(self) -> str:
        """Whether the time is enough, in a sentence or two."""
        if not self.boxes and not self.left_out:
            return "There is no criterion to talk about."
        if self.is_long_enough:
            enough = f"{_minutes(self.minutes)}, with time for every criterion."
            if not self.left_over:
                return enough
            return f"{enough} All are confirmed together, and {_minutes(self.left_over)} of it would be left over."
        count = len(self.left_out)
        left = f"{count} {'criterion has' if count == 1 else 'criteria have'}"
        return f"{_minutes(self.minutes)}, and {left} no time. {_minutes(self.needed)} would be enough for all."


def agenda_of(triage: Triage, *, minutes: int) -> Agenda:
    """A meeting of so many minutes, shared out by disagreement. Raises `ValueError` below one minute.

    What is aligned comes first and is confirmed in one box, because that settles most criteria in little time. Then
    come the others in the order of the triage. Each box gets `LEAST_MINUTES`; what is left is shared out by weight,
    three for a split, two for mixed, one for any other, in whole minutes (largest remainder, the earlier box first).
    The box of confirming gets `MINUTES_TO_CONFIRM` for each criterion in it at the most, though never less than
    `LEAST_MINUTES`; what it would have had beyond goes to the others by the same rule.
    So no criterion that is talked about has less time than one of less disagreement. Where the meeting is too short
    for all, those of least disagreement are left out.
    """
    if minutes < 1:
        raise ValueError("A meeting has at least one minute.")
    wanted: list[tuple[TriageItem, ...]] = [(item,) for item in triage.to_discuss]
    if triage.to_confirm:
        wanted.insert(0, triage.to_confirm)
    fitting = wanted[: minutes // LEAST_MINUTES]
    shares = _shares(minutes - LEAST_MINUTES * len(fitting), fitting)
    boxes: list[TimeBox] = []
    start = 0
    for items, share in zip(fitting, shares, strict=True):
        boxes.append(TimeBox(items, start, LEAST_MINUTES + share, is_confirming=items[0].can_be_confirmed))
        start += LEAST_MINUTES + share
    return Agenda(
        minutes=minutes,
        boxes=tuple(boxes),
        left_out=tuple(item for items in wanted[len(fitting) :] for item in items),
        needed=LEAST_MINUTES * len(wanted),
    )


def _shares(spare: int, boxes: Sequence[Sequence[TriageItem]]) -> list[int]:
    """What each box gets beyond the least, with the confirming one held to what it needs."""
    shares = _shared_out(spare, [_weight(items) for items in boxes])
    if not boxes or not boxes[0][0].can_be_confirmed:
        return shares
    needed = max(MINUTES_TO_CONFIRM * len(boxes[0]) - LEAST_MINUTES, 0)
    if shares[0] <= needed:
        return shares
    return [needed, *_shared_out(spare - needed, [_weight(items) for items in boxes[1:]])]


def _weight(items: Sequence[TriageItem]) -> int:
    return _WEIGHT_OF_CONFIRMING if items[0].can_be_confirmed else _WEIGHTS[items[0].furthest_apart]


def _shared_out(minutes: int, weights: Sequence[int]) -> list[int]:
    """The minutes by weight, in whole ones: each gets its share rounded down, and the largest remainders one more."""
    total = sum(weights)
    if not total:
        return []
    shares = [minutes * weight // total for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda place: -(minutes * weights[place] % total))
    for place in remainders[: minutes - sum(shares)]:
        shares[place] += 1
    return shares


def _minutes(count: int) -> str:
    return f"{count} minute" if count == 1 else f"{count} minutes"
