"""`maturity matrix overlay`: what a local overlay makes of the matrix below, and what of it fits another version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.orm import Session

from maturity.cli.exit_codes import CannotRun
from maturity.cli.library import NamedVersion, open_library
from maturity.cli.matrix_shown import content_of, mistakes_shown
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import Overlay, is_overlay
from maturity.persistence.queries.matrices import NoSuchMatrix, find_matrix_entry, get_matrix
from maturity.usecases.author import read_overlay_here


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--onto", metavar="KEY@VERSION", help="Try it on another version of the matrix below, such as a new one.")
def overlay(file: Path, onto: str | None) -> None:
    """Check a local overlay against the library, and say what it changes.

    With --onto every part that does not fit the other version is shown with its place, and of what fits, which words of
    the matrix below are others there. Nothing is changed. Exit code 1 if something is wrong or does not fit.
    """
    content, name = content_of(file), str(file)
    if not is_overlay(content):
        raise CannotRun(f"{name} is no overlay: it has no “overlay” at its top. “maturity matrix check” checks it.")
    named = None if onto is None else NamedVersion.read(onto)
    with open_library(named) as library, mistakes_shown(name=name), library.reading() as session:
        target = None if named is None else _in_library(session, named)
        read = read_overlay_here(session, data=content, name=name, onto=target)
        before = None if target is None else _as_written(session, content, name)
    for line in _lines(read, before):
        click.echo(line)


def _in_library(session: Session, named: NamedVersion) -> Matrix:
    entry = find_matrix_entry(session, key=named.key, version=named.version)
    if entry is None:
        raise NoSuchMatrix
    return get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)


def _as_written(session: Session, content: bytes, name: str) -> Matrix:
    """The matrix that the overlay was written for."""
    return read_overlay_here(session, data=content, name=name).below


def _lines(read: Overlay, before: Matrix | None) -> Iterator[str]:
    made, overlays = read.matrix, read.matrix.overlays
    if overlays is None:
        return
    yield f"“{made.title}” {made.version} lies over {overlays.name} and asks {len(made.criteria)} criteria."
    for each in overlays.local:
        line = f"  {each.criterion}: {overlays.local_mark(each.criterion).lower()}, {each.changes[0].label.lower()}."
        yield line + _what_changed_below(each.criterion, read.below, before)
    for gone in overlays.not_asked:
        yield f"  {gone.criterion}: not asked here. {gone.why}"
    if before is not None:
        yield (
            f"It fits {overlays.name}. To go on from it, write its version under “overlay”, and give the overlay a "
            "new version."
        )


def _what_changed_below(criterion_id: str, below: Matrix, before: Matrix | None) -> str:
    """That the words below the local ones are others than those that they were written for."""
    if before is None or criterion_id not in before.criterion_ids or criterion_id not in below.criterion_ids:
        return ""
    if before.criterion(criterion_id) == below.criterion(criterion_id):
        return ""
    return " The words below it changed: read both again."
