"""Forms that save the next version of something: what they send beside what they are about."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import Length

from maturity.core.matrix_change.asked_then import AS_NOW, AskedThen
from maturity.core.response import LONGEST_TEXT
from maturity.usecases.version_move import AskedInRound
from maturity.web.saving import page_key, sent_text

Problems = tuple[tuple[str, str], ...]

ASKED_OTHERWISE: Final = "What is asked here was changed after you opened this page."
"""What is said where a page asked something else than what is asked now."""

_SEEN_BY_NOBODY: Final = -1
"""A version that nothing has: what was seen is not what is there, whatever was saved."""


def text_of_lines(called: str) -> StringField:
    """A field of text of lines, which names itself where it is too long."""
    too_long = f"{called} must be {LONGEST_TEXT:,} characters or fewer."
    return StringField(filters=[sent_text], validators=[Length(max=LONGEST_TEXT, message=too_long)])


def with_level_of_then(reason: str, choice: str, *, then: AskedThen) -> str:
    """A reason with the level under it that was chosen on another scale; without, where it would be too long."""
    level = choice[:2]
    when = "before the scale of levels changed"
    if then.matrix is None:
        when = "on a page that may have had another scale of levels"
    elif then.matrix.has_level(int(level)):
        level = then.matrix.level(int(level)).numbered_label
    told = f"{reason}\n\n(Chosen {when}: {level}.)".strip()
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
    """A choice with its reason and evidence, based on the version that the person saw, under a key of its own.

    `asked` stands for the version of the matrix that the page asked. Where that may be another one now, `look_up` says
    so, before anything that was sent is read; `then` is what it found.
    """

    class Meta:
        """How the form is made."""

        csrf = False  # every request is held to its token already, and a save must be quick

    choice = StringField()
    reason = text_of_lines("Reason")
    evidence = text_of_lines("Evidence")
    based_on = IntegerField(default=0)
    request_key = StringField(filters=[page_key], validators=[Length(max=64)])
    asked = StringField()
    then: AskedThen = AS_NOW

    def look_up(self, asked: AskedInRound, *, criterion_id: str) -> None:
        """Find out what the page asked on a criterion, beside what the matrix of its round asks now."""
        self.then = asked.on_page(self.asked.data or "", criterion_id=criterion_id)

    @property
    def leaves_level_open(self) -> bool:
        """Whether the choice is a level of another scale: it is none on that of now, and is chosen again."""
        choice = self.choice.data or ""
        return self.then.other_levels and choice.isascii() and choice.isdigit()

    @property
    def is_asked_otherwise(self) -> bool:
        """Whether what was sent is an answer to something else than what is asked now: the form is stale then."""
        return self.then.other_question or self.leaves_level_open

    def why_stale(self, otherwise: str) -> str:
        """What came between the page and its save, in a sentence; `otherwise` where the same is asked as before."""
        return ASKED_OTHERWISE if self.is_asked_otherwise else otherwise

    @property
    def was_sent(self) -> bool:
        """Whether the page held this form at all."""
        return bool(self.based_on.raw_data)

    @property
    def version_seen(self) -> int:
        """The version that the person saw; one that is not a number was never seen, nor one of another question."""
        if self.is_asked_otherwise or self.based_on.data is None:
            return _SEEN_BY_NOBODY
        seen: int = self.based_on.data
        return seen

    @property
    def problems(self) -> Problems:
        """The first thing that is wrong with each field, by its name."""
        found = tuple((name, str(said[0])) for name, said in self.errors.items() if name and said)
        return (("choice", ASKED_OTHERWISE), *found) if found and self.is_asked_otherwise else found
