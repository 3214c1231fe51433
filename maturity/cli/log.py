"""The log: standard error, one line an event, times in UTC, and nothing that a person wrote."""

from __future__ import annotations

import logging
import sys
import time
from typing import Final

LINE: Final = "%(asctime)sZ %(levelname)s %(name)s %(message)s"


class OneLine(logging.Formatter):
    """Keeps an event on one line, its traceback included, so that no text can pass for an event of its own."""

    def __init__(self) -> None:
        super().__init__(LINE, "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The event as one line of characters that can be printed."""
        return "".join(_shown(character) for character in super().format(record))


def _shown(character: str) -> str:
    if character == "\n":
        return " | "
    return character if character.isprintable() else f"\\x{ord(character):02x}"


def log_to_standard_error() -> None:
    """Send every log event of this process to standard error, warnings and worse."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
