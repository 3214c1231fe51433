"""The votes of whole rounds that were revealed in their rooms, as the records of these rounds keep them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from maturity.core.ballot import RevealedBallot, Vote, vote_as_position
from maturity.core.position import without_names
from maturity.core.round import Naming
from maturity.core.round_record import RoundPartner
from maturity.persistence.queries.ballots import HeldBallot, list_revealed_ballots, list_revealed_votes
from maturity.persistence.queries.named_people import list_voters

BallotsByCriterion = Mapping[str, tuple[RevealedBallot, ...]]


def load_revealed_ballots(
    session: Session, *, rounds: Mapping[int, Naming], partners: Mapping[int, Sequence[RoundPartner]]
) -> Mapping[int, BallotsByCriterion]:
    """By round and criterion, each ballot that was revealed and in which somebody voted, the first at the top.

    `rounds` has the naming of each round, `partners` those that take part in it. A named round has who cast each vote,
    an anonymous one no names, and its votes in the order of what they say.
    """
    revealed = list_revealed_ballots(session, rounds=rounds)
    votes = list_revealed_votes(session, ballots=[held.ballot for found in revealed.values() for held in found])
    named = [held.ballot for each, found in revealed.items() if rounds[each] is Naming.NAMED for held in found]
    voters = list_voters(session, ballots=named) if named else {}
    by_round: dict[int, dict[str, list[RevealedBallot]]] = defaultdict(lambda: defaultdict(list))
    for each, found in revealed.items():
        for held in found:
            ballot = held.ballot
            if votes[ballot.id]:
                kept = _kept(held, votes[ballot.id], voters.get(ballot.id, {}), partners[each], rounds[each])
                by_round[each][ballot.criterion_id].append(kept)
    return {
        each: {criterion_id: tuple(kept) for criterion_id, kept in by_criterion.items()}
        for each, by_criterion in by_round.items()
    }


def _kept(
    held: HeldBallot,
    votes: Mapping[int, Vote],
    voters: Mapping[int, str],
    partners: Sequence[RoundPartner],
    naming: Naming,
) -> RevealedBallot:
    drawn_up = tuple(
        vote_as_position(votes[p.id], partner=p.id, partner_name=p.name, person=voters.get(p.id, ""))
        for p in partners
        if p.id in votes
    )
    return RevealedBallot(
        number=held.ballot.number,
        was_early=held.ballot.was_early,
        votes=without_names(drawn_up) if naming is Naming.ANONYMOUS else drawn_up,
        on_behalf=sum(vote.is_on_behalf for vote in drawn_up),
        answered_since=held.answered_since,
    )
