from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.persistence.queries.collaboratives import (
    NoSuchCollaborative,
    PartnerFacts,
    get_collaborative,
    list_collaboratives,
    list_partners,
    list_people,
)
from maturity.persistence.rows.account import Role
from tests.factories.worlds import Worlds, canaries_in


def test_a_collaborative_comes_with_its_own_boards_in_their_order(session: Session, worlds: Worlds) -> None:
    facts = get_collaborative(session, collaborative=worlds.a.collaborative)
    assert (facts.type, facts.footprint, facts.version) == (CollaborativeType.ACUTE, Footprint.ICS, 1)
    assert facts.icbs == ("Zqasetx002q", "Zqasetx003q")
    assert canaries_in(repr(facts)) == {"aco", "aset"}


def test_a_collaborative_that_is_not_there_is_an_error(session: Session) -> None:
    with pytest.raises(NoSuchCollaborative):
        get_collaborative(session, collaborative=999)


def test_only_the_collaboratives_that_are_named_are_listed_with_their_rounds(session: Session, worlds: Worlds) -> None:
    assert list_collaboratives(session, ids=()) == ()
    (line,) = list_collaboratives(session, ids={worlds.b.collaborative, 999})
    assert (line.id, line.rounds, line.open_rounds) == (worlds.b.collaborative, 4, 2)
    both = list_collaboratives(session, ids={world.collaborative for world in worlds})
    assert [line.name for line in both] == sorted(line.name for line in both)


def test_the_partners_of_one_collaborative_are_its_own(session: Session, worlds: Worlds) -> None:
    partners = list_partners(session, collaborative=worlds.a.collaborative)
    assert [partner.id for partner in partners] == worlds.a.partners
    assert canaries_in(repr(partners)) == {"aset", "ao"}
    assert list_partners(session, collaborative=999) == []


@pytest.mark.parametrize(
    "joined, left, day, is_member",
    [
        (None, None, date(2026, 3, 4), True),
        (date(2026, 3, 4), None, date(2026, 3, 4), True),
        (date(2026, 3, 5), None, date(2026, 3, 4), False),
        (None, date(2026, 3, 4), date(2026, 3, 4), True),
        (None, date(2026, 3, 3), date(2026, 3, 4), False),
    ],
)
def test_a_partner_is_a_member_from_the_day_it_joined_to_the_day_it_left(
    joined: date | None, left: date | None, day: date, is_member: bool
) -> None:
    partner = PartnerFacts(1, "Alder Trust", PartnerType.ACUTE_TRUST, None, joined, left, 1)
    assert partner.is_member_on(day) is is_member


def test_people_come_leads_and_facilitators_first_then_respondents_by_partner_then_viewers(
    session: Session, worlds: Worlds
) -> None:
    people = list_people(session, collaborative=worlds.a.collaborative)
    assert [person.role for person in people] == [
        Role.LEAD,
        Role.FACILITATOR,
        *[Role.RESPONDENT] * 4,
        Role.VIEWER,
    ]
    first, second, third = worlds.a.partners
    assert [person.partner for person in people] == [None, None, first, second, second, third, None]
    assert worlds.a.removed not in {person.account for person in people}
    assert canaries_in(repr(people)) == {"aset", "aname", "amail"}
