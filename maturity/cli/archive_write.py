"""`maturity archive write`: a closed round with every tier, as one file that can be checked."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click

from maturity.cli.exit_codes import CannotRun
from maturity.cli.refusal import refusals
from maturity.cli.report_worker import print_files
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.persistence.schema import check_schema
from maturity.reports.archive_file import archive_file
from maturity.reports.pdf import ReportKind, ReportNotMade, render_pdf
from maturity.settings import read_settings
from maturity.usecases.archive import gather_archive
from maturity.usecases.closed_rounds import NotClosedYet, open_round_heads


@click.command()
@click.argument("collaborative", type=int)
@click.argument("number", metavar="ROUND", type=int)
@click.argument("file", type=click.Path(path_type=Path))
def write(collaborative: int, number: int, file: Path) -> None:
    """Write round ROUND of COLLABORATIVE to FILE, with every tier of answer.

    COLLABORATIVE and ROUND are the numbers in the address of the page of the round. The file holds what each person
    answered: keep it as you keep the database. FILE must not exist yet.
    """
    if file.exists():
        raise CannotRun(f"{file} exists already. Choose a new name: an archive never replaces a file.")
    with refusals():
        database = Database(read_settings().database)
        check_schema(database)
        try:
            with database.reading() as session:
                heads = open_round_heads(session, collaborative=collaborative, number=number, may_see_draft=False)
                contents, report = gather_archive(session, heads=heads, whole=True)
            pdfs = {kind: render_pdf(report, kind, print_files()) for kind in ReportKind}
        except NoSuchRound:
            raise CannotRun(f"Collaborative {collaborative} has no round {number}.") from None
        except (NotClosedYet, ReportNotMade) as problem:
            raise CannotRun(str(problem)) from problem
        finally:
            database.close()
        data = archive_file(contents, report=report, pdfs=pdfs)
        with file.open("xb") as written:
            written.write(data)
    click.echo(f"The archive is in {file}.")
    click.echo(f"SHA-256 of the file: {sha256(data).hexdigest()}")
    click.echo("Keep this line elsewhere: whoever has it can tell this file from any other.")
