"""Saves that come from a page as it is filled in: their keys, their versions, and what the page is told."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

from flask import Response, jsonify

from maturity.core.matrix import LevelNotInMatrix, Matrix
from maturity.web.design_system.words import clock_time

NOTHING_TO_KEEP: Final = "Nothing to keep yet"


def new_request_key() -> str:
    """A key for one save, so that the same save sent twice happens once."""
    return secrets.token_hex(16)


def page_key(sent: str | None) -> str:
    """The key of a save as it is kept: never one under which the product writes by itself, which have spaces.

    Keys of pages are letters and digits. Whatever else is sent is kept as its SHA-256, which is one all the same.
    """
    key = sent or ""
    return key if not key or (key.isascii() and key.isalnum()) else sha256(key.encode()).hexdigest()


def saved_answer(*, version: int, saved_at: datetime | None, note: str = "") -> Response:
    """What the script of a page is told after a save. Version 0 is that nothing was there, and nothing was sent."""
    when = "" if saved_at is None else f" at {clock_time(saved_at)}"
    said = f"Saved{when}" if version else NOTHING_TO_KEEP
    return jsonify(status="saved", version=version, message=f"{said}. {note}".rstrip())


def refused_answer(*, status: str, message: str, code: int) -> Response:
    """What the script of a page is told when a save was refused: `status` says how the page should go on."""
    answer = jsonify(status=status, message=message)
    answer.status_code = code
    return answer


def sent_text(sent: str | None) -> str:
    """A text as it is kept and compared: one form of line end (browsers send CR LF), nothing a database refuses."""
    return (sent or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def sent_level(choice: str, matrix: Matrix) -> int:
    """The level that a choice names; raises `LevelNotInMatrix` for anything that is not on the scale."""
    level = int(choice) if choice.isascii() and choice.isdigit() and len(choice) <= len("10") else -1
    if not matrix.has_level(level):
        raise LevelNotInMatrix(matrix, level)
    return level
