"""The form for a partner organisation."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, ValidationError

from maturity.core.collaborative import PartnerType
from maturity.persistence.queries.collaboratives import PartnerFacts
from maturity.usecases.set_up import OdsCodeRefused, PartnerDetails, check_ods_code
from maturity.web.saving import new_request_key
from maturity.web.set_up.fields import ChoiceField, DateField, NoLongerThan, one_line

YEARS = (1900, 2100)


class PartnerForm(FlaskForm):
    """Name, type, ODS code and the dates of membership. `based_on` is the version that the person saw.

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

    def details(self) -> PartnerDetails:
        """What the person entered, once it is valid."""
        return PartnerDetails(
            name=self.name.data or "",
            type=PartnerType(self.type.data),
            ods_code=self.ods_code.data or "",
            joined_on=self.joined_on.data,
            left_on=self.left_on.data,
        )


def filled_in(facts: PartnerFacts) -> PartnerForm:
    """The form with what is there now."""
    return PartnerForm(
        formdata=None,
        name=facts.name,
        type=facts.type.value,
        ods_code=facts.ods_code or "",
        joined_on=facts.joined_on,
        left_on=facts.left_on,
        based_on=str(facts.version),
    )
