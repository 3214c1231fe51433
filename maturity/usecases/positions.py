"""What a partner stands for: agreed by its lead from what its people said, or entered for it from paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.asked import Asked, is_asked
from maturity.core.matrix import Matrix
from maturity.core.position import PositionOrigin, Stance, position_from_responses
from maturity.core.response import NOTHING_SAID, Answer, AnswerState, check_said
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.colleagues import Colleague, Handed, list_colleagues, list_handed, seats_of
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.positions import NOTHING_KEPT, POSITIONS, KeptStance, list_positions
from maturity.persistence.queries.responses import NOTHING_KEPT as NOTHING_ANSWERED
from maturity.persistence.queries.responses import KeptAnswer, NoSuchRespondent, Seat, list_answers_of
from maturity.persistence.queries.rounds import RoundHead, find_partner_name, get_round
from maturity.usecases.audit import record_event
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.versioned_save import NotNow, save_version


class PositionIsFixed(NotNow):
    """A position cannot be changed now, or not by this person; the message says why."""


@dataclass(frozen=True)
class PositionSheet:
    """Everything that a partner’s positions are made from.

    `said` is what each of its people who submitted said, by seat and criterion id. It is empty for whoever is not of
    the partner: no word of a person leaves it. `handed` is who alone is asked a domain. `withheld` are the criteria
    on which the partner agreed a position that whoever looks may not see, because the sheet `is_blind`.
    """

    head: RoundHead
    partner: int
    partner_name: str
    matrix: Matrix
    asked: Asked
    kept: Mapping[str, KeptStance]
    colleagues: tuple[Colleague, ...] = ()
    handed: Mapping[str, Handed] = field(default_factory=dict)
    said: Mapping[int, Mapping[str, KeptAnswer]] = field(default_factory=dict)
    is_blind: bool = False
    withheld: frozenset[str] = frozenset()

    def voices(self, criterion_id: str) -> tuple[tuple[Colleague, Answer], ...]:
        """What each person said on a criterion who is asked it and has submitted; nothing said where left blank."""
        domain, handed = self.matrix.domain_of(criterion_id).id, seats_of(self.handed)
        return tuple(
            (person, self.said[person.respondent].get(criterion_id, NOTHING_ANSWERED).said)
            for person in self.colleagues
            if person.respondent in self.said and is_asked(domain, handed=handed, respondent=person.respondent)
        )

    def if_nobody_agrees(self, criterion_id: str) -> Stance:
        """What is taken as the partner’s position on a criterion as long as nobody has agreed one."""
        return position_from_responses([answer for _, answer in self.voices(criterion_id)], matrix=self.matrix)

    def standing(self, criterion_id: str) -> KeptStance:
        """The position as it is kept, with the version that a save must be based on."""
        return self.kept.get(criterion_id, NOTHING_KEPT)

    def is_agreed(self, criterion_id: str) -> bool:
        """Whether a person decided the position: the partner’s lead, or a facilitator on its behalf."""
        kept = self.standing(criterion_id)
        return kept.row is not None and kept.said.origin.is_settled


def look_inside(session: Session, *, seat: Seat) -> PositionSheet:
    """The positions of a partner for somebody who responds for it.

    What colleagues said is there for the partner’s lead alone, once the lead has submitted and so answered first.
    """
    may_read = seat.is_partner_lead and seat.submitted_at is not None
    head = get_round(session, collaborative=seat.collaborative, number=seat.number)
    people = list_colleagues(session, round_id=seat.round_id, partner=seat.partner)
    heard = [person.respondent for person in people if may_read and person.has_submitted]
    return PositionSheet(
        head=head,
        partner=seat.partner,
        partner_name=seat.partner_name,
        matrix=seat.matrix,
        asked=tuple(seat.matrix.asked_of(seat.collaborative_type)),
        kept=list_positions(session, round_id=seat.round_id, partner=seat.partner),
        colleagues=people,
        handed=list_handed(session, round_id=seat.round_id, partner=seat.partner),
        said=list_answers_of(session, respondents=heard),
    )


def look_from_outside(
    session: Session, *, collaborative: int, number: int, partner: int, account: int
) -> PositionSheet:
    """The positions of a partner for whoever enters them on its behalf; raises `NoSuchRound` or `NoSuchRespondent`.

    Before the reveal there is nothing in it but what was entered on the partner’s behalf, and no more than that ever in
    a round without names: this page is one partner’s, so whatever it showed would be shown by name.
    """
    head = get_round(session, collaborative=collaborative, number=number)
    name = find_partner_name(session, round_id=head.id, partner=partner)
    if name is None:
        raise NoSuchRespondent
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    kept = list_positions(session, round_id=head.id, partner=partner)
    is_blind = head.stage in {Stage.DRAFT, Stage.OPEN} or head.naming is Naming.ANONYMOUS
    return PositionSheet(
        head=head,
        partner=partner,
        partner_name=name,
        matrix=matrix,
        asked=tuple(matrix.asked_of(head.collaborative_type)),
        kept={
            criterion_id: replace(each, said=NOTHING_KEPT.said)
            if is_blind and not was_entered(each.said, account=account)
            else each
            for criterion_id, each in kept.items()
        },
        is_blind=is_blind,
        withheld=frozenset(
            criterion_id
            for criterion_id, each in kept.items()
            if is_blind and each.said.origin is PositionOrigin.AGREED
        ),
    )


def was_entered(stance: Stance, *, account: int) -> bool:
    """Whether a position came from outside the partner: on its behalf, or begun so by this account."""
    return stance.origin is PositionOrigin.FACILITATOR or stance.entered_by == account


def agree_position(
    session: Session, *, seat: Seat, criterion_id: str, answer: Answer, based_on: int, request_key: str, now: datetime
) -> KeptStance:
    """Keep what the partner’s lead agreed as its position on a criterion, a revision and an audit event.

    An answer that does not count is kept with its words, and agrees nothing. Saved as `save_version` says. Raises
    `PositionIsFixed`, `CriterionNotAsked`, `StaleSave`, `RequestKeyReused`, `LevelNotInMatrix` or `AnswerTooLong`.
    """
    head = get_round(session, collaborative=seat.collaborative, number=seat.number)
    refusal: NotNow | None = None
    if seat.stage is not Stage.OPEN:
        refusal = PositionIsFixed(f"“{seat.label}” is not open for responses any more, so the position stays as it is.")
    elif not seat.is_partner_lead:
        refusal = PositionIsFixed(f"The lead of {seat.partner_name} agrees its position. This was not saved.")
    elif seat.submitted_at is None:
        refusal = PositionIsFixed("Submit your own response first, then agree the position. This was not saved.")
    elif len(list_colleagues(session, round_id=seat.round_id, partner=seat.partner)) == 1:
        refusal = PositionIsFixed("You respond alone, so your response is the position. This was not saved.")
    return _save(
        session,
        head=head,
        place=_place(head, seat.partner, criterion_id),
        answer=answer,
        origin=PositionOrigin.AGREED,
        based_on=based_on,
        request_key=request_key,
        account=seat.account,
        now=now,
        refusal=refusal,
    )


def enter_position(
    session: Session,
    *,
    sheet: PositionSheet,
    criterion_id: str,
    answer: Answer,
    based_on: int,
    request_key: str,
    account: int,
    now: datetime,
) -> KeptStance:
    """Keep a position that a lead or facilitator enters on behalf of a partner, marked as such.

    Possible while the round is open or levels are agreed. Nothing is entered over what the partner itself agreed before
    the reveal, nor ever in a round without names. Raises as `agree_position` does.
    """
    refusal: NotNow | None = None
    if sheet.head.stage not in {Stage.OPEN, Stage.AGREEING}:
        refusal = PositionIsFixed(f"“{sheet.head.label}” is {sheet.head.stage.label.lower()}. This was not saved.")
    elif criterion_id in sheet.withheld:
        refusal = PositionIsFixed(f"{sheet.partner_name} has agreed this position itself. This was not saved.")
    return _save(
        session,
        head=sheet.head,
        place=_place(sheet.head, sheet.partner, criterion_id),
        answer=answer,
        origin=PositionOrigin.FACILITATOR,
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=refusal,
    )


def _place(head: RoundHead, partner: int, criterion_id: str) -> Mapping[str, int | str]:
    return {"round_id": head.id, "partner_id": partner, "criterion_id": criterion_id}


def _decided(answer: Answer, *, origin: PositionOrigin, by: int) -> Stance:
    words = Stance(
        state=AnswerState.NOT_ANSWERED,
        reason=answer.reason,
        confidence=answer.confidence,
        evidence=answer.evidence,
        origin=PositionOrigin.MEDIAN,
        entered_by=by,
    )
    if not answer.counts:
        return words
    return replace(words, state=answer.state, level=answer.level, origin=origin)


def _save(
    session: Session,
    *,
    head: RoundHead,
    place: Mapping[str, int | str],
    answer: Answer,
    origin: PositionOrigin,
    based_on: int,
    request_key: str,
    account: int,
    now: datetime,
    refusal: NotNow | None,
) -> KeptStance:
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    matrix.asked_criterion(str(place["criterion_id"]), head.collaborative_type)
    check_said(matrix, level=answer.level, reason=answer.reason, evidence=answer.evidence)
    kept = POSITIONS.find(session, **place)
    if answer == NOTHING_SAID and kept.said.entered_by is None:
        return kept  # nothing was decided here, and what was worked out from responses stays

    action = "enter position" if origin is PositionOrigin.FACILITATOR else "agree position"
    subject = f"partner {place['partner_id']} {place['criterion_id']}"

    def record() -> None:
        if head.stage is Stage.AGREEING:
            note_round_changed(session, head=head, action=action, account=account, now=now, subject=subject)
            return
        record_event(
            session,
            action=action,
            now=now,
            account=account,
            collaborative=head.collaborative,
            round_id=head.id,
            subject=subject,
        )

    return save_version(
        session,
        POSITIONS,
        place=place,
        said=_decided(answer, origin=origin, by=account),
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=refusal,
        record=record,
    )
