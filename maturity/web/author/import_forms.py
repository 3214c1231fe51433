"""Forms for making a matrix of a workbook or of a table of Word."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.utils import secure_filename
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import InputRequired, ValidationError

from maturity.authoring.tables import About, Note, NoteKind
from maturity.core.matrix import Fidelity
from maturity.core.matrix_file import MatrixFileErrors, read_matrix

FIDELITY_LABELS: Final = {
    Fidelity.OFFICIAL: "The owner’s own text",
    Fidelity.ADAPTED: "Adapted from the owner’s text",
    Fidelity.NAMES_ONLY: "Only the names are the owner’s",
    Fidelity.ORIGINAL: "Our own text",
}
_NOT_WHAT_WAS_SENT: Final = "This is not what the page sent."


class TableFileForm(FlaskForm):
    """A workbook or a document to read."""

    file = FileField("Workbook or Word document", validators=[FileRequired("Choose a workbook or a document.")])

    @property
    def file_name(self) -> str:
        """How the file is called, in characters that cannot mislead."""
        return secure_filename(self.file.data.filename) or "file"

    def read(self) -> bytes:
        """The bytes of the file."""
        data: bytes = self.file.data.read()
        return data


@dataclass(frozen=True, slots=True)
class Carried:
    """What was read of a file, carried by the page to the next step: the grid as a matrix file, and the notes."""

    name: str
    grid: bytes
    notes: tuple[Note, ...]

    def packed(self) -> str:
        """As one hidden field holds it."""
        notes = [[note.kind.value, note.place, note.problem, note.remedy] for note in self.notes]
        text = json.dumps({"name": self.name, "grid": self.grid.decode(), "notes": notes})
        return base64.b64encode(text.encode()).decode("ascii")

    @classmethod
    def unpacked(cls, packed: str) -> Carried:
        """What `packed` made; raises ValueError for anything else."""
        try:
            parsed = json.loads(base64.b64decode(packed, validate=True))
            grid = str(parsed["grid"]).encode()
            read_matrix(grid, name="grid")
            notes = tuple(Note(NoteKind(kind), str(a), str(b), str(c)) for kind, a, b, c in parsed["notes"])
            return cls(secure_filename(str(parsed["name"])) or "file", grid, notes)
        except (binascii.Error, KeyError, TypeError, MatrixFileErrors, RecursionError) as problem:
            raise ValueError(_NOT_WHAT_WAS_SENT) from problem


def _plain(text: str | None) -> str:
    """Text as a file has it: with the line ends of a file, and without white space round it."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class AboutForm(FlaskForm):
    """What no table says of a matrix. Nothing of it is guessed."""

    title = StringField("Title", filters=[_plain], validators=[InputRequired("Enter the title.")])
    key = StringField("Key", filters=[_plain], validators=[InputRequired("Enter a key.")])
    version = StringField("Version", filters=[_plain], validators=[InputRequired("Enter a version.")])
    purpose = TextAreaField("What it is for", filters=[_plain], validators=[InputRequired("Enter what it is for.")])
    source = TextAreaField("Source", filters=[_plain], validators=[InputRequired("Enter who made it, where and when.")])
    licence = StringField(
        "Licence", filters=[_plain], validators=[InputRequired("Enter on what terms you may use it.")]
    )
    attribution = TextAreaField(
        "Attribution", filters=[_plain], validators=[InputRequired("Enter the words that the licence asks for.")]
    )
    fidelity = RadioField(
        "Whose words are the texts?",
        choices=[SelectChoice(each.value, label) for each, label in FIDELITY_LABELS.items()],
        invalid_choice_message="Choose whose words the texts are.",  # type: ignore[call-arg]  # newer than the types
    )
    reading = HiddenField(render_kw={"autocomplete": "off"})

    def validate_reading(self, field: HiddenField) -> None:
        """Refuse what the page did not send."""
        try:
            Carried.unpacked(field.data or "")
        except ValueError:
            raise ValidationError(_NOT_WHAT_WAS_SENT) from None

    @property
    def about(self) -> About:
        """What was entered."""
        return About(
            key=self.key.data or "",
            version=self.version.data or "",
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            source=self.source.data or "",
            licence=self.licence.data or "",
            attribution=self.attribution.data or "",
            fidelity=Fidelity(self.fidelity.data),
        )

    def take(self, mistakes: MatrixFileErrors) -> None:
        """Put what the format of matrix files refuses beside the fields that it is about."""
        for each in mistakes.errors:
            field = self[each.path.rpartition(".")[2]]
            field.errors = [*field.errors, f"{each.problem} {each.remedy}"]
