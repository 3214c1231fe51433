"""A maturity matrix: domains of criteria, an ordered scale of levels, and a descriptor in each cell.

Every value here is immutable. A matrix that exists is a valid one: `matrix_file.read_matrix` is the only
door through which text becomes a `Matrix`, and it reports every mistake before it builds anything.
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final

from maturity.core.collaborative import CollaborativeType
from maturity.core.declared_changes import DeclaredChanges
from maturity.core.matrix_rules import AgreementRule, ScoringRule
from maturity.core.overlaid import Overlaid

MINUTES_FOR_A_CRITERION: Final = 2
"""How long one person takes over one criterion: an estimate, for saying how long a response takes."""


class Fidelity(StrEnum):
    """Whose words the descriptors are."""

    OFFICIAL = "official"
    ADAPTED = "adapted"
    NAMES_ONLY = "names-only"
    ORIGINAL = "original"


FIDELITY_IN_WORDS: Final[Mapping[Fidelity, str]] = {
    Fidelity.OFFICIAL: "The descriptors are the owner’s own text, reproduced under its licence.",
    Fidelity.ADAPTED: "The descriptors are adapted from the owner’s text. They are not the owner’s own words.",
    Fidelity.NAMES_ONLY: (
        "Only the names come from the source. The descriptors were written for this tool and are not the owner’s text."
    ),
    Fidelity.ORIGINAL: "The descriptors were written for this tool.",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a matrix comes from and on what terms it may be used."""

    source: str
    licence: str
    attribution: str
    fidelity: Fidelity
    source_url: str | None = None
    licence_url: str | None = None
    rationale: str | None = None
    based_on: tuple[str, ...] = ()

    @property
    def whose_words(self) -> str:
        """One sentence that says whose words the descriptors are."""
        return FIDELITY_IN_WORDS[self.fidelity]


@dataclass(frozen=True, slots=True)
class Level:
    """One ordered point on the scale. `name` is None where the levels are only numbered."""

    value: int
    name: str | None = None
    meaning: str | None = None

    @property
    def label(self) -> str:
        """How people refer to the level: “Developing”, or “Level 2” where levels have no names."""
        return self.name if self.name is not None else f"Level {self.value}"

    @property
    def numbered_label(self) -> str:
        """The label with the place on the scale: “2 Developing”, or “Level 2” where levels have no names."""
        return self.label if self.name is None else f"{self.value} {self.name}"


