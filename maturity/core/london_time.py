"""The day on which something happened: where the collaboratives are, and the same on every page and in every file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
MONTHS: Final = ("January February March April May June July August September October November December").split()


def day_in_london(moment: datetime) -> date:
    """The day that it is in London at a moment; raises `ValueError` for a time without a zone, which names none."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(LONDON).date()


def day_in_words(moment: datetime) -> str:
    """That day as it is written, whatever language the machine is set to: 5 March 2026."""
    day = day_in_london(moment)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
