"""`maturity matrix list`: every version of the library with its state."""

from __future__ import annotations

import click

from maturity.cli.library import open_library
from maturity.core.london_time import day_in_words
from maturity.persistence.queries.matrices import MatrixEntry, list_matrices


@click.command(name="list")
def list_library() -> None:
    """List every version of the library.

    Each has what it is called in commands, its state since when, and its title.
    """
    with open_library() as library, library.reading() as session:
        entries = list_matrices(session)
    if not entries:
        click.echo("The library has no matrix. Add one with “maturity matrix add FILE”.")
        return
    names = [f"{entry.key}@{entry.version}" for entry in entries]
    longest = max(map(len, names))
    for name, entry in zip(names, entries, strict=True):
        click.echo(f"{name:<{longest}}  {_state(entry):<28}  {entry.title}")


def _state(entry: MatrixEntry) -> str:
    since = entry.retired_at or entry.published_at or entry.added_at
    return f"{entry.state.value} {day_in_words(since)}"
