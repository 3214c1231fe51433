from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest
from hypothesis import Phase, find, given, settings
from sqlalchemy import func, select, text

from maturity.core.consensus import ConsensusState
from maturity.core.library import LibraryState
from maturity.core.matrix_file import write_matrix
from maturity.core.record.archive import Archive, unpack, zipped
from maturity.core.record.round_state import Part, RoundState, canonical_json
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.audit_file import open_record
from maturity.persistence.queries.signature_file import faults_of_signatures
from maturity.persistence.rows.account import Account, RoleGrant
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.imported_archive import ImportedArchive
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.reports.archive_check import check_archive
from maturity.reports.archive_file import archive_file
from maturity.reports.pdf import ReportKind
from maturity.usecases.archive import TOLD_EVENTS, gather_archive
from maturity.usecases.archive_import import Imported, NotConfirmed, import_archive
from maturity.usecases.archive_matrices import ImportRefused
from maturity.usecases.author import MatrixChanged, add_matrix
from maturity.usecases.closed_rounds import NotClosedYet, open_round_heads
from maturity.usecases.sign_in import add_account
from tests.factories.drawn_rounds import DrawnRound, make, rounds_drawn, sign
from tests.factories.full_rounds import FullRound, a_full_round
from tests.factories.living_rounds import NOW, a_database, a_living_round, keep_matrix
from tests.factories.matrices import a_matrix

FIRST_FOUND = settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.generate])
SAME = ("state.json", "evidence.csv", "signatures.json", "figures.json", "people.json")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Database]:
    """Another installation, in which somebody works already, so that no id is what it was."""
    (tmp_path / "elsewhere").mkdir()
    database = a_database(tmp_path / "elsewhere")
    a_living_round(database, name="Westmere", partners=("One", "Two", "Three", "Four"))
    yield database
    database.close()


def write(database: Database, collaborative: int, number: int, *, whole: bool = True) -> bytes:
    with database.reading() as session:
        heads = open_round_heads(session, collaborative=collaborative, number=number, may_see_draft=False)
        contents, report = gather_archive(session, heads=heads, whole=whole)
    return archive_file(contents, report=report, pdfs=dict.fromkeys(ReportKind, b"%PDF"))


def write_full(full: FullRound, *, whole: bool = True) -> bytes:
    return write(full.database, full.living.collaborative, full.living.number, whole=whole)


def bring_in(
    database: Database, data: bytes, *, accounts_confirmed: bool = False, matrices_confirmed: bool = False
) -> Imported:
    with database.writing() as session:
        return import_archive(
            session,
            archive=unpack(data),
            data=data,
            by=None,
            now=NOW + timedelta(days=9),
            accounts_confirmed=accounts_confirmed,
            matrices_confirmed=matrices_confirmed,
        )


def differences(data: bytes) -> tuple[str, ...]:
    return check_archive(unpack(data)).differences


def assert_equal(one: Archive, other: Archive) -> None:
    files = [name for name in one.parts if name.startswith(("matrices/", "overlays/"))]
    assert files == [name for name in other.parts if name.startswith(("matrices/", "overlays/"))]
    for name in (*SAME, *files):
        assert one.parts[name] == other.parts[name], name
    for said in ("state_hash", "format"):
        assert one.manifest[said] == other.manifest[said]


@pytest.mark.parametrize("naming", Naming)
def test_an_archive_brought_in_elsewhere_is_written_there_as_it_was(
    database: Database, elsewhere: Database, naming: Naming
) -> None:
    full = a_full_round(database, naming)
    sign(full.living, 0, SignOffDecision.AGREES)
    full.living.move("reopen", reason="A level was wrong.")
    full.living.move("close", now=NOW + timedelta(days=1))
    sign(full.living, 0, SignOffDecision.RESERVATIONS, "The budget is missing.")
    first = write_full(full)
    assert differences(first) == ()
    made = bring_in(elsewhere, first)
    again = write(elsewhere, made.collaborative, made.number)
    assert differences(again) == ()
    assert_equal(unpack(first), unpack(again))


def test_sign_offs_that_came_with_an_archive_are_held_by_the_record_in_it(
    database: Database, elsewhere: Database
) -> None:
    full = a_full_round(database)
    sign(full.living, 0, SignOffDecision.AGREES)
    bring_in(elsewhere, write_full(full))

    def faults() -> list[str]:
        with open_record(elsewhere.path) as record:
            return faults_of_signatures(record)

    assert faults() == []
    with elsewhere.writing() as session:
        session.execute(text("DROP TRIGGER sign_off_refuses_update"))
        session.execute(text("UPDATE sign_off SET words = 'Never said.'"))
    altered, missing = faults()
    assert "does not say what any event holds" in altered
    assert missing.startswith("A sign-off that came with the imported archive of round ")


