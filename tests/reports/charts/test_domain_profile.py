from __future__ import annotations

from fractions import Fraction

from maturity.core.matrix_rules import AgreementRule
from maturity.core.scoring import score_round
from maturity.reports.charts.domain_profile import domain_profile, without_level
from maturity.reports.charts.drawing import BLUE, Box, Chart, Dot, Outline
from maturity.reports.charts.heat_map import heat_maps
from maturity.reports.charts.level_axis import axis_of
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, a_round_record
from tests.reports.charts.marks import words_of


def two_domains() -> Chart:
    matrix = a_matrix(domains=some_domains(2, 3))
    levels: dict[str, ConsensusLike] = {
        "d1-c1": 1,
        "d1-c2": 2,
        "d1-c3": "not-agreed",
        "d2-c1": 4,
        "d2-c2": 4,
        "d2-c3": 3,
    }
    return domain_profile(score_round(a_round_record(matrix=matrix, consensus=levels)), chart_id="p")


def test_the_profile_is_ordered_from_the_most_developed_domain() -> None:
    chart = two_domains()
    said = words_of(chart)
    assert said.index("D2") < said.index("D1")
    assert chart.title == (
        "Domain profile, most developed first. D2: Thriving; D1: Between Emerging and Developing. "
        "Criteria without a level: not agreed 1."
    )
    assert "1 not agreed" in said


def test_the_profiles_table_counts_every_criterion() -> None:
    assert two_domains().table.rows == (
        ("D2", "Thriving", "0", "0", "1", "2", "0"),
        ("D1", "Between Emerging and Developing", "1", "1", "0", "0", "1 not agreed"),
    )


def test_a_bar_ends_where_a_criterion_at_the_same_value_would_stand() -> None:
    axis = axis_of(a_matrix(), 0, 400)
    assert [axis.at(value) for value in (1, Fraction(5, 2), 4)] == [50, 200, 350]
    marks = two_domains().wide.marks
    ends = [mark.x + mark.width for mark in marks if isinstance(mark, Box) and mark.fill == BLUE][:2]
    at_emerging, at_developing = sorted(mark.x for mark in marks if isinstance(mark, Dot) and mark.x > 206)[:2]
    assert ends[1] == (at_emerging + at_developing) / 2  # between Emerging and Developing


def test_what_has_no_level_is_counted_by_its_own_words() -> None:
    matrix = a_matrix(domains=some_domains(1, 4), agreement=AgreementRule(split_name="Uncertain"))
    record = a_round_record(matrix=matrix, consensus={"d1-c1": "not-agreed", "d1-c2": "not-applicable", "d1-c3": 2})
    [domain] = score_round(record).domains
    assert without_level(domain) == "1 uncertain, 1 not applicable, 1 not recorded"


def test_a_domain_of_one_criterion_says_everything_once() -> None:
    matrix = a_matrix(domains=[a_domain("d", [a_criterion("c", title="Vision")], title="Vision")])
    result = score_round(a_round_record(matrix=matrix, consensus={"c": "not-agreed"}))
    [heat_map] = heat_maps(result, chart_id="h")
    assert words_of(heat_map).count("Vision") == 1
    profile = words_of(domain_profile(result, chart_id="p"))
    assert "Not agreed" in profile
    assert not [said for said in profile if "1 not agreed" in said or "No result" in said]


def spread_over_two_levels() -> Chart:
    """Four criteria: one aligned, one mixed, one agreed although partners are split, and one not agreed."""
    matrix = a_matrix(domains=some_domains(1, 4))
    record = a_round_record(
        matrix=matrix,
        consensus={"d1-c1": 2, "d1-c2": 2, "d1-c3": 3, "d1-c4": "not-agreed"},
        positions={
            "d1-c1": [2, 2, 2, 2, 2, 3],
            "d1-c2": [2, 2, 2, 2, 2, 4],
            "d1-c3": [1, 1, 1, 4, 4, 4],
            "d1-c4": [1, 1, 1, 4, 4, 4],
        },
    )
    return domain_profile(score_round(record), chart_id="p")


def test_a_split_a_mixed_and_a_not_agreed_criterion_have_shapes_of_their_own() -> None:
    chart = spread_over_two_levels()
    for picture in (chart.wide, chart.narrow):
        row = [mark for mark in picture.marks if isinstance(mark, Dot | Outline)]
        rings, points = (
            [m for m in row if isinstance(m, Dot) and m.radius > 4],
            [m for m in row if isinstance(m, Dot) and m.radius < 2],
        )
        lozenges = [m for m in row if isinstance(m, Outline) and m.path.endswith("Z")]
        # Each once in the row and once in the key, and the ring once more for the mixed one and its key.
        assert (len(rings), len(points), len(lozenges)) == (4, 2, 2)
    said = words_of(chart)
    assert {"Agreed, partners mixed", "Agreed, partners split", "No level agreed"} <= set(said)
    assert chart.title.endswith("Agreed although partners are split: 1 criterion.")
    assert chart.table.rows[0][-1] == "aligned on 1 criterion, mixed on 1, split on 2"


def test_where_all_are_aligned_the_key_names_no_other_shape() -> None:
    said = words_of(two_domains())
    assert "A criterion’s agreed level" in said
    assert "Agreed, partners split" not in said


def test_marks_that_have_no_room_beside_each_other_get_a_line_for_each_shape() -> None:
    matrix = a_matrix(domains=some_domains(1, 12))
    ids = [c.id for c in matrix.criteria]
    record = a_round_record(
        matrix=matrix,
        consensus=dict.fromkeys(ids, 2),
        positions={one: [2, 2, 2] if n % 2 else [1, 1, 4] for n, one in enumerate(ids)},
    )
    chart = domain_profile(score_round(record), chart_id="p")
    assert words_of(chart).count("×6") == 2
