"""Levels that say the same as a lower one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import Passage, rows_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import in_quotes, words
from maturity.core.matrix import Matrix

_SAME: Final = 0.8  # of the words of both, in the same order
_LONGEST_COMPARED: Final = 120  # words
_NUMBERS: Final = frozenset(
    "no none one two three four five six seven eight nine ten twelve half third quarter once twice "
    "all every each any both nobody everybody".split()
)


def _flat_ladders(matrix: Matrix) -> Iterator[Note]:
    for row in rows_of(matrix):
        cells = row.cells
        spoken = [[word.lower() for word in words(cell.text)][:_LONGEST_COMPARED] for cell in cells]
        for upper in range(1, len(cells)):
            for lower in range(upper - 1, -1, -1):
                note = _compared(cells[lower], cells[upper], spoken[lower], spoken[upper])
                if note is not None:
                    yield note
                    break


def _compared(lower: Passage, upper: Passage, below: Sequence[str], above: Sequence[str]) -> Note | None:
    if below == above:
        # What has no words, such as a text of signs, is the same only where its characters are.
        if below or lower.text == upper.text:
            return upper.note(
                f"{upper.label} says the same as level {lower.level}.",
                "Say what is different at this level, or take a level out of the scale.",
            )
        return None
    matcher = SequenceMatcher(None, below, above, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) <= _SAME or matcher.ratio() <= _SAME:
        return None
    changed = [(below[a:b], above[c:d]) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
    if any(_is_number(word) for was, now in changed for word in (*was, *now)):
        return None
    differing = [" ".join(now) or f"{' '.join(was)} (left out)" for was, now in changed]
    return upper.note(
        f"{upper.label} differs from level {lower.level} only by {in_quotes(differing[:4])}.",
        "Say what people do differently at this level, so that it is a step of its own.",
    )


def _is_number(word: str) -> bool:
    return word in _NUMBERS or any(character.isdigit() for character in word)


FLAT_LADDER = Rule(
    id="flat-ladder",
    finds=(
        "A descriptor that says the same as that of a lower level of its criterion: the same words, or more than "
        "four fifths of the words of both in the same order. Where the difference is a number or “all”, it passes."
    ),
    why="People cannot tell the two levels apart, and a move from one to the other means nothing.",
    source=(
        "Our own measure, by Python’s difflib (after Ratcliff and Obershelp, 1988); that each level has to be a "
        "step of its own is common to guides on maturity grids, such as Maier, Moultrie and Clarkson, “Assessing "
        "organizational capabilities”, IEEE Transactions on Engineering Management 59 (2012), pages 138 to 159."
    ),
    limits="It compares words and not meaning: the same thing in other words passes. Only the first 120 words count.",
    example="2: Partners share plans before they agree them. 3: Partners share plans well before they agree them.",
    instead="2: Partners share plans before they agree them. 3: Partners have one plan, and each budget follows it.",
    check=_flat_ladders,
)
