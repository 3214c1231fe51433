from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from maturity.core.matrix_file import read_matrix
from maturity.persistence.engine import Database
from maturity.persistence.rows.imported_archive import ImportedArchive
from tests.cli.conftest import PASSWORD, Run
from tests.factories.living_rounds import a_living_round
from tests.factories.matrix_files import an_overlay, own_file
from tests.factories.rooms import a_room


@pytest.fixture
def written(run: Run, database: Database, tmp_path: Path) -> Path:
    """The archive of a closed round of this installation."""
    living = a_living_round(database)
    a_room(living)
    living.move("close")
    file = tmp_path / "round.zip"
    result = run("archive", "write", living.collaborative, living.number, file)
    assert result.exit_code == 0, result.output
    assert f"SHA-256 of the file: {sha256(file.read_bytes()).hexdigest()}" in result.output
    return file


def test_an_archive_is_written_with_its_reports_checked_and_brought_in(
    run: Run, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(written) as file:
        assert {"reports/board.pdf", "reports/full.pdf", "people.json"} <= set(file.namelist())
        assert file.read("reports/board.pdf").startswith(b"%PDF")
    monkeypatch.setenv("MATURITY_INSTANCE", str(tmp_path / "nothing-is-here"))
    checked = run("archive", "verify", written)
    assert checked.exit_code == 0
    assert "Looked at every figure, scored again from the state\n" in checked.output
    assert "Nobody has signed this round off.\n" in checked.output
    assert "the SHA-256 of the file: data.csv, people.json, reports/board.pdf, reports/full.pdf.\n" in checked.output
    assert checked.output.endswith("Unchanged: Northmere, round 1, “Spring 2026”.\n")
    monkeypatch.setenv("MATURITY_INSTANCE", str(tmp_path / "elsewhere"))
    run("init", "--name", "Jo", "--email", "jo@northmere.example", "--password-stdin", stdin=f"{PASSWORD}\n")
    made = run("archive", "import", written)
    assert made.exit_code == 0, made.output
    assert "Brought in as round 1 of collaborative 1, with 4 people new here." in made.output
    database = Database(tmp_path / "elsewhere/maturity.sqlite3")
    with database.reading() as session:
        assert session.scalars(select(ImportedArchive)).one().content == written.read_bytes()
    database.close()
    again = run("archive", "import", written)
    assert again.exit_code == 2
    assert again.stderr == "This archive is in this installation already. Nothing was changed.\n"


def test_a_changed_archive_is_said_to_be_and_not_brought_in(run: Run, written: Path) -> None:
    expected = sha256(written.read_bytes()).hexdigest()
    assert run("archive", "verify", written, "--sha256", expected).exit_code == 0
    written.write_bytes(written.read_bytes() + b" ")
    for command in (("verify",), ("import",)):
        result = run("archive", *command, written)
        assert result.exit_code == 1
        assert "something in it was changed" in result.output
    for name in ("verify", "import"):
        other = run("archive", name, written, "--sha256", expected)
        assert other.exit_code == 1
        assert other.output == "Changed: the file is not the one with this SHA-256.\n"


def test_a_head_that_was_noted_is_looked_for(run: Run, written: Path) -> None:
    [line] = [each for each in run("archive", "verify", written).output.splitlines() if "The head of" in each]
    head = line.rpartition(" ")[2]
    assert run("archive", "verify", written, "--head", head).exit_code == 0
    assert run("audit", "verify", "--head", head).exit_code == 0, "it is one of the installation"
    other = run("archive", "verify", written, "--head", f"{head[:-64]}{'0' * 64}")
    assert other.exit_code == 1
    assert other.output.endswith("Changed: the head that was noted is not in its record of events.\n")


def test_what_cannot_be_written_or_read_is_said(run: Run, written: Path, tmp_path: Path) -> None:
    exists = run("archive", "write", 1, 1, written)
    assert exists.exit_code == 2
    assert "an archive never replaces a file" in exists.stderr
    assert run("archive", "write", 1, 7, tmp_path / "new.zip").stderr == "Collaborative 1 has no round 7.\n"
    assert run("archive", "verify", tmp_path / "missing.zip").exit_code == 2


def test_a_round_that_is_not_closed_is_not_written(run: Run, database: Database, tmp_path: Path) -> None:
    living = a_living_round(database)
    result = run("archive", "write", living.collaborative, living.number, tmp_path / "new.zip")
    assert result.exit_code == 2
    assert "is not closed yet" in result.stderr


def test_a_matrix_that_no_signature_names_is_listed_before_it_is_published_for_good(
    run: Run, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = an_overlay(b"wording: {design: {title: How we design}}\n")
    living = a_living_round(database, matrix=read_matrix(own_file(), name="own.yaml"), files=[overlay])
    living.move("close-responding")
    living.move("close")
    file = tmp_path / "round.zip"
    assert run("archive", "write", living.collaborative, living.number, file).exit_code == 0
    below = sha256(zipfile.ZipFile(file).read("matrices/our-own-1.0.0.yaml")).hexdigest()
    for name, confirmed in (
        ("one", ("--these-matrices",)),
        ("two", ("--sha256", sha256(file.read_bytes()).hexdigest())),
    ):
        monkeypatch.setenv("MATURITY_INSTANCE", str(tmp_path / name))
        run("init", "--name", "Jo", "--email", "jo@other.example", "--password-stdin", stdin=f"{PASSWORD}\n")
        for not_enough in ((), ("--these-accounts",)):
            refused = run("archive", "import", file, *not_enough)
            assert refused.exit_code == 2
            assert f"  our-own 1.0.0, SHA-256 {below}\n" in refused.stderr
            assert "Nothing was changed" in refused.stderr
            assert "--these-matrices" in refused.stderr
            assert "--these-accounts" not in refused.stderr
            assert "our-own" not in run("matrix", "list").output
        made = run("archive", "import", file, *confirmed)
        assert made.exit_code == 0, made.output
        assert "our-own" in run("matrix", "list").output


def test_whoever_has_an_account_here_is_named_before_anything_is_said_by_them(
    run: Run, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first, *_] = json.loads(zipfile.ZipFile(written).read("people.json"))
    email = first["email"]
    for name, confirmed in (
        ("one", ("--these-accounts",)),
        ("two", ("--sha256", sha256(written.read_bytes()).hexdigest())),
    ):
        monkeypatch.setenv("MATURITY_INSTANCE", str(tmp_path / name))
        run("init", "--name", "Jo", "--email", email, "--password-stdin", stdin=f"{PASSWORD}\n")
        refused = run("archive", "import", written)
        assert refused.exit_code == 2
        assert f"  {email}\n" in refused.stderr
        assert "Nothing was changed" in refused.stderr
        assert "--these-accounts" in refused.stderr
        made = run("archive", "import", written, *confirmed)
        assert made.exit_code == 0, made.output
        assert f"  {email}\n" in made.output
