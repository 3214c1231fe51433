"""Rounds: setting one up and moving it from stage to stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from maturity.core.london_time import day_in_london
from maturity.core.matrix import OverallMethod
from maturity.core.position import position_of_single_respondent
from maturity.core.response import NOTHING_SAID
from maturity.core.round import Stage, WayOfScoring, check_move
from maturity.persistence.queries.collaboratives import list_partners
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.responses import KeptAnswer, list_answers
from maturity.persistence.queries.rounds import Participant, RoundHead, list_participants
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.round_row import Respondent, RoundMove, RoundPartnerRow, RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.set_up import StaleForm


class RoundNotReady(ValueError):
    """A round cannot make this move yet; the message says what is missing."""


class RoundIsFixed(ValueError):
    """This part of a round was fixed when it was opened."""


@dataclass(frozen=True, slots=True)
class RoundDetails:
    """What a lead says of a round. The matrix, the way and whether an overall shows are fixed once it opens."""

    label: str
    purpose: str
    matrix_version: int
    way: WayOfScoring
    shows_overall: bool = False
    opens_on: date | None = None
    closes_on: date | None = None


def set_up_round(session: Session, *, collaborative: int, details: RoundDetails, by: int, now: datetime) -> int:
    """Make a draft round with today's partners and, where one is known, their respondent. Returns its number."""
    number = 1 + (
        session.execute(
            select(func.max(RoundRow.number)).where(RoundRow.collaborative_id == collaborative)
        ).scalar_one()
        or 0
    )
    row = RoundRow(
        collaborative_id=collaborative,
        collaborative_type=session.get_one(Collaborative, collaborative).type,
        number=number,
        stage=Stage.DRAFT,
        created_at=now,
        state_version=1,
        version=1,
        closed_at=None,
        **_columns(session, details),
    )
    session.add(row)
    session.flush()
    _take_partners_in(session, round_id=row.id, collaborative=collaborative, day=details.opens_on or day_in_london(now))
    record_event(session, action="set up round", now=now, account=by, collaborative=collaborative, round_id=row.id)
    return number


def _columns(session: Session, details: RoundDetails) -> dict[str, object]:
    matrix = get_matrix(session, matrix_version=details.matrix_version)
    overall = matrix.scoring.overall
    has_overall = overall.method is not OverallMethod.NONE
    return {
        "label": details.label.strip(),
        "purpose": details.purpose.strip(),
        "matrix_version_id": details.matrix_version,
        "way": details.way,
        # A matrix whose overall result is not optional always shows it.
        "shows_overall": has_overall and (details.shows_overall or not overall.optional),
        "opens_on": details.opens_on,
        "closes_on": details.closes_on,
    }


def _take_partners_in(session: Session, *, round_id: int, collaborative: int, day: date) -> None:
    partners = [p for p in list_partners(session, collaborative=collaborative) if p.is_member_on(day)]
    respondents: dict[int, list[int]] = {}
    for account, partner_id in _allowed_respondents(session, collaborative=collaborative):
        if partner_id is not None:
            respondents.setdefault(partner_id, []).append(account)
    for partner in partners:
        session.add(RoundPartnerRow(round_id=round_id, partner_id=partner.id, name=partner.name, type=partner.type))
        people = respondents.get(partner.id, [])
        if len(people) == 1:
            session.add(Respondent(round_id=round_id, partner_id=partner.id, account_id=people[0]))
    session.flush()


def change_round(
    session: Session, *, head: RoundHead, details: RoundDetails, based_on: int, by: int, now: datetime
) -> None:
    """Change a round; raises `StaleForm`, or `RoundIsFixed` for what was fixed when it opened."""
    if head.version != based_on:
        raise StaleForm
    if head.stage is Stage.CLOSED:
        raise RoundIsFixed("A closed round cannot be changed. Reopen it first.")
    columns = _columns(session, details)
    if head.stage is not Stage.DRAFT:
        fixed = (head.matrix_version, head.way, head.shows_overall)
        if (details.matrix_version, details.way, columns["shows_overall"]) != fixed:
            raise RoundIsFixed("The matrix and the way of scoring were fixed when the round opened.")
    session.execute(
        update(RoundRow)
        .where(RoundRow.id == head.id)
        .values(version=head.version + 1, state_version=RoundRow.state_version + 1, **columns)
    )
    record_event(
        session, action="change round", now=now, account=by, collaborative=head.collaborative, round_id=head.id
    )


def choose_participants(
    session: Session,
    *,
    head: RoundHead,
    respondents: Mapping[int, int | None],
    by: int,
    now: datetime,
    seen: Mapping[int, int | None] | None = None,
) -> None:
    """Say which partners take part and who responds for each (None for nobody yet).

    `respondents` is by partner id. A partner that is left out no longer takes part, which is possible only in a
    draft; a person who is replaced keeps every word, which no longer counts. `seen`, in the same form, is what the
    choice was based on. Raises `RoundIsFixed`, or `StaleForm` where that has changed since.
    """
    if head.stage not in {Stage.DRAFT, Stage.OPEN}:
        raise RoundIsFixed("Who takes part cannot be changed once responding has closed.")
    current = {p.partner: p for p in list_participants(session, round_id=head.id)}
    if seen is not None and seen != {partner: p.account for partner, p in current.items()}:
        raise StaleForm
    allowed = _allowed_respondents(session, collaborative=head.collaborative)
    known = {p.id: p for p in list_partners(session, collaborative=head.collaborative)}
    for partner, account in respondents.items():
        if partner not in known or (account is not None and (account, partner) not in allowed):
            raise RoundIsFixed("Choose partners and respondents of this collaborative.")
    _leave_out(session, head=head, partners=set(current) - set(respondents))
    for partner, account in respondents.items():
        if partner not in current:
            facts = known[partner]
            session.add(RoundPartnerRow(round_id=head.id, partner_id=partner, name=facts.name, type=facts.type))
        _seat(session, head=head, participant=current.get(partner), partner=partner, account=account, now=now)
    session.flush()
    record_event(
        session, action="choose participants", now=now, account=by, collaborative=head.collaborative, round_id=head.id
    )


