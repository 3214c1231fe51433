"""The scale that the header of a table gives, and whether two tables give the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from maturity.authoring.tables.headings import Headings
from maturity.authoring.tables.level_headings import LevelHeading
from maturity.authoring.tables.notes import Note, NoteKind
from maturity.authoring.tables.source import Table
from maturity.core.matrix import Level
from maturity.core.matrix_file.scalars import NAME
from maturity.core.wording import listed


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels, and the headings of the columns of a table in rising order, each with its number."""

    place: str
    columns: tuple[LevelHeading, ...]
    levels: tuple[Level, ...]

    def is_like(self, other: Scale) -> bool:
        """Whether another table has the same levels by number and, where both give names, by name."""
        if [each.value for each in self.columns] != [each.value for each in other.columns]:
            return False
        pairs = zip(self.columns, other.columns, strict=True)
        return all(not a.name or not b.name or a.name.casefold() == b.name.casefold() for a, b in pairs)

    @property
    def in_words(self) -> str:
        """Such as “1 Emerging and 2 Developing”."""
        return listed([f"{each.value} {each.name or ''}".strip() for each in self.columns])


def scale_of(table: Table, headings: Headings, notes: list[Note]) -> Scale:
    """The scale of one table; what is wrong with it, and how it was taken, is noted."""
    place = table.place_of_row(headings.first_row)
    columns = tuple(each.heading for each in headings.levels)
    if headings.is_named_only:
        columns = tuple(replace(each, value=number) for number, each in enumerate(columns, start=1))
        words = listed([f"{each.value} {each.name}" for each in columns])
        notes.append(
            Note(
                NoteKind.TAKEN,
                place,
                f"The levels have names and no numbers. They are taken as rising from left to right: {words}.",
                "Write the numbers over the columns if it is otherwise.",
            )
        )
    _check(table, headings, columns, notes)
    return Scale(table.place, columns, _levels(columns))


def _levels(columns: tuple[LevelHeading, ...]) -> tuple[Level, ...]:
    """Every level from the lowest to the highest; one without a column stands between anchors."""
    by_value = {each.value or 0: each for each in columns}
    all_values = range(min(by_value), max(by_value) + 1)
    return tuple(
        Level(value, by_value[value].name, by_value[value].meaning) if value in by_value else Level(value)
        for value in all_values
    )


def _check(table: Table, headings: Headings, columns: tuple[LevelHeading, ...], notes: list[Note]) -> None:
    place = table.place_of_row(headings.first_row)
    values = [each.value or 0 for each in columns]
    gaps = sorted(set(range(values[0], values[-1] + 1)) - set(values))
    named = [each for each in columns if each.name]
    if values[0] > 1:
        notes.append(
            Note(NoteKind.MEND, place, f"The lowest level is {values[0]}.", "A scale begins at 0 or 1: add a column.")
        )
    if gaps and named:
        words = listed([str(value) for value in gaps])
        notes.append(
            Note(
                NoteKind.MEND,
                place,
                f"The levels have names, and {words} {'has' if len(gaps) == 1 else 'have'} no column.",
                "Add an empty column with the name for each level between.",
            )
        )
    elif gaps:
        words = listed([str(value) for value in gaps])
        notes.append(Note(NoteKind.TAKEN, place, f"{words} can be chosen between the levels that are described.", ""))
    for column, each in zip(headings.levels, columns, strict=True):
        at = table.place_of(headings.last_row, column.column)
        if named and not each.name:
            notes.append(Note(NoteKind.MEND, at, "This level has no name, and others have.", "Name every level."))
        elif each.name and len(each.name) > NAME.at_most:
            problem = f"The name of the level has {len(each.name)} characters. It can have at most {NAME.at_most}."
            notes.append(Note(NoteKind.MEND, at, problem, "Shorten it, or write what it means on a second line."))
    if len({each.name for each in named}) < len(named):
        notes.append(Note(NoteKind.MEND, place, "Two levels have the same name.", "Name each differently."))
