"""What stands around a table and is no part of the matrix: other columns, and texts above the header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from maturity.authoring.tables.headings import Headings
from maturity.authoring.tables.notes import Note, NoteKind
from maturity.authoring.tables.otherwise import is_level_beyond
from maturity.authoring.tables.source import Cell, Table
from maturity.core.matrix_file.scalars import TITLE

# What to do with a column that nothing is taken from, by a word of its heading. The first that fits is said.
_OTHER_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "Leave it out: what is said in a round, such as scores and comments, is no part of its matrix.": frozenset(
        "score scores rating ratings rag self-assessment comment comments rationale action actions owner date notes "
        "target".split()
    ),
    "If criteria do not weigh the same, write “weight” in the matrix file.": frozenset("weight weights".split()),
    "If it says what evidence to look for, write it in the matrix file under “evidence_prompts”.": frozenset(
        ["evidence"]
    ),
    "Leave it out: ids are made from the titles of criteria.": frozenset("ref reference no number id".split()),
}
_OF_ANY_OTHER: Final = "Call it “Question” or “Guidance” if it is one of these."


def title_above(table: Table, headings: Headings) -> Cell | None:
    """The first text above the header that can be the title of a matrix."""
    above = (cell for row in table.rows if row < headings.first_row for cell in table.in_row(row))
    above = (cell for cell in above if not (_reaches_header(cell, headings) or _groups_levels(cell, headings)))
    return next((cell for cell in above if 0 < len(" ".join(cell.text.split())) <= TITLE.at_most), None)


def around(table: Table, headings: Headings, *, title: Cell | None) -> Iterator[Note]:
    """A note on each column that nothing is taken from and each text above the header; `title` is offered as one."""
    for column, text in headings.passed:
        below = sum(1 for cell in table.cells if cell.column == column and cell.row > headings.last_row and cell.text)
        if (text or below) and not (below and is_level_beyond(text)):
            named = f"“{' '.join(text.split())[:60]}”" if text else "without a heading"
            yield Note(
                NoteKind.LEFT_OUT,
                table.place_of_column(column),
                f"The column {named} is no part of a matrix. It has {below} {'text' if below == 1 else 'texts'}.",
                _to_do(text),
            )
    for row in (row for row in table.rows if row < headings.first_row):
        for cell in (cell for cell in table.in_row(row) if cell.row == row and cell.text):
            if _reaches_header(cell, headings):
                continue
            text = " ".join(cell.text.split())
            shown = text if len(text) <= 60 else text[:60] + "…"
            place = table.place_of(row, cell.column)
            if cell is title:
                problem = f"“{shown}” stands above the header, and is offered as the title of the matrix."
                yield Note(NoteKind.TAKEN, place, problem, "Say another title if it is none.")
            else:
                yield Note(NoteKind.LEFT_OUT, place, f"“{shown}” stands above the header.", "")


def _reaches_header(cell: Cell, headings: Headings) -> bool:
    """Whether a cell is merged down into the header, and so is part of it."""
    return cell.row + cell.rows > headings.first_row


def _groups_levels(cell: Cell, headings: Headings) -> bool:
    """Whether a cell is merged over columns of levels alone, and so says what they are."""
    spanned = set(range(cell.column, cell.column + cell.columns))
    return cell.columns > 1 and spanned <= {level.column for level in headings.levels}


def _to_do(heading: str) -> str:
    words = set(re.findall(r"[a-z-]+", heading.lower()))
    return next((said for said, known in _OTHER_COLUMNS.items() if words & known), _OF_ANY_OTHER)
