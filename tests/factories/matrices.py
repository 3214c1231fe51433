"""Matrices for tests: plain functions with defaults, so that a test names only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Final

from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.matrix import Criterion, Descriptor, Domain, Fidelity, Level, Matrix, Provenance
from maturity.core.matrix_rules import AgreementRule, ScoringRule

FOUR_NAMES = ("Emerging", "Developing", "Maturing", "Thriving")


def some_levels(count: int = 4, *, lowest: int = 1, names: Sequence[str] | None = None) -> tuple[Level, ...]:
    """A scale of so many levels, without names unless they are given."""
    return tuple(Level(value=lowest + i, name=None if names is None else names[i]) for i in range(count))


def named_levels() -> tuple[Level, ...]:
    """Emerging, Developing, Maturing and Thriving: 1 to 4."""
    return some_levels(names=FOUR_NAMES)


def a_criterion(
    criterion_id: str = "shared-purpose",
    *,
    title: str | None = None,
    levels: Sequence[Level] | None = None,
    descriptors: tuple[Descriptor, ...] | None = None,
    question: str | None = None,
    guidance: str | None = None,
    weight: Fraction | int = 1,
    applies_to: Iterable[CollaborativeType] = (),
) -> Criterion:
    """A criterion with one descriptor for each level of the scale."""
    name = title or criterion_id.replace("-", " ").capitalize()
    scale = named_levels() if levels is None else levels
    return Criterion(
        id=criterion_id,
        title=name,
        descriptors=descriptors or tuple(Descriptor(v.value, f"{name} at {v.label}.") for v in scale),
        question=question,
        guidance=guidance,
        weight=Fraction(weight),
        applies_to=frozenset(applies_to),
    )


def a_domain(
    domain_id: str = "purpose",
    criteria: Iterable[Criterion | str] = ("shared-purpose",),
    *,
    title: str | None = None,
    levels: Sequence[Level] | None = None,
    weight: Fraction | int = 1,
) -> Domain:
    """A domain of criteria, or of their ids."""
    return Domain(
        id=domain_id,
        title=title or domain_id.replace("-", " ").capitalize(),
        criteria=tuple(a_criterion(c, levels=levels) if isinstance(c, str) else c for c in criteria),
        weight=Fraction(weight),
    )


def some_domains(domains: int, criteria: int, *, levels: Sequence[Level] | None = None) -> tuple[Domain, ...]:
    """So many domains (d1, d2, …) of so many criteria each (d1-c1, d1-c2, …)."""
    return tuple(
        a_domain(f"d{d}", [f"d{d}-c{c}" for c in range(1, criteria + 1)], levels=levels) for d in range(1, domains + 1)
    )


def a_provenance() -> Provenance:
    """Words of our own under an open licence."""
    return Provenance(
        source="Written for tests",
        licence="CC BY 4.0",
        attribution="The makers of the example",
        fidelity=Fidelity.ORIGINAL,
    )


HEAVY_ACUTE: Final = AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(3)})
"""An agreement rule by which an acute trust weighs as much as three other partners."""


def a_matrix(
    *,
    domains: Sequence[Domain] | None = None,
    levels: Sequence[Level] | None = None,
    key: str = "example",
    version: str = "1.0.0",
    title: str = "Example matrix",
    scoring: ScoringRule | None = None,
    agreement: AgreementRule | None = None,
) -> Matrix:
    """A matrix of one domain and one criterion unless told otherwise, with a content hash of its own content."""
    scale = tuple(levels) if levels is not None else named_levels()
    parts = tuple(domains) if domains is not None else (a_domain(levels=scale),)
    scoring_rule = scoring or ScoringRule()
    agreement_rule = agreement or AgreementRule()
    content = repr((key, version, title, scale, parts, scoring_rule, agreement_rule))
    return Matrix(
        key=key,
        version=version,
        title=title,
        purpose="To show how a rule works.",
        provenance=a_provenance(),
        levels=scale,
        domains=parts,
        scoring=scoring_rule,
        agreement=agreement_rule,
        content_hash=sha256(content.encode()).hexdigest(),
    )
