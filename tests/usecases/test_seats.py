from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.participant import Participant
from maturity.persistence.engine import Database
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.seats import make_partner_lead, stand_down, take_seat
from tests.factories.installations import NOW, Setting, a_setting


@pytest.fixture
def setting(database: Database) -> Setting:
    setting = a_setting(database)
    setting.add_round()
    return setting


def first(session: Session) -> Participant:
    """The first partner of the round with its people."""
    return list_participants(session, round_id=1)[0]


def names(session: Session) -> list[str]:
    return [person.name for person in first(session).people]


def test_the_first_to_sit_down_leads_the_partner_and_colleagues_follow_by_name(setting: Setting) -> None:
    setting.add_colleague(name="Zoe Lund", role_title=" Director of nursing ")
    setting.add_colleague(name="Ada Brook")
    with setting.database.reading() as session:
        people = first(session).people
    assert [(p.name, p.role_title, p.is_partner_lead) for p in people] == [
        ("Respondent 1", "", True),
        ("Ada Brook", "", False),
        ("Zoe Lund", "Director of nursing", False),
    ]


def test_a_partner_is_complete_when_all_of_its_people_have_submitted(setting: Setting) -> None:
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    setting.answer()
    with setting.database.reading() as session:
        participant = first(session)
    assert ([p.name for p in participant.submitted], [p.name for p in participant.waiting]) == (
        ["Respondent 1"],
        ["Ada Brook"],
    )
    assert (participant.has_begun, participant.is_complete) == (True, False)
    setting.answer(account=colleague)
    with setting.database.reading() as session:
        assert first(session).is_complete
        assert not list_participants(session, round_id=1)[1].has_begun


def test_who_is_named_lead_replaces_the_lead_and_both_keep_their_seats(setting: Setting) -> None:
    setting.add_colleague(name="Ada Brook")
    with setting.database.writing() as session:
        make_partner_lead(session, respondent=first(session).people[1].respondent)
        assert names(session) == ["Ada Brook", "Respondent 1"]
        assert [p.is_partner_lead for p in first(session).people] == [True, False]


def test_when_the_lead_stands_down_the_colleague_seated_first_leads(setting: Setting) -> None:
    setting.add_colleague(name="Zoe Lund")
    setting.add_colleague(name="Ada Brook")
    with setting.database.writing() as session:
        lead = first(session).lead
        assert lead is not None
        stand_down(session, respondents=[lead.respondent], by=setting.lead, now=NOW)
        assert names(session) == ["Zoe Lund", "Ada Brook"]
        stand_down(session, respondents=[p.respondent for p in first(session).people], by=setting.lead, now=NOW)
        assert first(session).lead is None
        stand_down(session, respondents=[], by=setting.lead, now=NOW)


def test_who_came_back_counts_as_seated_from_the_first_time(setting: Setting) -> None:
    earlier = setting.add_colleague(name="Zoe Lund")
    setting.add_colleague(name="Ada Brook")
    with setting.database.writing() as session:
        lead, _, returns = (p.respondent for p in first(session).people)
        stand_down(session, respondents=[returns], by=setting.lead, now=NOW)
        take_seat(session, round_id=1, partner=setting.partners[0], account=earlier)
        stand_down(session, respondents=[lead], by=setting.lead, now=NOW)
        assert names(session) == ["Zoe Lund", "Ada Brook"]


def test_who_sits_down_again_has_the_seat_of_before_and_leads_only_where_nobody_does(setting: Setting) -> None:
    colleague = setting.add_colleague(name="Ada Brook", role_title="Chief nurse")
    with setting.database.writing() as session:
        before = [p.respondent for p in first(session).people]
        stand_down(session, respondents=before[1:], by=setting.lead, now=NOW)
        again = take_seat(session, round_id=1, partner=setting.partners[0], account=colleague)
        assert again == before[1]
        assert [(p.respondent, p.role_title) for p in first(session).people] == [
            (before[0], ""),
            (before[1], "Chief nurse"),
        ]
        assert session.scalars(select(Respondent.is_partner_lead).where(Respondent.id == again)).one() is False


def test_what_was_handed_to_who_stands_down_is_asked_of_everybody_again(setting: Setting) -> None:
    setting.add_colleague(name="Ada Brook")
    with setting.database.writing() as session:
        colleague = first(session).people[1].respondent
        session.add(
            HandedDomain(
                round_id=1,
                partner_id=setting.partners[0],
                domain_id="lenses",
                respondent_id=colleague,
                handed_by=setting.lead,
                handed_at=NOW,
            )
        )
        session.flush()
        assert list_asked_alone(session, rounds=[1]) == {(1, setting.partners[0]): {"lenses": colleague}}
        stand_down(session, respondents=[colleague], by=setting.lead, now=NOW)
        assert list_asked_alone(session, rounds=[1]) == {}
