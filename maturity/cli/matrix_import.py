"""`maturity matrix import`: a matrix file from a workbook or a table of Word."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from maturity.authoring.tables import (
    About,
    FileRefused,
    NoteKind,
    Understanding,
    matrix_file_from,
    read_source,
    understand,
)
from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.cli.matrix_shown import content_of
from maturity.core.matrix import Fidelity
from maturity.core.matrix_file import MatrixFileErrors

# What no table says, and what is therefore asked for before anything is written.
_ASKED: Final = ("key", "title", "purpose", "source", "licence", "attribution", "fidelity")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the matrix file here. Without it, nothing is written."
)
@click.option("--key", help="A short name that never changes: lower-case letters, digits and hyphens.")
@click.option("--version", default="1.0.0", show_default=True, help="Three numbers with dots between.")
@click.option("--title", help="The title that people see, if it does not stand above the table.")
@click.option("--purpose", help="What the matrix is for, in a sentence or two.")
@click.option("--source", help="Who made it, where and when it was published.")
@click.option("--licence", help="On what terms you may use it.")
@click.option("--attribution", help="The words that the licence asks for.")
@click.option("--fidelity", type=click.Choice([each.value for each in Fidelity]), help="Whose words the texts are.")
def import_table(file: Path, out: Path | None, version: str, **asked: str | None) -> None:
    """Make a matrix file of a workbook or Word table.

    Workbooks are .xlsx files, and Word files are .docx. Criteria are rows and levels are columns. What was understood
    is shown, with every problem by its sheet and cell, or its table, row and column. Nothing is guessed of whose
    matrix it is: to write the file, say it. Exit code 1 if something has to be mended first.
    """
    try:
        found = understand(read_source(content_of(file)))
    except FileRefused as refused:
        raise CannotRun(f"{file}: {refused}") from refused
    _show(file, found)
    if not found.is_whole:
        raise click.exceptions.Exit(NOT_RIGHT)
    if out is None:
        click.echo("Nothing was written. To write the matrix file, name it with --out.", err=True)
        return
    _write(out, found, _about(version, {**asked, "title": asked["title"] or found.title}))


def _about(version: str, asked: dict[str, str | None]) -> About:
    missing = [name for name in _ASKED if not asked[name]]
    if missing:
        raise CannotRun(
            f"Say first what no table says: {', '.join(f'--{name}' for name in missing)}. Nothing was written. "
            "Look at the terms under which you have the matrix: they are not guessed."
        )
    said = {name: text or "" for name, text in asked.items()}
    fidelity = Fidelity(said.pop("fidelity"))
    return About(version=version, fidelity=fidelity, **said)


def _write(out: Path, found: Understanding, about: About) -> None:
    try:
        data = matrix_file_from(found, about)
    except MatrixFileErrors as mistakes:
        said = "\n".join(f"{each.path or 'The file'}: {each.problem} {each.remedy}" for each in mistakes.errors)
        raise CannotRun(f"{said}\nNothing was written.") from mistakes
    try:
        with out.open("xb") as target:
            target.write(data)
    except FileExistsError:
        raise CannotRun(f"{out} is there already. Nothing was written. Choose another name.") from None
    except OSError as problem:
        raise CannotRun(f"{out} cannot be written: {problem.strerror}.") from problem
    click.echo(f"{out} is written. Read it through, then add it: maturity matrix add {out}", err=True)


def _show(file: Path, found: Understanding) -> None:
    for note in found.notes:
        click.echo(f"{file}: {note.kind.label}: {note}")
    if not found.domains:
        return
    if found.title:
        click.echo(f"{file}: Title: “{found.title}”. Another can be said with --title.")
    levels = ", ".join(level.numbered_label for level in found.levels)
    criteria = sum(len(domain.criteria) for domain in found.domains)
    click.echo(f"{file}: {_counted(len(found.domains), 'domain')}, {_counted(criteria, 'criterion', 'criteria')}.")
    click.echo(f"Levels: {levels}")
    for domain in found.domains:
        click.echo(f"\n{domain.title} [{domain.id}]")
        for criterion in domain.criteria:
            click.echo(f"  {criterion.title} [{criterion.id}]")
            for descriptor in criterion.descriptors:
                click.echo(f"    {descriptor.level}: {_short(descriptor.text)}")
    mends = sum(note.kind is NoteKind.MEND for note in found.notes)
    if mends:
        click.echo(f"{file}: {_counted(mends, 'thing')} to mend. Nothing was written.", err=True)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 100 else f"{flat[:99]}…"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"1 {one}" if count == 1 else f"{count} {many or one + 's'}"
