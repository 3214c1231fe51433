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
    "add": Entry("maturity.cli.matrix_add", "add", "Add a matrix file to the library, as a draft."),
    "overlay": Entry("maturity.cli.matrix_overlay", "overlay", "Check a local overlay, or try it on another version."),
    "publish": Entry("maturity.cli.matrix_publish", "publish", "Publish a draft or a file: it never changes again."),
    "retire": Entry("maturity.cli.matrix_retire", "retire", "Offer a version for no new round, or offer it again."),
    "list": Entry("maturity.cli.matrix_list", "list_library", "List the library: every version and its state."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def matrix() -> None:
    """Check, lint, add, publish and retire matrices."""
