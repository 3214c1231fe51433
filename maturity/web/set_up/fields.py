"""Fields that the forms of setting up share: a choice of words, a date in three boxes, and tidy text of some length."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import ValidationError

from maturity.core.london_time import MONTHS

PARTS: Final = ("day", "month", "year")
EXAMPLES: Final = {"day": "from 1 to 31", "month": "from 1 to 12, or its name, such as 11 or November"}


def one_line(text: str | None) -> str:
    """Text without line ends, doubled spaces and what no keyboard types."""
    return " ".join((text or "").replace("\x00", "").split())


def called(field: Field) -> str:
    """What a field is called in a sentence."""
    return str(field.label.text).removesuffix(" (optional)")


class NoLongerThan:
    """Refuses text of more than so many characters, and says which text."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: object, field: Field) -> None:  # noqa: ARG002  (as WTForms asks for it)
        """Raise `ValidationError` for a text that is too long."""
        if len(field.data or "") > self.most:
            raise ValidationError(f"{called(field)} must be {self.most:,} characters or fewer.")


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

    `years` are the first and the last that are accepted. A month may be a number or a name. `parts` is what the boxes
    hold, right or wrong, and `wrong` names the boxes to mend.
    """

    parts: Mapping[str, str]
    wrong: tuple[str, ...] = ()

    def __init__(self, label: str, *, years: tuple[int, int], **more: Any) -> None:
        super().__init__(label, **more)
        self.years = years

    def process_data(self, value: date | None) -> None:
        """Take a date that is known, and write it into the boxes."""
        self.data = value
        self.parts = (
            dict.fromkeys(PARTS, "")
            if value is None
            else {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        )

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the boxes of a form that was sent, and note what is wrong with them."""
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

    def _read(self) -> date | None:
        missing = tuple(part for part in PARTS if not self.parts[part])
        if len(missing) == len(PARTS):
            return None
        if missing:
            self.wrong = missing
            raise ValueError(f"{called(self)} must include a {' and a '.join(missing)}.")
        day, month, year = _number(self.parts["day"]), _month(self.parts["month"]), _number(self.parts["year"])
        first, last = self.years
        fits = {"day": 1 <= day <= 31, "month": 1 <= month <= 12, "year": first <= year <= last}
        self.wrong = tuple(part for part in PARTS if not fits[part])
        if self.wrong == ("year",):
            raise ValueError(f"{called(self)} must have a year from {first} to {last}. Enter all four numbers.")
        if len(self.wrong) == 1:
            raise ValueError(f"{called(self)} must have a {self.wrong[0]} {EXAMPLES[self.wrong[0]]}.")
        if self.wrong:
            raise ValueError(
                f"{called(self)} must be a date from 1 January {first} to 31 December {last}. "
                "Enter a day, a month and a year, such as 5 3 2026."
            )
        days = monthrange(year, month)[1]
        if day > days:
            self.wrong = ("day",)
            raise ValueError(f"{called(self)} must be a real date: {MONTHS[month - 1]} {year} has {days} days.")
        return date(year, month, day)


def _number(text: str) -> int:
    """The number that a box holds, or 0, which no part of a date is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def _month(text: str) -> int:
    """The month that a box holds, as a number or as three or more letters of its name; 0 for none."""
    name = text.rstrip(".").casefold()
    if len(name) >= 3:
        for number, month in enumerate(MONTHS, start=1):
            if month.casefold().startswith(name):
                return number
    return _number(text)
