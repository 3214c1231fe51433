"""Whatever can become of a criterion looks different from all else in every chart.

It has to in greyscale print too, so a mark counts by its shape and by how light it is, never by its hue; and the
table beside each picture says the same.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from itertools import combinations
from types import FunctionType
from typing import Final, get_type_hints

import pytest

from maturity.core.agreement import Agreement
from maturity.core.matrix_rules import AgreementRule
from maturity.core.movement.moved import compare_rounds, trend_of
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.scoring import score_round
from maturity.reports import charts
from maturity.reports.charts.agreement_mark import Shape, shape_of
from maturity.reports.charts.domain_profile import domain_profile
from maturity.reports.charts.dot_strip import dot_strip
from maturity.reports.charts.drawing import Chart, Mark, Outline, Picture, Stroke, Words
from maturity.reports.charts.dumbbell import Movements, dumbbell
from maturity.reports.charts.heat_map import heat_maps
from maturity.reports.charts.membership_timeline import membership_timeline
from maturity.reports.charts.small_strip import small_strip
from maturity.reports.charts.trend import trend_chart
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, PositionLike, a_ballot, a_round_record

Outcome = tuple[ConsensusLike, Sequence[PositionLike]]
ALIKE: Final = [2, 2, 2, 2, 2, 2]
OUTCOMES: Final[dict[Shape, Outcome]] = {
    Shape.AGREED: (2, ALIKE),
    Shape.MIXED: (2, [2, 2, 2, 2, 2, 4]),
    Shape.SPLIT: (2, [1, 1, 1, 4, 4, 4]),
    Shape.TOO_FEW: (2, [2, 2, None, None, None, None]),
    Shape.NOT_AGREED: ("not-agreed", ALIKE),
    Shape.UNCERTAIN: (2, [1, 1, 1, 4, 4, 4]),
    Shape.SET_ASIDE: ("set-aside", ALIKE),
    Shape.NOT_APPLICABLE: ("not-applicable", ALIKE),
    Shape.NOT_RECORDED: (None, ALIKE),
}
AGREED: Final = Shape.AGREED


def a_round(shape: Shape, number: int, *, domains: int = 1, criteria: int = 1, level: int = 2) -> RoundResult:
    """A round whose first criterion has this outcome; on any others Level 2 is agreed by partners that are aligned."""
    rule = AgreementRule(split_decides=shape is Shape.UNCERTAIN, split_name="Uncertain")
    matrix = a_matrix(domains=some_domains(domains, criteria), agreement=rule)
    recorded, given = OUTCOMES[shape]
    ids = [criterion.id for criterion in matrix.criteria]
    return score_round(
        a_round_record(
            matrix=matrix,
            consensus={each: (level if recorded == 2 else recorded) if each == ids[0] else 2 for each in ids},
            positions={each: given if each == ids[0] else ALIKE for each in ids},
            number=number,
        )
    )


def later_in_dumbbell(shape: Shape) -> Chart:
    moved = compare_rounds(a_round(AGREED, 1, level=1), a_round(shape, 2))
    return dumbbell(moved.later.matrix, [Movements("", moved.criteria)], chart_id="c", about="All")


def earlier_in_dumbbell(shape: Shape) -> Chart:
    moved = compare_rounds(a_round(shape, 1), a_round(AGREED, 2, level=3))
    return dumbbell(moved.later.matrix, [Movements("", moved.criteria)], chart_id="c", about="All")


def in_trend(shape: Shape, criteria: int = 1) -> Chart:
    rounds = [a_round(shape, 1, criteria=criteria), a_round(AGREED, 2, criteria=criteria)]
    return trend_chart(trend_of(rounds), rounds[-1].matrix, chart_id="c")


def in_heat_map(shape: Shape) -> Chart:
    [chart] = heat_maps(a_round(shape, 1), chart_id="c")
    return chart


CHARTS: Final[dict[str, tuple[Callable[..., object], Callable[[Shape], Chart]]]] = {
    "profile": (domain_profile, lambda shape: domain_profile(a_round(shape, 1), chart_id="c")),
    "profile with others": (domain_profile, lambda shape: domain_profile(a_round(shape, 1, criteria=3), chart_id="c")),
    "profile of many domains": (
        domain_profile,
        lambda shape: domain_profile(a_round(shape, 1, domains=17, criteria=2), chart_id="c"),
    ),
    "heat map": (heat_maps, in_heat_map),
    "later round of a dumbbell": (dumbbell, later_in_dumbbell),
    "earlier round of a dumbbell": (dumbbell, earlier_in_dumbbell),
    "trend": (trend_chart, in_trend),
    "trend with others": (trend_chart, lambda shape: in_trend(shape, criteria=3)),
    "dot strip": (
        dot_strip,
        lambda shape: dot_strip(a_round(shape, 1).criteria[0], a_round(shape, 1).matrix, chart_id="c"),
    ),
}
WITHOUT_OUTCOME: Final[frozenset[Callable[..., object]]] = frozenset({small_strip})
"""Charts that are given how partners stand and nothing of what was agreed."""
OF_NO_CRITERION: Final[frozenset[Callable[..., object]]] = frozenset({membership_timeline})
"""Charts that are given nothing of what became of a criterion."""


def every_chart() -> Iterator[Callable[..., object]]:
    """Whatever the package offers that draws a chart, by the types of its functions."""
    for module in pkgutil.iter_modules(charts.__path__, f"{charts.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, found in vars(loaded).items():
            is_its_own = isinstance(found, FunctionType) and found.__module__ == module.name
            if not is_its_own or name.startswith("_"):
                continue
            if get_type_hints(found).get("return") in (Chart, tuple[Chart, ...]):
                yield found


def test_every_chart_there_is_is_looked_at_here() -> None:
    assert set(every_chart()) == {drawn_by for drawn_by, _ in CHARTS.values()} | WITHOUT_OUTCOME | OF_NO_CRITERION
    for chart in OF_NO_CRITERION:
        assert {CriterionResult, RoundResult, Agreement}.isdisjoint(get_type_hints(chart).values())
    for chart in WITHOUT_OUTCOME:
        taken = set(get_type_hints(chart).values())
        assert Agreement in taken
        assert not taken & {CriterionResult, RoundResult}


def test_every_outcome_is_the_one_that_it_is_meant_to_be() -> None:
    assert {shape: shape_of(a_round(shape, 1).criteria[0]) for shape in Shape} == {shape: shape for shape in Shape}


def lightness(colour: str) -> int:
    """A hex colour as one of 16 steps from black to white: ITU-R BT.709 luma, which a greyscale print comes near."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return round((0.2126 * red + 0.7152 * green + 0.0722 * blue) / 17)


