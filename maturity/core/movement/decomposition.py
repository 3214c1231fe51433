"""What a difference between two rounds is made of, split exactly.

The difference is worked out again and again, each time over less: as scored, over what can be compared in words,
over what has a level in both rounds, with criteria whose meaning was amended held where they stood, then those that
were split or merged, then those of which partners’ levels cannot be told, from the partners’ own levels, from those of
the partners in both rounds, with partners for which other people answered held at their level before. What one such
step takes away is the part of what it left out or held; what is left at the end is a change of level. So the parts
always add up to the whole, and the order of the steps is always this one. What is held has no part where it did not
move; left out, it would thin the rest and have one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from maturity.core.matrix_change.crosswalk import Reading
from maturity.core.movement.paired_criteria import Medians, PairedCriterion


class Part(StrEnum):
    """One thing that a difference can be made of."""

    LEVEL = "level"
    RESPONDENTS = "respondents"
    MEMBERSHIP = "membership"
    CONVERSATION = "conversation"
    AMENDED = "amended"
    MADE = "made"
    SCOPE = "scope"
    WORDING = "wording"
    LEVEL_OR_RESPONDENTS = "level-or-respondents"
    NOT_TOLD = "not-told"

    @property
    def label(self) -> str:
        """How the part is shown."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """What the part is, in a sentence."""
        return _MEANINGS[self]


_LABELS = {
    Part.LEVEL: "Change of level",
    Part.RESPONDENTS: "Other people answering",
    Part.MEMBERSHIP: "Which partners gave a level",
    Part.CONVERSATION: "What the conversation added",
    Part.AMENDED: "Meaning amended",
    Part.MADE: "Split or merged",
    Part.SCOPE: "Which criteria have a level",
    Part.WORDING: "Wording and rules of the matrix",
    Part.LEVEL_OR_RESPONDENTS: "Level, or other people answering",
    Part.NOT_TOLD: "Cannot be told apart",
}
_MEANINGS = {
    Part.LEVEL: "The partners in both rounds, for which the same people answered, gave other levels than before.",
    Part.RESPONDENTS: "For some partners in both rounds other people answered than before.",
    Part.MEMBERSHIP: "Partners joined, left or gave a level in one round only.",
    Part.CONVERSATION: "What was agreed moved by more or less than what the partners gave by themselves.",
    Part.AMENDED: "Criteria whose meaning was amended have another level: they ask for something else than before.",
    Part.MADE: "Criteria that were made from others by a split or a merger have another level than these had.",
    Part.SCOPE: "Criteria have no level in one of the rounds: not applicable, set aside, not agreed or not recorded.",
    Part.WORDING: "Criteria are new, no longer asked or cannot be compared, or stand or are summed up in another way.",
    Part.LEVEL_OR_RESPONDENTS: (
        "The partners in both rounds gave other levels. Too few of them had the same people answering to say how much "
        "of it comes from that."
    ),
    Part.NOT_TOLD: "What this is made of cannot be told.",
}


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A difference, later less earlier, and its parts in the order of `Part`, which add up to it exactly.

    Parts that are nought are among them where they were looked at. `why_not_told` says why something cannot be told
    apart, empty where all of it can be.
    """

    whole: Fraction
    parts: tuple[tuple[Part, Fraction], ...]
    why_not_told: str = ""

    def of(self, part: Part) -> Fraction | None:
        """How much a part makes up; None where it was not looked at."""
        return dict(self.parts).get(part)

    @property
    def by_partners(self) -> Fraction | None:
        """How much the partners in both rounds bring by themselves, whoever answered; None where not looked at."""
        found = [size for part, size in self.parts if part in _BY_PARTNERS]
        return sum(found, Fraction(0)) if found else None


_BY_PARTNERS: Final = frozenset({Part.LEVEL, Part.RESPONDENTS, Part.LEVEL_OR_RESPONDENTS})


Difference = Callable[[Mapping[str, Fraction], Mapping[str, Fraction]], Fraction | None]
"""What a figure comes to by levels after, less what it comes to by levels before; None where either has none."""


def decompose(
    whole: Fraction, criteria: Sequence[PairedCriterion], difference: Difference, *, is_same_matrix: bool = False
) -> Decomposition:
    """Split a difference as scored. `criteria` are those that can be compared and that the figure is made of.

    In one and the same version nothing comes from its wording: a domain that has no lowest level, because one of its
    criteria has none, is missing as scored and is restated over the others, which is a matter of scope.
    """
    split = _Split(whole)
    comparable = _agreed(criteria, difference)
    if comparable is None:
        return split.ended(Part.NOT_TOLD, "No criterion that it is made of has levels that can be compared.")
    split.step(Part.WORDING, whole if is_same_matrix else comparable)
    both = [c for c in criteria if c.has_both]
    alike = _agreed(both, difference)
    if alike is None:
        return split.ended(Part.NOT_TOLD, "No criterion has a level in both rounds.")
    split.step(Part.SCOPE, alike)
    return _among_partners(split, both, difference)


