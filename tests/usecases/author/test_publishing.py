from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.core.matrix_file import MatrixFileErrors
from maturity.persistence.queries.matrices import NoSuchMatrix, find_matrix_entry, list_matrices
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.settings import product_folder
from maturity.usecases.author import (
    DraftChanged,
    DraftInTheWay,
    MatrixChanged,
    MatrixIsRetired,
    add_matrix,
    publish_file,
    publish_matrix,
    retire_matrix,
    sync_shipped_matrices,
)
from tests.factories.matrix_files import KEY, own_file
from tests.usecases.author.conftest import NOW, make_round

Actions = Callable[[], list[str]]
SHIPPED = product_folder("matrices")
CHANGED = own_file(more="# another line\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of shipped matrices with one in it."""
    folder = tmp_path / "matrices"
    folder.mkdir()
    (folder / "own.yaml").write_bytes(own_file())
    return folder


def state_of(session: Session, version: str = "1.0.0") -> LibraryState:
    entry = find_matrix_entry(session, key=KEY, version=version)
    assert entry is not None
    return entry.state


def publish(session: Session, *, seen: str | None = None) -> bool:
    return publish_matrix(session, key=KEY, version="1.0.0", seen=seen, by=None, now=NOW).is_new


def test_a_draft_is_published_once_and_a_round_can_be_made_with_it(session: Session, actions: Actions) -> None:
    added = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert publish(session, seen=added.matrix.content_hash)
    assert state_of(session) is LibraryState.PUBLISHED
    assert not publish(session)
    assert actions() == ["add matrix", "publish matrix"]
    make_round(session, added.matrix_version)


def test_the_database_itself_keeps_what_was_published(session: Session) -> None:
    published = publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    with pytest.raises(IntegrityError, match="a published matrix version never changes"):
        session.execute(
            update(MatrixVersion).where(MatrixVersion.id == published.matrix_version).values(content=CHANGED)
        )


def test_a_draft_that_was_replaced_since_it_was_looked_at_is_not_published(session: Session, actions: Actions) -> None:
    seen = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW).matrix.content_hash
    add_matrix(session, data=CHANGED, name="own.yaml", by=None, now=NOW)
    with pytest.raises(DraftChanged, match="look at it as it is now"):
        publish(session, seen=seen)
    assert state_of(session) is LibraryState.DRAFT
    assert actions() == ["add matrix", "replace matrix"]


def test_a_retired_version_is_offered_again_and_not_published_again(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    retire_matrix(session, key=KEY, version="1.0.0", by=None, now=NOW)
    for again in (lambda: publish(session), lambda: publish_file(session, data=own_file(), name="o", by=None, now=NOW)):
        with pytest.raises(MatrixIsRetired, match=r"is retired\. Offer it again instead"):
            again()


def test_what_is_not_there_cannot_be_published(session: Session) -> None:
    with pytest.raises(NoSuchMatrix):
        publish(session)


def test_a_file_is_published_at_once_as_one_act(session: Session, actions: Actions) -> None:
    first = publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    again = publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert (first.is_new, again.is_new) == (True, False)
    assert actions() == ["publish matrix"]


def test_a_file_is_published_in_the_place_of_a_draft(session: Session) -> None:
    add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    published = publish_file(session, data=CHANGED, name="own.yaml", by=None, now=NOW)
    (entry,) = list_matrices(session)
    assert (entry.state, entry.content_hash) == (LibraryState.PUBLISHED, published.matrix.content_hash)


def test_other_content_is_never_published_under_a_published_version(session: Session) -> None:
    first = publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    with pytest.raises(MatrixChanged, match=r"“Our own” 1\.0\.0 was published on 4 March 2026 with other content"):
        publish_file(session, data=CHANGED, name="own.yaml", by=None, now=NOW)
    assert [entry.content_hash for entry in list_matrices(session)] == [first.matrix.content_hash]


def test_every_shipped_matrix_is_published_with_the_bytes_of_its_file(session: Session) -> None:
    added = sync_shipped_matrices(session, SHIPPED, NOW)
    files = {path.read_bytes() for path in SHIPPED.glob("*.yaml")}
    assert len(files) >= 3
    assert all(a.is_new for a in added)
    assert set(session.scalars(select(MatrixVersion.content))) == files
    assert {e.content_hash for e in list_matrices(session, states=[LibraryState.PUBLISHED])} == {
        a.matrix.content_hash for a in added
    }


def test_the_same_shipped_files_again_change_nothing(session: Session, folder: Path, actions: Actions) -> None:
    (first,) = sync_shipped_matrices(session, folder, NOW)
    (second,) = sync_shipped_matrices(session, folder, NOW)
    assert (second.is_new, second.matrix_version) == (False, first.matrix_version)
    assert actions() == ["publish matrix"]


def test_a_shipped_matrix_that_was_retired_here_stays_retired(session: Session, folder: Path) -> None:
    sync_shipped_matrices(session, folder, NOW)
    retire_matrix(session, key=KEY, version="1.0.0", by=None, now=NOW)
    (again,) = sync_shipped_matrices(session, folder, NOW)
    assert (again.is_new, again.state) == (False, LibraryState.RETIRED)
    assert state_of(session) is LibraryState.RETIRED


def test_changed_content_of_a_shipped_version_is_refused(session: Session, folder: Path) -> None:
    (first,) = sync_shipped_matrices(session, folder, NOW)
    (folder / "own.yaml").write_bytes(CHANGED)
    with pytest.raises(MatrixChanged, match="give the file a new version"):
        sync_shipped_matrices(session, folder, NOW)
    assert [e.content_hash for e in list_matrices(session)] == [first.matrix.content_hash]


def test_a_draft_of_the_same_version_is_not_lost_to_a_shipped_one(session: Session, folder: Path) -> None:
    draft = add_matrix(session, data=CHANGED, name="own.yaml", by=None, now=NOW)
    with pytest.raises(DraftInTheWay, match="Remove the draft"):
        sync_shipped_matrices(session, folder, NOW)
    assert [e.content_hash for e in list_matrices(session)] == [draft.matrix.content_hash]


def test_mistakes_of_all_shipped_files_are_reported_and_no_file_is_kept(session: Session, folder: Path) -> None:
    (folder / "broken.yaml").write_text("format: 1\nlevels: none\n")
    (folder / "empty.yaml").write_text("")
    with pytest.raises(MatrixFileErrors) as refused:
        sync_shipped_matrices(session, folder, NOW)
    assert {error.file for error in refused.value.errors} == {"broken.yaml", "empty.yaml"}
    assert list_matrices(session) == []
