from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.collaborative import PartnerType
from maturity.core.consensus import ConsensusState
from maturity.core.response import AnswerState
from maturity.core.round import MoveNotAllowed, ReasonNeeded, Stage, WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.consensus import list_consensus
from maturity.persistence.queries.matrices import list_matrices
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import (
    NoSuchRound,
    RoundHead,
    get_round,
    list_moves,
    list_participants,
    list_rounds,
)
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.response import Response
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.respond import open_sheet, take_back_response
from maturity.usecases.rounds import (
    RoundDetails,
    RoundIsFixed,
    RoundNotReady,
    change_round,
    choose_participants,
    move_round,
    set_up_round,
)
from maturity.usecases.set_up import PartnerDetails, StaleForm, add_partner, add_person
from tests.conftest import NOW
from tests.factories.installations import SEVEN_LENSES, Setting, a_setting

DEVELOPMENT = "provider-collaborative-development"


@pytest.fixture
def setting(database: Database) -> Setting:
    setting = a_setting(database)
    setting.add_round()
    return setting


@pytest.fixture
def session(setting: Setting) -> Iterator[Session]:
    """A transaction that begins when the setting is there: only one can write at a time."""
    with setting.database.writing() as session:
        yield session


def details(session: Session, *, matrix: str = SEVEN_LENSES, **changes: object) -> RoundDetails:
    entry = next(entry for entry in list_matrices(session) if entry.key == matrix)
    values: dict[str, object] = {
        "label": "Autumn",
        "purpose": "To learn.",
        "matrix_version": entry.id,
        "way": WayOfScoring.PARTNERS_FIRST,
        **changes,
    }
    return RoundDetails(**values)  # type: ignore[arg-type]


def head_of(session: Session, setting: Setting, number: int = 1) -> RoundHead:
    return get_round(session, collaborative=setting.collaborative, number=number)


def change(session: Session, setting: Setting, what: RoundDetails) -> None:
    head = head_of(session, setting)
    change_round(session, head=head, details=what, based_on=head.version, by=setting.lead, now=NOW)


def choose(
    session: Session,
    setting: Setting,
    respondents: dict[int, int | None],
    seen: dict[int, int | None] | None = None,
) -> None:
    choose_participants(
        session, head=head_of(session, setting), respondents=respondents, seen=seen, by=setting.lead, now=NOW
    )


def move(session: Session, setting: Setting, name: str, reason: str = "") -> Stage:
    return move_round(session, head=head_of(session, setting), name=name, reason=reason, by=setting.lead, now=NOW)


def test_rounds_are_numbered_within_their_collaborative(database: Database, setting: Setting) -> None:
    other = a_setting(database, name="Other Collaborative")
    assert setting.add_round(label="Second") == 2
    assert other.add_round() == 1
    with database.reading() as session:
        rounds = list_rounds(session, collaborative=setting.collaborative)
    assert [(r.number, r.label, r.stage) for r in rounds] == [
        (2, "Second", Stage.DRAFT),
        (1, "Spring 2026", Stage.DRAFT),
    ]


def test_a_round_of_another_number_is_not_found(session: Session, setting: Setting) -> None:
    with pytest.raises(NoSuchRound):
        head_of(session, setting, 2)


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
        people = [p.account for p in list_participants(session, round_id=head_of(session, setting, number).id)]
    assert people == [None, setting.respondents[1]]


@pytest.mark.parametrize(
    "matrix, asked_for, shown", [(SEVEN_LENSES, True, False), (DEVELOPMENT, True, True), (DEVELOPMENT, False, False)]
)
def test_an_overall_result_shows_where_the_matrix_has_one_and_the_round_asks(
    session: Session, setting: Setting, matrix: str, asked_for: bool, shown: bool
) -> None:
    change(session, setting, details(session, matrix=matrix, shows_overall=asked_for))
    assert head_of(session, setting).shows_overall is shown


def test_a_change_based_on_something_older_changes_nothing(session: Session, setting: Setting) -> None:
    old = head_of(session, setting)
    change(session, setting, details(session, label="First"))
    with pytest.raises(StaleForm):
        change_round(
            session,
            head=head_of(session, setting),
            details=details(session, label="Second"),
            based_on=old.version,
            by=setting.lead,
            now=NOW,
        )
    assert head_of(session, setting).label == "First"


def test_what_was_fixed_at_the_opening_stays(session: Session, setting: Setting) -> None:
    move(session, setting, "open")
    change(session, setting, details(session, label="Renamed", closes_on=date(2026, 4, 1)))
    for changed in (
        details(session, matrix=DEVELOPMENT),
        details(session, way=WayOfScoring.TOGETHER),
    ):
        with pytest.raises(RoundIsFixed):
            change(session, setting, changed)
    head = head_of(session, setting)
    assert (head.label, head.closes_on, head.way) == ("Renamed", date(2026, 4, 1), WayOfScoring.PARTNERS_FIRST)


def test_a_closed_round_is_changed_by_nobody(session: Session, setting: Setting) -> None:
    for name in ("open", "close-responding", "close"):
        move(session, setting, name)
    with pytest.raises(RoundIsFixed, match="Reopen it first"):
        change(session, setting, details(session))
    with pytest.raises(RoundIsFixed):
        choose(session, setting, {})


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
        people = [p.account for p in list_participants(session, round_id=head_of(session, setting).id)]
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
        assert list_participants(session, round_id=head_of(session, setting).id)[0].dealt_with == 0
        choose(session, setting, {first: setting.respondents[0], second: setting.respondents[1]})
        assert list_participants(session, round_id=head_of(session, setting).id)[0].dealt_with == 3
        seats = session.execute(select(func.count()).select_from(Respondent)).scalar_one()
    assert seats == 2


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
    assert {(kept.consensus.state, kept.consensus.level) for kept in agreed.values()} == {(ConsensusState.AGREED, 4)}
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
            move_round(session, head=head_of(session, setting, number), name=name, by=setting.lead, now=late)
        [record] = load_round_records(session, heads=[head_of(session, setting, number)])
    assert record.closed_on == date(2026, 7, 1)
