from __future__ import annotations

import logging
import re

import pytest

from maturity.cli.log import OneLine


def shown(message: str, *, problem: Exception | None = None) -> str:
    info = None if problem is None else (type(problem), problem, problem.__traceback__)
    return OneLine().format(logging.LogRecord("maturity.web", logging.ERROR, __file__, 1, message, (), info))


def test_an_event_is_one_line_with_its_time_in_utc() -> None:
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ERROR maturity\.web It did not work", shown("It did not work")
    )


def test_a_traceback_stays_on_the_line_of_its_event() -> None:
    with pytest.raises(ValueError, match="for this reason") as caught:
        raise ValueError("for this reason")
    line = shown("It did not work", problem=caught.value)
    assert "\n" not in line
    assert line.endswith("ValueError: for this reason")
    assert "Traceback (most recent call last): | " in line


def test_text_with_line_breaks_or_terminal_codes_cannot_pass_for_an_event() -> None:
    line = shown("first\r\n2026-01-01T00:00:00Z INFO forged\x1b[31m\u2028")
    assert line.endswith("ERROR maturity.web first\\x0d | 2026-01-01T00:00:00Z INFO forged\\x1b[31m\\x2028")
