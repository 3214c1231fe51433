"""What one respondent has said, and what was recorded for the same partner the round before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Matrix
from maturity.core.response import NOTHING_SAID, Answer, AnswerState, Confidence
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.plain import ONE_OF_THESE, run_plain, these
from maturity.persistence.queries.asked import TYPE_IN_ROUND
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.role_of_seat import HAS_THE_ROLE
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow, RoundRow


class NoSuchRespondent(LookupError):
    """The person does not respond for this partner in this round."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person’s place in one round: for which partner they respond, and in what the round asks."""

    respondent: int
    account: int
    partner: int
    partner_name: str
    round_id: int
    collaborative: int
    collaborative_name: str
    collaborative_type: CollaborativeType
    number: int
    label: str
    purpose: str
    stage: Stage
    closes_on: date | None
    submitted_at: datetime | None
    role_title: str
    is_partner_lead: bool
    naming: Naming
    way: WayOfScoring
    matrix: Matrix

    @property
    def is_open(self) -> bool:
        """Whether answers can be changed: the round is open and the person has not submitted."""
        return self.stage is Stage.OPEN and self.submitted_at is None


def _columns(answer: Answer) -> dict[str, Any]:
    return {
        "state": answer.state,
        "level": answer.level,
        "reason": answer.reason,
        "confidence": answer.confidence,
        "evidence": answer.evidence,
        "elements": " ".join(sorted(answer.elements)),
    }


def _answer(
    state: AnswerState, level: int | None, reason: str, confidence: Confidence | None, evidence: str, elements: str
) -> Answer:
    return Answer(
        state=state,
        level=level,
        reason=reason,
        confidence=confidence,
        evidence=evidence,
        elements=frozenset(elements.split()),
    )


KeptAnswer: TypeAlias = Kept[Answer]
ANSWERS: Final = Versions(
    table=Response,
    versions=ResponseRevision,
    place=("respondent_id", "criterion_id"),
    nothing=NOTHING_SAID,
    write=_columns,
    read=_answer,
)
NOTHING_KEPT: Final = ANSWERS.nothing_kept

_SEAT = (
    select(
        Respondent.id.label("respondent"),
        Respondent.account_id.label("account"),
        Respondent.partner_id.label("partner"),
        RoundPartnerRow.name.label("partner_name"),
        RoundRow.id.label("round_id"),
        Collaborative.id.label("collaborative"),
        Collaborative.name.label("collaborative_name"),
        TYPE_IN_ROUND,
        RoundRow.number,
        RoundRow.label,
        RoundRow.purpose,
        RoundRow.stage,
        RoundRow.closes_on,
        Respondent.submitted_at,
        Respondent.role_title,
        Respondent.is_partner_lead,
        RoundRow.naming,
        RoundRow.way,
        RoundRow.matrix_version_id,
        MatrixVersion.content_hash,
    )
    .join(RoundRow, RoundRow.id == Respondent.round_id)
    .join(
        RoundPartnerRow,
        (RoundPartnerRow.round_id == Respondent.round_id) & (RoundPartnerRow.partner_id == Respondent.partner_id),
    )
    .join(Collaborative, Collaborative.id == RoundRow.collaborative_id)
    .join(MatrixVersion, MatrixVersion.id == RoundRow.matrix_version_id)
    .where(Respondent.stood_down_at.is_(None))
)

_ONE_SEAT = _SEAT.where(
    RoundRow.collaborative_id == bindparam("in_collaborative"),
    RoundRow.number == bindparam("in_round"),
    Respondent.partner_id == bindparam("for_partner"),
    Respondent.account_id == bindparam("by_account"),
    RoundRow.way == WayOfScoring.PARTNERS_FIRST,
)


def get_seat(session: Session, *, collaborative: int, number: int, partner: int, account: int) -> Seat:
    """The place of a person in a round; raises `NoSuchRespondent`, also where nobody responds as all score together."""
    row = run_plain(
        session,
        _ONE_SEAT,
        {"in_collaborative": collaborative, "in_round": number, "for_partner": partner, "by_account": account},
    ).one_or_none()
    if row is None:
        raise NoSuchRespondent
    return _seat(session, row)


