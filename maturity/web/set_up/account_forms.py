"""The forms of the administrator: an account and what it may do, a lead for a collaborative, closing an account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import DataRequired, ValidationError

from maturity.usecases.sign_in import EmailRefused, email_key
from maturity.web.set_up.fields import NoLongerThan, one_line


class PermissionsForm(FlaskForm):
    """What a person may do in the installation, besides their roles in collaboratives."""

    may_set_up = BooleanField("May set up collaboratives")
    may_author = BooleanField("May write matrices")


class AccountForm(PermissionsForm):
    """A person, and what they may do."""

    name = StringField(
        "Full name",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the person."),
            NoLongerThan(200),
        ],
    )
    email = EmailField("Email address", filters=[one_line], validators=[DataRequired("Enter an email address.")])


class LeadForm(FlaskForm):
    """Who is to lead a collaborative that nobody can lead."""

    name = StringField(
        "Full name",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the person."),
            NoLongerThan(200),
        ],
    )
    email = EmailField("Email address", filters=[one_line], validators=[DataRequired("Enter an email address.")])

    def validate_email(self, field: EmailField) -> None:
        """Something that can be an address."""
        try:
            email_key(field.data or "")
        except EmailRefused as problem:
            raise ValidationError(str(problem)) from None


class DisableForm(FlaskForm):
    """Closing an account; the box is there where a collaborative is left without a lead."""

    leaves_no_lead = BooleanField("I understand that nobody is left to lead")
