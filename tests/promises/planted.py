"""The real server with a fault in it, to show that a test would notice: `planted.py FAULT serve …`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from smtplib import SMTP
from typing import Any, Final

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from maturity.cli.main import main
from maturity.persistence import engine
from maturity.persistence.engine import Database
from maturity.persistence.queries import responses, rounds
from maturity.settings import read_settings

A_MOMENT: Final = 1.0
"""Seconds."""


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
    from maturity.web import errors  # noqa: PLC0415  (it imports what another fault has to reach first)

    errors.kept_text = dict


def _send_before_it_is_saved() -> None:
    from maturity.usecases import post  # noqa: PLC0415  (as above)

    real = post._queue  # noqa: SLF001  (the fault)

    def hasty(session: Session, **message: Any) -> None:
        real(session, **message)
        server = read_settings().mail_server
        assert server is not None
        with SMTP(server.host, server.port) as connection:
            connection.sendmail("maturity@example.org", ["somebody@people.example"], b"Subject: Come in\r\n\r\nCome.")

    post._queue = hasty  # noqa: SLF001  (the fault)


def _queue_without_end() -> None:
    engine.LONGEST_QUEUE = 3600.0  # type: ignore[misc]  # the fault


def _trust_what_was_seen_a_moment_ago() -> None:
    # Replaced before anything imports them by name.
    for module, name in ((responses, "get_seat"), (rounds, "get_round"), (rounds, "list_rounds")):
        setattr(module, name, _remembering(getattr(module, name)))


def _remembering(find: Callable[..., Any]) -> Callable[..., Any]:
    kept: dict[tuple[Any, ...], tuple[float, Any]] = {}

    def find_or_remember(session: Session, **asked: Any) -> Any:
        key = tuple(sorted(asked.items()))
        since, found = kept.get(key, (0.0, None))
        if time.monotonic() - since > A_MOMENT:
            found = find(session, **asked)
            kept[key] = (time.monotonic(), found)
        return found

    return find_or_remember


FAULTS: Final[dict[str, Callable[[], None]]] = {
    "swallow": _swallow_what_the_disk_says,
    "forget": _forget_what_was_typed,
    "hurry": _send_before_it_is_saved,
    "queue": _queue_without_end,
    "remember": _trust_what_was_seen_a_moment_ago,
}

if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    main()
