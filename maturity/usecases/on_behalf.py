"""Positions that a lead or facilitator enters on behalf of a partner, and never in the place of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.asked import is_asked
from maturity.core.position import PositionOrigin, Stance
from maturity.core.response import Answer
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.colleagues import Colleague, list_colleagues, list_handed, seats_of
from maturity.persistence.queries.entered_positions import list_entered
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.positions import (
    NOTHING_KEPT,
    POSITIONS,
    KeptStance,
    SeenPosition,
    list_positions,
    list_positions_unread,
)
from maturity.persistence.queries.responses import NoSuchRespondent
from maturity.persistence.queries.rounds import RoundHead, find_partner_name, get_round
from maturity.usecases.positions import PositionIsFixed, PositionSheet, decided, keep_position, place_of
from maturity.usecases.versioned_save import NotNow, find_repeated

_ASK = "Ask it to change its answer, while the round is open for responses."
_NOTHING = SeenPosition.of(NOTHING_KEPT)
_BY_VOTE = "Where it stands elsewhere now, record that by a vote in the room."


def look_from_outside(
    session: Session, *, collaborative: int, number: int, partner: int, account: int
) -> PositionSheet:
    """The positions of a partner for whoever enters them on its behalf; raises `NoSuchRound` or `NoSuchRespondent`.

    Before the reveal there is nothing in it but what was entered on the partner’s behalf. In a round without names
    there is never more in it than what this account entered: the page is one partner’s, so whatever it showed would be
    shown by name.
    """
    head = get_round(session, collaborative=collaborative, number=number)
    name = find_partner_name(session, round_id=head.id, partner=partner)
    if name is None:
        raise NoSuchRespondent
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    is_nameless = head.naming is Naming.ANONYMOUS
    is_blind = head.stage in {Stage.DRAFT, Stage.OPEN} or is_nameless
    kept = _positions(session, head=head, partner=partner, account=account, is_blind=is_blind)
    people = list_colleagues(session, round_id=head.id, partner=partner)
    entered = list_entered(session, round_id=head.id, partner=partner)
    sheet = PositionSheet(
        head=head,
        partner=partner,
        partner_name=name,
        matrix=matrix,
        asked=tuple(matrix.asked_of(head.collaborative_type)),
        kept={criterion_id: each.kept for criterion_id, each in kept.items()},
        is_blind=is_blind,
        entered={c: each for c, each in entered.items() if not is_nameless or each.by == account},
    )
    if is_nameless:
        return replace(sheet, closed=_why_nameless(sheet, kept, people, account))
    handed = seats_of(list_handed(session, round_id=head.id, partner=partner))
    return replace(sheet, closed=_why_by_domain(sheet, kept, people, handed))


def _positions(
    session: Session, *, head: RoundHead, partner: int, account: int, is_blind: bool
) -> Mapping[str, SeenPosition]:
    """The positions by criterion id; in a sheet that is blind what may not be seen, as `may_see` says, is not read."""
    if not is_blind:
        found = list_positions(session, round_id=head.id, partner=partner)
        return {criterion_id: SeenPosition.of(each) for criterion_id, each in found.items()}
    return list_positions_unread(
        session,
        round_id=head.id,
        partner=partner,
        by=account,
        also_entered=head.naming is not Naming.ANONYMOUS,
    )


def may_see(stance: Stance, *, head: RoundHead, account: int) -> bool:
    """Whether a position that is not revealed came from outside the partner: on its behalf, or begun by this account.

    In a round without names only by this account.
    """
    if stance.entered_by == account:
        return True
    return stance.origin is PositionOrigin.FACILITATOR and head.naming is not Naming.ANONYMOUS


def _why_by_domain(
    sheet: PositionSheet,
    kept: Mapping[str, SeenPosition],
    people: Sequence[Colleague],
    handed: Mapping[str, int],
) -> Mapping[str, str]:
    """Why nothing can be entered, by criterion id; what one of them entered any lead or facilitator may correct.

    Before the reveal it is so on the whole of a domain that somebody has submitted who is asked it, so that it does not
    tell where that person left a blank.
    """
    has_submitted = f"{sheet.partner_name} has submitted its own answers here. {_ASK}"
    found = {}
    for domain, criteria in sheet.asked:
        is_submitted = sheet.head.stage is Stage.OPEN and any(
            person.has_submitted and is_asked(domain.id, handed=handed, respondent=person.respondent)
            for person in people
        )
        for criterion in criteria:
            said = kept.get(criterion.id, _NOTHING)
            if not sheet.is_blind and said.is_own:
                found[criterion.id] = f"{sheet.partner_name} has a position of its own here. {_BY_VOTE}"
            elif said.origin is PositionOrigin.AGREED:
                found[criterion.id] = f"{sheet.partner_name} has agreed this position itself. {_ASK}"
            elif is_submitted or said.is_own:
                found[criterion.id] = has_submitted
    return found


def _why_nameless(
    sheet: PositionSheet,
    kept: Mapping[str, SeenPosition],
    people: Sequence[Colleague],
    account: int,
) -> Mapping[str, str]:
    """Why nothing can be entered in a round without names, by criterion id.

    It is so on everything once anybody of the partner has submitted, or another account has entered anything: a page by
    the partner’s name tells neither where it has no answer nor where something was entered.
    """
    criteria = [criterion.id for _, asked in sheet.asked for criterion in asked]
    if any(person.has_submitted for person in people) or any(each.is_own for each in kept.values()):
        instead = _ASK if sheet.head.stage is Stage.OPEN else _BY_VOTE
        why = f"{sheet.partner_name} answers for itself in this round. {instead}"
        return dict.fromkeys(criteria, why)
    if any(each.entered_by not in {None, account} for each in kept.values()):
        why = f"Somebody else enters positions for {sheet.partner_name}. Without names nobody but them sees them here."
        return dict.fromkeys(criteria, why)
    return {}


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

    Possible while the round is open or levels are agreed, where the partner has no answer of its own. Raises as
    `agree_position` does; where the sheet is `closed` no `StaleSave`, which would show what is there.
    """
    refusal: NotNow | None = None
    if sheet.head.stage not in {Stage.OPEN, Stage.AGREEING}:
        refusal = PositionIsFixed(f"“{sheet.head.label}” is {sheet.head.stage.label.lower()}. This was not saved.")
    place = place_of(sheet.head, sheet.partner, criterion_id)
    if criterion_id in sheet.closed:
        said = decided(answer, origin=PositionOrigin.FACILITATOR, by=account)
        there = POSITIONS.find(session, **place)
        repeated = find_repeated(session, POSITIONS, kept=there, said=said, request_key=request_key)
        if repeated is None:
            raise refusal or PositionIsFixed(f"{sheet.closed[criterion_id]} This was not saved.")
        return repeated
    return keep_position(
        session,
        head=sheet.head,
        place=place,
        answer=answer,
        origin=PositionOrigin.FACILITATOR,
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=refusal,
    )
