"""Words that seem to count, and words that pass a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import cells_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import in_quotes
from maturity.core.matrix import Matrix

_VAGUE: Final = re.compile(
    r"""\b(some|many|several|various|numerous|a\ few(?!\ (?:miles|yards|steps)\b)|a\ number\ of|most\ of
    |most\ (?=[a-z]+s\b)|often|sometimes|occasionally|rarely|seldom|frequently|regularly|generally|usually|typically
    |mostly|mainly|largely|partly|increasingly|consistently|to\ some\ extent|appropriate(?:ly)?|adequate(?:ly)?
    |sufficient(?:ly)?|significant(?:ly)?|substantial(?:ly)?|reasonabl[ey]|widely|broadly|where\ possible)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_VERDICT: Final = re.compile(
    r"""\b(poor(?:ly)?|weak|failing|inadequate|unacceptable|immature|satisfactory|excellent|outstanding|exemplary
    |world[- ]class|best[- ]in[- ]class|high[- ]quality|(?<!the\ )(?<!as\ )(?<!for\ )good(?!\ as\b))\b""",
    re.VERBOSE | re.IGNORECASE,
)


def _vague_quantifiers(matrix: Matrix) -> Iterator[Note]:
    for cell in cells_of(matrix):
        found = [word.lower().strip() for word in _VAGUE.findall(cell.text)]
        if found:
            yield cell.note(
                f"{cell.label} leaves open how much is meant by {in_quotes(found)}.",
                "Say who, how many or how often, in a way that two people would count alike.",
            )


def _verdict_words(matrix: Matrix) -> Iterator[Note]:
    for cell in cells_of(matrix):
        found = [word.lower() for word in _VERDICT.findall(cell.text)]
        if found:
            yield cell.note(
                f"{cell.label} passes a verdict with {in_quotes(found)} instead of saying what can be seen.",
                "Describe what people do at this level and what comes of it.",
            )


VAGUE_QUANTIFIER = Rule(
    id="vague-quantifier",
    finds=(
        "A word in a descriptor or an element that only seems to count: “some”, “most partners”, “often”, “adequate”."
    ),
    why=(
        "People put quite different numbers to such words, so that partners who see the same thing choose different "
        "levels; and a ladder that rises by “some”, “many” and “most” alone does not say what changes."
    ),
    source=("Bradburn and Miles, “Vague quantifiers”, Public Opinion Quarterly 43 (1979), pages 92 to 101."),
    limits="A list of words: it does not see a vague phrase that is not on it, nor that a quotation is meant as one.",
    example="Some partners often share their plans.",
    instead="At least two partners share their plans before they agree them.",
    check=_vague_quantifiers,
    english_only=True,
)
VERDICT_WORD = Rule(
    id="verdict-word",
    finds="A word in a descriptor or an element that grades instead of describing: “poor”, “good”, “excellent”.",
    why="Who reads that a level is poor defends against it instead of choosing it; and the word cannot be observed.",
    source="Our own rule, and that of the matrices that are shipped: matrices/README.md.",
    limits=(
        "A list of words. It passes over “for good”, “the good of” and “as good as”, and knows no other harmless use."
    ),
    example="Governance is excellent.",
    instead="Joint decisions are carried out even when they cost a partner something.",
    check=_verdict_words,
    english_only=True,
)
