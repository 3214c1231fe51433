"""The facts of a round made from its state, so that it can be scored without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from maturity.core.ballot import RevealedBallot, Vote, vote_as_position
from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import PartnersDissent
from maturity.core.london_time import day_in_london
from maturity.core.matrix import Matrix
from maturity.core.position import A_PARTNER, Position, PositionOrigin, Stance, position_of, without_names
from maturity.core.record.round_state import RoundState
from maturity.core.response import AnswerState, Confidence
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.core.round_record import RoundPartner, RoundRecord
from maturity.core.small_numbers import FEWEST_RESPONDENTS

Rows = list[dict[str, Any]]


def record_of_state(state: RoundState, *, matrix: Matrix, collaborative_name: str) -> RoundRecord:
    """The record of the round, by the rules of `persistence/queries/round_records.py`.

    No person is named in it, and partners and people are known by their place in the state. What was said of an earlier
    round, and in whom a partner goes on, is not in it.

    Of a state without what is kept back it has no positions and no votes. Raises `ValueError` or `LookupError` for a
    state that no round can have.
    """
    rows = _rows_of(state)
    [about] = rows["round"]
    naming = Naming(about["naming"])
    partners = _partners(rows)
    stage = Stage(about["stage"])
    if stage not in {Stage.AGREEING, Stage.CLOSED}:
        rows = defaultdict(list, {**rows, "position": [], "ballot": []})  # neither is told before it is revealed
    return RoundRecord(
        collaborative_name=collaborative_name,
        collaborative_type=CollaborativeType(about["collaborative_type"]),
        matrix=matrix,
        number=about["number"],
        label=about["label"],
        purpose=about["purpose"],
        stage=stage,
        way=WayOfScoring(about["way"]),
        opens_on=_day(about["opens_on"]),
        closes_on=_day(about["closes_on"]),
        closed_on=day_in_london(datetime.fromisoformat(about["closed_at"])) if about["closed_at"] else None,
        shows_overall=about["shows_overall"],
        partners=partners,
        positions=_positions(rows, partners, naming),
        consensus={
            row["criterion_id"]: Consensus(
                state=ConsensusState(row["state"]),
                level=row["level"],
                reason=row["reason"],
                evidence=row["evidence"],
                moves_up=row["moves_up"],
            )
            for row in rows["consensus"]
        },
        dissents=_dissents(rows, partners, naming),
        ballots=_ballots(rows, partners, naming),
        on_behalf=sum(1 for row in rows["position"] if row["origin"] == PositionOrigin.FACILITATOR),
    )


def _rows_of(state: RoundState) -> Mapping[str, Rows]:
    return defaultdict(list, {name: part.records() for name, part in state.parts.items()})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _partners(rows: Mapping[str, Rows]) -> tuple[RoundPartner, ...]:
    """In the order of their names, as everywhere."""
    made = []
    people = dict(enumerate(rows["respondent"], start=1))
    submitted = {place: row for place, row in people.items() if row["submitted_at"] and not row["stood_down_at"]}
    for place, row in enumerate(rows["partner"], start=1):
        own = {each: person for each, person in submitted.items() if person["partner"] == place}
        handed = {
            each["domain_id"]: frozenset({own[each["respondent"]]["account"]} if each["respondent"] in own else ())
            for each in rows["handed_domain"]
            if each["partner"] == place
        }
        made.append(
            RoundPartner(
                id=place,
                name=row["name"],
                type=PartnerType(row["type"]),
                submitted=bool(own),
                respondents=frozenset(person["account"] for person in own.values()),
                handed=handed,
            )
        )
    return tuple(sorted(made, key=lambda partner: (partner.name, partner.id)))


def _positions(
    rows: Mapping[str, Rows], partners: tuple[RoundPartner, ...], naming: Naming
) -> Mapping[str, tuple[Position, ...]]:
    order = {partner.id: (place, partner.name) for place, partner in enumerate(partners)}
    found: dict[str, list[Position]] = defaultdict(list)
    for row in sorted(rows["position"], key=lambda each: order[each["partner"]][0]):
        lower, upper = row["between_lower"], row["between_upper"]
        stance = Stance(
            state=AnswerState(row["state"]),
            level=row["level"],
            reason=row["reason"],
            confidence=Confidence(row["confidence"]) if row["confidence"] else None,
            evidence=row["evidence"],
            between=None if lower is None or upper is None or _is_of_few(rows, row) else (lower, upper),
            origin=PositionOrigin(row["origin"]),
            entered_by=row["entered_by"],
        )
        found[row["criterion_id"]].append(
            position_of(stance, partner=row["partner"], partner_name=order[row["partner"]][1])
        )
    return {
        criterion: without_names(each) if naming is Naming.ANONYMOUS else tuple(each)
        for criterion, each in found.items()
    }


def _is_of_few(rows: Mapping[str, Rows], position: Mapping[str, Any]) -> bool:
    """Whether so few people gave the level between which a partner lies that it would tell theirs."""
    people = {
        place
        for place, row in enumerate(rows["respondent"], start=1)
        if row["partner"] == position["partner"] and row["submitted_at"] and not row["stood_down_at"]
    }
    gave = [
        row
        for row in rows["response"]
        if row["respondent"] in people
        and row["criterion_id"] == position["criterion_id"]
        and row["state"] == AnswerState.LEVEL
    ]
    return len(gave) < FEWEST_RESPONDENTS


def _dissents(
    rows: Mapping[str, Rows], partners: tuple[RoundPartner, ...], naming: Naming
) -> Mapping[str, tuple[PartnersDissent, ...]]:
    is_nameless = naming is Naming.ANONYMOUS
    order = {partner.id: (place, partner.name) for place, partner in enumerate(partners)}
    found: dict[str, list[PartnersDissent]] = defaultdict(list)
    for row in sorted(rows["dissent"], key=lambda each: order[each["partner"]][0]):
        if row["words"].strip():
            name = A_PARTNER if is_nameless else order[row["partner"]][1]
            on_behalf = False if is_nameless else row["on_behalf"]
            found[row["criterion_id"]].append(PartnersDissent(row["partner"], name, row["words"], on_behalf))
    if is_nameless:
        return {criterion: tuple(sorted(each, key=lambda one: one.words)) for criterion, each in found.items()}
    return {criterion: tuple(each) for criterion, each in found.items()}


def _ballots(
    rows: Mapping[str, Rows], partners: tuple[RoundPartner, ...], naming: Naming
) -> Mapping[str, tuple[RevealedBallot, ...]]:
    went_back = [row["moved_at"] for row in rows["move"] if (row["from_stage"], row["to_stage"]) == _BACK]
    votes: dict[int, dict[int, Vote]] = defaultdict(dict)
    for row in rows["vote"]:
        vote = Vote(AnswerState(row["state"]), row["level"], row["reason"], row["on_behalf"])
        if vote.is_in:
            votes[row["ballot"]][row["partner"]] = vote
    found: dict[str, list[RevealedBallot]] = defaultdict(list)
    held = sorted(enumerate(rows["ballot"], start=1), key=lambda pair: (pair[1]["criterion_id"], pair[1]["number"]))
    for place, row in held:
        if row["revealed_at"] is None or not votes[place]:
            continue
        drawn_up = tuple(
            vote_as_position(votes[place][p.id], partner=p.id, partner_name=p.name)
            for p in partners
            if p.id in votes[place]
        )
        found[row["criterion_id"]].append(
            RevealedBallot(
                number=row["number"],
                was_early=row["revealed_by"] is not None,
                votes=without_names(drawn_up) if naming is Naming.ANONYMOUS else drawn_up,
                on_behalf=sum(vote.is_on_behalf for vote in drawn_up),
                answered_since=any(moment >= row["revealed_at"] for moment in went_back),
            )
        )
    return {criterion: tuple(each) for criterion, each in found.items()}


_BACK = (Stage.AGREEING.value, Stage.OPEN.value)
