"""What a person is asked to look at again after a move, or after one was undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.asked_then import asked_otherwise
from maturity.core.matrix import Matrix
from maturity.core.version_move import asks_again, fates
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.version_moves import MadeMove, list_version_moves
from maturity.persistence.queries.written import list_when_answered
from maturity.usecases.version_move.planning import walk_between


def look_again_at(session: Session, *, round_id: int, matrix: Matrix, respondent: int) -> tuple[str, ...]:
    """The titles of what a person still has to look at again since a round asks `matrix`.

    After a move it is what the move asks again, but for what the person saved since. After one was undone it is what
    the person answered in between and is asked otherwise again. What moves and undoing them wrote is nobody's saving.
    """
    moves = list_version_moves(session, round_id=round_id)
    if not moves:
        return ()
    answers = list_when_answered(session, round_id=round_id, respondent=respondent)
    before = _before_the_move(session, moves, matrix, answers)
    return tuple(dict.fromkeys((*before, *_astray(session, moves, matrix, answers))))


def _before_the_move(
    session: Session, moves: Sequence[MadeMove], matrix: Matrix, answers: Mapping[str, datetime]
) -> Iterator[str]:
    made = next((each for each in moves if each.undone_at is None), None)
    if made is None or get_matrix(session, matrix_version=made.to_version).content_hash != matrix.content_hash:
        return
    for fate in fates(walk_between(session, made.from_version, made.to_version)):
        if asks_again(fate) and ((saved := answers.get(fate.criterion_id)) is None or saved <= made.moved_at):
            yield fate.title


def _astray(
    session: Session, moves: Sequence[MadeMove], matrix: Matrix, answers: Mapping[str, datetime]
) -> Iterator[str]:
    """What was answered to a version that the round went back from."""
    undone = [each for each in moves if each.undone_at is not None]
    if not undone:
        return
    asked = {version for move in moves for version in (move.from_version, move.to_version)}
    versions = {each: get_matrix(session, matrix_version=each) for each in asked}
    if matrix.content_hash not in {each.content_hash for each in versions.values()}:
        return
    for move in undone:
        for criterion in asked_otherwise(then=versions[move.to_version], now=matrix, versions=versions.values()):
            saved = answers.get(criterion.id)
            if saved is not None and move.undone_at is not None and move.moved_at < saved < move.undone_at:
                yield criterion.title
