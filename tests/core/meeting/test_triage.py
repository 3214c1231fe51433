"""What to talk about first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from maturity.core.agreement import AgreementLabel
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import AgreementRule
from maturity.core.meeting.triage import Triage, TriageItem, triage
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, PositionLike, a_ballot, a_round_record

SPREADS: Mapping[str, Sequence[PositionLike]] = {
    "aligned": [2, 2, 2, 2, 3, 3],
    "between": [2, 2, 2, 3, 3, 3],
    "split": [1, 1, 1, 4, 4, 4],
    "less-split": [1, 1, 2, 2, 4, 4],
    "mixed": [2, 2, 2, 2, 2, 4],
    "too-few": [1, 4, None, None, None, None],
}


def a_result(
    spreads: Sequence[Sequence[PositionLike]],
    *,
    consensus: Mapping[str, ConsensusLike] | None = None,
    matrix: Matrix | None = None,
) -> RoundResult:
    """A round whose criteria d1-c1, d1-c2 … have these levels of partners."""
    used = matrix or a_matrix(domains=some_domains(1, len(spreads)))
    ids = [c.id for c in used.criteria]
    positions = dict(zip(ids, spreads, strict=True))
    return score_round(a_round_record(matrix=used, positions=positions, consensus=consensus))


def places(items: Sequence[TriageItem]) -> list[int]:
    """Which of the criteria these are, counted from 1 in the order of the matrix."""
    return [int(item.result.criterion.id.removeprefix("d1-c")) for item in items]


def test_the_split_come_first_and_within_them_the_one_with_the_lower_index() -> None:
    found = triage(a_result(list(SPREADS.values())), earlier=None)
    assert places(found.to_discuss) == [3, 4, 5, 6, 2]
    assert [item.label.value for item in found.to_discuss] == ["split", "split", "mixed", "too-few", "aligned"]
    assert found.to_discuss[0].index == -1


def test_what_is_aligned_on_one_level_is_confirmed_and_what_is_aligned_between_two_is_not() -> None:
    found = triage(a_result(list(SPREADS.values())), earlier=None)
    assert [(item.offered, item.can_be_confirmed) for item in found.to_confirm] == [(2, True)]
    between = found.to_discuss[-1]
    assert (between.label, between.offered, between.can_be_confirmed) == (AgreementLabel.ALIGNED, None, False)


def test_between_equals_the_one_further_from_its_last_level_comes_first_and_then_the_matrix_decides() -> None:
    result = a_result([SPREADS["mixed"]] * 4)  # with a median of 2
    before = score_round(a_round_record(matrix=result.matrix, consensus={"d1-c2": 3, "d1-c3": 4}))
    found = triage(result, earlier=before)
    assert places(found.to_discuss) == [3, 2, 1, 4]
    assert [item.distance_in_words for item in found.to_discuss] == [
        "2 levels from the level of the round before",
        "1 level from the level of the round before",
        "",
        "",
    ]


def test_where_partners_are_too_few_those_further_apart_come_first() -> None:
    spreads: list[list[PositionLike]] = [[2, 2, None], [None, None, None], [1, 4, None], [2, 3, None]]
    found = triage(a_result(spreads), earlier=None)
    assert places(found.to_discuss) == [3, 4, 1, 2]
    assert {(item.label, item.index, item.offered) for item in found.to_discuss} == {
        (AgreementLabel.TOO_FEW, None, None)
    }


def test_what_a_vote_has_split_since_is_not_confirmed_where_a_split_decides() -> None:
    matrix = a_matrix(domains=some_domains(1, 2), agreement=AgreementRule(split_decides=True))
    record = a_round_record(
        matrix=matrix,
        positions={"d1-c1": [2] * 6, "d1-c2": [2] * 6},
        ballots={"d1-c1": [a_ballot(1, 1, 1, 1, 4, 4, 4)]},
    )
    found = triage(score_round(record), earlier=None)
    assert (places(found.to_discuss), places(found.to_confirm)) == ([1], [2])


def after_a_vote(positions: Sequence[PositionLike], *vote: int) -> TriageItem:
    """The first of two criteria, of which the second is mixed, after a vote on it; by the default rule of a split."""
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 2)),
        positions={"d1-c1": positions, "d1-c2": [2, 2, 2, 2, 2, 4][: len(positions)]},
        ballots={"d1-c1": [a_ballot(1, *vote)]} if vote else {},
    )
    return next(item for item in triage(score_round(record), earlier=None).items if places([item]) == [1])


def test_what_the_last_vote_split_is_not_confirmed_without_talking_under_any_rule() -> None:
    assert after_a_vote([3, 3, 3, 3]).can_be_confirmed
    voted = after_a_vote([3, 3, 3, 3], 1, 1, 4, 4)
    assert not voted.can_be_confirmed
    assert voted.why_not_confirmed == "It is not offered for confirming: the last vote came out otherwise."
    assert (voted.label, voted.furthest_apart) == (AgreementLabel.ALIGNED, AgreementLabel.SPLIT)
    assert after_a_vote([3, 3, 3, 3], 3, 3, 3, 3).can_be_confirmed


def test_what_the_last_vote_split_is_talked_about_before_what_is_mixed() -> None:
    spreads = {"d1-c1": [2, 2, 2, 2, 2, 4], "d1-c2": [3] * 6}
    matrix = a_matrix(domains=some_domains(1, 2))
    for ballots, order in (({}, [1]), ({"d1-c2": [a_ballot(1, 1, 1, 1, 4, 4, 4)]}, [2, 1])):
        found = triage(score_round(a_round_record(matrix=matrix, positions=spreads, ballots=ballots)), earlier=None)
        assert places(found.to_discuss) == order


def test_a_level_that_the_last_vote_moved_away_from_is_not_on_offer() -> None:
    assert after_a_vote([2, 2, 2, 2], 2, 2, 2, 3).can_be_confirmed
    moved = after_a_vote([2, 2, 2, 2], 3, 3, 3, 3)
    assert (moved.offered, moved.can_be_confirmed) == (2, False)


def test_a_vote_settles_what_a_partner_had_not_agreed_a_level_on() -> None:
    divided = after_a_vote([3, 3, 3, "unsettled"])
    assert (divided.unsettled, divided.can_be_confirmed) == (("Dunmere Trust",), False)
    settled = after_a_vote([3, 3, 3, "unsettled"], 3, 3, 3, 3)
    assert (settled.unsettled, settled.can_be_confirmed, settled.why_not_confirmed) == ((), True, "")


def test_a_level_that_meant_something_else_is_no_distance() -> None:
    result = a_result([SPREADS["split"]])
    other = a_matrix(key="other", domains=some_domains(1, 1))
    before = score_round(a_round_record(matrix=other, consensus={"d1-c1": 4}))
    assert triage(result, earlier=before).to_discuss[0].distance is None


def test_half_a_level_is_said_as_it_is() -> None:
    result = a_result([SPREADS["between"]])
    found = triage(result, earlier=score_round(a_round_record(matrix=result.matrix, consensus={"d1-c1": 4})))
    assert found.to_discuss[0].distance == Fraction(3, 2)
    assert found.to_discuss[0].distance_in_words == "1.5 levels from the level of the round before"


def test_in_a_round_scored_together_everything_is_talked_about_in_the_order_of_the_matrix() -> None:
    matrix = a_matrix(domains=some_domains(1, 3))
    for ballots in ({}, {"d1-c2": [a_ballot(1, 1, 1, 4, 4)], "d1-c3": [a_ballot(1, 3, 3, 3, 3)]}):
        found = triage(score_round(a_round_record(matrix=matrix, ballots=ballots)), earlier=None)
        assert (places(found.to_discuss), found.to_confirm) == ([1, 2, 3], ())


def test_within_a_label_what_a_partner_has_not_agreed_a_level_on_comes_first() -> None:
    spreads: list[list[PositionLike]] = [[1, 1, 2, 2, 2, 4], [2, 2, 2, 2, 4, "unsettled"], [1, 1, 1, 4, 4, 4]]
    found = triage(a_result(spreads), earlier=None)
    assert [item.label.value for item in found.to_discuss] == ["split", "mixed", "mixed"]
    assert places(found.to_discuss) == [3, 2, 1]
    assert [item.unsettled for item in found.to_discuss] == [(), ("Fernhollow Trust",), ()]
    _, first, second = (item.index or 0 for item in found.to_discuss)
    assert first > second, "by the index alone it would come last"


def test_what_a_partner_has_not_agreed_a_level_on_is_never_confirmed_without_talking() -> None:
    spreads: list[list[PositionLike]] = [[2, 2, 2], [2, 2, 2, "unsettled"], [2, 2, 2, "dont-know"]]
    found = triage(a_result(spreads), earlier=None)
    assert places(found.to_confirm) == [1, 3]
    (divided,) = found.to_discuss
    assert (divided.label, divided.offered) == (AgreementLabel.ALIGNED, 2)
    assert divided.why_not_confirmed == "It is not offered for confirming until a vote in the room settles that."
    assert [item.why_not_confirmed for item in found.to_confirm] == ["", ""]


def test_what_all_agree_on_is_confirmed_first_and_what_lies_apart_last_with_its_levels() -> None:
    found = triage(a_result([[2, 3, 4], [2, 2, 3], [3, 3, 3], [2, 2, 2]]), earlier=None).to_confirm
    assert places(found) == [3, 4, 2, 1]
    assert [item.is_close for item in found] == [True, True, True, False]
    assert [item.given_in_words for item in found[1:]] == ["2 was given", "2 and 3 were given", "2, 3 and 4 were given"]


ANY = st.lists(
    st.lists(st.integers(1, 4) | st.none() | st.just("unsettled"), min_size=6, max_size=6), min_size=1, max_size=10
)


@given(ANY)
def test_every_criterion_is_in_the_triage_exactly_once(spreads: list[list[PositionLike]]) -> None:
    found = triage(a_result(spreads), earlier=None)
    assert sorted(places((*found.to_discuss, *found.to_confirm))) == list(range(1, len(spreads) + 1))


@given(ANY)
def test_less_disagreement_never_comes_before_more(spreads: list[list[PositionLike]]) -> None:
    found: Triage = triage(a_result(spreads), earlier=None)
    order = ["split", "mixed", "too-few", "aligned"]
    labels = [order.index(item.label.value) for item in found.to_discuss]
    assert labels == sorted(labels)
    for first, second in zip(found.to_discuss, found.to_discuss[1:], strict=False):
        if first.label is second.label:
            assert bool(first.unsettled) >= bool(second.unsettled)
        if (
            (first.label, first.unsettled) == (second.label, second.unsettled)
            and first.index is not None
            and second.index is not None
        ):
            assert first.index <= second.index


@given(ANY)
def test_to_confirm_is_what_is_aligned_and_settled_and_the_closer_come_first(spreads: list[list[PositionLike]]) -> None:
    found = triage(a_result(spreads), earlier=None).to_confirm
    assert all(item.label is AgreementLabel.ALIGNED and not item.unsettled for item in found)
    apart = [item.spread for item in found]
    assert apart == sorted(apart)
