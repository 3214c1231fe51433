"""`maturity matrix`: the commands for matrix files."""

from __future__ import annotations

from typing import Final

import click

from maturity.cli.lazy_group import Entry, LazyGroup

COMMANDS: Final = {
    "check": Entry("maturity.cli.matrix_check", "check", "Check matrix files."),
    "diff": Entry("maturity.cli.matrix_diff", "diff", "Show what differs between two versions, in words."),
    "import": Entry("maturity.cli.matrix_import", "import_table", "Make a matrix file of a workbook or Word table."),
    "lint": Entry("maturity.cli.matrix_lint", "lint", "Say what in matrix files could be said better."),
    "add": Entry(
        "maturity.cli.matrix_add", "add", "Add a matrix file, or a local overlay, to the library, as a draft."
    ),
    "overlay": Entry(
        "maturity.cli.matrix_overlay", "overlay", "Check a local overlay against the library, and say what it changes."
    ),
    "publish": Entry(
        "maturity.cli.matrix_publish",
        "publish",
        "Publish a draft of the library, named as KEY@VERSION, or a matrix file.",
    ),
    "retire": Entry("maturity.cli.matrix_retire", "retire", "Offer a published version for no new round."),
    "list": Entry("maturity.cli.matrix_list", "list_library", "List every version of the library."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def matrix() -> None:
    """Check, lint, add, publish and retire matrices."""
