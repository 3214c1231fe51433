from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import NoSuchMatrix, find_matrix_entry
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.author import NeverPublished, add_matrix, offer_matrix_again, publish_file, retire_matrix
from maturity.usecases.rounds import MatrixNotOffered
from tests.factories.matrix_files import KEY, own_file
from tests.usecases.author.conftest import NOW, make_round


def act(session: Session, what: Callable[..., bool]) -> bool:
    return what(session, key=KEY, version="1.0.0", by=None, now=NOW)


def test_a_retired_version_is_offered_for_no_new_round_and_old_rounds_keep_it(session: Session) -> None:
    made = publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    make_round(session, made.matrix_version)
    assert act(session, retire_matrix)
    with pytest.raises(MatrixNotOffered, match=r"“Our own” 1\.0\.0 was retired on 4 March 2026\. Choose a published"):
        make_round(session, made.matrix_version, name="Eastmere")
    assert session.scalars(select(RoundRow.matrix_version_id)).all() == [made.matrix_version]


def test_a_retired_version_can_be_offered_again_with_the_day_on_which_it_was_published(
    session: Session, actions: Callable[[], list[str]]
) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert [act(session, retire_matrix), act(session, retire_matrix)] == [True, False]
    assert [act(session, offer_matrix_again), act(session, offer_matrix_again)] == [True, False]
    entry = find_matrix_entry(session, key=KEY, version="1.0.0")
    assert entry is not None
    assert (entry.state, entry.published_at, entry.retired_at) == (LibraryState.PUBLISHED, NOW, None)
    assert actions() == ["publish matrix", "retire matrix", "offer matrix again"]


@pytest.mark.parametrize("what", [retire_matrix, offer_matrix_again])
def test_a_draft_is_neither_retired_nor_offered(session: Session, what: Callable[..., bool]) -> None:
    with pytest.raises(NoSuchMatrix):
        act(session, what)
    add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    with pytest.raises(NeverPublished, match="is a draft, which no round is offered"):
        act(session, what)
