"""Dissent from an agreed level, or where none was agreed: a partner says in its own words what it holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial as bound

from sqlalchemy.orm import Session

from maturity.core.dissent import OPEN_TO_DISSENT, Dissent
from maturity.core.response import check_length
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.dissents import DISSENTS, KeptDissent
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.people_in_room import list_partners_of, list_without_people
from maturity.persistence.queries.rounds import RoundHead, list_partner_names
from maturity.usecases.agree import NotAgreeing
from maturity.usecases.room.ballots import NotTheirs
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.versioned_save import NotNow, find_repeated, save_version


class NothingAgreed(NotNow):
    """There is no result on the criterion to dissent from."""

    def __init__(self) -> None:
        super().__init__("Nothing is recorded on this criterion, so there is nothing to dissent from yet.")


class InTheirOwnWords(NotNow):
    """A partner has written its dissent itself, so nobody writes another for it."""

    def __init__(self) -> None:
        super().__init__("This partner has written its dissent itself, so nothing was entered for it.")


class TheyWriteThemselves(NotNow):
    """In a round without names nobody writes for a partner that has people, so that none is known by the refusal."""

    def __init__(self) -> None:
        super().__init__(
            "This round is without names, and this partner has people who can write its dissent on their own screen. "
            "Ask them to. Nothing was entered for it."
        )


def may_write_for(session: Session, *, head: RoundHead, partners: Collection[int]) -> frozenset[int]:
    """For which of some partners a facilitator may write a dissent down.

    Without names for those alone that have nobody in the round: what is refused where a partner has written its own
    would tell whose the dissent is that everybody reads.
    """
    if head.naming is not Naming.ANONYMOUS:
        return frozenset(partners)
    return list_without_people(session, round_id=head.id) & frozenset(partners)


def record_dissent(
    session: Session,
    *,
    head: RoundHead,
    criterion_id: str,
    partner: int,
    dissent: Dissent,
    based_on: int,
    request_key: str,
    account: int,
    now: datetime,
) -> KeptDissent:
    """Keep what a partner holds against the result on a criterion; no words take it back, and every version is kept.

    The room need not be open: a partner may want to think. Saved as `save_version` says. Raises `NotTheirs`,
    `NotAgreeing`, `NothingAgreed`, `InTheirOwnWords`, `TheyWriteThemselves`, `CriterionNotAsked`,
    `CriterionNotInMatrix`, `StaleSave`, `RequestKeyReused` or `AnswerTooLong`.
    """
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    matrix.asked_criterion(criterion_id, head.collaborative_type)
    if partner not in list_partner_names(session, round_id=head.id):
        raise NotTheirs
    if not dissent.on_behalf and partner not in list_partners_of(session, round_id=head.id, account=account):
        raise NotTheirs
    if dissent.on_behalf and not may_write_for(session, head=head, partners=[partner]):
        raise TheyWriteThemselves
    check_length(dissent=dissent.words)
    place: dict[str, int | str] = {"round_id": head.id, "criterion_id": criterion_id, "partner_id": partner}
    if dissent.on_behalf:
        there = DISSENTS.find(session, **place)
        if there.said.is_recorded and not there.said.on_behalf:
            entered = find_repeated(session, DISSENTS, kept=there, said=dissent, request_key=request_key)
            if entered is None:
                raise InTheirOwnWords
            return entered
    return save_version(
        session,
        DISSENTS,
        place=place,
        said=dissent,
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=_refusal(session, head, criterion_id, dissent),
        record=bound(
            note_round_changed,  # the report prints dissent, and every screen follows
            session,
            head=head,
            action="enter dissent" if dissent.on_behalf else "dissent",
            account=account,
            now=now,
            subject=f"partner {partner} {criterion_id}",
        ),
    )


def _refusal(session: Session, head: RoundHead, criterion_id: str, dissent: Dissent) -> NotNow | None:
    if head.stage is not Stage.AGREEING:
        return NotAgreeing(head)
    recorded = AGREED_LEVELS.find(session, round_id=head.id, criterion_id=criterion_id).said
    if dissent.is_recorded and recorded.state not in OPEN_TO_DISSENT:
        return NothingAgreed()
    return None
