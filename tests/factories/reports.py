"""Reports for tests: whole rounds with reasons and evidence, as a collaborative would leave them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from maturity.core.ballot import RevealedBallot
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import PartnersDissent
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix
from maturity.core.position import Position, PositionOrigin
from maturity.core.response import AnswerState, Confidence
from maturity.core.round import Stage
from maturity.core.round_record import RoundRecord
from maturity.core.round_report import RoundReport, build_round_report
from maturity.reports.pdf import PrintFiles
from tests.factories.rounds import a_partner, a_round_record

ROOT = Path(__file__).resolve().parents[2]
MATRICES = ROOT / "matrices"
PRINT_FILES = PrintFiles(templates=ROOT / "templates", fonts=ROOT / "maturity/web/static/built/fonts")

NAMES = (
    "Alder Vale Hospitals",
    "Birchmoor Community Health",
    "Cedarwell Mental Health",
    "Dunmere and Elmstow Hospitals",
    "Fernhollow Ambulance Service",
    "Greyfriars Care Network",
)

REASONS = (
    (
        "Chief executives give the same account of it, and the joint committee used it twice this winter to choose "
        "between two schemes. Ward managers at two of the six partners had not heard of it."
    ),
    (
        "Shared theatre lists now run every week for hips and knees. Patients from both sides of the river are offered "
        "the first free place, and waits of more than a year have halved since the spring."
    ),
    "We have a plan and a lead, and little else so far.",
    (
        "The partners agree on the aim and differ on the pace. The two larger trusts have put people in; the others "
        "have not yet seen what it would cost them."
    ),
    "",
    (
        "Mutual aid worked in the January pressure. Nobody had to ask twice, and it was written down afterwards so "
        "that others could do the same."
    ),
    "Information still goes by email between four of the six partners. The shared record is live in one clinic.",
)

EVIDENCE = ("Joint committee minutes, 14 January 2026, item 6", "", "Theatre board dashboard, week 3", "", "")


def shipped_matrix(key: str = "provider-collaborative-development") -> Matrix:
    """A matrix that comes with the product."""
    return read_matrix((MATRICES / f"{key}.yaml").read_bytes(), name=f"{key}.yaml")


def lived_in_record(
    matrix: Matrix,
    *,
    number: int = 1,
    progress: int = 0,
    stage: Stage = Stage.CLOSED,
    say: Callable[[str], str] = lambda text: text,
) -> RoundRecord:
    """A round of six partners with reasons, evidence and every state; `progress` moves every third criterion.

    `say` changes each text that a person wrote, for tests of hostile or foreign text.
    """
    lowest, highest = matrix.lowest_level.value, matrix.highest_level.value
    partners = tuple(
        a_partner(n, name=say(name), submitted=n != 6, respondents=[100 + n]) for n, name in enumerate(NAMES, start=1)
    )
    positions: dict[str, tuple[Position, ...]] = {}
    consensus: dict[str, Consensus] = {}
    for place, criterion in enumerate(matrix.criteria):
        step = progress if place % 3 == 0 else -progress if place % 11 == 4 else 0
        middle = lowest + (place * 7 + place // 4) % (highest - lowest) + step
        spread = (0, 0, 1, -1, 0, 0) if place % 5 else (-1, 2, 0, 2, -1, 0)
        positions[criterion.id] = tuple(
            _position(n, say(name), _within(middle + off, lowest, highest), place, say)
            for n, (name, off) in enumerate(zip(NAMES, spread, strict=True), start=1)
        )
        consensus[criterion.id] = _consensus(place, _within(middle, lowest, highest), say)
    record = a_round_record(
        matrix=matrix, partners=partners, number=number, label=_label(number), stage=stage, positions={}
    )
    return replace(
        record,
        positions=positions,
        consensus=consensus,
        dissents={
            criterion.id: (PartnersDissent(2, say(NAMES[1]), say("Our staff would not call it that."), place == 2),)
            for place, criterion in enumerate(matrix.criteria)
            if place in {0, 2}
        },
        ballots=_ballots(matrix, say),
        collaborative_name=say(record.collaborative_name),
        purpose=say(record.purpose),
        label=say(record.label),
        closed_on=date(2024 + number // 2, 3 + 6 * (number % 2), 12) if stage is Stage.CLOSED else None,
    )


def _ballots(matrix: Matrix, say: Callable[[str], str]) -> dict[str, tuple[RevealedBallot, ...]]:
    """Votes on every fifth criterion, on which partners differ: the first brings them together by its second vote."""
    lowest, highest = matrix.lowest_level.value, matrix.highest_level.value
    middle = max(lowest, highest - 1)
    held = {0: ((-1, 0, 0, 0, 1, None), (0, 0, 0, 0, 0, 0)), 5: ((-1, 1, -1, 1, -1, 0),)}
    return {
        matrix.criteria[place].id: tuple(
            RevealedBallot(
                number=number,
                was_early=None in offs,
                votes=tuple(
                    Position(
                        partner=n,
                        partner_name=say(name),
                        state=AnswerState.LEVEL,
                        level=max(lowest, min(highest, middle + off)),
                        reason=say("We looked at the figures together.") if n == 2 else "",
                        origin=PositionOrigin.FACILITATOR if n == 3 else PositionOrigin.RESPONDENT,
                    )
                    for n, (name, off) in enumerate(zip(NAMES, offs, strict=True), start=1)
                    if off is not None
                ),
            )
            for number, offs in enumerate(votes, start=1)
        )
        for place, votes in held.items()
        if place < len(matrix.criteria)
    }


def _label(number: int) -> str:
    return f"{'Autumn' if number % 2 else 'Spring'} {2024 + number // 2}"


def _within(value: int, lowest: int, highest: int) -> int:
    return max(lowest, min(highest, value))


def _position(partner: int, name: str, level: int, place: int, say: Callable[[str], str]) -> Position:
    if partner == 6:
        return Position(partner=partner, partner_name=name, state=AnswerState.NOT_ANSWERED)
    if (place + partner) % 17 == 0:
        return Position(
            partner=partner,
            partner_name=name,
            state=AnswerState.DONT_KNOW,
            reason=say("We were not part of this work."),
        )
    reason = say(REASONS[(place + partner) % len(REASONS)])
    return Position(
        partner=partner,
        partner_name=name,
        state=AnswerState.LEVEL,
        level=level,
        reason=reason,
        confidence=tuple(Confidence)[(place + partner) % 3],
    )


def _consensus(place: int, level: int, say: Callable[[str], str]) -> Consensus:
    if place == 10:
        return Consensus(ConsensusState.NOT_AGREED, reason=say("Half of the partners see pilots, half see a habit."))
    if place == 14:
        return Consensus(ConsensusState.NOT_APPLICABLE, reason=say("The collaborative does not run these services."))
    if place == 22:
        return Consensus()
    reason, evidence = REASONS[place % len(REASONS)], EVIDENCE[place % len(EVIDENCE)]
    return Consensus(ConsensusState.AGREED, level, say(reason), say(evidence))


def lived_in_report(
    matrix: Matrix | None = None,
    *,
    rounds: int = 3,
    stage: Stage = Stage.CLOSED,
    say: Callable[[str], str] = lambda text: text,
) -> RoundReport:
    """The report of the last of so many rounds on one matrix."""
    used = matrix or shipped_matrix()
    records = [
        lived_in_record(used, number=n, progress=n - 1, stage=stage if n == rounds else Stage.CLOSED, say=say)
        for n in range(1, rounds + 1)
    ]
    return build_round_report(records[-1], earlier=records[:-1])
