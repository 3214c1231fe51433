from __future__ import annotations

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from maturity.core.consensus import ConsensusState
from maturity.core.response import AnswerState
from maturity.core.round import MoveNotAllowed, ReasonNeeded, Stage, WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import list_people
from maturity.persistence.queries.consensus import list_consensus
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import (
    list_moves,
    list_participants,
    list_without_role,
)
from maturity.persistence.rows.account import RoleGrant
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.consensus import ConsensusRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.usecases.respond import open_sheet, take_back_response
from maturity.usecases.rounds import ResultsMissing, RoundNotReady, move_round
from maturity.usecases.set_up import remove_role
from tests.conftest import NOW
from tests.factories.acts_of_leads import change, choose, details, head_of, move
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import Setting

DEVELOPMENT = "provider-collaborative-development"


@pytest.mark.parametrize(
    "way, name", [(WayOfScoring.PARTNERS_FIRST, "open"), (WayOfScoring.TOGETHER, "start-agreeing")]
)
def test_no_round_starts_without_a_partner(session: Session, setting: Setting, way: WayOfScoring, name: str) -> None:
    change(session, setting, details(session, way=way))
    choose(session, setting, {})
    with pytest.raises(RoundNotReady, match="at least one partner"):
        move(session, setting, name)
    choose(session, setting, dict.fromkeys(setting.partners))
    if way is WayOfScoring.TOGETHER:
        assert move(session, setting, name) is Stage.AGREEING
    else:
        with pytest.raises(RoundNotReady, match="at least one respondent"):
            move(session, setting, name)


def test_a_round_is_not_closed_while_a_criterion_has_no_result(session: Session, setting: Setting) -> None:
    for name in ("open", "close-responding"):
        move(session, setting, name)
    head = head_of(session, setting)
    with pytest.raises(ResultsMissing, match="7 criteria have no result: Vision; Design") as refused:
        move_round(session, head=head, name="close", by=setting.lead, now=NOW)
    first = refused.value.criteria[0].id
    set_the_rest_aside(session, head=head, by=setting.lead, now=NOW)
    session.execute(update(ConsensusRow).where(ConsensusRow.criterion_id == first).values(reason=" "))
    with pytest.raises(ResultsMissing, match="1 criterion has no result"):  # set aside, but nobody says why
        move_round(session, head=head, name="close", by=setting.lead, now=NOW)
    assert head_of(session, setting).stage is Stage.AGREEING


def test_submitted_responses_become_positions_and_others_say_nothing(database: Database, setting: Setting) -> None:
    setting.move("open")
    setting.answer(0, level=3, most=5)
    setting.answer(1, level=1, submit=False)
    setting.move("close-responding")
    with database.reading() as session:
        (record,) = load_round_records(session, heads=[head_of(session, setting)])
    said = [[(p.state, p.level) for p in positions] for positions in record.positions.values()]
    nothing = (AnswerState.NOT_ANSWERED, None)
    assert said.count([(AnswerState.LEVEL, 3), nothing]) == 5
    assert said.count([nothing, nothing]) == 2
    assert "Because we see it." in {p.reason for positions in record.positions.values() for p in positions}
    assert not any(p.reason for positions in record.positions.values() for p in positions if p.partner_name[0] == "B")


def test_positions_are_put_together_anew_and_responses_and_agreed_levels_stay(
    database: Database, setting: Setting
) -> None:
    setting.move("open")
    setting.answer(0, level=3)
    setting.move("close-responding")
    setting.agree(level=4)
    setting.move("reopen-responding", reason="Birchmoor was on leave.")
    setting.answer(1, level=2)
    setting.move("close-responding")
    with database.reading() as session:
        head = head_of(session, setting)
        (record,) = load_round_records(session, heads=[head])
        agreed = list_consensus(session, round_id=head.id)
        responses = session.execute(select(Response.level, func.count()).group_by(Response.level)).all()
    assert {tuple(p.level for p in positions) for positions in record.positions.values()} == {(3, 2)}
    assert {(kept.said.state, kept.said.level) for kept in agreed.values()} == {(ConsensusState.AGREED, 4)}
    assert [tuple(row) for row in responses] == [(2, 7), (3, 7)]


def test_a_response_that_was_taken_back_no_longer_speaks_for_its_partner(database: Database, setting: Setting) -> None:
    setting.move("open")
    setting.answer(0, level=3)
    setting.move("close-responding")
    setting.move("reopen-responding", reason="A mistake.")
    with database.writing() as session:
        sheet = open_sheet(
            session,
            collaborative=setting.collaborative,
            number=1,
            partner=setting.partners[0],
            account=setting.respondents[0],
        )
        take_back_response(session, seat=sheet.seat, now=NOW)
    setting.move("close-responding")
    with database.reading() as session:
        (record,) = load_round_records(session, heads=[head_of(session, setting)])
    assert {p.state for positions in record.positions.values() for p in positions} == {AnswerState.NOT_ANSWERED}


