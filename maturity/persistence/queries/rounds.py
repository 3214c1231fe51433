"""Rounds: where each is, who takes part, and how far they have come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.asked import Progress, agreeing_in
from maturity.core.collaborative import CollaborativeType
from maturity.core.participant import Participant, Seated
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.queries.asked import TYPE_IN_ROUND, list_progress, load_asked
from maturity.persistence.queries.positions import Decided, list_decided
from maturity.persistence.queries.role_of_seat import HAS_THE_ROLE
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.partner import Partner
from maturity.persistence.rows.round_row import Respondent, RoundMove, RoundPartnerRow, RoundRow


class NoSuchRound(LookupError):
    """The collaborative has no round of this number."""


@dataclass(frozen=True, slots=True)
class RoundHead:
    """A round without its answers, with what names it: its collaborative and its matrix version.

    `successions` tells which partners of the collaborative go on in which others as of now, and since when, in
    a form that is good for nothing but to notice that it changed: comparisons rest on it.
    """

    id: int
    collaborative: int
    collaborative_name: str
    collaborative_type: CollaborativeType
    collaborative_version: int
    number: int
    label: str
    purpose: str
    way: WayOfScoring
    naming: Naming
    shows_overall: bool
    opens_on: date | None
    closes_on: date | None
    meeting_minutes: int | None
    stage: Stage
    closed_at: datetime | None
    state_version: int
    version: int
    matrix_version: int
    matrix_title: str
    matrix_version_name: str
    matrix_hash: str
    matrix_retired_at: datetime | None
    successions: str


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """One change of stage of a round."""

    name: str
    from_stage: Stage
    to_stage: Stage
    reason: str
    by: str
    moved_at: datetime


_SUCCESSIONS = func.coalesce(
    select(
        func.group_concat(
            func.printf("%d %s %d %s", Partner.id, Partner.succession, Partner.succeeded_by_id, Partner.left_on), ", "
        )
    )
    .where(Partner.collaborative_id == RoundRow.collaborative_id, Partner.succeeded_by_id.is_not(None))
    .correlate(RoundRow)
    .scalar_subquery(),
    "",
)
_HEAD = (
    select(
        RoundRow.id,
        Collaborative.id.label("collaborative"),
        Collaborative.name.label("collaborative_name"),
        TYPE_IN_ROUND,
        Collaborative.version.label("collaborative_version"),
        RoundRow.number,
        RoundRow.label,
        RoundRow.purpose,
        RoundRow.way,
        RoundRow.naming,
        RoundRow.shows_overall,
        RoundRow.opens_on,
        RoundRow.closes_on,
        RoundRow.meeting_minutes,
        RoundRow.stage,
        RoundRow.closed_at,
        RoundRow.state_version,
        RoundRow.version,
        RoundRow.matrix_version_id.label("matrix_version"),
        MatrixVersion.title.label("matrix_title"),
        MatrixVersion.version.label("matrix_version_name"),
        MatrixVersion.content_hash.label("matrix_hash"),
        MatrixVersion.retired_at.label("matrix_retired_at"),
        _SUCCESSIONS.label("successions"),
    )
    .join(Collaborative, Collaborative.id == RoundRow.collaborative_id)
    .join(MatrixVersion, MatrixVersion.id == RoundRow.matrix_version_id)
    .where(RoundRow.discarded_at.is_(None))
)


def get_round(session: Session, *, collaborative: int, number: int) -> RoundHead:
    """A round of a collaborative by its number; raises `NoSuchRound`."""
    row = session.execute(
        _HEAD.where(RoundRow.collaborative_id == collaborative, RoundRow.number == number)
    ).one_or_none()
    if row is None:
        raise NoSuchRound
    return RoundHead(**row._mapping)


def find_discarded(session: Session, *, collaborative: int, number: int) -> str | None:
    """The label of a draft that was discarded, None where there is none of this number."""
    return session.execute(
        select(RoundRow.label).where(
            RoundRow.collaborative_id == collaborative,
            RoundRow.number == number,
            RoundRow.discarded_at.is_not(None),
        )
    ).scalar_one_or_none()


def list_rounds(session: Session, *, collaborative: int) -> Sequence[RoundHead]:
    """The rounds of a collaborative, the latest first."""
    rows = session.execute(
        _HEAD.where(RoundRow.collaborative_id == collaborative).order_by(RoundRow.number.desc())
    ).all()
    return [RoundHead(**row._mapping) for row in rows]


def list_rounds_under_way(session: Session, *, collaboratives: Collection[int]) -> Sequence[RoundHead]:
    """The rounds of some collaboratives that are open or being agreed, those that close first at the top."""
    if not collaboratives:
        return ()
    rows = session.execute(
        _HEAD.where(
            RoundRow.collaborative_id.in_(collaboratives), RoundRow.stage.in_((Stage.OPEN, Stage.AGREEING))
        ).order_by(RoundRow.closes_on.is_(None), RoundRow.closes_on, RoundRow.id)
    ).all()
    return [RoundHead(**row._mapping) for row in rows]


def list_moves(session: Session, *, round_id: int) -> Sequence[MoveFacts]:
    """The changes of stage of a round, the latest first."""
    rows = session.execute(
        select(
            RoundMove.name,
            RoundMove.from_stage,
            RoundMove.to_stage,
            RoundMove.reason,
            Account.name,
            RoundMove.moved_at,
        )
        .join(Account, Account.id == RoundMove.account_id)
        .where(RoundMove.round_id == round_id)
        .order_by(RoundMove.id.desc())
    ).all()
    return [MoveFacts(*row) for row in rows]


_SEATED: Final = (
    Respondent.id,
    Account.id,
    Account.name,
    Respondent.role_title,
    Respondent.is_partner_lead,
    Respondent.submitted_at,
    Account.is_disabled,
    HAS_THE_ROLE,
)


def list_participants(session: Session, *, round_id: int) -> Sequence[Participant]:
    """The partners of a round by name, each with its people and how far everyone has come."""
    return _participants(session, round_id=round_id)


def find_participant(session: Session, *, round_id: int, partner: int) -> Participant | None:
    """One of the partners of a round; None where it does not take part."""
    return next(iter(_participants(session, round_id=round_id, only=partner)), None)


def _participants(session: Session, *, round_id: int, only: int | None = None) -> list[Participant]:
    rows = session.execute(
        select(RoundPartnerRow.partner_id, RoundPartnerRow.name, RoundPartnerRow.type, *_SEATED)
        .outerjoin(
            Respondent,
            (Respondent.round_id == RoundPartnerRow.round_id)
            & (Respondent.partner_id == RoundPartnerRow.partner_id)
            & Respondent.stood_down_at.is_(None),
        )
        .outerjoin(Account, Account.id == Respondent.account_id)
        .where(RoundPartnerRow.round_id == round_id, *(() if only is None else (RoundPartnerRow.partner_id == only,)))
        .order_by(
            RoundPartnerRow.name,
            RoundPartnerRow.partner_id,
            Respondent.is_partner_lead.desc(),
            Account.name,
            Respondent.id,
        )
    ).all()
    seats = {row[3]: row[0] for row in rows if row[3] is not None}
    asked = load_asked(session, round_id=round_id)
    progress = list_progress(session, asked=asked, seats=seats)
    decided = list_decided(session, rounds=[round_id])
    found = []
    for (partner, name, kind), of_partner in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        people = tuple(_seated(row[3:], progress) for row in of_partner if row[3] is not None)
        here = decided.get((round_id, partner), Decided())
        found.append(
            Participant(
                partner=partner,
                partner_name=name,
                partner_type_label=kind.label,
                people=people,
                agreeing=agreeing_in(
                    asked.everything, handed=asked.handed_in(partner), people=len(people), decided=here.agreed
                ),
                entered=len(here.entered),
            )
        )
    return found


def _seated(row: Sequence[Any], progress: Mapping[int, Progress]) -> Seated:
    respondent, account, name, role_title, is_partner_lead, submitted_at, is_disabled, has_role = row
    return Seated(
        respondent=respondent,
        account=account,
        name=name,
        role_title=role_title,
        is_partner_lead=is_partner_lead,
        submitted_at=submitted_at,
        progress=progress[respondent],
        is_disabled=is_disabled,
        has_role=bool(has_role),
    )


def find_partner_name(session: Session, *, round_id: int, partner: int) -> str | None:
    """What a partner is called in a round, None where it does not take part."""
    return session.execute(
        select(RoundPartnerRow.name).where(RoundPartnerRow.round_id == round_id, RoundPartnerRow.partner_id == partner)
    ).scalar_one_or_none()


def list_partner_names(session: Session, *, round_id: int) -> Mapping[int, str]:
    """The name of every partner of a round, by its id, in the order of the names."""
    rows = session.execute(
        select(RoundPartnerRow.partner_id, RoundPartnerRow.name)
        .where(RoundPartnerRow.round_id == round_id)
        .order_by(RoundPartnerRow.name, RoundPartnerRow.partner_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def list_without_role(session: Session, *, round_id: int) -> frozenset[int]:
    """The respondents of a round whose role for the partner is not in force, by the id of their part in the round."""
    return frozenset(
        session.scalars(
            select(Respondent.id).where(
                Respondent.round_id == round_id, Respondent.stood_down_at.is_(None), ~HAS_THE_ROLE
            )
        )
    )
