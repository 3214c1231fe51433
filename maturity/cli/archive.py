"""`maturity archive`: the commands for archives of rounds."""

from __future__ import annotations

from typing import Final

import click

from maturity.cli.lazy_group import Entry, LazyGroup

COMMANDS: Final = {
    "write": Entry("maturity.cli.archive_write", "write", "Write a closed round with every tier to a file."),
    "verify": Entry("maturity.cli.archive_verify", "verify", "Check an archive. No database is needed."),
    "import": Entry("maturity.cli.archive_import", "bring_in", "Bring an archive into this installation."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def archive() -> None:
    """Write, check and bring in archives of rounds."""
