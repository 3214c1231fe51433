from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from maturity.core.agreement import AgreementLabel
from maturity.core.consensus import ConsensusState
from maturity.core.movement.moved import Direction, Verdict
from maturity.core.position import PositionOrigin
from maturity.core.response import AnswerState
from maturity.core.round import Stage
from maturity.core.round_record import RoundRecord
from maturity.core.round_report import RoundReport, build_round_report
from maturity.persistence.engine import Database
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.positions import list_positions
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import list_participants, list_rounds
from maturity.persistence.queries.visitors import find_visitor
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.schema import upgrade
from maturity.settings import product_folder
from maturity.usecases.author import sync_shipped_matrices
from maturity.usecases.passwords import is_right_password
from maturity.usecases.sign_in import find_account_to_check, hash_token, start_sign_in
from maturity.usecases.worked_example import DEMO_ACCOUNTS, DEMO_PASSWORD, has_worked_example, make_worked_example
from maturity.usecases.worked_example.calendar import days_of_round

NOW = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = empty_database(tmp_path_factory.mktemp("example"))
    make_worked_example(database, NOW)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.reading() as session:
        yield session


@pytest.fixture
def records(session: Session) -> list[RoundRecord]:
    return load_round_records(session, heads=list(reversed(list_rounds(session, collaborative=1))))


@pytest.fixture
def report(records: list[RoundRecord]) -> RoundReport:
    return build_round_report(records[1], earlier=records[:1])


def empty_database(folder: Path) -> Database:
    database = Database(folder / "maturity.sqlite3")
    upgrade(database, backups=folder / "backups", now=NOW)
    with database.writing() as session:
        sync_shipped_matrices(session, product_folder("matrices"), NOW)
    return database


def test_there_are_two_closed_rounds_a_year_apart_and_one_open(records: list[RoundRecord]) -> None:
    assert [(r.label, r.stage) for r in records] == [
        ("Autumn 2024", Stage.CLOSED),
        ("Autumn 2025", Stage.CLOSED),
        ("Autumn 2026", Stage.OPEN),
    ]
    opens = [r.opens_on for r in records if r.opens_on]
    assert [later - earlier for earlier, later in pairwise(opens)] == [timedelta(weeks=52)] * 2
    opened, closes = records[2].opens_on, records[2].closes_on
    assert opened is not None
    assert closes is not None
    assert opened < NOW.date() < closes


def test_all_27_criteria_of_both_closed_rounds_have_a_result_with_a_reason(records: list[RoundRecord]) -> None:
    for record in records[:2]:
        assert len(record.consensus) == 27
        assert all(c.is_recorded and len(c.reason.split()) >= 15 for c in record.consensus.values())
        assert sum(1 for c in record.consensus.values() if c.state is ConsensusState.NOT_AGREED) == 1
        assert sum(1 for c in record.consensus.values() if c.evidence) >= 10


def test_a_good_part_of_the_partners_answers_carries_a_reason(session: Session) -> None:
    answers = session.scalars(select(Response)).all()
    assert len(answers) > 400
    assert sum(1 for a in answers if a.reason) > 150
    assert Counter(a.state for a in answers).keys() == {
        AnswerState.LEVEL,
        AnswerState.DONT_KNOW,
        AnswerState.NOT_APPLICABLE,
    }
    assert all(a.reason for a in answers if a.state is AnswerState.NOT_APPLICABLE)
    assert {a.confidence.value for a in answers if a.confidence} == {"low", "medium", "high"}


def test_partners_are_aligned_on_most_criteria_mixed_on_some_and_split_on_a_few(report: RoundReport) -> None:
    counts = Counter(c.agreement.label for c in report.result.criteria if c.agreement)
    assert counts[AgreementLabel.ALIGNED] > 20
    assert counts[AgreementLabel.MIXED] >= 1
    assert counts[AgreementLabel.SPLIT] >= 1


def test_a_year_moves_little_and_not_all_of_it_is_more_than_chance(report: RoundReport) -> None:
    assert report.comparison is not None
    directions = Counter(m.direction for m in report.comparison.criteria)
    assert directions[Direction.SAME] > directions[Direction.UP] > directions[Direction.DOWN] >= 2
    verdicts = Counter((m.direction, m.verdict) for m in report.comparison.criteria)
    assert verdicts[Direction.UP, Verdict.LIKELY_REAL] >= 2
    assert verdicts[Direction.UP, Verdict.WITHIN_NOISE] >= 1
    assert verdicts[Direction.DOWN, Verdict.LIKELY_REAL] >= 1


