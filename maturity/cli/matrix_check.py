"""`maturity matrix check`: every mistake of a matrix file, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import click
from sqlalchemy.orm import Session

from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.cli.library import open_library
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileErrors, is_overlay, read_matrix
from maturity.settings import is_installed
from maturity.usecases.author import (
    ChangesLookedAt,
    ChangesNotDeclared,
    ContradictsLater,
    MatrixChanged,
    Standing,
    check_matrix,
)

MOST_SHOWN: Final = 500


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check matrix files.

    Every mistake is shown as file:line:column, the place in the matrix, what is wrong and what to write
    instead. Where there is a library, what a sound file says of its changes is checked against it. Nothing is changed.
    Exit code 1 if any file has a mistake, or cannot be published as it is.
    """
    with library_if_there() as session:
        verdicts = [_is_right(session, content_of(path), name=str(path)) for path in files]
    if not all(verdicts):
        raise click.exceptions.Exit(NOT_RIGHT)


@contextmanager
def library_if_there() -> Iterator[Session | None]:
    """The library of this installation; None where there is none, or it cannot be used."""
    with ExitStack() as opened:
        session = None
        if is_installed():  # a file is checked without an installation too, and makes none
            with suppress(CannotRun):
                session = opened.enter_context(opened.enter_context(open_library()).reading())
        yield session


def _is_right(session: Session | None, content: bytes, *, name: str) -> bool:
    """Whether a file is sound and, as far as the library tells, can be published, saying what was found."""
    matrix = sound_matrix(content, name=name)
    if matrix is None:
        return False
    if session is not None:
        checked = check_matrix(session, data=content, name=name)
        if checked.standing is Standing.PUBLISHED and checked.known is not None:
            click.echo(f"{name}: It cannot be published: {MatrixChanged(checked.known)}")
            return False
        show_changes(checked.changes, name=name)
        return checked.changes.may_be_published
    if matrix.changes is not None:
        click.echo(
            f"{name}: What it says of its changes could not be checked: no library can be used here. "
            f"“maturity matrix diff” checks it beside the file of version {matrix.changes.since}."
        )
    return True


def show_changes(looked: ChangesLookedAt, *, name: str = "", err: bool = False) -> None:
    """Say what keeps a file from being published, or what could not be checked; nothing where there is nothing."""
    if looked.in_words:
        click.echo(f"{name}: {looked.in_words}" if name else looked.in_words, err=err)
    for problems, remedy in (
        (looked.problems, ChangesNotDeclared.REMEDY),
        (looked.contradicts, ContradictsLater.REMEDY),
    ):
        for problem in problems:
            click.echo(f"  {problem}", err=err)
        if problems:
            click.echo(f"  {remedy}", err=err)


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises `CannotRun`."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CannotRun(f"{path} cannot be read: {problem.strerror}.") from problem


def sound_matrix(content: bytes, *, name: str) -> Matrix | None:
    """The matrix in a file, summed up in a sentence; None for a file with mistakes, which are shown."""
    if is_overlay(content):
        click.echo(f"{name} is a local overlay. “maturity matrix overlay {name}” checks it against the library.")
        return None
    try:
        matrix = read_matrix(content, name=name)
    except MatrixFileErrors as mistakes:
        show_mistakes(mistakes, name=name)
        return None
    shape = f"{_counted(len(matrix.domains), 'domain')}, {_counted(len(matrix.criteria), 'criterion', 'criteria')}"
    levels = f"{len(matrix.levels)} levels"
    click.echo(f"{name}: The file is sound. “{matrix.title}” {matrix.version} has {shape} and {levels}.")
    return matrix


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
