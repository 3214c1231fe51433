"""The texts of a matrix, with how to speak of each and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.authoring.lint.finding import Note
from maturity.core.matrix import Criterion, Matrix


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a matrix.

    `about` has the ids of its criterion and its domain, as far as it has them. `level` is that of a descriptor or the
    one that an element belongs to.
    """

    path: str
    label: str
    text: str
    about: tuple[str, ...] = ()
    level: int | None = None

    def note(self, problem: str, suggestion: str) -> Note:
        """A note about this text."""
        return Note(self.path, problem, suggestion, self.about)


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion with its place, its cells, lowest level first, and the texts round them."""

    path: str
    label: str
    criterion: Criterion
    about: tuple[str, ...]

    @property
    def cells(self) -> tuple[Passage, ...]:
        """The descriptors, without elements."""
        return tuple(
            Passage(
                f"{self.path}.descriptors[{each.level}]",
                f"Level {each.level} of {self.label}",
                each.text,
                self.about,
                each.level,
            )
            for each in self.criterion.descriptors
        )

    @property
    def elements(self) -> Iterator[Passage]:
        """The elements of all levels."""
        for each in self.criterion.descriptors:
            for number, element in enumerate(each.elements):
                yield Passage(
                    f"{self.path}.descriptors[{each.level}].elements[{number}].text",
                    f"Element “{element.id}” at level {each.level} of {self.label}",
                    element.text,
                    self.about,
                    each.level,
                )

    @property
    def surroundings(self) -> Iterator[Passage]:
        """The title and what is said around the descriptors."""
        criterion = self.criterion
        for key, name, text in (
            ("title", "The title", criterion.title),
            ("question", "The question", criterion.question),
            ("guidance", "The guidance", criterion.guidance),
        ):
            if text is not None:
                yield Passage(f"{self.path}.{key}", f"{name} of {self.label}", text, self.about)
        for key, name, texts in (
            ("examples", "Example", criterion.examples),
            ("evidence_prompts", "Evidence prompt", criterion.evidence_prompts),
        ):
            for number, text in enumerate(texts):
                label = f"{name} {number + 1} of {self.label}"
                yield Passage(f"{self.path}.{key}[{number}]", label, text, self.about)


def rows_of(matrix: Matrix) -> Iterator[Row]:
    """Every criterion, in the order of the file."""
    for d, domain in enumerate(matrix.domains):
        for c, criterion in enumerate(domain.criteria):
            yield Row(f"domains[{d}].criteria[{c}]", f"“{criterion.title}”", criterion, (criterion.id, domain.id))


def cells_of(matrix: Matrix) -> Iterator[Passage]:
    """The words by which people choose a level: every descriptor and every element."""
    for row in rows_of(matrix):
        yield from row.cells
        yield from row.elements


def texts_of(matrix: Matrix) -> Iterator[Passage]:
    """Every text that respondents read, in the order in which they meet it. Where the matrix comes from is none."""
    yield Passage("title", "The title of the matrix", matrix.title)
    if matrix.summary is not None:
        yield Passage("summary", "The summary of the matrix", matrix.summary)
    yield Passage("purpose", "The purpose of the matrix", matrix.purpose)
    for number, level in enumerate(matrix.levels):
        if level.meaning is not None:
            yield Passage(f"levels[{number}].meaning", f"The meaning of level {level.value}", level.meaning)
    rows = {row.criterion.id: row for row in rows_of(matrix)}
    for number, domain in enumerate(matrix.domains):
        yield Passage(f"domains[{number}].title", f"The title of domain {number + 1}", domain.title, (domain.id,))
        if domain.summary is not None:
            yield Passage(
                f"domains[{number}].summary", f"The summary of “{domain.title}”", domain.summary, (domain.id,)
            )
        for criterion in domain.criteria:
            row = rows[criterion.id]
            yield from row.surroundings
            yield from row.cells
            yield from row.elements