def there_and_back(drawn: DrawnRound, spoil: str | None = None) -> None:
    """Make a round, bring it in elsewhere and ask whether it is the same there; `spoil` is done to it in between."""
    with TemporaryDirectory() as here, TemporaryDirectory() as there:
        one, other = a_database(Path(here)), a_database(Path(there))
        try:
            living = make(drawn, one)
            first = write(one, living.collaborative, living.number)
            assert differences(first) == ()
            made = bring_in(other, first, matrices_confirmed=True)
            if spoil is not None:
                with other.writing() as session:
                    for statement in spoil.split("; "):
                        session.execute(text(statement))
            assert_equal(unpack(first), unpack(write(other, made.collaborative, made.number)))
        finally:
            one.close()
            other.close()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(drawn=rounds_drawn())
def test_whatever_is_in_a_round_it_is_the_same_after_it_was_brought_in(drawn: DrawnRound) -> None:
    there_and_back(drawn)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE response SET evidence = 'lost' WHERE evidence <> ''",
        "UPDATE consensus SET level = 5 - level WHERE level IS NOT NULL",
        "UPDATE hindsight SET reason = 'lost'",
        "DROP TRIGGER matrix_version_refuses_update; UPDATE matrix_version SET overlay = NULL, overlays_id = NULL",
    ],
)
def test_a_column_that_was_lost_on_the_way_would_be_found(spoil: str) -> None:
    def is_found(drawn: DrawnRound) -> bool:
        try:
            there_and_back(drawn, spoil)
        except AssertionError:
            return True
        return False

    find(rounds_drawn(), is_found, settings=FIRST_FOUND)


def test_people_cannot_sign_in_and_have_no_role_and_who_is_known_stays(database: Database, elsewhere: Database) -> None:
    full = a_full_round(database)
    with elsewhere.writing() as session:
        known = add_account(session, name="Known here", email="CLEO@example.org", now=NOW, by=None)
        before = session.scalar(select(func.count()).select_from(RoleGrant))
    bring_in(elsewhere, write_full(full), accounts_confirmed=True)
    with elsewhere.reading() as session:
        assert session.scalar(select(func.count()).select_from(RoleGrant)) == before
        there = {row.email: row for row in session.scalars(select(Account))}
        assert there["CLEO@example.org"].id == known
        assert there["CLEO@example.org"].name == "Known here"
        brought = there["person0@northmere.example.org"]
        assert (brought.password_hash, brought.is_disabled) == (None, True)


def test_one_event_and_one_row_say_that_it_was_brought_in_and_only_once(
    database: Database, elsewhere: Database
) -> None:
    data = write_full(a_full_round(database))
    with elsewhere.reading() as session:
        before = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    bring_in(elsewhere, data)
    with elsewhere.reading() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        kept = session.scalars(select(ImportedArchive)).one()
        actions = [event.action for event in events[before:]]
        assert actions == ["add account"] * 5 + ["publish matrix", "import archive"]
        assert kept.content == data
        assert events[-1].subject == kept.archive_hash
    with pytest.raises(ImportRefused, match="already"):
        bring_in(elsewhere, data)


def test_a_library_with_another_content_under_the_same_version_refuses_it(
    database: Database, elsewhere: Database
) -> None:
    full = a_full_round(database)
    keep_matrix(elsewhere, replace(full.living.matrix, version="9.0.0", title="Another content"))
    with pytest.raises(ImportRefused, match="with other content"):
        bring_in(elsewhere, write_full(full))


def test_without_every_tier_it_is_not_brought_in_and_holds_no_word_of_anybody(
    database: Database, elsewhere: Database
) -> None:
    full = a_full_round(database, Naming.ANONYMOUS)
    data = write_full(full, whole=False)
    assert differences(data) == ()
    for kept_back in (
        "I see it daily.",
        "It came on paper.",
        "We hold that it is higher.",
        "Cleoqx",
    ):
        for name, content in unpack(data).parts.items():
            assert kept_back.encode() not in content or name == "data.csv", name
    assert b"I see it daily." in unpack(write_full(full)).parts["state.json"], "the control"
    assert b"Alderqp" not in unpack(data).parts["data.csv"], "told without names, as everywhere"
    with pytest.raises(ImportRefused, match="every tier"):
        bring_in(elsewhere, data)


def test_only_a_closed_round_is_written(database: Database) -> None:
    living = a_living_round(database)
    with pytest.raises(NotClosedYet):
        write(database, living.collaborative, living.number)


def test_the_same_round_gives_the_same_file(database: Database) -> None:
    full = a_full_round(database)
    assert write_full(full) == write_full(full)
    assert ConsensusState.SET_ASIDE.value.encode() in write_full(full)


def actions_in(record: dict[str, Any]) -> set[str]:
    before = record["before_import"]
    return {event["action"] for event in record["events"]} | (set() if before is None else actions_in(before))


def test_a_leads_archive_of_an_imported_round_tells_of_nobody_when_they_answered(
    database: Database, elsewhere: Database
) -> None:
    full = a_full_round(database, Naming.ANONYMOUS)
    made = bring_in(elsewhere, write_full(full))
    told = write(elsewhere, made.collaborative, made.number, whole=False)
    assert differences(told) == ()
    assert actions_in(json.loads(unpack(told).parts["events.json"])) <= set(TOLD_EVENTS)
    whole = unpack(write(elsewhere, made.collaborative, made.number)).parts["events.json"]
    assert {"save answer", "vote", "submit response"} <= actions_in(json.loads(whole)), "the control"


