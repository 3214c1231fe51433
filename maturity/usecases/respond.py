"""Responding: a person says where their partner organisation is, one criterion at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.matrix import Criterion, Domain
from maturity.core.response import Answer, fit_to_matrix
from maturity.core.round import Stage
from maturity.persistence.queries.responses import (
    KeptAnswer,
    LastTime,
    RequestKeyUsed,
    Seat,
    find_answer,
    find_revision,
    get_seat,
    keep_answer,
    last_positions,
    list_answers,
)
from maturity.persistence.rows.response import ResponseRevision
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.audit import record_event


class StaleSave(Exception):
    """The answer was changed elsewhere after the page was opened. Nothing was overwritten.

    `kept` is what is there now, `offered` what the save would have written.
    """

    def __init__(self, *, kept: KeptAnswer, offered: Answer) -> None:
        super().__init__("This answer was changed in another place after you opened this page.")
        self.kept = kept
        self.offered = offered


class NotOpen(Exception):
    """A response cannot be changed in this way now: the round is not open, or the response is submitted or is not."""

    def __init__(self, seat: Seat) -> None:
        if seat.stage is not Stage.OPEN:
            super().__init__(f"“{seat.label}” is not open for responses any more, so nothing was changed.")
        elif seat.submitted_at is not None:
            super().__init__(
                "You have submitted this response, so nothing was changed. Take it back to change an answer."
            )
        else:
            super().__init__("This response was not submitted, so there is nothing to take back.")
        self.seat = seat


class RequestKeyReused(StaleSave):
    """A save came again under its key with other words: a page that was gone back to. Nothing was overwritten."""


class CriterionNotAsked(LookupError):
    """The round does not ask this criterion of this type of collaborative."""


class NotEverythingAnswered(Exception):
    """A response was submitted with criteria that nothing was said on."""


@dataclass(frozen=True)
class ResponseSheet:
    """Everything that one person’s response is made of: the place, the questions, the answers, last time’s."""

    seat: Seat
    asked: tuple[tuple[Domain, tuple[Criterion, ...]], ...]
    answers: Mapping[str, KeptAnswer]
    last_time: Mapping[str, LastTime]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria asked, in order."""
        return tuple(criterion for _, criteria in self.asked for criterion in criteria)

    def dealt_with(self, criteria: tuple[Criterion, ...] | None = None) -> int:
        """On how many of the criteria, all by default, something was said that counts."""
        asked = self.criteria if criteria is None else criteria
        return sum(1 for c in asked if c.id in self.answers and self.answers[c.id].answer.counts)


def open_sheet(session: Session, *, collaborative: int, number: int, partner: int, account: int) -> ResponseSheet:
    """A person’s whole response; raises `NoSuchRespondent`."""
    seat = get_seat(session, collaborative=collaborative, number=number, partner=partner, account=account)
    return ResponseSheet(
        seat=seat,
        asked=tuple(seat.matrix.asked_of(seat.collaborative_type)),
        answers=list_answers(session, respondent=seat.respondent),
        last_time=last_positions(session, collaborative=collaborative, partner=partner, before_number=number),
    )


def save_answer(
    session: Session,
    *,
    seat: Seat,
    criterion_id: str,
    answer: Answer,
    based_on: int,
    request_key: str,
    now: datetime,
) -> KeptAnswer:
    """Keep an answer, a revision of it and an audit event, all or nothing. Returns the answer as kept.

    `based_on` is the version that the person saw, 0 for none. A save that was made before under the same
    `request_key` returns its first result. Raises `NotOpen`, `CriterionNotAsked`, `StaleSave`,
    `RequestKeyReused`, `LevelNotInMatrix` or `AnswerTooLong`. The session must have begun its transaction
    by a write lock, so that what is read here still holds when it is written.
    """
    criterion = seat.matrix.criterion(criterion_id)
    if not criterion.is_asked_of(seat.collaborative_type):
        raise CriterionNotAsked(criterion_id)
    offered = fit_to_matrix(answer, matrix=seat.matrix, criterion_id=criterion_id)
    kept = find_answer(session, respondent=seat.respondent, criterion_id=criterion_id)
    if kept.version != based_on:
        return _settle_stale_save(session, kept=kept, offered=offered, request_key=request_key)
    if not seat.is_open:
        raise NotOpen(seat)
    if kept.answer == offered:
        return kept
    record_event(
        session,
        action="save answer",
        now=now,
        account=seat.account,
        collaborative=seat.collaborative,
        round_id=seat.round_id,
        subject=f"respondent {seat.respondent} {criterion_id}",
    )
    try:
        return keep_answer(
            session, seat=seat, criterion_id=criterion_id, before=kept, answer=offered, request_key=request_key, now=now
        )
    except RequestKeyUsed:
        raise RequestKeyReused(kept=kept, offered=offered) from None


def _settle_stale_save(session: Session, *, kept: KeptAnswer, offered: Answer, request_key: str) -> KeptAnswer:
    """A save based on another version is a repeat of one that was made, agrees with what is kept, or is stale."""
    if kept.response is not None:
        revision = find_revision(session, response=kept.response, request_key=request_key)
        if revision is not None:
            made = _answer_of(revision)
            if made != offered:
                raise RequestKeyReused(kept=kept, offered=offered)
            return KeptAnswer(answer=made, version=revision.version, saved_at=revision.saved_at, response=kept.response)
    if kept.answer == offered:
        return kept
    raise StaleSave(kept=kept, offered=offered)


def _answer_of(revision: ResponseRevision) -> Answer:
    return Answer(
        state=revision.state,
        level=revision.level,
        reason=revision.reason,
        confidence=revision.confidence,
        evidence=revision.evidence,
        elements=frozenset(revision.elements.split()),
    )


def submit_response(session: Session, *, sheet: ResponseSheet, leave_blanks: bool, now: datetime) -> None:
    """Hand in a response; raises `NotOpen`, or `NotEverythingAnswered` unless `leave_blanks` says that is meant."""
    seat = sheet.seat
    if not seat.is_open:
        raise NotOpen(seat)
    if not leave_blanks and sheet.dealt_with() < len(sheet.criteria):
        raise NotEverythingAnswered
    _set_submitted(session, seat=seat, submitted_at=now, action="submit response", now=now)


def take_back_response(session: Session, *, seat: Seat, now: datetime) -> None:
    """Take a submitted response back to change it, while the round is open; raises `NotOpen`."""
    if seat.stage is not Stage.OPEN or seat.submitted_at is None:
        raise NotOpen(seat)
    _set_submitted(session, seat=seat, submitted_at=None, action="take back response", now=now)


def _set_submitted(session: Session, *, seat: Seat, submitted_at: datetime | None, action: str, now: datetime) -> None:
    session.execute(update(Respondent).where(Respondent.id == seat.respondent).values(submitted_at=submitted_at))
    record_event(
        session,
        action=action,
        now=now,
        account=seat.account,
        collaborative=seat.collaborative,
        round_id=seat.round_id,
        subject=f"respondent {seat.respondent}",
    )
