from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from maturity.core.matrix_rules import OverallBase, OverallMethod, OverallRule, ScoringRule
from maturity.core.movement.viewed import View
from maturity.core.round_record import RoundPartner
from maturity.reports.movement_words import every_domain, headline, made_of, view_lines
from tests.factories.matrices import a_matrix
from tests.factories.rounds import PositionLike
from tests.factories.two_rounds import IDS, TWO, all_at, viewed


def sentence(
    before: Mapping[str, Sequence[PositionLike]],
    after: Mapping[str, Sequence[PositionLike]],
    agreed: tuple[int, int] | None = None,
    partners: tuple[Sequence[RoundPartner], Sequence[RoundPartner]] | None = None,
) -> str:
    levels = (dict.fromkeys(IDS, agreed[0]), dict.fromkeys(IDS, agreed[1])) if agreed else None
    views = viewed(before, after, agreed=levels, partners=partners)
    return made_of(views.domains[0], views.later.matrix)


def test_a_board_reads_what_a_difference_is_made_of_and_how_sure_it_is() -> None:
    assert sentence(all_at(2), all_at(3)) == (
        "D1 went up 1 level as scored, 2.0 to 3.0: all from partners’ change of level. "
        "Like for like this is likely real."
    )
    assert sentence(all_at(2), all_at(2)) == "D1 stayed the same as scored."
    assert sentence(all_at(2), all_at(2), agreed=(2, 3)) == (
        "D1 went up 1 level as scored, 2.0 to 3.0: all from what the conversation added. "
        "Like for like a change of this size is within noise."
    )
    assert sentence(all_at(2), all_at(3), agreed=(2, 2)) == (
        "D1 stayed the same as scored, although up 1 level from partners’ change of level and "
        "down 1 level from what the conversation added make up for each other."
    )


def test_what_cannot_be_told_apart_is_said_with_its_reason() -> None:
    assert sentence(all_at(2, 2), all_at(3, 2), agreed=(2, 3)) == (
        "D1 went up 1 level as scored, 2.0 to 3.0: all from what cannot be told apart. "
        "Too few partners gave a level in both rounds. Whether it is more than chance cannot be told."
    )


def test_nothing_in_common_is_said_in_one_sentence() -> None:
    views = viewed(all_at(2), all_at(3), agreed=({IDS[0]: 2}, {IDS[1]: 2}))
    assert made_of(views.domains[1], views.later.matrix) == "D2: nothing can be compared like for like."


@pytest.mark.parametrize("view", View)
def test_every_view_has_a_line_for_each_domain(view: View) -> None:
    lines = view_lines(viewed(all_at(2), all_at(3)), view, {})
    assert [(line.title, line.change, line.verdict) for line in lines] == [
        ("D1", "Up 1 level", "Likely real"),
        ("D2", "Up 1 level", "Likely real"),
        ("Overall", "Up 1 level", "Likely real"),
    ]


def test_a_figure_that_there_is_not_cannot_be_told() -> None:
    views = viewed(all_at(2), all_at(3), agreed=({IDS[0]: 2}, {IDS[1]: 2}))
    assert {line.change for line in view_lines(views, View.CONSTANT_PANEL, {})} == {"Cannot be told"}


def test_an_overall_percentage_is_told_in_percentage_points_and_heads_the_board_page() -> None:
    rule = ScoringRule(overall=OverallRule(method=OverallMethod.PERCENT, over=OverallBase.CRITERIA))
    matrix = a_matrix(domains=TWO, scoring=rule)
    views = viewed(all_at(2), all_at(3), matrices=(matrix, matrix))
    assert headline(views) == (
        "Overall went up 25 percentage points as scored, 50% to 75%: all from partners’ change of level. "
        "Like for like this is likely real."
    )


def test_every_domain_is_told_with_what_is_likely_real_before_what_can_be_chance() -> None:
    after: dict[str, list[PositionLike]] = {**all_at(2), **{each: [3, 3, 3] for each in IDS if each.startswith("d2")}}
    assert every_domain(viewed(all_at(2), after, agreed=(dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 3)))) == (
        "Domains, like for like (over the criteria that can be compared). Likely real: D2 up 1 level. "
        "A difference that can be chance: D1 up 1 level. "
        "Of 2 domains that could be judged, fewer than 1 would be likely real by chance alone; 1 is."
    )
    assert "Likely real: D2 up 1 level. Stayed the same: D1. Of 2" in every_domain(viewed(all_at(2), after))
    nothing = viewed(all_at(2), all_at(3), agreed=({IDS[0]: 2}, {IDS[1]: 2}))
    assert every_domain(nothing).endswith(" Cannot be compared: D1 and D2.")


def test_why_two_values_do_not_compare_stands_beside_them_as_scored_and_in_no_other_view() -> None:
    views = viewed(all_at(2), all_at(3))
    notes = {"d1": "The domain asks other criteria than before."}
    said = {view: [line.note for line in view_lines(views, view, notes) if line.note] for view in View}
    assert said == {
        View.AS_SCORED: ["The domain asks other criteria than before."],
        View.LIKE_FOR_LIKE: [],
        View.CONSTANT_PANEL: [],
    }
