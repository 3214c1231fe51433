"""The facts of one round, as they were recorded, before anything is worked out from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from maturity.core.ballot import RevealedBallot
from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.consensus import NOTHING_RECORDED, Consensus
from maturity.core.dissent import PartnersDissent
from maturity.core.hindsight import LookingBack
from maturity.core.matrix import Matrix
from maturity.core.position import Position
from maturity.core.response import AnswerState
from maturity.core.round import Stage, WayOfScoring


class GoesOn(NamedTuple):
    """The partner that another one merged into or was succeeded by, and the last day of the one that is gone."""

    partner: int
    left_on: date


@dataclass(frozen=True, slots=True)
class RoundPartner:
    """A partner organisation that takes part in a round.

    `submitted` is whether any of its people submitted: what a facilitator entered on its behalf is no response.
    `respondents` are opaque ids of the people who answered: who is only seated and never submitted is not among them.
    `handed` is who of them answered a domain that was asked of one person alone, by its id: that one or nobody.
    `goes_on_in` are the partners that it merged into or was succeeded by, one after the other: as is known now, and not
    only as it was when the round was closed.
    """

    id: int
    name: str
    type: PartnerType
    submitted: bool
    respondents: frozenset[int] = frozenset()
    handed: Mapping[str, frozenset[int]] = field(default_factory=dict, hash=False)
    goes_on_in: tuple[GoesOn, ...] = ()

    def who_answered(self, domain: str) -> frozenset[int]:
        """The people who were asked a domain and submitted."""
        return self.handed.get(domain, self.respondents)


@dataclass(frozen=True)
class RoundRecord:
    """Everything that was recorded in one round of one collaborative.

    `positions` are by criterion id, in the order of `partners`, and empty in a round scored together;
    `consensus` is by criterion id and has no entry where nothing was recorded; `dissents` are by criterion id too, in
    the order of `partners`, or in an anonymous round by their words. `ballots` are the votes that were revealed in the
    room, by criterion id, the first at the top. `on_behalf` is how many positions were entered on behalf of partners.
    `looking_back` is what was said in this round of the levels of an earlier one; None where nothing was.
    """

    collaborative_name: str
    collaborative_type: CollaborativeType
    matrix: Matrix
    number: int
    label: str
    purpose: str
    stage: Stage
    way: WayOfScoring
    opens_on: date | None
    closes_on: date | None
    closed_on: date | None
    shows_overall: bool
    partners: tuple[RoundPartner, ...] = ()
    positions: Mapping[str, tuple[Position, ...]] = field(default_factory=dict)
    consensus: Mapping[str, Consensus] = field(default_factory=dict)
    dissents: Mapping[str, tuple[PartnersDissent, ...]] = field(default_factory=dict)
    ballots: Mapping[str, tuple[RevealedBallot, ...]] = field(default_factory=dict)
    on_behalf: int = 0
    looking_back: LookingBack | None = None

    @cached_property
    def heard(self) -> frozenset[int]:
        """The partners that said something on some criterion: the others did not take part."""
        found = (position for positions in self.positions.values() for position in positions)
        return frozenset(position.partner for position in found if position.state is not AnswerState.NOT_ANSWERED)

    def positions_on(self, criterion_id: str) -> tuple[Position, ...]:
        """The partners' positions on a criterion, none in a round scored together."""
        return self.positions.get(criterion_id, ())

    def weights_of(self, positions: Sequence[Position]) -> tuple[Fraction, ...]:
        """How much the partner of each position weighs; empty where the matrix gives every partner one voice."""
        rule = self.matrix.agreement
        if not rule.weighs_partners:
            return ()
        types = {partner.id: partner.type for partner in self.partners}
        return tuple(rule.weight_of(types[position.partner]) for position in positions)

    def consensus_on(self, criterion_id: str) -> Consensus:
        """What the collaborative recorded on a criterion; nothing recorded when there is no entry."""
        return self.consensus.get(criterion_id, NOTHING_RECORDED)

    def dissents_on(self, criterion_id: str) -> tuple[PartnersDissent, ...]:
        """Who dissents on a criterion, and in which words."""
        return self.dissents.get(criterion_id, ())

    def ballots_on(self, criterion_id: str) -> tuple[RevealedBallot, ...]:
        """The votes on a criterion that were revealed in the room, in the order in which they were held."""
        return self.ballots.get(criterion_id, ())

    def last_ballots_on(self, criterion_id: str) -> tuple[RevealedBallot, ...]:
        """The votes on a criterion that came after the partners' positions, so that they are nearer to a last word."""
        return tuple(ballot for ballot in self.ballots_on(criterion_id) if not ballot.answered_since)
