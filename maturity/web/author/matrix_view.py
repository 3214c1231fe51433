"""A matrix as it is shown, in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.core.matrix import MINUTES_FOR_A_CRITERION, Criterion, Domain, Level, Matrix, Provenance
from maturity.core.matrix_words import agreement_in_words, asked_of_in_words, scoring_in_words
from maturity.core.overlaid import Overlaid
from maturity.core.recently_used import RecentlyUsed
from maturity.web.design_system.words import count


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level of the scale."""

    value: int
    label: str
    numbered_label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CellView:
    """What a criterion looks like at one level. `text` is empty where the matrix describes anchor levels only."""

    level: LevelView
    text: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with its cells, lowest level first. `asked_of` names the only types it is asked of."""

    anchor: str
    title: str
    question: str
    guidance: str
    examples: tuple[str, ...]
    evidence_prompts: tuple[str, ...]
    asked_of: str
    local_mark: str
    has_elements: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class DomainView:
    """One domain with its criteria."""

    anchor: str
    title: str
    summary: str
    criteria: tuple[CriterionView, ...]

    @property
    def is_its_criterion(self) -> bool:
        """The domain is one criterion of the same name, which is then said once."""
        return [criterion.title for criterion in self.criteria] == [self.title]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A whole matrix.

    `shape` and `minutes`, how long it takes one person, are about the criteria that every collaborative is asked;
    `more_for_some` counts those that only some types are asked. `fingerprint` is the SHA-256 of the file.
    """

    key: str
    version: str
    title: str
    summary: str
    language: str
    purpose: str
    shape: str
    more_for_some: int
    minutes: int
    levels: tuple[LevelView, ...]
    domains: tuple[DomainView, ...]
    scoring: tuple[str, ...]
    agreement: tuple[str, ...]
    provenance: Provenance
    overlays: Overlaid | None
    fingerprint: str

    @property
    def whose_words(self) -> str:
        """One sentence that says whose words the descriptors are."""
        return self.provenance.whose_words


def kept_matrix_view(matrix: Matrix) -> MatrixView:
    """A matrix of the library as it is shown, made once for its content."""
    return _KEPT.find(matrix.content_hash) or _KEPT.keep(matrix.content_hash, matrix_view(matrix))


def matrix_view(matrix: Matrix) -> MatrixView:
    """A matrix as it is shown."""
    levels = tuple(_level(level) for level in matrix.levels)
    return MatrixView(
        key=matrix.key,
        version=matrix.version,
        title=matrix.title,
        summary=matrix.summary or "",
        language=matrix.language,
        purpose=matrix.purpose,
        shape=_shape(matrix),
        more_for_some=len(matrix.criteria) - len(_asked_of_all(matrix)),
        minutes=len(_asked_of_all(matrix)) * MINUTES_FOR_A_CRITERION,
        levels=levels,
        domains=tuple(_domain(domain, matrix, levels) for domain in matrix.domains),
        scoring=scoring_in_words(matrix),
        agreement=agreement_in_words(matrix),
        provenance=matrix.provenance,
        overlays=matrix.overlays,
        fingerprint=matrix.content_hash,
    )


def _shape(matrix: Matrix) -> str:
    first, last = matrix.lowest_level, matrix.highest_level
    asked = _asked_of_all(matrix)
    domains = len({matrix.domain_of(criterion.id).id for criterion in asked})
    return (
        f"{count(domains, 'domain')}, {count(len(asked), 'criterion', 'criteria')}, "
        f"{len(matrix.levels)} levels: {first.name or first.value} to {last.name or last.value}"
    )


def _asked_of_all(matrix: Matrix) -> tuple[Criterion, ...]:
    """The criteria that every collaborative is asked; all of them where each names a type."""
    return tuple(criterion for criterion in matrix.criteria if not criterion.applies_to) or matrix.criteria


def _level(level: Level) -> LevelView:
    return LevelView(
        value=level.value, label=level.label, numbered_label=level.numbered_label, meaning=level.meaning or ""
    )


def _domain(domain: Domain, matrix: Matrix, levels: tuple[LevelView, ...]) -> DomainView:
    return DomainView(
        anchor=f"domain-{domain.id}",
        title=domain.title,
        summary=domain.summary or "",
        criteria=tuple(_criterion(criterion, matrix, levels) for criterion in domain.criteria),
    )


def _criterion(criterion: Criterion, matrix: Matrix, levels: tuple[LevelView, ...]) -> CriterionView:
    return CriterionView(
        anchor=f"criterion-{criterion.id}",
        title=criterion.title,
        question=criterion.question or "",
        guidance=criterion.guidance or "",
        examples=criterion.examples,
        evidence_prompts=criterion.evidence_prompts,
        asked_of=asked_of_in_words(criterion),
        local_mark=matrix.local_mark(criterion.id),
        has_elements=criterion.has_elements,
        cells=tuple(_cell(criterion, level) for level in levels),
    )


def _cell(criterion: Criterion, level: LevelView) -> CellView:
    descriptor = criterion.descriptor_at(level.value)
    if descriptor is None:
        return CellView(level=level, text="", elements=())
    return CellView(level=level, text=descriptor.text, elements=tuple(element.text for element in descriptor.elements))


_MOST_KEPT: Final = 256
# The hash names the content, so what is kept here is never stale.
_KEPT: Final[RecentlyUsed[MatrixView]] = RecentlyUsed(_MOST_KEPT)
