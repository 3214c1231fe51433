"""How closely partners agree over a whole round, in figures and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from maturity.core.closeness import SCORED_TOGETHER, Closeness, closeness_in_words, closeness_of
from maturity.core.collaborative import PartnerType
from maturity.core.concordance import NoFigure
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import AgreementRule
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import PositionLike, a_round_record, partner_name, some_partners


def a_closeness(*criteria: Sequence[PositionLike], partners: int | None = None) -> Closeness:
    """Of a round with the levels of partners 1, 2, 3 … on each criterion."""
    matrix = of_criteria(len(criteria))
    ids = [c.id for c in matrix.criteria]
    record = a_round_record(
        matrix=matrix,
        positions=dict(zip(ids, criteria, strict=True)),
        partners=some_partners(partners) if partners else None,
    )
    return closeness_of(score_round(record))


def of_criteria(count: int) -> Matrix:
    """A matrix of one domain."""
    return a_matrix(domains=some_domains(1, count))


@pytest.mark.parametrize("minimum, share, order", [(2, True, True), (4, True, True), (5, False, False)])
def test_the_matrix_says_how_many_partners_a_figure_needs(minimum: int, share: bool, order: bool) -> None:
    found = a_round_that_needs(minimum, [1, 1, 2, 2], [2, 2, 3, 3], [4, 4, 4, 3])
    assert isinstance(found.within_one, Fraction) is share
    assert isinstance(found.concordance, Fraction) is order
    assert isinstance(found.alpha, Fraction) is order
    assert all(isinstance(one.offset, Fraction) is order for one in found.offsets)


def test_order_and_levels_need_three_partners_whatever_the_matrix_says() -> None:
    found = a_round_that_needs(2, [1, 1], [2, 2], [4, 4])
    assert (found.given, found.within_one) == (6, 1)
    assert found.concordance == NoFigure("It needs levels from at least 3 partners, and there are 2.")
    assert found.alpha == found.concordance


def test_what_a_figure_needs_is_said_by_the_number_of_the_matrix() -> None:
    found = a_round_that_needs(5, [1, 1, 2, 2], [2, 2, 3, 3], [4, 4, 4, 3])
    assert found.within_one == NoFigure("On no criterion did 5 or more partners give a level.")
    assert found.concordance == NoFigure("It needs levels from at least 5 partners, and there are 4.")


def a_round_that_needs(minimum: int, *criteria: Sequence[PositionLike]) -> Closeness:
    matrix = a_matrix(domains=some_domains(1, len(criteria)), agreement=AgreementRule(minimum_partners=minimum))
    ids = [c.id for c in matrix.criteria]
    return closeness_of(score_round(a_round_record(matrix=matrix, positions=dict(zip(ids, criteria, strict=True)))))


def test_partners_that_say_the_same_everywhere_agree_in_every_figure() -> None:
    found = a_closeness([1, 1, 1], [2, 2, 2], [4, 4, 4])
    assert (found.given, found.within_one, found.concordance, found.alpha) == (9, 1, 1, 1)
    assert [one.offset for one in found.offsets] == [0, 0, 0]


def test_a_partner_that_is_lower_throughout_is_seen_by_its_offset() -> None:
    found = a_closeness([1, 2, 2], [2, 3, 3], [3, 4, 4])
    assert found.concordance == 1
    assert [(one.partner_name, one.offset) for one in found.offsets] == [
        (partner_name(1), Fraction(-1)),
        (partner_name(2), Fraction(1, 2)),
        (partner_name(3), Fraction(1, 2)),
    ]


def test_the_share_counts_only_criteria_that_three_partners_answered() -> None:
    found = a_closeness([1, 4, None], [2, 2, 4], [2, 2, 2], [1, 1, "dont-know"])
    assert (found.given, found.within_one) == (6, Fraction(5, 6))


def test_a_partner_without_any_level_has_no_offset_and_spoils_no_figure() -> None:
    found = a_closeness([1, 1, 1], [2, 2, 2], [4, 4, 4], partners=4)
    assert (found.concordance, found.alpha) == (1, 1)
    assert isinstance(found.offsets[3].offset, NoFigure)


def test_a_round_scored_together_has_no_figures_and_says_why() -> None:
    found = closeness_of(score_round(a_round_record(consensus={"shared-purpose": 2})))
    assert found == Closeness(0, SCORED_TOGETHER, SCORED_TOGETHER, SCORED_TOGETHER, ())
    assert found.on_some == ""
    assert {(line.figure, line.said) for line in closeness_in_words(found)} == {
        ("", "The round was scored together, so partners’ own levels are not known.")
    }


def test_two_partners_get_reasons_and_no_numbers() -> None:
    lines = closeness_in_words(a_closeness([1, 2], [2, 2], [3, 3]))
    assert [(line.figure, line.said) for line in lines] == [
        ("", "On no criterion did 3 or more partners give a level."),
        ("", "It needs levels from at least 3 partners, and there are 2."),
        ("", "It needs levels from at least 3 partners, and there are 2."),
    ]


def test_each_figure_is_explained_in_a_sentence() -> None:
    share, concordance, alpha = closeness_in_words(a_closeness([1, 1, 1], [2, 2, 4], [4, 4, 4]))
    assert (share.name, share.figure) == ("Within one level of the median", "89%")
    assert share.said == (
        "Of the 9 levels that partners gave on all 3 criteria, 8 lie within one level of the median of their criterion."
    )
    assert (concordance.name, concordance.figure) == ("The same order (Kendall’s W)", "0.939")
    assert concordance.said.startswith("Partners put all 3 criteria in much the same order,")
    assert (alpha.name, alpha.figure) == ("The same levels (Krippendorff’s alpha)", "0.848")
    assert alpha.said.startswith("Partners’ levels on all 3 criteria agree far more than chance")
    assert "enough for firm conclusions" in alpha.said


def test_order_and_levels_say_on_how_many_criteria_they_rest() -> None:
    found = a_closeness([1, 1, 1], [2, 2, 4], [4, 4, 4], [3, 3, None], [None, 1, None])
    assert (found.ordered, found.shared, found.asked) == (3, 4, 5)
    _, order, levels = closeness_in_words(found)
    assert order.figure == "0.939, on 3 of 5 criteria"
    assert order.said.startswith(
        "Partners put the 3 criteria on which every partner that gave any level gave one in much the same order,"
    )
    assert levels.figure.endswith(", on 4 of 5 criteria")
    assert levels.said.startswith("Partners’ levels on the 4 criteria on which two or more partners gave one agree")


def test_an_offset_says_on_how_many_criteria_it_is_up_and_down() -> None:
    found = a_closeness([1, 2, 2], [3, 2, 2], [2, 2, 2], [4, None, None])
    assert [(one.offset, one.higher, one.lower) for one in found.offsets] == [
        (0, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
    ]


def test_a_share_that_rests_on_some_of_the_criteria_says_on_how_many() -> None:
    found = a_closeness([1, 1, 1], [2, 2, None], [4, 1, None], [3, 3, 3])
    assert (found.counted, found.asked, found.on_some) == (2, 4, "on 2 of 4 criteria")
    line = closeness_in_words(found)[0]
    assert line.figure == "100%, on 2 of 4 criteria"
    assert line.said == (
        "Of the 6 levels that partners gave on these, 6 lie within one level of the median of their criterion. "
        "On the other 2, too few partners gave a level to say."
    )
    assert a_closeness([1, 1, 1]).on_some == ""


def test_where_partners_are_weighed_the_median_is_called_what_it_is() -> None:
    weighed = AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(2)})
    matrix = replace(of_criteria(1), agreement=weighed)
    record = a_round_record(matrix=matrix, positions={"d1-c1": [2, 2, 3]})
    line = closeness_in_words(closeness_of(score_round(record)))[0]
    assert line.name == "Within one level of the weighted median"
    assert "within one level of the weighted median of their criterion" in line.said


FIGURE = Fraction(1, 2)


@pytest.mark.parametrize(
    "concordance,words",
    [
        (Fraction(6995, 10_000), "much the same order"),  # printed as 0.700
        (Fraction(6994, 10_000), "partly the same order"),
        (Fraction(1, 2), "partly the same order"),
        (Fraction(4994, 10_000), "rather different orders"),
    ],
)
def test_the_words_for_the_order_go_by_the_figure_that_is_printed(concordance: Fraction, words: str) -> None:
    line = closeness_in_words(Closeness(9, FIGURE, concordance, FIGURE, ()))[1]
    assert words in line.said


@pytest.mark.parametrize(
    "alpha,figure,words",
    [
        (Fraction(8, 10), "0.800", "firm"),
        (Fraction(2, 3), "0.667", "tentative"),
        (Fraction(666, 1000), "0.666", "do not agree enough"),
        (Fraction(0), "0.000", "do not agree enough"),
        (Fraction(-1, 10), "-0.100", "differ more than chance"),
    ],
)
def test_the_words_for_the_levels_go_by_the_figure_that_is_printed(alpha: Fraction, figure: str, words: str) -> None:
    line = closeness_in_words(Closeness(9, FIGURE, FIGURE, alpha, ()))[2]
    assert line.figure == figure
    assert words in line.said
