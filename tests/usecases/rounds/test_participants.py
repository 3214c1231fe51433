from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from maturity.core.collaborative import PartnerType
from maturity.persistence.engine import Database
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import (
    list_participants,
)
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.message import MessageRow
from maturity.persistence.rows.response import Response
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.rounds import (
    RoundIsFixed,
    choose_people,
    move_round,
    people_of,
    set_up_round,
)
from maturity.usecases.set_up import PartnerDetails, add_partner, add_person
from maturity.usecases.stale_form import StaleForm
from tests.conftest import NOW
from tests.factories.acts_of_leads import choose, details, head_of, move
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import Setting, a_setting

DEVELOPMENT = "provider-collaborative-development"


def test_a_partner_with_two_respondents_waits_for_the_lead_to_choose(database: Database, setting: Setting) -> None:
    with database.writing() as session:
        add_person(
            session,
            collaborative=setting.collaborative,
            name="Second",
            email="second@example.org",
            role=Role.RESPONDENT,
            partner=setting.partners[0],
            by=setting.lead,
            now=NOW,
        )
        number = set_up_round(
            session, collaborative=setting.collaborative, details=details(session), by=setting.lead, now=NOW
        )
        people = [
            p.lead and p.lead.account for p in list_participants(session, round_id=head_of(session, setting, number).id)
        ]
    assert people == [None, setting.respondents[1]]


def test_the_next_round_is_offered_the_people_roles_and_lead_of_the_last_who_may_still_respond(
    database: Database, setting: Setting
) -> None:
    first, second = setting.partners
    leads = setting.add_colleague(name="Ada Brook", role_title="Medical director")
    gone = setting.add_colleague(name="Cy Dunn")
    with database.writing() as session:
        head = head_of(session, setting)
        choose_people(
            session,
            head=head,
            partner=first,
            role_titles={setting.respondents[0]: "Chief operating officer", leads: "Medical director", gone: ""},
            lead=leads,
            seen=people_of(list_participants(session, round_id=head.id)[0]),
            by=setting.lead,
            now=NOW,
        )
    setting.move("open")
    with database.writing() as session:
        session.execute(update(Account).where(Account.id == gone).values(is_disabled=True))
        draft = set_up_round(
            session, collaborative=setting.collaborative, details=details(session), by=setting.lead, now=NOW
        )
        found = list_participants(session, round_id=head_of(session, setting, draft).id)
        written = session.scalar(select(func.count()).select_from(MessageRow))
    assert {each.partner: people_of(each) for each in found} == {
        first: ((leads, "Medical director", True), (setting.respondents[0], "Chief operating officer", False)),
        second: ((setting.respondents[1], "", True),),
    }
    assert written == 0, "nobody is invited by it"


def test_whoever_lost_the_role_is_not_offered_for_the_next_round(database: Database, setting: Setting) -> None:
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    with database.writing() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.account_id == setting.respondents[0]))
        draft = set_up_round(
            session, collaborative=setting.collaborative, details=details(session), by=setting.lead, now=NOW
        )
        found = list_participants(session, round_id=head_of(session, setting, draft).id)
    assert people_of(found[0]) == ((colleague, "", True),)


def test_only_partners_and_respondents_of_the_collaborative_take_part(database: Database, setting: Setting) -> None:
    other = a_setting(database, name="Other Collaborative")
    first, second = setting.partners
    choices: tuple[dict[int, int | None], ...] = (
        {other.partners[0]: None},
        {first: setting.respondents[1]},
        {first: setting.lead},
        {first: other.respondents[0], second: None},
    )
    for respondents in choices:
        with database.writing() as session, pytest.raises(RoundIsFixed):
            choose(session, setting, respondents)
    with database.reading() as session:
        people = [p.lead and p.lead.account for p in list_participants(session, round_id=head_of(session, setting).id)]
    assert people == setting.respondents


def test_a_partner_leaves_a_draft_and_no_open_round(session: Session, setting: Setting) -> None:
    first, second = setting.partners
    choose(session, setting, {first: setting.respondents[0]})
    assert [p.partner for p in list_participants(session, round_id=head_of(session, setting).id)] == [first]
    move(session, setting, "open")
    choose(session, setting, {first: setting.respondents[0], second: None})
    with pytest.raises(RoundIsFixed, match="left out"):
        choose(session, setting, {second: None})


def test_a_choice_based_on_something_older_is_stale(session: Session, setting: Setting) -> None:
    first, second = setting.partners
    seen: dict[int, int | None] = dict(zip(setting.partners, setting.respondents, strict=True))
    choose(session, setting, {first: None, second: None}, seen)
    with pytest.raises(StaleForm):
        choose(session, setting, {second: None}, seen)
    choose(session, setting, {second: None}, {first: None, second: None})


def test_who_is_stood_down_and_named_again_has_every_word(database: Database, setting: Setting) -> None:
    setting.move("open")
    setting.answer(0, most=3, submit=False)
    first, second = setting.partners
    with database.writing() as session:
        choose(session, setting, {first: None, second: setting.respondents[1]})
        words = session.execute(select(func.count()).select_from(Response)).scalar_one()
        assert words == 3
        assert list_participants(session, round_id=head_of(session, setting).id)[0].people == ()
        choose(session, setting, {first: setting.respondents[0], second: setting.respondents[1]})
        assert list_participants(session, round_id=head_of(session, setting).id)[0].people[0].progress.dealt_with == 3
        seats = session.execute(select(func.count()).select_from(Respondent)).scalar_one()
    assert seats == 2


def test_late_on_a_summer_evening_the_day_is_the_one_in_london(database: Database, setting: Setting) -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    with database.writing() as session:
        joining = PartnerDetails(name="Vale Council", type=PartnerType.LOCAL_AUTHORITY, joined_on=date(2026, 7, 1))
        add_partner(session, collaborative=setting.collaborative, details=joining, by=setting.lead, now=NOW)
        number = set_up_round(
            session, collaborative=setting.collaborative, details=details(session), by=setting.lead, now=late
        )
        head = head_of(session, setting, number)
        assert "Vale Council" in [p.partner_name for p in list_participants(session, round_id=head.id)]
        for name in ("open", "close-responding", "close"):
            set_the_rest_aside(session, head=head_of(session, setting, number), by=setting.lead, now=late)
            move_round(session, head=head_of(session, setting, number), name=name, by=setting.lead, now=late)
        [record] = load_round_records(session, heads=[head_of(session, setting, number)])
    assert record.closed_on == date(2026, 7, 1)
