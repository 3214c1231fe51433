"""How closely partners agree, against the published rule and by its properties."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.agreement import (
    Agreement,
    AgreementLabel,
    agreement_on,
    agreement_sentence,
    dots_by_level,
    offered_level,
)
from maturity.core.collaborative import PartnerType
from maturity.core.figures import median_of
from maturity.core.matrix_rules import AgreementRule
from maturity.core.position import A_PARTNER
from tests.factories.matrices import a_matrix, some_levels
from tests.factories.rounds import some_positions

PUBLISHED = AgreementRule(split_share=Fraction(4, 12), split_decides=True, split_name="Uncertain")
LEVELS = st.lists(st.integers(0, 5), max_size=15)
RULES = st.builds(
    AgreementRule,
    within=st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)]),
    split_share=st.fractions(Fraction(1, 10), 1, max_denominator=12),
    aligned_share=st.sampled_from([Fraction(0), Fraction(1, 8)]),
    minimum_partners=st.integers(1, 5),
    split_decides=st.booleans(),
)


def ratings(*counts: int) -> list[int]:
    """So many ratings of 0, of 1, of 2 and so on."""
    return [level for level, count in enumerate(counts) for _ in range(count)]


@pytest.mark.parametrize(
    "counts,median,outside,label",
    [
        # Each row is a panel of 12 with the shares that the paper prints for one dimension and round.
        ((0, 1, 2, 8, 1, 0), "3", 1, AgreementLabel.MIXED),  # readiness, round 1: 91.7% within, agreement
        ((0, 0, 2, 8, 2, 0), "3", 0, AgreementLabel.ALIGNED),  # readiness, round 2: 100% within, agreement
        ((0, 1, 5, 4, 1, 1), "2.5", 3, AgreementLabel.MIXED),  # structure, round 1: 75% within, agreement
        ((1, 3, 2, 3, 2, 1), "2.5", 7, AgreementLabel.SPLIT),  # digital, round 1: 41.7% within, split
        ((0, 2, 4, 4, 1, 1), "2.5", 4, AgreementLabel.SPLIT),  # process, round 1: 66.7% within, split
    ],
)
def test_panels_of_twelve_are_judged_as_they_were_in_the_published_study(
    counts: tuple[int, ...], median: str, outside: int, label: AgreementLabel
) -> None:
    """Lim and Yap, doi.org/10.5334/ijic.7747, tables 1 and 4; the paper calls both aligned and mixed “agreement”.

    The paper prints the median, the share at the median and the share in agreement. With a median of 2.5 the share
    in agreement is the share at 2 or 3: the region round a half is the two levels beside it.
    """
    found = agreement_on(ratings(*counts), PUBLISHED)
    assert found.count == 12
    assert found.median == Fraction(median)
    assert (found.outside, found.label) == (outside, label)


def test_counting_a_half_median_as_three_levels_wide_would_contradict_the_published_shares() -> None:
    levels = ratings(0, 2, 4, 4, 1, 1)  # published: 66.7% in agreement, so four outside, so split
    rounded_up = sum(1 for level in levels if abs(level - 3) > 1)
    rounded_down = sum(1 for level in levels if abs(level - 2) > 1)
    assert (rounded_up, rounded_down) == (3, 2)
    assert agreement_on(levels, PUBLISHED).outside == 4


@pytest.mark.parametrize("panel,most_outside", [(8, 2), (9, 2), (11, 3), (12, 3), (14, 4), (15, 4)])
def test_the_share_gives_the_published_counts_for_panels_of_other_sizes(panel: int, most_outside: int) -> None:
    """RAND/UCLA definition of agreement by size of panel (BMC Med Inform Decis Mak 12:93, table 7).

    At 10, 13 and 16 the table jumps one earlier than the share, which allows one more outside there.
    """
    for outside in range(panel // 2):
        levels = [5] * (panel - outside) + [9] * outside
        assert (agreement_on(levels, PUBLISHED).label is AgreementLabel.SPLIT) == (outside > most_outside)


def test_exactly_as_far_from_the_median_as_the_rule_allows_is_not_outside() -> None:
    found = agreement_on([1, 2, 3], AgreementRule())
    assert (found.median, found.outside, found.label) == (2, 0, AgreementLabel.ALIGNED)
    assert agreement_on([1, 2, 3], AgreementRule(within=Fraction(1, 2))).outside == 2


@pytest.mark.parametrize("outside,label", [(0, "aligned"), (1, "mixed"), (2, "split")])
def test_a_third_of_six_partners_is_two(outside: int, label: str) -> None:
    levels = [2] * (6 - outside) + [4] * outside
    assert agreement_on(levels, PUBLISHED).label == AgreementLabel(label)


def test_fewer_partners_than_the_rule_needs_are_too_few_to_say() -> None:
    assert agreement_on([1, 4], AgreementRule(minimum_partners=3)).label is AgreementLabel.TOO_FEW
    assert agreement_on([1, 4], AgreementRule(minimum_partners=2)).label is not AgreementLabel.TOO_FEW


def test_no_levels_have_no_figures() -> None:
    assert agreement_on([], AgreementRule()) == Agreement(AgreementLabel.TOO_FEW, 0, None, None, None, 0, ())
    assert agreement_on([], AgreementRule()).spread == 0


def test_the_spread_and_the_ends_are_those_of_the_levels() -> None:
    found = agreement_on([4, 1, 2], AgreementRule())
    assert (found.lowest, found.highest, found.spread, found.outside, found.levels) == (1, 4, 3, 1, (1, 2, 4))


def test_four_of_twelve_outside_are_a_split_and_three_are_not() -> None:
    """The published rule is one configuration of the general one: a share of four in twelve, one level each way."""
    for outside, label in ((3, AgreementLabel.MIXED), (4, AgreementLabel.SPLIT)):
        found = agreement_on([3] * (12 - outside) + [5] * outside, PUBLISHED)
        assert (found.outside, found.label) == (outside, label)
    half = AgreementRule(split_share=Fraction(1, 2))
    assert agreement_on([3] * 8 + [5] * 4, half).label is AgreementLabel.MIXED


@pytest.mark.parametrize(
    "levels,share,index",
    [
        ([], None, None),
        ([2, 2, 2, 2, 2, 2], Fraction(1), Fraction(1)),
        # A layer of two camps (two of six, -1/6) below one in which all are alike (four of six, 1).
        ([2, 2, 2, 2, 2, 4], Fraction(5, 6), Fraction(11, 18)),
        ([1, 1, 1, 4, 4, 4], Fraction(0), Fraction(-1)),
        ([1, 2, 3, 4], Fraction(1, 2), Fraction(0)),
    ],
)
def test_the_share_within_one_level_and_the_index_tell_a_lone_voice_from_two_camps(
    levels: list[int], share: Fraction | None, index: Fraction | None
) -> None:
    found = agreement_on(levels, AgreementRule())
    assert (found.share_within_one, found.index_on(a_matrix().levels)) == (share, index)


def test_the_dots_of_a_level_are_the_partners_that_gave_it_in_their_own_order() -> None:
    positions = some_positions(3, 2, "dont-know", 3, None, 2)
    dots = dots_by_level(positions, a_matrix())
    assert [(dot.level.value, [p.partner for p in dot.positions]) for dot in dots] == [
        (1, []),
        (2, [2, 6]),
        (3, [1, 4]),
        (4, []),
    ]


@given(LEVELS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_partners_does_not_matter(levels: list[int], rule: AgreementRule, random: object) -> None:
    shuffled = list(levels)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert agreement_on(shuffled, rule) == agreement_on(levels, rule)


def test_a_median_of_unsorted_levels_would_be_caught_by_that_property() -> None:
    def careless(levels: list[int]) -> int:
        return levels[len(levels) // 2]

    assert careless([1, 4, 2]) != careless([1, 2, 4])


@given(LEVELS, RULES, st.integers(-3, 3))
def test_moving_every_partner_by_the_same_step_changes_no_label(
    levels: list[int], rule: AgreementRule, step: int
) -> None:
    moved = agreement_on([level + step for level in levels], rule)
    found = agreement_on(levels, rule)
    assert (moved.label, moved.outside) == (found.label, found.outside)


@given(LEVELS.filter(bool), RULES)
def test_what_lies_outside_is_what_the_definition_says(levels: list[int], rule: AgreementRule) -> None:
    found = agreement_on(levels, rule)
    median = median_of(levels)
    outside = sum(1 for level in levels if abs(level - median) > rule.within)
    is_judged = found.count >= rule.minimum_partners
    assert (found.median, found.outside) == ((median, outside) if is_judged else (None, 0))
    share = Fraction(outside, found.count)
    if found.count < rule.minimum_partners:
        expected = AgreementLabel.TOO_FEW
    elif share >= rule.split_share:
        expected = AgreementLabel.SPLIT
    else:
        expected = AgreementLabel.ALIGNED if share <= rule.aligned_share else AgreementLabel.MIXED
    assert found.label is expected


@pytest.mark.parametrize("outside,label", [(1, AgreementLabel.ALIGNED), (2, AgreementLabel.MIXED)])
def test_a_rule_may_call_a_panel_aligned_with_some_outside(outside: int, label: AgreementLabel) -> None:
    rule = AgreementRule(split_share=Fraction(1, 3), aligned_share=Fraction(1, 8))
    assert agreement_on([2] * (8 - outside) + [4] * outside, rule).label is label


@given(st.integers(0, 5), st.integers(3, 15), RULES.filter(lambda rule: rule.minimum_partners <= 3))
def test_partners_that_all_say_the_same_are_aligned(level: int, count: int, rule: AgreementRule) -> None:
    assert agreement_on([level] * count, rule).label is AgreementLabel.ALIGNED


@pytest.mark.parametrize("levels,offered", [([2, 2, 3], 2), ([2, 3], None), ([], None), ([0, 0, 0], 0)])
def test_the_median_is_offered_when_it_is_a_level(levels: list[int], offered: int | None) -> None:
    rule = AgreementRule(minimum_partners=1)
    assert offered_level(agreement_on(levels, rule), rule) == offered


def test_nothing_is_offered_where_a_split_leaves_no_level() -> None:
    levels = [1, 1, 3, 5, 5]
    decides, advises = PUBLISHED, AgreementRule(split_share=Fraction(4, 12))
    assert agreement_on(levels, decides).label is AgreementLabel.SPLIT
    assert offered_level(agreement_on(levels, decides), decides) is None
    assert offered_level(agreement_on(levels, advises), advises) == 3


@pytest.mark.parametrize(
    "levels,sentence",
    [
        ([], "No partner gave a level."),
        ([2], "Only one partner gave a level; 3 are needed before agreement is judged."),
        ([2, 3], "Only 2 partners gave a level; 3 are needed before agreement is judged."),
        ([2, 2, 2], "Partners are aligned: all 3 gave Developing."),
        ([2, 2, 3], "Partners are aligned: the median is Developing and none of 3 lies more than one level from it."),
        (
            [2, 2, 2, 2, 4],
            "Partners are mixed: the median is Developing and 1 of 5 lies more than one level from it.",
        ),
        (
            [1, 2, 2, 2, 4, 4],
            "Partners are split: the median is Developing and 2 of 6 lie more than one level from it.",
        ),
        (
            [1, 2, 3, 4],
            (
                "Partners are split: the median is between Developing and Maturing (nobody gave it) "
                "and 2 of 4 lie more than one level from it."
            ),
        ),
    ],
)
def test_the_agreement_is_said_in_plain_words(levels: list[int], sentence: str) -> None:
    matrix = a_matrix()
    assert agreement_sentence(agreement_on(levels, matrix.agreement), matrix) == sentence


def test_a_median_that_no_partner_gave_says_so() -> None:
    matrix = a_matrix(levels=some_levels(5))
    found = agreement_on([1, 2, 4, 4], matrix.agreement)
    assert "the median is level 3 (nobody gave it) and 1 of 4 lies" in agreement_sentence(found, matrix)
    given = agreement_on([1, 3, 3, 4], matrix.agreement)
    assert "gave" not in agreement_sentence(given, matrix)
    assert agreement_on([1, 4], matrix.agreement).nobodys_median == "", "two are too few for a median"


@pytest.mark.parametrize(
    "levels,sentence",
    [
        ([2, 2, 2], "Partners were aligned: all 3 gave Developing."),
        ([1, 1, 4], "Partners were mixed: the median was Emerging and 1 of 3 lay more than one level from it."),
        (
            [1, 2, 3, 4],
            (
                "Partners were split: the median was between Developing and Maturing (nobody gave it) "
                "and 2 of 4 lay more than one level from it."
            ),
        ),
        ([2, 3, 3], "Partners were aligned: the median was Maturing and none of 3 lay more than one level from it."),
    ],
)
def test_how_partners_stood_before_a_later_vote_is_told_in_the_past(levels: list[int], sentence: str) -> None:
    matrix = a_matrix(agreement=AgreementRule(split_share=Fraction(1, 2)))
    assert agreement_sentence(agreement_on(levels, matrix.agreement), matrix, is_past=True) == sentence


def test_the_sentence_uses_numbers_where_levels_have_no_names() -> None:
    matrix = a_matrix(levels=some_levels(5), agreement=AgreementRule(within=Fraction(1, 2)))
    assert agreement_sentence(agreement_on([3, 3, 5], matrix.agreement), matrix) == (
        "Partners are split: the median is level 3 and 1 of 3 lies more than half a level from it."
    )


def test_the_distance_of_the_rule_is_said_without_rounding_it() -> None:
    matrix = a_matrix(levels=some_levels(5), agreement=AgreementRule(within=Fraction(1, 8)))
    assert agreement_sentence(agreement_on([3, 3, 5], matrix.agreement), matrix) == (
        "Partners are split: the median is level 3 and 1 of 3 lies more than 0.125 levels from it."
    )


WEIGHED = AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(2)})


@given(LEVELS, RULES, st.fractions(Fraction(1, 1_000), 1_000))
def test_partners_of_equal_weight_are_as_partners_of_none(
    levels: list[int], rule: AgreementRule, weight: Fraction
) -> None:
    assert agreement_on(levels, rule, [weight] * len(levels)) == agreement_on(levels, rule)


@given(LEVELS.filter(bool), RULES, st.data())
def test_a_partner_of_double_weight_is_as_that_partner_standing_twice(
    levels: list[int], rule: AgreementRule, data: st.DataObject
) -> None:
    rule = replace(rule, minimum_partners=1)
    weights = data.draw(st.lists(st.fractions(Fraction(1, 9), 9), min_size=len(levels), max_size=len(levels)))
    place = data.draw(st.integers(0, len(levels) - 1))
    doubled = agreement_on(levels, rule, [*weights[:place], 2 * weights[place], *weights[place + 1 :]])
    twice = agreement_on([*levels, levels[place]], rule, [*weights, weights[place]])
    assert (doubled.label, doubled.median) == (twice.label, twice.median)
    assert (doubled.count, doubled.levels) == (len(levels), tuple(sorted(levels)))


def test_a_share_that_counts_partners_would_be_caught_by_that_property() -> None:
    """One of four is outside, and holds two fifths of the weight."""
    rule = AgreementRule(split_share=Fraction(2, 5))
    by_weight = agreement_on([2, 2, 2, 4], rule, [Fraction(1), Fraction(1), Fraction(1), Fraction(2)])
    assert (by_weight.outside, by_weight.median, by_weight.label) == (1, 2, AgreementLabel.SPLIT)
    assert agreement_on([2, 2, 2, 4], rule).label is AgreementLabel.MIXED


def test_half_of_the_weight_on_either_side_lies_between_two_levels() -> None:
    found = agreement_on([1, 3, 4], WEIGHED, [Fraction(2), Fraction(1), Fraction(1)])
    assert found.median == 2
    assert agreement_on([2, 3, 3], WEIGHED, [Fraction(2), Fraction(1), Fraction(1)]).median == Fraction(5, 2)


@given(st.lists(st.integers(1, 4), max_size=8), st.integers(2, 9))
def test_too_few_partners_have_no_figure_and_no_level_to_offer_and_their_levels_stay(
    levels: list[int], minimum: int
) -> None:
    rule = AgreementRule(minimum_partners=minimum)
    found = agreement_on(levels, rule)
    figures = (found.median, found.share_within_one, found.index_on(some_levels(4)), offered_level(found, rule))
    if len(levels) < minimum:
        assert (found.label, found.outside, *figures) == (AgreementLabel.TOO_FEW, 0, None, None, None, None)
    else:
        assert None not in figures[:3]
    assert found.levels == tuple(sorted(levels))
    assert (found.lowest, found.highest) == (min(levels, default=None), max(levels, default=None))


def test_weight_makes_no_partners_where_there_are_too_few() -> None:
    assert agreement_on([1, 4], WEIGHED, [Fraction(900), Fraction(1)]).label is AgreementLabel.TOO_FEW


def test_the_weights_are_as_many_as_the_levels() -> None:
    with pytest.raises(ValueError, match="shorter"):
        agreement_on([1, 4], WEIGHED, [Fraction(2)])


def test_the_sentence_says_that_partners_are_weighed_and_counts_partners() -> None:
    matrix = a_matrix(agreement=WEIGHED)
    weights = [Fraction(2), Fraction(1), Fraction(1), Fraction(1), Fraction(1)]
    assert agreement_sentence(agreement_on([4, 2, 2, 2, 2], matrix.agreement, weights), matrix) == (
        "Partners are split, weighed by their type: the weighted median is Developing and 1 of 5 lies more than one "
        "level from it."
    )


def test_each_label_has_its_words() -> None:
    assert [label.value for label in AgreementLabel] == ["aligned", "mixed", "split", "too-few"]
    assert [label.label for label in AgreementLabel] == ["Aligned", "Mixed", "Split", "Too few to say"]


@pytest.mark.parametrize(
    "levels, unsettled, says",
    [
        ([], ["Birch Trust"], "No partner gave a level. Birch Trust has not agreed one."),
        (
            [2, 3],
            ["Birch Trust"],
            "Only 2 partners gave a level; 3 are needed before agreement is judged. Birch Trust has not agreed one.",
        ),
        (
            [2, 2, 2],
            [A_PARTNER],
            "Partners are aligned: all 3 gave Developing. A partner has not agreed a level and is not counted.",
        ),
        (
            [2, 2, 3],
            [A_PARTNER, A_PARTNER],
            (
                "Partners are aligned: the median is Developing and none of 3 lies more than one level from it. "
                "2 partners have not agreed a level and are not counted."
            ),
        ),
    ],
)
def test_who_has_not_agreed_a_level_is_named_beside_those_who_gave_one(
    levels: list[int], unsettled: list[str], says: str
) -> None:
    matrix = a_matrix()
    found = agreement_on(levels, matrix.agreement, unsettled=unsettled)
    assert agreement_sentence(found, matrix) == says
    assert replace(found, unsettled=()) == agreement_on(levels, matrix.agreement), "they change nothing else"


@pytest.mark.parametrize("count, gave", [(1, "one gave"), (2, "both gave"), (3, "all 3 gave")])
def test_two_who_gave_the_same_are_both(count: int, gave: str) -> None:
    matrix = a_matrix(agreement=AgreementRule(minimum_partners=1))
    said = agreement_sentence(agreement_on([2] * count, matrix.agreement), matrix)
    assert said == f"Partners are aligned: {gave} Developing."
