from __future__ import annotations

import re
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


def test_a_good_file_is_summed_up_in_a_sentence(run: Run) -> None:
    result = run("matrix", "check", LENSES)
    assert result.exit_code == 0
    assert result.output == (
        f"{LENSES}: good. “Seven lenses on a transformation” 1.0.0 has 7 domains, 7 criteria and 5 levels.\n"
    )


def test_every_mistake_of_a_file_is_shown_with_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(LENSES.read_text().replace("format: 1", "format: 7").replace('version: "1.0.0"', "version: new"))
    result = run("matrix", "check", file)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert all(re.match(rf"{re.escape(str(file))}:\d+:\d+: (format|version): ", line) for line in lines)
    assert result.stderr == f"{file}: 2 mistakes.\n"


def test_every_file_is_checked_even_after_a_bad_one(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\n")
    result = run("matrix", "check", bad, LENSES, bad)
    assert result.exit_code == 1
    assert f"{LENSES}: good." in result.stdout
    assert result.stderr.count("mistakes.") == 2


def test_a_file_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    result = run("matrix", "check", tmp_path / "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (
        2,
        f"{tmp_path / 'nowhere.yaml'} cannot be read: No such file or directory.\n",
    )


def test_checking_needs_no_installation_and_makes_none(run: Run, instance: Path) -> None:
    run("matrix", "check", LENSES)
    assert not instance.exists()


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
