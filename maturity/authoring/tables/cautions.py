"""What is said about a cell whose text is not simply what somebody typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maturity.authoring.tables.notes import Note, NoteKind
from maturity.authoring.tables.source import Caution

_WORDS: Final[Mapping[Caution, tuple[NoteKind, str, str]]] = {
    Caution.FORMULA: (
        NoteKind.TAKEN,
        "The cell holds a formula. Its last result is taken as the text.",
        "Look whether it is right.",
    ),
    Caution.NO_RESULT: (
        NoteKind.MEND,
        "The cell holds a formula without a kept result.",
        "Open the workbook in a spreadsheet program and save it, or write the text itself.",
    ),
    Caution.DATE: (
        NoteKind.MEND,
        "The cell holds a date or a time. Spreadsheet programs make dates of texts such as 1-2.",
        "Format the cell as text, write what should stand there, and choose the file again.",
    ),
    Caution.ERROR: (NoteKind.MEND, "The cell holds an error.", "Write the text itself."),
    Caution.NUMBER_FORMAT: (
        NoteKind.TAKEN,
        "The number has a format that is not read, and is taken as a plain number.",
        "Look whether it is right; format the cell as text if it is not.",
    ),
    Caution.HIDDEN_CHARACTERS: (
        NoteKind.LEFT_OUT,
        "The text has characters that cannot be seen or that turn the direction of reading. They were left out.",
        "",
    ),
    Caution.HIDDEN: (
        NoteKind.TAKEN,
        "The cell is in a hidden row or column, and was taken all the same.",
        "Delete the row or the column if it does not belong to the matrix.",
    ),
    Caution.CHANGES: (
        NoteKind.TAKEN,
        "The text has tracked changes. It is taken as if all of them were accepted.",
        "Accept or reject them and choose the file again.",
    ),
    Caution.NESTED_TABLE: (
        NoteKind.LEFT_OUT,
        "A table stands inside this cell. It was left out.",
        "Write its texts as lines of the cell.",
    ),
}
_SHOWN: Final = frozenset({Caution.FORMULA, Caution.DATE, Caution.ERROR, Caution.NUMBER_FORMAT})


def note_on(caution: Caution, text: str, place: str) -> Note:
    """The note for a cell that is used."""
    kind, problem, remedy = _WORDS[caution]
    if caution in _SHOWN:
        flat = " ".join(text.split())
        problem = f"{problem[:-1]}: “{flat if len(flat) <= 60 else flat[:60] + '…'}”."
    return Note(kind, place, problem, remedy)
