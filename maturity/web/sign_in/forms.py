"""Forms to sign in and to set a password."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired


class SignInForm(FlaskForm):
    """An email address and a password. `next` is the page that was asked for."""

    email = EmailField("Email address", validators=[InputRequired("Enter your email address.")])
    password = PasswordField("Password", validators=[InputRequired("Enter your password.")])
    next = HiddenField()


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
