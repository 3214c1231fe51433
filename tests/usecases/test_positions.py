from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from maturity.core.matrix import LevelNotInMatrix
from maturity.core.position import PositionOrigin
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming, Stage
from maturity.persistence.engine import Database
from maturity.persistence.queries.positions import NOTHING_KEPT
from maturity.persistence.queries.responses import Seat, get_seat
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.positions import (
    PositionIsFixed,
    PositionSheet,
    agree_position,
    enter_position,
    look_from_outside,
    look_inside,
)
from maturity.usecases.versioned_save import StaleSave
from tests.factories.installations import NOW, Setting, a_setting
from tests.factories.statements import questions_of

THREE = Answer(state=AnswerState.LEVEL, level=3, reason="We agreed.")


class Team:
    """A partner of two people who submitted 2 and 4, in an open round."""

    def __init__(self, database: Database) -> None:
        self.setting: Setting = a_setting(database)
        self.setting.add_round()
        self.colleague = self.setting.add_colleague()
        self.first = self.setting.respondents[0]
        self.setting.move("open")
        self.setting.answer(0, level=2)
        self.setting.answer(0, level=4, account=self.colleague)
        self.criterion = self.seat().matrix.criteria[0].id

    def seat(self, account: int | None = None) -> Seat:
        with self.setting.database.reading() as session:
            return get_seat(
                session,
                collaborative=self.setting.collaborative,
                number=1,
                partner=self.setting.partners[0],
                account=account or self.first,
            )

    def inside(self, account: int | None = None) -> PositionSheet:
        with self.setting.database.reading() as session:
            return look_inside(session, seat=self.seat(account))

    def outside(self, account: int | None = None) -> PositionSheet:
        with self.setting.database.reading() as session:
            return look_from_outside(
                session,
                collaborative=self.setting.collaborative,
                number=1,
                partner=self.setting.partners[0],
                account=account or self.setting.lead,
            )

    def agree(self, answer: Answer = THREE, *, based_on: int = 0, by: int | None = None, key: str = "key") -> None:
        with self.setting.database.writing() as session:
            agree_position(
                session,
                seat=self.seat(by),
                criterion_id=self.criterion,
                answer=answer,
                based_on=based_on,
                request_key=key,
                now=NOW,
            )

    def enter(self, answer: Answer = THREE, *, based_on: int = 0, key: str = "key") -> None:
        with self.setting.database.writing() as session:
            enter_position(
                session,
                sheet=self.outside(),
                criterion_id=self.criterion,
                answer=answer,
                based_on=based_on,
                request_key=key,
                account=self.setting.lead,
                now=NOW,
            )


@pytest.fixture
def team(database: Database) -> Team:
    return Team(database)


def test_the_lead_of_the_partner_alone_sees_what_colleagues_submitted(team: Team) -> None:
    assert [answer.level for _, answer in team.inside().voices(team.criterion)] == [2, 4]
    assert team.inside().if_nobody_agrees(team.criterion).level == 3
    assert team.inside(team.colleague).said == {}
    assert team.outside().said == {}


def test_agreeing_is_recorded_and_touches_no_response(team: Team) -> None:
    team.agree()
    assert team.inside().standing(team.criterion).said.origin is PositionOrigin.AGREED
    assert [answer.level for _, answer in team.inside().voices(team.criterion)] == [2, 4]
    with team.setting.database.reading() as session:
        last = session.execute(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).scalar_one()
    assert (last.action, last.subject) == (
        "agree position",
        f"partner {team.setting.partners[0]} {team.criterion}",
    )


def test_a_colleague_agrees_nothing_for_the_partner(team: Team) -> None:
    with pytest.raises(PositionIsFixed, match="The lead of Alder Vale Trust agrees"):
        team.agree(by=team.colleague)


def test_nothing_is_agreed_by_the_partner_once_the_levels_are_revealed(team: Team) -> None:
    team.setting.move("close-responding")
    with pytest.raises(PositionIsFixed, match="not open for responses"):
        team.agree(based_on=1)


def test_a_level_of_another_scale_is_refused(team: Team) -> None:
    with pytest.raises(LevelNotInMatrix):
        team.agree(replace(THREE, level=9))


def test_of_two_who_enter_for_a_partner_the_second_is_told(team: Team) -> None:
    team.enter()
    with pytest.raises(StaleSave):
        team.enter(replace(THREE, level=1), key="another")
    team.enter(replace(THREE, level=1), based_on=1, key="another")
    assert team.outside().standing(team.criterion).said.entered_by == team.setting.lead


def test_before_the_reveal_nothing_but_what_was_entered_for_it_is_seen_from_outside(team: Team) -> None:
    team.agree()
    sheet = team.outside()
    assert sheet.withheld == {team.criterion}
    assert (sheet.standing(team.criterion).said.reason, sheet.standing(team.criterion).version) == ("", 1)
    with pytest.raises(PositionIsFixed, match="has agreed this position itself"):
        team.enter(based_on=1, key="another")
    team.setting.move("close-responding")
    assert team.outside().standing(team.criterion).said.reason == "We agreed."
    assert team.outside().head.stage is Stage.AGREEING
    team.enter(replace(THREE, level=2), based_on=1, key="another")
    assert team.outside().standing(team.criterion).said.origin is PositionOrigin.FACILITATOR


def test_a_round_without_names_never_shows_outside_what_one_partner_stands_for(team: Team) -> None:
    with team.setting.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    team.agree()
    team.setting.move("close-responding")
    for stage in (Stage.AGREEING, Stage.CLOSED):
        sheet = team.outside()
        assert (sheet.head.stage, sheet.is_blind, sheet.withheld) == (stage, True, {team.criterion})
        assert {each.said for each in sheet.kept.values()} == {NOTHING_KEPT.said}
        if stage is Stage.AGREEING:
            with pytest.raises(PositionIsFixed, match="has agreed this position itself"):
                team.enter(based_on=1, key="another")
            team.setting.move("close")
    assert team.inside().standing(team.criterion).said.reason == "We agreed."


def test_what_was_entered_for_a_partner_is_seen_outside_in_a_round_without_names(team: Team) -> None:
    with team.setting.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    team.enter()
    team.setting.move("close-responding")
    assert team.outside().standing(team.criterion).said.reason == "We agreed."
    team.enter(replace(THREE, level=1), based_on=1, key="another")
    assert team.outside().standing(team.criterion).said.level == 1


def test_nothing_is_entered_into_a_closed_round(team: Team) -> None:
    team.setting.move("close-responding")
    team.setting.move("close")
    with pytest.raises(PositionIsFixed, match="closed"):
        team.enter(based_on=1)


def test_what_many_colleagues_said_is_asked_for_as_often_as_what_one_did(team: Team) -> None:
    with_one = questions_of(team.setting.database, team.inside)
    for _ in range(3):
        team.setting.answer(0, level=1, account=team.setting.add_colleague())
    assert len(team.inside().voices(team.criterion)) == 5
    assert questions_of(team.setting.database, team.inside) == with_one
