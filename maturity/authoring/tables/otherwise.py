"""Tables that are laid out otherwise than a matrix is read: what would be taken for something that it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from maturity.authoring.tables.headings import Headings, Role, role_of
from maturity.authoring.tables.level_headings import LONGEST_NAME, is_a_scale, is_numbered_level, level_heading
from maturity.authoring.tables.notes import Note, NoteKind
from maturity.authoring.tables.source import Table
from maturity.core.matrix_file.scale import MOST_LEVELS
from maturity.core.wording import listed

_OF_LEVELS: Final = re.compile(r"(?:maturity\s+)?(?:levels?|stages?|steps?|phases?|ratings?)\W*", re.IGNORECASE)
"""What stands over a column in which each cell is a level."""


def laid_out_otherwise(table: Table, headings: Headings) -> Iterator[Note]:
    """What to mend where levels stand in rows, over two columns, in no order, or over more columns than can be."""
    yield from _in_rows(table, headings)
    yield from _in_no_order(table, headings)
    for column, text in headings.passed:
        if is_level_beyond(text) and any(table.text_at(row, column) for row in table.rows if row > headings.last_row):
            yield Note(
                NoteKind.MEND,
                table.place_of_column(column),
                f"“{' '.join(text.split())[:60]}” is the heading of a level, and the column is not taken as one.",
                f"A matrix has up to {MOST_LEVELS} levels, each over one column. Put another table on its own sheet.",
            )


def is_level_beyond(heading: str) -> bool:
    """Whether a column that was not taken as a level is headed as one, by its number."""
    return role_of(heading) is None and is_numbered_level(heading)


def is_header_of_levels(table: Table, row: int, headings: Headings) -> bool:
    """Whether a row below a header is another one: levels, and beside them only words for what columns hold."""
    beside = [text for column in headings.roles.values() if (text := table.text_at(row, column))]
    texts = [text for level in headings.levels if (text := table.text_at(row, level.column))]
    is_prose = any(len(text) > LONGEST_NAME or text.endswith(".") for text in texts)
    if not beside or is_prose or any(role_of(text) is None for text in beside):
        return False
    names = {(each.heading.name or "").casefold() for each in headings.levels}
    return is_a_scale([level_heading(text).value for text in texts]) or {text.casefold() for text in texts} == names


def is_like_header(table: Table, row: int, headings: Headings) -> bool:
    """Whether another header has the same levels over the same columns."""
    for level in headings.levels:
        text = table.text_at(row, level.column)
        said, there = level_heading(text), level.heading
        value = there.value if headings.is_named_only else said.value
        name = text.split("\n")[0].strip() if headings.is_named_only else said.name
        if not text or value != there.value or (name or "").casefold() != (there.name or "").casefold():
            return False
    return True


def _in_rows(table: Table, headings: Headings) -> Iterator[Note]:
    if not headings.is_named_only:
        return
    names = [each.heading.name or "" for each in headings.levels]
    column = headings.roles[Role.CRITERION]
    below = [table.text_at(row, column) for row in table.rows if row > headings.last_row]
    values = [level_heading(text).value for text in below if text]
    is_turned = _is_of_levels(table.text_at(headings.last_row, column)) and is_a_scale(values)
    if is_turned or any(_is_of_levels(name) for name in names):
        yield Note(
            NoteKind.MEND,
            table.place_of_row(headings.first_row),
            "The levels stand in rows.",
            "Give each criterion a row, and each level a column with its number or name over it.",
        )


def _is_of_levels(heading: str) -> bool:
    return _OF_LEVELS.fullmatch(heading.strip()) is not None


def _in_no_order(table: Table, headings: Headings) -> Iterator[Note]:
    if not headings.is_named_only:
        return
    values = [level_heading(each.heading.name or "").value for each in headings.levels]
    if None not in values and not is_a_scale(values):
        yield Note(
            NoteKind.MEND,
            table.place_of_row(headings.first_row),
            f"The numbers of the levels are {listed([str(value) for value in values])}.",
            "Let each stand over one column, and let them only rise, or only fall, from left to right.",
        )
