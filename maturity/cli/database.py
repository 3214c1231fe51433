"""`maturity db`: bring the database up to date, and copy it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from maturity.cli.exit_codes import CannotRun
from maturity.cli.refusal import refusals
from maturity.persistence import schema
from maturity.persistence.engine import Database
from maturity.settings import Settings, product_folder, read_settings
from maturity.usecases.author import sync_shipped_matrices


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database and the matrix library up to this version.

    A checked copy of the database is put into the backups folder first. Stop the server before.
    """
    with refusals():
        settings = read_settings()
        if not settings.database.exists():
            raise CannotRun(f"There is no database at {settings.database}. Run “maturity init” to make one.")
        database = Database(settings.database)
        bring_up_to_date(database, settings, now=datetime.now(UTC))
        database.close()


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, even while it is in use.

    The copy is checked. FILE must not exist yet. Reports and the secret key are not part of it;
    docs/operator-guide.md says what else to keep.
    """
    if file.exists():
        raise CannotRun(f"{file} exists already. Choose a new name: a backup never replaces a file.")
    with refusals():
        database = Database(read_settings().database)
        schema.check_schema(database)
        click.echo("Copying the database")
        schema.back_up(database, file.resolve())
        database.close()
    click.echo(f"The copy is in {file}, and passed its check.")


def bring_up_to_date(database: Database, settings: Settings, *, now: datetime) -> None:
    """Make or upgrade the database and bring the matrix library up to date, saying what was done."""
    before = schema.schema_version(database)
    if before is None:
        click.echo(f"Making the database in {settings.instance}")
    elif before != schema.HEAD:
        click.echo(f"Upgrading the database from version {before} to {schema.HEAD}")
    copy = schema.upgrade(database, backups=settings.backups, now=now)
    if copy is not None:
        click.echo(f"The database as it was is kept in {copy}")
    if before == schema.HEAD:
        click.echo(f"The database is up to date (version {schema.HEAD})")
    with database.writing() as session:
        matrices = sync_shipped_matrices(session, product_folder("matrices"), now)
    for added in matrices:
        if added.is_new:
            click.echo(f"Added “{added.matrix.title}” {added.matrix.version} to the matrix library")
