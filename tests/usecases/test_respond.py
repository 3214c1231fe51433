"""Responding: every save is kept, none overwrites another, and what counts is told apart from what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import CriterionNotAsked, CriterionNotInMatrix, Descriptor, Element, LevelNotInMatrix
from maturity.core.matrix_rules import CriterionMethod, ScoringRule
from maturity.core.response import LONGEST_TEXT, Answer, AnswerState, AnswerTooLong, Confidence
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import (
    ANSWERS,
    KeptAnswer,
    NoSuchRespondent,
    get_seat,
    last_positions,
    list_seats,
)
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.usecases.respond import (
    NotEverythingAnswered,
    NotOpen,
    open_sheet,
    save_answer,
    submit_response,
    take_back_response,
)
from maturity.usecases.versioned_save import RequestKeyReused, StaleSave
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level, next_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    yield a_living_round(database)
    database.close()


def kept(living: LivingRound) -> KeptAnswer:
    with living.database.reading() as session:
        seat = living.seat(session)
        return ANSWERS.find(session, respondent_id=seat.respondent, criterion_id=living.criterion)


def count(database: Database, table: type[Response | ResponseRevision | AuditEvent]) -> int:
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_save_keeps_every_part_of_the_answer(living: LivingRound) -> None:
    said = Answer(
        state=AnswerState.LEVEL, level=2, reason="We meet.", confidence=Confidence.LOW, evidence="https://example.org"
    )
    made = living.answer(said)
    assert (made.said, made.version, made.saved_at) == (said, 1, NOW)
    assert kept(living) == made


def test_each_save_is_kept_for_ever_beside_the_one_after_it(living: LivingRound) -> None:
    living.answer(level(2, "first words"), key="1")
    living.answer(level(3, "second words"), based_on=1, key="2")
    with living.database.reading() as session:
        revisions = session.scalars(select(ResponseRevision).order_by(ResponseRevision.version.desc())).all()
    assert [(r.version, r.level, r.reason) for r in revisions] == [(2, 3, "second words"), (1, 2, "first words")]


def test_a_save_based_on_an_older_version_overwrites_nothing_and_carries_both(living: LivingRound) -> None:
    living.answer(level(2, "theirs"), key="1")
    with pytest.raises(StaleSave) as stale:
        living.answer(level(4, "mine"), based_on=0, key="2")
    assert stale.value.kept.said == level(2, "theirs")
    assert stale.value.offered == level(4, "mine")
    assert kept(living).said == level(2, "theirs")


def test_a_stale_save_of_what_is_there_already_is_no_conflict(living: LivingRound) -> None:
    living.answer(level(2, "the same"), key="1")
    assert living.answer(level(2, "the same"), based_on=0, key="2").version == 1


def test_a_save_that_is_sent_again_happens_once_and_gets_its_first_answer(living: LivingRound) -> None:
    first = living.answer(level(2, "words"), key="once")
    living.answer(level(3, "later words"), based_on=1, key="other")
    events, revisions = count(living.database, AuditEvent), count(living.database, ResponseRevision)
    again = living.answer(level(2, "words"), based_on=0, key="once", now=NOW + timedelta(hours=1))
    assert (again.said, again.version, again.saved_at) == (first.said, first.version, first.saved_at)
    assert (count(living.database, AuditEvent), count(living.database, ResponseRevision)) == (events, revisions)
    assert kept(living).said == level(3, "later words")


@pytest.mark.parametrize("based_on", [0, 1], ids=["from an old page", "from the newest page"])
def test_a_key_that_comes_back_with_other_words_is_refused(living: LivingRound, based_on: int) -> None:
    living.answer(level(2, "words"), key="once")
    with pytest.raises(RequestKeyReused):
        living.answer(level(2, "other words"), based_on=based_on, key="once")
    assert kept(living).said == level(2, "words")


def test_saving_what_is_kept_already_adds_no_revision(living: LivingRound) -> None:
    living.answer(level(2), key="1")
    assert living.answer(level(2), based_on=1, key="2").version == 1
    assert count(living.database, ResponseRevision) == 1


def test_every_save_leaves_one_event_that_says_nothing_of_the_words(living: LivingRound) -> None:
    before = count(living.database, AuditEvent)
    living.answer(level(2, "a candid secret"))
    assert count(living.database, AuditEvent) == before + 1
    with living.database.reading() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.action == "save answer"
    assert "secret" not in event.subject


def save_and_lose_power(living: LivingRound) -> None:
    with living.database.writing() as session:
        seat = living.seat(session)
        save_answer(
            session,
            seat=seat,
            criterion_id=living.criterion,
            answer=level(2),
            based_on=0,
            request_key="k",
            now=NOW,
        )
        raise RuntimeError("the power goes")


def test_a_save_that_fails_leaves_neither_answer_nor_revision_nor_event(living: LivingRound) -> None:
    before = count(living.database, AuditEvent)
    with pytest.raises(RuntimeError, match="power"):
        save_and_lose_power(living)
    assert kept(living).version == 0
    assert (count(living.database, ResponseRevision), count(living.database, AuditEvent)) == (0, before)


@pytest.mark.parametrize("stage", ["submitted", "agreeing"])
def test_nothing_is_saved_once_the_response_is_submitted_or_the_round_has_moved_on(
    living: LivingRound, stage: str
) -> None:
    living.answer(level(2), key="1")
    living.submit()
    if stage == "agreeing":
        living.move("close-responding")
    with pytest.raises(NotOpen):
        living.answer(level(3), based_on=1, key="2")
    assert kept(living).said == level(2)


def test_a_level_that_the_scale_does_not_have_is_refused(living: LivingRound) -> None:
    with pytest.raises(LevelNotInMatrix):
        living.answer(level(5))


def test_a_criterion_that_the_matrix_does_not_have_is_refused(living: LivingRound) -> None:
    with pytest.raises(CriterionNotInMatrix):
        living.answer(level(1), criterion="no-such-thing")


def test_a_criterion_for_another_type_of_collaborative_is_refused(tmp_path: Path) -> None:
    overlay = a_criterion("beds", applies_to=[CollaborativeType.LEAD_PROVIDER])
    living = a_living_round(a_database(tmp_path), matrix=a_matrix(domains=[a_domain(criteria=["purpose-1", overlay])]))
    with pytest.raises(CriterionNotAsked):
        living.answer(level(1), criterion="beds")


@pytest.mark.parametrize("part", ["reason", "evidence"])
def test_the_longest_text_is_kept_whole_and_a_longer_one_is_refused(living: LivingRound, part: str) -> None:
    longest = "ü" * LONGEST_TEXT
    fits = Answer(**{part: longest})  # type: ignore[arg-type]  # one text field by name
    assert living.answer(fits).said == fits
    with pytest.raises(AnswerTooLong):
        living.answer(Answer(**{part: longest + "x"}), based_on=1, key="2")  # type: ignore[arg-type]  # as above


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300))
def test_any_text_comes_back_as_it_was_written(living: LivingRound, text: str) -> None:
    based_on = kept(living).version
    made = living.answer(replace(level(2), reason=text), based_on=based_on, key=f"key {based_on}")
    assert kept(living).said.reason == made.said.reason == text


def test_where_levels_are_reached_by_elements_the_level_follows_from_them(tmp_path: Path) -> None:
    by_elements = a_criterion(
        "gate",
        descriptors=(
            Descriptor(1, "First."),
            Descriptor(2, "Second.", (Element("a", "A."), Element("b", "B."))),
            Descriptor(3, "Third.", (Element("c", "C."),)),
            Descriptor(4, "Fourth.", (Element("d", "D."),)),
        ),
    )
    matrix = a_matrix(
        domains=[a_domain(criteria=[by_elements])], scoring=ScoringRule(criterion=CriterionMethod.ELEMENTS)
    )
    living = a_living_round(a_database(tmp_path), matrix=matrix)
    made = living.answer(Answer(elements=frozenset({"a", "b", "d"}), by_elements=True))
    assert (made.said.state, made.said.level) == (AnswerState.LEVEL, 2)
    assert kept(living).said.elements == {"a", "b", "d"}


def test_the_four_states_are_kept_apart_and_only_three_count(living: LivingRound) -> None:
    ids = [c.id for c in living.matrix.criteria]
    living.answer(level(1), criterion=ids[0])
    living.answer(Answer(state=AnswerState.DONT_KNOW), criterion=ids[1])
    living.answer(Answer(state=AnswerState.NOT_APPLICABLE, reason="We have no beds."), criterion=ids[2])
    living.answer(Answer(state=AnswerState.NOT_APPLICABLE), criterion=ids[3])
    living.answer(Answer(reason="Still thinking."), criterion=ids[4])
    with living.database.reading() as session:
        sheet = living.sheet(session)
    assert [sheet.answers[i].said.state.value for i in ids[:5]] == [
        "level",
        "dont-know",
        "not-applicable",
        "not-applicable",
        "not-answered",
    ]
    assert sheet.dealt_with() == 3


def test_a_response_with_gaps_is_submitted_only_when_that_is_meant(living: LivingRound) -> None:
    with living.database.writing() as session:
        sheet = living.sheet(session)
        with pytest.raises(NotEverythingAnswered):
            submit_response(session, sheet=sheet, leave_blanks=False, now=NOW)
        submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)
    with living.database.reading() as session:
        assert list_seats(session, account=living.respondent)[0].submitted_at == NOW


def test_a_submitted_response_can_be_taken_back_until_responding_closes(living: LivingRound) -> None:
    living.submit()
    with living.database.writing() as session:
        take_back_response(session, seat=living.seat(session), now=NOW)
    living.answer(level(2))
    living.submit()
    living.move("close-responding")
    with pytest.raises(NotOpen), living.database.writing() as session:
        take_back_response(session, seat=living.seat(session), now=NOW)


def test_nobody_has_a_seat_for_a_partner_that_is_not_theirs(living: LivingRound) -> None:
    other = list(living.partners)[1]
    with living.database.reading() as session, pytest.raises(NoSuchRespondent):
        get_seat(
            session,
            collaborative=living.collaborative,
            number=living.number,
            partner=other,
            account=living.respondent,
        )


def test_last_time_is_shown_from_the_last_closed_round_and_counts_for_nothing(living: LivingRound) -> None:
    living.answer(level(3, "As we saw it in spring."))
    living.submit()
    living.move("close-responding")
    living.move("close")
    number = next_round(living)
    with living.database.reading() as session:
        sheet = living.sheet(session, number=number)
        nobody = last_positions(session, collaborative=living.collaborative, partner=living.partner, before_number=1)
    assert sheet.last_time[living.criterion].answer == level(3, "As we saw it in spring.")
    assert sheet.last_time[living.criterion].round_label == "Spring 2026"
    assert sheet.dealt_with() == 0
    assert nobody == {}


def test_for_a_page_of_some_criteria_the_same_is_read_and_nothing_of_the_others(living: LivingRound) -> None:
    for at, criterion in enumerate(living.matrix.criteria):
        living.answer(level(1 + at % 4, f"Reason {at}"), criterion=criterion.id, key=str(at))
    living.submit()
    for move in ("close-responding", "close"):
        living.move(move, reason="The board meets first.")
    number = next_round(living)
    for of_round in (living.number, number):
        with living.database.reading() as session:
            whole = living.sheet(session, number=of_round)
            shown = whole.asked[1][1]
            part = open_sheet(
                session,
                collaborative=living.collaborative,
                number=of_round,
                partner=living.partner,
                account=living.respondent,
                choose=lambda asked: asked[1][1],
            )
        ids = {criterion.id for criterion in shown}
        assert len(ids) < len(whole.criteria)
        assert part.asked == whole.asked
        assert part.answers == {i: kept for i, kept in whole.answers.items() if i in ids}
        assert part.last_time == {i: last for i, last in whole.last_time.items() if i in ids}
        assert (part.answers if of_round == living.number else part.last_time).keys() == ids
