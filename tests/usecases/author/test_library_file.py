from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.matrix_file import MatrixFileErrors
from maturity.persistence.queries.matrices import find_overlay_file
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.usecases.author import (
    ChangesNotDeclared,
    MatrixChanged,
    Standing,
    add_matrix,
    check_matrix,
    publish_file,
)
from maturity.usecases.author.library_file import read_library_file
from tests.factories.matrix_files import DECLARED, an_overlay, next_file, own_file
from tests.usecases.author.conftest import NOW

OVERLAY = an_overlay(b"not_applicable: {design: Not here.}\n")


def test_a_matrix_is_itself(session: Session) -> None:
    file = read_library_file(session, data=own_file(), name="own.yaml")
    assert (file.content, file.overlay, file.overlays) == (own_file(), None, None)


def test_an_overlay_is_laid_over_a_published_version_alone(session: Session) -> None:
    add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    with pytest.raises(MatrixFileErrors, match="There is no published matrix “our-own”"):
        read_library_file(session, data=OVERLAY, name="overlay.yaml")
    below = publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    file = read_library_file(session, data=OVERLAY, name="overlay.yaml")
    assert (file.overlay, file.overlays) == (OVERLAY, below.matrix_version)
    assert file.content not in {OVERLAY, own_file()}


def test_what_replaces_a_draft_of_an_overlay_takes_its_overlay_away_too(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert check_matrix(session, data=OVERLAY, name="overlay.yaml").standing is Standing.NEW
    draft = add_matrix(session, data=OVERLAY, name="overlay.yaml", by=None, now=NOW)
    assert check_matrix(session, data=OVERLAY, name="overlay.yaml").standing is Standing.SAME
    plain = own_file().replace(b"key: our-own", b"key: northmere")
    again = add_matrix(session, data=plain, name="own.yaml", by=None, now=NOW)
    assert again.matrix_version == draft.matrix_version
    row = session.execute(
        select(MatrixVersion.content, MatrixVersion.overlay, MatrixVersion.overlays_id).where(
            MatrixVersion.id == draft.matrix_version
        )
    ).one()
    assert tuple(row) == (plain, None, None)


def test_an_overlay_with_another_comment_replaces_the_draft_and_is_no_other_matrix(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    draft = add_matrix(session, data=OVERLAY, name="overlay.yaml", by=None, now=NOW)
    newer = OVERLAY + b"# Agreed by the board.\n"
    assert check_matrix(session, data=newer, name="overlay.yaml").standing is Standing.REPLACES
    again = add_matrix(session, data=newer, name="overlay.yaml", by=None, now=NOW)
    assert (again.is_new, again.matrix.content_hash) == (True, draft.matrix.content_hash)
    assert find_overlay_file(session, matrix_version=draft.matrix_version) == newer
    newest = newer + b"# And signed.\n"
    publish_file(session, data=newest, name="overlay.yaml", by=None, now=NOW)
    assert find_overlay_file(session, matrix_version=draft.matrix_version) == newest


def test_the_file_of_a_published_overlay_is_as_fixed_as_what_it_makes(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    kept = publish_file(session, data=OVERLAY, name="overlay.yaml", by=None, now=NOW)
    newer = OVERLAY + b"# Agreed by the board.\n"
    assert check_matrix(session, data=newer, name="overlay.yaml").standing is Standing.PUBLISHED
    with pytest.raises(MatrixChanged):
        add_matrix(session, data=newer, name="overlay.yaml", by=None, now=NOW)
    assert not add_matrix(session, data=OVERLAY, name="overlay.yaml", by=None, now=NOW).is_new
    assert find_overlay_file(session, matrix_version=kept.matrix_version) == OVERLAY


def test_a_new_version_of_an_overlay_goes_on_from_a_new_version_of_the_matrix_below(session: Session) -> None:
    newer = OVERLAY.replace(b'"1.0.0"', b'"2.0.0"') + b'changes: {from: "1.0.0", summary: We go on.}\n'
    for data in (own_file(), next_file(changes=DECLARED)):
        publish_file(session, data=data, name="own.yaml", by=None, now=NOW)
    with pytest.raises(MatrixFileErrors, match=r"no published version 1\.0\.0 of this overlay"):
        publish_file(session, data=newer, name="overlay.yaml", by=None, now=NOW)
    publish_file(session, data=OVERLAY, name="overlay.yaml", by=None, now=NOW)
    untold = newer.replace(b"changes:", b"#")
    with pytest.raises(ChangesNotDeclared):
        publish_file(session, data=untold, name="overlay.yaml", by=None, now=NOW)
    made = publish_file(session, data=newer, name="overlay.yaml", by=None, now=NOW).matrix
    assert made.changes is not None
    assert [each.criterion for each in made.changes.criteria] == ["vision"]
