"""How a matrix file stands beside the library: whether it fits what is there, and can be published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import click
from sqlalchemy.orm import Session

from maturity.cli.exit_codes import CannotRun
from maturity.cli.library import open_library
from maturity.cli.matrix_shown import counted, named, show_mistakes, sound_matrix
from maturity.core.matrix_file import MatrixFileErrors, is_overlay
from maturity.settings import is_installed
from maturity.usecases.author import (
    ChangesLookedAt,
    ChangesNotDeclared,
    ContradictsLater,
    MatrixChanged,
    Standing,
    check_matrix,
)


@contextmanager
def library_if_there() -> Iterator[Session | None]:
    """The library of this installation; None where there is none, or it cannot be used."""
    with ExitStack() as opened:
        session = None
        if is_installed():  # a file is checked without an installation too, and makes none
            with suppress(CannotRun):
                session = opened.enter_context(opened.enter_context(open_library()).reading())
        yield session


def is_right_here(session: Session, content: bytes, *, name: str) -> bool:
    """Whether a file is sound and can be published beside what the library has, saying what was found."""
    if not is_overlay(content) and sound_matrix(content, name=name) is None:
        return False
    try:
        checked = check_matrix(session, data=content, name=name)
    except MatrixFileErrors as mistakes:  # an overlay has to fit the matrix below
        show_mistakes(mistakes, name=name)
        return False
    if is_overlay(content) and checked.matrix.overlays is not None:
        over, asks = checked.matrix.overlays.name, counted(len(checked.matrix.criteria), "criterion", "criteria")
        click.echo(f"{name}: The overlay is sound. {named(checked.matrix)} lies over {over} and asks {asks}.")
    if checked.standing is Standing.PUBLISHED and checked.known is not None:
        click.echo(f"{name}: It cannot be published: {MatrixChanged(checked.known)}")
        return False
    show_changes(checked.changes, name=name)
    return checked.changes.may_be_published


def show_changes(looked: ChangesLookedAt, *, name: str = "", err: bool = False) -> None:
    """Say what keeps a file from being published, or what could not be checked; nothing where there is nothing."""
    if looked.in_words:
        click.echo(f"{name}: {looked.in_words}" if name else looked.in_words, err=err)
    for problems, remedy in (
        (looked.problems, ChangesNotDeclared.REMEDY),
        (looked.contradicts, ContradictsLater.REMEDY),
    ):
        for problem in problems:
            click.echo(f"  {problem}", err=err)
        if problems:
            click.echo(f"  {remedy}", err=err)
