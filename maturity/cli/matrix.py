"""`maturity matrix`: the commands for matrix files."""

from __future__ import annotations

from typing import Final

import click

from maturity.cli.lazy_group import Entry, LazyGroup

COMMANDS: Final = {
    "check": Entry("maturity.cli.matrix_check", "check", "Check matrix files."),
    "add": Entry("maturity.cli.matrix_add", "add", "Add a matrix file to the library of this installation."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def matrix() -> None:
    """Check matrix files and add them to the library."""
