from __future__ import annotations

import pytest

from maturity.authoring.tables.number_formats import shown_number


@pytest.mark.parametrize(
    "value, number_format, shown",
    [
        (1.1, "0.00", "1.10"),
        (1.1, "General", "1.1"),
        (1.0, "General", "1"),
        (10, "@", "10"),
        (7, "000", "007"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (0.5, "#.0", ".5"),
        (3, '"Level "0', "Level 3"),
        (3, '0" of 5"', "3 of 5"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"none"0', "none0"),
        (3, "[Red]0_)", "3"),
        (3, "[$-809]0", "3"),
        (1e20, "General", "100000000000000000000"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, number_format: str, shown: str) -> None:
    assert shown_number(value, number_format) == (shown, True)


@pytest.mark.parametrize("number_format", ["# ?/?", "0.00E+00", "abc", "", "General"])
def test_a_format_that_is_not_read_gives_the_plain_number_and_says_so(number_format: str) -> None:
    assert shown_number(1.5, number_format) == ("1.5", number_format in {"", "General"})
