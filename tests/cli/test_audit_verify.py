from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from maturity.core.record.audit_chain import Head
from maturity.core.record.sign_off import SignOffDecision
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.audit import record_event
from maturity.usecases.sign_off import Signing, open_signing, sign_off_round
from tests.cli.conftest import Run
from tests.conftest import NOW
from tests.factories.living_rounds import LivingRound, a_living_round


@pytest.fixture
def file(database: Database) -> Path:
    """The database of an installation with some events."""
    with database.writing() as session:
        for _ in range(6):
            record_event(session, action="sign in", now=NOW, account=1)
    return database.path


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite.connect(str(path), isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, definition in guards:
            connection.execute(definition)


def head_of(run: Run) -> str:
    return str(run("audit", "head").output).strip()


def test_a_whole_record_is_said_to_be_whole_with_the_head_to_note(run: Run, file: Path) -> None:
    del file
    result = run("audit", "verify")
    assert result.exit_code == 0
    head = Head.read(head_of(run))
    assert f"The record is whole: {head.number} events, from 20" in result.output
    assert f"Note this head outside this machine: {head}" in result.output


def test_a_clock_that_ran_backwards_is_remarked_on_and_no_fault(run: Run, file: Path) -> None:
    del file
    # The installation was made today, and its later events say March.
    result = run("audit", "verify")
    assert result.exit_code == 0
    assert "A remark, no fault: the clock of the server ran backwards once, first before event " in result.output
    assert " (expected in the worked example, whose dates are invented).\n" in result.output


def test_an_altered_event_is_named_and_the_check_fails(run: Run, file: Path) -> None:
    tamper(file, "UPDATE audit_event SET account_id = 77 WHERE id = 3")
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert result.output.startswith("Event 3 is not as it was recorded: its hash is that of something else.\n")
    assert "The record is not whole." in result.output


def test_events_cut_off_are_found_by_the_head_that_was_noted(run: Run, file: Path) -> None:
    head = head_of(run)
    assert run("audit", "verify", "--head", head).output.count("The head that was noted is in it.") == 1
    tamper(file, "DELETE FROM audit_event WHERE id > 4")
    assert run("audit", "verify").exit_code == 0
    result = run("audit", "verify", "--head", head)
    assert result.exit_code == 1
    assert "whose hash was noted, is not there: the record ends with event 4." in result.output


def test_several_heads_can_be_looked_for(run: Run, file: Path, database: Database) -> None:
    del file
    first = head_of(run)
    with database.writing() as session:
        record_event(session, action="sign in", now=NOW, account=1)
    result = run("audit", "verify", "--head", first, "--head", head_of(run))
    assert "All 2 heads that were noted are in it." in result.output


def test_a_head_that_is_none_is_refused_in_a_sentence(run: Run, file: Path) -> None:
    del file
    result = run("audit", "verify", "--head", "17")
    assert result.exit_code == 2
    assert "“17” is no head of the record." in result.stderr


def test_a_database_that_no_longer_refuses_changes_is_not_right(run: Run, file: Path) -> None:
    with closing(sqlite.connect(str(file))) as connection:
        connection.execute("DROP TRIGGER audit_event_refuses_delete")
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert "it has no audit_event_refuses_delete. Somebody took that away." in result.output
    assert "The record is whole" in result.output


def test_a_guard_that_is_there_and_never_speaks_is_not_right(run: Run, file: Path) -> None:
    with closing(sqlite.connect(str(file))) as connection:
        connection.execute("DROP TRIGGER audit_event_refuses_delete")
        connection.execute(
            "CREATE TRIGGER audit_event_refuses_delete BEFORE DELETE ON audit_event WHEN 0 "
            "BEGIN SELECT RAISE(ABORT, 'rows of audit_event are only ever added'); END"
        )
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert "it has no audit_event_refuses_delete. Somebody took that away." in result.output


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET happened_at = 'yesterday' WHERE id = 2",
        "UPDATE audit_event SET happened_at = '2026-02-31 10:00:00.000000' WHERE id = 2",
        "UPDATE audit_event SET happened_at = 20260304 WHERE id = 2",
        "UPDATE audit_event SET action = x'ff00' WHERE id = 2",
        "UPDATE audit_event SET subject = CAST(x'c3' AS TEXT) WHERE id = 2",
        "UPDATE audit_event SET account_id = 'nobody' WHERE id = 2",
        "UPDATE audit_event SET hash = 'none' WHERE id = 2",
    ],
)
def test_what_is_no_event_at_all_is_named_too(run: Run, file: Path, statement: str) -> None:
    tamper(file, "PRAGMA foreign_keys = OFF", statement)
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert result.output.startswith("In the place of event 2 is what is no event: ")


