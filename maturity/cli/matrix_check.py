"""`maturity matrix check`: every mistake of a matrix file, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.core.matrix_file import MatrixFileErrors, is_overlay, read_matrix

MOST_SHOWN: Final = 500


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check matrix files.

    Every mistake is shown as file:line:column, the place in the matrix, what is wrong and what to write
    instead. Nothing is changed. Exit code 1 if any file has a mistake.
    """
    verdicts = [is_good(content_of(path), name=str(path)) for path in files]
    if not all(verdicts):
        raise click.exceptions.Exit(NOT_RIGHT)


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises `CannotRun`."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CannotRun(f"{path} cannot be read: {problem.strerror}.") from problem


def is_good(content: bytes, *, name: str) -> bool:
    """Whether a file holds a matrix without a mistake, saying what it found."""
    if is_overlay(content):
        click.echo(f"{name} is a local overlay. “maturity matrix overlay {name}” checks it against the library.")
        return False
    try:
        matrix = read_matrix(content, name=name)
    except MatrixFileErrors as mistakes:
        show_mistakes(mistakes, name=name)
        return False
    shape = f"{_counted(len(matrix.domains), 'domain')}, {_counted(len(matrix.criteria), 'criterion', 'criteria')}"
    click.echo(f"{name}: good. “{matrix.title}” {matrix.version} has {shape} and {len(matrix.levels)} levels.")
    return True


@contextmanager
def mistakes_shown(*, name: str) -> Iterator[None]:
    """Show the mistakes of a file that is read inside, and end with the exit code for what is not right."""
    try:
        yield
    except MatrixFileErrors as mistakes:
        show_mistakes(mistakes, name=name)
        raise click.exceptions.Exit(NOT_RIGHT) from None


def show_mistakes(mistakes: MatrixFileErrors, *, name: str) -> None:
    """Say every mistake of a file, up to a number that a person can read."""
    for error in mistakes.errors[:MOST_SHOWN]:
        click.echo(str(error))
    count = len(mistakes.errors)
    if count > MOST_SHOWN:
        click.echo(f"{name}: and {count - MOST_SHOWN} more.")
    click.echo(f"{name}: {_counted(count, 'mistake')}.", err=True)


def _counted(count: int, one: str, many: str = "") -> str:
    return f"1 {one}" if count == 1 else f"{count} {many or one + 's'}"
