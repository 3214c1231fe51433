from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from maturity.core.london_time import day_in_words
from maturity.persistence.engine import Database
from tests.cli.conftest import Run
from tests.factories.matrix_files import own_file


def test_every_version_is_listed_with_its_state(run: Run, database: Database, tmp_path: Path) -> None:
    del database  # made by being asked for
    file = tmp_path / "own.yaml"
    file.write_bytes(own_file())
    run("matrix", "add", file)
    run("matrix", "retire", "transformation-lenses@1.0.0", "--yes")
    lines = run("matrix", "list").output.splitlines()
    assert len(lines) == 4
    days = day_in_words(datetime.now(UTC))
    listed = {line.split()[0]: " ".join(line.split()[1:]) for line in lines}
    assert listed["our-own@1.0.0"] == f"draft {days} Our own"
    assert listed["transformation-lenses@1.0.0"] == f"retired {days} Seven lenses on a transformation"
    assert listed["integrated-care-dimensions@1.0.0"].startswith(f"published {days} ")


def test_without_an_installation_there_is_no_library(run: Run) -> None:
    result = run("matrix", "list")
    assert result.exit_code == 2
    assert "There is no database at" in result.stderr
