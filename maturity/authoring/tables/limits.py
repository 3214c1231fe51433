"""How large a file with tables may be, and how long and in how much memory it may be read."""

from __future__ import annotations

from typing import Final

LARGEST_FILE: Final = 5 * 1024 * 1024  # bytes
MOST_ENTRIES: Final = 200
MOST_UNPACKED: Final = 20 * 1024 * 1024  # bytes, all entries together
MOST_RATIO: Final = 100  # bytes unpacked for one that is packed
RATIO_FROM: Final = 64 * 1024  # bytes: the ratio of small entries says nothing

MOST_TABLES: Final = 60
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 100
MOST_CELLS: Final = 20_000
MOST_CHARACTERS: Final = 1_000_000
LONGEST_TEXT: Final = 32_767  # characters in a cell, as spreadsheet programs have it

SECONDS: Final = 20
ADDRESS_SPACE: Final = 512 * 1024 * 1024  # bytes
