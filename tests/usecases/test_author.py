from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.core.matrix_file import MatrixFileErrors
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import list_matrices
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.schema import upgrade
from maturity.settings import product_folder
from maturity.usecases.author import MatrixChanged, add_matrix, sync_shipped_matrices
from maturity.usecases.rounds import RoundDetails, set_up_round
from maturity.usecases.set_up import CollaborativeDetails, set_up_collaborative
from maturity.usecases.sign_in import add_account

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
SHIPPED = product_folder("matrices")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A transaction on a database that has no matrix yet."""
    database = Database(tmp_path / "maturity.sqlite3")
    upgrade(database, backups=tmp_path / "backups", now=NOW)
    with database.writing() as session:
        yield session
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "matrices"
    folder.mkdir()
    (folder / "lenses.yaml").write_bytes((SHIPPED / "transformation-lenses.yaml").read_bytes())
    return folder


def test_every_shipped_matrix_is_added_with_the_bytes_of_its_file(session: Session) -> None:
    added = sync_shipped_matrices(session, SHIPPED, NOW)
    files = {path.read_bytes() for path in SHIPPED.glob("*.yaml")}
    assert len(files) == 3
    assert all(a.is_new for a in added)
    assert set(session.scalars(select(MatrixVersion.content))) == files
    assert {e.content_hash for e in list_matrices(session)} == {a.matrix.content_hash for a in added}


def test_the_same_files_again_change_nothing(session: Session, folder: Path) -> None:
    (first,) = sync_shipped_matrices(session, folder, NOW)
    (second,) = sync_shipped_matrices(session, folder, NOW)
    assert (second.is_new, second.matrix_version) == (False, first.matrix_version)
    assert actions(session) == ["add matrix"]


def test_changed_content_replaces_a_version_that_no_round_uses(session: Session, folder: Path) -> None:
    (first,) = sync_shipped_matrices(session, folder, NOW)
    change_title(folder)
    (second,) = sync_shipped_matrices(session, folder, NOW)
    assert (second.is_new, second.matrix_version) == (True, first.matrix_version)
    (entry,) = list_matrices(session)
    assert (entry.title, entry.content_hash) == ("Other lenses", second.matrix.content_hash)
    assert actions(session) == ["add matrix", "replace matrix"]


def test_changed_content_of_a_version_that_rounds_use_is_refused(session: Session, folder: Path) -> None:
    (first,) = sync_shipped_matrices(session, folder, NOW)
    make_rounds(session, first.matrix_version, count=2)
    change_title(folder)
    with pytest.raises(MatrixChanged) as refused:
        sync_shipped_matrices(session, folder, NOW)
    assert str(refused.value) == (
        "“Other lenses” 1.0.0 is used by 2 rounds and its file has changed: give it a new version."
    )
    assert [e.content_hash for e in list_matrices(session)] == [first.matrix.content_hash]


def test_changed_content_under_a_new_version_stands_beside_the_old_one(session: Session, folder: Path) -> None:
    (first,) = sync_shipped_matrices(session, folder, NOW)
    make_rounds(session, first.matrix_version, count=1)
    change_title(folder)
    file = folder / "lenses.yaml"
    file.write_text(file.read_text().replace('version: "1.0.0"', 'version: "1.1.0"'))
    sync_shipped_matrices(session, folder, NOW)
    assert {e.version for e in list_matrices(session)} == {"1.0.0", "1.1.0"}


def test_mistakes_of_all_files_are_reported_and_no_file_is_kept(session: Session, folder: Path) -> None:
    (folder / "broken.yaml").write_text("format: 1\nlevels: none\n")
    (folder / "empty.yaml").write_text("")
    with pytest.raises(MatrixFileErrors) as refused:
        sync_shipped_matrices(session, folder, NOW)
    assert {error.file for error in refused.value.errors} == {"broken.yaml", "empty.yaml"}
    assert list_matrices(session) == []


def test_one_file_is_added_in_the_name_of_the_person_who_added_it(session: Session, folder: Path) -> None:
    account = add_account(session, name="Jo", email="jo@northmere.example", by=None, now=NOW)
    added = add_matrix(session, data=(folder / "lenses.yaml").read_bytes(), name="lenses.yaml", by=account, now=NOW)
    assert added.is_new
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "add matrix")).one()
    assert (event.account_id, event.subject) == (account, "transformation-lenses 1.0.0")


def change_title(folder: Path) -> None:
    file = folder / "lenses.yaml"
    title = next(line for line in file.read_text().splitlines() if line.startswith("title:"))
    file.write_text(file.read_text().replace(title, "title: Other lenses"))


def make_rounds(session: Session, matrix_version: int, *, count: int) -> None:
    lead = add_account(session, name="Helen", email="helen@northmere.example", by=None, now=NOW)
    details = CollaborativeDetails(name="Northmere", type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
    collaborative = set_up_collaborative(session, details=details, by=lead, now=NOW)
    for number in range(count):
        round_details = RoundDetails(
            label=f"Round {number}", purpose="", matrix_version=matrix_version, way=WayOfScoring.TOGETHER
        )
        set_up_round(session, collaborative=collaborative, details=round_details, by=lead, now=NOW)


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
