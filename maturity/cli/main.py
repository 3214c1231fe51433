"""The `maturity` command. Each command's module is imported when it runs, so that help is quick."""

from __future__ import annotations

import gc
import os
from importlib import import_module
from importlib.metadata import version
from typing import Final, NamedTuple

import click

EPILOG: Final = """\b
Exit codes:
  0  all is well
  1  what was checked is not right
  2  the command cannot run as asked

Settings come from the environment (MATURITY_INSTANCE says where the data is kept).
docs/operator-guide.md lists them.
"""


class Entry(NamedTuple):
    """Where a command is defined, and its line in the list of commands."""

    module: str
    name: str
    line: str


COMMANDS: Final = {
    "init": Entry("maturity.cli.init", "init", "Make the database and its first administrator."),
    "serve": Entry("maturity.cli.serve", "serve", "Serve the product until Ctrl+C."),
    "demo": Entry("maturity.cli.demo", "demo", "Serve the product with a worked example."),
    "matrix": Entry("maturity.cli.matrix", "matrix", "Check matrix files and add them to the library."),
    "db": Entry("maturity.cli.database", "db", "Look after the database."),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        # Nothing that is made while modules are imported is ever given up; looking for it takes a tenth of the time.
        gc.disable()
        command: click.Command = getattr(import_module(entry.module), entry.name)
        gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.line) for name, entry in COMMANDS.items()])


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG
)
@click.version_option(version("maturity-self-assessment"), prog_name="maturity", message="%(prog)s %(version)s")
def main() -> None:
    """Maturity self-assessment for NHS provider collaboratives."""
    # What this program writes is for its own account only: the database, its backups, reports and the secret key.
    os.umask(0o077)
