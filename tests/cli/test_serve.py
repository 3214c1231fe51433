from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from maturity.persistence.engine import Database
from tests.cli.conftest import PASSWORD, PATIENCE, Run

Start = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture
def start(instance: Path) -> Iterator[Start]:
    """Start `maturity` in a process of its own, and give it and its output up to the line with its address."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environment: str) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [sys.executable, "-c", "from maturity.cli.main import main; main()", *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"MATURITY_INSTANCE": str(instance)} | environment,
        )
        started.append(process)
        assert process.stdout is not None
        output = ""
        while "is running on" not in output:
            line = process.stdout.readline()
            assert line, f"it ended with {process.wait(PATIENCE)} after saying: {output}"
            output += line
        return process, output

    yield start
    for process in started:
        process.terminate()
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def get(output: str, path: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", output)
    assert found is not None
    with urllib.request.urlopen(found[0] + path, timeout=PATIENCE) as answer:  # noqa: S310  (our own address)
        text: str = answer.read().decode()
        return text


@pytest.mark.usefixtures("installed")
def test_an_installation_is_served_and_stops_when_asked(start: Start) -> None:
    process, output = start("serve", "--port", "0", MATURITY_SERVICE_NAME="Northmere maturity")
    assert re.fullmatch(r"Northmere maturity is running on http://127\.0\.0\.1:\d+\. Press Ctrl\+C to stop\.\n", output)
    page = get(output, "/sign-in")
    assert "Northmere maturity" in page
    assert "otters" not in page
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0


@pytest.mark.usefixtures("installed")
def test_a_backup_that_was_taken_while_people_work_can_be_put_in_place_and_served(
    start: Start, run: Run, tmp_path: Path
) -> None:
    start("serve", "--port", "0")
    copy = tmp_path / "restored" / "maturity.sqlite3"
    assert run("db", "backup", copy).exit_code == 0
    _process, output = start("serve", "--port", "0", MATURITY_INSTANCE=str(copy.parent))
    assert "Sign in" in get(output, "/sign-in")
    assert accounts(copy.parent) == 1


def test_a_demo_makes_its_example_once_and_keeps_what_is_added(start: Start, instance: Path) -> None:
    process, output = start("demo", "--port", "0")
    for line in ("Making the database in", "Adding the worked example", "Adding round 3 of 3"):
        assert line in output
    page = get(output, "/sign-in")
    assert "lead@northmere.example" in page
    assert "four calm otters waiting" in page
    process.terminate()
    process.wait(PATIENCE)
    demo = instance / "demo"
    assert accounts(demo) == 18
    assert not (instance / "maturity.sqlite3").exists()  # the place of a real installation stays free

    _process, output = start("demo", "--port", "0")
    assert "Adding" not in output
    assert accounts(demo) == 18


def test_the_worked_example_is_served_in_demo_mode_only(run: Run, start: Start, instance: Path) -> None:
    process, _output = start("demo", "--port", "0")
    process.terminate()
    process.wait(PATIENCE)
    demo = str(instance / "demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATURITY_INSTANCE", demo)
        result = run("serve", "--port", "0")
    assert result.exit_code == 2
    assert result.stderr.startswith("The database holds the worked example, whose password is public. Start it with")
    assert len(result.stderr.splitlines()) == 1
    _process, output = start("serve", "--port", "0", MATURITY_INSTANCE=demo, MATURITY_DEMO="yes")
    assert "four calm otters waiting" in get(output, "/sign-in")


def test_a_real_installation_is_made_and_served_beside_the_worked_example(
    run: Run, start: Start, instance: Path
) -> None:
    process, _output = start("demo", "--port", "0")
    process.terminate()
    process.wait(PATIENCE)
    made = run("init", "--name", "Jo", "--email", "jo@northmere.example", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    _process, output = start("serve", "--port", "0")
    assert "otters" not in get(output, "/sign-in")
    assert (accounts(instance), accounts(instance / "demo")) == (1, 18)


def test_a_demo_does_not_touch_the_database_of_real_people(run: Run, installed: Path) -> None:
    installed.rename(installed.with_name("real"))
    installed.mkdir()
    installed.with_name("real").rename(installed / "demo")
    installed = installed / "demo"
    result = run("demo", "--port", "0")
    assert result.exit_code == 2
    assert "is in use, and the worked example would add accounts with a public password" in result.stderr
    assert accounts(installed) == 1


def accounts(instance: Path) -> int:
    database = Database(instance / "maturity.sqlite3")
    with database.reading() as session:
        count: int = session.connection().exec_driver_sql("SELECT count(*) FROM account").scalar_one()
    database.close()
    return count


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_setting_that_cannot_work_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("MATURITY_THREADS", "many")
    result = run(command, "--port", "0")
    assert result.exit_code == 2
    assert result.stderr == "MATURITY_THREADS: “many” is not a whole number from 1 to 64.\n"


def test_without_a_database_it_points_to_init(run: Run, instance: Path) -> None:
    result = run("serve", "--port", "0")
    assert result.exit_code == 2
    file = instance / "maturity.sqlite3"
    assert result.stderr == f"There is no database at {file}. Run “maturity init” to make one.\n"
    assert not file.exists()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_database_from_a_newer_version_is_not_served(run: Run, installed: Path, command: str) -> None:
    file = installed / "maturity.sqlite3"
    if command == "demo":
        file = installed / "demo" / file.name
        file.parent.mkdir()
        (installed / file.name).rename(file)
    connection = sqlite.connect(str(file))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    result = run(command, "--port", "0")
    assert result.exit_code == 2
    assert "made by a newer version of this product" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert file.read_bytes() == before


@pytest.mark.usefixtures("installed")
def test_a_port_that_is_taken_is_named(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 2
    assert result.stderr == f"Port {port} is in use by another program. Choose another one with --port.\n"


@pytest.mark.usefixtures("installed")
def test_an_address_of_another_machine_is_refused(run: Run) -> None:
    result = run("serve", "--host", "192.0.2.1", "--port", "0")
    assert result.exit_code == 2
    assert result.stderr.startswith("Cannot listen on 192.0.2.1 port 0: ")


@pytest.mark.parametrize("arguments", [("serve",), ("demo",), ("db", "upgrade"), ("init",)])
def test_a_file_that_is_no_database_is_refused_by_every_command(
    run: Run, instance: Path, arguments: tuple[str, ...]
) -> None:
    folder = instance / "demo" if arguments == ("demo",) else instance
    folder.mkdir(parents=True)
    (folder / "maturity.sqlite3").write_text("Dear reader, this is a letter and not a database. " * 100)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.endswith("cannot be read as a database: file is not a database.\n")
