"""What a person is asked to look at again after a move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.version_move import asks_again, fates
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.version_moves import list_version_moves
from maturity.usecases.version_move.planning import walk_between


def look_again_at(
    session: Session, *, round_id: int, matrix: Matrix, answers: Mapping[str, datetime | None]
) -> tuple[str, ...]:
    """The titles of what a person still has to look at again since the last move of a round to `matrix`.

    `answers` says when each answer was saved, by criterion id. Whatever was saved since the move is not among them.
    """
    made = next((each for each in list_version_moves(session, round_id=round_id) if each.undone_at is None), None)
    if made is None or get_matrix(session, matrix_version=made.to_version).content_hash != matrix.content_hash:
        return ()
    return tuple(
        fate.title
        for fate in fates(walk_between(session, made.from_version, made.to_version))
        if asks_again(fate) and ((saved := answers.get(fate.criterion_id)) is None or saved <= made.moved_at)
    )