def test_a_round_is_closed_at_a_moment_and_open_again_at_none(session: Session, setting: Setting) -> None:
    for name in ("open", "close-responding", "close"):
        move(session, setting, name)
    assert head_of(session, setting).closed_at == NOW
    assert move(session, setting, "reopen", reason="A level was wrong.") is Stage.AGREEING
    assert head_of(session, setting).closed_at is None


@pytest.mark.parametrize("name", ["reopen-responding", "reopen"])
def test_a_step_back_without_a_reason_is_not_made(session: Session, setting: Setting, name: str) -> None:
    steps = ("open", "close-responding") if name == "reopen-responding" else ("open", "close-responding", "close")
    for step in steps:
        move(session, setting, step)
    before = head_of(session, setting)
    with pytest.raises(ReasonNeeded):
        move(session, setting, name, reason=" \n")
    assert head_of(session, setting) == before


def test_a_move_that_does_not_fit_the_stage_or_way_is_not_made(session: Session, setting: Setting) -> None:
    for name in ("start-agreeing", "close", "reopen", "close-responding", ""):
        with pytest.raises(MoveNotAllowed):
            move(session, setting, name)
    assert head_of(session, setting).stage is Stage.DRAFT


def test_every_move_and_change_makes_results_of_before_stale(session: Session, setting: Setting) -> None:
    versions = [head_of(session, setting).state_version]
    for name in ("open", "close-responding", "close"):
        move(session, setting, name)
        versions.append(head_of(session, setting).state_version)
    move(session, setting, "reopen", reason="A level was wrong.")
    change(session, setting, details(session))
    versions.append(head_of(session, setting).state_version)
    assert versions == sorted(set(versions))


def test_each_move_is_told_with_who_made_it_and_why(session: Session, setting: Setting) -> None:
    for name in ("open", "close-responding"):
        move(session, setting, name)
    move(session, setting, "reopen-responding", reason=" Birchmoor was on leave. ")
    moves = list_moves(session, round_id=head_of(session, setting).id)
    assert [(m.name, m.by, m.reason) for m in moves] == [
        ("reopen-responding", "Helen Okoro", "Birchmoor was on leave."),
        ("close-responding", "Helen Okoro", ""),
        ("open", "Helen Okoro", ""),
    ]
    events = session.scalars(select(AuditEvent.action).where(AuditEvent.round_id.is_not(None)).order_by(AuditEvent.id))
    assert list(events) == [
        "set up round",
        "open round",
        "close-responding round",
        "reopen-responding round",
    ]


def test_the_event_of_closing_holds_the_hash_of_the_state_that_was_closed(session: Session, setting: Setting) -> None:
    def closed() -> str:
        set_the_rest_aside(session, head=head_of(session, setting), by=setting.lead, now=NOW)
        move(session, setting, "close")
        return load_round_state(session, round_id=head_of(session, setting).id).state.hash

    for name in ("open", "close-responding"):
        move(session, setting, name)
    first = closed()
    move(session, setting, "reopen", reason="A level was wrong.")
    second = closed()
    assert first != second
    subjects = select(AuditEvent.subject).where(AuditEvent.action == "close round").order_by(AuditEvent.id)
    assert session.scalars(subjects).all() == [first, second]
    others = select(AuditEvent.subject).where(AuditEvent.action.in_(["open round", "reopen round"]))
    assert set(session.scalars(others)) == {""}


def test_who_lost_the_role_does_not_respond_again_when_responding_is_open_again(
    database: Database, setting: Setting
) -> None:
    setting.move("open")
    for place in (0, 1):
        setting.answer(place)
    setting.move("close-responding")
    with database.writing() as session:
        people = list_people(session, collaborative=setting.collaborative)
        grant = next(person.grant for person in people if person.account == setting.respondents[0])
        remove_role(session, collaborative=setting.collaborative, grant=grant, by=setting.lead, now=NOW)
    with database.reading() as session:
        head = head_of(session, setting)
        participants = list_participants(session, round_id=head.id)
        # What was said stays until responding is open again.
        assert [p.lead and p.lead.account for p in participants] == setting.respondents
        assert list_without_role(session, round_id=head.id) == {participants[0].people[0].respondent}
    setting.move("reopen-responding", reason="One partner changed its mind.")
    with database.reading() as session:
        participants = list_participants(session, round_id=head.id)
        assert [p.lead and p.lead.account for p in participants] == [None, setting.respondents[1]]
        assert list_without_role(session, round_id=head.id) == frozenset()
        assert session.scalar(select(func.count()).select_from(ResponseRevision)) == 14  # every word of both is kept


def test_a_role_that_was_taken_away_and_only_offered_again_is_no_role(database: Database, setting: Setting) -> None:
    setting.move("open")
    setting.move("close-responding")
    with database.writing() as session:
        grant = RoleGrant.account_id == setting.respondents[0]
        session.execute(update(RoleGrant).where(grant).values(accept_hash="waiting"))
    setting.move("reopen-responding", reason="One partner changed its mind.")
    with database.reading() as session:
        participants = list_participants(session, round_id=head_of(session, setting).id)
    assert [p.lead and p.lead.account for p in participants] == [None, setting.respondents[1]]
