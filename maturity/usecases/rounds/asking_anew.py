"""Whether another version of the matrix asks anything anew of who has submitted, who then submits again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from sqlalchemy.orm import Session

from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_change.version_move import asks_again, fates
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.reopened_seats import reopen_seats
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.version_moves import list_moves_since_closing

Handed: TypeAlias = Mapping[str, int]
"""Of whom alone a partner asks each domain that it handed on: the respondent, by the domain’s id."""


def asks_anew(session: Session, *, head: RoundHead, walk: Crosswalk) -> bool:
    """Whether whoever submitted with the version before looks at the answers again, and submits again."""
    kind = head.collaborative_type
    asked = (walk.later.criterion(each.criterion_id) for each in fates(walk) if asks_again(each))
    if any(each.is_asked_of(kind) for each in asked):
        return True
    return bool(asked_of_others(walk, handed=list_handed(session, round_id=head.id).values()))


def reopen_after_moves(session: Session, *, head: RoundHead) -> None:
    """Let whoever submitted change the answers and submit again where a version moved to since then asks anything anew.

    Answers were closed as the round moved, so they went along unseen. Without this they would be taken for positions
    once responding closes, with words that were said to something else, or that were to stay inside a partner.
    """
    moves = list_moves_since_closing(session, round_id=head.id)
    walks = (
        crosswalk(
            get_matrix(session, matrix_version=each.from_version), get_matrix(session, matrix_version=each.to_version)
        )
        for each in moves
    )
    if any(asks_anew(session, head=head, walk=walk) for walk in walks):
        reopen_seats(session, round_id=head.id, move=moves[0].id)


def list_handed(session: Session, *, round_id: int) -> Mapping[int, Handed]:
    """What each partner of a round handed on, by the partner’s id; one that handed nothing on is not there."""
    found = list_asked_alone(session, rounds=[round_id])
    return {partner: handed for (_, partner), handed in found.items()}


def asked_of_others(walk: Crosswalk, *, handed: Collection[Handed]) -> frozenset[str]:
    """The criteria that go to a domain which some of these partners ask of others, since they handed one of the two on.

    What several said of it stays inside the partner, and would be its position were one of them asked alone; what does
    not count, and was perhaps left blank, would count again. So who submitted confirms it first, as when a domain is
    handed on.
    """
    there = walk.earlier.criterion_ids
    places = {
        each.id: (walk.earlier.domain_of(each.id).id, walk.later.domain_of(each.id).id)
        for each in walk.later.criteria
        if each.id in there
    }
    return frozenset(
        each
        for each, (before, after) in places.items()
        if before != after and any(alone.get(before) != alone.get(after) for alone in handed)
    )
