"""`maturity matrix publish`: from now on a version never changes, and rounds can be begun with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from maturity.cli.exit_codes import NOT_RIGHT
from maturity.cli.library import NamedVersion, open_library
from maturity.cli.matrix_shown import content_of, mistakes_shown, sound_matrix
from maturity.cli.matrix_standing import show_changes
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import is_overlay
from maturity.persistence.queries.matrices import NoSuchMatrix, find_matrix_entry, get_matrix
from maturity.usecases.author import (
    AddedMatrix,
    ChangesLookedAt,
    ChangesNotDeclared,
    ContradictsLater,
    DryRun,
    check_matrix,
    dry_run,
    publish_file,
    publish_matrix,
    said_in_words,
    untold_in_words,
)


@click.command()
@click.argument("what", metavar="FILE|KEY@VERSION")
@click.option("--dry-run", "only_looks", is_flag=True, help="Say which rounds and answers it touches; change nothing.")
def publish(what: str, *, only_looks: bool) -> None:
    """Publish a draft of the library, named as KEY@VERSION, or a matrix file.

    A published version never changes: rounds can be begun with it, and they keep it for ever. Publishing it again
    changes nothing; a file with other content under its version is refused, and so is a version that does not say
    truly what it changes since the one before. Exit code 1 for what has to be mended in the file.
    """
    file = Path(what) if Path(what).exists() or "@" not in what else None
    content = None if file is None else content_of(file)
    if content is not None and not is_overlay(content) and sound_matrix(content, name=str(file)) is None:
        raise click.exceptions.Exit(NOT_RIGHT)
    named = None if file is not None else NamedVersion.read(what)
    if only_looks:
        _look(file, named)
        return
    added = _publish(file, named)
    name = f"“{added.matrix.title}” {added.matrix.version}"
    click.echo(f"{name} is published." if added.is_new else f"{name} was published already. Nothing was changed.")


def _publish(file: Path | None, named: NamedVersion | None) -> AddedMatrix:
    now = datetime.now(UTC)
    shown = mistakes_shown(name=str(file))
    with open_library(named) as library, _problems_listed(), shown, library.writing() as session:
        if named is not None:
            return publish_matrix(session, key=named.key, version=named.version, by=None, now=now)
        return publish_file(session, data=content_of(Path(str(file))), name=str(file), by=None, now=now)


@contextmanager
def _problems_listed() -> Iterator[None]:
    try:
        yield
    except (ChangesNotDeclared, ContradictsLater) as refused:
        _refuse(refused.looked)


def _look(file: Path | None, named: NamedVersion | None) -> None:
    shown = mistakes_shown(name=str(file))
    with open_library(named) as library, shown, library.reading() as session:
        if file is None:
            matrix = _in_library(session, named)
        else:
            matrix = check_matrix(session, data=content_of(file), name=str(file)).matrix
        run = dry_run(session, matrix=matrix, tell=())
    for line in _lines(run):
        click.echo(line)
    since = run.found.earlier.version if run.found else ""
    looked = ChangesLookedAt(since=since, problems=run.problems, contradicts=run.contradicts)
    if not looked.may_be_published:
        _refuse(looked)


def _in_library(session: Session, named: NamedVersion | None) -> Matrix:
    entry = None if named is None else find_matrix_entry(session, key=named.key, version=named.version)
    if entry is None:
        raise NoSuchMatrix
    return get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)


def _refuse(looked: ChangesLookedAt) -> None:
    show_changes(looked, err=True)
    click.echo("Nothing was published.", err=True)
    raise click.exceptions.Exit(NOT_RIGHT)


def _lines(run: DryRun) -> Iterator[str]:
    if run.found is None:
        yield (
            f"Version {run.not_here} is not published here, so nothing can be compared and no round is touched."
            if run.not_here
            else "It is the first version of this matrix to be published here, so it touches no round."
        )
        return
    yield f"What {run.matrix.version} changes since {run.found.earlier.version}:"
    for touched in run.touched:
        change = touched.change
        declared = change.declared_in_words or "Nothing declared"
        yield f"  {change.criterion_id}: {declared}. {change.effect_in_words} Touches: {said_in_words(touched.said)}."
    for part in run.found.parts:
        yield f"  {part.title}: {part.effect}"
    if not run.touched and not run.found.parts:
        yield "  No criterion differs."
    rounds = f"{run.other_rounds} {'round was' if run.other_rounds == 1 else 'rounds were'} opened with"
    places = f"{run.other_collaboratives} {'collaborative' if run.other_collaboratives == 1 else 'collaboratives'}"
    yield f"{rounds} version {run.found.earlier.version}, in {places}. Said there in all: {said_in_words(run.in_all)}."
    if run.untold:
        yield untold_in_words(run)
    yield "Each round keeps the version that it has. Nothing was changed."
