"""Closed rounds with whatever people say, vote, agree and sign in them, made the way that people make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from hypothesis import strategies as st
from sqlalchemy import update

from maturity.core.collaborative import PartnerType
from maturity.core.hindsight import Hindsight, HindsightState
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round, list_participants
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.hindsight import say_in_hindsight
from maturity.usecases.sign_off import Signing, open_signing, sign_off_round
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, next_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.next_versions import FIRST, every_change, publish_and_move
from tests.factories.rooms import TheRoom

NAMES: Final = ("Alder Trust", "Birch “Care” Trust", "Cedar, Alliance", "=Dune Trust")
FEWEST: Final = 3
"""Votes that a round without names has to have before they are revealed early."""
OVERLAY: Final = """\
format: 1
overlay: {of: example, version: "1.0.0"}
key: northmere
version: "1.0.0"
title: Northmere  # its own file says more than the matrix that it makes
provenance: {source: Us., licence: Ours., attribution: Us., fidelity: adapted}
"""
LOCAL: Final = (
    "wording: {d1-c1: {question: Is it so here?, note: Our words.}}",
    "wording: {d1-c1: {guidance: Think of the hospital.}}",
    "extra: [{id: d1, criteria: [{id: own, title: Own, descriptors: {1: A, 2: B, 3: C, 4: D}}]}]",
)
"""What an overlay of the example matrix may say is local; none leaves a criterion out."""
WORDS: Final = st.sampled_from(["So.", "=1+1", "naïve", "Two\nlines.", "🩺 <b>“it’s”</b>", "NO"])


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """What happens in a round. `answers` has, by partner and place of the criterion, what is said one after another.

    `shape` is how many domains of how many criteria the matrix has; None is the matrix whose next version changes
    everything. `local` is what an overlay of it says, on which the round rests; None where there is none. `scale` is
    how that next version declares its levels; None where the round is not moved to it.
    """

    shape: tuple[int, int] | None
    local: str | None
    scale: dict[int, int] | None
    types: tuple[PartnerType, ...]
    naming: Naming
    answers: dict[tuple[int, int], list[Answer]]
    submitted: list[bool]
    is_opened_again: bool
    entered: list[tuple[int, int]]
    votes: list[tuple[int, int, str]]
    is_revealed: bool
    agreed: list[tuple[int | None, str]]
    dissents: list[tuple[int, str]]
    hindsight: Hindsight | None
    signed: list[tuple[int, SignOffDecision]]
    is_closed_again: bool


def answers_drawn() -> st.SearchStrategy[Answer]:
    """A level with or without reason and evidence, or why there is none."""
    text = st.one_of(st.just(""), WORDS)
    levels = st.builds(Answer, state=st.just(AnswerState.LEVEL), level=st.integers(1, 4), reason=text, evidence=text)
    others = st.sampled_from([AnswerState.NOT_APPLICABLE, AnswerState.DONT_KNOW])
    return st.one_of(levels, st.builds(Answer, state=others, reason=WORDS))


@st.composite
def rounds_drawn(draw: st.DrawFn) -> DrawnRound:
    """A round of two to four partners in which anything may happen."""
    moves = draw(st.booleans())
    shape = None if moves else draw(st.tuples(st.integers(1, 2), st.integers(1, 3)))
    types = tuple(draw(st.lists(st.sampled_from(PartnerType), min_size=2, max_size=len(NAMES))))
    places = st.integers(0, len(types) - 1)
    domains, criteria = shape or (2, 3)
    at = st.tuples(places, st.integers(0, domains * criteria - 1))
    looked_back = st.one_of(
        st.builds(Hindsight, state=st.just(HindsightState.OTHERWISE), level=st.integers(1, 4), reason=WORDS),
        st.builds(Hindsight, state=st.just(HindsightState.CANNOT_SAY), reason=WORDS),
    )
    naming = draw(st.sampled_from(Naming))
    submitted = draw(st.lists(st.booleans(), min_size=len(types), max_size=len(types)))
    if naming is Naming.ANONYMOUS:  # whose levels are not revealed while a partner stands alone
        submitted = [place < FEWEST or each for place, each in enumerate(submitted)]
    return DrawnRound(
        shape=shape,
        local=None if moves else draw(st.sampled_from([None, *LOCAL])),
        scale=draw(st.sampled_from([{}, {1: 1, 2: 2, 3: 4, 4: 4}])) if moves else None,
        types=types,
        naming=naming,
        answers=draw(st.dictionaries(at, st.lists(answers_drawn(), min_size=1, max_size=2), max_size=6)),
        submitted=submitted,
        is_opened_again=draw(st.booleans()),
        entered=draw(st.lists(st.tuples(places, st.integers(1, 4)), max_size=2, unique_by=lambda each: each[0])),
        votes=draw(st.lists(st.tuples(places, st.integers(1, 4), WORDS), max_size=4)),
        is_revealed=draw(st.booleans()),
        agreed=draw(st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 4)), WORDS), max_size=2)),
        dissents=draw(st.lists(st.tuples(places, WORDS), max_size=2, unique_by=lambda each: each[0])),
        hindsight=draw(st.one_of(st.none(), looked_back)),
        signed=draw(
            st.lists(st.tuples(places, st.sampled_from(SignOffDecision)), max_size=3, unique_by=lambda each: each[0])
        ),
        is_closed_again=draw(st.booleans()),
    )


def make(drawn: DrawnRound, database: Database) -> LivingRound:
    """Make the round in a database, and close it."""
    matrix = FIRST if drawn.shape is None else a_matrix(domains=some_domains(*drawn.shape))
    names = NAMES[: len(drawn.types)]
    files = () if drawn.local is None else ((OVERLAY + drawn.local).encode(),)
    types = dict(zip(names, drawn.types, strict=True))
    living = a_living_round(database, matrix=matrix, files=files, partners=names, types=types)
    if drawn.hindsight is not None:
        living.move("close-responding")
        living.move("close")
        living = replace(living, number=next_round(living))
    with database.writing() as session:
        session.execute(update(RoundRow).where(RoundRow.number == living.number).values(naming=drawn.naming))
    _respond(living, drawn)
    if drawn.scale is not None:
        publish_and_move(living, every_change(mapping=drawn.scale or None))
        if drawn.naming is Naming.ANONYMOUS:
            _submit_again(living)
    living.move("close-responding")
    if drawn.hindsight is not None:
        _look_back(living, drawn.hindsight)
    _meet(living, drawn)
    living.move("close", now=NOW + timedelta(days=200))
    for place, decision in drawn.signed:
        sign(living, place, decision, "" if decision is SignOffDecision.AGREES else "The budget is missing.")
    if drawn.is_closed_again:
        living.move("reopen", reason="A level was wrong.")
        living.move("close", now=NOW + timedelta(days=201))
    return living


def sign(living: LivingRound, place: int, decision: SignOffDecision, words: str = "") -> None:
    """Sign a closed round for the partner at a place."""
    partner = list(living.partners)[place]
    account = living.partners[partner]
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        sheet = open_signing(session, head=head, partner=partner, account=account, on_behalf=False)
        signing = Signing(
            decision, words, "Ada Moor", "Chair", sheet.state_hash, sheet.seen, f"key {place} {sheet.seen}"
        )
        sign_off_round(session, sheet=sheet, signing=signing, account=account, on_behalf=False, now=NOW)


def _look_back(living: LivingRound, said: Hindsight) -> None:
    with living.database.writing() as session:
        say_in_hindsight(
            session,
            collaborative=living.collaborative,
            number=living.number,
            criterion_id=living.criterion,
            said=said,
            based_on=0,
            request_key="looked back",
            account=living.lead,
            now=NOW + timedelta(days=200),
        )


def _respond(living: LivingRound, drawn: DrawnRound) -> None:
    partners: Sequence[int] = list(living.partners)
    for (place, at), said in drawn.answers.items():
        criterion = living.matrix.criteria[at].id
        for version, answer in enumerate(said):
            living.answer(
                answer,
                partner=partners[place],
                criterion=criterion,
                based_on=version,
                key=f"{criterion} {version}",
            )
    for partner, is_submitted in zip(partners, drawn.submitted, strict=True):
        if is_submitted:
            living.submit(partner=partner)
    answered = {place for place, _ in drawn.answers}
    for place, value in drawn.entered:
        if place not in answered and not drawn.submitted[place]:
            said_on_paper = Answer(state=AnswerState.LEVEL, level=value, reason="It came on paper.")
            living.enter_on_behalf(said_on_paper, partner=partners[place], criterion=living.criterion)
    if drawn.is_opened_again:
        living.move("close-responding")
        living.move("reopen-responding", reason="Too early.")


def _submit_again(living: LivingRound) -> None:
    """Submit for those whom the move asked to look again, so that enough partners are in."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        waiting = [each.partner for each in list_participants(session, round_id=head.id) if not each.submitted]
    for partner in waiting:
        living.submit(partner=partner)


def _meet(living: LivingRound, drawn: DrawnRound) -> None:
    room = TheRoom(living)
    room.open()
    if drawn.votes:
        room.ask()
        for turn, (place, value, why) in enumerate(drawn.votes):
            if room.is_voting():  # the last partner's vote reveals them all
                room.vote(place, value, reason=why, key=f"vote {turn}")
        voted = {place for place, _, _ in drawn.votes}
        if drawn.is_revealed and room.is_voting() and (drawn.naming is not Naming.ANONYMOUS or len(voted) >= FEWEST):
            room.reveal()
    for level, why in drawn.agreed:
        room.record(level, reason=why)
    for place, words in drawn.dissents if drawn.agreed else ():  # before that there is nothing to hold against
        room.dissent(place, words)
