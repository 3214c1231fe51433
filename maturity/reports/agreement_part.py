"""How closely partners agree as a whole, and whether they came closer since the round before, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.closeness import (
    SCORED_TOGETHER,
    Closeness,
    ClosenessLine,
    PartnerOffset,
    closeness_in_words,
    closeness_of,
)
from maturity.core.figures import decimal
from maturity.core.movement.convergence import Closer, Convergence, convergence_of
from maturity.core.movement.moved import Comparison, Direction
from maturity.core.results import RoundResult
from maturity.reports.agreement_words import agreement_counts
from maturity.reports.words import NamedList, counted, listed


@dataclass(frozen=True, slots=True)
class OffsetLine:
    """One partner beside the others on average, such as “0.4 of a level above the others”.

    Where it is above them on some criteria and below on others, how many of each is told too.
    """

    partner: str
    said: str


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """The agreement of a whole round.

    `counts` says on how many criteria partners are aligned, mixed and split; empty in a round scored together,
    which has no `lines` either but a sentence in `why_not`. `offsets` are empty where partners are not shown by name,
    or nothing can be worked out for any of them. `counts` is after the votes in the room; `rests_on` says that the
    figures are not, where it makes a difference.
    """

    counts: str
    lines: tuple[ClosenessLine, ...]
    offsets: tuple[OffsetLine, ...]
    why_not: str = ""
    rests_on: str = ""


@dataclass(frozen=True, slots=True)
class CloserLine:
    """What became of the spread on one criterion, and what that rests on."""

    criterion_id: str
    closer: str
    basis: str


@dataclass(frozen=True, slots=True)
class ConvergencePart:
    """Whether partners came closer, and beside it what became of the levels. Neither is worked into the other."""

    agreement: tuple[str, ...]
    progress: str
    lists: tuple[NamedList, ...]
    lines: tuple[CloserLine, ...]


_FROM_BEFORE: Final = "The figures are of the levels that partners gave before they voted in the room."


def agreement_part(result: RoundResult) -> AgreementPart:
    """The agreement of a round as a whole."""
    closeness = closeness_of(result)
    if closeness.within_one == SCORED_TOGETHER:
        return AgreementPart("", (), (), SCORED_TOGETHER.reason)
    return AgreementPart(
        counts=_counts(result),
        lines=closeness_in_words(closeness),
        rests_on=_FROM_BEFORE if _were_moved_by_votes(result) else "",
        offsets=tuple(_offsets(closeness)) if _shows_names(result) else (),
    )


def _counts(result: RoundResult) -> str:
    known = [criterion for criterion in result.criteria if criterion.final_agreement]
    if not known:
        return ""
    alike = [c for c in known if c.final_agreement and c.final_agreement.label is AgreementLabel.ALIGNED]
    still = sum(1 for c in alike if c.is_not_agreed)
    said = f"Partners are {agreement_counts(known)}."
    return (
        f"{said} That is about their own levels: on {still} where they are aligned, none was agreed." if still else said
    )


def _were_moved_by_votes(result: RoundResult) -> bool:
    return any(c.agreement and c.final_agreement != c.agreement for c in result.criteria)


def _shows_names(result: RoundResult) -> bool:
    """Whether positions carry the names of their partners, so that a figure by partner says nothing new of anybody."""
    names = {partner.id: partner.name for partner in result.record.partners}
    return all(p.partner_name == names.get(p.partner) for c in result.criteria for p in c.positions)


def _offsets(closeness: Closeness) -> Iterator[OffsetLine]:
    for one in closeness.offsets:
        if isinstance(one.offset, Fraction):
            yield OffsetLine(one.partner_name, f"{_offset(one.offset)}{_sides(one)}")


def _sides(one: PartnerOffset) -> str:
    """On how many criteria a partner is higher and on how many lower, where the two weigh against each other."""
    is_level = isinstance(one.offset, Fraction) and decimal(abs(one.offset), 1) == "0.0"
    if not (is_level and (one.higher or one.lower)) and not (one.higher and one.lower):
        return ""
    sides = ((one.higher, "higher"), (one.lower, "lower"))
    said = listed([f"{way} on {counted(number, 'criterion', 'criteria')}" for number, way in sides if number])
    return f"{'' if is_level else ' on average'} ({said})"


def _offset(offset: Fraction) -> str:
    figure = decimal(abs(offset), 1)
    if figure == "0.0":
        return "level with the others on average"
    size = "1 level" if figure == "1.0" else f"{figure} {'of a level' if abs(offset) < 1 else 'levels'}"
    return f"{size} {'above' if offset > 0 else 'below'} the others"


def convergence_part(comparison: Comparison) -> ConvergencePart:
    """Whether partners came closer between two rounds, beside what became of the levels."""
    convergence = convergence_of(comparison.earlier, comparison.later, comparison.between)
    return ConvergencePart(
        agreement=(*convergence.in_words, *_what_was_compared(comparison)),
        progress=_progress(comparison),
        lists=tuple(_lists(convergence)),
        lines=tuple(CloserLine(c.criterion_id, c.closer.label, c.basis) for c in convergence.criteria),
    )


def _what_was_compared(comparison: Comparison) -> Iterator[str]:
    if any(map(_were_moved_by_votes, (comparison.earlier, comparison.later))):
        yield "This compares the levels that partners gave before they voted in the room."


def _progress(comparison: Comparison) -> str:
    counts = [
        f"{comparison.count(direction)} {words}"
        for direction, words in ((Direction.UP, "went up"), (Direction.DOWN, "went down"), (Direction.SAME, "stayed"))
    ]
    return (
        f"The levels themselves: {', '.join(counts)}. Coming closer and moving up are two different results. "
        "How close partners are is not tested against chance: with few of them, one other level is enough to change it."
    )


def _lists(convergence: Convergence) -> Iterator[NamedList]:
    for closer in (Closer.CLOSER, Closer.WIDER, Closer.BOTH_WAYS):
        found = tuple(c.title for c in convergence.criteria if c.closer is closer)
        if found:
            yield NamedList(closer.label, found)
