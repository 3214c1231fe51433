"""The rows below a header: criteria with their descriptors, headings of domains, and what is neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from maturity.authoring.tables.cautions import note_on
from maturity.authoring.tables.headings import Headings, Role
from maturity.authoring.tables.notes import Note, NoteKind
from maturity.authoring.tables.otherwise import is_header_of_levels, is_like_header
from maturity.authoring.tables.source import Cell, Table
from maturity.core.matrix_file.scalars import DESCRIPTOR, PROSE, TITLE

_ONE_TITLE: Final = 80  # characters: lines of a title that are no more than this together are one title


@dataclass(slots=True)
class ReadCriterion:
    """A criterion as it stands in a table, with texts and places of levels by the order of their columns."""

    title: str
    place: str
    question: str = ""
    guidance: str = ""
    texts: dict[int, str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class ReadDomain:
    """A domain as it stands in a table; `title` is empty where the table does not say."""

    title: str
    place: str
    summary: str = ""
    criteria: list[ReadCriterion] = field(default_factory=list)


def read_rows(table: Table, headings: Headings, notes: list[Note]) -> list[ReadDomain]:
    """What the rows below a header say, with a note on everything that was left out or taken in a way to look at."""
    reader = _RowReader(table, headings, notes)
    for row in table.rows:
        if row > headings.last_row:
            reader.read(row)
    return reader.finish()


class _RowReader:
    def __init__(self, table: Table, headings: Headings, notes: list[Note]) -> None:
        self._table = table
        self._headings = headings
        self._notes = notes
        self._domains: list[ReadDomain] = []
        self._criterion: ReadCriterion | None = None
        header = range(headings.first_row, headings.last_row + 1)
        self._header = [[table.text_at(row, column) for column in headings.columns] for row in header]

    def read(self, row: int) -> None:
        """Take in one row."""
        cells = [self._table.at(row, column) for column in self._headings.columns]
        own = list(dict.fromkeys(cell for cell in cells if cell is not None and cell.row == row and cell.text))
        for cell in cells:
            if cell is not None and cell.row == row and not cell.text:
                self._caution(cell)
        if not own:
            return
        if [cell.text if cell else "" for cell in cells] in self._header:
            self._note(NoteKind.LEFT_OUT, self._table.place_of_row(row), "The header stands here again.", "")
            return
        if is_header_of_levels(self._table, row, self._headings):
            self._read_header_again(row)
            return
        levels = [self._table.at(row, level.column) for level in self._headings.levels]
        if len(own) == 1 and self._is_heading(own[0], row):
            self._start_domain(own[0])
        elif not any(level is not None and level.text for level in levels):
            self._leave_out(row, own)
        else:
            self._read_criterion(row, levels)

    def _read_header_again(self, row: int) -> None:
        place = self._table.place_of_row(row)
        if is_like_header(self._table, row, self._headings):
            self._note(NoteKind.LEFT_OUT, place, "The header stands here again.", "")
            return
        self._note(
            NoteKind.MEND,
            place,
            "Another header stands here, with other levels, or in another order.",
            "Put the same levels over the same columns, or put the rows below it on a sheet of their own.",
        )

    def finish(self) -> list[ReadDomain]:
        """The domains that have criteria; headings without any are noted."""
        for domain in self._domains:
            if not domain.criteria:
                self._left_out_heading(domain)
        return [domain for domain in self._domains if domain.criteria]

    def _is_heading(self, cell: Cell, row: int) -> bool:
        """Whether the only text of a row is a heading: merged over columns, or where titles stand."""
        of_levels = {level.column for level in self._headings.levels}
        spanned = set(range(cell.column, cell.column + cell.columns))
        if cell.rows > 1 and cell.column == self._headings.roles.get(Role.DOMAIN):
            return False
        if any(self._table.at(row, column) for column in of_levels - spanned):
            return False
        return len(spanned) > 1 or cell.column not in of_levels

    def _start_domain(self, cell: Cell) -> None:
        self._caution(cell)
        last = self._domains[-1] if self._domains else None
        if last is not None and not last.criteria and last.title and _is_prose(cell.text):
            last.summary = _below(last.summary, cell.text)
            return
        title, rest = split_title(cell.text)
        self._domains.append(ReadDomain(title, self._table.place_of(cell.row, cell.column), rest))
        self._criterion = None

    def _left_out_heading(self, domain: ReadDomain) -> None:
        self._note(
            NoteKind.LEFT_OUT,
            domain.place,
            f"“{_short(domain.title)}” has no criteria below it.",
            "If it is a criterion, write a text in the columns of the levels.",
        )

    def _leave_out(self, row: int, own: Iterable[Cell]) -> None:
        for cell in own:
            self._note(
                NoteKind.LEFT_OUT,
                self._table.place_of(row, cell.column),
                f"“{_short(cell.text)}” stands in a row without a text at any level.",
                "If it is a criterion, write what can be seen at each level.",
            )

    def _read_criterion(self, row: int, levels: list[Cell | None]) -> None:
        roles = self._headings.roles
        self._take_domain(row)
        cell = self._at(row, Role.CRITERION)
        goes_on = cell is None or (cell.row < row and self._criterion is not None)
        if goes_on and self._criterion is not None:
            if cell is None:
                self._note(
                    NoteKind.TAKEN,
                    self._table.place_of_row(row),
                    f"The row has no criterion of its own, so its texts go on with “{_short(self._criterion.title)}”.",
                    "If it is a criterion, write its title.",
                )
        else:
            self._start_criterion(row, cell)
        for role in (Role.QUESTION, Role.GUIDANCE):
            beside = self._at(row, role) if role in roles else None
            if beside is not None and beside.row == row:
                self._take_beside(beside, role)
        for index, level in enumerate(levels):
            if level is not None and (level.row == row or not goes_on):
                self._take_text(index, level, row)

    def _take_domain(self, row: int) -> None:
        cell = self._at(row, Role.DOMAIN)
        if cell is not None and cell.text:
            title, rest = split_title(cell.text)
            if cell.row == row:
                self._caution(cell)
            if not self._domains or self._domains[-1].title != title:
                self._domains.append(ReadDomain(title, self._table.place_of(cell.row, cell.column), rest))
                self._criterion = None
        elif not self._domains:
            self._domains.append(ReadDomain("", self._table.place))

    def _start_criterion(self, row: int, cell: Cell | None) -> None:
        column = self._headings.roles.get(Role.CRITERION, 1)
        place = self._table.place_of(row, column)
        title, rest = split_title(cell.text) if cell is not None else ("", "")
        if cell is not None:
            self._caution(cell)
        if not title:
            self._note(NoteKind.MEND, place, "The first row of a criterion has no title.", "Write the title here.")
        elif len(title) > TITLE.at_most:
            self._too_long(place, title, TITLE.at_most)
        levels = enumerate(self._headings.levels)
        places = {index: self._table.place_of(row, level.column) for index, level in levels}
        self._criterion = ReadCriterion(title, place, places=places)
        if rest:
            is_question = rest.endswith("?") and Role.QUESTION not in self._headings.roles
            setattr(self._criterion, "question" if is_question else "guidance", rest)
            self._note(
                NoteKind.TAKEN,
                place,
                f"The first line is the title; the rest is the {'question' if is_question else 'guidance'}.",
                "Move the rest to a column of its own if it is something else.",
            )
        self._domains[-1].criteria.append(self._criterion)

    def _take_beside(self, cell: Cell, role: Role) -> None:
        if self._criterion is None:
            return
        self._caution(cell)
        name = "question" if role is Role.QUESTION else "guidance"
        text = _below(getattr(self._criterion, name), cell.text)
        if len(text) > PROSE.at_most:
            self._too_long(self._table.place_of(cell.row, cell.column), text, PROSE.at_most)
        setattr(self._criterion, name, text)

    def _take_text(self, index: int, cell: Cell, row: int) -> None:
        if self._criterion is None:
            return
        place = self._table.place_of(row, self._headings.levels[index].column)
        if cell.row == row and cell.text:
            self._caution(cell)
        if cell.row < row or (cell.columns > 1 and cell.column != self._headings.levels[index].column):
            self._note(
                NoteKind.TAKEN,
                place,
                f"The cell is merged with {self._table.place_of(cell.row, cell.column)}, so it has the same text.",
                "Take the cells apart if each has a text of its own.",
            )
        text = f"{self._criterion.texts.get(index, '')}\n{cell.text}".strip("\n")
        if len(text) > DESCRIPTOR.at_most:
            self._too_long(place, text, DESCRIPTOR.at_most)
        self._criterion.texts[index] = text

    def _at(self, row: int, role: Role) -> Cell | None:
        column = self._headings.roles.get(role)
        cell = None if column is None else self._table.at(row, column)
        return cell if cell is not None and cell.text else None

    def _caution(self, cell: Cell) -> None:
        place = self._table.place_of(cell.row, cell.column)
        self._notes.extend(note_on(caution, cell.text, place) for caution in cell.cautions)

    def _too_long(self, place: str, text: str, most: int) -> None:
        self._note(
            NoteKind.MEND,
            place,
            f"The text has {len(text):,} characters. It can have at most {most:,}.",
            f"Shorten it by {len(text) - most:,} or more.",
        )

    def _note(self, kind: NoteKind, place: str, problem: str, remedy: str) -> None:
        self._notes.append(Note(kind, place, problem, remedy))


def split_title(text: str) -> tuple[str, str]:
    """The title in a cell and what else stands in it: short lines are one title, otherwise the first line is."""
    lines = [line.replace("\t", " ").strip(" ") for line in text.split("\n")]
    whole = " ".join(line for line in lines if line)
    if len(lines) == 1 or (len(whole) <= _ONE_TITLE and "?" not in whole):
        return whole, ""
    return lines[0], "\n".join(lines[1:]).strip("\n")


def _is_prose(text: str) -> bool:
    """Whether a second heading in a row is rather what the domain is about."""
    return len(text) > _ONE_TITLE or text.endswith((".", "?"))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:60]}…"


def _below(before: str, text: str) -> str:
    """A text on a line of its own below another, each to the letter."""
    return f"{before}\n{text}" if before else text
