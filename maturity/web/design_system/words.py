"""Filters with which templates put dates and counts into words."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from maturity.core.london_time import LONDON, day_in_london
from maturity.reports.words import in_words


def day(value: date | datetime | None) -> str:
    """A date as the NHS writes it: 5 March 2026. A moment is taken as the day it is in London."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = day_in_london(value)
    return in_words(value)


def moment(value: datetime) -> str:
    """A moment in London: 5 March 2026 at 2:05pm."""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    half = "am" if local.hour < 12 else "pm"
    return f"{day(local)} at {hour}:{local:%M}{half}"


def clock_time(value: datetime) -> str:
    """The time of day in London: 2:05pm."""
    return moment(value).rpartition(" ")[2]


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 criterion, 3 criteria."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def with_role(name: str, role_title: str) -> str:
    """A person’s name, with the role in which they respond where it is known."""
    return f"{name}, {role_title}" if role_title else name


def add_filters(app: Flask) -> None:
    """Make the filters known to templates."""
    for filter_ in (day, moment, clock_time, count):
        app.add_template_filter(filter_, filter_.__name__)
