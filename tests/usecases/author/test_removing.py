from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import NoSuchMatrix, list_matrices
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.author import (
    DraftChanged,
    DraftInUse,
    MatrixIsFixed,
    add_matrix,
    publish_file,
    publish_matrix,
    remove_draft,
)
from tests.factories.matrix_files import KEY, an_overlay, next_file, own_file
from tests.usecases.author.conftest import NOW, make_round


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


def put_an_overlay_over_a_draft(session: Session) -> str:
    """An overlay over what an earlier product or another hand took back to a draft."""
    below = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    content = an_overlay(b"not_applicable: {design: Not here.}\n")
    session.add(
        MatrixVersion(
            key="northmere",
            version="1.0.0",
            title="Northmere",
            content_hash="0" * 64,
            content=content,
            overlay=content,
            overlays_id=below.matrix_version,
            state=LibraryState.DRAFT,
            added_at=NOW,
        )
    )
    session.flush()
    return below.matrix.content_hash


def test_a_draft_that_an_overlay_lies_over_is_neither_removed_nor_replaced(session: Session) -> None:
    seen = put_an_overlay_over_a_draft(session)
    with pytest.raises(DraftInUse, match="The overlay “Northmere” lies over “Our own”"):
        remove(session, seen=seen)
    with pytest.raises(DraftInUse, match="Remove that overlay first"):
        add_matrix(session, data=own_file(more="# more\n"), name="own.yaml", by=None, now=NOW)
    assert [entry.content_hash for entry in list_matrices(session) if entry.key == KEY] == [seen]


def test_a_draft_that_a_round_rests_on_is_neither_removed_nor_replaced_and_can_be_published(session: Session) -> None:
    published = publish_file(session, data=next_file(), name="next.yaml", by=None, now=NOW)
    draft = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    make_round(session, published.matrix_version)
    session.execute(update(RoundRow).values(matrix_version_id=draft.matrix_version))
    with pytest.raises(DraftInUse, match="A round rests on “Our own”"):
        remove(session, seen=draft.matrix.content_hash)
    with pytest.raises(DraftInUse, match="Publish it as it is, or give other content a new version"):
        add_matrix(session, data=own_file(more="# more\n"), name="own.yaml", by=None, now=NOW)
    again = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert not again.is_new
