"""`maturity matrix diff`: what differs between two versions of a matrix, declared and found."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.cli.library import NamedVersion, open_library
from maturity.cli.matrix_check import content_of, show_mistakes
from maturity.core.matrix import Matrix
from maturity.core.matrix_change import CriterionDifference, Effect, MatrixDifference, NotOneMatrix, difference
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.core.words_beside import Mark, Piece, WordsBeside
from maturity.persistence.queries.matrices import NoSuchMatrix, list_versions, load_matrices

_WIDTH: Final = 110
_MARKS: Final = {Mark.KEPT: "{}", Mark.OUT: "[-{}-]", Mark.IN: "{{+{}+}}"}


@click.command()
@click.argument("earlier", metavar="A")
@click.argument("later", metavar="B")
def diff(earlier: str, later: str) -> None:
    """Show what differs between two versions, in words.

    A and B are each a file, or KEY@VERSION of the library. Every criterion that changed is shown with what is declared
    of it, its words before and after, where [-words-] were taken out and {+words+} put in, and what follows for
    comparing rounds. Nothing is changed. Exit code 1 if something is not declared or not true.
    """
    known: dict[str, Matrix] = {}
    matrices = [_read(name, known) for name in (earlier, later)]
    try:
        found = difference(matrices[0], matrices[1], known.values())
    except NotOneMatrix as problem:
        raise CannotRun(str(problem)) from problem
    for line in _lines(found):
        click.echo(line)
    if found.findings:
        raise click.exceptions.Exit(NOT_RIGHT)


def _read(name: str, known: dict[str, Matrix]) -> Matrix:
    """The matrix that is meant; what else the library has of it goes into `known`."""
    path = Path(name)
    if "@" in name and not path.exists():
        return _of_library(NamedVersion.read(name), known)
    content = content_of(path)
    try:
        return read_matrix(content, name=name)
    except MatrixFileErrors as mistakes:
        show_mistakes(mistakes, name=name)
        raise CannotRun("Two sound files are needed. “maturity matrix check” shows what to mend.") from mistakes


def _of_library(named: NamedVersion, known: dict[str, Matrix]) -> Matrix:
    with open_library(named) as library, library.reading() as session:
        for entry, matrix in load_matrices(session, list_versions(session, key=named.key)):
            known[entry.version] = matrix
        if named.version not in known:
            raise NoSuchMatrix
    return known[named.version]


def _lines(found: MatrixDifference) -> Iterator[str]:
    yield f"“{found.later.title}”: version {found.earlier.version} beside version {found.later.version}"
    yield found.summary or _nothing_declared(found)
    if found.is_nothing:
        yield "The two versions say the same."
        return
    yield ", ".join(f"{found.count(effect)} {effect.label.lower()}" for effect in Effect) + "."
    for part in found.parts:
        yield from ("", part.title, *_words(part.words), f"  {part.effect}")
    for criterion in found.changed:
        yield from _of_criterion(criterion)
    yield from ("", "Domains", *(f"  {title}: {effect}" for title, effect in found.domains))
    if found.findings:
        yield from ("", "Not declared, or not true")
        yield from (f"  {finding.in_words}" for finding in found.findings)


def _nothing_declared(found: MatrixDifference) -> str:
    return f"Version {found.later.version} declares nothing of what changed since version {found.earlier.version}."


def _of_criterion(criterion: CriterionDifference) -> Iterator[str]:
    said = criterion.declared_in_words
    declared = f"declared: {said[0].lower()}{said[1:]}" if said else "nothing declared"
    yield from ("", f"“{criterion.title}” ({criterion.criterion_id}), {declared}")
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
