"""`maturity matrix add`: a matrix of one's own in the library."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from maturity.cli.exit_codes import NOT_RIGHT
from maturity.cli.matrix_check import content_of, is_good
from maturity.cli.refusal import refusals
from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema
from maturity.settings import read_settings
from maturity.usecases.author import add_matrix


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path) -> None:
    """Add a matrix file to the library of this installation.

    The same file again changes nothing. A version that rounds were made with is never replaced.
    """
    content = content_of(file)
    if not is_good(content, name=str(file)):
        raise click.exceptions.Exit(NOT_RIGHT)
    with refusals():
        database = Database(read_settings().database)
        check_schema(database)
        with database.writing() as session:
            added = add_matrix(session, data=content, name=str(file), by=None, now=datetime.now(UTC))
        database.close()
    click.echo("Added to the library." if added.is_new else "It is in the library already. Nothing was changed.")
