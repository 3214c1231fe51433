"""Membership over time: one line for each partner, from the day it joined to the day it left, and where it went on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from maturity.core.membership import Member
from maturity.reports.charts.drawing import (
    BLUE,
    FAINT,
    NARROW,
    PAPER,
    QUIET,
    WIDE,
    Box,
    Chart,
    ChartTable,
    Dot,
    Mark,
    Picture,
    Stroke,
    Words,
    leading,
    lines_of,
    wrapped,
)
from maturity.reports.words import in_words

_MOST_YEARS: Final = 8
"""More years than this are not all named below the picture."""


def membership_timeline(members: Sequence[Member], *, today: date, chart_id: str) -> Chart:
    """The partners of a collaborative, of which there is at least one, in the order given."""
    names = {member.id: member.name for member in members}
    return Chart(
        id=chart_id,
        title=f"Membership over time. {'; '.join(f'{m.name}: {told(m, names)}' for m in members)}.",
        description=(
            "One row for each partner, years from left to right. The bar reaches from the day it joined to the day it "
            "left; one that has no beginning was there from the start. A ring at its end is a partner that goes on in "
            "another one, which stands beside it."
        ),
        wide=_picture(members, names, today, WIDE),
        narrow=_picture(members, names, today, NARROW),
        table=ChartTable(
            "Membership over time",
            ("Partner", "Joined", "Left", "What became of it"),
            tuple(
                (
                    m.name,
                    in_words(m.joined_on) if m.joined_on else "From the start",
                    in_words(m.left_on) if m.left_on else "",
                    goes_on(m, names),
                )
                for m in members
            ),
        ),
    )


def told(member: Member, names: dict[int, str]) -> str:
    """“from the start to 1 April 2026, merged into Birch Trust”."""
    since = f"from {in_words(member.joined_on)}" if member.joined_on else "from the start"
    until = f" to {in_words(member.left_on)}" if member.left_on else ""
    became = goes_on(member, names)
    return f"{since}{until}{f', {became[0].lower()}{became[1:]}' if became else ''}"


def goes_on(member: Member, names: dict[int, str]) -> str:
    """“Merged into Birch Trust”; empty where it goes on in no other partner."""
    if member.succession is None or member.succeeded_by is None:
        return ""
    return f"{member.succession.label} {names[member.succeeded_by]}"


class _Years:
    """Where days lie across a picture, from the first that is known to today or the last day that is."""

    def __init__(self, members: Sequence[Member], today: date, left: float, right: float) -> None:
        known = [day for m in members for day in (m.joined_on, m.left_on) if day]
        self.first = date(min([*known, today]).year, 1, 1)
        self.last = date(max([*known, today]).year, 12, 31)
        self.left, self.right = left, right

    def at(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(self.left + share * (self.right - self.left), 1)

    def named(self) -> list[int]:
        years = list(range(self.first.year, self.last.year + 1))
        step = -(-len(years) // _MOST_YEARS)
        return years[::step]


def _picture(members: Sequence[Member], names: dict[int, str], today: date, width: int) -> Picture:
    is_wide = width == WIDE
    size = 12 if is_wide else 13
    years = _Years(members, today, 240 if is_wide else 4, width - 12)
    marks: list[Mark] = []
    y = 4.0
    for member in members:
        became = goes_on(member, names)
        title = wrapped(member.name, 226 if is_wide else width - 8, size, weight=600)
        note = wrapped(became, 226 if is_wide else width - 8, size) if became else ()
        marks += lines_of(title, 0, y + 13, size=size, weight=600)
        marks += lines_of(note, 0, y + 13 + len(title) * leading(size), size=size, fill=QUIET)
        height = (len(title) + len(note)) * leading(size)
        marks += _bar(years, member, y + (2 if is_wide else height + 2))
        y += height + (8 if is_wide else 26)
    for year in years.named():
        x = years.at(date(year, 1, 1))
        marks.insert(0, Stroke(x, 0, x, y, FAINT))
        marks.append(Words(min(x, width - 34), y + 14, str(year), size, fill=QUIET))
    return Picture(width, round(y + 20), tuple(marks))


def _bar(years: _Years, member: Member, y: float) -> list[Mark]:
    start = years.at(member.joined_on or years.first)
    end = years.at(member.left_on or years.last)
    marks: list[Mark] = [Box(start, y, max(end - start, 3), 12, BLUE, radius=2)]
    if member.succeeded_by is not None:
        marks.append(Dot(end, y + 6, 6, PAPER, BLUE, 2))
    return marks
