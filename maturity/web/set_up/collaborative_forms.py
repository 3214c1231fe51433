"""The form for what is known of a collaborative."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.persistence.queries.collaboratives import CollaborativeFacts
from maturity.usecases.set_up import CollaborativeDetails
from maturity.web.saving import new_request_key, sent_text
from maturity.web.set_up.fields import ChoiceField, NoLongerThan, one_line

MOST_ICBS = 60


class CollaborativeForm(FlaskForm):
    """Name, type, footprint, region and ICBs. `based_on` is the version that the person saw.

    `request_key` lets a form that is sent twice make one thing.
    """

    name = StringField(
        "Name",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the collaborative."),
            NoLongerThan(200),
        ],
    )
    type = ChoiceField(
        "Type",
        choices=[(kind.value, kind.label) for kind in CollaborativeType],
        message="Choose the type of the collaborative.",
    )
    footprint = ChoiceField(
        "Footprint",
        choices=[(reach.value, reach.label) for reach in Footprint],
        message="Choose how far the collaborative reaches.",
    )
    region = StringField("Region (optional)", filters=[one_line], validators=[NoLongerThan(200)])
    icbs = TextAreaField("Integrated care boards (optional)", filters=[sent_text])
    based_on = HiddenField(default="0", render_kw={"autocomplete": "off"})
    request_key = HiddenField(default=new_request_key, render_kw={"autocomplete": "off"})

    def validate_icbs(self, field: TextAreaField) -> None:
        """Each line is the name of one board."""
        names = icb_names(field.data)
        if len(names) > MOST_ICBS:
            raise ValidationError(f"Enter at most {MOST_ICBS} integrated care boards.")
        if any(len(name) > 200 for name in names):
            raise ValidationError("Put each integrated care board on a line of its own, with at most 200 characters.")

    def details(self) -> CollaborativeDetails:
        """What the person entered, once it is valid."""
        return CollaborativeDetails(
            name=self.name.data or "",
            type=CollaborativeType(self.type.data),
            footprint=Footprint(self.footprint.data),
            region=self.region.data or "",
            icbs=icb_names(self.icbs.data),
        )


def icb_names(text: str | None) -> tuple[str, ...]:
    """The names in a text of one a line."""
    return tuple(one_line(line) for line in (text or "").splitlines() if line.strip())


def filled_in(facts: CollaborativeFacts) -> CollaborativeForm:
    """The form with what is there now."""
    return CollaborativeForm(
        formdata=None,
        name=facts.name,
        type=facts.type.value,
        footprint=facts.footprint.value,
        region=facts.region,
        icbs="\n".join(facts.icbs),
        based_on=str(facts.version),
    )
