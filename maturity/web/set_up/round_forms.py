"""The forms of a round: what it is, who takes part, and a move to another stage."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from maturity.core.round import Naming, WayOfScoring
from maturity.persistence.queries.matrices import MatrixEntry
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.rounds import RoundDetails
from maturity.web.saving import new_request_key, sent_text
from maturity.web.set_up.fields import PARTS, ChoiceField, DateField, NoLongerThan, one_line

LONGEST_PURPOSE = 5_000
YEARS = (2000, 2100)
USUAL_PURPOSE = (
    "To agree together where we are now, and to choose what to work on next.\n\n"
    "This is for learning, not for inspection. Nobody is ranked, and a low level is as useful as a high one. "
    "Choose the level that is true today, and say what you have seen that makes you think so."
)


class RoundForm(FlaskForm):
    """What a lead says of a round. `based_on` is the version that the person saw.

    `request_key` lets a form that is sent twice make one round. The matrix, the way of scoring, the naming and the
    overall result are taken out once the round has opened.
    """

    label = StringField(
        "Name of the round",
        filters=[one_line],
        validators=[
            DataRequired("Enter a name for the round."),
            NoLongerThan(120),
        ],
    )
    matrix = ChoiceField("Matrix", message="Choose the matrix.")
    shows_overall = BooleanField("Show one overall result")
    way = ChoiceField(
        "How you score",
        choices=[(way.value, way.label) for way in WayOfScoring],
        message="Choose how you score.",
        default=WayOfScoring.PARTNERS_FIRST.value,
    )
    naming = ChoiceField(
        "Whose name stands beside what is said",
        choices=[(naming.value, naming.label) for naming in Naming],
        message="Choose whose name is shown.",
        default=Naming.PARTNER_ONLY.value,
    )
    purpose = TextAreaField(
        "Purpose",
        filters=[sent_text],
        validators=[
            DataRequired("Say what the round is for."),
            NoLongerThan(LONGEST_PURPOSE),
        ],
    )
    opens_on = DateField("Date responding opens (optional)", years=YEARS)
    closes_on = DateField("Date responding closes (optional)", years=YEARS)
    based_on = HiddenField(default="0", render_kw={"autocomplete": "off"})
    request_key = HiddenField(default=new_request_key, render_kw={"autocomplete": "off"})

    def offer_matrices(self, entries: Sequence[MatrixEntry]) -> None:
        """Set which matrices can be chosen."""
        self.matrix.offer((str(entry.id), _offered(entry)) for entry in entries)

    def fix_choices(self) -> None:
        """Take out what was fixed when the round opened."""
        del self.matrix
        del self.shows_overall
        del self.way
        del self.naming

    def validate_closes_on(self, field: DateField) -> None:
        """A round closes on the day it opens or later."""
        opens = self.opens_on.data
        if field.data is not None and opens is not None and field.data < opens:
            field.wrong = PARTS
            raise ValidationError("The date responding closes must be the same as or after the date it opens.")

    def details(self, fixed: RoundHead | None = None) -> RoundDetails:
        """What the person entered, once it is valid; `fixed` is the round whose choices were taken out."""
        return RoundDetails(
            label=self.label.data or "",
            purpose=self.purpose.data or "",
            matrix_version=int(self.matrix.data) if fixed is None else fixed.matrix_version,
            way=WayOfScoring(self.way.data) if fixed is None else fixed.way,
            shows_overall=bool(self.shows_overall.data) if fixed is None else fixed.shows_overall,
            naming=Naming(self.naming.data) if fixed is None else fixed.naming,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
        )


def _offered(entry: MatrixEntry) -> str:
    retired = "" if entry.retired_at is None else " (retired)"
    return f"{entry.title}, version {entry.version}{retired}"


def filled_in(head: RoundHead) -> RoundForm:
    """The form with what is there now."""
    return RoundForm(
        formdata=None,
        label=head.label,
        matrix=str(head.matrix_version),
        shows_overall=head.shows_overall,
        way=head.way.value,
        naming=head.naming.value,
        purpose=head.purpose,
        opens_on=head.opens_on,
        closes_on=head.closes_on,
        based_on=str(head.version),
    )


class ParticipantForm(FlaskForm):
    """Whether one partner takes part, and the id of the account that responds for it, empty for nobody yet."""

    takes_part = BooleanField()
    respondent = ChoiceField("Responds", message="Choose a person from the list.", default="")


class ParticipantsForm(FlaskForm):
    """What stands around the partners. `seen` is who took part when the page was opened."""

    seen = HiddenField(default="", render_kw={"autocomplete": "off"})


class DiscardForm(FlaskForm):
    """Discarding a draft. `based_on` is the version that the person saw."""

    based_on = HiddenField(render_kw={"autocomplete": "off"})


class MoveForm(FlaskForm):
    """A move to another stage, with a reason where it is a step back. `seen` is the mark of what the page showed."""

    seen = HiddenField(render_kw={"autocomplete": "off"})

    reason = TextAreaField(
        "Reason",
        filters=[sent_text],
        validators=[NoLongerThan(LONGEST_PURPOSE)],
    )