def list_seats(session: Session, *, account: int) -> list[Seat]:
    """Every place that a person has in a round that is not closed, those that close first at the top."""
    rows = session.execute(
        _SEAT.where(
            Respondent.account_id == account, RoundRow.stage.in_((Stage.OPEN, Stage.AGREEING)), HAS_THE_ROLE
        ).order_by(RoundRow.closes_on.is_(None), RoundRow.closes_on, Collaborative.name, RoundPartnerRow.name)
    ).all()
    return [_seat(session, row) for row in rows]


def _seat(session: Session, row: Row[*tuple[Any, ...]]) -> Seat:
    facts = dict(row._mapping)
    matrix_version, content_hash = facts.pop("matrix_version_id"), facts.pop("content_hash")
    return Seat(**facts, matrix=get_matrix(session, matrix_version=matrix_version, content_hash=content_hash))


def list_answers(session: Session, *, respondent: int, only: Collection[str] | None = None) -> Mapping[str, KeptAnswer]:
    """The answers of a respondent by criterion id: all, or only those on some criteria."""
    return ANSWERS.by_criterion(session, only=only, respondent_id=respondent)


def list_answers_of(session: Session, *, respondents: Collection[int]) -> Mapping[int, Mapping[str, KeptAnswer]]:
    """The answers of some respondents by criterion id, by respondent."""
    return ANSWERS.list_of_each(session, each=respondents)


@dataclass(frozen=True, slots=True)
class LastTime:
    """What a partner stood for the last time it was asked: shown beside the question, never counted.

    `matrix` is the one of that round, in whose words the answer was given.
    """

    answer: Answer
    matrix: Matrix
    round_label: str
    round_number: int


_LAST_ROUND = (
    select(RoundRow.id, RoundRow.label, RoundRow.number, RoundRow.matrix_version_id, MatrixVersion.content_hash)
    .join(RoundPartnerRow, RoundPartnerRow.round_id == RoundRow.id)
    .join(MatrixVersion, MatrixVersion.id == RoundRow.matrix_version_id)
    .where(
        RoundRow.collaborative_id == bindparam("in_collaborative"),
        RoundPartnerRow.partner_id == bindparam("for_partner"),
        RoundRow.number < bindparam("before"),
        RoundRow.stage == Stage.CLOSED,
    )
    .order_by(RoundRow.number.desc())
    .limit(1)
)
_ITS_POSITIONS = select(
    PositionRow.criterion_id,
    PositionRow.state,
    PositionRow.level,
    PositionRow.reason,
    PositionRow.confidence,
    PositionRow.evidence,
).where(PositionRow.round_id == bindparam("of_round"), PositionRow.partner_id == bindparam("for_partner"))
_SOME_OF_ITS_POSITIONS = _ITS_POSITIONS.where(PositionRow.criterion_id.in_(ONE_OF_THESE))


def last_positions(
    session: Session, *, collaborative: int, partner: int, before_number: int, only: Collection[str] | None = None
) -> Mapping[str, LastTime]:
    """A partner’s positions in the latest closed round before a round, by criterion id; empty where there is none.

    All of them, or only those on some criteria.
    """
    last = run_plain(
        session, _LAST_ROUND, {"in_collaborative": collaborative, "for_partner": partner, "before": before_number}
    ).one_or_none()
    if last is None:
        return {}
    matrix = get_matrix(session, matrix_version=last.matrix_version_id, content_hash=last.content_hash)
    of_it = {"of_round": last.id, "for_partner": partner}
    if only is None:
        rows = run_plain(session, _ITS_POSITIONS, of_it).all()
    else:
        rows = run_plain(session, _SOME_OF_ITS_POSITIONS, {**of_it, **these(only)}).all()
    return {
        criterion_id: LastTime(
            answer=Answer(state=state, level=level, reason=reason, confidence=confidence, evidence=evidence),
            matrix=matrix,
            round_label=last.label,
            round_number=last.number,
        )
        for criterion_id, state, level, reason, confidence, evidence in rows
    }
