"""The versions of a matrix that lie between those that rounds were made with."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.persistence.queries.matrices import list_versions_beside, load_matrices
from maturity.persistence.queries.rounds import RoundHead


def versions_between(session: Session, heads: Sequence[RoundHead]) -> tuple[Matrix, ...]:
    """Every version that is no draft of the matrices of some rounds; none, unasked, where all have the same content.

    A comparison of rounds whose versions do not follow each other reads what was declared in the versions between.
    """
    if len({head.matrix_hash for head in heads}) < 2:
        return ()
    entries = list_versions_beside(session, matrix_versions={head.matrix_version for head in heads})
    return tuple(matrix for _, matrix in load_matrices(session, entries))
