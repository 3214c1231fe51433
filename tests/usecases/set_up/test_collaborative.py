from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import (
    NoSuchCollaborative,
    get_collaborative,
    list_collaboratives,
    list_people,
)
from maturity.persistence.rows.account import Role
from maturity.usecases.set_up import (
    CollaborativeDetails,
    TypeIsFixed,
    change_collaborative,
    set_up_collaborative,
)
from maturity.usecases.stale_form import StaleForm
from tests.conftest import NOW
from tests.factories.installations import Setting, an_account


def details(**changes: object) -> CollaborativeDetails:
    values: dict[str, object] = {
        "name": "Four Rivers",
        "type": CollaborativeType.ACUTE,
        "footprint": Footprint.ICS,
        **changes,
    }
    return CollaborativeDetails(**values)  # type: ignore[arg-type]


def test_a_collaborative_has_its_lead_and_each_icb_once(database: Database) -> None:
    account = an_account(database)
    with database.writing() as session:
        made = set_up_collaborative(
            session, details=details(icbs=[" One ICB ", "", "Two ICB", "One ICB"]), by=account, now=NOW
        )
        facts = get_collaborative(session, collaborative=made)
        leads = [(p.account, p.role) for p in list_people(session, collaborative=made)]
    assert facts.icbs == ("One ICB", "Two ICB")
    assert facts.version == 1
    assert leads == [(account, Role.LEAD)]


def test_a_collaborative_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NoSuchCollaborative):
        get_collaborative(session, collaborative=99)
    assert list_collaboratives(session, ids=()) == ()


def test_a_change_based_on_something_older_changes_nothing(session: Session, setting: Setting) -> None:
    for name in ("First", "Second"):
        change_collaborative(
            session,
            collaborative=setting.collaborative,
            details=details(name=name),
            based_on={"First": 1, "Second": 2}[name],
            by=setting.lead,
            now=NOW,
        )
    with pytest.raises(StaleForm):
        change_collaborative(
            session,
            collaborative=setting.collaborative,
            details=details(name="Third"),
            based_on=2,
            by=setting.lead,
            now=NOW,
        )
    assert get_collaborative(session, collaborative=setting.collaborative).name == "Second"


@pytest.mark.parametrize("moves, is_fixed", [((), False), (("open",), True), (("open", "close-responding"), True)])
def test_the_type_is_fixed_from_the_opening_of_a_round_to_its_close(
    database: Database, setting: Setting, moves: tuple[str, ...], is_fixed: bool
) -> None:
    setting.add_round()
    for move in moves:
        setting.move(move)

    def change_type() -> None:
        with database.writing() as session:
            change_collaborative(
                session,
                collaborative=setting.collaborative,
                details=details(type=CollaborativeType.COMMUNITY),
                based_on=1,
                by=setting.lead,
                now=NOW,
            )

    if is_fixed:
        with pytest.raises(TypeIsFixed):
            change_type()
        for move in ("open", "close-responding", "close")[len(moves) :]:
            setting.move(move)
    change_type()
