"""Forms that save the next version of something: what they send beside what they are about."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import Length

from maturity.core.matrix import Matrix
from maturity.core.response import LONGEST_TEXT
from maturity.web.saving import sent_text

Problems = tuple[tuple[str, str], ...]

SEEN_ON_ANOTHER_SCALE: Final = -1
"""A version that nothing has: what was seen is not what is there, whatever was saved."""


def text_of_lines(called: str) -> StringField:
    """A field of text of lines, which names itself where it is too long."""
    too_long = f"{called} must be {LONGEST_TEXT:,} characters or fewer."
    return StringField(filters=[sent_text], validators=[Length(max=LONGEST_TEXT, message=too_long)])


def scale_stamp(matrix: Matrix) -> str:
    """What stands for a scale of levels on a page, so that no level is kept in the sense of another scale.

    A version that reads the levels of the one before as others has a stamp of its own, also where their names are the
    same.
    """
    reads_anew = matrix.changes is not None and matrix.changes.levels is not None
    told = [matrix.content_hash] if reads_anew else [f"{level.value} {level.name}" for level in matrix.levels]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def with_level_of_then(reason: str, choice: str) -> str:
    """A reason with the level under it that was chosen on another scale; without, where it would be too long."""
    told = f"{reason}\n\n(Chosen before the scale of levels changed: {choice[:2]}.)".strip()
    return told if len(told) <= LONGEST_TEXT else reason


def version_seen(field: HiddenField) -> int:
    """The version that the person saw; one that is not a number was never seen."""
    text = field.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def base_on(field: HiddenField, version: int) -> None:
    """Let the form come back based on what is there now, which the person has been shown."""
    field.raw_data = None
    field.data = str(version)


class VersionedForm(FlaskForm):
    """A choice with its reason and evidence, based on the version that the person saw, under a key of its own."""

    class Meta:
        """How the form is made."""

        csrf = False  # every request is held to its token already, and a save must be quick

    choice = StringField()
    reason = text_of_lines("Reason")
    evidence = text_of_lines("Evidence")
    based_on = IntegerField(default=0)
    request_key = StringField(validators=[Length(max=64)])
    scale = StringField()

    def leaves_level_open(self, choice: str, matrix: Matrix) -> bool:
        """Whether a choice is a level of another scale than that of the matrix that is asked now.

        The form is stale then: the level is none on this scale, and whoever chose it chooses again.
        """
        is_level = choice.isascii() and choice.isdigit()
        if not is_level or self.scale.data in {None, "", scale_stamp(matrix)}:
            return False
        self.based_on.data = SEEN_ON_ANOTHER_SCALE
        return True

    @property
    def was_sent(self) -> bool:
        """Whether the page held this form at all."""
        return bool(self.based_on.raw_data)

    @property
    def version_seen(self) -> int:
        """The version that the person saw; one that is not a number was never seen."""
        return self.based_on.data if self.based_on.data is not None else -1

    @property
    def problems(self) -> Problems:
        """The first thing that is wrong with each field, by its name."""
        return tuple((name, str(said[0])) for name, said in self.errors.items() if name and said)
