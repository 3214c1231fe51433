"""Fields that the forms of setting up share: a choice of words, a date in three boxes, and tidy text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

PARTS: Final = ("day", "month", "year")
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2200


def one_line(text: str | None) -> str:
    """Text without line ends, doubled spaces and what no keyboard types."""
    return " ".join((text or "").replace("\x00", "").split())


def some_lines(text: str | None) -> str:
    """Text with one kind of line end and nothing around it."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


class ChoiceField(RadioField):
    """One of several words. `message` is what is said when none was chosen."""

    def __init__(self, label: str, *, choices: Iterable[tuple[str, str]] = (), message: str, **more: Any) -> None:
        super().__init__(label, invalid_choice_message=message, **more)  # type: ignore[call-arg]  # as above
        self.offer(choices)

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Set what can be chosen, as pairs of a value and how it is shown."""
        self.choices = [SelectChoice(value, label) for value, label in choices]


class DateField(Field):
    """A date in three boxes. Its data is the date, or None where all three are empty.

    `parts` is what the boxes hold, right or wrong, and `wrong` names the boxes to mend.
    """

    parts: Mapping[str, str]
    wrong: tuple[str, ...] = ()

    def process_data(self, value: date | None) -> None:
        self.data = value
        self.parts = (
            dict.fromkeys(PARTS, "")
            if value is None
            else {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        )

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        self.wrong = ()
        if formdata is not None:
            self.parts = {part: one_line(formdata.get(f"{self.name}-{part}")) for part in PARTS}
            try:
                self.data = self._read()
            except ValueError as problem:
                self.process_errors = [*self.process_errors, str(problem)]
                self.wrong = self.wrong or PARTS
        # The link of the error summary leads to the first box that has to be mended.
        self.id = f"{self.name}-{self.wrong[0] if self.wrong else 'day'}"

    @property
    def called(self) -> str:
        """What the date is called in a sentence."""
        return str(self.label.text).removesuffix(" (optional)")

    def _read(self) -> date | None:
        missing = tuple(part for part in PARTS if not self.parts[part])
        if len(missing) == len(PARTS):
            return None
        if missing:
            self.wrong = missing
            raise ValueError(f"{self.called} must include a {' and a '.join(missing)}.")
        numbers = {part: _number(text) for part, text in self.parts.items()}
        if not EARLIEST_YEAR <= numbers["year"] <= LATEST_YEAR:
            self.wrong = ("year",)
            raise ValueError(f"{self.called} must have a year with four numbers, such as 2026.")
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            raise ValueError(f"{self.called} must be a real date, such as 5 3 2026.") from None


def _number(text: str) -> int:
    """The number that a box holds, or 0, which no part of a date is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
