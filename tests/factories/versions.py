"""Versions of a matrix that declare what changed, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from maturity.core.declared_changes import (
    Change,
    DeclaredChange,
    DeclaredChanges,
    LevelRule,
    Retirement,
    ScaleChange,
)
from maturity.core.matrix import Criterion, Domain, Level, Matrix
from tests.factories.matrices import a_matrix


def declared(
    criterion_id: str,
    *changes: Change,
    note: str | None = None,
    came_from: Iterable[str] = (),
    level: LevelRule = LevelRule.OPEN,
) -> DeclaredChange:
    """What is declared of one criterion."""
    return DeclaredChange(criterion_id, changes, note, tuple(came_from), level)


def some_changes(
    *criteria: DeclaredChange,
    since: str = "1.0.0",
    retired: Mapping[str, str] | None = None,
    mapping: Mapping[int, int] | None = None,
    broken: str | None = None,
) -> DeclaredChanges:
    """Declared changes since a version."""
    scale = ScaleChange(tuple(sorted((mapping or {}).items())), broken) if mapping or broken else None
    gone = tuple(Retirement(each, why) for each, why in (retired or {}).items())
    return DeclaredChanges(since, f"What changed since {since}.", criteria, gone, scale)


def a_version(
    version: str,
    domains: Sequence[Domain],
    changes: DeclaredChanges | None = None,
    *,
    levels: Sequence[Level] | None = None,
) -> Matrix:
    """A version of the example matrix with what it declares."""
    matrix = a_matrix(version=version, domains=domains, levels=levels)
    return replace(matrix, changes=changes)


def reworded(criterion: Criterion, words: str = "In other words.") -> Criterion:
    """The criterion with another lowest descriptor."""
    first, *rest = criterion.descriptors
    return replace(criterion, descriptors=(replace(first, text=words), *rest))
