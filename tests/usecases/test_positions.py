from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from maturity.core.matrix import LevelNotInMatrix
from maturity.core.position import PositionOrigin
from maturity.core.response import Answer, AnswerState
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import Seat, get_seat
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.positions import PositionIsFixed, PositionSheet, agree_position, look_inside
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


@pytest.fixture
def team(database: Database) -> Team:
    return Team(database)


def test_the_lead_of_the_partner_alone_sees_what_colleagues_submitted(team: Team) -> None:
    assert [answer.level for _, answer in team.inside().voices(team.criterion)] == [2, 4]
    assert team.inside().if_nobody_agrees(team.criterion).level == 3
    assert team.inside(team.colleague).said == {}


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


def test_what_many_colleagues_said_is_asked_for_as_often_as_what_one_did(team: Team) -> None:
    with_one = questions_of(team.setting.database, team.inside)
    for _ in range(3):
        team.setting.answer(0, level=1, account=team.setting.add_colleague())
    assert len(team.inside().voices(team.criterion)) == 5
    assert questions_of(team.setting.database, team.inside) == with_one
