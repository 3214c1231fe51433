"""What one respondent has said, and what was recorded for the same partner the round before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import Row, Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Matrix
from maturity.core.response import Answer, AnswerState, Confidence
from maturity.core.round import Stage
from maturity.persistence.plain import run_plain
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import TYPE_IN_ROUND
from maturity.persistence.rows.account import RoleGrant
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow, RoundRow


class NoSuchRespondent(LookupError):
    """The person does not respond for this partner in this round."""


class RequestKeyUsed(ValueError):
    """An earlier save of the same answer came under the same key."""


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
    matrix: Matrix

    @property
    def is_open(self) -> bool:
        """Whether answers can be changed: the round is open and the person has not submitted."""
        return self.stage is Stage.OPEN and self.submitted_at is None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it stands, with the version that a save must be based on; 0 where nothing was saved yet."""

    answer: Answer
    version: int
    saved_at: datetime | None
    response: int | None = None


NOTHING_KEPT = KeptAnswer(answer=Answer(), version=0, saved_at=None)

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
)


def get_seat(session: Session, *, collaborative: int, number: int, partner: int, account: int) -> Seat:
    """The place of a person in a round; raises `NoSuchRespondent`."""
    row = run_plain(
        session,
        _ONE_SEAT,
        {"in_collaborative": collaborative, "in_round": number, "for_partner": partner, "by_account": account},
    ).one_or_none()
    if row is None:
        raise NoSuchRespondent
    return _seat(session, row)


# A person whose role was taken away after responding had closed keeps the seat, and can do nothing with it.
_HAS_ROLE = (
    select(RoleGrant.id)
    .where(
        RoleGrant.account_id == Respondent.account_id,
        RoleGrant.collaborative_id == RoundRow.collaborative_id,
        RoleGrant.partner_id == Respondent.partner_id,
        RoleGrant.accept_hash.is_(None),
    )
    .exists()
)


def list_seats(session: Session, *, account: int) -> list[Seat]:
    """Every place that a person has in a round that is not closed, those that close first at the top."""
    rows = session.execute(
        _SEAT.where(
            Respondent.account_id == account, RoundRow.stage.in_((Stage.OPEN, Stage.AGREEING)), _HAS_ROLE
        ).order_by(RoundRow.closes_on.is_(None), RoundRow.closes_on, Collaborative.name, RoundPartnerRow.name)
    ).all()
    return [_seat(session, row) for row in rows]


def _seat(session: Session, row: Row[*tuple[Any, ...]]) -> Seat:
    facts = dict(row._mapping)
    matrix_version, content_hash = facts.pop("matrix_version_id"), facts.pop("content_hash")
    return Seat(**facts, matrix=get_matrix(session, matrix_version=matrix_version, content_hash=content_hash))


_ANSWER_COLUMNS = (
    Response.state,
    Response.level,
    Response.reason,
    Response.confidence,
    Response.evidence,
    Response.elements,
    Response.version,
    Response.saved_at,
    Response.id,
)


_ONE_ANSWER = select(*_ANSWER_COLUMNS).where(
    Response.respondent_id == bindparam("respondent"), Response.criterion_id == bindparam("criterion")
)
_ALL_ANSWERS = select(Response.criterion_id, *_ANSWER_COLUMNS).where(Response.respondent_id == bindparam("respondent"))


def find_answer(session: Session, *, respondent: int, criterion_id: str) -> KeptAnswer:
    """One answer as it stands; nothing kept, version 0, where none was saved."""
    row = run_plain(session, _ONE_ANSWER, {"respondent": respondent, "criterion": criterion_id}).one_or_none()
    return NOTHING_KEPT if row is None else _kept(*row)


def list_answers(session: Session, *, respondent: int) -> Mapping[str, KeptAnswer]:
    """Every answer of a respondent, by criterion id."""
    rows = run_plain(session, _ALL_ANSWERS, {"respondent": respondent}).all()
    return {criterion_id: _kept(*rest) for criterion_id, *rest in rows}


