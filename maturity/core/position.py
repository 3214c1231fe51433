"""What a partner organisation stands for on one criterion, reached from its people's responses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from maturity.core.figures import median_of
from maturity.core.matrix import Matrix
from maturity.core.response import Answer, AnswerState, Confidence
from maturity.core.small_numbers import FEWEST_RESPONDENTS
from maturity.core.wording import listed


class PositionOrigin(StrEnum):
    """How a position was reached: it is said with the position wherever a position is explained."""

    RESPONDENT = "respondent"
    AGREED = "agreed"
    MEDIAN = "median"
    FACILITATOR = "facilitator"

    @property
    def label(self) -> str:
        """How the origin is shown."""
        return _ORIGIN_LABELS[self]

    @property
    def is_settled(self) -> bool:
        """Whether a person decided it for the partner."""
        return self in {PositionOrigin.AGREED, PositionOrigin.FACILITATOR}


_ORIGIN_LABELS = {
    PositionOrigin.RESPONDENT: "The response of the one person who submitted",
    PositionOrigin.AGREED: "Agreed inside the partner",
    PositionOrigin.MEDIAN: "The median of those who submitted; not agreed inside the partner",
    PositionOrigin.FACILITATOR: "Entered on behalf of the partner",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What a partner stands for on one criterion, whichever partner it is.

    `level` is set when and only when `state` is LEVEL. `between` are the two levels on either side of a median that
    is not a level: the partner has not agreed one, and so has not answered. They are told only where enough people
    gave a level that no one of them is known by it. `entered_by` is the account that decided it for the partner, None
    where it was worked out from responses.
    """

    state: AnswerState
    level: int | None = None
    reason: str = ""
    confidence: Confidence | None = None
    evidence: str = ""
    between: tuple[int, int] | None = None
    origin: PositionOrigin = PositionOrigin.RESPONDENT
    entered_by: int | None = None

    def __post_init__(self) -> None:
        if (self.state is AnswerState.LEVEL) != (self.level is not None):
            raise ValueError("A position has a level when, and only when, its state is “level”.")
        if self.between is not None and self.state is not AnswerState.NOT_ANSWERED:
            raise ValueError("A position lies between two levels only while it is not answered.")

    @property
    def is_undecided(self) -> bool:
        """Whether somebody has begun to decide it for the partner and has decided nothing: words alone are kept."""
        return self.state is AnswerState.NOT_ANSWERED and self.entered_by is not None

    @property
    def is_own(self) -> bool:
        """Whether the partner itself has answered: its people, or its lead for it."""
        return self.state is not AnswerState.NOT_ANSWERED and self.origin is not PositionOrigin.FACILITATOR

    @property
    def is_unsettled(self) -> bool:
        """Whether the people of the partner differ and have not agreed a level, so that it is counted nowhere."""
        return self.state is AnswerState.NOT_ANSWERED and self.origin is PositionOrigin.MEDIAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Stance):
    """One partner's own level on one criterion. `partner` is the partner's id, `partner_name` as known in the round.

    `person` is set in a named round alone: who gave the level, agreed it for the partner, or entered it on its behalf.
    """

    partner: int
    partner_name: str
    person: str = ""

    @property
    def is_on_behalf(self) -> bool:
        """Whether a lead or facilitator entered it for the partner, which is said wherever it is shown."""
        return self.origin is PositionOrigin.FACILITATOR

    @property
    def tells_origin(self) -> bool:
        """Whether it carries how it was reached, which no position does that has lost its partner's name."""
        return self.partner_name not in _WITHOUT_NAME

    @property
    def whose(self) -> str:
        """Whose level it is, as the round allows it to be told: “Alder Vale Trust (Helen Okoro)”."""
        if not self.person or self.is_on_behalf:
            return self.partner_name
        return f"{self.partner_name} ({self.person})"

    @property
    def reached(self) -> str:
        """How it was reached, in words; empty for what one person answered, and where nothing was reached."""
        if self.is_on_behalf:
            by = f" by {self.person}" if self.person else ""
            return f"Entered{by} on behalf of {self.partner_name}"
        return "" if self.origin is PositionOrigin.RESPONDENT or self.is_unsettled else self.origin.label


A_PARTNER: Final = "A partner"
"""What stands in place of every partner's name in an anonymous round."""

YOUR_PARTNER: Final = "Your partner"
"""What stands there for the partner of the one reader who responds for it."""

_ANOTHER_PARTNER: Final = "Another partner"


def _in_sentence(partner_name: str) -> str:
    return partner_name.lower() if partner_name in _WITHOUT_NAME else partner_name


_WITHOUT_NAME = frozenset({A_PARTNER, YOUR_PARTNER, _ANOTHER_PARTNER})


def who_is_unsettled(positions: Sequence[Position]) -> tuple[str, ...]:
    """The partners that have not agreed a level, by the names that their positions carry."""
    return tuple(position.partner_name for position in positions if position.is_unsettled)


def unsettled_in_words(names: Sequence[str], what: str = "a level", *, inside: bool = False) -> str:
    """The beginning of a sentence on the partners of these names, or the `inside` of one; empty where there is none.

    “Birchmoor Trust has not agreed a level”; “2 partners have not agreed a level” where they have no names.
    """
    who = who_in_words(names, inside=inside)
    return f"{who} {'has' if len(names) == 1 else 'have'} not agreed {what}" if who else ""


