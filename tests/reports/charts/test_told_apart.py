"""An agreed level, one on which partners are split and one that was not agreed look different in every chart.

They have to in greyscale print too, so a mark counts by its shape and by how light it is, never by its hue; and the
table beside each picture says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import combinations
from typing import Final

import pytest

from maturity.core.movement import compare_rounds, trend_of
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from maturity.reports.charts.domain_profile import domain_profile
from maturity.reports.charts.dot_strip import dot_strip
from maturity.reports.charts.drawing import Chart, Mark, Picture, Words
from maturity.reports.charts.dumbbell import Movements, dumbbell
from maturity.reports.charts.heat_map import heat_maps
from maturity.reports.charts.trend import trend_chart
from tests.factories.rounds import ConsensusLike, a_round_record

Outcome = tuple[ConsensusLike, list[int]]
AGREED: Final[Outcome] = (2, [2, 2, 2, 2, 2, 2])
SPLIT: Final[Outcome] = (2, [1, 1, 1, 4, 4, 4])
NOT_AGREED: Final[Outcome] = ("not-agreed", [1, 1, 1, 4, 4, 4])
OUTCOMES: Final = {"agreed": AGREED, "split": SPLIT, "not agreed": NOT_AGREED}


def a_round(outcome: Outcome, number: int) -> RoundResult:
    level, given = outcome
    return score_round(
        a_round_record(consensus={"shared-purpose": level}, positions={"shared-purpose": given}, number=number)
    )


def later_in_dumbbell(outcome: Outcome) -> Chart:
    moved = compare_rounds(a_round((1, [1] * 6), 1), a_round(outcome, 2))
    return dumbbell(moved.later.matrix, [Movements("", moved.criteria)], chart_id="c", about="All")


def earlier_in_dumbbell(outcome: Outcome) -> Chart:
    moved = compare_rounds(a_round(outcome, 1), a_round((3, [3] * 6), 2))
    return dumbbell(moved.later.matrix, [Movements("", moved.criteria)], chart_id="c", about="All")


def in_trend(outcome: Outcome) -> Chart:
    rounds = [a_round(outcome, 1), a_round((3, [3] * 6), 2)]
    return trend_chart(trend_of(rounds), rounds[-1].matrix, chart_id="c")


def in_heat_map(outcome: Outcome) -> Chart:
    [chart] = heat_maps(a_round(outcome, 1), chart_id="c")
    return chart


CHARTS: Final[dict[str, Callable[[Outcome], Chart]]] = {
    "profile": lambda outcome: domain_profile(a_round(outcome, 1), chart_id="c"),
    "heat map": in_heat_map,
    "later round of a dumbbell": later_in_dumbbell,
    "earlier round of a dumbbell": earlier_in_dumbbell,
    "trend": in_trend,
    "dot strip": lambda outcome: dot_strip(a_round(outcome, 1).criteria[0], a_round(outcome, 1).matrix, chart_id="c"),
}


def lightness(colour: str) -> int:
    """A hex colour as one of 16 steps from black to white: ITU-R BT.709 luma, which a greyscale print comes near."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return round((0.2126 * red + 0.7152 * green + 0.0722 * blue) / 17)


def in_grey(mark: Mark) -> tuple[object, ...]:
    """A mark as a greyscale printer shows it: what it is, how big, and how light; not where it is."""
    said = {field.name: getattr(mark, field.name) for field in fields(mark)}
    shape = [part.count(",") for part in str(said.pop("path", "")).split("L")]
    places = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy"}
    return (
        mark.kind,
        len(shape),
        *(
            lightness(value) if isinstance(value, str) and value.startswith("#") else value
            for name, value in sorted(said.items())
            if name not in places
        ),
    )


def shown(picture: Picture) -> set[tuple[object, ...]]:
    """The marks without the words: a reader sees the difference before reading any."""
    return {in_grey(mark) for mark in picture.marks if not isinstance(mark, Words)}


def same_pairs(pictures: Sequence[set[tuple[object, ...]]]) -> int:
    return sum(1 for one, other in combinations(pictures, 2) if one == other)


@pytest.mark.parametrize("chart", CHARTS)
def test_each_outcome_has_marks_of_its_own_without_any_colour_on_paper_and_on_a_phone(chart: str) -> None:
    drawn = [CHARTS[chart](outcome) for outcome in OUTCOMES.values()]
    assert same_pairs([shown(each.wide) for each in drawn]) == 0
    assert same_pairs([shown(each.narrow) for each in drawn]) == 0


@pytest.mark.parametrize("chart", CHARTS)
def test_the_table_and_the_sentence_of_each_picture_tell_them_apart_too(chart: str) -> None:
    drawn = [CHARTS[chart](outcome) for outcome in OUTCOMES.values()]
    assert len({each.table.rows for each in drawn}) == len(OUTCOMES)
    assert len({each.title for each in drawn}) == len(OUTCOMES)


def test_the_same_outcome_twice_is_noticed_as_looking_alike() -> None:
    twice = [shown(in_heat_map(AGREED).wide), shown(in_heat_map(AGREED).wide)]
    assert same_pairs(twice) == 1


def test_two_hues_of_one_lightness_are_no_difference() -> None:
    assert lightness("#005eb8") == lightness("#7a4f00")
