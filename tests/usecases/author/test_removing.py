from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from maturity.persistence.queries.matrices import NoSuchMatrix, list_matrices
from maturity.usecases.author import DraftChanged, MatrixIsFixed, add_matrix, publish_matrix, remove_draft
from tests.factories.matrix_files import KEY, own_file
from tests.usecases.author.conftest import NOW


def remove(session: Session, *, seen: str) -> None:
    remove_draft(session, key=KEY, version="1.0.0", seen=seen, by=None, now=NOW)


def test_a_draft_is_removed_and_leaves_one_event(session: Session, actions: Callable[[], list[str]]) -> None:
    added = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    remove(session, seen=added.matrix.content_hash)
    assert list_matrices(session) == []
    assert actions() == ["add matrix", "remove matrix"]
    with pytest.raises(NoSuchMatrix):
        remove(session, seen=added.matrix.content_hash)


def test_a_draft_that_was_replaced_since_it_was_looked_at_stays(session: Session) -> None:
    seen = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW).matrix.content_hash
    add_matrix(session, data=own_file(more="# more\n"), name="own.yaml", by=None, now=NOW)
    with pytest.raises(DraftChanged):
        remove(session, seen=seen)
    assert len(list_matrices(session)) == 1


def test_what_was_published_is_never_removed(session: Session) -> None:
    added = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    publish_matrix(session, key=KEY, version="1.0.0", by=None, now=NOW)
    with pytest.raises(MatrixIsFixed, match="was published, so it stays in the library"):
        remove(session, seen=added.matrix.content_hash)
    assert len(list_matrices(session)) == 1
