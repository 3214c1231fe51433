"""What one person is asked in a round, what several are, and how far they have come: one rule for pages and mail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from maturity.core.matrix import Criterion, Domain

Asked = tuple[tuple[Domain, tuple[Criterion, ...]], ...]
"""The domains of a round, each with the criteria that it asks."""


@dataclass(frozen=True, slots=True)
class Progress:
    """On how many of the criteria that a person is asked they have said something that counts."""

    dealt_with: int
    asked: int

    @property
    def in_words(self) -> str:
        """Such as “3 of 27”; who is asked nothing has nothing to be measured against."""
        return f"{self.dealt_with} of {self.asked}" if self.asked else "Asked nothing"


@dataclass(frozen=True, slots=True)
class Agreeing:
    """On how many of the criteria that several people of a partner are asked its position is agreed."""

    agreed: int = 0
    to_agree: int = 0

    @property
    def is_done(self) -> bool:
        """Whether no position is left to agree."""
        return self.agreed == self.to_agree

    @property
    def in_words(self) -> str:
        """Such as “3 of 7 positions agreed”."""
        return f"{self.agreed} of {self.to_agree} {'position' if self.to_agree == 1 else 'positions'} agreed"


NOTHING_TO_AGREE: Final = Agreeing()


def is_asked(domain: str, *, handed: Mapping[str, int], respondent: int) -> bool:
    """Whether a domain is asked of one person.

    It is asked of every respondent of a partner, until it is handed to one, of whom alone it is then asked. `handed`
    gives that one by domain id, and `respondent` is the person's own place in the round.
    """
    return handed.get(domain, respondent) == respondent


def divide_asked(
    everything: Iterable[tuple[Domain, tuple[Criterion, ...]]], *, handed: Mapping[str, int], respondent: int
) -> tuple[Asked, Asked]:
    """What a round asks of one person, and what was handed away and so is not asked of them, as `is_asked` says."""
    asked: list[tuple[Domain, tuple[Criterion, ...]]] = []
    away: list[tuple[Domain, tuple[Criterion, ...]]] = []
    for domain, criteria in everything:
        here = is_asked(domain.id, handed=handed, respondent=respondent)
        (asked if here else away).append((domain, criteria))
    return tuple(asked), tuple(away)


def progress_in(asked: Asked, *, dealt_with: Collection[str]) -> Progress:
    """How far a person has come in what they are asked; `dealt_with` are the ids of every criterion that counts."""
    ids = [criterion.id for _, criteria in asked for criterion in criteria]
    return Progress(dealt_with=sum(1 for each in ids if each in dealt_with), asked=len(ids))


def own_progress(
    everything: Asked, *, handed: Mapping[str, int], respondent: int, dealt_with: Collection[str]
) -> Progress:
    """How far a person has come in what a round asks of them; arguments as of `divide_asked` and `progress_in`."""
    own, _ = divide_asked(everything, handed=handed, respondent=respondent)
    return progress_in(own, dealt_with=dealt_with)


def agreeing_in(everything: Asked, *, handed: Mapping[str, int], people: int, decided: Collection[str]) -> Agreeing:
    """How far a partner has agreed its positions; `decided` are the ids of the criteria on which a person decided one.

    What is to agree is what several of its `people` are asked, whatever they say there: a domain that was handed to one
    person has that person's answer for its position. It is counted without looking at an answer, so the count tells
    nobody where people differ.
    """
    if people < 2:
        return NOTHING_TO_AGREE
    ids = [criterion.id for domain, criteria in everything if domain.id not in handed for criterion in criteria]
    return Agreeing(agreed=sum(1 for each in ids if each in decided), to_agree=len(ids))
