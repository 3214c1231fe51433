"""A private vote on one criterion in the room: one partner, one vote, hidden until it is revealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.core.position import Position, PositionOrigin
from maturity.core.response import AnswerState
from maturity.core.round import Naming


@dataclass(frozen=True, slots=True)
class Vote:
    """How one partner votes. `level` is set when and only when `state` is LEVEL.

    `on_behalf` marks a vote that a facilitator entered for the partner, from paper or from the room.
    """

    state: AnswerState = AnswerState.NOT_ANSWERED
    level: int | None = None
    reason: str = ""
    on_behalf: bool = False

    def __post_init__(self) -> None:
        if (self.state is AnswerState.LEVEL) != (self.level is not None):
            raise ValueError("A vote has a level when, and only when, its state is “level”.")

    @property
    def is_in(self) -> bool:
        """Whether the partner has voted; a vote that was taken back has not."""
        return self.state is not AnswerState.NOT_ANSWERED


NO_VOTE: Final = Vote()


def vote_as_position(vote: Vote, *, partner: int, partner_name: str, person: str = "") -> Position:
    """A vote drawn up as a partner's position is, so that both are shown, counted and named by the same rules."""
    return Position(
        partner=partner,
        partner_name=partner_name,
        person=person,
        state=vote.state,
        level=vote.level,
        reason=vote.reason,
        origin=PositionOrigin.FACILITATOR if vote.on_behalf else PositionOrigin.RESPONDENT,
    )


@dataclass(frozen=True, slots=True)
class RevealedBallot:
    """One private vote on a criterion as the record of its round keeps it: there is none of what was never revealed.

    `number` counts the ballots on the criterion as the room did, those withdrawn among them. `votes` are those that
    were in, as positions that say whose they are as the naming of the round allows. `was_early` says that somebody
    revealed it before every partner was in, and `on_behalf` how many a facilitator entered, where no vote may say so.
    `answered_since` says that the round went back to responding after it: what partners then submitted is later than
    their votes.
    """

    number: int
    was_early: bool
    votes: tuple[Position, ...]
    on_behalf: int = 0
    answered_since: bool = False


FEWEST_WITHOUT_NAMES: Final = 3
"""With fewer votes in, an early reveal in an anonymous round tells a partner’s vote: the screen names who is not in."""


def could_be_told(*, sent: int, entered: int) -> bool:
    """Whether whoever entered so many for others knows what the one or two sent that sent theirs themselves."""
    return entered > 0 and 0 < sent < FEWEST_WITHOUT_NAMES


def why_votes_not_revealed(naming: Naming, *, are_in: int, entered: int) -> str:
    """Why the votes of all partners may not be revealed, of which so many were entered on behalf; empty where they may.

    What is left beside the votes that somebody entered is of the partners that sent theirs.
    """
    sent = are_in - entered
    if naming is not Naming.ANONYMOUS or not could_be_told(sent=sent, entered=entered):
        return ""
    return (
        f"This round is without names, and only {sent} of these votes {'was' if sent == 1 else 'were'} sent by a "
        "partner itself. Who entered the others would know how it voted. Let more partners vote themselves, or "
        "withdraw the vote and enter all of them from paper."
    )


def why_votes_not_revealed_early(naming: Naming, *, are_in: int, entered: int = 0) -> str:
    """Why so many votes may not be revealed before every partner is in, empty where they may.

    One vote is at once known to be of the one partner that is in; of two, each of both knows the other’s.
    """
    if naming is not Naming.ANONYMOUS:
        return ""
    if are_in >= FEWEST_WITHOUT_NAMES:
        return why_votes_not_revealed(naming, are_in=are_in, entered=entered)
    return (
        f"This round is without names, so the votes can be revealed early once {FEWEST_WITHOUT_NAMES} are in. "
        "With fewer, it would be known who voted how."
    )
