from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import find_matrix_entry
from maturity.persistence.rows.account import Account
from maturity.settings import product_folder
from maturity.usecases.rounds import RoundDetails, set_up_round
from maturity.usecases.set_up import CollaborativeDetails, set_up_collaborative
from tests.cli.conftest import Run

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
LENSES = product_folder("matrices") / "transformation-lenses.yaml"


def test_a_matrix_is_added_to_the_library_once(run: Run, database: Database, tmp_path: Path) -> None:
    own = own_matrix(tmp_path, "1.0.0")
    first, second = run("matrix", "add", own), run("matrix", "add", own)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.endswith("Added to the library.\n")
    assert second.output.endswith("It is in the library already. Nothing was changed.\n")
    with database.reading() as session:
        assert find_matrix_entry(session, key="our-own", version="1.0.0") is not None


def test_a_matrix_with_a_mistake_is_not_added(run: Run, database: Database, tmp_path: Path) -> None:
    own = own_matrix(tmp_path, "one")
    assert run("matrix", "add", own).exit_code == 1
    with database.reading() as session:
        assert find_matrix_entry(session, key="our-own", version="one") is None


def test_a_version_that_a_round_uses_is_not_replaced(run: Run, database: Database, tmp_path: Path) -> None:
    own = own_matrix(tmp_path, "1.0.0")
    run("matrix", "add", own)
    make_round(database)
    own.write_text(own.read_text() + "\n# changed\n")
    result = run("matrix", "add", own)
    assert result.exit_code == 2
    assert result.stderr.endswith("1.0.0 is used by 1 round and its file has changed: give it a new version.\n")


def test_without_an_installation_nothing_can_be_added(run: Run, instance: Path) -> None:
    result = run("matrix", "add", LENSES)
    assert result.exit_code == 2
    assert "There is no database at" in result.stderr
    assert not (instance / "maturity.sqlite3").exists()


def own_matrix(folder: Path, version: str) -> Path:
    file = folder / "own.yaml"
    text = LENSES.read_text().replace("key: transformation-lenses", "key: our-own")
    file.write_text(text.replace('version: "1.0.0"', f'version: "{version}"'))
    return file


def make_round(database: Database) -> None:
    with database.writing() as session:
        matrix = find_matrix_entry(session, key="our-own", version="1.0.0")
        assert matrix is not None
        lead = session.scalars(select(Account.id)).one()
        details = CollaborativeDetails(name="Northmere", type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
        collaborative = set_up_collaborative(session, details=details, by=lead, now=NOW)
        round_details = RoundDetails(label="First", purpose="", matrix_version=matrix.id, way=WayOfScoring.TOGETHER)
        set_up_round(session, collaborative=collaborative, details=round_details, by=lead, now=NOW)
