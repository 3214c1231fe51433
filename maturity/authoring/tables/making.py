"""A matrix file from what was understood of a table and what only its owner can say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from maturity.authoring.tables.understanding import Understanding
from maturity.core.matrix import Fidelity, Matrix, Provenance
from maturity.core.matrix_file import read_matrix, write_matrix
from maturity.core.matrix_rules import AgreementRule, ScoringRule


@dataclass(frozen=True, slots=True)
class About:
    """What no table says: what the matrix is called, what it is for, whose it is and on what terms it may be used."""

    key: str
    version: str
    title: str
    purpose: str
    source: str
    licence: str
    attribution: str
    fidelity: Fidelity

    @property
    def provenance(self) -> Provenance:
        """Where the matrix comes from."""
        return Provenance(self.source, self.licence, self.attribution, self.fidelity)


# Stands in a file that only carries the grid from one step to the next.
_NOT_SAID: Final = About(
    key="not-said",
    version="0.0.0",
    title="Not said",
    purpose="Not said.",
    source="Not said.",
    licence="Not said.",
    attribution="Not said.",
    fidelity=Fidelity.ORIGINAL,
)


def matrix_from(understanding: Understanding, about: About = _NOT_SAID) -> Matrix:
    """The matrix as it would be; one that is not whole has empty texts, and is only to be looked at."""
    return Matrix(
        key=about.key,
        version=about.version,
        title=about.title,
        purpose=about.purpose,
        provenance=about.provenance,
        levels=understanding.levels,
        domains=understanding.domains,
        scoring=ScoringRule(),
        agreement=AgreementRule(),
        content_hash="",
    )


def matrix_file_from(understanding: Understanding, about: About) -> bytes:
    """The bytes of a matrix file; raises `MatrixFileErrors` where what is said about it cannot stand in one.

    Only for an understanding that is whole. Scoring and agreement are those of a file that says nothing of them.
    """
    return _written(matrix_from(understanding, about))


def grid_file_from(understanding: Understanding) -> bytes:
    """A file that holds the grid alone, to be carried to the step in which somebody says the rest."""
    return matrix_file_from(understanding, _NOT_SAID)


def matrix_file_about(grid: bytes, about: About) -> bytes:
    """The matrix file for a grid file; raises `MatrixFileErrors`."""
    matrix = replace(
        read_matrix(grid, name="grid"),
        key=about.key,
        version=about.version,
        title=about.title,
        purpose=about.purpose,
        provenance=about.provenance,
    )
    return _written(matrix)


def _written(matrix: Matrix) -> bytes:
    data = write_matrix(matrix).encode()
    read_matrix(data, name="matrix.yaml")
    return data
