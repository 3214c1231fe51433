"""`maturity matrix diff`: what differs between two versions of a matrix, declared and found."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.cli.library import NamedVersion, open_library
from maturity.cli.matrix_shown import content_of, show_mistakes
from maturity.cli.matrix_standing import library_if_there
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.difference import (
    CriterionDifference,
    Effect,
    MatrixDifference,
    NotOneMatrix,
    difference,
)
from maturity.core.matrix_change.words_beside import Mark, Piece, WordsBeside
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.persistence.queries.matrices import (
    NoSuchMatrix,
    find_matrix_entry,
    get_matrix,
    list_versions,
    load_matrices,
)

_WIDTH: Final = 110
_MARKS: Final = {Mark.KEPT: "{}", Mark.OUT: "[-{}-]", Mark.IN: "{{+{}+}}"}


@click.command()
@click.argument("earlier", metavar="A")
@click.argument("later", metavar="B")
@click.option(
    "--between",
    "others",
    multiple=True,
    metavar="C",
    help="A version between the two, or a matrix below, that the library does not have; may be repeated.",
)
def diff(earlier: str, later: str, others: tuple[str, ...]) -> None:
    """Show what differs between two versions, in words.

    A and B are each a file, or KEY@VERSION of the library. Every criterion that changed is shown with what is declared
    of it, its words before and after, where [-words-] were taken out and {+words+} put in, and what follows for
    comparing rounds. Where B was made from a version between the two, what each declares is read on the way, from the
    library or from files named with --between. Nothing is changed. Exit code 1 if something is not declared or not
    true.
    """
    first, second, *between = [_read(name) for name in (earlier, later, *others)]
    try:
        found = difference(first, second, (*between, *_of_library_beside(first, second)))
    except NotOneMatrix as problem:
        raise CannotRun(str(problem)) from problem
    for line in _lines(found):
        click.echo(line)
    if found.findings:
        raise click.exceptions.Exit(NOT_RIGHT)


def _read(name: str) -> Matrix:
    """The matrix that is meant."""
    path = Path(name)
    if "@" in name and not path.exists():
        named = NamedVersion.read(name)
        with open_library(named) as library, library.reading() as session:
            entry = find_matrix_entry(session, key=named.key, version=named.version)
            if entry is None:
                raise NoSuchMatrix
            return get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
    content = content_of(path)
    try:
        return read_matrix(content, name=name)
    except MatrixFileErrors as mistakes:
        show_mistakes(mistakes, name=name)
        raise CannotRun("Two sound files are needed. “maturity matrix check” shows what to mend.") from mistakes


def _of_library_beside(*matrices: Matrix) -> tuple[Matrix, ...]:
    """What the library, where there is one, has of these matrices and of those that they lie over."""
    keys = dict.fromkeys(key for each in matrices for key in (each.key, each.overlays and each.overlays.key) if key)
    with library_if_there() as session:
        if session is None:
            return ()
        entries = [entry for key in keys for entry in list_versions(session, key=key)]
        return tuple(matrix for _, matrix in load_matrices(session, entries))


def _lines(found: MatrixDifference) -> Iterator[str]:
    yield _beside(found.earlier, found.later)
    yield found.summary or _nothing_declared(found)
    if found.over:
        yield found.over
    if found.is_nothing:
        yield "The two versions say the same."
        return
    yield ", ".join(f"{found.count(effect)} {effect.label.lower()}" for effect in Effect) + "."
    for part in found.parts:
        yield from ("", part.title, *_words(part.words), f"  {part.effect}")
    for criterion in found.changed:
        yield from _of_criterion(criterion, is_told=not found.untraced)
    yield from ("", "Domains", *(f"  {title}: {effect}" for title, effect in found.domains))
    if found.findings:
        yield from ("", "Not declared, or not true")
        yield from (f"  {finding.in_words}" for finding in found.findings)


def _beside(earlier: Matrix, later: Matrix) -> str:
    if earlier.key == later.key:
        return f"“{later.title}”: version {earlier.version} beside version {later.version}"
    return f"“{earlier.title}” {earlier.version} beside “{later.title}” {later.version}"


def _nothing_declared(found: MatrixDifference) -> str:
    if found.untraced:
        return (
            f"{found.untraced} So it could not be told what is declared since version {found.earlier.version}. Below, "
            "only criteria with the same words and the same scale are compared."
        )
    return f"Version {found.later.version} declares nothing of what changed since version {found.earlier.version}."


def _of_criterion(criterion: CriterionDifference, *, is_told: bool) -> Iterator[str]:
    said = criterion.declared_in_words
    declared = f", declared: {said[0].lower()}{said[1:]}" if said else ", nothing declared" if is_told else ""
    yield from ("", f"“{criterion.title}” ({criterion.criterion_id}){declared}")
    if criterion.note:
        yield f"  {criterion.note}"
    yield from _words(criterion.words)
    yield f"  {criterion.effect_in_words}"


def _words(words: tuple[WordsBeside, ...]) -> Iterator[str]:
    for each in words:
        yield f"  {each.about}"
        yield from _side("before", each.before)
        yield from _side("now   ", each.after)


def _side(when: str, pieces: tuple[Piece, ...]) -> Iterator[str]:
    text = "".join(_MARKS[piece.mark].format(piece.text) for piece in pieces) or "(nothing)"
    for number, paragraph in enumerate(text.split("\n")):
        begin = f"    {when}  " if number == 0 else " " * 12
        yield textwrap.fill(paragraph, _WIDTH, initial_indent=begin, subsequent_indent=" " * 12)
