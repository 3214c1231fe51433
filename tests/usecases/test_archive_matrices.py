from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, text

from maturity.core.library import LibraryState
from maturity.core.matrix_file import read_matrix
from maturity.core.record.archive import Archive, unpack
from maturity.core.record.round_state import RoundState
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import find_matrix_entry, find_overlay_file, get_matrix, list_matrices
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.imported_archive import ImportedArchive
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.usecases.archive_import import NotConfirmed
from maturity.usecases.archive_matrices import ImportRefused, UnnamedMatrix, publish_matrices
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round
from tests.factories.matrix_files import (
    DECLARED,
    UNTRUE,
    an_overlay,
    next_file,
    own_file,
    put_draft,
    put_published,
)
from tests.usecases.test_archive_import import assert_equal, bring_in, differences, with_other_words, write

OVERLAY = an_overlay(b"wording: {design: {title: How we design}}  # agreed by the board\n")
NEXT_OVERLAY = OVERLAY.replace(b'"1.0.0"', b'"2.0.0"') + b'changes: {from: "1.0.0", summary: We go on.}\n'
BELOW = "matrices/our-own-1.0.0.yaml"
MATRICES = {
    "matrices/northmere-1.0.0.yaml",
    "matrices/northmere-2.0.0.yaml",
    "matrices/our-own-1.0.0.yaml",
    "matrices/our-own-2.0.0.yaml",
}
OVERLAYS = {"overlays/northmere-1.0.0.yaml", "overlays/northmere-2.0.0.yaml"}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "elsewhere").mkdir()
    database = a_database(tmp_path / "elsewhere")
    yield database
    database.close()


def a_closed_round(database: Database, *files: bytes) -> LivingRound:
    living = a_living_round(database, matrix=read_matrix(own_file(), name="own.yaml"), files=files)
    living.move("close-responding")
    living.move("close")
    return living


def written(database: Database, *files: bytes) -> bytes:
    living = a_closed_round(database, *files)
    return write(database, living.collaborative, living.number)


def parts_of(data: bytes) -> set[str]:
    return {name for name in unpack(data).parts if name.startswith(("matrices/", "overlays/"))}


def states(database: Database) -> dict[str, LibraryState]:
    with database.reading() as session:
        return {f"{each.key} {each.version}": each.state for each in list_matrices(session)}


def test_an_overlay_comes_with_its_own_file_and_the_matrix_below(database: Database, elsewhere: Database) -> None:
    data = written(database, OVERLAY)
    assert differences(data) == ()
    made = bring_in(elsewhere, data, matrices_confirmed=True)
    with elsewhere.reading() as session:
        entry = find_matrix_entry(session, key="northmere", version="1.0.0")
        below = find_matrix_entry(session, key="our-own", version="1.0.0")
        assert entry is not None
        assert below is not None
        assert find_overlay_file(session, matrix_version=entry.id) == OVERLAY
        over = session.scalar(select(MatrixVersion.overlays_id).where(MatrixVersion.id == entry.id))
        assert over == below.id
        overlays = get_matrix(session, matrix_version=entry.id).overlays
        assert overlays is not None
        assert (overlays.local_mark("design"), overlays.local_mark("vision")) == ("Local wording", "")
        published = [each.subject for each in session.scalars(select(AuditEvent)) if each.action == "publish matrix"]
    assert published == ["our-own 1.0.0", "northmere 1.0.0"]
    assert_equal(unpack(data), unpack(write(elsewhere, made.collaborative, made.number)))


def test_a_later_version_of_an_overlay_comes_with_every_version_that_it_goes_on_from(
    database: Database, elsewhere: Database
) -> None:
    data = written(database, OVERLAY, next_file(changes=DECLARED), NEXT_OVERLAY)
    assert parts_of(data) == MATRICES | OVERLAYS
    assert differences(data) == ()
    made = bring_in(elsewhere, data, matrices_confirmed=True)
    assert set(states(elsewhere).values()) == {LibraryState.PUBLISHED}
    assert len(states(elsewhere)) == 4
    again = write(elsewhere, made.collaborative, made.number)
    assert parts_of(again) == MATRICES | OVERLAYS
    assert_equal(unpack(data), unpack(again))


