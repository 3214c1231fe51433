"""The forms of preparing a meeting: levels to confirm in bulk, and how long the meeting lasts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length

from maturity.usecases.prepare import LONGEST_MEETING, Tick
from maturity.web.saving import page_key
from maturity.web.versioned_form import version_seen

_NEVER_SEEN = -1


class ConfirmForm(FlaskForm):
    """What stands around the levels to confirm: the key of the save, and whether all that are close are meant."""

    request_key = StringField(filters=[page_key], validators=[Length(max=64)])
    everything = BooleanField()


class OfferForm(FlaskForm):
    """One level that the page offered. `based_on` is the version of the result that the person saw.

    `is_close`: whether the page counted it among those that one press confirms together.
    """

    class Meta:
        """How the form is made."""

        csrf = False  # it is part of a form that has its token

    is_ticked = BooleanField()
    is_close = BooleanField()
    level = IntegerField()
    based_on = IntegerField()


def ticks_in(criteria: Iterable[str], *, together: bool = False) -> tuple[Tick, ...]:
    """What was ticked, of these criteria, and `together` with it what the page counted as close.

    The page says which these are, and not what is close by now: else one press would record other levels than its
    button counted. A number that is none was never offered.
    """
    forms = ((criterion_id, OfferForm(prefix=f"{criterion_id}-")) for criterion_id in criteria)
    return tuple(
        Tick(
            criterion_id,
            _NEVER_SEEN if form.level.data is None else form.level.data,
            _NEVER_SEEN if form.based_on.data is None else form.based_on.data,
            as_close=not form.is_ticked.data,
        )
        for criterion_id, form in forms
        if form.is_ticked.data or (together and form.is_close.data)
    )


class Minutes(IntegerField):
    """A number of minutes, in the words of whoever typed something else."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter the minutes as a whole number, such as 90.") from None


class LengthForm(FlaskForm):
    """How long the meeting lasts. `based_on` is the version of the round that the person saw."""

    minutes = Minutes(
        "How many minutes do you have?",
        validators=[InputRequired(f"Enter the length of the meeting in minutes, from 1 to {LONGEST_MEETING}.")],
    )
    based_on = HiddenField(default="0", render_kw={"autocomplete": "off"})

    @property
    def version_seen(self) -> int:
        """The version that the person saw; one that is not a number was never seen."""
        return version_seen(self.based_on)