def test_of_an_imported_archive_only_the_events_are_read_to_write_the_round_again(
    database: Database, elsewhere: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bring_in(elsewhere, write_full(a_full_round(database)))
    read: list[str] = []
    reading = ZipFile.read

    def noted(file: ZipFile, part: ZipInfo) -> bytes:
        read.append(part.filename)
        return reading(file, part)

    monkeypatch.setattr(ZipFile, "read", noted)
    write(elsewhere, made.collaborative, made.number, whole=False)
    assert read == ["events.json"]


def test_a_draft_with_the_same_content_is_published_and_so_never_changes(
    database: Database, elsewhere: Database
) -> None:
    full = a_full_round(database)
    archive = unpack(write_full(full))
    [name] = [each for each in archive.parts if each.endswith("-9.0.0.yaml")]
    with elsewhere.writing() as session:
        assert add_matrix(session, data=archive.parts[name], name=name, by=None, now=NOW).state is LibraryState.DRAFT
    bring_in(elsewhere, write_full(full))
    with elsewhere.writing() as session:
        states = session.scalars(select(MatrixVersion.state)).all()
        assert set(states) == {LibraryState.PUBLISHED}
        other = write_matrix(replace(full.living.matrix, version="9.0.0", title="Another")).encode()
        with pytest.raises(MatrixChanged):
            add_matrix(session, data=other, name=name, by=None, now=NOW)


def test_a_matrix_under_the_name_of_another_is_found_and_not_brought_in(
    database: Database, elsewhere: Database
) -> None:
    archive = unpack(write_full(a_full_round(database)))
    other = write_matrix(replace(a_matrix(), key="another", version="9.0.0")).encode()
    state = RoundState.from_json(archive.parts["state.json"])
    part = state.told["matrix"]
    rows = tuple((*row[:2], sha256(other).hexdigest()) if row[1] == "9.0.0" else row for row in part.rows)
    assert state.kept_back is not None
    forged = RoundState.of({**state.told, "matrix": Part(part.columns, rows)}, state.kept_back)
    [name] = [each for each in archive.parts if each.endswith("-9.0.0.yaml")]
    changed = replace(archive, parts={**archive.parts, name: other, "state.json": forged.to_json()})
    assert f"{name}: it is “another” 9.0.0" in check_archive(changed).differences
    with elsewhere.writing() as session, pytest.raises(ImportRefused, match="in the place of"):
        import_archive(
            session,
            archive=changed,
            data=b"",
            by=None,
            now=NOW,
            accounts_confirmed=False,
            matrices_confirmed=True,
        )


def test_who_had_an_account_here_is_told(database: Database, elsewhere: Database) -> None:
    with elsewhere.writing() as session:
        add_account(session, name="Known here", email="CLEO@example.org", now=NOW, by=None)
    made = bring_in(elsewhere, write_full(a_full_round(database)), accounts_confirmed=True)
    assert (made.known, made.new_people) == (("CLEO@example.org",), 4)


def with_other_words(data: bytes, name: str, old: str, new: str) -> bytes:
    """The archive with words changed in one part, the first of them, and its manifest made anew."""
    archive = unpack(data)
    part = archive.parts[name].replace(old.encode(), new.encode(), 1)
    assert part != archive.parts[name]
    listed = {**archive.manifest["parts"], name: sha256(part).hexdigest()}
    manifest = canonical_json({**archive.manifest, "parts": listed})
    return zipped({**archive.parts, name: part, "manifest.json": manifest})


def test_words_come_under_an_account_of_here_only_once_that_was_confirmed(
    database: Database, elsewhere: Database
) -> None:
    with elsewhere.writing() as session:
        add_account(session, name="Known here", email="vera@westmere.example.org", now=NOW, by=None)
        before = session.scalar(select(func.count()).select_from(Account))
    data = write_full(a_full_round(database))
    swapped = with_other_words(data, "people.json", "person0@northmere.example.org", "vera@westmere.example.org")
    assert differences(swapped) == (), "no check of the archive alone can find it"
    with pytest.raises(NotConfirmed) as refused:
        bring_in(elsewhere, swapped)
    assert (refused.value.known, refused.value.matrices) == (("vera@westmere.example.org",), ())
    with elsewhere.reading() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == before
        assert session.scalars(select(ImportedArchive)).all() == []
    assert bring_in(elsewhere, data).known == (), "nobody is asked where no address is known here"


def test_two_people_under_one_address_are_not_brought_in(database: Database, elsewhere: Database) -> None:
    data = write_full(a_full_round(database))
    swapped = with_other_words(data, "people.json", "person0@northmere.example.org", "CLEO@example.org")
    with pytest.raises(ImportRefused, match="two people by one address"):
        bring_in(elsewhere, swapped, accounts_confirmed=True)