def _kept(
    state: AnswerState,
    level: int | None,
    reason: str,
    confidence: Confidence | None,
    evidence: str,
    elements: str,
    version: int,
    saved_at: datetime,
    response: int,
) -> KeptAnswer:
    return KeptAnswer(
        answer=Answer(
            state=state,
            level=level,
            reason=reason,
            confidence=confidence,
            evidence=evidence,
            elements=frozenset(elements.split()),
        ),
        version=version,
        saved_at=saved_at,
        response=response,
    )


def find_revision(session: Session, *, response: int, request_key: str) -> ResponseRevision | None:
    """The save that a request made, if it was made before."""
    return session.execute(
        select(ResponseRevision).where(
            ResponseRevision.response_id == response, ResponseRevision.request_key == request_key
        )
    ).scalar_one_or_none()


def list_revisions(session: Session, *, respondent: int, criterion_id: str) -> list[ResponseRevision]:
    """Every save of one answer, the latest first."""
    return list(
        session.scalars(
            select(ResponseRevision)
            .join(Response, Response.id == ResponseRevision.response_id)
            .where(Response.respondent_id == respondent, Response.criterion_id == criterion_id)
            .order_by(ResponseRevision.version.desc())
        )
    )


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


def last_positions(session: Session, *, collaborative: int, partner: int, before_number: int) -> Mapping[str, LastTime]:
    """A partner’s positions in the latest closed round before a round, by criterion id; empty where there is none."""
    last = run_plain(
        session, _LAST_ROUND, {"in_collaborative": collaborative, "for_partner": partner, "before": before_number}
    ).one_or_none()
    if last is None:
        return {}
    matrix = get_matrix(session, matrix_version=last.matrix_version_id, content_hash=last.content_hash)
    rows = run_plain(session, _ITS_POSITIONS, {"of_round": last.id, "for_partner": partner}).all()
    return {
        criterion_id: LastTime(
            answer=Answer(state=state, level=level, reason=reason, confidence=confidence, evidence=evidence),
            matrix=matrix,
            round_label=last.label,
            round_number=last.number,
        )
        for criterion_id, state, level, reason, confidence, evidence in rows
    }


_ANSWER_TABLE: Final = cast("Table", Response.__table__)
_REVISION_TABLE: Final = cast("Table", ResponseRevision.__table__)
_ADD_ANSWER: Final = insert(_ANSWER_TABLE).returning(_ANSWER_TABLE.c.id)
_CHANGE_ANSWER: Final = update(_ANSWER_TABLE).where(_ANSWER_TABLE.c.id == bindparam("kept_answer"))
_ADD_REVISION: Final = insert(_REVISION_TABLE)


def keep_answer(
    session: Session,
    *,
    seat: Seat,
    criterion_id: str,
    before: KeptAnswer,
    answer: Answer,
    request_key: str,
    now: datetime,
) -> KeptAnswer:
    """Write an answer as the next version after `before`, and its revision. Returns it as kept.

    Raises `RequestKeyUsed` when an earlier save of this answer came under the same key.
    """
    said = {
        "state": answer.state,
        "level": answer.level,
        "reason": answer.reason,
        "confidence": answer.confidence,
        "evidence": answer.evidence,
        "elements": " ".join(sorted(answer.elements)),
        "version": before.version + 1,
        "saved_at": now,
    }
    if before.response is None:
        response: int = run_plain(
            session, _ADD_ANSWER, {"respondent_id": seat.respondent, "criterion_id": criterion_id, **said}
        ).scalar_one()
    else:
        response = before.response
        run_plain(session, _CHANGE_ANSWER, {"kept_answer": response, **said})
    try:
        run_plain(
            session,
            _ADD_REVISION,
            {"response_id": response, "request_key": request_key, "account_id": seat.account, **said},
        )
    except IntegrityError as problem:
        raise RequestKeyUsed from problem
    return KeptAnswer(answer=answer, version=before.version + 1, saved_at=now, response=response)
