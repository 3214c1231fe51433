from __future__ import annotations

from dataclasses import replace
from datetime import date

from maturity.core.movement.constant_panel import panel_of
from maturity.core.movement.convergence import Closer, Convergence, convergence_of
from maturity.core.movement.gave_in_both import gave_in_both, left_out_in_words
from maturity.core.scoring import score_round
from tests.core.movement.test_convergence import Levels, a_result, between, one
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import LONG_AGO, a_partner, a_round_record, goes_on, some_partners


def test_who_gave_a_level_in_one_round_alone_is_counted_and_not_compared() -> None:
    earlier, later = a_result([1, 2, None, 3, None]), a_result([2, 2, 4, None, None], number=2)
    panel, before, after = panel_of(earlier, later), earlier.criteria[0], later.criteria[0]
    both = gave_in_both(before, after, panel)
    assert [(each.before, each.after, each.all_before) for each in both] == [(1, 1, (1,)), (2, 2, (2,))]
    said = list(left_out_in_words(before, after, panel, (1, 2)))
    assert said == ["1 gave one only in round 1 and 1 gave one only in round 2."]


def test_a_partner_that_gave_a_level_for_the_first_time_moved_nobody_apart() -> None:
    found = between([[2, 2, 2, None], [2, 3, 3, None]], [[2, 2, 2, 4], [2, 3, 3, 1]])
    assert [each.closer for each in found.criteria] == [Closer.SAME, Closer.SAME]
    assert found.count(Closer.WIDER) == 0
    assert found.criteria[0].basis == (
        "Only the 3 partners that gave a level in both rounds are compared. 1 gave one only in round 2. "
        "In both rounds all of them gave the same one."
    )
    gone = one([2, 2, 2, 4], [2, 2, 2, None])
    assert gone.closer is Closer.SAME, "nor did one that is gone bring the others together"
    assert one([2, 2, 2, 2], [2, 2, 2, 4]).closer is Closer.WIDER, "one that moved did"


def a_merger(before: Levels, after: Levels, *, left_on: date = LONG_AGO) -> Convergence:
    """The first partner is no longer there in round 2, and goes on in the second."""
    matrix = a_matrix(domains=some_domains(1, 1))
    was = [replace(a_partner(1), goes_on_in=goes_on(2, left_on=left_on)), *some_partners(len(before))[1:]]
    first = a_round_record(matrix=matrix, positions={"d1-c1": before}, partners=was)
    second = a_round_record(
        matrix=matrix, positions={"d1-c1": [None, *after]}, partners=some_partners(1 + len(after))[1:], number=2
    )
    placed = {criterion: found[1:] for criterion, found in second.positions.items()}
    return convergence_of(score_round(first), score_round(replace(second, positions=placed)))


def test_partners_that_merged_are_one_where_they_gave_the_same_level_and_left_out_by_name_where_not() -> None:
    alike = a_merger([2, 2, 1, 4, 3], [2, 2, 2, 2])
    [found] = alike.criteria
    assert found.closer is Closer.CLOSER
    assert found.earlier is not None
    assert found.earlier.count == 4, "the two that merged are one voice"
    assert "only in round" not in found.basis
    assert alike.in_words[-1].startswith("Restated: Alder Vale Trust has become part of Birchmoor Trust.")
    [unlike] = a_merger([1, 2, 1, 4, 3], [2, 2, 2, 2]).criteria
    assert unlike.basis.startswith(
        "Only the 3 partners that gave a level in both rounds are compared. "
        "Birchmoor Trust is left out: what became part of it did not give one and the same level before."
    )
    later = a_merger([1, 2, 1, 4, 3], [2, 2, 2, 2], left_on=date(2029, 1, 1))
    assert "1 gave one only in round 1." in later.criteria[0].basis
    assert not later.restated


def test_a_partner_that_was_succeeded_is_compared_as_the_same_one() -> None:
    matrix = a_matrix(domains=some_domains(1, 1))
    was = [replace(a_partner(1), goes_on_in=goes_on(4)), *some_partners(3)[1:]]
    first = a_round_record(matrix=matrix, positions={"d1-c1": [1, 2, 4]}, partners=was)
    second = a_round_record(
        matrix=matrix, positions={"d1-c1": [None, 2, 2, 2]}, partners=some_partners(4)[1:], number=2
    )
    placed = {criterion: found[1:] for criterion, found in second.positions.items()}
    [found] = convergence_of(score_round(first), score_round(replace(second, positions=placed))).criteria
    assert (found.closer, "only in round" in found.basis) == (Closer.CLOSER, False)
