"""What the page shows on which two versions of a matrix stand side by side in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from maturity.core.declared_changes import version_number
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.difference import CriterionDifference, Effect, MatrixDifference, difference
from maturity.persistence.queries.matrices import MatrixEntry
from maturity.web.author.pages import matrix_address


@dataclass(frozen=True, slots=True)
class Count:
    """How many criteria have an effect."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class ChangedCriterion:
    """One criterion that changed: what is declared and found, the words, and what follows, with its place in colour."""

    anchor: str
    difference: CriterionDifference
    effect_colour: str


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A version that this one can be set beside."""

    version: str
    address: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two versions side by side. `difference` is None where there is no other version to set beside this one.

    `below` names what a local overlay lies over, empty for any other matrix.
    """

    title: str
    language: str
    version: str
    address: str
    others: tuple[OtherVersion, ...]
    difference: MatrixDifference | None
    counts: tuple[Count, ...]
    criteria: tuple[ChangedCriterion, ...]
    unchanged: int
    below: str


_COLOURS = {Effect.COMPARED: "green", Effect.FLAGGED: "yellow", Effect.NOT_COMPARED: "red"}


def earlier_of(matrix: Matrix, entries: Sequence[MatrixEntry], wanted: str | None) -> MatrixEntry | None:
    """The version that is set beside this one: the wanted one, else that which it was made from, else the next lower.

    None where the wanted version is none of the lower ones, or where there is no lower one.
    """
    lower = _lower(matrix, entries)
    if wanted is not None:
        return next((entry for entry in lower if entry.version == wanted), None)
    since = matrix.changes.since if matrix.changes else None
    made_from = next((entry for entry in lower if entry.version == since), None)
    return made_from or next(iter(lower), None)


def _lower(matrix: Matrix, entries: Sequence[MatrixEntry]) -> list[MatrixEntry]:
    """The versions that are lower than this one, the highest first."""
    lower = [entry for entry in entries if version_number(entry.version) < version_number(matrix.version)]
    return sorted(lower, key=lambda entry: version_number(entry.version), reverse=True)


def difference_page(
    matrix: Matrix, earlier: Matrix | None, known: Sequence[Matrix], entries: Sequence[MatrixEntry]
) -> DifferencePage:
    """The page of a version beside an earlier one; `known` are the versions that the line may go over."""
    found = difference(earlier, matrix, known) if earlier is not None else None
    others = tuple(
        OtherVersion(
            version=entry.version,
            address=_address(matrix, entry.version),
            is_shown=earlier is not None and entry.version == earlier.version,
        )
        for entry in _lower(matrix, entries)
    )
    changed = found.changed if found else ()
    return DifferencePage(
        title=matrix.title,
        language=matrix.language,
        version=matrix.version,
        address=matrix_address(matrix),
        others=others,
        difference=found,
        counts=tuple(Count(found.count(effect), effect.label.lower()) for effect in Effect) if found else (),
        criteria=tuple(
            ChangedCriterion(
                anchor=f"criterion-{each.criterion_id}",
                difference=each,
                effect_colour=_COLOURS[each.effect],
            )
            for each in changed
        ),
        unchanged=len(found.criteria) - len(changed) if found else 0,
        below=matrix.overlays.name if matrix.overlays else "",
    )


def _address(matrix: Matrix, earlier: str) -> str:
    return f"{url_for('author.changes', key=matrix.key, version=matrix.version)}?{urlencode({'from': earlier})}"
