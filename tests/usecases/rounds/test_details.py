from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import list_collaboratives
from maturity.persistence.queries.matrices import count_rounds_using
from maturity.persistence.queries.rounds import NoSuchRound, list_rounds
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.rounds import RoundIsFixed, change_round, discard_round
from maturity.usecases.stale_form import StaleForm
from tests.conftest import NOW
from tests.factories.acts_of_leads import change, choose, details, head_of, move
from tests.factories.installations import SEVEN_LENSES, Setting, a_setting

DEVELOPMENT = "provider-collaborative-development"


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


def test_a_draft_that_is_discarded_is_found_by_nobody_and_its_number_is_not_given_again(
    database: Database, setting: Setting
) -> None:
    with database.writing() as session:
        head = head_of(session, setting)
        discard_round(session, head=head, based_on=head.version, by=setting.lead, now=NOW)
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.account_id, event.round_id) == ("discard round", setting.lead, head.id)
    with database.reading() as session:
        with pytest.raises(NoSuchRound):
            head_of(session, setting)
        assert list_rounds(session, collaborative=setting.collaborative) == []
        (line,) = list_collaboratives(session, ids=[setting.collaborative])
        assert line.rounds == 0
        assert count_rounds_using(session, matrix_version=head.matrix_version) == 0
    assert setting.add_round() == 2


@pytest.mark.parametrize("moves", [("open",), ("open", "close-responding"), ("open", "close-responding", "close")])
def test_a_round_that_was_ever_opened_is_never_discarded(
    database: Database, setting: Setting, moves: tuple[str, ...]
) -> None:
    for name in moves:
        setting.move(name)
    with database.writing() as session:
        head = head_of(session, setting)
        with pytest.raises(RoundIsFixed, match="Only a draft can be discarded"):
            discard_round(session, head=head, based_on=head.version, by=setting.lead, now=NOW)
    with pytest.raises(IntegrityError, match="ck_round_discarded_at"), database.writing() as session:
        session.execute(update(RoundRow).values(discarded_at=NOW))
    assert setting.head() == head


def test_a_draft_that_was_changed_elsewhere_is_not_discarded(session: Session, setting: Setting) -> None:
    seen = head_of(session, setting)
    change(session, setting, details(session, label="Renamed"))
    with pytest.raises(StaleForm):
        discard_round(session, head=head_of(session, setting), based_on=seen.version, by=setting.lead, now=NOW)
    assert head_of(session, setting).label == "Renamed"
