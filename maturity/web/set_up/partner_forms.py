"""The form for a partner organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import DataRequired, ValidationError

from maturity.core.collaborative import PartnerType
from maturity.core.membership import Succession
from maturity.persistence.queries.collaboratives import PartnerFacts
from maturity.usecases.set_up import OdsCodeRefused, PartnerDetails, check_ods_code
from maturity.web.saving import new_request_key
from maturity.web.set_up.fields import ChoiceField, DateField, NoLongerThan, one_line

YEARS = (1900, 2100)
NONE: Final = ""
SUCCESSIONS: Final = (
    (NONE, "It does not go on in another partner"),
    (Succession.MERGED.value, "It merged into another partner, by itself or with others"),
    (Succession.SUCCEEDED.value, "Another partner succeeded it"),
)


class PartnerForm(FlaskForm):
    """Name, type, ODS code, the dates of membership and what became of it. `based_on` is the version that was seen.

    `request_key` lets a form that is sent twice make one thing.
    """

    name = StringField(
        "Name",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the organisation."),
            NoLongerThan(200),
        ],
    )
    type = ChoiceField(
        "Type of organisation",
        choices=[(kind.value, kind.label) for kind in PartnerType],
        message="Choose the type of the organisation.",
    )
    ods_code = StringField("ODS code (optional)", filters=[one_line])
    joined_on = DateField("Date it joined (optional)", years=YEARS)
    left_on = DateField("Date it left (optional)", years=YEARS)
    succession = ChoiceField(
        "What became of it (optional)",
        choices=SUCCESSIONS,
        default=NONE,
        message="Choose what became of it.",
    )
    succeeded_by = SelectField("The partner it goes on in (optional)", default=NONE, validate_choice=False)
    based_on = HiddenField(default="0", render_kw={"autocomplete": "off"})
    request_key = HiddenField(default=new_request_key, render_kw={"autocomplete": "off"})

    def validate_ods_code(self, field: StringField) -> None:
        """Three to ten letters and numbers, or nothing."""
        try:
            check_ods_code(field.data or "")
        except OdsCodeRefused as problem:
            raise ValidationError(str(problem)) from None

    def validate_left_on(self, field: DateField) -> None:
        """No organisation leaves before it joins."""
        joined = self.joined_on.data
        if field.data is not None and joined is not None and field.data < joined:
            field.wrong = ("day", "month", "year")
            raise ValidationError("The date it left must be the same as or after the date it joined.")
        if field.data is None and not field.errors and self.succession.data:
            field.wrong = ("day", "month", "year")
            raise ValidationError("Enter the date it left: from the next day on it is part of the other partner.")

    def validate_succession(self, field: ChoiceField) -> None:
        """How it goes on is said where the other partner is."""
        if not field.data and self.succeeded_by.data:
            raise ValidationError("Choose whether it merged into the other partner or was succeeded by it.")

    def validate_succeeded_by(self, field: SelectField) -> None:
        """Which partner it goes on in is said where how is."""
        if self.succession.data and not field.data:
            raise ValidationError("Choose the partner that it goes on in. Add it first if it is not in the list.")

    def offer(self, partners: Sequence[PartnerFacts], *, but: int | None = None) -> PartnerForm:
        """Offer the other partners of the collaborative to go on in."""
        others = [SelectChoice(str(partner.id), partner.name) for partner in partners if partner.id != but]
        self.succeeded_by.choices = [SelectChoice(NONE, "None"), *others]
        return self

    def details(self) -> PartnerDetails:
        """What the person entered, once it is valid."""
        return PartnerDetails(
            name=self.name.data or "",
            type=PartnerType(self.type.data),
            ods_code=self.ods_code.data or "",
            joined_on=self.joined_on.data,
            left_on=self.left_on.data,
            succession=Succession(self.succession.data) if self.succession.data else None,
            succeeded_by=_id(self.succeeded_by.data or NONE),
        )


def _id(text: str) -> int | None:
    """The id that was chosen, None for none; 0, which no partner has, for what is no id."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def filled_in(facts: PartnerFacts) -> PartnerForm:
    """The form with what is there now."""
    return PartnerForm(
        formdata=None,
        name=facts.name,
        type=facts.type.value,
        ods_code=facts.ods_code or "",
        joined_on=facts.joined_on,
        left_on=facts.left_on,
        succession=facts.succession.value if facts.succession else NONE,
        succeeded_by=str(facts.succeeded_by or NONE),
        based_on=str(facts.version),
    )
