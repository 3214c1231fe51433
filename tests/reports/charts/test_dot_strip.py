from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from maturity.core.collaborative import PartnerType
from maturity.core.matrix_rules import AgreementRule
from maturity.core.position import PositionOrigin, without_names
from maturity.core.scoring import score_round
from maturity.reports.charts.dot_strip import dot_strip, letter
from maturity.reports.charts.drawing import BLUE, DARK, PAPER, Box, Chart, Dot, Outline, Words, text_width
from tests.factories.matrices import a_matrix, some_levels
from tests.factories.rounds import ConsensusLike, a_round_record
from tests.reports.charts.marks import words_of


def test_the_dot_strip_names_every_partner_and_marks_the_median() -> None:
    record = a_round_record(positions={"shared-purpose": [1, 3, 3, "dont-know"]})
    [result] = score_round(record).criteria
    chart = dot_strip(result, record.matrix, chart_id="s")
    said = " ".join(words_of(chart))
    assert all(partner.name.split()[0] in said for partner in record.partners)
    assert "Don’t know: Dunmere Trust" in said
    assert "Median" in said
    assert "Emerging: Alder Vale Trust. Maturing: Birchmoor Trust, Cedarwell Trust." in chart.title
    assert [row[1] for row in chart.table.rows] == ["Emerging", "Maturing", "Maturing", "Don’t know"]


def test_a_partner_that_has_not_agreed_a_level_has_a_mark_of_its_own_below_the_strip() -> None:
    record = a_round_record(positions={"shared-purpose": [1, "unsettled", 3, "dont-know"]})
    [result] = score_round(record).criteria
    chart = dot_strip(result, record.matrix, chart_id="s")
    for picture in (chart.wide, chart.narrow):
        (ring,) = [mark for mark in picture.marks if isinstance(mark, Dot) and mark.dash]
        (words,) = [mark for mark in picture.marks if isinstance(mark, Words) and "has not agreed" in mark.text]
        assert ring.x + ring.radius < words.x
        assert words.y - words.size < ring.y < words.y, "it stands in the line that it belongs to"
        assert ring.y + ring.radius < picture.height
    assert "The partner has not agreed a level: Birchmoor Trust" in words_of(chart)
    assert "A dashed ring below the strip is a partner that has not agreed a level" in chart.description
    assert "Birchmoor Trust has not agreed one." in chart.title
    assert ("Birchmoor Trust", "The partner has not agreed a level") in chart.table.rows
    settled = a_strip(None, 1, 2, 3)
    assert "ring" not in settled.description
    assert not [mark for mark in settled.wide.marks if isinstance(mark, Dot) and mark.dash]


def test_where_columns_are_narrow_partners_have_letters_and_a_key() -> None:
    matrix = a_matrix(levels=some_levels(10))
    record = a_round_record(matrix=matrix, positions={"shared-purpose": [1, 9]})
    [result] = score_round(record).criteria
    said = words_of(dot_strip(result, matrix, chart_id="s"))
    assert "A" in said
    assert "A Alder Vale Trust; B Birchmoor Trust" in said


def test_letters_go_on_after_z() -> None:
    assert [letter(number) for number in (0, 25, 26, 27, 51, 52)] == ["A", "Z", "AA", "AB", "AZ", "BA"]


def a_strip(consensus: ConsensusLike, *levels: int) -> Chart:
    record = a_round_record(consensus={"shared-purpose": consensus}, positions={"shared-purpose": levels})
    [result] = score_round(record).criteria
    return dot_strip(result, record.matrix, chart_id="s")


def paths(chart: Chart) -> list[str]:
    return [mark.path for mark in chart.wide.marks if isinstance(mark, Outline)]


def test_an_agreed_level_has_a_solid_band_below_its_column() -> None:
    chart = a_strip(2, 2, 2, 3)
    assert "Agreed level: Developing" in words_of(chart)
    assert [mark.fill for mark in chart.wide.marks if isinstance(mark, Box) and mark.height == 7] == [PAPER, DARK]
    assert chart.title.endswith("Agreed level: Developing.")


def test_an_agreed_level_on_which_partners_are_split_has_a_lozenge_and_says_so() -> None:
    chart = a_strip(2, 1, 1, 4, 4)
    assert "Agreed level: Developing, although partners are split" in words_of(chart)
    assert [path for path in paths(chart) if path.count("L") == 3]


def test_too_few_partners_have_no_triangle_and_no_word_of_one() -> None:
    for levels, is_there in (([1, 4], False), ([1, 1, 4], True)):
        result = score_round(a_round_record(positions={"shared-purpose": levels})).criteria[0]
        chart = dot_strip(result, a_matrix(), chart_id="s")
        assert ("A triangle marks the median." in chart.description) is is_there
        assert ("Median" in words_of(chart)) is is_there


