"""`maturity archive import`: the round of an archive in this installation, exactly as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from maturity.cli.archive_verify import check_sha256, checked_archive, content_of
from maturity.cli.exit_codes import CannotRun
from maturity.cli.refusal import refusals
from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema
from maturity.settings import read_settings
from maturity.usecases.archive_import import NotConfirmed, import_archive
from maturity.usecases.archive_matrices import UnnamedMatrix

_KNOWN: Final = "People in it have an account here by the same address:"
_HOW_TO_CONFIRM_ACCOUNTS: Final = (
    "What the archive holds of them would stand under these accounts, and nothing inside it shows that an address was "
    "changed. Import it again with --sha256 and what “maturity archive write” said, or with --these-accounts if you "
    "know that they took part."
)
_UNNAMED: Final = "Matrices in it are not here, and would be published here for good:"
_HOW_TO_CONFIRM_MATRICES: Final = (
    "Local wording of its round rests on them, and nothing inside the archive shows that such a file was changed. "
    "Import it again with --sha256 and what “maturity archive write” said, or with --these-matrices if these are the "
    "SHA-256 of the files as their authors published them."
)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sha256", "expected", help="What “maturity archive write” said of the file.")
@click.option("--these-accounts", is_flag=True, help="The accounts here that were listed are those of its people.")
@click.option("--these-matrices", is_flag=True, help="The matrices that were listed are the true ones.")
def bring_in(file: Path, expected: str | None, *, these_accounts: bool, these_matrices: bool) -> None:
    """Bring the round in FILE into this installation, in a collaborative of its own.

    The archive is checked first. Its people become accounts that cannot sign in until an administrator lets them;
    whoever has an account here by the same address keeps it. Such addresses are listed first, and nothing is brought in
    before --sha256 or --these-accounts confirms them. So are matrices below local wording that would be published here,
    before --sha256 or --these-matrices. Nobody gets a role: an administrator names the lead.
    """
    data = content_of(file)
    check_sha256(data, expected)
    archive = checked_archive(data)
    with refusals():
        database = Database(read_settings().database)
        check_schema(database)
        try:
            with database.writing() as session:
                made = import_archive(
                    session,
                    archive=archive,
                    data=data,
                    by=None,
                    now=datetime.now(UTC),
                    accounts_confirmed=these_accounts or expected is not None,
                    matrices_confirmed=these_matrices or expected is not None,
                )
        except NotConfirmed as refused:
            raise CannotRun("\n".join((str(refused), *_to_confirm(refused)))) from refused
        finally:
            database.close()
    people = "1 person" if made.new_people == 1 else f"{made.new_people} people"
    click.echo(f"Brought in as round {made.number} of collaborative {made.collaborative}, with {people} new here.")
    if made.known:
        click.echo("What these said is now under the account that each has here:")
        for line in _listed(made.known):
            click.echo(line)
    click.echo("An administrator names its lead under “People of the installation”.")


def _to_confirm(refused: NotConfirmed) -> Iterator[str]:
    if refused.known:
        yield from (_KNOWN, *_listed(refused.known), _HOW_TO_CONFIRM_ACCOUNTS)
    if refused.matrices:
        yield from (_UNNAMED, *_listed(_file(each) for each in refused.matrices), _HOW_TO_CONFIRM_MATRICES)


def _file(matrix: UnnamedMatrix) -> str:
    return f"{matrix.key} {matrix.version}, SHA-256 {matrix.sha256}"


def _listed(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
