from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from maturity.cli.lazy_group import LazyGroup
from maturity.cli.main import COMMANDS, main
from maturity.cli.matrix import matrix
from tests.cli.conftest import Run

HEAVY = ("alembic", "argon2", "flask", "gunicorn", "jinja2", "sqlalchemy", "weasyprint", "yaml")


def test_help_names_every_command_and_says_what_exit_codes_mean(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name, entry in COMMANDS.items():
        assert f"  {name:<6}" in result.output
        assert entry.line in result.output
    for line in ("0  all is well", "1  what was checked is not right", "2  the command cannot run as asked"):
        assert line in result.output


@pytest.mark.parametrize("group", [main, matrix])
def test_the_list_says_of_each_command_what_its_own_help_says_first(group: LazyGroup) -> None:
    for name, entry in group.entries.items():
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.name == name
        assert (command.help or "").splitlines()[0] == entry.line


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["matrix", "--help"]])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    loaded = modules_loaded_by(f"main({arguments!r}, standalone_mode=False)")
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_checking_a_matrix_file_loads_no_database_and_no_web() -> None:
    loaded = modules_loaded_by("main.get_command(None, 'matrix').get_command(None, 'check')")
    assert "yaml" in loaded
    assert loaded.isdisjoint(set(HEAVY) - {"yaml"})


def test_control_a_command_that_serves_does_load_them() -> None:
    assert {"flask", "gunicorn", "sqlalchemy"} <= modules_loaded_by("main.get_command(None, 'serve')")


def test_no_command_loads_what_makes_pdf_files() -> None:
    loaded = modules_loaded_by("[main.get_command(None, name) for name in main.list_commands(None)]")
    assert "sqlalchemy" in loaded
    assert "weasyprint" not in loaded


def test_pages_are_there_before_what_counts_tries_to_sign_in_is_loaded() -> None:
    loaded = modules_loaded_by("import maturity.web.sign_in.routes")
    assert {"flask", "maturity.web.sign_in.routes"} <= loaded
    assert "limits" not in loaded
    assert "limits" in modules_loaded_by("import maturity.web.sign_in.attempts")


def modules_loaded_by(statement: str) -> set[str]:
    script = f"import sys; from maturity.cli.main import main; {statement}; print(*sys.modules, sep='\\n')"
    return set(
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    )


def test_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").output == f"maturity {version('maturity-self-assessment')}\n"


def test_an_unknown_command_cannot_run(run: Run) -> None:
    result = run("flourish")
    assert result.exit_code == 2
    assert "No such command 'flourish'" in result.stderr
