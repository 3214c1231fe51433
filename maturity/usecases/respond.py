"""Responding: a person says where their partner organisation is, one criterion at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.asked import Asked, divide_asked, is_asked
from maturity.core.matrix import Criterion
from maturity.core.response import Answer, fit_to_matrix
from maturity.core.round import Stage
from maturity.persistence.queries.colleagues import Handed, list_handed, seats_of
from maturity.persistence.queries.reopened_seats import leave_reopened
from maturity.persistence.queries.responses import (
    ANSWERS,
    KeptAnswer,
    LastTime,
    Seat,
    get_seat,
    last_positions,
    list_answers,
)
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.audit import record_event
from maturity.usecases.version_move import list_asked_otherwise
from maturity.usecases.versioned_save import NotNow, save_version


class NotOpen(NotNow):
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


class HandedToColleague(NotNow):
    """An answer was sent on a criterion whose domain is asked of a colleague alone."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(f"This domain was handed to {handed.name}, who alone is asked it now. This was not saved.")


class AskedAnew(Exception):
    """A response was submitted by who is asked other domains now than it was submitted for, or is asked otherwise.

    `otherwise` are the criteria that are asked otherwise.
    """

    def __init__(self, otherwise: tuple[Criterion, ...] = ()) -> None:
        super().__init__("What is asked changed after the page was opened.")
        self.otherwise = otherwise


class NotEverythingAnswered(Exception):
    """A response was submitted with criteria that nothing was said on."""


@dataclass(frozen=True)
class ResponseSheet:
    """Everything that one person’s response is made of: the place, the questions, the answers, last time’s.

    `asked` is what is asked of this person, and `away` what was handed to a colleague; what the person said there is
    kept and does not count. `handed` is who alone is asked a domain, by its id.
    """

    seat: Seat
    asked: Asked
    answers: Mapping[str, KeptAnswer]
    last_time: Mapping[str, LastTime]
    away: Asked = ()
    handed: Mapping[str, Handed] = field(default_factory=dict)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria asked, in order."""
        return tuple(criterion for _, criteria in self.asked for criterion in criteria)

    @property
    def everything(self) -> Asked:
        """All that the round asks of the partner, handed to a colleague or not."""
        return (*self.asked, *self.away)

    def handed_away(self, domain: str) -> Handed | None:
        """Who alone is asked a domain, where it is not this person."""
        return _handed_away(self.handed, domain, respondent=self.seat.respondent)

    def dealt_with(self, criteria: tuple[Criterion, ...] | None = None) -> int:
        """On how many of the criteria, all by default, something was said that counts."""
        return sum(map(self._counts, self.criteria if criteria is None else criteria))

    def first_left(self, criteria: tuple[Criterion, ...] | None = None) -> Criterion | None:
        """The first of the criteria, of all by default, on which nothing was said that counts; None where all are."""
        asked = self.criteria if criteria is None else criteria
        return next((criterion for criterion in asked if not self._counts(criterion)), None)

    def _counts(self, criterion: Criterion) -> bool:
        return criterion.id in self.answers and self.answers[criterion.id].said.counts


def open_sheet(
    session: Session,
    *,
    collaborative: int,
    number: int,
    partner: int,
    account: int,
    choose: Callable[[Asked], tuple[Criterion, ...]] | None = None,
) -> ResponseSheet:
    """A person’s whole response; raises `NoSuchRespondent`.

    For a page that shows only some criteria `choose` says which, and only what was said on these is read.
    """
    seat = get_seat(session, collaborative=collaborative, number=number, partner=partner, account=account)
    everything = tuple(seat.matrix.asked_of(seat.collaborative_type))
    handed = list_handed(session, round_id=seat.round_id, partner=seat.partner)
    asked, away = divide_asked(everything, handed=seats_of(handed), respondent=seat.respondent)
    only = None if choose is None else [criterion.id for criterion in choose(everything)]
    return ResponseSheet(
        seat=seat,
        asked=asked,
        away=away,
        handed=handed,
        answers=list_answers(session, respondent=seat.respondent, only=only),
        last_time=last_positions(
            session, collaborative=collaborative, partner=partner, before_number=number, only=only
        ),
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

    Saved as `save_version` says. Raises `NotOpen`, `HandedToColleague`, `CriterionNotAsked`, `StaleSave`,
    `RequestKeyReused`, `LevelNotInMatrix` or `AnswerTooLong`.
    """
    seat.matrix.asked_criterion(criterion_id, seat.collaborative_type)
    return save_version(
        session,
        ANSWERS,
        place={"respondent_id": seat.respondent, "criterion_id": criterion_id},
        said=fit_to_matrix(answer, matrix=seat.matrix, criterion_id=criterion_id),
        based_on=based_on,
        request_key=request_key,
        account=seat.account,
        now=now,
        refusal=_why_not(session, seat, criterion_id),
        record=partial(
            record_event,
            session,
            action="save answer",
            now=now,
            account=seat.account,
            collaborative=seat.collaborative,
            round_id=seat.round_id,
            subject=f"respondent {seat.respondent} {criterion_id}",
        ),
    )


def _why_not(session: Session, seat: Seat, criterion_id: str) -> NotNow | None:
    """Why this person cannot answer a criterion now, or None where they can."""
    if not seat.is_open:
        return NotOpen(seat)
    handed = list_handed(session, round_id=seat.round_id, partner=seat.partner)
    colleague = _handed_away(handed, seat.matrix.domain_of(criterion_id).id, respondent=seat.respondent)
    return None if colleague is None else HandedToColleague(colleague)


def _handed_away(handed: Mapping[str, Handed], domain: str, *, respondent: int) -> Handed | None:
    return None if is_asked(domain, handed=seats_of(handed), respondent=respondent) else handed[domain]


def submit_response(
    session: Session,
    *,
    sheet: ResponseSheet,
    leave_blanks: bool,
    now: datetime,
    seen: Sequence[str] | None = None,
    stamp: str | None = None,
) -> None:
    """Hand in a response; raises `NotOpen`, `AskedAnew`, or `NotEverythingAnswered` unless `leave_blanks` is meant.

    `seen` are the ids of the domains that the person saw, and `stamp` stands for the version of the matrix that asked
    them: nobody hands in drafts on what was not before them, nor confirms an answer to what is asked otherwise.
    """
    seat = sheet.seat
    if not seat.is_open:
        raise NotOpen(seat)
    if seen is not None and set(seen) != {domain.id for domain, _ in sheet.asked}:
        raise AskedAnew
    if stamp is not None:
        otherwise = list_asked_otherwise(
            session, round_id=seat.round_id, criteria=sheet.criteria, now=seat.matrix, stamp=stamp
        )
        if otherwise:
            raise AskedAnew(otherwise)
    if not leave_blanks and sheet.dealt_with() < len(sheet.criteria):
        raise NotEverythingAnswered
    leave_reopened(session, Respondent.id == seat.respondent)
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
