"""`maturity matrix retire`: a version is offered for no new round."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from maturity.cli.exit_codes import CannotRun
from maturity.cli.library import NamedVersion, open_library
from maturity.persistence.queries.matrices import NoSuchMatrix, count_rounds_using, find_matrix_entry
from maturity.usecases.author import offer_matrix_again, retire_matrix


@click.command()
@click.argument("version", metavar="KEY@VERSION")
@click.option("--again", is_flag=True, help="Offer a retired version again.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def retire(version: str, *, again: bool, yes: bool) -> None:
    """Offer a published version for no new round.

    Rounds that have it keep it: they go on, and their results stay as they are.
    """
    named = NamedVersion.read(version)
    with open_library(named) as library:
        with library.reading() as session:
            entry = find_matrix_entry(session, key=named.key, version=named.version)
            if entry is None:
                raise NoSuchMatrix
            rounds = count_rounds_using(session, matrix_version=entry.id)
        if not again and not yes and not click.confirm(f"{_rounds_have(rounds)} Retire {entry.name}?"):
            raise CannotRun("Nothing was changed.")
        act = offer_matrix_again if again else retire_matrix
        with library.writing() as session:
            is_new = act(session, key=named.key, version=named.version, by=None, now=datetime.now(UTC))
    state = "is offered for new rounds again" if again else "is retired: it is offered for no new round"
    click.echo(f"{entry.name} {state}." if is_new else f"{entry.name} {state}. It was so already.")


def _rounds_have(rounds: int) -> str:
    if not rounds:
        return "No round was made with it."
    return f"{'1 round keeps' if rounds == 1 else f'{rounds} rounds keep'} this version."
