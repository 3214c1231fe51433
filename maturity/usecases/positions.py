"""What a partner stands for: agreed by its lead from what its people said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.asked import Asked, is_asked
from maturity.core.matrix import Matrix
from maturity.core.position import PositionOrigin, Stance, position_from_responses, stays
from maturity.core.response import NOTHING_SAID, Answer, AnswerState, check_said
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.colleagues import Colleague, Handed, list_colleagues, list_handed, seats_of
from maturity.persistence.queries.entered_positions import Entered, list_entered
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.positions import NOTHING_KEPT, POSITIONS, KeptStance, list_positions
from maturity.persistence.queries.responses import NOTHING_KEPT as NOTHING_ANSWERED
from maturity.persistence.queries.responses import KeptAnswer, Seat, list_answers_of
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.usecases.audit import record_event
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.versioned_save import NotNow, save_version


class PositionIsFixed(NotNow):
    """A position cannot be changed now, or not by this person; the message says why."""


@dataclass(frozen=True)
class PositionSheet:
    """Everything that a partner’s positions are made from.

    `said` is what each of its people who submitted said, by seat and criterion id. It is empty for whoever is not of
    the partner: no word of a person leaves it. `handed` is who alone is asked a domain. `closed` is why nothing can be
    entered on the partner’s behalf, by criterion id; what stands there is not in a sheet that `is_blind`. `entered` is
    what was entered so, whether it stands or not.
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
    closed: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, Entered] = field(default_factory=dict)

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
        """Whether a person decided the position: the partner’s lead, or a facilitator where its people said nothing."""
        kept = self.standing(criterion_id)
        is_nameless = self.head.naming is Naming.ANONYMOUS
        speaks = is_nameless and any(person.has_submitted for person in self.colleagues)
        reached = self.if_nobody_agrees(criterion_id)
        submitted = [person.submitted_at for person, _ in self.voices(criterion_id)]
        return kept.row is not None and stays(
            kept.said, reached, speaks_for_itself=speaks, has_spoken_since=has_spoken_since(kept, submitted)
        )


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
        entered=list_entered(session, round_id=seat.round_id, partner=seat.partner),
    )


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
    return keep_position(
        session,
        head=head,
        place=place_of(head, seat.partner, criterion_id),
        answer=answer,
        origin=PositionOrigin.AGREED,
        based_on=based_on,
        request_key=request_key,
        account=seat.account,
        now=now,
        refusal=refusal,
    )


def has_spoken_since(kept: KeptStance, submitted: Sequence[datetime | None]) -> bool:
    """Whether any of those who submitted at these times did so after a position was kept, or at that very moment."""
    return any(at is not None and (kept.saved_at is None or at >= kept.saved_at) for at in submitted)


def place_of(head: RoundHead, partner: int, criterion_id: str) -> Mapping[str, int | str]:
    """Where the position of a partner on a criterion is kept."""
    return {"round_id": head.id, "partner_id": partner, "criterion_id": criterion_id}


def decided(answer: Answer, *, origin: PositionOrigin, by: int) -> Stance:
    """What an answer comes to as the decision of an account; one that does not count has its words alone."""
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


def keep_position(
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
    """Keep what was decided for a partner, a revision and an audit event, as `save_version` says.

    An answer that does not count is kept with its words, and decides nothing.
    """
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
        said=decided(answer, origin=origin, by=account),
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=refusal,
        record=record,
    )
