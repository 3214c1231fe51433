"""The `maturity` command."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Final

import click

from maturity.cli.lazy_group import Entry, LazyGroup

EPILOG: Final = """\b
Exit codes:
  0  all is well
  1  what was checked is not right
  2  the command cannot run as asked

Settings come from the environment (MATURITY_INSTANCE says where the data is kept).
docs/operator-guide.md lists them.
"""


COMMANDS: Final = {
    "init": Entry("maturity.cli.init", "init", "Make the database and its first administrator."),
    "serve": Entry("maturity.cli.serve", "serve", "Serve the product until Ctrl+C."),
    "demo": Entry("maturity.cli.demo", "demo", "Serve the product with a worked example."),
    "noise": Entry("maturity.cli.noise", "noise", "Try out how far levels move by chance."),
    "matrix": Entry("maturity.cli.matrix", "matrix", "Check, lint, add, publish and retire matrices."),
    "audit": Entry("maturity.cli.audit", "audit", "Check the record of what was done."),
    "archive": Entry("maturity.cli.archive", "archive", "Write, check and bring in archives of rounds."),
    "db": Entry("maturity.cli.database", "db", "Look after the database."),
}


@click.group(
    cls=LazyGroup,
    entries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.version_option(version("maturity-self-assessment"), prog_name="maturity", message="%(prog)s %(version)s")
def main() -> None:
    """Maturity self-assessment for NHS provider collaboratives."""
    # What this program writes is for its own account only: the database, its backups, reports and the secret key.
    os.umask(0o077)
