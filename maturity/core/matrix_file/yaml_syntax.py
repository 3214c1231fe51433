"""YAML's own complaints, in words for someone who writes a matrix and not programs."""

from __future__ import annotations

from typing import Final

import yaml

from maturity.core.matrix_file.mistakes import START, Place

_UNREADABLE: Final = (
    "The text cannot be read from here on.",
    "Check the punctuation and the spaces of this line.",
)
_QUOTE_IT: Final = "Put double quotation marks round the whole text."
_SPACES: Final = "Use the same number of spaces as its neighbours, and two more for what belongs under a key."

# By a part of libyaml's own message.
_IN_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "mapping values are not allowed",
        "A colon followed by a space stands where no key can be.",
        "Put double quotation marks round the whole text; if this is a key, check the spaces before it.",
    ),
    ("tab character", "The line begins with a tab.", "Use spaces at the beginning of lines."),
    (
        "block sequence entries are not allowed",
        "A list item cannot begin here.",
        "Write each “- ” on a line of its own, or put double quotation marks round the text.",
    ),
    (
        "mapping keys are not allowed",
        "A question mark followed by a space cannot stand here.",
        _QUOTE_IT,
    ),
    ("did not find expected key", "The line does not line up with the lines before it.", _SPACES),
    ("did not find expected '-'", "The line does not line up with the list before it.", _SPACES),
    ("could not find expected ':'", "A key without a colon stands here.", "Write a colon and a space after the key."),
    (
        "unknown escape character",
        "A backslash in double quotation marks is followed by a letter that has no meaning.",
        "Write the backslash twice, or use single quotation marks.",
    ),
    (
        "hexdecimal",
        "A backslash in double quotation marks is not followed by the digits of a character.",
        "Write the backslash twice, or use single quotation marks.",
    ),
    (
        "invalid Unicode character escape",
        "The digits after the backslash do not stand for a character.",
        "Write the character itself.",
    ),
    ("expected ',' or ']'", "A list in square brackets lacks its end or a comma here.", "Write “,” or “]”."),
    ("expected ',' or '}'", "A group in curly brackets lacks its end or a comma here.", "Write “,” or “}”."),
    (
        "node content",
        "A value is missing here, or it begins with a bracket or a comma.",
        "Write a value. If it is a text, put double quotation marks round it.",
    ),
    (
        "comment or line break",
        "Text stands behind “>” or “|”, where only the end of the line can be.",
        "Begin the text on the next line, or put double quotation marks round it.",
    ),
    ("expected <document start>", "Something stands after the end of the matrix.", "Delete it, or check its spaces."),
    ("anchor", "“&” and “*” cannot begin a text.", _QUOTE_IT),
    ("alias", "“&” and “*” cannot begin a text.", _QUOTE_IT),
    ("tag", "“!” cannot begin a text.", _QUOTE_IT),
    ("directive", "“%” cannot begin a line.", "Delete the line, or put double quotation marks round the text."),
    ("incompatible YAML document", "“%” cannot begin a line.", "Delete the line."),
)


def syntax_in_words(error: yaml.YAMLError, text: str) -> tuple[Place, str, str]:
    """Where the text stops being YAML, what is wrong there, and what to do.

    A quotation mark that is never closed is reported where it opens, not at the end of the file, and a key
    without a colon where it begins, not on the next line.
    """
    if not isinstance(error, yaml.MarkedYAMLError):
        return START, *_UNREADABLE
    complaint = f"{error.context or ''} {error.problem or ''}"
    if "quoted scalar" in complaint and ("end of stream" in complaint or "document indicator" in complaint):
        return (
            _place(error.context_mark),
            "The quotation mark that opens here is never closed.",
            "Close it at the end of the text. Inside single quotation marks, write an apostrophe twice.",
        )
    begins_earlier = any(part in complaint for part in ("could not find expected ':'", "scanning a directive"))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # At the end of a text without a last line break libyaml counts one line more than there is.
    end = Place(len(lines), len(lines[-1]) + 1)
    here = min(_place(error.context_mark if begins_earlier else error.problem_mark), end)
    return here, *_in_words(complaint, lines[here.line - 1], here.column - 1)


def _in_words(complaint: str, line: str, column: int) -> tuple[str, str]:
    if "cannot start any token" in complaint:
        if line[column:].startswith("\t"):
            return "A tab stands here.", "Use spaces, and only spaces, before keys and list items."
        return f"A text cannot begin with “{line[column : column + 1]}”.", _QUOTE_IT
    if "did not find expected key" in complaint and line[:column].rstrip().endswith(("'", '"')):
        return (
            "The text goes on after its closing quotation mark.",
            "Move the closing mark to the end. Inside single quotation marks, write an apostrophe twice.",
        )
    if line[column:].startswith(":"):
        return "A colon stands here with no key before it.", "Write the key, or delete the line."
    return next(((problem, remedy) for part, problem, remedy in _IN_WORDS if part in complaint), _UNREADABLE)


def _place(mark: yaml.Mark | None) -> Place:
    return START if mark is None else Place(mark.line + 1, mark.column + 1)
