"""Rounds for tests, from as few words as possible: levels by criterion, and partners' levels by criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from maturity.core.ballot import RevealedBallot
from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.position import Position, PositionOrigin
from maturity.core.response import AnswerState
from maturity.core.round import Stage, WayOfScoring
from maturity.core.round_record import GoesOn, RoundPartner, RoundRecord
from tests.factories.matrices import a_matrix

PARTNER_NAMES = (
    "Alder Vale Trust",
    "Birchmoor Trust",
    "Cedarwell Trust",
    "Dunmere Trust",
    "Elmstow Trust",
    "Fernhollow Trust",
)

LONG_AGO = date(2020, 3, 31)

ConsensusLike = Consensus | int | str | None
PositionLike = Position | int | str | None


def agreed(level: int, *, reason: str = "", evidence: str = "") -> Consensus:
    """A level that the collaborative agreed."""
    return Consensus(state=ConsensusState.AGREED, level=level, reason=reason, evidence=evidence)


def not_agreed(reason: str = "The partners see this in two ways.") -> Consensus:
    """A conversation that ended without a level."""
    return Consensus(state=ConsensusState.NOT_AGREED, reason=reason)


def not_applicable(reason: str = "The collaborative does not do this.") -> Consensus:
    """A criterion that does not apply."""
    return Consensus(state=ConsensusState.NOT_APPLICABLE, reason=reason)


def a_consensus(value: ConsensusLike) -> Consensus:
    """A consensus from a level, a state by its value (“not-agreed”), or None for nothing recorded."""
    if isinstance(value, Consensus):
        return value
    if isinstance(value, int):
        return agreed(value)
    if value is None:
        return Consensus()
    return Consensus(state=ConsensusState(value), reason="Because.")


def partner_name(partner: int) -> str:
    """The name of the partner with this id, counted from 1."""
    return PARTNER_NAMES[partner - 1] if partner <= len(PARTNER_NAMES) else f"Partner {partner}"


def a_partner(
    partner: int = 1, *, name: str | None = None, submitted: bool = True, respondents: Sequence[int] | None = None
) -> RoundPartner:
    """A partner that submitted; unless told otherwise one person, the same in every round, answers for it."""
    return RoundPartner(
        id=partner,
        name=name or partner_name(partner),
        type=PartnerType.ACUTE_TRUST,
        submitted=submitted,
        respondents=frozenset((100 + partner,) if respondents is None else respondents),
    )


def goes_on(*partners: int, left_on: date = LONG_AGO) -> tuple[GoesOn, ...]:
    """The chain of a partner that goes on in others, one after the other, all of it on one day."""
    return tuple(GoesOn(partner, left_on) for partner in partners)


def some_partners(count: int) -> tuple[RoundPartner, ...]:
    """So many partners, with the ids 1, 2, 3 …"""
    return tuple(a_partner(number) for number in range(1, count + 1))


def a_position(value: PositionLike, *, partner: int = 1, reason: str = "") -> Position:
    """A position from a level, a state by its value (“dont-know”), or None for not answered.

    “unsettled” is that of a partner whose people differ, and have not agreed a level.
    """
    if isinstance(value, Position):
        return value
    if value == "unsettled":
        return replace(a_position(None, partner=partner), origin=PositionOrigin.MEDIAN)
    state = AnswerState.LEVEL if isinstance(value, int) else AnswerState(value or "not-answered")
    return Position(
        partner=partner,
        partner_name=partner_name(partner),
        state=state,
        level=value if isinstance(value, int) else None,
        reason=reason,
    )


def some_positions(*values: PositionLike) -> tuple[Position, ...]:
    """The positions of the partners 1, 2, 3 … in this order."""
    return tuple(a_position(value, partner=number) for number, value in enumerate(values, start=1))


def a_ballot(
    number: int, *values: PositionLike, was_early: bool = False, answered_since: bool = False
) -> RevealedBallot:
    """A vote of the partners 1, 2, 3 … that was revealed; with None a partner is not in."""
    votes = tuple(vote for vote, value in zip(some_positions(*values), values, strict=True) if value is not None)
    return RevealedBallot(number=number, was_early=was_early, votes=votes, answered_since=answered_since)


def a_round_record(
    *,
    matrix: Matrix | None = None,
    consensus: Mapping[str, ConsensusLike] | None = None,
    positions: Mapping[str, Sequence[PositionLike]] | None = None,
    ballots: Mapping[str, Sequence[RevealedBallot]] | None = None,
    partners: Sequence[RoundPartner] | None = None,
    number: int = 1,
    label: str | None = None,
    stage: Stage = Stage.CLOSED,
    way: WayOfScoring | None = None,
    collaborative_type: CollaborativeType = CollaborativeType.ACUTE,
    shows_overall: bool = True,
    purpose: str = "To see where we are and agree what to work on.",
) -> RoundRecord:
    """A closed round, scored together unless positions are given.

    `consensus` gives levels by criterion id; `positions` gives the levels of partners 1, 2, 3 … by criterion id.
    """
    placed = {criterion: some_positions(*values) for criterion, values in (positions or {}).items()}
    most = max((len(values) for values in placed.values()), default=0)
    return RoundRecord(
        collaborative_name="Three Rivers Provider Collaborative",
        collaborative_type=collaborative_type,
        matrix=matrix or a_matrix(),
        number=number,
        label=label or f"Round {number}",
        purpose=purpose,
        stage=stage,
        way=way or (WayOfScoring.TOGETHER if positions is None else WayOfScoring.PARTNERS_FIRST),
        opens_on=date(2026, 1, 5),
        closes_on=date(2026, 1, 30),
        closed_on=date(2026, 2, 6) if stage is Stage.CLOSED else None,
        shows_overall=shows_overall,
        partners=tuple(partners) if partners is not None else some_partners(most),
        positions=placed,
        consensus={criterion: a_consensus(value) for criterion, value in (consensus or {}).items()},
        ballots={criterion: tuple(held) for criterion, held in (ballots or {}).items()},
    )


def a_full_record(
    *, matrix: Matrix, partners: int = 6, number: int = 1, shift: int = 0, stage: Stage = Stage.CLOSED
) -> RoundRecord:
    """A round in which every partner answered every criterion, with levels that vary and are always on the scale.

    `shift` moves every partner's level on every second criterion, as far as the scale allows.
    """
    lowest, highest = matrix.lowest_level.value, matrix.highest_level.value
    positions: dict[str, list[int]] = {}
    consensus: dict[str, int] = {}
    for place, criterion in enumerate(matrix.criteria):
        middle = lowest + place % (highest - lowest + 1) + (shift if place % 2 == 0 else 0)
        levels = [min(highest, max(lowest, middle + (partner % 3 == 0))) for partner in range(partners)]
        positions[criterion.id] = levels
        consensus[criterion.id] = sorted(levels)[partners // 2]
    return a_round_record(matrix=matrix, positions=positions, consensus=consensus, number=number, stage=stage)
