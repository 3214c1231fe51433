"""What something sends to a database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from maturity.persistence.engine import Database


def statements_of(database: Database, act: Callable[[], object]) -> list[str]:
    """Every statement that something sends, transactions begun and ended aside."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return statements


def questions_of(database: Database, act: Callable[[], object]) -> int:
    """How often something asks the database, whatever it writes."""
    return sum(1 for statement in statements_of(database, act) if statement.startswith("SELECT"))
