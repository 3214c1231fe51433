"""The time of a meeting is shared out by disagreement, and what there is no time for is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.agreement import AgreementLabel
from maturity.core.consensus import Consensus
from maturity.core.meeting.agenda import LEAST_MINUTES, MINUTES_TO_CONFIRM, Agenda, agenda_of
from maturity.core.meeting.triage import Triage, TriageItem
from maturity.core.results import CriterionResult
from tests.factories.matrices import a_criterion, a_domain

LABELS = [AgreementLabel.SPLIT, AgreementLabel.MIXED, AgreementLabel.TOO_FEW]


def an_item(label: AgreementLabel, *, number: int = 1, offered: int | None = None) -> TriageItem:
    """A criterion with this agreement."""
    criterion = a_criterion(f"c{number}")
    result = CriterionResult(a_domain(), criterion, Consensus(), None, "Not recorded", None, None, ())
    return TriageItem(result, label, None, None, offered=offered)


def a_triage(split: int = 0, mixed: int = 0, too_few: int = 0, aligned: int = 0) -> Triage:
    """So many of each."""
    labels = [label for label, count in zip(LABELS, (split, mixed, too_few), strict=True) for _ in range(count)]
    return Triage(
        tuple(an_item(label, number=number) for number, label in enumerate(labels, start=1)),
        tuple(an_item(AgreementLabel.ALIGNED, number=100 + n, offered=2) for n in range(aligned)),
    )


def lengths(agenda: Agenda) -> list[int]:
    """The minutes of each box."""
    return [box.minutes for box in agenda.boxes]


def test_a_split_gets_more_time_than_mixed_and_the_aligned_one_box_together() -> None:
    agenda = agenda_of(a_triage(split=2, mixed=1, aligned=9), minutes=60)
    # Five minutes each, and the other forty by weight: 3, 3 and 2 for those to talk about, 1 for confirming. That would
    # be ten minutes for confirming nine criteria, so nine are enough, and 51 are shared out among the others.
    assert lengths(agenda) == [9, 19, 18, 14]
    assert [box.is_confirming for box in agenda.boxes] == [True, False, False, False]
    assert len(agenda.boxes[0].items) == 9
    assert [(box.starts_at, box.ends_at) for box in agenda.boxes] == [(0, 9), (9, 28), (28, 46), (46, 60)]
    assert agenda.in_words == "60 minutes, with time for every criterion."


@pytest.mark.parametrize(
    "split, mixed, aligned, expected",
    [
        (2, 1, 1, [5, 20, 20, 15]),  # one criterion to confirm takes no thirteen minutes
        (1, 0, 5, [5, 55]),
        (1, 0, 6, [6, 54]),
        (2, 1, 20, [10, 18, 18, 14]),  # by weight it has less than a minute for each, so nothing is cut
    ],
)
def test_confirming_takes_a_minute_for_each_criterion_at_the_most_and_five_at_least(
    split: int, mixed: int, aligned: int, expected: list[int]
) -> None:
    assert lengths(agenda_of(a_triage(split=split, mixed=mixed, aligned=aligned), minutes=60)) == expected


@pytest.mark.parametrize("aligned, confirming, left_over", [(1, 5, 55), (7, 7, 53)])
def test_where_there_is_only_something_to_confirm_the_rest_of_the_meeting_is_left_over(
    aligned: int, confirming: int, left_over: int
) -> None:
    agenda = agenda_of(a_triage(aligned=aligned), minutes=60)
    assert (lengths(agenda), agenda.left_over) == ([confirming], left_over)
    assert agenda.in_words == (
        "60 minutes, with time for every criterion. "
        f"All are confirmed together, and {left_over} minutes of it would be left over."
    )


def test_time_that_is_enough_only_to_confirm_is_not_filled_with_confirming() -> None:
    agenda = agenda_of(a_triage(split=1, aligned=1), minutes=9)
    assert (lengths(agenda), agenda.left_over, len(agenda.left_out)) == ([5], 4, 1)
    assert agenda.in_words == "9 minutes, and 1 criterion has no time. 10 minutes would be enough for all."


def test_a_meeting_that_is_too_short_says_which_criteria_have_no_time() -> None:
    agenda = agenda_of(a_triage(split=2, mixed=1, too_few=1, aligned=3), minutes=17)
    assert lengths(agenda) == [5, 6, 6]
    assert [item.label for item in agenda.left_out] == [AgreementLabel.MIXED, AgreementLabel.TOO_FEW]
    assert (agenda.is_long_enough, agenda.needed) == (False, 25)
    assert agenda.in_words == "17 minutes, and 2 criteria have no time. 25 minutes would be enough for all."


def test_a_meeting_shorter_than_one_box_has_none() -> None:
    agenda = agenda_of(a_triage(split=1), minutes=4)
    assert (agenda.boxes, len(agenda.left_out)) == ((), 1)
    assert agenda.in_words == "4 minutes, and 1 criterion has no time. 5 minutes would be enough for all."


def test_where_there_is_nothing_to_talk_about_that_is_said() -> None:
    assert agenda_of(a_triage(), minutes=60).in_words == "There is no criterion to talk about."


@pytest.mark.parametrize("minutes", [0, -60])
def test_a_meeting_without_time_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="at least one minute"):
        agenda_of(a_triage(split=1), minutes=minutes)


TRIAGES = st.builds(a_triage, *[st.integers(0, 12)] * 4)


@given(TRIAGES, st.integers(1, 600))
def test_the_minutes_add_up_exactly_and_no_box_is_shorter_than_the_least(triage: Triage, minutes: int) -> None:
    agenda = agenda_of(triage, minutes=minutes)
    if agenda.left_over:
        assert [box.is_confirming for box in agenda.boxes] == [True], "what is talked about takes all of the time"
    if agenda.boxes:
        assert sum(lengths(agenda)) + agenda.left_over == minutes
        assert min(lengths(agenda)) >= LEAST_MINUTES
        assert [box.starts_at for box in agenda.boxes[1:]] == [box.ends_at for box in agenda.boxes[:-1]]


@given(TRIAGES, st.integers(1, 600))
def test_confirming_never_takes_more_than_it_needs_nor_what_others_need_more(triage: Triage, minutes: int) -> None:
    agenda = agenda_of(triage, minutes=minutes)
    confirming = [box for box in agenda.boxes if box.is_confirming]
    talking = [box.minutes for box in agenda.boxes if not box.is_confirming]
    for box in confirming:
        assert box.minutes <= max(LEAST_MINUTES, MINUTES_TO_CONFIRM * len(box.items))
        # One minute may go to the earlier of two that have the same claim to it.
        assert all(box.minutes <= length + 1 for length in talking)


@given(TRIAGES, st.integers(1, 600))
def test_no_box_is_shorter_than_one_of_less_disagreement(triage: Triage, minutes: int) -> None:
    talking = [box for box in agenda_of(triage, minutes=minutes).boxes if not box.is_confirming]
    assert [box.minutes for box in talking] == sorted((box.minutes for box in talking), reverse=True)


@given(TRIAGES, st.integers(1, 600))
def test_every_criterion_has_its_time_or_is_left_out_and_only_where_time_is_short(triage: Triage, minutes: int) -> None:
    agenda = agenda_of(triage, minutes=minutes)
    placed = [item for box in agenda.boxes for item in box.items]
    everything = {item.result.criterion.id for item in (*triage.to_discuss, *triage.to_confirm)}
    found = [item.result.criterion.id for item in (*placed, *agenda.left_out)]
    assert sorted(found) == sorted(everything)
    assert agenda.is_long_enough == (agenda.needed <= minutes)
    if agenda.left_out:
        assert minutes < agenda.needed
        assert len(agenda.boxes) == minutes // LEAST_MINUTES


def test_rounding_every_share_up_would_be_caught_by_adding_up() -> None:
    weights, minutes = [3, 3, 2, 1], 10
    careless = [-(-minutes * weight // sum(weights)) for weight in weights]
    assert sum(careless) != minutes


def test_a_criterion_that_is_talked_about_has_its_minutes_and_no_other_one_has() -> None:
    agenda = agenda_of(a_triage(split=1, mixed=1, aligned=2), minutes=30)
    assert [agenda.minutes_for(each) for each in ("c1", "c2")] == [14, 11]
    assert agenda.minutes_for("c100") is None, "it is confirmed together with others"
    assert agenda.minutes_for("never-asked") is None
    short = agenda_of(a_triage(split=1, mixed=1), minutes=9)
    assert (short.minutes_for("c1"), short.minutes_for("c2")) == (9, None)
