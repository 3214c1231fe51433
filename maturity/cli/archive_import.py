"""`maturity archive import`: the round of an archive in this installation, exactly as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from maturity.cli.archive_verify import check_sha256, checked_archive, content_of
from maturity.cli.refusal import refusals
from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema
from maturity.settings import read_settings
from maturity.usecases.archive_import import import_archive


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sha256", "expected", help="What “maturity archive write” said of the file.")
def bring_in(file: Path, expected: str | None) -> None:
    """Bring the round in FILE into this installation, in a collaborative of its own.

    The archive is checked first. Its people become accounts that cannot sign in until an administrator lets them;
    whoever has an account here by the same address keeps it, and is named. Nobody gets a role: an administrator names
    the lead.
    """
    data = content_of(file)
    check_sha256(data, expected)
    archive = checked_archive(data)
    with refusals():
        database = Database(read_settings().database)
        check_schema(database)
        with database.writing() as session:
            made = import_archive(session, archive=archive, data=data, by=None, now=datetime.now(UTC))
        database.close()
    people = "1 person" if made.new_people == 1 else f"{made.new_people} people"
    click.echo(f"Brought in as round {made.number} of collaborative {made.collaborative}, with {people} new here.")
    if made.known:
        click.echo(
            "Said by people who have an account here already, if the file is what was written: compare its SHA-256."
        )
        for email in made.known:
            click.echo(f"  {email}")
    click.echo("An administrator names its lead under “People of the installation”.")
