"""The second worked example: what it holds, so that the pages which explain it have something to explain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from maturity.core.consensus import ConsensusState
from maturity.core.matrix_change.difference import difference
from maturity.core.membership import Succession
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.round import Stage
from maturity.core.round_record import RoundRecord
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import list_partners
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import list_rounds
from maturity.persistence.schema import upgrade
from maturity.usecases.sign_in import add_account
from maturity.usecases.sign_off import load_sign_offs
from maturity.usecases.worked_example.evolving.making import make_evolving_example

NOW = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("evolving")
    database = Database(folder / "maturity.sqlite3")
    upgrade(database, backups=folder / "backups", now=NOW)
    with database.writing() as session:
        lead = add_account(
            session, name="Helen Okoro", email="lead@tallowmere.example", may_set_up=True, by=None, now=NOW
        )
        make_evolving_example(session, lead=lead, now=NOW)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.reading() as session:
        yield session


@pytest.fixture
def records(session: Session) -> list[RoundRecord]:
    return load_round_records(session, heads=list(reversed(list_rounds(session, collaborative=1))))


def test_three_rounds_are_closed_over_two_versions(records: list[RoundRecord]) -> None:
    assert [(record.stage, record.matrix.version) for record in records] == [
        (Stage.CLOSED, "1.0.0"),
        (Stage.CLOSED, "1.0.0"),
        (Stage.CLOSED, "2.0.0"),
    ]


def test_the_second_version_declares_everything_that_changed(records: list[RoundRecord]) -> None:
    found = difference(records[0].matrix, records[2].matrix)
    assert found.findings == ()
    assert records[2].matrix.levels == records[0].matrix.levels


def test_every_criterion_has_a_result_in_every_round(records: list[RoundRecord]) -> None:
    for record in records:
        assert record.consensus.keys() == {criterion.id for criterion in record.matrix.criteria}
    assert records[2].consensus["one-referral"].state is ConsensusState.NOT_AGREED


def test_one_partner_merged_into_another_and_a_new_one_joined(session: Session, records: list[RoundRecord]) -> None:
    facts = {partner.name: partner for partner in list_partners(session, collaborative=1)}
    merged = facts["Lower Dene Hospital Trust"]
    assert merged.succession is Succession.MERGED
    assert merged.succeeded_by == facts["Upper Dene Hospitals Trust"].id
    before, after = ({partner.name for partner in record.partners} for record in records[1:])
    assert before - after == {"Lower Dene Hospital Trust"}
    assert after - before == {"Corvane Stroke Charity"}


def test_the_last_round_is_signed_by_all_but_one_partner_and_once_with_reservations(session: Session) -> None:
    head = list_rounds(session, collaborative=1)[0]
    signed = load_sign_offs(session, head=head)
    decisions = {each.partner_name: each.stands and each.stands.decision for each in signed.partners}
    assert decisions == {
        "Tallowmere Community Health Trust": SignOffDecision.AGREES,
        "Upper Dene Hospitals Trust": SignOffDecision.AGREES,
        "Sallowby Mental Health Trust": SignOffDecision.AGREES,
        "Tallow County Council": SignOffDecision.RESERVATIONS,
        "Corvane Stroke Charity": None,
    }
