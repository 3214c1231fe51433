"""Who gave, agreed or entered what a partner stands for, or voted: read in a named round, and in no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.asked import is_asked
from maturity.core.matrix import Matrix
from maturity.core.position import Position, PositionOrigin
from maturity.core.response import AnswerState
from maturity.persistence.queries.accounts import list_names
from maturity.persistence.queries.ballots import Ballot
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.ballot import BallotRow, VoteRevision, VoteRow
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.round_row import Respondent

PositionsByCriterion = Mapping[str, tuple[Position, ...]]


def with_people(
    session: Session, *, rounds: Mapping[int, Matrix], positions: Mapping[int, PositionsByCriterion]
) -> Mapping[int, PositionsByCriterion]:
    """The positions of some named rounds, each with its person. `rounds` has the matrix of each by its id.

    The median of several people is nobody's own, and a person who left a criterion blank gave nothing.
    """
    if not rounds:
        return {}
    decided = {p.entered_by for each in rounds for found in positions[each].values() for p in found} - {None}
    people = _People(
        names=list_names(session, accounts=[account for account in decided if account is not None]),
        submitted=_submitted(session, rounds),
        handed=list_asked_alone(session, rounds=rounds),
    )
    return {each: _named(positions[each], each, matrix, people) for each, matrix in rounds.items()}


@dataclass(frozen=True, slots=True)
class _People:
    """Names by account, who submitted by round and partner, and what was handed to one, by round and partner."""

    names: Mapping[int, str]
    submitted: Mapping[tuple[int, int], list[tuple[int, str]]]
    handed: Mapping[tuple[int, int], Mapping[str, int]]

    def person_of(self, position: Position, *, round_id: int, domain: str) -> str:
        if position.origin is not PositionOrigin.RESPONDENT:
            return self.names.get(position.entered_by or 0, "")
        if position.state is AnswerState.NOT_ANSWERED and not (position.reason or position.evidence):
            return ""
        handed = self.handed.get((round_id, position.partner), {})
        there = self.submitted.get((round_id, position.partner), [])
        asked = [name for respondent, name in there if is_asked(domain, handed=handed, respondent=respondent)]
        return asked[0] if len(asked) == 1 else ""


def _named(positions: PositionsByCriterion, round_id: int, matrix: Matrix, people: _People) -> PositionsByCriterion:
    domains = {criterion.id: domain.id for domain in matrix.domains for criterion in domain.criteria}
    return {
        criterion_id: tuple(
            replace(p, person=people.person_of(p, round_id=round_id, domain=domains.get(criterion_id, "")))
            for p in found
        )
        for criterion_id, found in positions.items()
    }


def _submitted(session: Session, rounds: Collection[int]) -> Mapping[tuple[int, int], list[tuple[int, str]]]:
    rows = session.execute(
        select(Respondent.round_id, Respondent.partner_id, Respondent.id, Account.name)
        .join(Account, Account.id == Respondent.account_id)
        .where(
            Respondent.round_id.in_(rounds),
            Respondent.stood_down_at.is_(None),
            Respondent.submitted_at.is_not(None),
        )
    ).all()
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for round_id, partner, respondent, name in rows:
        found[round_id, partner].append((respondent, name))
    return found


def list_names_now(session: Session, *, rounds: Collection[int]) -> Mapping[int, frozenset[tuple[int, str]]]:
    """By round, everybody whose name its record may have, by id and the name that they go by now.

    They are who submitted, who decided a position, and who cast or entered a vote that was revealed.
    """
    if not rounds:
        return {}
    respond = select(Respondent.round_id, Respondent.account_id).where(
        Respondent.round_id.in_(rounds), Respondent.stood_down_at.is_(None), Respondent.submitted_at.is_not(None)
    )
    decided = select(PositionRow.round_id, PositionRow.entered_by).where(PositionRow.round_id.in_(rounds))
    voted = (
        select(BallotRow.round_id, VoteRevision.account_id)
        .join(VoteRow, VoteRow.ballot_id == BallotRow.id)
        .join(VoteRevision, (VoteRevision.vote_id == VoteRow.id) & (VoteRevision.version == VoteRow.version))
        .where(BallotRow.round_id.in_(rounds), BallotRow.revealed_at.is_not(None))
    )
    people = respond.union(decided, voted).subquery()
    rows = session.execute(
        select(people.c.round_id, Account.id, Account.name).join(Account, Account.id == people.c.account_id)
    ).all()
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for round_id, account, name in rows:
        found[round_id].add((account, name))
    return {round_id: frozenset(names) for round_id, names in found.items()}


def list_voters(session: Session, *, ballots: Sequence[Ballot]) -> Mapping[int, Mapping[int, str]]:
    """Who cast the vote of each partner, by ballot and partner; no ballot that was not revealed is there."""
    found: dict[int, dict[int, str]] = {ballot.id: {} for ballot in ballots if ballot.revealed_at is not None}
    rows = session.execute(
        select(VoteRow.ballot_id, VoteRow.partner_id, Account.name)
        .join(VoteRevision, (VoteRevision.vote_id == VoteRow.id) & (VoteRevision.version == VoteRow.version))
        .join(Account, Account.id == VoteRevision.account_id)
        .where(VoteRow.ballot_id.in_(found))
    ).all()
    for ballot, partner, name in rows:
        found[ballot][partner] = name
    return found
