from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from maturity.core.library import LibraryState
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import find_matrix_entry
from maturity.persistence.rows.audit_event import AuditEvent
from tests.cli.conftest import Run
from tests.factories.matrix_files import DECLARED, UNTRUE, next_file, own_file


def own(folder: Path, data: bytes | None = None) -> Path:
    file = folder / "own.yaml"
    file.write_bytes(data or own_file())
    return file


def state_of(database: Database) -> LibraryState | None:
    with database.reading() as session:
        entry = find_matrix_entry(session, key="our-own", version="1.0.0")
    return None if entry is None else entry.state


def test_a_draft_of_the_library_is_published_by_its_name(run: Run, database: Database, tmp_path: Path) -> None:
    run("matrix", "add", own(tmp_path))
    assert state_of(database) is LibraryState.DRAFT
    first, second = run("matrix", "publish", "our-own@1.0.0"), run("matrix", "publish", "our-own@1.0.0")
    assert (first.exit_code, first.output) == (0, "“Our own” 1.0.0 is published.\n")
    assert second.output == "“Our own” 1.0.0 was published already. Nothing was changed.\n"
    assert state_of(database) is LibraryState.PUBLISHED


def test_a_file_is_published_at_once_and_leaves_one_event(run: Run, database: Database, tmp_path: Path) -> None:
    result = run("matrix", "publish", own(tmp_path))
    assert result.exit_code == 0
    assert result.output.endswith("“Our own” 1.0.0 is published.\n")
    with database.reading() as session:
        subjects = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == "our-own 1.0.0")).all()
    assert subjects == ["publish matrix"]


def test_other_content_under_a_published_version_is_refused(run: Run, database: Database, tmp_path: Path) -> None:
    run("matrix", "publish", own(tmp_path))
    result = run("matrix", "publish", own(tmp_path, own_file(more="# another line\n")))
    assert result.exit_code == 2
    assert "and a published version never changes: give the file a new version." in result.stderr
    assert state_of(database) is LibraryState.PUBLISHED


def test_a_file_with_a_mistake_is_not_published(run: Run, database: Database, tmp_path: Path) -> None:
    assert run("matrix", "publish", own(tmp_path, own_file(version="one"))).exit_code == 1
    assert state_of(database) is None


def test_what_is_neither_a_file_nor_in_the_library_is_refused(run: Run, database: Database) -> None:
    missing = run("matrix", "publish", "our-own@3.0.0")
    assert missing.exit_code == 2
    assert "The library has no our-own 3.0.0." in missing.stderr
    for wrong in ("our-own@", "@1.0.0"):
        assert "names no version. Write KEY@VERSION" in run("matrix", "publish", wrong).stderr
    assert "cannot be read" in run("matrix", "publish", "nothing.yaml").stderr
    assert state_of(database) is None


def test_a_dry_run_says_what_a_version_touches_and_changes_nothing(
    run: Run, database: Database, tmp_path: Path
) -> None:
    file = own(tmp_path)
    first = run("matrix", "publish", file, "--dry-run")
    assert first.output.endswith("first version of this matrix to be published here, so it touches no round.\n")
    assert state_of(database) is None
    run("matrix", "publish", file)
    run("matrix", "add", own(tmp_path, next_file(changes=DECLARED)))
    for what in (file, "our-own@2.0.0"):
        result = run("matrix", "publish", what, "--dry-run")
        assert result.exit_code == 0
        assert "What 2.0.0 changes since 1.0.0:\n" in result.output
        assert "  vision: Reworded. Its levels are compared. Touches: No answer.\n" in result.output
        assert "0 rounds were opened with version 1.0.0, in 0 collaboratives." in result.output
        assert result.output.endswith("Nothing was changed.\n")
    assert run("matrix", "publish", "our-own@3.0.0", "--dry-run").exit_code == 2


def test_changes_that_are_not_declared_truly_are_listed_and_nothing_is_published(
    run: Run, database: Database, tmp_path: Path
) -> None:
    run("matrix", "publish", own(tmp_path))
    file = own(tmp_path, next_file(changes=UNTRUE))
    for more in ((), ("--dry-run",)):
        result = run("matrix", "publish", file, *more)
        assert result.exit_code == 1
        assert result.stderr.startswith(
            "It cannot be published yet: 2 changes are not declared truly since version 1.0.0.\n"
        )
        assert "“Vision” (vision): It is declared same, and its words differ." in result.stderr
        assert "“Design” (design): It is declared amended" in result.stderr
        assert result.stderr.endswith("Mend the file under “changes”.\nNothing was published.\n")
    with database.reading() as session:
        assert find_matrix_entry(session, key="our-own", version="2.0.0") is None


def test_a_version_of_which_a_later_one_says_what_is_not_so_is_refused(
    run: Run, database: Database, tmp_path: Path
) -> None:
    run("matrix", "publish", own(tmp_path, next_file(changes=UNTRUE)))
    file = own(tmp_path)
    for more in ((), ("--dry-run",)):
        result = run("matrix", "publish", file, *more)
        assert result.exit_code == 1
        assert "Version 2.0.0, published already, does not say truly what it changes since 1.0.0." in result.stderr
        assert result.stderr.endswith("words that the later version was made from.\nNothing was published.\n")
    assert state_of(database) is None


def test_a_version_whose_earlier_one_is_not_here_says_so(run: Run, database: Database, tmp_path: Path) -> None:
    del database  # made by being asked for
    result = run("matrix", "publish", own(tmp_path, next_file(changes=DECLARED)), "--dry-run")
    assert "Version 1.0.0 is not published here" in result.output
