"""What a person is asked to look at again after a move, or after one was undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.asked_then import asked_otherwise
from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.matrix_change.version_move import asks_again, fates
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.version_moves import MadeMove, list_version_moves
from maturity.persistence.queries.written import list_when_answered
from maturity.usecases.rounds.asking_anew import Handed, asked_of_others, list_handed
from maturity.usecases.version_move.planning import walk_between


def look_again_at(session: Session, *, round_id: int, matrix: Matrix, partner: int, respondent: int) -> tuple[str, ...]:
    """The titles of what one of a partner’s people still has to look at again since a round asks `matrix`.

    After a move it is what the move asks again, or of others of the partner, but for what the person saved since.
    After one was undone it is what the person answered in between and is asked otherwise again, or of others. What
    moves and undoing them wrote is nobody's saving.
    """
    moves = list_version_moves(session, round_id=round_id)
    if not moves:
        return ()
    answers = list_when_answered(session, round_id=round_id, respondent=respondent)
    handed = list_handed(session, round_id=round_id).get(partner, {})
    found = {
        *_before_the_move(session, moves, matrix, answers, handed),
        *_astray(session, moves, matrix, answers, handed),
    }
    return tuple(each.title for each in matrix.criteria if each.id in found)


def _before_the_move(
    session: Session, moves: Sequence[MadeMove], matrix: Matrix, answers: Mapping[str, datetime], handed: Handed
) -> Iterator[str]:
    made = next((each for each in moves if each.undone_at is None), None)
    if made is None or get_matrix(session, matrix_version=made.to_version).content_hash != matrix.content_hash:
        return
    walk = walk_between(session, made.from_version, made.to_version)
    of_others = asked_of_others(walk, handed=[handed])
    for fate in fates(walk):
        saved = answers.get(fate.criterion_id)
        if (asks_again(fate) or fate.criterion_id in of_others) and (saved is None or saved <= made.moved_at):
            yield fate.criterion_id


def _astray(
    session: Session, moves: Sequence[MadeMove], matrix: Matrix, answers: Mapping[str, datetime], handed: Handed
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
        then = versions[move.to_version]
        otherwise = {each.id for each in asked_otherwise(then=then, now=matrix, versions=versions.values())}
        otherwise |= asked_of_others(crosswalk(then, matrix), handed=[handed])
        for criterion_id in sorted(otherwise & answers.keys()):
            if move.undone_at is not None and move.moved_at < answers[criterion_id] < move.undone_at:
                yield criterion_id
