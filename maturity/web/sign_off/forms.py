"""The form with which a partner signs a round off."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import InputRequired, Length

from maturity.core.record.sign_off import LONGEST_NAME, SignOffDecision
from maturity.core.response import LONGEST_TEXT
from maturity.usecases.sign_off import Signing
from maturity.web.saving import new_request_key, sent_text
from maturity.web.versioned_form import version_seen

_CHOOSE: Final = "Choose what the partner says of this result."


def _tidy(text: str | None) -> str:
    return " ".join(sent_text(text).split())


class SignOffForm(FlaskForm):
    """What a person signs. `state_hash` and `seen` are of what the page showed, so that nothing else is signed."""

    decision = RadioField(
        "What the partner says of this result",
        choices=[SelectChoice(decision.value, decision.label) for decision in SignOffDecision],
        validators=[InputRequired(_CHOOSE)],
    )
    words = TextAreaField(
        "Reservations, or why the partner declines",
        filters=[sent_text],
        validators=[Length(max=LONGEST_TEXT, message=f"Reservations must be {LONGEST_TEXT:,} characters or fewer.")],
    )
    signed_name = StringField(
        "Name of the person who signs",
        filters=[_tidy],
        validators=[
            InputRequired("Enter the name of the person who signs."),
            Length(max=LONGEST_NAME, message=f"The name must be {LONGEST_NAME} characters or fewer."),
        ],
    )
    role_title = StringField(
        "Their role in the partner (optional)",
        filters=[_tidy],
        validators=[Length(max=LONGEST_NAME, message=f"The role must be {LONGEST_NAME} characters or fewer.")],
    )
    state_hash = HiddenField(validators=[Length(max=64)], render_kw={"autocomplete": "off"})
    seen = HiddenField(default="0", render_kw={"autocomplete": "off"})
    request_key = HiddenField(
        default=new_request_key, validators=[InputRequired(), Length(max=64)], render_kw={"autocomplete": "off"}
    )

    def signing(self) -> Signing:
        """What was sent, once it is valid."""
        return Signing(
            decision=SignOffDecision(self.decision.data),
            words=self.words.data or "",
            signed_name=self.signed_name.data or "",
            role_title=self.role_title.data or "",
            state_hash=self.state_hash.data or "",
            seen=version_seen(self.seen),
            request_key=self.request_key.data or "",
        )
