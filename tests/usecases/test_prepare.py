"""Preparing the meeting: levels confirmed in bulk, all or none and over nobody's words, and the time that there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.meeting.triage import TriageItem
from maturity.core.round import Stage
from maturity.persistence.queries.consensus import list_consensus
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.consensus import ConsensusRevision
from maturity.usecases.agree import NotAgreeing, agree_level
from maturity.usecases.prepare import (
    NotALength,
    NotRevealed,
    NotToBeConfirmed,
    Preparation,
    StaleTicks,
    Tick,
    confirm_aligned,
    prepare_meeting,
    set_meeting_length,
)
from maturity.usecases.room import open_room
from maturity.usecases.stale_form import StaleForm
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round

SPLIT, MIXED, SAME, NEAR = "d1-c1", "d1-c2", "d1-c3", "d2-c1"
LEVELS = {SPLIT: (1, 1, 4), SAME: (2, 2, 2), NEAR: (2, 3, 3)}


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    living = a_living_round(database)
    living.respond(LEVELS)
    living.move("close-responding")
    yield living
    database.close()


def prepared(living: LivingRound) -> Preparation:
    with living.database.reading() as session:
        return prepare_meeting(session, collaborative=living.collaborative, number=living.number)


def confirm(living: LivingRound, *ticks: Tick, key: str = "a form") -> int:
    with living.database.writing() as session:
        return confirm_aligned(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            ticks=ticks,
            request_key=key,
            account=living.lead,
            now=NOW,
        )


def record(living: LivingRound, criterion: str, consensus: Consensus, *, based_on: int = 0) -> None:
    with living.database.writing() as session:
        agree_level(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            criterion_id=criterion,
            consensus=consensus,
            based_on=based_on,
            request_key=f"elsewhere {based_on}",
            account=living.lead,
            now=NOW,
        )


def recorded(living: LivingRound) -> dict[str, tuple[int | None, str]]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        kept = list_consensus(session, round_id=head.id)
    return {criterion: (one.said.level, one.said.reason) for criterion, one in kept.items()}


def titles(items: Sequence[TriageItem]) -> list[str]:
    return [item.result.criterion.id for item in items]


def test_a_split_comes_first_and_only_what_is_aligned_is_offered(living: LivingRound) -> None:
    preparation = prepared(living)
    assert titles(preparation.triage.to_discuss)[0] == SPLIT
    assert titles(preparation.to_confirm) == [SAME, NEAR]


def test_nothing_is_prepared_before_the_levels_are_revealed(living: LivingRound) -> None:
    living.move("reopen-responding", reason="A partner was away.")
    with pytest.raises(NotRevealed):
        prepared(living)


def test_what_is_ticked_is_recorded_with_a_reason_of_figures_a_revision_and_an_event_each(living: LivingRound) -> None:
    assert confirm(living, Tick(SAME, 2, 0), Tick(NEAR, 3, 0)) == 2
    found = recorded(living)
    assert found[SAME] == (2, "Confirmed without discussion. Partners are aligned: all 3 gave Developing.")
    assert "none of 3 lies more than one level from it" in found[NEAR][1]
    with living.database.reading() as session:
        assert len(session.scalars(select(ConsensusRevision)).all()) == 2
        events = session.scalars(select(AuditEvent.subject).where(AuditEvent.action == "agree level")).all()
    assert sorted(events) == [SAME, NEAR]


def test_the_same_form_sent_twice_is_recorded_once(living: LivingRound) -> None:
    for _ in range(2):
        assert confirm(living, Tick(SAME, 2, 0)) == 1
    with living.database.reading() as session:
        assert len(session.scalars(select(ConsensusRevision)).all()) == 1


@pytest.mark.parametrize(
    "wrong",
    [Tick(SPLIT, 1, 0), Tick(NEAR, 2, 0), Tick(MIXED, 2, 0), Tick("never-asked", 2, 0)],
    ids=["split", "another level", "too few", "not asked"],
)
def test_one_level_that_cannot_be_confirmed_keeps_all_from_being_recorded(living: LivingRound, wrong: Tick) -> None:
    with pytest.raises(NotToBeConfirmed):
        confirm(living, Tick(SAME, 2, 0), wrong)
    assert recorded(living) == {}


def test_a_result_recorded_meanwhile_keeps_all_from_being_recorded_and_stays(living: LivingRound) -> None:
    record(living, NEAR, Consensus(ConsensusState.AGREED, 4, "We talked."))
    with pytest.raises(StaleTicks) as refused:
        confirm(living, Tick(SAME, 2, 0), Tick(NEAR, 3, 0))
    assert recorded(living) == {NEAR: (4, "We talked.")}
    (changed,) = refused.value.changed
    assert (changed.criterion_id, changed.kept.said.level) == (NEAR, 4)
    assert changed.by is not None
    assert changed.by.account == living.lead


def test_all_that_changed_meanwhile_are_named_together(living: LivingRound) -> None:
    record(living, NEAR, Consensus(ConsensusState.AGREED, 4, "We talked."))
    record(living, SAME, Consensus(reason="First thoughts."))
    with pytest.raises(StaleTicks) as refused:
        confirm(living, Tick(SAME, 2, 0), Tick(NEAR, 3, 0))
    assert [each.criterion_id for each in refused.value.changed] == [SAME, NEAR]


def test_words_that_somebody_has_begun_to_write_are_not_overwritten(living: LivingRound) -> None:
    record(living, SAME, Consensus(reason="First thoughts."))
    assert titles(prepared(living).to_confirm) == [NEAR]
    with pytest.raises(NotToBeConfirmed) as refused:
        confirm(living, Tick(SAME, 2, 1))
    assert refused.value.titles
    assert recorded(living)[SAME] == (None, "First thoughts.")


def test_a_result_that_was_taken_back_can_be_confirmed_on_its_newest_version(living: LivingRound) -> None:
    record(living, SAME, Consensus(ConsensusState.AGREED, 4, "Too soon."))
    record(living, SAME, Consensus(), based_on=1)
    with pytest.raises(StaleTicks):
        confirm(living, Tick(SAME, 2, 0))
    assert confirm(living, Tick(SAME, 2, 2)) == 1


def test_nothing_is_confirmed_after_the_round_is_closed(living: LivingRound) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
    assert head.stage is Stage.AGREEING
    living.move("reopen-responding", reason="A partner was away.")
    with pytest.raises(NotAgreeing):
        confirm(living, Tick(SAME, 2, 0))


def set_length(living: LivingRound, minutes: int, *, based_on: int | None = None) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        set_meeting_length(
            session,
            head=head,
            minutes=minutes,
            based_on=head.version if based_on is None else based_on,
            by=living.lead,
            now=NOW,
        )


def test_the_agenda_shares_the_time_out_among_what_has_no_result(living: LivingRound) -> None:
    assert prepared(living).agenda is None
    set_length(living, 60)
    before = prepared(living).agenda
    assert before is not None
    assert sum(box.minutes for box in before.boxes) == 60
    record(living, SPLIT, Consensus(ConsensusState.NOT_AGREED, reason="Two honest views."))
    after = prepared(living).agenda
    assert after is not None
    assert SPLIT in [titles(box.items)[0] for box in before.boxes]
    assert SPLIT not in [titles(box.items)[0] for box in after.boxes]


def test_a_meeting_too_short_says_what_it_has_no_time_for(living: LivingRound) -> None:
    set_length(living, 10)
    agenda = prepared(living).agenda
    assert agenda is not None
    assert not agenda.is_long_enough
    assert "no time" in agenda.in_words


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_length_that_no_meeting_has_is_refused(living: LivingRound, minutes: int) -> None:
    with pytest.raises(NotALength):
        set_length(living, minutes)


def test_a_length_on_an_older_version_of_the_round_is_refused_and_the_same_one_twice_is_one_change(
    living: LivingRound,
) -> None:
    version = prepared(living).head.version
    set_length(living, 90, based_on=version)
    set_length(living, 90, based_on=version)
    with pytest.raises(StaleForm):
        set_length(living, 60, based_on=version)
    assert (prepared(living).head.meeting_minutes, prepared(living).head.version) == (90, version + 1)


def minutes_for(living: LivingRound, criterion: str) -> int | None:
    agenda = prepared(living).agenda
    assert agenda is not None
    return agenda.minutes_for(criterion)


def test_each_criterion_to_talk_about_has_its_minutes_once_the_length_is_known(living: LivingRound) -> None:
    assert prepared(living).agenda is None
    set_length(living, 60)
    assert (minutes_for(living, SPLIT) or 0) > (minutes_for(living, MIXED) or 0) >= 5
    assert minutes_for(living, SAME) is None


def test_what_is_recorded_before_the_meeting_gives_its_time_to_the_rest_and_in_the_meeting_to_nobody(
    living: LivingRound,
) -> None:
    set_length(living, 60)
    before = minutes_for(living, SPLIT) or 0
    record(living, MIXED, Consensus(ConsensusState.AGREED, 2, "We wrote to each other."))
    longer = minutes_for(living, SPLIT) or 0
    assert longer > before
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        open_room(session, head=head, criterion_id=SPLIT, account=living.lead, now=NOW + timedelta(minutes=1))
    assert minutes_for(living, MIXED) is None
    with living.database.writing() as session:
        agree_level(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            criterion_id=SPLIT,
            consensus=Consensus(ConsensusState.AGREED, 2, "We talked."),
            based_on=0,
            request_key="in the room",
            account=living.lead,
            now=NOW + timedelta(minutes=20),
        )
    assert minutes_for(living, SPLIT) == longer
