"""The facts of whole rounds, as `core` works with them, in a number of queries that does not grow with the rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.consensus import Consensus
from maturity.core.dissent import Dissent, PartnersDissent
from maturity.core.london_time import day_in_london
from maturity.core.membership import chain_from
from maturity.core.position import A_PARTNER, Position, position_of, without_names
from maturity.core.round import Naming, Stage
from maturity.core.round_record import GoesOn, RoundPartner, RoundRecord
from maturity.persistence.queries.hindsights import list_looking_back
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.named_people import with_people
from maturity.persistence.queries.positions import STANCE, read_stance
from maturity.persistence.queries.revealed_ballots import load_revealed_ballots
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.told_intervals import without_intervals_of_few
from maturity.persistence.rows.consensus import ConsensusRow
from maturity.persistence.rows.dissent import DissentRow
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.partner import Partner
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow


def load_round_records(session: Session, *, heads: Sequence[RoundHead]) -> list[RoundRecord]:
    """The records of the given rounds, in the same order. Positions say whose they are as the naming of a round allows.

    In a named round they carry the person too, in an anonymous one neither the partner's name nor how one was reached.

    A round has no positions before they are revealed, also where partners have agreed theirs already, and no votes
    of a ballot that was not revealed.
    """
    ids = [head.id for head in heads]
    partners = _partners(session, ids, _successors(session, heads))
    revealed = [head.id for head in heads if head.stage in {Stage.AGREEING, Stage.CLOSED}]
    positions = without_intervals_of_few(session, _positions(session, revealed, partners))
    matrices = {
        head.id: get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
        for head in heads
    }
    named = {head.id: matrices[head.id] for head in heads if _names_people(head.naming) and head.id in revealed}
    with_names = with_people(session, rounds=named, positions=positions)
    consensus = _consensus(session, ids)
    dissents = _dissents(session, ids)
    looking_back = list_looking_back(session, rounds=ids)
    ballots = load_revealed_ballots(
        session, rounds={head.id: head.naming for head in heads if head.id in revealed}, partners=partners
    )
    return [
        RoundRecord(
            collaborative_name=head.collaborative_name,
            collaborative_type=head.collaborative_type,
            matrix=matrices[head.id],
            number=head.number,
            label=head.label,
            purpose=head.purpose,
            stage=head.stage,
            way=head.way,
            opens_on=head.opens_on,
            closes_on=head.closes_on,
            closed_on=_day(head),
            shows_overall=head.shows_overall,
            partners=tuple(partners[head.id]),
            positions=with_names.get(head.id) or _as_named(positions[head.id], head.naming),
            consensus=consensus[head.id],
            dissents=_as_named_dissents(dissents[head.id], partners[head.id], head.naming),
            ballots=ballots.get(head.id, {}),
            looking_back=looking_back.get(head.id),
            on_behalf=sum(position.is_on_behalf for found in positions[head.id].values() for position in found),
        )
        for head in heads
    ]


def _names_people(naming: Naming) -> bool:
    return naming is Naming.NAMED


def _as_named(positions: Mapping[str, tuple[Position, ...]], naming: Naming) -> Mapping[str, tuple[Position, ...]]:
    if naming is not Naming.ANONYMOUS:
        return positions
    return {criterion_id: without_names(found) for criterion_id, found in positions.items()}


def _day(head: RoundHead) -> date | None:
    return None if head.closed_at is None else day_in_london(head.closed_at)


def _successors(session: Session, heads: Sequence[RoundHead]) -> Mapping[int, GoesOn]:
    """The partner that each partner goes on in, of those that go on in one, and when it left."""
    changed = {head.collaborative for head in heads if head.successions}
    if not changed:
        return {}
    rows = session.execute(
        select(Partner.id, Partner.succeeded_by_id, Partner.left_on).where(
            Partner.collaborative_id.in_(changed),
            Partner.succeeded_by_id.is_not(None),
            Partner.left_on.is_not(None),
        )
    ).all()
    return {
        partner: GoesOn(into, left_on) for partner, into, left_on in rows if into is not None and left_on is not None
    }


def _goes_on_in(partner: int, successors: Mapping[int, GoesOn]) -> tuple[GoesOn, ...]:
    chain = chain_from(partner, {each: link.partner for each, link in successors.items()})
    return tuple(successors[each] for each in (partner, *chain[:-1])) if chain else ()


def _partners(
    session: Session, ids: Sequence[int], successors: Mapping[int, GoesOn]
) -> Mapping[int, list[RoundPartner]]:
    rows = session.execute(
        select(
            RoundPartnerRow.round_id,
            RoundPartnerRow.partner_id,
            RoundPartnerRow.name,
            RoundPartnerRow.type,
            Respondent.account_id,
            HandedDomain.domain_id,
            HandedDomain.respondent_id == Respondent.id,
        )
        .outerjoin(
            Respondent,
            (Respondent.round_id == RoundPartnerRow.round_id)
            & (Respondent.partner_id == RoundPartnerRow.partner_id)
            & Respondent.stood_down_at.is_(None)
            & Respondent.submitted_at.is_not(None),
        )
        .outerjoin(
            HandedDomain,
            (HandedDomain.round_id == RoundPartnerRow.round_id)
            & (HandedDomain.partner_id == RoundPartnerRow.partner_id),
        )
        .where(RoundPartnerRow.round_id.in_(ids))
        .order_by(RoundPartnerRow.round_id, RoundPartnerRow.name, RoundPartnerRow.partner_id)
    ).all()
    found: dict[int, list[RoundPartner]] = defaultdict(list)
    for (round_id, partner, name, kind), people in groupby(rows, key=lambda row: (row[0], row[1], row[2], row[3])):
        submitted: set[int] = set()
        handed: dict[str, set[int]] = defaultdict(set)
        for *_, account, domain, is_asked in people:
            submitted |= {account} - {None}
            if domain is not None:
                handed[domain] |= {account} if is_asked else set()
        found[round_id].append(
            RoundPartner(
                id=partner,
                name=name,
                type=kind,
                submitted=bool(submitted),
                respondents=frozenset(submitted),
                handed={domain: frozenset(alone) for domain, alone in handed.items()},
                goes_on_in=_goes_on_in(partner, successors),
            )
        )
    return found


def _positions(
    session: Session, ids: Sequence[int], partners: Mapping[int, list[RoundPartner]]
) -> Mapping[int, Mapping[str, tuple[Position, ...]]]:
    rows = session.execute(
        select(
            PositionRow.round_id,
            PositionRow.partner_id,
            PositionRow.criterion_id,
            *STANCE,
        ).where(PositionRow.round_id.in_(ids))
    ).all()
    places = {
        (round_id, partner.id): (place, partner.name)
        for round_id, listed in partners.items()
        for place, partner in enumerate(listed)
    }
    gathered: dict[int, dict[str, list[tuple[int, Position]]]] = defaultdict(lambda: defaultdict(list))
    for round_id, partner, criterion_id, *said in rows:
        place, name = places[round_id, partner]
        position = position_of(read_stance(*said), partner=partner, partner_name=name)
        gathered[round_id][criterion_id].append((place, position))
    return defaultdict(
        dict,
        {
            round_id: {
                criterion_id: tuple(position for _, position in sorted(found, key=lambda pair: pair[0]))
                for criterion_id, found in by_criterion.items()
            }
            for round_id, by_criterion in gathered.items()
        },
    )


def _consensus(session: Session, ids: Sequence[int]) -> Mapping[int, Mapping[str, Consensus]]:
    rows = session.execute(
        select(
            ConsensusRow.round_id,
            ConsensusRow.criterion_id,
            ConsensusRow.state,
            ConsensusRow.level,
            ConsensusRow.reason,
            ConsensusRow.evidence,
            ConsensusRow.moves_up,
        ).where(ConsensusRow.round_id.in_(ids))
    ).all()
    found: dict[int, dict[str, Consensus]] = defaultdict(dict)
    for round_id, criterion_id, state, level, reason, evidence, moves_up in rows:
        found[round_id][criterion_id] = Consensus(
            state=state, level=level, reason=reason, evidence=evidence, moves_up=moves_up
        )
    return found


def _dissents(session: Session, ids: Sequence[int]) -> Mapping[int, Mapping[str, Mapping[int, Dissent]]]:
    """Every dissent that was not taken back, by round, criterion and partner."""
    rows = session.execute(
        select(
            DissentRow.round_id, DissentRow.criterion_id, DissentRow.partner_id, DissentRow.words, DissentRow.on_behalf
        ).where(DissentRow.round_id.in_(ids))
    ).all()
    found: dict[int, dict[str, dict[int, Dissent]]] = defaultdict(lambda: defaultdict(dict))
    for round_id, criterion_id, partner, words, on_behalf in rows:
        dissent = Dissent(words=words, on_behalf=on_behalf)
        if dissent.is_recorded:
            found[round_id][criterion_id][partner] = dissent
    return found


def _as_named_dissents(
    dissents: Mapping[str, Mapping[int, Dissent]], partners: Sequence[RoundPartner], naming: Naming
) -> Mapping[str, tuple[PartnersDissent, ...]]:
    """In the order of the partners; in an anonymous round by their words alone, whose they are and who wrote them."""
    is_anonymous = naming is Naming.ANONYMOUS
    named = {
        criterion_id: [
            PartnersDissent(p.id, A_PARTNER, by[p.id].words)
            if is_anonymous
            else PartnersDissent(p.id, p.name, by[p.id].words, by[p.id].on_behalf)
            for p in partners
            if p.id in by
        ]
        for criterion_id, by in dissents.items()
    }
    if is_anonymous:
        return {criterion: tuple(sorted(found, key=lambda one: one.words)) for criterion, found in named.items()}
    return {criterion_id: tuple(found) for criterion_id, found in named.items()}
