"""A report of invented answers to any matrix, so that its author sees what a board would read.

Everything in it follows from the matrix by counting, so the same matrix always gives the same report. It goes through
the same scoring, comparison and pages as a real round.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import PartnersDissent
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_rules import OverallMethod
from maturity.core.position import Position
from maturity.core.response import AnswerState, Confidence
from maturity.core.round import Stage, WayOfScoring
from maturity.core.round_record import RoundPartner, RoundRecord
from maturity.core.round_report import RoundReport, build_round_report

SAMPLE_COLLABORATIVE: Final = "Sample collaborative, invented answers"
_PURPOSE: Final = (
    "This is a sample: the partners, levels and words are invented, to show what a report of this matrix looks like."
)
_PARTNERS: Final = (
    ("Sample Acute Hospitals", PartnerType.ACUTE_TRUST),
    ("Sample Community Health", PartnerType.COMMUNITY_TRUST),
    ("Sample Mental Health", PartnerType.MENTAL_HEALTH_TRUST),
    ("Sample Ambulance Service", PartnerType.AMBULANCE_TRUST),
    ("Sample Council", PartnerType.LOCAL_AUTHORITY),
    ("Sample Voluntary Alliance", PartnerType.VCSE),
)
_SPREADS: Final = ((0, 0, 1, 0, 0, -1), (0, 0, 0, 0, 0, 0), (-1, 1, 0, 2, -1, 0), (0, 1, 0, 0, 1, 0))
_REASONS: Final = (
    "Sample reason: people at every partner give the same account of it, and two decisions this year rest on it.",
    "Sample reason: there is a plan and a lead, and little else so far.",
    "Sample reason: it works between the larger partners. The others hear of it afterwards.",
    "Sample reason: it was used in the winter and nobody had to ask twice.",
)
_LATEST: Final = 2
_NOT_AGREED_AT: Final = 7
_NOT_APPLICABLE_AT: Final = 11
_SET_ASIDE_AT: Final = 17
_DISSENT_AT: Final = 2


def most_asked_type(matrix: Matrix) -> CollaborativeType:
    """The type of collaborative that a matrix asks the most criteria; of several the first."""
    return max(CollaborativeType, key=lambda kind: sum(1 for c in matrix.criteria if c.is_asked_of(kind)))


def types_asked(matrix: Matrix) -> tuple[CollaborativeType, ...]:
    """The types of collaborative that a matrix asks anything at all."""
    return tuple(kind for kind in CollaborativeType if any(c.is_asked_of(kind) for c in matrix.criteria))


def sample_report(matrix: Matrix, *, asked_of: CollaborativeType) -> RoundReport:
    """The report of the second of two invented rounds of a collaborative of a type that the matrix asks something."""
    earlier, latest = (_record(matrix, asked_of, number) for number in range(1, _LATEST + 1))
    return build_round_report(latest, earlier=[earlier])


def _record(matrix: Matrix, asked_of: CollaborativeType, number: int) -> RoundRecord:
    asked = [criterion for _, criteria in matrix.asked_of(asked_of) for criterion in criteria]
    placed = list(enumerate(asked))
    return RoundRecord(
        collaborative_name=SAMPLE_COLLABORATIVE,
        collaborative_type=asked_of,
        matrix=matrix,
        number=number,
        label=f"Sample {number}",
        purpose=_PURPOSE,
        stage=Stage.CLOSED,
        way=WayOfScoring.PARTNERS_FIRST,
        opens_on=date(2024 + number, 3, 2),
        closes_on=date(2024 + number, 3, 27),
        closed_on=date(2024 + number, 4, 14),
        shows_overall=matrix.scoring.overall.method is not OverallMethod.NONE,
        partners=tuple(
            RoundPartner(id=partner, name=name, type=kind, submitted=True, respondents=frozenset([partner]))
            for partner, (name, kind) in enumerate(_PARTNERS, start=1)
        ),
        positions={each.id: tuple(_positions(matrix, place, number)) for place, each in placed},
        consensus={each.id: _consensus(matrix, each, place, number) for place, each in placed},
        dissents={each.id: (_dissent(),) for place, each in placed if place == _DISSENT_AT},
    )


def _middle(place: int, number: int) -> int:
    """Where on the scale partners stand on the criterion at a place: every third has gone up by the second round."""
    return place * 7 + place // 4 + (number - 1 if place % 3 == 0 else 0)


def _level(matrix: Matrix, step: int) -> int:
    """The level that lies so many steps up from the lowest, on a scale that is walked up and down again."""
    top = len(matrix.levels) - 1
    step %= 2 * top
    return matrix.levels[min(step, 2 * top - step)].value


def _beside(matrix: Matrix, value: int, off: int) -> int:
    """The level so many steps beside another, as far as the scale goes."""
    values = [level.value for level in matrix.levels]
    return values[max(0, min(len(values) - 1, values.index(value) + off))]


def _positions(matrix: Matrix, place: int, number: int) -> Iterator[Position]:
    middle = _level(matrix, _middle(place, number))
    spread = _SPREADS[place % len(_SPREADS)]
    for partner, ((name, _), off) in enumerate(zip(_PARTNERS, spread, strict=True), start=1):
        if (place + partner) % 13 == 0:
            yield Position(partner=partner, partner_name=name, state=AnswerState.DONT_KNOW)
            continue
        yield Position(
            partner=partner,
            partner_name=name,
            state=AnswerState.LEVEL,
            level=_beside(matrix, middle, off),
            reason=_REASONS[(place + partner) % len(_REASONS)],
            confidence=tuple(Confidence)[(place + partner) % len(Confidence)],
        )


def _consensus(matrix: Matrix, criterion: Criterion, place: int, number: int) -> Consensus:
    if place == _NOT_AGREED_AT:
        return Consensus(ConsensusState.NOT_AGREED, reason="Sample: half see a habit, half see a pilot.")
    if place == _NOT_APPLICABLE_AT:
        return Consensus(ConsensusState.NOT_APPLICABLE, reason="Sample: the collaborative does not do this.")
    if place == _SET_ASIDE_AT:
        return Consensus(ConsensusState.SET_ASIDE, reason="Sample: the partners ran out of time.")
    return Consensus(
        ConsensusState.AGREED,
        _level(matrix, _middle(place, number)),
        reason=_REASONS[place % len(_REASONS)],
        evidence=next(iter(criterion.evidence_prompts), "") if place % 2 == 0 else "",
        moves_up="Sample next step: agree who does it, and by when." if place % 3 == 0 else "",
    )


def _dissent() -> PartnersDissent:
    return PartnersDissent(5, _PARTNERS[4][0], "Sample dissent: our staff would not call it that yet.")
