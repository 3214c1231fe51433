from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import list_matrices
from maturity.persistence.rows.account import Account
from maturity.usecases.passwords import is_right_password
from tests.cli.conftest import PASSWORD, Run

WHO = ("--name", "Jo", "--email", "jo@northmere.example")


def test_an_installation_has_its_administrator_and_the_shipped_matrices(database: Database) -> None:
    with database.reading() as session:
        account = session.scalars(select(Account)).one()
        assert (account.name, account.email) == ("Jo", "jo@northmere.example")
        assert account.is_administrator
        assert account.may_set_up
        assert is_right_password(account.password_hash, PASSWORD)
        assert len(list_matrices(session)) == 3


def test_what_is_made_can_be_read_by_its_owner_alone(installed: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in installed.iterdir()}
    assert modes == {"maturity.sqlite3": 0o600, "secret-key": 0o600}
    assert installed.stat().st_mode & 0o777 == 0o700


def test_name_address_and_password_are_asked_for(run: Run, instance: Path) -> None:
    result = run("init", stdin=f"Jo\njo@northmere.example\n{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert "Name of the first administrator: Jo" in result.output
    assert PASSWORD not in result.output
    assert (instance / "maturity.sqlite3").exists()


def test_the_password_can_come_from_a_file(run: Run, instance: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\nsecond line\n")
    assert run("init", *WHO, "--password-file", file).exit_code == 0
    database = Database(instance / "maturity.sqlite3")
    with database.reading() as session:
        assert is_right_password(session.scalars(select(Account.password_hash)).one(), PASSWORD)
    database.close()


def test_a_database_with_accounts_is_refused_before_anything_is_asked(run: Run, installed: Path) -> None:
    before = (installed / "maturity.sqlite3").read_bytes()
    result = run("init")
    assert result.exit_code == 2
    assert result.stderr == "The database has 1 account already. Its administrators can add people.\n"
    assert (installed / "maturity.sqlite3").read_bytes() == before


@pytest.mark.parametrize(
    "arguments, stdin, sentence",
    [
        ((*WHO, "--password-stdin"), "short\n", "Password must be 15 characters or more."),
        ((*WHO, "--password-stdin"), "", "Password must be 15 characters or more."),
        (("--name", "Jo", "--email", "jo", "--password-stdin"), f"{PASSWORD}\n", "Enter an email address"),
        ((*WHO, "--password-file", "nowhere"), "", "No such file or directory (nowhere)."),
        ((*WHO, "--password-file", "nowhere", "--password-stdin"), "", "not by both."),
    ],
)
def test_what_cannot_work_is_refused_in_a_sentence_and_makes_no_database(
    run: Run, instance: Path, arguments: tuple[str, ...], stdin: str, sentence: str
) -> None:
    result = run("init", *arguments, stdin=stdin)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not (instance / "maturity.sqlite3").exists()


def test_an_administrator_needs_a_name(run: Run) -> None:
    result = run("init", "--name", " ", "--email", "jo@northmere.example", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert result.exit_code == 2
    assert result.stderr == "The administrator needs a name.\n"
