"""What the pages for making a matrix of a table show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maturity.authoring.tables import Note, NoteKind
from maturity.web.author.matrix_view import MatrixView


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes of one kind under their heading."""

    heading: str
    lead: str
    notes: tuple[Note, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """What was read of a file. `matrix` is None where nothing was understood; `may_go_on` is whether all is well."""

    file_name: str
    groups: tuple[NoteGroup, ...]
    matrix: MatrixView | None
    may_go_on: bool


def table_page(file_name: str, notes: Iterable[Note], matrix: MatrixView | None) -> TablePage:
    """What was read of a file."""
    by_kind: dict[NoteKind, list[Note]] = {}
    for note in notes:
        by_kind.setdefault(note.kind, []).append(note)
    words = {
        NoteKind.MEND: ("To mend", "Mend these in the file and choose it again. Nothing was changed."),
        NoteKind.TAKEN: ("Taken so", "Not said plainly, and therefore taken in this way."),
        NoteKind.LEFT_OUT: ("Left out", "Found in the file, and no part of the matrix."),
    }
    groups = tuple(
        NoteGroup(heading, lead, tuple(by_kind[kind]), is_open=kind is NoteKind.MEND)
        for kind, (heading, lead) in words.items()
        if kind in by_kind
    )
    return TablePage(file_name, groups, matrix, may_go_on=matrix is not None and NoteKind.MEND not in by_kind)
