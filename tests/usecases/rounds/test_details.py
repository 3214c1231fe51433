from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import (
    NoSuchRound,
    list_rounds,
)
from maturity.usecases.rounds import (
    RoundIsFixed,
    change_round,
)
from maturity.usecases.set_up import StaleForm
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
