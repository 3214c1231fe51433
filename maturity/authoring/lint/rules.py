"""Every rule of the linter, in the order in which the documentation tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maturity.authoring.lint.burden import BURDEN
from maturity.authoring.lint.double_barrelled import DOUBLE_BARRELLED
from maturity.authoring.lint.duplicates import DUPLICATE_TEXT
from maturity.authoring.lint.falling_ladder import FALLING_LADDER
from maturity.authoring.lint.flat_ladder import FLAT_LADDER
from maturity.authoring.lint.idle_switches import IDLE_SWITCH
from maturity.authoring.lint.jargon import JARGON, UNEXPLAINED_ABBREVIATION
from maturity.authoring.lint.lengths import LONG_DESCRIPTOR, LONG_SENTENCE, UNBALANCED_LENGTHS
from maturity.authoring.lint.missing_cells import MISSING_CELLS
from maturity.authoring.lint.reach import IDLE_LIMITER, NEVER_SPLIT, UNREACHABLE_BAND, UNREACHABLE_LEVEL
from maturity.authoring.lint.reading_age import READING_AGE
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.vague_words import VAGUE_QUANTIFIER, VERDICT_WORD

RULES: Final[Mapping[str, Rule]] = {
    rule.id: rule
    for rule in (
        MISSING_CELLS,
        DOUBLE_BARRELLED,
        VAGUE_QUANTIFIER,
        VERDICT_WORD,
        FLAT_LADDER,
        FALLING_LADDER,
        UNBALANCED_LENGTHS,
        LONG_DESCRIPTOR,
        LONG_SENTENCE,
        READING_AGE,
        JARGON,
        UNEXPLAINED_ABBREVIATION,
        DUPLICATE_TEXT,
        UNREACHABLE_LEVEL,
        UNREACHABLE_BAND,
        IDLE_LIMITER,
        NEVER_SPLIT,
        BURDEN,
        IDLE_SWITCH,
    )
}
