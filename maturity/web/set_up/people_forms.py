"""The forms that give a person a role, and an address that reaches them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, ValidationError

from maturity.persistence.queries.collaboratives import PartnerFacts
from maturity.persistence.rows.account import Role
from maturity.usecases.sign_in import EmailRefused, email_key
from maturity.web.set_up.fields import ChoiceField, NoLongerThan, one_line

ROLES = (
    (Role.RESPONDENT.value, "Respondent: answers for one partner organisation"),
    (Role.LEAD.value, "Lead: sets up rounds, and records what is agreed"),
    (Role.FACILITATOR.value, "Facilitator: leads the conversation, and records what is agreed"),
    (Role.VIEWER.value, "Viewer: reads the results once a round is closed"),
)


class PersonForm(FlaskForm):
    """A name, an email address and a role; a respondent’s partner is its id, or empty for none."""

    name = StringField(
        "Full name",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the person."),
            NoLongerThan(200),
        ],
    )
    email = EmailField("Email address", filters=[one_line], validators=[DataRequired("Enter an email address.")])
    role = ChoiceField("Role", choices=ROLES, message="Choose what the person does in this collaborative.")
    partner = ChoiceField(
        "Partner organisation they respond for", message="Choose a partner from the list.", default=""
    )

    def offer_partners(self, partners: Sequence[PartnerFacts]) -> None:
        """Set which partners can be chosen."""
        self.partner.offer([("", "Choose a partner"), *((str(p.id), p.name) for p in partners)])

    def validate_email(self, field: EmailField) -> None:
        """Something that can be an address."""
        try:
            email_key(field.data or "")
        except EmailRefused as problem:
            raise ValidationError(str(problem)) from None

    def validate_partner(self, field: ChoiceField) -> None:
        """A respondent has one."""
        if self.role.data == Role.RESPONDENT and not field.data:
            raise ValidationError("Choose the partner organisation that the respondent answers for.")

    @property
    def chosen_partner(self) -> int | None:
        """The id of the partner, None for roles that have none."""
        return int(self.partner.data) if self.role.data == Role.RESPONDENT and self.partner.data else None


class EmailForm(FlaskForm):
    """The address of a person; `seen` is the one that the page showed."""

    email = EmailField("Email address", filters=[one_line], validators=[DataRequired("Enter an email address.")])
    seen = HiddenField()

    def validate_email(self, field: EmailField) -> None:
        """Something that can be an address."""
        try:
            email_key(field.data or "")
        except EmailRefused as problem:
            raise ValidationError(str(problem)) from None
