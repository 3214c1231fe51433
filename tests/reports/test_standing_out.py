from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maturity.core.matrix import Matrix
from maturity.core.round_report import build_round_report
from maturity.reports.report_page import report_page
from maturity.reports.standing_out import StandingOut
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import a_round_record

MATRIX: Matrix = a_matrix(domains=some_domains(3, 8))
IDS = [criterion.id for criterion in MATRIX.criteria]


def of(levels: dict[str, int]) -> StandingOut:
    """What stands out of a first round with these levels."""
    return report_page(build_round_report(a_round_record(matrix=MATRIX, consensus=levels), earlier=[])).standing_out


def titles(ids: list[str]) -> list[str]:
    return [MATRIX.criterion(each).title for each in ids]


def test_where_there_is_room_every_criterion_is_listed_the_highest_first() -> None:
    found = of({IDS[0]: 1, IDS[1]: 3, IDS[2]: 2}).within(8)
    assert [line.title for line in found.lines] == titles([IDS[1], IDS[2], IDS[0]])
    assert [line.label for line in found.lines] == ["Maturing", "Developing", "Emerging"]
    assert found.caption == "Every criterion that has a level, the highest first"
    assert found.left_out == ()


def test_a_level_that_more_criteria_share_than_can_be_listed_is_left_out_whole_and_said() -> None:
    levels = {each: 4 if place < 2 else 2 for place, each in enumerate(IDS)}
    found = of(levels).within(8)
    assert [line.title for line in found.lines] == titles(IDS[:2])
    assert found.caption == "Criteria at the highest level given"
    assert found.left_out == ("22 criteria are at the lowest level given, Developing.",)
    both = of({**levels, IDS[-1]: 1}).within(8)
    assert [line.title for line in both.lines] == titles([*IDS[:2], IDS[-1]])
    assert both.caption == "Criteria at the highest or the lowest level given"
    assert both.left_out == ()


def test_a_closer_list_leaves_out_a_level_and_never_a_part_of_one() -> None:
    levels = {each: 4 if place < 3 else 1 if place == 3 else 2 for place, each in enumerate(IDS)}
    stand = of(levels)
    assert [line.label for line in stand.within(6).lines] == ["Thriving"] * 3 + ["Emerging"]
    closer = stand.within(4)
    assert [line.label for line in closer.lines] == ["Emerging"]
    assert closer.left_out == ("3 criteria are at the highest level given, Thriving.",)


def test_where_all_are_at_one_level_that_is_said() -> None:
    found = of(dict.fromkeys(IDS, 2)).within(8)
    assert (found.caption, found.lines) == ("", ())
    assert found.left_out == ("All 24 criteria that have a level are at Developing.",)


def test_a_round_without_a_level_lists_nothing() -> None:
    found = of({}).within(8)
    assert (found.lines, found.left_out) == ((), ())


@given(st.dictionaries(st.sampled_from(IDS), st.integers(1, 4)), st.integers(2, 12))
def test_no_level_is_listed_in_part_and_each_end_is_listed_or_said(levels: dict[str, int], most: int) -> None:
    found = of(levels).within(most)
    assert len(found.lines) <= most
    by_label: dict[str, int] = {}
    for value in levels.values():
        label = MATRIX.level(value).label
        by_label[label] = by_label.get(label, 0) + 1
    shown = [line.label for line in found.lines]
    assert all(shown.count(label) == by_label[label] for label in set(shown))
    if levels:
        said = " ".join(found.left_out)
        for end in (max(levels.values()), min(levels.values())):
            label = MATRIX.level(end).label
            assert (label in shown) is not (label in said)
