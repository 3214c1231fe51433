from __future__ import annotations

from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from maturity.persistence import schema
from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema
from tests.cli.conftest import Run


def test_an_upgrade_without_a_database_points_to_init(run: Run, instance: Path) -> None:
    result = run("db", "upgrade")
    assert result.exit_code == 2
    assert (
        result.stderr == f"There is no database at {instance / 'maturity.sqlite3'}. Run “maturity init” to make one.\n"
    )
    assert not (instance / "maturity.sqlite3").exists()


def test_an_upgrade_of_a_database_of_this_version_says_that_it_is_up_to_date(run: Run, installed: Path) -> None:
    result = run("db", "upgrade")
    assert (result.exit_code, result.output) == (0, f"The database is up to date (version {schema.HEAD})\n")
    assert not (installed / "backups").exists()


def test_an_upgrade_brings_the_library_up_to_date(run: Run, installed: Path) -> None:
    change(installed, "DROP TRIGGER matrix_version_refuses_delete")
    change(installed, "DELETE FROM matrix_version WHERE key = 'transformation-lenses'")
    result = run("db", "upgrade")
    assert "Added “Seven lenses on a transformation” 1.0.0 to the matrix library" in result.output


def test_an_upgrade_says_where_the_database_is_kept_as_it_was(
    run: Run, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(installed, "UPDATE alembic_version SET version_num = '0000'")
    monkeypatch.setattr(schema, "known_versions", lambda: frozenset({"0000", schema.HEAD}))
    monkeypatch.setattr(schema, "_run_migrations", lambda _database: None)
    result = run("db", "upgrade")
    assert result.exit_code == 0
    (copy,) = (installed / "backups").iterdir()
    assert f"Upgrading the database from version 0000 to {schema.HEAD}\n" in result.output
    assert f"The database as it was is kept in {copy}\n" in result.output


@pytest.mark.usefixtures("installed")
def test_a_backup_is_a_whole_database_that_its_owner_alone_can_read(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "copy.sqlite3"
    result = run("db", "backup", target)
    assert (result.exit_code, result.output) == (
        0,
        f"Copying the database\nThe copy is in {target}, and passed its check.\n",
    )
    assert target.stat().st_mode & 0o777 == 0o600
    check_schema(Database(target))


@pytest.mark.usefixtures("installed")
def test_a_backup_does_not_replace_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    result = run("db", "backup", target)
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert target.read_text() == "precious"


def change(instance: Path, statement: str) -> None:
    connection = sqlite.connect(str(instance / "maturity.sqlite3"))
    connection.execute(statement)
    connection.commit()
    connection.close()
