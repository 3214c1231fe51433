from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from maturity.core.london_time import day_in_london


@pytest.mark.parametrize(
    "moment, day",
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_a_moment_falls_on_the_day_that_it_is_in_london(moment: datetime, day: date) -> None:
    assert day_in_london(moment) == day


def test_a_time_without_a_zone_falls_on_no_day() -> None:
    with pytest.raises(ValueError, match="needs its time zone"):
        day_in_london(datetime(2026, 6, 30, 23, 30))  # noqa: DTZ001