def test_a_leads_archive_has_the_overlay_too(database: Database) -> None:
    living = a_closed_round(database, OVERLAY)
    data = write(database, living.collaborative, living.number, whole=False)
    assert unpack(data).parts["overlays/northmere-1.0.0.yaml"] == OVERLAY
    assert differences(data) == ()


def with_forged_words_below(data: bytes) -> bytes:
    """The archive with words changed that local wording stands before, and with a manifest that fits."""
    criterion = "id: design\n        title: "
    return with_other_words(data, BELOW, f"{criterion}Design", f"{criterion}What nobody ever agreed")


def test_words_that_local_words_stand_before_are_published_only_once_that_was_confirmed(
    database: Database, elsewhere: Database
) -> None:
    data = written(database, OVERLAY)
    forged = with_forged_words_below(data)
    assert differences(forged) == (), "no check of the archive alone can find it"
    sha256_of = {each: sha256(unpack(each).parts[BELOW]).hexdigest() for each in (data, forged)}
    for each, expected in sha256_of.items():
        with pytest.raises(NotConfirmed, match="Nothing was changed") as refused:
            bring_in(elsewhere, each)
        assert refused.value.matrices == (UnnamedMatrix("our-own", "1.0.0", expected),)
        assert states(elsewhere) == {}
    bring_in(elsewhere, data, matrices_confirmed=True)
    with elsewhere.reading() as session:
        below = find_matrix_entry(session, key="our-own", version="1.0.0")
    assert below is not None
    assert below.content_hash == sha256_of[data]


def test_everything_that_would_be_published_and_is_not_named_is_listed(database: Database, elsewhere: Database) -> None:
    data = written(database, OVERLAY, next_file(changes=DECLARED), NEXT_OVERLAY)
    with pytest.raises(NotConfirmed) as refused:
        bring_in(elsewhere, data)
    as_published = {
        ("northmere", "1.0.0"): OVERLAY,
        ("our-own", "1.0.0"): unpack(data).parts[BELOW],
        ("our-own", "2.0.0"): next_file(changes=DECLARED),
    }
    assert list(refused.value.matrices) == [
        UnnamedMatrix(*version, sha256(file).hexdigest()) for version, file in as_published.items()
    ]


@pytest.mark.parametrize("put", [put_draft, put_published])
def test_nobody_is_asked_where_the_matrix_below_is_here(
    database: Database, elsewhere: Database, put: Callable[[Database, bytes], object]
) -> None:
    data = written(database, OVERLAY)
    put(elsewhere, unpack(data).parts[BELOW])
    with pytest.raises(ImportRefused, match="with other content than the archive has it"):
        bring_in(elsewhere, with_forged_words_below(data))
    bring_in(elsewhere, data)
    assert set(states(elsewhere).values()) == {LibraryState.PUBLISHED}


@pytest.mark.parametrize("put", [put_draft, put_published])
def test_another_matrix_below_under_the_same_version_refuses_it(
    database: Database, elsewhere: Database, put: Callable[[Database, bytes], object]
) -> None:
    data = written(database, OVERLAY)
    put(elsewhere, own_file(more="# another\n"))
    before = states(elsewhere)
    with pytest.raises(ImportRefused, match=r"“Our own” 1\.0\.0 with other content than the archive has it"):
        bring_in(elsewhere, data)
    assert states(elsewhere) == before


