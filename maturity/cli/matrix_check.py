"""`maturity matrix check`: every mistake of a matrix file, with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from maturity.cli.exit_codes import NOT_RIGHT
from maturity.cli.matrix_shown import content_of, sound_matrix
from maturity.settings import is_installed


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check matrix files.

    Every mistake is shown as file:line:column, the place in the matrix, what is wrong and what to write
    instead. Where there is a library, what a sound file says of its changes is checked against it, and a local overlay
    beside the matrix below. Nothing is changed. Exit code 1 if any file has a mistake, or cannot be published as it is.
    """
    contents = [(content_of(path), str(path)) for path in files]
    verdicts = _verdicts_here(contents) if is_installed() else None
    if verdicts is None:
        verdicts = [_is_right(content, name=name) for content, name in contents]
    if not all(verdicts):
        raise click.exceptions.Exit(NOT_RIGHT)


def _verdicts_here(contents: Sequence[tuple[bytes, str]]) -> list[bool] | None:
    """Of each file whether it is right beside the library; None where that cannot be used."""
    # Where there is no installation, checking a file loads no database.
    from maturity.cli.matrix_standing import is_right_here, library_if_there  # noqa: PLC0415  (see above)

    with library_if_there() as session:
        if session is None:
            return None
        return [is_right_here(session, content, name=name) for content, name in contents]


def _is_right(content: bytes, *, name: str) -> bool:
    """Whether a file is sound, saying what was found and what could not be checked."""
    matrix = sound_matrix(content, name=name)
    if matrix is not None and matrix.changes is not None:
        click.echo(
            f"{name}: What it says of its changes could not be checked: no library can be used here. "
            f"“maturity matrix diff” checks it beside the file of version {matrix.changes.since}."
        )
    return matrix is not None
