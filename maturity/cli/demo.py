"""`maturity demo`: the product with a worked example, ready to try."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import click

from maturity.cli.database import bring_up_to_date
from maturity.cli.exit_codes import CannotRun
from maturity.cli.refusal import refusals
from maturity.cli.serve import address_options, serve_with
from maturity.persistence.engine import Database
from maturity.settings import read_settings
from maturity.usecases.installation import InstallationInUse, check_not_in_use
from maturity.usecases.worked_example import DEMO_ACCOUNTS, DEMO_PASSWORD, has_worked_example, make_worked_example


@click.command()
@address_options
def demo(host: str, port: int, threads: int | None) -> None:
    """Serve the product with a worked example.

    Makes or upgrades a database in the folder “demo” of the instance, apart from a real installation, and adds
    an invented collaborative with two closed rounds and one open. The sign-in page names its accounts and their
    password, so never use this for real data: the command refuses a database that real people use.
    """
    with refusals():
        settings = replace(read_settings(within="demo"), demo=True)
        database = Database(settings.database, threads=settings.threads)
        now = datetime.now(UTC)
        bring_up_to_date(database, settings, now=now)
        with database.reading() as session:
            if not has_worked_example(session):
                try:
                    check_not_in_use(session)
                except InstallationInUse as problem:
                    raise CannotRun(
                        f"The database in {settings.instance} is in use, and the worked example would add accounts "
                        "with a public password. Set MATURITY_INSTANCE to another folder to try the product there."
                    ) from problem
        make_worked_example(database, now, progress=click.echo)
        database.close()
        hint = f"Sign in as {DEMO_ACCOUNTS[0][0]} with the password “{DEMO_PASSWORD}”."
        serve_with(settings, host=host, port=port, threads=threads, hint=hint)
