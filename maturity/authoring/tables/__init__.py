"""From a workbook or a Word document that is laid out as criteria × levels to a matrix file.

`read_source` takes the tables out of the file in a process of its own; `understand` says what they mean and what was
left out, with the place of each; `matrix_file_from` makes a matrix file of it.
"""

from maturity.authoring.tables.making import About, grid_file_from, matrix_file_about, matrix_file_from, matrix_from
from maturity.authoring.tables.notes import Note, NoteKind
from maturity.authoring.tables.reading import read_source
from maturity.authoring.tables.refusal import FileRefused
from maturity.authoring.tables.understanding import Understanding, understand

__all__ = [
    "About",
    "FileRefused",
    "Note",
    "NoteKind",
    "Understanding",
    "grid_file_from",
    "matrix_file_about",
    "matrix_file_from",
    "matrix_from",
    "read_source",
    "understand",
]