def test_the_comparison_warns_of_the_new_partner_and_of_the_new_respondent(report: RoundReport) -> None:
    assert report.comparison is not None
    assert report.comparison.cautions[:2] == (
        "Joined since round 1: Northmere Voluntary Sector Alliance.",
        "Answered by other people than in round 1: Calderwick General Hospital Trust.",
    )


def test_the_open_round_has_every_state_of_responding(session: Session) -> None:
    open_round = list_rounds(session, collaborative=1)[0]
    states = Counter(
        "submitted" if p.is_complete else "not started" if not p.has_begun else "part-way"
        for p in list_participants(session, round_id=open_round.id)
    )
    assert states == {"submitted": 3, "part-way": 2, "not started": 1}


def test_everything_went_through_the_use_cases_at_times_that_have_passed(session: Session) -> None:
    events = session.scalars(select(AuditEvent)).all()
    assert {"set up collaborative", "save answer", "submit response", "agree level", "close round"} <= {
        e.action for e in events
    }
    assert all(e.happened_at <= NOW for e in events)
    assert session.scalars(select(func.count()).select_from(ResponseRevision)).one() > len(
        session.scalars(select(Response.id)).all()
    )


@pytest.mark.parametrize("email, who", DEMO_ACCOUNTS)
def test_each_account_that_is_named_can_sign_in(session: Session, email: str, who: str) -> None:
    account = find_account_to_check(session, email=email)
    assert account is not None, who
    assert is_right_password(account.password_hash, DEMO_PASSWORD)


def test_each_account_has_the_role_that_it_is_said_to_have(session: Session) -> None:
    for email, who in DEMO_ACCOUNTS:
        account = find_account_to_check(session, email=email)
        assert account is not None
        token = start_sign_in(session, account=account.id, hours=1, now=NOW)
        visitor = find_visitor(session, token_hash=hash_token(token), now=NOW)
        assert visitor is not None
        roles = {grant.role.label for grant in visitor.grants} or {"Administrator"}
        assert len(roles) == 1
        assert who.startswith(roles.pop())
        assert visitor.is_administrator == who.startswith("Administrator")


def test_making_it_a_second_time_changes_nothing(database: Database) -> None:
    before = counts(database)
    lines: list[str] = []
    make_worked_example(database, NOW + timedelta(days=400), progress=lines.append)
    assert (counts(database), lines) == (before, [])


def test_it_is_made_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    database = empty_database(tmp_path)
    before = counts(database)

    class PulledPlug(Exception):
        pass

    def pull_plug(line: str) -> None:
        if "round 3" in line:
            raise PulledPlug

    with pytest.raises(PulledPlug):
        make_worked_example(database, NOW, progress=pull_plug)
    assert counts(database) == before
    with database.reading() as session:
        assert not has_worked_example(session)
    database.close()


@pytest.mark.parametrize("day", range(1, 366, 13))
def test_on_any_day_of_the_year_the_open_round_is_open_and_everything_said_is_in_the_past(day: int) -> None:
    now = datetime(2027, 1, 1, 0, 30, tzinfo=UTC) + timedelta(days=day)
    days = days_of_round(3, now=now)
    last_answer = days.responding_starts(5) + timedelta(hours=6)
    assert last_answer < now < days.closes
    assert days_of_round(2, now=now).closed < days.set_up


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        tables = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {t: session.execute(text(f"SELECT count(*) FROM {t}")).scalar_one() for t in tables}  # noqa: S608


def test_for_one_partner_of_the_open_round_respond_three_with_a_domain_handed_over_and_positions_agreed(
    session: Session,
) -> None:
    head = list_rounds(session, collaborative=1)[0]
    team = next(p for p in list_participants(session, round_id=head.id) if len(p.people) > 1)
    assert [(p.name, p.role_title) for p in team.people] == [
        ("Priya Raman", "Director of strategy"),
        ("Anil Mistry", "Medical director"),
        ("Grace Holt", "Chief nurse"),
    ]
    handed = list_asked_alone(session, rounds=[head.id])
    assert [[*of_one.values()] for of_one in handed.values()] == [[team.people[1].respondent]]
    kept = list_positions(session, round_id=head.id, partner=team.partner)
    assert {each.said.origin for each in kept.values()} == {PositionOrigin.AGREED}
