from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.core.matrix_file import MatrixFileErrors
from maturity.persistence.queries.matrices import get_matrix_content, list_matrices
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.author import MatrixChanged, Standing, add_matrix, check_matrix, publish_file, retire_matrix
from maturity.usecases.rounds import MatrixNotOffered
from maturity.usecases.sign_in import add_account
from tests.factories.matrix_files import own_file
from tests.usecases.author.conftest import NOW, make_round

Actions = Callable[[], list[str]]
CHANGED = own_file(more="# another line\n")


def test_a_file_is_added_as_a_draft_in_the_name_of_the_person_who_added_it(session: Session) -> None:
    account = add_account(session, name="Jo", email="jo@northmere.example", by=None, now=NOW)
    added = add_matrix(session, data=own_file(), name="own.yaml", by=account, now=NOW)
    assert (added.is_new, added.state) == (True, LibraryState.DRAFT)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "add matrix")).one()
    assert (event.account_id, event.subject) == (account, "our-own 1.0.0")


def test_the_same_file_again_changes_nothing(session: Session, actions: Actions) -> None:
    for is_new in (True, False):
        assert add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW).is_new is is_new
    assert actions() == ["add matrix"]


def test_other_content_replaces_a_draft(session: Session, actions: Actions) -> None:
    first = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    second = add_matrix(session, data=CHANGED, name="own.yaml", by=None, now=NOW)
    assert second.matrix_version == first.matrix_version
    assert get_matrix_content(session, matrix_version=first.matrix_version) == CHANGED
    assert actions() == ["add matrix", "replace matrix"]


@pytest.mark.parametrize("retired", [False, True])
def test_other_content_of_a_published_version_is_refused_by_name(
    session: Session, actions: Actions, *, retired: bool
) -> None:
    kept = publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    if retired:
        retire_matrix(session, key="our-own", version="1.0.0", by=None, now=NOW)
    before = actions()
    with pytest.raises(MatrixChanged) as refused:
        add_matrix(session, data=CHANGED, name="own.yaml", by=None, now=NOW)
    assert str(refused.value) == (
        "“Our own” 1.0.0 was published on 4 March 2026 with other content, and a published version never changes: "
        "give the file a new version."
    )
    assert get_matrix_content(session, matrix_version=kept.matrix_version) == own_file()
    assert actions() == before


def test_a_file_with_mistakes_is_not_kept(session: Session) -> None:
    with pytest.raises(MatrixFileErrors):
        add_matrix(session, data=b"format: 1\nlevels: none\n", name="own.yaml", by=None, now=NOW)
    assert list_matrices(session) == []


def test_what_adding_would_do_is_said_before(session: Session) -> None:
    def standing(data: bytes) -> Standing:
        return check_matrix(session, data=data, name="own.yaml").standing

    assert standing(own_file()) is Standing.NEW
    add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert (standing(own_file()), standing(CHANGED)) == (Standing.SAME, Standing.REPLACES)
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert (standing(own_file()), standing(CHANGED)) == (Standing.SAME, Standing.PUBLISHED)


def test_no_round_is_made_with_a_draft(session: Session) -> None:
    added = add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    with pytest.raises(MatrixNotOffered) as refused:
        make_round(session, added.matrix_version)
    assert str(refused.value) == "“Our own” 1.0.0 is a draft. Choose a published version."