def _allowed_respondents(session: Session, *, collaborative: int) -> set[tuple[int, int | None]]:
    return {
        (account, partner)
        for account, partner in session.execute(
            select(RoleGrant.account_id, RoleGrant.partner_id).where(
                RoleGrant.collaborative_id == collaborative,
                RoleGrant.role == Role.RESPONDENT,
                RoleGrant.accept_hash.is_(None),
            )
        )
    }


def _leave_out(session: Session, *, head: RoundHead, partners: set[int]) -> None:
    if not partners:
        return
    if head.stage is not Stage.DRAFT:
        raise RoundIsFixed("A partner cannot be left out once the round is open.")
    for table in (Respondent, RoundPartnerRow):
        session.execute(delete(table).where(table.round_id == head.id, table.partner_id.in_(partners)))


def _seat(
    session: Session,
    *,
    head: RoundHead,
    participant: Participant | None,
    partner: int,
    account: int | None,
    now: datetime,
) -> None:
    seated = None if participant is None else participant.account
    if seated == account:
        return
    if participant is not None and participant.respondent is not None:
        session.execute(update(Respondent).where(Respondent.id == participant.respondent).values(stood_down_at=now))
    if account is None:
        return
    before = session.execute(
        select(Respondent).where(
            Respondent.round_id == head.id, Respondent.partner_id == partner, Respondent.account_id == account
        )
    ).scalar_one_or_none()
    if before is None:
        session.add(Respondent(round_id=head.id, partner_id=partner, account_id=account))
    else:
        before.stood_down_at = None


def move_round(session: Session, *, head: RoundHead, name: str, reason: str = "", by: int, now: datetime) -> Stage:
    """Move a round to another stage; raises `MoveNotAllowed`, `ReasonNeeded` or `RoundNotReady`."""
    move = check_move(name, stage=head.stage, way=head.way, reason=reason)
    participants = list_participants(session, round_id=head.id)
    if name in {"open", "start-agreeing"}:
        _check_ready(head, participants)
    if name == "close-responding":
        _reach_positions(session, head=head, participants=participants, now=now)
    session.execute(
        update(RoundRow)
        .where(RoundRow.id == head.id)
        .values(
            stage=move.to_stage,
            # A draft follows the collaborative; from its first move the round keeps the type it asks by.
            collaborative_type=head.collaborative_type,
            closed_at=now if move.to_stage is Stage.CLOSED else None,
            version=RoundRow.version + 1,
            state_version=RoundRow.state_version + 1,
        )
    )
    session.add(
        RoundMove(
            round_id=head.id,
            name=name,
            from_stage=move.from_stage,
            to_stage=move.to_stage,
            reason=reason.strip(),
            account_id=by,
            moved_at=now,
        )
    )
    session.flush()
    record_event(
        session,
        action=f"{name} round",
        now=now,
        account=by,
        collaborative=head.collaborative,
        round_id=head.id,
    )
    return move.to_stage


def _check_ready(head: RoundHead, participants: Sequence[Participant]) -> None:
    if not participants:
        raise RoundNotReady("Add at least one partner organisation before the round opens.")
    if head.way is WayOfScoring.PARTNERS_FIRST and not any(p.respondent for p in participants):
        raise RoundNotReady("Name at least one respondent before the round opens.")


def _reach_positions(session: Session, *, head: RoundHead, participants: Sequence[Participant], now: datetime) -> None:
    """Each partner's position is its one respondent's response. What was not submitted does not speak for a partner."""
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    asked = [c for _, criteria in matrix.asked_of(head.collaborative_type) for c in criteria]
    session.execute(delete(PositionRow).where(PositionRow.round_id == head.id))
    rows: list[dict[str, object]] = []
    for participant in participants:
        answers: Mapping[str, KeptAnswer] = (
            list_answers(session, respondent=participant.respondent)
            if participant.respondent is not None and participant.submitted_at is not None
            else {}
        )
        for criterion in asked:
            kept = answers.get(criterion.id)
            position = position_of_single_respondent(
                partner=participant.partner,
                partner_name=participant.partner_name,
                answer=NOTHING_SAID if kept is None else kept.answer,
            )
            rows.append(
                {
                    "round_id": head.id,
                    "partner_id": participant.partner,
                    "criterion_id": criterion.id,
                    "state": position.state,
                    "level": position.level,
                    "reason": position.reason,
                    "confidence": position.confidence,
                    "evidence": position.evidence,
                    "reached_at": now,
                }
            )
    if rows:
        session.execute(insert(PositionRow), rows)
