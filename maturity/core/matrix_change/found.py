"""What is found to differ between two versions of a matrix, whatever is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from maturity.core.figures import short_decimal
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk
from maturity.core.matrix_change.same_words import asks_the_same
from maturity.core.matrix_change.words_beside import WordsBeside
from maturity.core.matrix_words import agreement_in_words, scoring_in_words
from maturity.core.wording import listed


class Found(StrEnum):
    """What differs on one criterion."""

    NEW = "new"
    GONE = "gone"
    WORDS = "words"  # title, question or a descriptor
    PLACE = "place"
    HELP = "help"  # guidance, examples, evidence prompts: no part of what is measured
    WEIGHT = "weight"
    ASKED_OF = "asked-of"

    @property
    def label(self) -> str:
        """How it is said after one another in a sentence."""
        return _LABELS[self]


_LABELS = {
    Found.NEW: "it is new",
    Found.GONE: "it is no longer there",
    Found.WORDS: "the words differ",
    Found.PLACE: "it stands in another domain",
    Found.HELP: "the help beside it differs",
    Found.WEIGHT: "its weight differs",
    Found.ASKED_OF: "other types of collaborative are asked",
}


def found_in(
    earlier: Matrix, later: Matrix, before: Criterion | None, after: Criterion, mapping: Mapping[int, int] | None
) -> tuple[Found, ...]:
    """What differs on a criterion of the later version."""
    if before is None:
        return (Found.NEW,)
    differs = {
        Found.WORDS: not asks_the_same(before, after, mapping),
        Found.PLACE: earlier.domain_of(after.id).id != later.domain_of(after.id).id,
        Found.HELP: _help(before) != _help(after),
        Found.WEIGHT: before.weight != after.weight,
        Found.ASKED_OF: before.applies_to != after.applies_to,
    }
    return tuple(each for each in Found if differs.get(each))


def _help(criterion: Criterion) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    return criterion.guidance, criterion.examples, criterion.evidence_prompts


def words_of(
    before: Criterion | None, after: Criterion, walk: Crosswalk, sources: Sequence[Criterion]
) -> Iterator[WordsBeside]:
    """The texts of a criterion that differ, side by side; what it was split or merged from stands before it.

    Where earlier levels are read on another scale, what an earlier one says stands beside the level that it is read as.
    """
    earlier = [before] if before is not None else list(sources)
    old = _texts(earlier, walk.earlier, walk)
    new = _texts([after], walk.later)
    for about in dict.fromkeys([*new, *old]):
        first, second = old.get(about, ""), new.get(about, "")
        if first != second:
            yield WordsBeside(about, first, second)


def gone_words(before: Criterion, matrix: Matrix) -> Iterator[WordsBeside]:
    """The texts of a criterion that is no longer there."""
    for about, text in _texts([before], matrix).items():
        yield WordsBeside(about, text, "")


def _texts(criteria: Sequence[Criterion], matrix: Matrix, walk: Crosswalk | None = None) -> dict[str, str]:
    """What each criterion says, by what it is about; those of several criteria one after another.

    With a `walk` levels have the names that they are read as in the later matrix.
    """
    said: dict[str, list[str]] = {}
    for criterion in criteria:
        for about, text in _said(criterion, matrix, walk):
            if text:
                said.setdefault(about, []).append(text)
    return {about: "\n".join(texts) for about, texts in said.items()}


def _said(criterion: Criterion, matrix: Matrix, walk: Crosswalk | None) -> Iterator[tuple[str, str | None]]:
    yield "Title", criterion.title
    yield "Domain", matrix.domain_of(criterion.id).title
    yield "Question", criterion.question
    for descriptor in criterion.descriptors:
        elements = [f"\n– {element.text}" for element in descriptor.elements]
        level = (walk and walk.level_now(descriptor.level)) or matrix.level(descriptor.level)
        yield level.numbered_label, descriptor.text + "".join(elements)
    yield "Guidance", criterion.guidance
    yield "Examples", "\n".join(criterion.examples)
    yield "Evidence prompts", "\n".join(criterion.evidence_prompts)
    if criterion.weight != 1:
        yield "Weight", short_decimal(criterion.weight, places=6)
    yield "Asked of", listed(sorted(each.label for each in criterion.applies_to))


def rules_beside(earlier: Matrix, later: Matrix) -> Iterator[tuple[str, tuple[WordsBeside, ...], str]]:
    """The rules and other texts that differ: a title, the words side by side, and what follows in a sentence."""
    if earlier.scoring != later.scoring:
        words = _sentences(scoring_in_words(earlier), scoring_in_words(later))
        yield "How levels are summed up", (words,), _effect_of_scoring(earlier, later)
    if earlier.agreement != later.agreement:
        words = _sentences(agreement_in_words(earlier), agreement_in_words(later))
        yield "When partners are split", (words,), "Levels are compared. Which criteria count as split can differ."
    texts = [
        ("Title", earlier.title, later.title),
        ("Purpose", earlier.purpose, later.purpose),
        ("Summary", earlier.summary or "", later.summary or ""),
    ]
    said = tuple(WordsBeside(about, before, after) for about, before, after in texts if before != after)
    if said:
        yield "About the matrix", said, "It changes nothing that is compared."
    meanings = tuple(_meanings(earlier, later))
    if meanings:
        yield "What the levels mean in general", meanings, "Levels with the same number and name are compared."


def _sentences(before: Sequence[str], after: Sequence[str]) -> WordsBeside:
    return WordsBeside("Rule", "\n".join(before), "\n".join(after))


def _effect_of_scoring(earlier: Matrix, later: Matrix) -> str:
    if earlier.scoring.criterion is not later.scoring.criterion:
        return "The way a level is reached is another, so no level is compared."
    if earlier.scoring.domain is not later.scoring.domain:
        return "Levels of criteria are compared; values of domains are not."
    return "Levels of criteria and values of domains are compared. The overall result is made in another way."


def _meanings(earlier: Matrix, later: Matrix) -> Iterator[WordsBeside]:
    before = {level.numbered_label: level.meaning or "" for level in earlier.levels}
    for level in later.levels:
        said = before.get(level.numbered_label)
        if said is not None and said != (level.meaning or ""):
            yield WordsBeside(level.numbered_label, said, level.meaning or "")