def test_drafts_with_the_same_content_are_published_and_take_the_overlays_file(
    database: Database, elsewhere: Database
) -> None:
    data = written(database, OVERLAY)
    archive = unpack(data)
    put_draft(elsewhere, archive.parts["matrices/our-own-1.0.0.yaml"])
    put_draft(elsewhere, archive.parts["matrices/northmere-1.0.0.yaml"])
    assert set(states(elsewhere).values()) == {LibraryState.DRAFT}
    bring_in(elsewhere, data)
    assert set(states(elsewhere).values()) == {LibraryState.PUBLISHED}
    with elsewhere.reading() as session:
        entry = find_matrix_entry(session, key="northmere", version="1.0.0")
        assert entry is not None
        assert find_overlay_file(session, matrix_version=entry.id) == OVERLAY


def test_an_overlay_that_is_published_with_the_same_matrix_stays_as_it_is(
    database: Database, elsewhere: Database
) -> None:
    data = written(database, OVERLAY)
    with_other_comment = OVERLAY + b"# another comment\n"
    put_published(elsewhere, unpack(data).parts["matrices/our-own-1.0.0.yaml"])
    put_published(elsewhere, with_other_comment)
    bring_in(elsewhere, data)
    with elsewhere.reading() as session:
        entry = find_matrix_entry(session, key="northmere", version="1.0.0")
        assert entry is not None
        assert find_overlay_file(session, matrix_version=entry.id) == with_other_comment


def without_overlays(database: Database) -> None:
    """As the library is where an overlay came with an archive of before: as the one matrix that the two made."""
    with database.writing() as session:
        session.execute(text("DROP TRIGGER matrix_version_refuses_update"))
        session.execute(text("UPDATE matrix_version SET overlay = NULL, overlays_id = NULL"))


def test_an_overlay_whose_file_is_not_here_goes_as_the_one_matrix_that_it_made(
    database: Database, elsewhere: Database
) -> None:
    living = a_closed_round(database, OVERLAY)
    without_overlays(database)
    data = write(database, living.collaborative, living.number)
    assert parts_of(data) == {"matrices/northmere-1.0.0.yaml"}
    assert unpack(data).manifest["format"] == 1
    assert differences(data) == ()
    made = bring_in(elsewhere, data)
    assert states(elsewhere) == {"northmere 1.0.0": LibraryState.PUBLISHED}
    assert_equal(unpack(data), unpack(write(elsewhere, made.collaborative, made.number)))


def test_an_overlay_that_no_longer_makes_the_same_matrix_goes_without_its_file(database: Database) -> None:
    living = a_closed_round(database, OVERLAY)
    with database.writing() as session:
        session.execute(text("DROP TRIGGER matrix_version_refuses_update"))
        other = OVERLAY.replace(b"How we design", b"How they design")
        session.execute(text("UPDATE matrix_version SET overlay = :o WHERE key = 'northmere'"), {"o": other})
    assert parts_of(write(database, living.collaborative, living.number)) == {"matrices/northmere-1.0.0.yaml"}


def test_what_a_library_does_not_publish_refuses_the_import_in_a_sentence(
    database: Database, elsewhere: Database
) -> None:
    """A version here that came later declares something untrue of the one that the archive brings."""
    put_published(elsewhere, next_file(changes=UNTRUE))
    with pytest.raises(ImportRefused, match=r"cannot be published here: “Our own” 1\.0\.0 is not what a later version"):
        bring_in(elsewhere, written(database, OVERLAY), matrices_confirmed=True)
    with elsewhere.reading() as session:
        assert session.scalars(select(ImportedArchive)).all() == []


def test_an_overlay_that_makes_another_matrix_is_not_brought_in(database: Database, elsewhere: Database) -> None:
    archive = unpack(written(database, OVERLAY))
    name = "overlays/northmere-1.0.0.yaml"
    changed: Archive = replace(archive, parts={**archive.parts, name: OVERLAY.replace(b"How we", b"How they")})
    state = RoundState.from_json(archive.parts["state.json"])
    with elsewhere.writing() as session, pytest.raises(ImportRefused, match="it does not make"):
        publish_matrices(session, archive=changed, state=state, by=None, now=NOW)
