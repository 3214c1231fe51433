"""Words of the trade that have a plain word, and abbreviations that nothing explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import texts_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import in_quotes
from maturity.core.matrix import Matrix

# A regular expression for all forms of a word, and what to write instead.
_PLAIN_WORDS: Final[Mapping[str, str]] = {
    r"actionable": "that somebody can act on",
    r"best practice": "what works",
    r"buy-in": "agreement",
    r"co-?terminous": "with the same border",
    r"cross-cutting": "that concerns several",
    r"deep[- ]dives?": "close look",
    r"deliverables?": "result",
    r"direction of travel": "aim",
    r"dialogues?": "talk",
    r"disseminat(?:e[sd]?|ing|ion)": "share",
    r"empower(?:s|ed|ing|ment)?": "let people decide",
    r"enabler(?:s)?": "what makes it possible",
    r"facilitat(?:e[sd]?|ing)": "help",
    r"fit for purpose": "good enough for what",
    r"going forward": "from now on",
    r"granular(?:ity)?": "detailed",
    r"holistic(?:ally)?": "whole",
    r"horizon scanning": "looking ahead",
    r"incentivis(?:e[sd]?|ing)": "reward",
    r"impact(?:s|ed|ing) on": "change",
    r"key stakeholders?": "say who",
    r"learnings": "what was learnt",
    r"leverag(?:e[sd]?|ing)": "use",
    r"liais(?:e[sd]?|ing)": "talk to",
    r"low[- ]hanging fruit": "what is easy",
    r"operationalis(?:e[sd]?|ing|ation)": "put into practice",
    r"optimal(?:ly)?": "best",
    r"overarching": "whole",
    r"paradigms?": "way of working",
    r"proactive(?:ly)?": "before being asked",
    r"quick wins?": "what is soon done",
    r"robust(?:ly|ness)?": "say what it withstands",
    r"seamless(?:ly)?": "without a gap",
    r"siloe?[sd]?": "each by itself",
    r"socialis(?:e[sd]?|ing)": "show to people",
    r"stakeholders?": "say who",
    r"step[- ]change": "large change",
    r"streamlin(?:e[sd]?|ing)": "make simpler",
    r"synerg(?:y|ies|istic)": "gain",
    r"tackl(?:e[sd]?|ing)": "say what is done",
    r"transformational": "say what changes",
    r"utilis(?:e[sd]?|ing|ation)": "use",
    r"value[- ]add(?:ed)?": "gain",
    r"workstreams?": "joint work",
}
_JARGON: Final = re.compile(r"\b(?:" + "|".join(f"({pattern})" for pattern in _PLAIN_WORDS) + r")\b", re.IGNORECASE)
_SUGGESTED: Final = tuple(_PLAIN_WORDS.values())

_ABBREVIATION: Final = re.compile(r"(?<![\w&])([A-Z][A-Z&]*[A-Z])s?(?![\w&])")
_EXPLAINED: Final = re.compile(
    r"\(([A-Z][A-Z&]*[A-Z])s?\)|(?<![\w&])([A-Z][A-Z&]*[A-Z])s? (?:\(|means?\b|stands? for\b|(?:is|are) short for\b)"
)
# What everyone in the field, and every patient, knows; and Roman numbers.
_KNOWN: Final = frozenset("NHS UK GP IT A&E HIV TV OK ID PDF CEO II III IV VI VII VIII IX XI".split())


def _jargon(matrix: Matrix) -> Iterator[Note]:
    for passage in texts_of(matrix):
        found: dict[str, str] = {}
        for match in _JARGON.finditer(passage.text):
            found.setdefault(match.group().lower(), _SUGGESTED[(match.lastindex or 1) - 1])
        if found:
            plain = "; ".join(f"for “{word}”: {instead}" for word, instead in found.items())
            yield passage.note(f"{passage.label} has {in_quotes(list(found))}.", f"Use plain words ({plain}).")


def _unexplained(matrix: Matrix) -> Iterator[Note]:
    passages = list(texts_of(matrix))
    seen = {*_KNOWN, *(short for passage in passages for short in _explained_in(passage.text))}
    for passage in passages:
        if passage.text.upper() == passage.text:
            continue  # written in capitals, as some titles are
        for short in dict.fromkeys(_ABBREVIATION.findall(passage.text)):
            if short not in seen:
                yield passage.note(
                    f"{passage.label} has “{short}”, and nothing in the matrix says what it stands for.",
                    f"Write it out, or explain it where it first stands: the full name ({short}).",
                )
            seen.add(short)


def _explained_in(text: str) -> Iterator[str]:
    for match in _EXPLAINED.finditer(text):
        yield match[1] or match[2]


JARGON = Rule(
    id="jargon",
    finds="A word of the trade that has a plain one: “leverage”, “stakeholders”, “robust”, “holistic”.",
    why="Such words let everybody agree without meaning the same, and shut out who does not know them.",
    source=(
        "In the spirit of two published lists, with plain words of our own: the words to avoid in the style guide "
        "of GOV.UK, and the Local Government Association’s list of 100 words, 2008."
    ),
    limits=(
        "A short list of words with a plain substitute. Terms of the field that have none (“governance”, “pathway”) "
        "are not on it; neither are words that are harmless in their first sense."
    ),
    example="Leaders leverage synergies across key stakeholders.",
    instead="Leaders use each other’s staff and buildings.",
    check=_jargon,
    english_only=True,
)
UNEXPLAINED_ABBREVIATION = Rule(
    id="unexplained-abbreviation",
    finds="An abbreviation in capitals that no text of the matrix explains, where it first stands.",
    why="A lay member should not have to ask.",
    source="The NHS content guide (service-manual.nhs.uk) on abbreviations and acronyms: explain them at first use.",
    limits=(
        "Explained is what stands in brackets after its name, “integrated care board (ICB)”, or has its name in "
        "brackets behind it. NHS, UK, GP, IT, A&E and a few others need no explanation."
    ),
    example="The ICB hears about plans later.",
    instead="The integrated care board (ICB) hears about plans later.",
    check=_unexplained,
)
