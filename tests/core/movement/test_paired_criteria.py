from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.movement.constant_panel import panel_of
from maturity.core.movement.paired_criteria import Medians, PairedCriterion, paired_criteria
from maturity.core.position import PositionOrigin
from maturity.core.scoring import score_round
from tests.factories.matrices import a_domain, a_matrix
from tests.factories.rounds import PositionLike, a_partner, a_position, a_round_record, goes_on, some_partners

MATRIX = a_matrix(domains=[a_domain("d1", ["a"])])
MERGED = (replace(a_partner(1), goes_on_in=goes_on(2)), *some_partners(4)[1:])


def paired(
    before: Sequence[PositionLike], after: Sequence[PositionLike], *, merged: bool = False, agreed: int = 2
) -> PairedCriterion:
    # The partners are counted from 1: one that is gone from the later round has no position there.
    first = a_round_record(
        matrix=MATRIX, positions={"a": before}, consensus={"a": agreed}, partners=MERGED if merged else None
    )
    second = a_round_record(matrix=MATRIX, positions={"a": after}, consensus={"a": agreed}, number=2)
    if merged:
        second = replace(second, partners=second.partners[1:], positions={"a": second.positions["a"][1:]})
    results = score_round(first), score_round(second)
    [found] = paired_criteria(*results, crosswalk(MATRIX, MATRIX), panel_of(*results))
    return found


def test_both_medians_rest_on_who_gave_a_level() -> None:
    found = paired([1, 1, 3, None], [2, 2, 4, 4])
    assert found.everyone == Medians(Fraction(1), Fraction(3))
    assert found.panel == Medians(Fraction(1), Fraction(2))
    assert [(pair.before, pair.after) for pair in found.pairs] == [(1, 2), (1, 2), (3, 4)]


@pytest.mark.parametrize(
    "before, pairs, left_out",
    [
        ([3, 3, 2, 2], [(3, 4), (2, 2), (2, 2)], ()),
        ([1, 3, 2, 2], [(2, 2), (2, 2)], ("Birchmoor Trust",)),
        ([None, 3, 2, 2], [(2, 2), (2, 2)], ("Birchmoor Trust",)),
        ([None, None, 2, 2], [(2, 2), (2, 2)], ()),
    ],
)
def test_partners_that_merged_count_only_where_all_of_them_gave_the_same_level(
    before: list[PositionLike], pairs: list[tuple[int, int]], left_out: tuple[str, ...]
) -> None:
    found = paired(before, [None, 4, 2, 2], merged=True)
    assert [(pair.before, pair.after) for pair in found.pairs] == pairs
    assert found.left_out == left_out


def test_what_came_from_paper_was_answered_by_nobody_known() -> None:
    paper = replace(a_position(2), origin=PositionOrigin.FACILITATOR)
    assert [pair.same_people for pair in paired([paper, 2, 2], [2, 2, 2]).pairs] == [False, True, True]
    assert [pair.same_people for pair in paired([2, 2, 2], [2, 2, replace(paper, partner=3)]).pairs] == [
        True,
        True,
        False,
    ]


def test_a_round_without_positions_has_what_was_agreed_alone() -> None:
    levels: Mapping[str, int] = {"a": 2}
    results = [score_round(a_round_record(matrix=MATRIX, consensus=levels, number=number)) for number in (1, 2)]
    [found] = paired_criteria(results[0], results[1], crosswalk(MATRIX, MATRIX), panel_of(results[0], results[1]))
    assert (found.before, found.after, found.everyone, found.panel) == (2, 2, None, None)
