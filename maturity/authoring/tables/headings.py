"""What the columns of a table are for, told from its header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from maturity.authoring.tables.level_headings import LONGEST_NAME, LevelHeading, is_a_scale, level_heading
from maturity.authoring.tables.source import Cell, Table
from maturity.core.matrix_file.scale import FEWEST_LEVELS, MOST_LEVELS

_LOOKED_THROUGH: Final = 40  # rows from the top in which a header is looked for


class Role(Enum):
    """What a column holds beside the levels."""

    DOMAIN = "domains"
    CRITERION = "criteria"
    QUESTION = "questions"
    GUIDANCE = "guidance"
    NOTHING = "nothing"


# Words that authors put over their columns. The first role of which a word stands in the heading is taken.
_WORDS: Final[Mapping[Role, frozenset[str]]] = {
    Role.QUESTION: frozenset("question questions enquiry".split()),
    Role.GUIDANCE: frozenset("guidance explanation definition definitions help description".split()),
    Role.CRITERION: frozenset(
        "criterion criteria statement indicator element item items aspect topic subject capability characteristic "
        "attribute standard component subdomain subtheme".split()
    ),
    Role.DOMAIN: frozenset(
        "domain domains dimension dimensions theme themes pillar section category lens area".split()
    ),
    Role.NOTHING: frozenset(
        "score scores rating comment comments evidence action actions owner rag ref reference no number id weight date "
        "notes self-assessment rationale target".split()
    ),
}


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """A column of descriptors with what its heading says."""

    column: int
    heading: LevelHeading


@dataclass(frozen=True, slots=True)
class Headings:
    """The header of a table. `levels` stand in rising order; `passed` are columns that nothing is taken from."""

    first_row: int
    last_row: int
    roles: Mapping[Role, int]
    levels: tuple[LevelColumn, ...]
    passed: tuple[tuple[int, str], ...]
    is_named_only: bool

    @property
    def columns(self) -> tuple[int, ...]:
        """Every column that something is taken from."""
        return (*self.roles.values(), *(level.column for level in self.levels))


def find_headings(table: Table) -> Headings | None:
    """The header of a table, if one is found: a row of level numbers or, failing that, of names over the columns."""
    rows = table.rows[:_LOOKED_THROUGH]
    for row in rows:
        found = _numbered(table, row)
        if found is not None:
            return _with_names_around(table, found)
    for has_known_word in (True, False):
        for row in rows:
            found = _named(table, row, needs_known_word=has_known_word)
            if found is not None:
                return _with_meanings_below(table, found)
    return None


def role_of(text: str) -> Role | None:
    """What a column is for by its heading, where a word of it says so."""
    words = set(re.findall(r"[a-z-]+", text.lower().replace("sub-", "sub")))
    return next((role for role, known in _WORDS.items() if words & known), None) if len(text) <= LONGEST_NAME else None


def _numbered(table: Table, row: int) -> Headings | None:
    found: list[LevelColumn] = []
    for cell in table.in_row(row):
        if cell.columns == 1 and role_of(cell.text.split("\n")[0]) is None:
            heading = level_heading(cell.text)
            if heading.value is not None:
                found.append(LevelColumn(cell.column, heading))
    if not is_a_scale([each.heading.value for each in found]):
        return None
    first = found[0].column
    found.sort(key=lambda each: each.heading.value or 0)
    return _with_roles(table, row, tuple(found), leading=[c for c in table.columns if c < first], is_named_only=False)


def _named(table: Table, row: int, *, needs_known_word: bool) -> Headings | None:
    cells = [cell for cell in table.in_row(row) if cell.row == row]
    if any(cell.columns > 1 for cell in cells):
        return None
    known = [cell for cell in cells if role_of(cell.text) in {Role.CRITERION, Role.DOMAIN, Role.QUESTION}]
    if needs_known_word:
        if not known:
            return None
        first = max(cell.column for cell in known) + 1
    else:
        # Without a word to go by: what stands over the first column is the criterion, or nothing stands there.
        first = table.columns[0] + 1 if cells and cells[0].column == table.columns[0] else cells[0].column
    levels = [c for c in cells if c.column >= first and role_of(c.text) is None]
    texts = [cell.text for cell in levels]
    if not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        return None
    if len(set(texts)) < len(texts) and not all(level_heading(text).value is not None for text in texts):
        return None
    if any(len(text.split("\n")[0]) > LONGEST_NAME for text in texts) or not _are_filled_below(table, row, levels):
        return None
    named = tuple(LevelColumn(c.column, replace(level_heading(c.text), value=None, name=_name(c))) for c in levels)
    leading = [column for column in table.columns if column < levels[0].column]
    return _with_roles(table, row, named, leading=leading, is_named_only=True)


def _name(cell: Cell) -> str:
    return cell.text.split("\n")[0].strip(" \t")


def _are_filled_below(table: Table, row: int, levels: list[Cell]) -> bool:
    """Whether some row below has a text in half of these columns or more: a header has a table under it."""
    below = [later for later in table.rows if later > row][:_LOOKED_THROUGH]
    return any(2 * sum(bool(table.text_at(later, c.column)) for c in levels) >= len(levels) for later in below)


def _with_roles(
    table: Table, row: int, levels: tuple[LevelColumn, ...], *, leading: list[int], is_named_only: bool
) -> Headings:
    """The columns beside the levels: by the words over them, and those that say nothing by where they stand."""
    of_levels = {level.column for level in levels}
    roles: dict[Role, int] = {}
    silent: list[int] = []
    passed: list[tuple[int, str]] = []
    for column in (column for column in table.columns if column not in of_levels):
        text = table.text_at(row, column)
        role = _role_beneath(table, row, column) if column in leading else None
        role = role or role_of(text)
        if role is Role.DOMAIN and Role.DOMAIN in roles and Role.CRITERION not in roles:
            role = Role.CRITERION  # “Theme”, then “Dimension”: the second is the smaller
        if role is None and column in leading:
            silent.append(column)
        elif role in {None, Role.NOTHING} or role in roles:
            passed.append((column, text))
        else:
            roles[role] = column
    for index, column in enumerate(silent, start=1):
        if Role.CRITERION not in roles and (index == len(silent) or Role.DOMAIN in roles):
            roles[Role.CRITERION] = column
        elif Role.DOMAIN not in roles and Role.CRITERION not in roles:
            roles[Role.DOMAIN] = column
        else:
            passed.append((column, table.text_at(row, column)))
    if Role.CRITERION not in roles and Role.QUESTION in roles:
        roles[Role.CRITERION] = roles.pop(Role.QUESTION)
    elif Role.CRITERION not in roles and Role.DOMAIN in roles:
        roles[Role.CRITERION] = roles.pop(Role.DOMAIN)
    return Headings(row, row, roles, levels, tuple(passed), is_named_only)


def _role_beneath(table: Table, row: int, column: int) -> Role | None:
    """What a column holds whose heading is merged over several that have texts of their own: domains, then criteria."""
    cell = table.at(row, column)
    if cell is None or cell.columns == 1 or role_of(cell.text) not in {None, Role.DOMAIN, Role.CRITERION}:
        return None
    first, last = cell.column, cell.column + cell.columns - 1
    starts = {each.column for each in table.cells if each.row > row and each.text}
    if not {first, last} <= starts:
        return None
    return {first: Role.DOMAIN, last: Role.CRITERION}.get(column, Role.NOTHING)


def _with_names_around(table: Table, found: Headings) -> Headings:
    """Take the names from the row above or below the numbers, and the meanings from the row after."""
    if any(level.heading.name for level in found.levels):
        return _with_meanings_below(table, found)
    before = max((row for row in table.rows if row < found.first_row), default=None)
    if before is not None and (names := _names_in(table, before, found)):
        return _with_meanings_below(table, replace(_named_by(found, names), first_row=before))
    after = _row_of_header_below(table, found)
    if after is not None and (names := _names_in(table, after, found)):
        return _with_meanings_below(table, replace(_named_by(found, names), last_row=after))
    return _with_meanings_below(table, found)


def _with_meanings_below(table: Table, found: Headings) -> Headings:
    row = _row_of_header_below(table, found)
    if row is None:
        return found
    if found.is_named_only:
        values = [level_heading(table.text_at(row, level.column)) for level in found.levels]
        if is_a_scale([each.value for each in values]) and not any(each.name for each in values):
            levels = [
                LevelColumn(level.column, replace(level.heading, value=each.value))
                for level, each in zip(found.levels, values, strict=True)
            ]
            levels.sort(key=lambda each: each.heading.value or 0)
            return _with_meanings_below(table, replace(found, last_row=row, levels=tuple(levels), is_named_only=False))
    levels = [
        LevelColumn(each.column, replace(each.heading, meaning=table.text_at(row, each.column) or each.heading.meaning))
        for each in found.levels
    ]
    return replace(found, last_row=row, levels=tuple(levels))


def _row_of_header_below(table: Table, found: Headings) -> int | None:
    """The row after the header, if it belongs to it: texts over the levels and nothing of its own beside them."""
    after = next((row for row in table.rows if row > found.last_row), None)
    if after is None or not any(table.text_at(after, level.column) for level in found.levels):
        return None
    beside = (table.at(after, column) for column in found.roles.values())
    return after if all(cell is None or cell.row <= found.last_row for cell in beside) else None


def _names_in(table: Table, row: int, found: Headings) -> list[str]:
    """The names of all levels in a row; none where it holds something else."""
    cells = [table.at(row, level.column) for level in found.levels]
    names = [cell.text for cell in cells if cell is not None and cell.columns == 1 and len(cell.text) <= LONGEST_NAME]
    return names if len(set(names)) == len(found.levels) and not any("\n" in name for name in names) else []


def _named_by(found: Headings, names: list[str]) -> Headings:
    levels = (
        LevelColumn(level.column, replace(level.heading, name=name))
        for level, name in zip(found.levels, names, strict=True)
    )
    return replace(found, levels=tuple(levels))
