"""Forms to sign in and to set a password."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, ValidationError

from maturity.usecases.passwords import PasswordRefused, check_password


class SignInForm(FlaskForm):
    """An email address and a password. `next` is the page that was asked for."""

    email = EmailField("Email address", validators=[InputRequired("Enter your email address.")])
    password = PasswordField("Password", validators=[InputRequired("Enter your password.")])
    next = HiddenField()


class LinkForm(FlaskForm):
    """The address to send a link to."""

    email = EmailField("Email address", validators=[InputRequired("Enter your email address.")])


class EntryForm(FlaskForm):
    """Coming in by a link, with the password where it is asked for."""

    password = PasswordField("Password")


class SetPasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField("New password", validators=[InputRequired("Enter a password.")])
    password_again = PasswordField(
        "The same password again",
        validators=[
            InputRequired("Enter the password again."),
            EqualTo("password", "The two passwords are not the same."),
        ],
    )

    def validate_password(self, field: PasswordField) -> None:
        """Good enough; said together with what is wrong with the second one."""
        try:
            check_password(field.data or "")
        except PasswordRefused as problem:
            raise ValidationError(str(problem)) from None