def test_what_was_not_agreed_is_hatched_all_along_and_has_a_cross() -> None:
    chart = a_strip("not-agreed", 1, 1, 4, 4)
    assert "No level was agreed" in words_of(chart)
    assert [mark.fill for mark in chart.wide.marks if isinstance(mark, Box) and mark.height == 7] == [PAPER]
    assert len([path for path in paths(chart) if path.count("M") > 2]) == 1  # the hatching
    assert len([path for path in paths(chart) if path.count("M") == 2]) == 1  # the cross


def test_while_nothing_is_recorded_there_is_no_band() -> None:
    chart = a_strip(None, 2, 2, 3)
    assert not [mark for mark in chart.wide.marks if isinstance(mark, Box) and mark.height == 7]


def test_in_an_anonymous_round_partners_are_dots_and_a_count_and_nothing_else() -> None:
    for levels in (some_levels(4), some_levels(10)):
        matrix = a_matrix(levels=levels)
        record = a_round_record(matrix=matrix, positions={"shared-purpose": [1, 3, 3, "dont-know"]})
        [result] = score_round(record).criteria
        chart = dot_strip(replace(result, positions=without_names(result.positions)), matrix, chart_id="s")
        said = " ".join([*words_of(chart), chart.title])
        assert not [partner.name for partner in record.partners if partner.name in said]
        assert "Level 1: 1 partner. Level 3: 2 partners." in chart.title
        assert "Don’t know: 1 partner" in said
        assert len([m for m in chart.wide.marks if isinstance(m, Dot) and m.radius == 5]) == 3
        assert {row[0] for row in chart.table.rows} == {"A partner"}


def a_strip_on_behalf(*, named: bool) -> Chart:
    record = a_round_record(positions={"shared-purpose": [1, 3, 3]})
    [result] = score_round(record).criteria
    entered = replace(result.positions[1], origin=PositionOrigin.FACILITATOR)
    positions = (result.positions[0], entered, result.positions[2])
    shown = positions if named else without_names(positions)
    return dot_strip(replace(result, positions=shown), record.matrix, chart_id="s")


def points(chart: Chart) -> list[type]:
    marks = (mark for mark in chart.wide.marks if isinstance(mark, Dot | Box))
    return [type(mark) for mark in marks if mark.fill == BLUE]


def test_without_names_no_picture_says_which_position_was_entered_on_behalf() -> None:
    nameless = a_strip_on_behalf(named=False)
    assert points(nameless) == [Dot, Dot, Dot]
    assert "behalf" not in " ".join((*words_of(nameless), nameless.title, nameless.description))
    assert nameless.table.headings == ("Partner", "Level")


def test_what_was_entered_on_behalf_is_a_square_and_the_picture_and_its_table_say_so() -> None:
    chart = a_strip_on_behalf(named=True)
    assert sorted(kind.__name__ for kind in points(chart)) == ["Box", "Dot", "Dot"]
    assert any("A square was entered on behalf of the partner" in words for words in words_of(chart))
    assert "on behalf" in chart.title
    assert chart.table.headings == ("Partner", "Level", "How it was reached")
    assert sum("on behalf of" in row[2] for row in chart.table.rows) == 1
    plain = a_strip(2, 1, 3, 3)
    assert points(plain) == [Dot, Dot, Dot]
    assert not any("square" in words for words in words_of(plain))


def test_a_person_who_is_named_stands_beside_the_partner() -> None:
    record = a_round_record(positions={"shared-purpose": [1]})
    [result] = score_round(record).criteria
    named = replace(result, positions=(replace(result.positions[0], person="Helen Okoro"),))
    chart = dot_strip(named, record.matrix, chart_id="s")
    assert "Okoro" in " ".join(words_of(chart))
    assert chart.table.rows[0][0] == "Alder Vale Trust (Helen Okoro)"


@pytest.mark.parametrize("levels", [[1, 3, 3], [4, 4, 4]])
def test_a_weighted_median_is_called_so_in_the_picture_and_has_room_there(levels: list[int]) -> None:
    rule = AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(2)})
    record = a_round_record(matrix=a_matrix(agreement=rule), positions={"shared-purpose": levels})
    [result] = score_round(record).criteria
    chart = dot_strip(result, record.matrix, chart_id="s")
    assert "A triangle marks the weighted median." in chart.description
    for picture in (chart.wide, chart.narrow):
        [name] = [mark for mark in picture.marks if isinstance(mark, Words) and mark.text == "Weighted median"]
        width = text_width(name.text, name.size, 600)
        left, right = (name.x - width, name.x) if name.anchor == "end" else (name.x, name.x + width)
        assert (left >= 0, right <= picture.width) == (True, True)
