"""`maturity audit head`: the number and the hash of the last event, to be noted outside this machine."""

from __future__ import annotations

from pathlib import Path

import click

from maturity.cli.audit_record import record_of
from maturity.cli.exit_codes import CannotRun


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def head(file: Path | None) -> None:
    """Write the head of the record: the number of its last event and the hash that rests on all before it.

    Keep it outside this machine. “maturity audit verify --head” finds it again later, or tells that it is gone.
    FILE is a copy of the database; without it, the database of this installation is read. Nothing is checked.
    """
    with record_of(file) as record:
        found = record.head()
    if found is None:
        raise CannotRun("The record has no event yet, so it has no head.")
    click.echo(str(found))