def in_grey(mark: Mark) -> tuple[object, ...]:
    """A mark as a greyscale printer shows it: what it is, how big, and how light; not where it is."""
    said = {field.name: getattr(mark, field.name) for field in fields(mark)}
    shape = [part.count(",") for part in str(said.pop("path", "")).split("L")]
    places = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy"}
    ways = (mark.x1 == mark.x2, mark.y1 == mark.y2) if isinstance(mark, Stroke) else ()
    return (
        mark.kind,
        len(shape),
        *ways,
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


def alike(drawn: dict[Shape, set[tuple[object, ...]]]) -> list[tuple[str, str]]:
    return [(one.value, other.value) for one, other in combinations(drawn, 2) if drawn[one] == drawn[other]]


@pytest.mark.parametrize("chart", CHARTS)
def test_each_outcome_has_marks_of_its_own_without_any_colour_on_paper_and_on_a_phone(chart: str) -> None:
    drawn = {shape: CHARTS[chart][1](shape) for shape in OUTCOMES}
    assert alike({shape: shown(each.wide) for shape, each in drawn.items()}) == []
    assert alike({shape: shown(each.narrow) for shape, each in drawn.items()}) == []


@pytest.mark.parametrize("chart", CHARTS)
def test_the_table_and_the_sentence_of_each_picture_tell_them_apart_too(chart: str) -> None:
    drawn = {shape: CHARTS[chart][1](shape) for shape in OUTCOMES}
    assert alike({shape: {each.table.rows} for shape, each in drawn.items()}) == []
    assert alike({shape: {(each.title,)} for shape, each in drawn.items()}) == []


@pytest.mark.parametrize("shape", [shape for shape in OUTCOMES if not shape.has_level])
@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_is_called_agreed_that_has_no_level(chart: str, shape: Shape) -> None:
    drawn = CHARTS[chart][1](shape)
    said = " ".join([drawn.title, *(cell for row in drawn.table.rows for cell in row)])
    said += " ".join(mark.text for mark in (*drawn.wide.marks, *drawn.narrow.marks) if isinstance(mark, Words))
    for words in ("although partners are split", "agreed although", "partners mixed", "too few partners"):
        assert words not in said.lower()


def after_a_vote(positions: Sequence[int], vote: Sequence[int], number: int = 1) -> RoundResult:
    return score_round(
        a_round_record(
            consensus={"shared-purpose": 3},
            positions={"shared-purpose": positions},
            ballots={"shared-purpose": [a_ballot(1, *vote)]},
            number=number,
        )
    )


TOGETHER, APART = (3, 3, 3, 3), (1, 1, 4, 4)


@pytest.mark.parametrize(
    "positions, vote, shape, table",
    [
        (TOGETHER, APART, Shape.SPLIT, "Split (aligned before they voted)"),
        (APART, TOGETHER, Shape.AGREED, "Aligned (split before they voted)"),
    ],
)
def test_every_chart_of_one_voted_criterion_says_the_same_by_shape_and_in_words(
    positions: Sequence[int], vote: Sequence[int], shape: Shape, table: str
) -> None:
    result = after_a_vote(positions, vote)
    compared = compare_rounds(after_a_vote(TOGETHER, TOGETHER), after_a_vote(positions, vote, 2))
    heat_map, profile = heat_maps(result, chart_id="c")[0], domain_profile(result, chart_id="c")
    moved = dumbbell(result.matrix, [Movements("", compared.criteria)], chart_id="c", about="All")
    is_split = shape is Shape.SPLIT
    assert [heat_map.table.rows[0][-1], moved.table.rows[0][-1]] == [table, table]
    assert profile.table.rows[0][-1] == (
        "split on 1 criterion (before they voted: aligned on 1)"
        if is_split
        else "aligned on 1 criterion (before they voted: split on 1)"
    )
    assert ("partners are split on 1" in heat_map.title) == is_split
    assert ("although partners are split" in profile.title) == is_split
    assert ("partners split now" in moved.title) == is_split
    trend = trend_chart(trend_of([compared.earlier, compared.later]), result.matrix, chart_id="c")
    for chart in (heat_map, profile, moved, trend):
        for picture in (chart.wide, chart.narrow):
            lozenges = [mark for mark in picture.marks if isinstance(mark, Outline) and mark.path.count("L") == 3]
            assert bool(lozenges) == is_split
    assert ("although partners are split" in " ".join((trend.title, *map(str, trend.table.rows)))) == is_split
    assert [mark.text for mark in heat_map.wide.marks if isinstance(mark, Words)].count("Split") == is_split


@pytest.mark.parametrize(
    "positions, vote, outcome",
    [
        (TOGETHER, APART, "Agreed level: Maturing, although partners are split after their last vote."),
        (APART, TOGETHER, "Agreed level: Maturing."),
    ],
)
def test_a_strip_of_levels_from_before_a_vote_says_that_it_is_of_before(
    positions: Sequence[int], vote: Sequence[int], outcome: str
) -> None:
    result = after_a_vote(positions, vote)
    strip = dot_strip(result.criteria[0], result.matrix, chart_id="c")
    assert "That was before they voted." in strip.title
    assert strip.title.endswith(outcome)


def test_the_same_outcome_twice_is_noticed_as_looking_alike() -> None:
    twice = [shown(in_heat_map(AGREED).wide), shown(in_heat_map(AGREED).wide)]
    assert same_pairs(twice) == 1


def test_two_hues_of_one_lightness_are_no_difference() -> None:
    assert lightness("#005eb8") == lightness("#7a4f00")
