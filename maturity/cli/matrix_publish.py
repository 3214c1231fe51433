"""`maturity matrix publish`: from now on a version never changes, and rounds can be begun with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from maturity.cli.exit_codes import NOT_RIGHT
from maturity.cli.library import NamedVersion, open_library
from maturity.cli.matrix_check import content_of, is_good
from maturity.usecases.author import AddedMatrix, publish_file, publish_matrix


@click.command()
@click.argument("what", metavar="FILE|KEY@VERSION")
def publish(what: str) -> None:
    """Publish a draft of the library, named as KEY@VERSION, or a matrix file.

    A published version never changes: rounds can be begun with it, and they keep it for ever. Publishing it again
    changes nothing; a file with other content under its version is refused.
    """
    added = _publish_file(Path(what)) if Path(what).exists() or "@" not in what else _publish_draft(what)
    name = f"“{added.matrix.title}” {added.matrix.version}"
    click.echo(f"{name} is published." if added.is_new else f"{name} was published already. Nothing was changed.")


def _publish_file(file: Path) -> AddedMatrix:
    content = content_of(file)
    if not is_good(content, name=str(file)):
        raise click.exceptions.Exit(NOT_RIGHT)
    with open_library() as library, library.writing() as session:
        return publish_file(session, data=content, name=str(file), by=None, now=datetime.now(UTC))


def _publish_draft(name: str) -> AddedMatrix:
    named = NamedVersion.read(name)
    with open_library(named) as library, library.writing() as session:
        return publish_matrix(session, key=named.key, version=named.version, by=None, now=datetime.now(UTC))
