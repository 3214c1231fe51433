"""What the log says, as the product writes it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from maturity.cli.log import OneLine


@dataclass
class Reader:
    """Everything that was logged, each event as the product writes it."""

    handler: logging.Handler
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)


@contextmanager
def reading_the_log() -> Iterator[Reader]:
    """Read everything that is logged meanwhile, of whatever level."""

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            reader.lines.append(OneLine().format(record))

    reader = Reader(Keep())
    root = logging.getLogger()
    level = root.level
    root.addHandler(reader.handler)
    root.setLevel(logging.DEBUG)
    try:
        yield reader
    finally:
        root.removeHandler(reader.handler)
        root.setLevel(level)
