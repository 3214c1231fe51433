"""What may stand in an address."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter


class IdConverter(IntegerConverter):
    """An id or the number of a round: a whole number from 1 that the database can hold, written in one way only."""

    regex = "[1-9][0-9]{0,17}"


def take_ids_only(app: Flask) -> None:
    """Let `int` in the address of a view stand for an id; anything else is not found."""
    app.url_map.converters["int"] = IdConverter
