"""`maturity init`: an empty installation with its first administrator."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from maturity.cli.database import bring_up_to_date
from maturity.cli.exit_codes import CannotRun
from maturity.cli.refusal import refusals
from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema, schema_version
from maturity.settings import read_settings
from maturity.usecases.installation import add_first_administrator, check_not_in_use
from maturity.usecases.passwords import hash_new_password
from maturity.usecases.sign_in import email_key


@click.command()
@click.option("--name", help="The administrator's name. Asked for if left out.")
@click.option("--email", help="The administrator's email address. Asked for if left out.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="Read the password from the first line of a file.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
def init(name: str | None, email: str | None, password_file: Path | None, password_stdin: bool) -> None:
    """Make the database and its first administrator.

    The password is asked for, unless it comes from a file or from standard input. It never appears in
    the command, where other people on the machine could see it.
    """
    with refusals():
        settings = read_settings()
        database = Database(settings.database)
        if schema_version(database) is not None:
            check_schema(database)
            with database.reading() as session:
                check_not_in_use(session)
        name = click.prompt("Name of the first administrator") if name is None else name
        if not name.strip():
            raise CannotRun("The administrator needs a name.")
        email = email or click.prompt("Email address")
        email_key(email)
        password_hash = hash_new_password(_password(password_file, from_stdin=password_stdin))
        now = datetime.now(UTC)
        bring_up_to_date(database, settings, now=now)
        with database.writing() as session:
            add_first_administrator(session, name=name, email=email, password_hash=password_hash, now=now)
        database.close()
    click.echo(f"{email} can sign in and set up the first collaborative. Start the product with “maturity serve”.")


def _password(file: Path | None, *, from_stdin: bool) -> str:
    if file is not None and from_stdin:
        raise CannotRun("Give the password by --password-file or by --password-stdin, not by both.")
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        return lines[0] if lines else ""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password (at least 15 characters)", hide_input=True, confirmation_prompt=True))
