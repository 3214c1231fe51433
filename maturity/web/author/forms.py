"""Forms of the matrix library."""

from __future__ import annotations

import base64
import binascii

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.utils import secure_filename
from wtforms import HiddenField
from wtforms.validators import InputRequired, ValidationError


class MatrixFileForm(FlaskForm):
    """A matrix file to check."""

    file = FileField("Matrix file", validators=[FileRequired("Choose a matrix file.")])

    @property
    def file_name(self) -> str:
        """How the file is called, in characters that cannot mislead."""
        return secure_filename(self.file.data.filename) or "matrix.yaml"

    def read(self) -> bytes:
        """The bytes of the file."""
        data: bytes = self.file.data.read()
        return data


class AddMatrixForm(FlaskForm):
    """A file that has been checked. Base64 carries it unchanged: a form would rewrite its line ends."""

    file_name = HiddenField(validators=[InputRequired()])
    content = HiddenField(validators=[InputRequired()])

    def validate_content(self, field: HiddenField) -> None:
        """Refuse what is not base64."""
        try:
            base64.b64decode(field.data or "", validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("This is not what the page sent.") from None

    @property
    def name(self) -> str:
        """How the file is called, in characters that cannot mislead."""
        return secure_filename(self.file_name.data or "") or "matrix.yaml"

    def read(self) -> bytes:
        """The bytes of the file."""
        return base64.b64decode(self.content.data or "", validate=True)


class ConfirmForm(FlaskForm):
    """Something to do with a version. `seen` is the content hash of what the person saw."""

    seen = HiddenField(render_kw={"autocomplete": "off"})
