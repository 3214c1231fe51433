"""A text as sentences and words."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_END_OF_SENTENCE: Final = re.compile(r"(?<=[.!?])[”’\")]?\s+")


def words(text: str) -> list[str]:
    """The words; what is joined by a hyphen or an apostrophe is one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences, as far as full stops, question marks and exclamation marks tell."""
    return [sentence for sentence in _END_OF_SENTENCE.split(text.strip()) if sentence]


def in_quotes(found: list[str]) -> str:
    """Words that were found, each once, such as “some” and “often”."""
    quoted = [f"“{word}”" for word in dict.fromkeys(found)]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)
