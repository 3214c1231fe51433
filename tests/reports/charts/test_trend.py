from __future__ import annotations

from dataclasses import replace

from maturity.core.hindsight import Hindsight, HindsightState, LookingBack
from maturity.core.matrix_rules import DomainMethod, ScoringRule
from maturity.core.movement.moved import trend_of
from maturity.core.scoring import score_round
from maturity.reports.charts.drawing import BLUE, DARK, Chart, Outline, Stroke, Words
from maturity.reports.charts.trend import trend_chart
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.rounds import ConsensusLike, a_round_record


def test_the_trend_breaks_its_line_where_rounds_cannot_be_compared() -> None:
    reworded = a_matrix(
        version="2.0.0", domains=[a_domain("purpose", [a_criterion("shared-purpose", question="How?")])]
    )
    results = [
        score_round(a_round_record(consensus={"shared-purpose": 2}, number=1)),
        score_round(a_round_record(consensus={"shared-purpose": 3}, number=2)),
        score_round(a_round_record(matrix=reworded, consensus={"shared-purpose": 4}, number=3)),
    ]
    chart = trend_chart(trend_of(results), results[-1].matrix, chart_id="t")
    lines = [mark for mark in chart.wide.marks if isinstance(mark, Stroke) and mark.stroke == BLUE]
    assert len(lines) == 1
    assert chart.table.rows[0][3].endswith("(not comparable with the round before)")


def test_the_line_is_dashed_where_the_results_rest_on_other_criteria_and_the_key_and_the_table_say_so() -> None:
    matrix = a_matrix(domains=[a_domain("one", ["a", "b"])])
    results = [
        score_round(a_round_record(matrix=matrix, consensus=levels, number=number))
        for number, levels in enumerate([{"a": 2}, {"a": 2, "b": 2}, {"a": 3, "b": 3}], start=1)
    ]
    chart = trend_chart(trend_of(results), matrix, chart_id="t")
    for picture in (chart.wide, chart.narrow):
        first, second, key = (m for m in picture.marks if isinstance(m, Stroke) and m.stroke == BLUE)
        assert (first.dash, second.dash, key.dash) == ("5 4", None, "5 4")
        assert "Dashed:" in " ".join(m.text for m in picture.marks if isinstance(m, Words))
    assert chart.table.rows[0][2].endswith(" (it rests on 1 of 2 criteria in round 1 and 2 of 2 in round 2)")
    assert "(" not in chart.table.rows[0][3]


def test_a_trend_on_the_same_criteria_has_no_dashes_and_no_key_of_them() -> None:
    results = [score_round(a_round_record(consensus={"shared-purpose": n}, number=n)) for n in (1, 2)]
    chart = trend_chart(trend_of(results), results[-1].matrix, chart_id="t")
    assert not any(isinstance(m, Stroke) and m.dash for m in chart.wide.marks)
    assert not any("Dashed" in m.text for m in chart.wide.marks if isinstance(m, Words))


def test_a_mean_is_told_as_a_figure_and_not_as_a_place_between_two_levels() -> None:
    matrix = a_matrix(domains=[a_domain("one", ["a", "b"])], scoring=ScoringRule(domain=DomainMethod.MEAN))
    results = [
        score_round(a_round_record(matrix=matrix, consensus={"a": 2, "b": level}, number=number))
        for number, level in ((1, 3), (2, 4))
    ]
    chart = trend_chart(trend_of(results), matrix, chart_id="t")
    assert chart.table.rows == (("One", "2.5", "3.0"),)
    assert chart.title.endswith("One: 2.5, then 3.0.")


def test_a_round_with_a_split_is_a_lozenge_and_one_without_an_agreed_level_has_a_cross() -> None:
    matrix = a_matrix(domains=[a_domain("one", ["a", "b"])])
    first = a_round_record(
        matrix=matrix, consensus={"a": 2, "b": 2}, positions={"a": [1, 1, 4, 4], "b": [2, 2, 2, 2]}, number=1
    )
    second = a_round_record(
        matrix=matrix, consensus={"a": "not-agreed", "b": 2}, positions={"a": [1, 4, 4], "b": [2, 2, 2]}, number=2
    )
    chart = trend_chart(trend_of([score_round(first), score_round(second)]), matrix, chart_id="t")
    for picture in (chart.wide, chart.narrow):
        outlines = [mark.path for mark in picture.marks if isinstance(mark, Outline)]
        assert len([path for path in outlines if path.endswith("Z")]) == 2  # the first round, and the key
        assert len([path for path in outlines if path.count("M") == 2]) == 2
    assert chart.table.rows[0][1] == "Developing, 1 agreed although partners are split"
    assert chart.table.rows[0][2].startswith("Developing, 1 not agreed (")
    assert "Developing, 1 agreed although partners are split, then Developing, 1 not agreed" in chart.title


def test_a_round_in_which_nothing_was_agreed_has_a_cross_at_the_foot_and_no_point() -> None:
    rounds: list[dict[str, ConsensusLike]] = [{"shared-purpose": 2}, {"shared-purpose": "not-agreed"}]
    results = [score_round(a_round_record(consensus=levels, number=n)) for n, levels in enumerate(rounds, start=1)]
    chart = trend_chart(trend_of(results), results[-1].matrix, chart_id="t")
    crosses = [mark for mark in chart.wide.marks if isinstance(mark, Outline) and mark.path.count("M") == 2]
    assert len(crosses) == 2


def test_a_result_that_looks_otherwise_in_hindsight_has_a_bar_that_no_line_joins_and_stands_in_the_table() -> None:
    otherwise = Hindsight(HindsightState.OTHERWISE, level=1, reason="We were too kind.")
    records = [a_round_record(consensus={"shared-purpose": level}, number=level - 1) for level in (2, 3)]

    def drawn(*, looks_back: bool) -> Chart:
        back = LookingBack(1, {"shared-purpose": otherwise}) if looks_back else None
        results = [score_round(records[0]), score_round(replace(records[1], looking_back=back))]
        return trend_chart(trend_of(results), results[-1].matrix, chart_id="t")

    plain, seen = drawn(looks_back=False), drawn(looks_back=True)
    for before, after in ((plain.wide, seen.wide), (plain.narrow, seen.narrow)):
        new = [m for m in after.marks if isinstance(m, Stroke) and m not in before.marks]
        assert len([m for m in new if m.stroke == DARK and m.y1 == m.y2]) == 2, "one in the panel and one in the key"
        assert [m for m in after.marks if isinstance(m, Stroke) and m.stroke == BLUE] == [
            m for m in before.marks if isinstance(m, Stroke) and m.stroke == BLUE
        ]
        assert "Looking back: how a result looks now" in [m.text for m in after.marks if isinstance(m, Words)]
    assert [cell.endswith(" (looking back: Emerging)") for cell in seen.table.rows[0]] == [False, True, False]
    assert "looking back" not in str(plain.table)
