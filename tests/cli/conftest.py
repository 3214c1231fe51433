from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maturity.cli.main import main
from maturity.persistence.engine import Database

PASSWORD = "six slow herons fishing"

PATIENCE = 60.0
"""Seconds until a test gives up on a process: on a busy machine each start and end of one can take several."""

Run = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder of an installation, named by the environment."""
    folder = tmp_path / "instance"
    for name in [name for name in os.environ if name.startswith("MATURITY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MATURITY_INSTANCE", str(folder))
    return folder


@pytest.fixture
def run(instance: Path) -> Iterator[Run]:
    """Run `maturity` with these arguments in this process. A fault of the program is raised and not hidden."""
    assert not instance.exists()
    before = os.umask(0o022)

    def run(*arguments: str | Path, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, catch_exceptions=False)

    yield run
    os.umask(before)


@pytest.fixture
def installed(run: Run, instance: Path) -> Path:
    """The folder of an installation with one administrator."""
    result = run("init", "--name", "Jo", "--email", "jo@northmere.example", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    return instance


@pytest.fixture
def database(installed: Path) -> Iterator[Database]:
    database = Database(installed / "maturity.sqlite3")
    yield database
    database.close()
