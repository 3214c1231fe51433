"""`maturity matrix add`: a matrix of one's own in the library, as a draft."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from maturity.cli.exit_codes import NOT_RIGHT
from maturity.cli.library import open_library
from maturity.cli.matrix_shown import content_of, mistakes_shown, sound_matrix
from maturity.cli.matrix_standing import show_changes
from maturity.core.matrix_file import is_overlay
from maturity.usecases.author import AddedMatrix, ChangesLookedAt, add_matrix, look_at_changes


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path) -> None:
    """Add a matrix file, or a local overlay, to the library, as a draft.

    The same file again changes nothing, and another one replaces a draft of the same version. Rounds are offered a
    version once it is published, and from then on it is never replaced.
    """
    content = content_of(file)
    if not is_overlay(content) and sound_matrix(content, name=str(file)) is None:
        raise click.exceptions.Exit(NOT_RIGHT)
    with open_library() as library, mistakes_shown(name=str(file)), library.writing() as session:
        added = add_matrix(session, data=content, name=str(file), by=None, now=datetime.now(UTC))
        looked = ChangesLookedAt() if added.state.is_fixed else look_at_changes(session, matrix=added.matrix)
    click.echo(_said(added, looked))
    show_changes(looked, name=str(file))


def _said(added: AddedMatrix, looked: ChangesLookedAt) -> str:
    if not added.is_new:
        return "It is in the library already. Nothing was changed."
    if not looked.may_be_published:
        return "Added to the library as a draft."
    return (
        "Added to the library as a draft. "
        f"Publish it with “maturity matrix publish {added.matrix.key}@{added.matrix.version}”."
    )
