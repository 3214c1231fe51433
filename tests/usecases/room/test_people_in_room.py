"""Who speaks for a partner in the room once roles have changed hands."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from maturity.persistence.queries.people_in_room import list_partners_of, list_without_people
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.message import MessageKind, MessageRow
from maturity.usecases.post import write_to_everybody
from maturity.usecases.set_up import add_person
from maturity.usecases.set_up.people import remove_role
from tests.factories.living_rounds import NOW
from tests.factories.posting import claim
from tests.factories.rooms import TheRoom


def speaks_for(room: TheRoom, account: int) -> frozenset[int]:
    with room.database.reading() as session:
        return list_partners_of(session, round_id=room.head().id, account=account)


def without_people(room: TheRoom) -> frozenset[int]:
    with room.database.reading() as session:
        return list_without_people(session, round_id=room.head().id)


def takes_over(room: TheRoom, *, name: str = "New Colleague", partner: int) -> int:
    """Somebody who was not there when responding closed, with the role for a partner."""
    with room.database.writing() as session:
        return add_person(
            session,
            collaborative=room.living.collaborative,
            name=name,
            email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
            role=Role.RESPONDENT,
            partner=partner,
            by=room.living.lead,
            now=NOW,
        ).account


def loses_the_role(room: TheRoom, account: int, partner: int) -> None:
    with room.database.writing() as session:
        grant = session.scalars(
            select(RoleGrant.id).where(RoleGrant.account_id == account, RoleGrant.partner_id == partner)
        ).one()
        remove_role(session, collaborative=room.living.collaborative, grant=grant, by=room.living.lead, now=NOW)


@pytest.fixture
def first(room: TheRoom) -> int:
    return room.partners[0]


def test_whoever_lost_the_role_speaks_for_nobody_and_reads_no_vote_of_the_partner(room: TheRoom, first: int) -> None:
    person = room.living.partners[first]
    assert speaks_for(room, person) == {first}
    room.ask()
    room.vote(0, 4, on_behalf=True)
    loses_the_role(room, person, first)
    assert speaks_for(room, person) == frozenset()
    tally = room.talk(person).tally
    assert tally is not None
    assert tally.own == {}


def test_who_takes_the_role_over_speaks_once_nobody_else_of_the_partner_can(room: TheRoom, first: int) -> None:
    new = takes_over(room, partner=first)
    assert speaks_for(room, new) == frozenset()
    assert first not in without_people(room)
    loses_the_role(room, room.living.partners[first], first)
    assert speaks_for(room, new) == {first}
    # Dissent can be written down for a partner without anybody who responds for it in the round.
    assert first in without_people(room)


def test_whoever_was_stood_down_does_not_come_back_that_way(room: TheRoom, first: int) -> None:
    person = room.living.partners[first]
    with room.database.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE respondent SET stood_down_at = submitted_at, is_partner_lead = 0 WHERE partner_id = ?", (first,)
        )
    assert speaks_for(room, person) == frozenset()


@pytest.mark.parametrize("kind", [MessageKind.PRE_READ, MessageKind.ROOM])
def test_nothing_about_the_meeting_is_sent_to_who_lost_the_role(room: TheRoom, first: int, kind: MessageKind) -> None:
    gone = room.living.partners[first]
    queue(room, kind)
    loses_the_role(room, gone, first)  # after it was asked for: whoever claims it finds it pointless
    sent = set()
    while (claimed := claim(room.database)) is not None:
        sent.add(claimed.email)
    with room.database.writing() as session:
        address = session.get_one(Account, gone).email
        others = {session.get_one(Account, each).email for each in room.living.partners.values() if each != gone}
    assert address not in sent
    assert sent == others


def test_who_lost_the_role_is_not_written_to_when_all_are(room: TheRoom, first: int) -> None:
    gone = room.living.partners[first]
    loses_the_role(room, gone, first)
    queue(room, MessageKind.PRE_READ)
    with room.database.reading() as session:
        asked = set(session.scalars(select(MessageRow.account_id)))
    assert asked == set(room.living.partners.values()) - {gone}


def queue(room: TheRoom, kind: MessageKind) -> None:
    with room.database.writing() as session:
        write_to_everybody(session, head=room.head(), kind=kind, by=room.living.lead, now=NOW)