@dataclass(frozen=True, slots=True)
class Element:
    """One statement that is met or not, part of a level that is reached only when all of them are."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One cell of the grid: what a criterion looks like at one level."""

    level: int
    text: str
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row that is given a level. Its `id` is stable across versions; its text and place are not."""

    id: str
    title: str
    descriptors: tuple[Descriptor, ...]
    question: str | None = None
    guidance: str | None = None
    examples: tuple[str, ...] = ()
    evidence_prompts: tuple[str, ...] = ()
    weight: Fraction = Fraction(1)
    applies_to: frozenset[CollaborativeType] = frozenset()

    def descriptor_at(self, level: int) -> Descriptor | None:
        """The descriptor of a level, or None where the matrix describes anchor levels only."""
        return next((d for d in self.descriptors if d.level == level), None)

    @property
    def has_elements(self) -> bool:
        """Whether levels of this criterion are reached by meeting elements."""
        return any(d.elements for d in self.descriptors)

    @property
    def element_ids(self) -> frozenset[str]:
        """The ids of all elements of all levels."""
        return frozenset(e.id for d in self.descriptors for e in d.elements)

    def is_asked_of(self, collaborative_type: CollaborativeType) -> bool:
        """Whether the criterion applies; one that names no type applies to all."""
        return not self.applies_to or collaborative_type in self.applies_to


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of criteria."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    summary: str | None = None
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class LintSwitch:
    """A rule of the linter that the author has switched off, with the reason.

    `at` is the id of a criterion or of a domain with its criteria; None where the rule is off in the whole matrix.
    """

    rule: str
    reason: str
    at: str | None = None


@dataclass(frozen=True)
class Matrix:
    """One version of a matrix, with its rules. `content_hash` is the SHA-256 of the file it was read from.

    `changes` is what it declares to have changed since the version before, None where it declares nothing. `overlays`
    says which version of another matrix it lies over, None for a matrix of its own.
    """

    key: str
    version: str
    title: str
    purpose: str
    provenance: Provenance
    levels: tuple[Level, ...]
    domains: tuple[Domain, ...]
    scoring: ScoringRule
    agreement: AgreementRule
    content_hash: str
    summary: str | None = None
    language: str = "en-GB"
    lint_off: tuple[LintSwitch, ...] = ()
    changes: DeclaredChanges | None = None
    overlays: Overlaid | None = None

    def shares_ids_with(self, other: Matrix) -> bool:
        """Whether an id means the same criterion in both: versions of one matrix, or one and a local overlay of it."""
        if self.key == other.key:
            return True
        over = [(self, other), (other, self)]
        return any(a.overlays is not None and a.overlays.is_over(b.key, b.version) for a, b in over)

    def rests_on_the_same_as(self, other: Matrix) -> bool:
        """Whether both are versions of one matrix, or local overlays of such."""
        return self._key_below == other._key_below

    @property
    def _key_below(self) -> str:
        return self.key if self.overlays is None else self.overlays.key

    def has_as_its_own(self, criterion_id: str) -> bool:
        """Whether a criterion is one that a local overlay added to the matrix below."""
        return self.overlays is not None and self.overlays.is_own(criterion_id)

    def shares_id_with(self, other: Matrix, criterion_id: str) -> bool:
        """Whether this id means the same criterion in both, also where one is an overlay and the other a later version.

        A criterion that an overlay added means nothing elsewhere: that another has its id is chance.
        """
        if self.key == other.key:
            return True
        is_own = self.has_as_its_own(criterion_id) or other.has_as_its_own(criterion_id)
        return self.rests_on_the_same_as(other) and not is_own

    def local_mark(self, criterion_id: str) -> str:
        """Whose words a criterion has, where they are local: “Local wording”; empty where they are not."""
        return "" if self.overlays is None else self.overlays.local_mark(criterion_id)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in the order of the file."""
        return tuple(c for d in self.domains for c in d.criteria)

    @cached_property
    def _criteria_by_id(self) -> Mapping[str, Criterion]:
        return {c.id: c for c in self.criteria}

    @property
    def criterion_ids(self) -> KeysView[str]:
        """The ids of all criteria, in the order of the file."""
        return self._criteria_by_id.keys()

    @cached_property
    def _domain_of_criterion(self) -> Mapping[str, Domain]:
        return {c.id: d for d in self.domains for c in d.criteria}

    @cached_property
    def _levels_by_value(self) -> Mapping[int, Level]:
        return {level.value: level for level in self.levels}

    @property
    def lowest_level(self) -> Level:
        """The first level of the scale."""
        return self.levels[0]

    @property
    def highest_level(self) -> Level:
        """The last level of the scale."""
        return self.levels[-1]

    def level(self, value: int) -> Level:
        """The level with this value; raises `LevelNotInMatrix`."""
        try:
            return self._levels_by_value[value]
        except KeyError:
            raise LevelNotInMatrix(self, value) from None

    def has_level(self, value: int) -> bool:
        """Whether the scale has this value."""
        return value in self._levels_by_value

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id; raises `CriterionNotInMatrix`."""
        try:
            return self._criteria_by_id[criterion_id]
        except KeyError:
            raise CriterionNotInMatrix(self, criterion_id) from None

    def asked_criterion(self, criterion_id: str, collaborative_type: CollaborativeType) -> Criterion:
        """The criterion that a type of collaborative is asked; raises `CriterionNotInMatrix` or `CriterionNotAsked`."""
        criterion = self.criterion(criterion_id)
        if not criterion.is_asked_of(collaborative_type):
            raise CriterionNotAsked(criterion_id)
        return criterion

    def domain(self, domain_id: str) -> Domain:
        """The domain with this id; raises `DomainNotInMatrix`."""
        for domain in self.domains:
            if domain.id == domain_id:
                return domain
        raise DomainNotInMatrix(self, domain_id)

    def domain_of(self, criterion_id: str) -> Domain:
        """The domain that a criterion belongs to; raises `CriterionNotInMatrix`."""
        self.criterion(criterion_id)
        return self._domain_of_criterion[criterion_id]

    def asked_of(self, collaborative_type: CollaborativeType) -> Iterator[tuple[Domain, tuple[Criterion, ...]]]:
        """The domains with the criteria that apply to a type of collaborative; a domain left with none is omitted."""
        for domain in self.domains:
            criteria = tuple(c for c in domain.criteria if c.is_asked_of(collaborative_type))
            if criteria:
                yield domain, criteria


class LevelNotInMatrix(ValueError):
    """A level was named that the scale does not have."""

    def __init__(self, matrix: Matrix, value: int) -> None:
        first, last = matrix.lowest_level.value, matrix.highest_level.value
        super().__init__(f"“{matrix.title}” has levels {first} to {last}; {value} is not one of them.")


class CriterionNotInMatrix(LookupError):
    """A criterion was named that the matrix does not have."""

    def __init__(self, matrix: Matrix, criterion_id: str) -> None:
        super().__init__(f"“{matrix.title}” {matrix.version} has no criterion “{criterion_id}”.")


class CriterionNotAsked(LookupError):
    """The round does not ask this criterion of this type of collaborative."""


class DomainNotInMatrix(LookupError):
    """A domain was named that the matrix does not have."""

    def __init__(self, matrix: Matrix, domain_id: str) -> None:
        super().__init__(f"“{matrix.title}” {matrix.version} has no domain “{domain_id}”.")
