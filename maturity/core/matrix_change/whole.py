"""What differs between two versions of a matrix beside its criteria: scale, rules, texts and values of domains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from maturity.core.matrix_change.around import around_beside
from maturity.core.matrix_change.crosswalk import Crosswalk
from maturity.core.matrix_change.domain_crosswalk import why_domain_not_read_across
from maturity.core.matrix_change.found import rules_beside
from maturity.core.matrix_change.same_words import is_same_scale
from maturity.core.matrix_change.words_beside import WordsBeside


class PartDifference(NamedTuple):
    """Something else that differs, such as the scale or a rule: the words of either side, and what follows."""

    title: str
    words: tuple[WordsBeside, ...]
    effect: str


def parts_of(walk: Crosswalk) -> Iterator[PartDifference]:
    """The scale, the rules and other texts, where they differ."""
    earlier, later = walk.earlier, walk.later
    levels = [", ".join(level.numbered_label for level in matrix.levels) for matrix in (earlier, later)]
    mapped = any(step.mapping is not None for step in walk.steps)
    if walk.broken_scale or mapped or not is_same_scale(earlier.levels, later.levels):
        effect = walk.broken_scale or "Levels are read on the scale of the later version, by the mapping it declares."
        if not walk.keeps_numbers:
            effect += " Values of domains are not compared."
        yield PartDifference("Scale of levels", (WordsBeside("Levels", *levels),), effect)
    for title, words, effect in (*rules_beside(earlier, later), *around_beside(earlier, later)):
        yield PartDifference(title, words, effect)


def domains_of(walk: Crosswalk) -> Iterator[tuple[str, str]]:
    """Of each domain of the later version its title, and whether its values are compared, in a sentence."""
    before = {domain.id: [each.id for each in domain.criteria] for domain in walk.earlier.domains}
    for domain in walk.later.domains:
        if domain.id not in before:
            yield domain.title, "Its values are not compared: the domain is new."
            continue
        why_not = why_domain_not_read_across(walk, before[domain.id], [each.id for each in domain.criteria])
        yield domain.title, f"Its values are not compared. {why_not}" if why_not else "Its values are compared."
