"""What a round says of the one before stands beside it and changes nothing of it."""

from __future__ import annotations

from dataclasses import replace

from maturity.core.hindsight import Hindsight, HindsightState, LookingBack
from maturity.core.movement.looked_back import looked_back, result_looking_back, results_looking_back
from maturity.core.movement.moved import compare_rounds
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import a_round_record

MATRIX = a_matrix(domains=some_domains(2, 3))
OTHERWISE = Hindsight(HindsightState.OTHERWISE, 1, "We did not know the waits then.")
EARLIER = score_round(a_round_record(matrix=MATRIX, consensus={"d1-c1": 2, "d1-c2": 3}, number=1))
RECORD = a_round_record(matrix=MATRIX, consensus={"d1-c1": 3, "d1-c2": 3}, number=2)
LATER = score_round(
    replace(
        RECORD,
        looking_back=LookingBack(1, {"d1-c1": OTHERWISE, "d1-c2": Hindsight(HindsightState.STILL_RIGHT)}),
    )
)


def test_a_round_says_in_a_sentence_how_many_levels_still_look_right() -> None:
    back = looked_back(compare_rounds(EARLIER, LATER))
    assert back is not None
    assert back.in_words == (
        "Looking back, the collaborative now says of round 1: 1 level still looks right and 1 level looks otherwise "
        "now. 4 of 6 were not looked back on."
    )


def test_what_looks_otherwise_says_what_that_does_to_what_moved() -> None:
    back = looked_back(compare_rounds(EARLIER, LATER))
    assert back is not None
    [line] = back.lines
    assert (line.then, line.now, line.reason) == ("2 Developing", "1 Emerging", "We did not know the waits then.")
    assert line.moved == "As judged then: 2 Developing → 3 Maturing; looking back: 1 Emerging → 3 Maturing."


def test_movement_itself_rests_on_what_was_recorded_then() -> None:
    with_it, without = compare_rounds(EARLIER, LATER), compare_rounds(EARLIER, score_round(RECORD))
    assert [(m.direction, m.steps, m.basis) for m in with_it.criteria] == [
        (m.direction, m.steps, m.basis) for m in without.criteria
    ]


def test_a_round_that_says_nothing_or_speaks_of_another_round_shows_nothing() -> None:
    other = replace(RECORD, looking_back=LookingBack(7, {"d1-c1": OTHERWISE}))
    assert looked_back(compare_rounds(EARLIER, score_round(RECORD))) is None
    assert looked_back(compare_rounds(EARLIER, score_round(other))) is None


def test_another_level_without_its_reason_does_not_count() -> None:
    back = LookingBack(1, {"d1-c1": replace(OTHERWISE, reason=" ")})
    assert (back.otherwise, back.count(HindsightState.OTHERWISE)) == ({}, 0)
    assert result_looking_back(EARLIER, back) is None


def test_a_level_that_is_not_on_the_scale_of_the_earlier_round_shows_nothing_and_breaks_nothing() -> None:
    said = {"d1-c1": replace(OTHERWISE, level=9), "gone": OTHERWISE}
    later = score_round(replace(RECORD, looking_back=LookingBack(1, said)))
    assert results_looking_back([EARLIER, later]) == {}
    back = looked_back(compare_rounds(EARLIER, later))
    assert back is not None
    assert back.lines == ()
    both = replace(RECORD, looking_back=LookingBack(1, {**said, "d1-c2": OTHERWISE}))
    again = results_looking_back([EARLIER, score_round(both)])[1]
    assert [again.record.consensus_on(each).level for each in ("d1-c1", "d1-c2")] == [2, 1]


def test_the_earlier_round_is_scored_again_beside_what_it_was() -> None:
    before = EARLIER.record
    again = results_looking_back([EARLIER, LATER])[1]
    first, second = EARLIER.domain("d1"), again.domain("d1")
    assert first is not None
    assert second is not None
    assert first.value != second.value
    assert EARLIER.record is before
    assert EARLIER.record.consensus_on("d1-c1").level == 2
