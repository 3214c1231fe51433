"""The form for a new account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import DataRequired, Length

from maturity.web.set_up.fields import one_line


class AccountForm(FlaskForm):
    """A person, and whether they may set up collaboratives."""

    name = StringField(
        "Full name",
        filters=[one_line],
        validators=[
            DataRequired("Enter the name of the person."),
            Length(max=200, message="Use at most 200 characters."),
        ],
    )
    email = EmailField("Email address", filters=[one_line], validators=[DataRequired("Enter an email address.")])
    may_set_up = BooleanField("May set up collaboratives")
