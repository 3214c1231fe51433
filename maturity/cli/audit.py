"""`maturity audit`: the record of what was done, checked."""

from __future__ import annotations

from typing import Final

import click

from maturity.cli.lazy_group import Entry, LazyGroup

COMMANDS: Final = {
    "verify": Entry("maturity.cli.audit_verify", "verify", "Check that the record of events is whole."),
    "head": Entry("maturity.cli.audit_head", "head", "Write the head of the record, to be kept elsewhere."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def audit() -> None:
    """Check the record of what was done."""
