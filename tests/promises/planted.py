"""The real server with a fault in it, to show that a test would notice: `planted.py FAULT serve …`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from maturity.cli.main import main
from maturity.persistence import engine
from maturity.persistence.engine import Database
from maturity.web import errors


def planted(fault: str) -> tuple[str, ...]:
    """The command that stands in for `maturity`."""
    return (sys.executable, str(Path(__file__)), fault)


def _swallow_what_the_disk_says() -> None:
    real = Database.writing

    @contextmanager
    def careless(self: Database) -> Iterator[Session]:
        is_done = False
        try:
            with real(self) as session:
                yield session
                is_done = True
        except OperationalError:
            if not is_done:
                raise

    Database.writing = careless  # type: ignore[method-assign]  # the fault


def _forget_what_was_typed() -> None:
    errors.kept_text = dict


def _queue_without_end() -> None:
    engine.LONGEST_QUEUE = 3600.0  # type: ignore[misc]  # the fault


FAULTS: Final[dict[str, Callable[[], None]]] = {
    "swallow": _swallow_what_the_disk_says,
    "forget": _forget_what_was_typed,
    "queue": _queue_without_end,
}

if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    main()