def decompose_alike(criteria: Sequence[PairedCriterion], difference: Difference) -> Decomposition | None:
    """Split a difference like for like, where there is none as scored; None where no level is in both rounds."""
    both = [c for c in criteria if c.has_both]
    alike = _agreed(both, difference)
    return None if alike is None else _among_partners(_Split(alike), both, difference)


def _among_partners(split: _Split, both: Sequence[PairedCriterion], difference: Difference) -> Decomposition:
    """The rest of the parts."""
    beside = _BesideHeld(difference)
    left = list(both)
    for part, asks_otherwise in _ASK_OTHERWISE:
        found = [c for c in left if asks_otherwise(c.reading)]
        if not found:
            continue
        beside.hold(found)
        left = [c for c in left if c not in found]
        without = _agreed(left, beside)
        if not left or without is None:
            return split.ended(part)
        split.step(part, without)
    return _of_same_meaning(split, left, beside)


class _BesideHeld:
    """A difference in which some criteria are held where they stood, not left out: that would thin the rest."""

    def __init__(self, difference: Difference) -> None:
        self._difference = difference
        self._held: dict[str, Fraction] = {}

    def hold(self, criteria: Sequence[PairedCriterion]) -> None:
        """Hold more criteria at their level before."""
        self._held.update({c.id: c.before for c in criteria if c.before is not None})

    def __call__(self, before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> Fraction | None:
        """What the figure comes to by levels after and those held, less what it does by levels before and those."""
        return self._difference({**before, **self._held}, {**after, **self._held})


_ASK_OTHERWISE: Final[tuple[tuple[Part, Callable[[Reading], bool]], ...]] = (
    (Part.AMENDED, lambda reading: reading.is_amended),
    (Part.MADE, lambda reading: reading.is_made),
)


def _of_same_meaning(split: _Split, both: Sequence[PairedCriterion], difference: _BesideHeld) -> Decomposition:
    told = [c for c in both if c.everyone is not None and c.panel is not None]
    known = told or [c for c in both if c.everyone is not None]
    unknown = [c for c in both if c not in known]
    if known:
        difference.hold(unknown)
    agreed = _agreed(known, difference) if known else None
    if agreed is None:
        return split.ended(Part.NOT_TOLD, _why_not(both))
    if unknown:
        split.step(Part.NOT_TOLD, agreed, _why_not(unknown))
    given = _between({c.id: c.everyone for c in known}, difference)
    if given is None:
        return split.ended(Part.NOT_TOLD, _why_not(both))
    split.step(Part.CONVERSATION, given)
    of_panel = _between({c.id: c.panel for c in told}, difference)
    if of_panel is None:
        return split.ended(Part.NOT_TOLD, _why_not(known))
    split.step(Part.MEMBERSHIP, of_panel)
    of_same = _between({c.id: c.same_people for c in told}, difference)
    if of_same is None:
        return split.ended(Part.LEVEL_OR_RESPONDENTS)
    split.step(Part.RESPONDENTS, of_same)
    return split.ended(Part.LEVEL)


def _why_not(criteria: Sequence[PairedCriterion]) -> str:
    if any(c.is_kept_back for c in criteria):
        return (
            "In a round without names, what the partners in both rounds gave is told only where the same partners take "
            "part in both and all of them gave a level."
        )
    if any(c.everyone is None and not c.result.positions for c in criteria):
        return "A round was scored together, or partners gave no level: an agreed level is a judgement by itself."
    return "Too few partners gave a level in both rounds."


def _agreed(criteria: Sequence[PairedCriterion], difference: Difference) -> Fraction | None:
    return difference(
        {c.id: c.before for c in criteria if c.before is not None},
        {c.id: c.after for c in criteria if c.after is not None},
    )


def _between(medians: Mapping[str, Medians | None], difference: Difference) -> Fraction | None:
    """The difference by medians; None where a criterion has none."""
    known = {each: found for each, found in medians.items() if found is not None}
    if len(known) < len(medians) or not known:
        return None
    return difference({i: m.before for i, m in known.items()}, {i: m.after for i, m in known.items()})


class _Split:
    """The parts so far, and what is left of the whole."""

    def __init__(self, whole: Fraction) -> None:
        self.whole = self.left = whole
        self.parts: dict[Part, Fraction] = {}
        self.why_not_told = ""

    def step(self, part: Part, left: Fraction, why: str = "") -> None:
        """Give a part what a step took away."""
        self.parts[part] = self.parts.get(part, Fraction(0)) + self.left - left
        self.left = left
        self.why_not_told = self.why_not_told or why

    def ended(self, part: Part, why: str = "") -> Decomposition:
        """Give a part all that is left."""
        self.step(part, Fraction(0), why)
        found = tuple((each, self.parts[each]) for each in Part if each in self.parts)
        return Decomposition(self.whole, found, self.why_not_told)
