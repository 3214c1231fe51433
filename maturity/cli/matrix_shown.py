"""What is said of a matrix file: its mistakes, or what it has. Loads no database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileErrors, is_overlay, read_matrix

MOST_SHOWN: Final = 500


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises `CannotRun`."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CannotRun(f"{path} cannot be read: {problem.strerror}.") from problem


def sound_matrix(content: bytes, *, name: str) -> Matrix | None:
    """The matrix in a file, summed up in a sentence; None for a file with mistakes, which are shown."""
    if is_overlay(content):
        said = "is a local overlay, which is checked beside the matrix below it in a library. None can be used here."
        click.echo(f"{name} {said}")
        return None
    try:
        matrix = read_matrix(content, name=name)
    except MatrixFileErrors as mistakes:
        show_mistakes(mistakes, name=name)
        return None
    shape = f"{counted(len(matrix.domains), 'domain')}, {counted(len(matrix.criteria), 'criterion', 'criteria')}"
    levels = f"{len(matrix.levels)} levels"
    click.echo(f"{name}: The file is sound. {named(matrix)} has {shape} and {levels}.")
    return matrix


def named(matrix: Matrix) -> str:
    """How a version is named in a sentence."""
    return f"“{matrix.title}” {matrix.version}"


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
    click.echo(f"{name}: {counted(count, 'mistake')}.", err=True)


def counted(count: int, one: str, many: str = "") -> str:
    """Such as “1 criterion”, “2 criteria”."""
    return f"1 {one}" if count == 1 else f"{count} {many or one + 's'}"