def test_a_copy_is_checked_without_an_installation_and_left_as_it_is(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy" / "kept.sqlite3"
    copy.parent.mkdir()
    run("db", "backup", copy)
    before = copy.read_bytes()
    del file
    monkeypatch.setenv("MATURITY_INSTANCE", "")
    monkeypatch.setenv("MATURITY_THREADS", "none at all")
    result = run("audit", "verify", copy)
    assert (result.exit_code, result.output.count("The record is whole")) == (0, 1)
    assert copy.read_bytes() == before


def test_a_copy_in_a_folder_that_nobody_may_write_to_is_checked(run: Run, file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "shut" / "kept.sqlite3"
    copy.parent.mkdir()
    shutil.copy(file, copy)
    copy.parent.chmod(0o500)
    try:
        assert run("audit", "head", copy).exit_code == 0
    finally:
        copy.parent.chmod(0o700)


def test_a_database_of_a_later_version_that_is_refused_otherwise_is_checked(run: Run, file: Path) -> None:
    tamper(file, "UPDATE alembic_version SET version_num = '9999'")
    assert run("matrix", "list").exit_code == 2
    assert run("audit", "verify").exit_code == 0


@pytest.mark.parametrize("command", ["verify", "head"])
def test_a_file_without_a_record_is_refused_in_a_sentence(run: Run, tmp_path: Path, command: str) -> None:
    other = tmp_path / "recipes.sqlite3"
    with closing(sqlite.connect(str(other))) as connection:
        connection.execute("CREATE TABLE recipe (title TEXT)")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, this is a letter and not a database. " * 100)
    for path, said in (
        (tmp_path / "none", "There is no database at"),
        (other, "has no record of events"),
        (letter, "cannot be read as a database: file is not a database"),
    ):
        result = run("audit", command, path)
        assert result.exit_code == 2
        assert said in result.stderr


def test_a_record_that_is_not_chained_yet_asks_for_the_upgrade(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with closing(sqlite.connect(str(path))) as connection:
        connection.execute(
            "CREATE TABLE audit_event (id INTEGER PRIMARY KEY, happened_at, account_id, collaborative_id, round_id, "
            "action, subject)"
        )
    result = run("audit", "verify", path)
    assert result.exit_code == 2
    assert "Run “maturity db upgrade”." in result.stderr


def test_a_record_without_events_has_no_head(run: Run, file: Path) -> None:
    tamper(file, "DELETE FROM audit_event")
    assert run("audit", "verify").output == "The record is whole: it has no event yet.\n"
    assert "no head" in run("audit", "head").stderr


@pytest.fixture
def signed(database: Database) -> Path:
    """The database of an installation with a round that two partners signed."""
    living = a_living_round(database)
    living.move("close-responding")
    living.move("close")
    for place, decision in enumerate((SignOffDecision.AGREES, SignOffDecision.RESERVATIONS)):
        sign(living, place, decision)
    return database.path


def sign(living: LivingRound, place: int, decision: SignOffDecision) -> None:
    partner = list(living.partners)[place]
    account = living.partners[partner]
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        sheet = open_signing(session, head=head, partner=partner, account=account, on_behalf=False)
        signing = Signing(decision, "The budget.", "Ada Moor", "Chair", sheet.state_hash, sheet.seen, f"key {place}")
        sign_off_round(session, sheet=sheet, signing=signing, account=account, on_behalf=False, now=NOW)


def write_past_the_product(path: Path, statement: str) -> None:
    with closing(sqlite.connect(str(path), isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'sign_off'"
        ).fetchall()
        assert guards
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
        for _, definition in guards:
            connection.execute(definition)


def test_sign_offs_as_they_were_signed_are_no_fault(run: Run, signed: Path) -> None:
    result = run("audit", "verify", signed)
    assert (result.exit_code, result.output.count("ign-off")) == (0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sign_off SET words = 'None at all.' WHERE id = 2",
        "UPDATE sign_off SET decision = 'agrees' WHERE id = 2",
        "UPDATE sign_off SET signed_name = 'Bo Reed' WHERE id = 2",
        "UPDATE sign_off SET role_title = 'Clerk' WHERE id = 2",
        "UPDATE sign_off SET on_behalf = 1 WHERE id = 2",
        "UPDATE sign_off SET on_behalf = 'so' WHERE id = 2",
        "UPDATE sign_off SET state_hash = 'ff' WHERE id = 2",
        "UPDATE sign_off SET request_key = 'another' WHERE id = 2",
        "UPDATE sign_off SET signed_at = '2026-01-01 00:00:00.000000' WHERE id = 2",
        "UPDATE sign_off SET words = x'ff00' WHERE id = 2",
    ],
)
def test_an_altered_sign_off_is_named_though_no_event_was_touched(run: Run, signed: Path, statement: str) -> None:
    write_past_the_product(signed, statement)
    result = run("audit", "verify", signed)
    assert result.exit_code == 1
    assert result.output.startswith("Sign-off 2 (round 1, partner 2 in the database) does not say what was signed by ")
    assert "The record is whole" in result.output


@pytest.mark.parametrize(
    "statement, said",
    [
        ("DELETE FROM sign_off WHERE id = 1", "(round 1, partner 1 in the database) is missing.\n"),
        (
            (
                "INSERT INTO sign_off SELECT 9, round_id, partner_id, account_id, on_behalf, signed_name, role_title, "
                "decision, words, state_hash, 'forged', signed_at FROM sign_off WHERE id = 1"
            ),
            "Sign-off 9 (round 1, partner 1 in the database) does not say what any event holds",
        ),
        (
            "UPDATE sign_off SET partner_id = 2 WHERE id = 1",
            "Sign-off 1 (round 1, partner 2 in the database) does not say what any event holds",
        ),
    ],
)
def test_a_sign_off_that_was_taken_out_or_put_in_is_named(run: Run, signed: Path, statement: str, said: str) -> None:
    write_past_the_product(signed, statement)
    result = run("audit", "verify", signed)
    assert (result.exit_code, said in result.output) == (1, True)
