from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.meeting.closing_checks import check_before_closing
from maturity.core.position import A_PARTNER
from maturity.core.round import Naming
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round
from maturity.persistence.engine import Database
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import list_rounds
from maturity.persistence.rows.round_row import RoundRow
from tests.factories.living_rounds import a_living_round, level
from tests.factories.rooms import TheRoom, a_room_in
from tests.factories.statements import questions_of
from tests.factories.worlds import AGREEING, CLOSED, OPEN, Worlds, canaries_in


def test_a_record_holds_everything_of_its_own_round_and_nothing_of_another(session: Session, worlds: Worlds) -> None:
    for world in worlds:
        heads = {head.number: head for head in list_rounds(session, collaborative=world.collaborative)}
        closed, agreeing = load_round_records(session, heads=[heads[CLOSED], heads[AGREEING]])
        assert (closed.number, agreeing.number) == (CLOSED, AGREEING)
        of_both = {f"{world.letter}co", f"{world.letter}set"}
        for number, record, more in ((CLOSED, closed, ()), (AGREEING, agreeing, ("b",))):
            said = {f"{world.letter}{number}{what}" for what in ("set", "p1", "p2", "g", "h2", "v", *more)}
            assert canaries_in(repr(record)) == said | of_both, "nor what was never submitted or revealed"


def test_an_open_round_has_no_positions_yet(session: Session, worlds: Worlds) -> None:
    head = next(h for h in list_rounds(session, collaborative=worlds.a.collaborative) if h.number == OPEN)
    (record,) = load_round_records(session, heads=[head])
    assert not record.positions
    assert len(record.partners) == 3


def test_many_rounds_take_no_more_queries_than_one(session: Session, worlds: Worlds) -> None:
    heads = list_rounds(session, collaborative=worlds.a.collaborative)
    load_round_records(session, heads=heads)  # the matrix is read once for all
    one, all_of_them = (
        questions_of(worlds.database, partial(load_round_records, session, heads=heads[-most:])) for most in (1, 4)
    )
    assert one == all_of_them <= 7


@pytest.mark.parametrize("naming", [Naming.PARTNER_ONLY, Naming.ANONYMOUS])
def test_what_was_entered_on_behalf_of_a_partner_is_no_response_of_it(database: Database, naming: Naming) -> None:
    living = a_living_round(database, partners=("Alder Trust", "Birch Trust", "Dale Trust", "Cedar Alliance"))
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    *others, silent = living.partners
    for partner in others:
        living.answer(level(2), partner=partner)
        living.submit(partner=partner)
    living.enter_on_behalf(level(3, "On paper."), partner=silent)
    living.move("close-responding")
    record = records_of(TheRoom(living))
    assert {partner.id: partner.submitted for partner in record.partners} == {
        **dict.fromkeys(others, True),
        silent: False,
    }
    result = score_round(record)
    assert "3 of 4 partners" in result.coverage.in_words
    assert sorted(each.level or 0 for each in record.positions_on(living.criterion)) == [2, 2, 2, 3]
    found = check_before_closing(result, earlier=None, names_partners=naming is not Naming.ANONYMOUS)
    (said,) = (each.sentence for each in found if each.partner == silent)
    if naming is Naming.ANONYMOUS:
        assert "on 1 of" not in said
    else:
        assert said == "Cedar Alliance did not respond, and has positions entered on its behalf on 1 of 6 criteria."


def test_no_rounds_are_no_records(session: Session) -> None:
    assert load_round_records(session, heads=[]) == []


def records_of(room: TheRoom) -> RoundRecord:
    with room.database.reading() as session:
        heads = list_rounds(session, collaborative=room.living.collaborative)
        (record,) = load_round_records(session, heads=heads)
    return record


def test_a_dissent_is_in_the_record_under_the_partners_name_until_it_is_taken_back(database: Database) -> None:
    room = a_room_in(database)
    room.record(2)
    room.dissent(1, "We hold that it is lower.")
    room.dissent(0, "They hold that it is higher.", on_behalf=True)
    criterion = room.living.criterion
    assert [(d.partner_name, d.words, d.on_behalf) for d in records_of(room).dissents_on(criterion)] == [
        ("Alder Trust", "They hold that it is higher.", True),
        ("Birch Trust", "We hold that it is lower.", False),
    ]
    room.dissent(1, "")
    assert [d.partner_name for d in records_of(room).dissents_on(criterion)] == ["Alder Trust"]
    assert records_of(room).dissents_on("another") == ()


def test_in_an_anonymous_round_a_dissent_carries_no_name_and_its_place_tells_none(database: Database) -> None:
    room = a_room_in(database)
    room.record(2)
    room.dissent(0, "Z: it is higher.")
    room.dissent(1, "A: it is lower.", on_behalf=True)
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    found = records_of(room).dissents_on(room.living.criterion)
    assert [(d.partner_name, d.words[0]) for d in found] == [(A_PARTNER, "A"), (A_PARTNER, "Z")]
    assert not any(d.on_behalf for d in found)