def who_in_words(names: Sequence[str], *, inside: bool = False) -> str:
    """The partners of these names, at the beginning or `inside` of a sentence; those without a name are counted."""
    nameless = sum(1 for name in names if name == A_PARTNER)
    who = [name for name in names if name != A_PARTNER]
    if nameless:
        others = f"{nameless} {'other ' if who else ''}partners"
        who.append((_ANOTHER_PARTNER if who else A_PARTNER) if nameless == 1 else others)
    return listed([name if place == 0 and not inside else _in_sentence(name) for place, name in enumerate(who)])


def marked_as_own(positions: Sequence[Position], own: Collection[int]) -> tuple[Position, ...]:
    """The positions of an anonymous round in the same order, with those of the reader's own partners marked."""
    return tuple(
        replace(position, partner_name=YOUR_PARTNER) if position.partner in own else position for position in positions
    )


def without_names(positions: Sequence[Position]) -> tuple[Position, ...]:
    """The positions of an anonymous round: no names, and in the order of what they say, for a place would tell a name.

    So would the way in which one was reached, since it is known of every partner whether several people respond for
    it, one or nobody: all are alike here, and one that is divided inside its partner is not answered as any other is.
    Each keeps its partner's id, which no page shows, so that two rounds can be compared.
    """
    return tuple(sorted((_without_name(position) for position in positions), key=_what_is_said))


def _without_name(position: Position) -> Position:
    return replace(
        position,
        partner_name=A_PARTNER,
        person="",
        between=None,
        origin=PositionOrigin.RESPONDENT,
        entered_by=None,
    )


def _what_is_said(position: Position) -> tuple[bool, int, str, str, str, str]:
    return (
        position.level is None,
        position.level or 0,
        position.state,
        position.reason,
        position.evidence,
        position.confidence or "",
    )


def stays(kept: Stance, reached: Stance, *, speaks_for_itself: bool, has_spoken_since: bool) -> bool:
    """Whether a position stays as it is kept when another is `reached` from what the partner’s people submitted.

    So does what the partner agreed, and what was entered on its behalf where its people have no answer: what the
    partner says itself outranks what somebody else entered for it. That its people differ it says itself as well, where
    one of them `has_spoken_since`, that is submitted after the entry; one that was made because they differed stays.
    One that `speaks_for_itself` has nothing entered at all, so that nobody is told by it where its people left a blank.
    """
    if kept.origin is PositionOrigin.FACILITATOR:
        outranked = reached.is_own or (reached.is_unsettled and has_spoken_since)
        return not (outranked or speaks_for_itself)
    return kept.origin.is_settled


def position_of(stance: Stance, *, partner: int, partner_name: str) -> Position:
    """What a partner stands for, with the partner whose it is."""
    said = {each.name: getattr(stance, each.name) for each in fields(Stance)}
    return Position(partner=partner, partner_name=partner_name, **said)


def position_from_responses(answers: Sequence[Answer], *, matrix: Matrix) -> Stance:
    """What a partner stands for on a criterion, from what its people said who were asked it and have submitted.

    `answers` has one entry for each of these people, `NOTHING_SAID` for one who left it blank; their order counts for
    nothing. With one person the position is that person's response, with its words, and no answer where the response
    does not count. With several it is worked out, and their words stay inside the partner:

    - not applicable, when more than half of those who answered say so;
    - else the median of those who gave a level. A median that is not a level of the matrix is never rounded: the
      position is unsettled. It lies `between` the nearest levels on either side, which is told only where at least
      `FEWEST_RESPONDENTS` gave a level: that two people lie between 4 and 5 would tell what each of them gave;
    - else don't know, when somebody answered but nobody gave a level;
    - else not answered, as where nobody was asked.

    To answer is to say something that counts (`Answer.counts`): a level, don't know, or not applicable with a reason.
    """
    if len(answers) == 1:
        return _position_of_one(answers[0])
    answered = [answer for answer in answers if answer.counts]
    levels = [answer.level for answer in answered if answer.level is not None]
    not_applicable = sum(1 for answer in answered if answer.state is AnswerState.NOT_APPLICABLE)
    if not answered:
        return Stance(state=AnswerState.NOT_ANSWERED)
    if 2 * not_applicable > len(answered):
        return Stance(state=AnswerState.NOT_APPLICABLE, origin=PositionOrigin.MEDIAN)
    if not levels:
        return Stance(state=AnswerState.DONT_KNOW, origin=PositionOrigin.MEDIAN)
    stance = _position_at(median_of(levels), matrix)
    return stance if len(levels) >= FEWEST_RESPONDENTS else replace(stance, between=None)


def _position_of_one(answer: Answer) -> Stance:
    return Stance(
        state=answer.state if answer.counts else AnswerState.NOT_ANSWERED,
        level=answer.level,
        reason=answer.reason,
        confidence=answer.confidence,
        evidence=answer.evidence,
    )


def _position_at(median: Fraction, matrix: Matrix) -> Stance:
    below = max(level.value for level in matrix.levels if level.value <= median)
    above = min(level.value for level in matrix.levels if level.value >= median)
    if below == above:
        return Stance(state=AnswerState.LEVEL, level=below, origin=PositionOrigin.MEDIAN)
    return Stance(state=AnswerState.NOT_ANSWERED, between=(below, above), origin=PositionOrigin.MEDIAN)


def position_in_words(position: Stance, matrix: Matrix) -> str:
    """A position on the scale in the scale's own words, or why there is none.

    “Developing”; “The partner has not agreed a level”, beginning with “Between 2 Developing and 3 Maturing:” where
    enough people gave one; “Don’t know”.
    """
    if position.level is not None:
        return matrix.level(position.level).label
    if position.between is not None:
        lower, upper = (matrix.level(value).numbered_label for value in position.between)
        return f"Between {lower} and {upper}: the partner has not agreed a level"
    return "The partner has not agreed a level" if position.is_unsettled else position.state.label
