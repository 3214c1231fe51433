from __future__ import annotations

from itertools import pairwise

from maturity.core.scoring import score_round
from maturity.reports.charts.drawing import Box, Dot, Outline, Words
from maturity.reports.charts.heat_map import heat_maps
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains
from tests.factories.rounds import a_round_record
from tests.reports.charts.marks import words_of


def test_the_heat_map_writes_the_level_into_its_cell_and_hatches_what_was_not_agreed() -> None:
    matrix = a_matrix(domains=some_domains(1, 3))
    record = a_round_record(matrix=matrix, consensus={"d1-c1": 3, "d1-c2": "not-agreed"})
    [chart] = heat_maps(score_round(record), chart_id="h")
    said = words_of(chart)
    assert said.count("Maturing") == 2  # above the column and in the cell
    assert "Not agreed" in said
    assert "Not recorded" in said
    assert sum(isinstance(mark, Outline) for mark in chart.wide.marks) == 2  # the hatching and the cross
    assert chart.title.endswith("1 at Maturing, 1 not agreed, 1 not recorded.")


def test_a_long_name_takes_a_second_line_and_no_row_covers_another() -> None:
    title = "How all of the partners decide together who leads"
    criteria = [a_criterion(f"c{n}", title=f"{title} {n}") for n in range(3)]
    matrix = a_matrix(domains=[a_domain("d", criteria, title="Domain")])
    record = a_round_record(matrix=matrix, consensus={f"c{n}": 4 for n in range(3)})
    [chart] = heat_maps(score_round(record), chart_id="h")
    assert all(f"{title} {n}" in " ".join(words_of(chart)) for n in range(3))
    tops = sorted({mark.y for mark in chart.wide.marks if isinstance(mark, Box)})
    assert all(below - above >= 22 for above, below in pairwise(tops))


def test_a_large_matrix_is_divided_between_pictures_without_losing_a_criterion() -> None:
    result = score_round(a_round_record(matrix=a_matrix(domains=some_domains(12, 20))))
    charts = heat_maps(result, chart_id="h")
    assert len({chart.id for chart in charts}) == len(charts) > 1
    assert [row[0] for chart in charts for row in chart.table.rows] == [c.criterion.title for c in result.criteria]


def test_beside_each_level_stands_how_closely_partners_agree_by_shape_and_by_word() -> None:
    matrix = a_matrix(domains=some_domains(1, 4))
    record = a_round_record(
        matrix=matrix,
        consensus={"d1-c1": 2, "d1-c2": 2, "d1-c3": 3, "d1-c4": "not-agreed"},
        positions={
            "d1-c1": [2, 2, 2, 2, 2, 3],
            "d1-c2": [2, 2, 2, 2, 2, 4],
            "d1-c3": [1, 1, 1, 4, 4, 4],
            "d1-c4": [2, 3],
        },
    )
    [chart] = heat_maps(score_round(record), chart_id="h")
    for picture in (chart.wide, chart.narrow):
        said = [mark.text for mark in picture.marks if isinstance(mark, Words)]
        assert {"Aligned", "Mixed", "Split", "Too few"} <= set(said)
        dots = [mark for mark in picture.marks if isinstance(mark, Dot)]
        lozenges = [m for m in picture.marks if isinstance(m, Outline) and m.path.endswith("Z")]
        # a ring, a ring with its point, a ring with its line, a lozenge
        assert (len(dots), len(lozenges)) == (4, 1)
    assert chart.title.endswith(
        "1 not agreed, partners are split on 1, partners are mixed on 1, partners are too few to say on 1."
    )
    assert [row[3] for row in chart.table.rows] == ["Aligned", "Mixed", "Split", "Too few to say"]


def test_a_round_scored_together_leaves_the_agreement_out() -> None:
    [chart] = heat_maps(score_round(a_round_record(consensus={"shared-purpose": 2})), chart_id="h")
    assert "Partners" not in words_of(chart)
    assert chart.table.headings == ("Criterion", "Domain", "Agreed level")


def test_a_partner_that_has_not_agreed_a_level_has_a_dashed_ring_and_its_name_in_the_table() -> None:
    matrix = a_matrix(domains=some_domains(1, 2))
    record = a_round_record(
        matrix=matrix,
        consensus={"d1-c1": 2, "d1-c2": 2},
        positions={"d1-c1": [2, 2, 2, "unsettled"], "d1-c2": [2, 2, 2, 2]},
    )
    [chart] = heat_maps(score_round(record), chart_id="h")
    assert [row[3] for row in chart.table.rows] == ["Aligned; Dunmere Trust has not agreed a level", "Aligned"]
    assert chart.title.endswith("a partner has not agreed a level on 1.")
    for picture in (chart.wide, chart.narrow):
        rings = [mark for mark in picture.marks if isinstance(mark, Dot) and mark.dash]
        assert len(rings) == 2  # beside the row and in the key
        assert max(ring.x for ring in rings) + 5 < picture.width
        assert "A partner that has not agreed a level" in [m.text for m in picture.marks if isinstance(m, Words)]
    [settled] = heat_maps(score_round(a_round_record(positions={"shared-purpose": [2, 2, 2]})), chart_id="h")
    assert not any(isinstance(mark, Dot) and mark.dash for mark in settled.wide.marks)
