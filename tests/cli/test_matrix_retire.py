from __future__ import annotations

from pathlib import Path

from maturity.core.library import LibraryState
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import find_matrix_entry
from tests.cli.conftest import Run
from tests.factories.matrix_files import own_file

LENSES = "transformation-lenses@1.0.0"


def state_of(database: Database) -> LibraryState:
    with database.reading() as session:
        entry = find_matrix_entry(session, key="transformation-lenses", version="1.0.0")
    assert entry is not None
    return entry.state


def test_a_version_is_retired_after_asking(run: Run, database: Database) -> None:
    refused = run("matrix", "retire", LENSES, stdin="n\n")
    assert refused.exit_code == 2
    assert "No round was made with it. Retire “Seven lenses on a transformation” 1.0.0?" in refused.output
    assert state_of(database) is LibraryState.PUBLISHED
    done = run("matrix", "retire", LENSES, stdin="y\n")
    assert done.output.endswith("1.0.0 is retired: it is offered for no new round.\n")
    assert state_of(database) is LibraryState.RETIRED


def test_a_retired_version_is_offered_again(run: Run, database: Database) -> None:
    run("matrix", "retire", LENSES, "--yes")
    assert run("matrix", "retire", LENSES, "--yes").output.endswith("no new round. It was so already.\n")
    assert run("matrix", "retire", LENSES, "--again").output.endswith("is offered for new rounds again.\n")
    assert state_of(database) is LibraryState.PUBLISHED


def test_a_draft_and_what_is_not_there_are_refused(run: Run, database: Database, tmp_path: Path) -> None:
    del database  # made by being asked for
    file = tmp_path / "own.yaml"
    file.write_bytes(own_file())
    run("matrix", "add", file)
    draft = run("matrix", "retire", "our-own@1.0.0", "--yes")
    assert draft.exit_code == 2
    assert "is a draft, which no round is offered" in draft.stderr
    assert "The library has no nothing 1.0.0." in run("matrix", "retire", "nothing@1.0.0", "--yes").stderr
