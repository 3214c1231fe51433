"""Where the evidence of a round is, as people wrote it: a list from the state of the round."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from maturity.core.record.round_state import RoundState
from maturity.reports.safe_cell import Cell, safe_cell

COLUMNS: Final = ("tier", "criterion", "partner", "person", "evidence")


def evidence_csv(state: RoundState) -> bytes:
    """One line for each evidence that was named as things stood at the end. The same state gives the same bytes.

    A partner is named, a person by their place in the list of people. Of a state without what is kept back there is the
    evidence of agreed levels alone.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(state):
        writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _rows(state: RoundState) -> Iterator[tuple[Cell, ...]]:
    parts = {name: part.records() for name, part in state.parts.items()}
    names = [str(row["name"]) for row in parts["partner"]]

    def line(tier: str, row: dict[str, Any], partner: int | None = None, person: int | None = None) -> tuple[Cell, ...]:
        name = "" if partner is None else names[partner - 1]
        return (tier, row["criterion_id"], name, "" if person is None else person, row["evidence"])

    for row in parts["consensus"]:
        if row["evidence"]:
            yield line("agreed", row)
    for row in parts.get("position", []):
        if row["evidence"]:
            yield line("position", row, partner=_place(row["partner"]))
    seats = parts.get("respondent", [])
    for row in parts.get("response", []):
        if row["evidence"]:
            seat = seats[_place(row["respondent"]) - 1]
            yield line("response", row, partner=_place(seat["partner"]), person=_place(seat["account"]))


def _place(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("A place in a list is a number.")
    return value
