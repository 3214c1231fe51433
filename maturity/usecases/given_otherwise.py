"""On which criteria of a round something stands that was given when another version asked it otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.asked import is_asked
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.asked_then import asked_then, stamp_of
from maturity.core.matrix_change.given_otherwise import Asked, GivenOtherwise, version_at
from maturity.core.matrix_change.version_move import Tier
from maturity.core.round import Stage
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.given import Given, list_given, list_submitted_at
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.version_moves import list_version_moves


def list_given_otherwise(
    session: Session, *, head: RoundHead, matrix: Matrix | None = None
) -> Mapping[str, GivenOtherwise]:
    """By criterion, the positions and the agreed level that were given when another version asked it otherwise.

    `matrix` is the version to read them in, the round's own unless another is named. Only while levels are agreed:
    before that positions are not told, and after it nothing can be recorded again. What was recorded as the criterion
    is asked clears it: the positions were talked about. Positions that responding worked out are as their answers, of
    which one that was submitted again after the move is an answer to what is asked then.
    """
    moves = list_version_moves(session, round_id=head.id) if head.stage is Stage.AGREEING else ()
    if not moves:
        return {}
    asked = [Asked(each.to_version, each.moved_at, after=True) for each in moves]
    asked += [Asked(each.from_version, each.undone_at, after=False) for each in moves if each.undone_at is not None]
    versions = sorted({version for each in moves for version in (each.from_version, each.to_version)})
    reading = _Reading(
        now=matrix or get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash),
        versions={each: get_matrix(session, matrix_version=each) for each in versions},
        first=moves[-1].from_version,
        asked=tuple(sorted(asked, key=lambda each: each.since)),
    )
    agreed: dict[str, Matrix] = {}
    settled: set[str] = set()
    for said in list_given(session, round_id=head.id, tier=Tier.CONSENSUS):
        then = reading.otherwise(said.criterion_id, said.at)
        if then is None:
            settled.add(said.criterion_id)
        else:
            agreed[said.criterion_id] = then
    positions: dict[str, dict[str, Matrix]] = defaultdict(dict)
    for criterion_id, then in _positions(session, head, reading):
        if criterion_id not in settled:
            positions[criterion_id][then.version] = then
    return {
        each.id: GivenOtherwise(each.id, reading.now, tuple(positions.get(each.id, {}).values()), agreed.get(each.id))
        for each in reading.now.criteria
        if each.is_asked_of(head.collaborative_type) and (each.id in agreed or each.id in positions)
    }


@dataclass(frozen=True)
class _Reading:
    """What a round asked when, beside what it is read in."""

    now: Matrix
    versions: Mapping[int, Matrix]
    first: int
    asked: Sequence[Asked]

    def otherwise(self, criterion_id: str, *moments: datetime) -> Matrix | None:
        """The version that asked a criterion otherwise at every one of some moments, the last of them; else None."""
        then = None
        for moment in moments:
            then = self.versions[version_at(moment, first=self.first, asked=self.asked)]
            stamp = stamp_of(then)
            if criterion_id not in self.now.criterion_ids or not (
                asked_then(criterion_id, stamp=stamp, now=self.now, versions=self.versions.values()).other_question
            ):
                return None
        return then


def _positions(session: Session, head: RoundHead, reading: _Reading) -> list[tuple[str, Matrix]]:
    stand = {(said.of, said.criterion_id): said for said in list_given(session, round_id=head.id, tier=Tier.POSITION)}
    found = [
        (said.criterion_id, then)
        for said in stand.values()
        if said.is_by_a_person and (then := reading.otherwise(said.criterion_id, said.at)) is not None
    ]
    submitted = list_submitted_at(session, round_id=head.id)
    handed = list_asked_alone(session, rounds=[head.id])
    for said in list_given(session, round_id=head.id, tier=Tier.RESPONSE):
        partner, at = submitted.get(said.of, (0, None))
        position = stand.get((partner, said.criterion_id))
        if at is None or position is None or position.is_by_a_person:
            continue
        then = reading.otherwise(said.criterion_id, at, said.at)
        if then is not None and _speaks(said, reading.now, handed.get((head.id, partner), {})):
            found.append((said.criterion_id, then))
    return found


def _speaks(said: Given, now: Matrix, handed: Mapping[str, int]) -> bool:
    """Whether an answer counts for its partner: its domain is asked of that person."""
    return is_asked(now.domain_of(said.criterion_id).id, handed=handed, respondent=said.of)
