from __future__ import annotations

from pathlib import Path

from maturity.core.library import LibraryState
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import find_matrix_entry
from maturity.settings import product_folder
from tests.cli.conftest import Run
from tests.factories.matrix_files import UNTRUE, next_file, own_file

LENSES = product_folder("matrices") / "transformation-lenses.yaml"


def test_a_matrix_is_added_to_the_library_once(run: Run, database: Database, tmp_path: Path) -> None:
    own = own_matrix(tmp_path, "1.0.0")
    first, second = run("matrix", "add", own), run("matrix", "add", own)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.endswith("as a draft. Publish it with “maturity matrix publish our-own@1.0.0”.\n")
    assert second.output.endswith("It is in the library already. Nothing was changed.\n")
    with database.reading() as session:
        assert find_matrix_entry(session, key="our-own", version="1.0.0") is not None


def test_a_matrix_with_a_mistake_is_not_added(run: Run, database: Database, tmp_path: Path) -> None:
    own = own_matrix(tmp_path, "one")
    assert run("matrix", "add", own).exit_code == 1
    with database.reading() as session:
        assert find_matrix_entry(session, key="our-own", version="one") is None


def test_a_draft_is_replaced_and_a_published_version_never(run: Run, database: Database, tmp_path: Path) -> None:
    own = own_matrix(tmp_path, "1.0.0")
    run("matrix", "add", own)
    own.write_text(own.read_text() + "\n# changed\n")
    assert "as a draft" in run("matrix", "add", own).output
    run("matrix", "publish", "our-own@1.0.0")
    own.write_text(own.read_text() + "\n# and again\n")
    result = run("matrix", "add", own)
    assert result.exit_code == 2
    assert "with other content, and a published version never changes: give the file a new version." in result.stderr
    with database.reading() as session:
        entry = find_matrix_entry(session, key="our-own", version="1.0.0")
    assert entry is not None
    assert entry.state is LibraryState.PUBLISHED


def test_what_cannot_be_published_yet_is_added_as_a_draft_and_says_so(
    run: Run, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(own_file())
    run("matrix", "publish", file)
    file.write_bytes(next_file(changes=UNTRUE))
    result = run("matrix", "add", file)
    assert result.exit_code == 0
    assert "Added to the library as a draft.\n" in result.output
    assert "It cannot be published yet: 2 changes are not declared truly since version 1.0.0.\n" in result.output
    assert "Publish it with" not in result.output
    with database.reading() as session:
        assert find_matrix_entry(session, key="our-own", version="2.0.0") is not None


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
