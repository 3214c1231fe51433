"""`maturity matrix`: check a matrix file, and add one to the library."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from maturity.cli.refusal import NOT_RIGHT, CannotRun, refusals
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema
from maturity.settings import read_settings
from maturity.usecases.author import add_matrix

LARGEST_SHOWN = 500


@click.group()
def matrix() -> None:
    """Check matrix files and add them to the library."""


@matrix.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check matrix files.

    Every mistake is shown as file:line:column, the place in the matrix, what is wrong and what to write
    instead. Nothing is changed. Exit code 1 if any file has a mistake.
    """
    if any([not _check_one(path) for path in files]):  # noqa: C419  (every file is checked, not up to the first bad one)
        raise click.exceptions.Exit(NOT_RIGHT)


def _check_one(path: Path) -> bool:

    try:
        found = read_matrix(_content(path), name=str(path))
    except MatrixFileErrors as mistakes:
        for error in mistakes.errors[:LARGEST_SHOWN]:
            click.echo(str(error))
        count = len(mistakes.errors)
        if count > LARGEST_SHOWN:
            click.echo(f"{path}: and {count - LARGEST_SHOWN} more.")
        click.echo(f"{path}: {_counted(count, 'mistake')}.", err=True)
        return False
    shape = f"{_counted(len(found.domains), 'domain')}, {_counted(len(found.criteria), 'criterion', 'criteria')}"
    levels = f"{len(found.levels)} levels"
    click.echo(f"{path}: good. “{found.title}” {found.version} has {shape} and {levels}.")
    return True


@matrix.command()
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path) -> None:
    """Add a matrix file to the library of this installation.

    The same file again changes nothing. A version that rounds were made with is never replaced.
    """
    if not _check_one(file):
        raise click.exceptions.Exit(NOT_RIGHT)
    with refusals():
        database = Database(read_settings().database)
        check_schema(database)
        with database.writing() as session:
            added = add_matrix(session, data=_content(file), name=str(file), by=None, now=datetime.now(UTC))
        database.close()
    click.echo("Added to the library." if added.is_new else "It is in the library already. Nothing was changed.")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CannotRun(f"{path} cannot be read: {problem.strerror}.") from problem


def _counted(count: int, one: str, many: str = "") -> str:
    return f"1 {one}" if count == 1 else f"{count} {many or one + 's'}"
