"""When everything in the worked example happened: counted back from the day it is made, so that it is never stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

ROUNDS: Final = 3
YEAR: Final = timedelta(weeks=52)
OPEN_FOR: Final = timedelta(days=25)
ANSWERED_WITHIN: Final = timedelta(days=13)
"""Every answer is given before this much of a round has passed, and the round that is open opened longer ago."""

ANSWER_TAKES: Final = timedelta(minutes=3, seconds=20)
_SEASONS: Final = ("Winter", "Winter", "Spring", "Spring", "Spring", "Summer", "Summer", "Summer") + ("Autumn",) * 3


@dataclass(frozen=True, slots=True)
class RoundDays:
    """The moments of one round. Responding closes, the levels are agreed and the round closes in its later weeks."""

    opens: datetime

    @property
    def label(self) -> str:
        """What the round is called: season and year of its opening."""
        season = (*_SEASONS, "Winter")[self.opens.month - 1]
        return f"{season} {self.opens.year}"

    @property
    def set_up(self) -> datetime:
        """When the lead made the draft."""
        return self.opens - timedelta(days=10)

    @property
    def closes(self) -> datetime:
        """The last day that was announced."""
        return self.opens + OPEN_FOR

    @property
    def agreeing(self) -> datetime:
        """When the collaborative meets to agree levels."""
        return self.closes + timedelta(days=10, hours=4)

    @property
    def closed(self) -> datetime:
        """When the lead closed the round."""
        return self.agreeing + timedelta(days=4)

    def responding_starts(self, place: int) -> datetime:
        """When the respondent of the partner at this place in the list, from 0, begins."""
        return self.opens + timedelta(days=(1, 2, 3, 4, 8, 9)[place], hours=(1, 5, 0, 6, 2, 4)[place])


def days_of_round(number: int, *, now: datetime) -> RoundDays:
    """The days of a round, 1 to `ROUNDS`; the last opened two weeks before this week's Monday."""
    monday = now.date() - timedelta(days=now.weekday())
    opened = datetime.combine(monday - timedelta(weeks=2), time(9), UTC)
    return RoundDays(opens=opened - (ROUNDS - number) * YEAR)
