"""Dissent: in the partner's own words, or marked as entered for it, and never overwritten by anybody else."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from maturity.core.response import LONGEST_TEXT, AnswerTooLong
from maturity.core.round import Naming
from maturity.persistence.queries.dissents import DISSENTS
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.dissent import DissentRevision
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.usecases.agree import NotAgreeing
from maturity.usecases.room import InTheirOwnWords, NothingAgreed, NotTheirs, TheyWriteThemselves
from tests.factories.living_rounds import NOW
from tests.factories.rooms import TheRoom


def test_a_partner_dissents_from_an_agreed_level_in_its_own_words(room: TheRoom) -> None:
    room.record(2)
    count = room.count()
    room.dissent(0, "We hold that this is level 1.")
    assert room.talk().dissents[room.partners[0]].said.words == "We hold that this is level 1."
    assert (room.count(), room.events()["dissent"]) == (count + 1, 1)


def test_a_dissent_makes_what_was_worked_out_of_the_round_stale(room: TheRoom) -> None:
    def state() -> int:
        with room.database.reading() as session:
            living = room.living
            return get_round(session, collaborative=living.collaborative, number=living.number).state_version

    room.record(2)
    before = state()
    room.dissent(0, "We hold that this is level 1.")
    assert state() == before + 1


def test_a_partner_says_where_it_stands_where_no_level_was_agreed(room: TheRoom) -> None:
    room.record(None)
    assert room.dissent(0, "We hold that this is level 1.").said.is_recorded


def test_there_is_nothing_to_dissent_from_before_a_result_is_recorded(room: TheRoom) -> None:
    with pytest.raises(NothingAgreed):
        room.dissent(0, "No.")


def test_a_dissent_is_taken_back_by_leaving_no_words_and_every_version_is_kept(room: TheRoom) -> None:
    room.record(2)
    room.dissent(0, "No.")
    assert not room.dissent(0, "").said.is_recorded
    with room.database.reading() as session:
        words = session.scalars(select(DissentRevision.words).order_by(DissentRevision.version)).all()
    assert words == ["No.", ""]


def test_a_facilitator_writes_for_a_partner_until_it_has_written_itself(room: TheRoom) -> None:
    room.record(2)
    assert room.dissent(0, "They say level 1.", on_behalf=True).said.on_behalf
    assert not room.dissent(0, "We say level 1.").said.on_behalf
    with pytest.raises(InTheirOwnWords):
        room.dissent(0, "Other words.", on_behalf=True)


def test_a_dissent_that_was_entered_and_is_sent_again_is_told_so_though_the_partner_has_written_since(
    room: TheRoom,
) -> None:
    room.record(2)
    entered = room.dissent(0, "They say level 1.", on_behalf=True)
    ours = room.dissent(0, "We say level 1.")
    assert room.dissent(0, "They say level 1.", on_behalf=True) == entered
    with room.database.reading() as session:
        place: dict[str, int | str] = {"round_id": room.head().id, "partner_id": room.partners[0]}
        assert DISSENTS.find(session, criterion_id=room.living.criterion, **place) == ours


def test_nobody_dissents_for_a_partner_of_others(room: TheRoom) -> None:
    room.record(2)
    with pytest.raises(NotTheirs):
        room.dissent(0, "No.", account=room.living.partners[room.partners[1]])


def test_nothing_is_written_once_the_round_is_closed_and_nothing_too_long(room: TheRoom) -> None:
    room.record(2)
    with pytest.raises(AnswerTooLong):
        room.dissent(0, "x" * (LONGEST_TEXT + 1))
    room.living.move("close")
    with pytest.raises(NotAgreeing):
        room.dissent(0, "Too late.")


def stand_down(room: TheRoom, place: int) -> None:
    with room.database.writing() as session:
        session.execute(
            update(Respondent)
            .where(Respondent.partner_id == room.partners[place])
            .values(stood_down_at=NOW, is_partner_lead=False)
        )


def test_without_names_a_facilitator_writes_only_for_a_partner_that_has_nobody_who_could(room: TheRoom) -> None:
    room.record(2)
    with room.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    room.dissent(0, "We say level 1.")
    told = []
    for dissents_itself in (0, 1):
        with pytest.raises(TheyWriteThemselves) as refused:
            room.dissent(dissents_itself, "They say level 1.", on_behalf=True)
        told.append(str(refused.value))
    assert told[0] == told[1], "a refusal that differed would tell which partner dissents"
    stand_down(room, 2)
    assert room.dissent(2, "They say level 1.", on_behalf=True).said.on_behalf
