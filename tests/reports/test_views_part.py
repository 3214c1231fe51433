from __future__ import annotations

from maturity.core.movement.views import views_of
from maturity.core.scoring import score_round
from maturity.reports.views_part import ViewsRow, views_part
from tests.factories.rounds import PositionLike, a_round_record
from tests.factories.two_rounds import IDS, a_plain_matrix, all_at, viewed


def test_a_report_has_every_view_with_what_it_covers_and_what_each_difference_is_made_of() -> None:
    part = views_part(viewed(all_at(2), all_at(3)))
    assert part.rows[0] == ViewsRow(
        "D1", "Up 1 level", "Up 1 level", "Up 1 level", "Up 1 level: partners’ change of level.", "Likely real"
    )
    assert part.covers[1:] == (
        ("Like for like", "6 of 6 criteria."),
        ("Constant panel", "6 of 6 criteria, 3 of 3 partners."),
    )
    assert part.headline.startswith("Overall went up 1 level as scored")
    assert (
        part.by_chance == "Of 2 domains that could be judged, fewer than 1 would be likely real by chance alone; 2 are."
    )
    assert part.domains.endswith(f"Likely real: D1 up 1 level and D2 up 1 level. {part.by_chance}")


def test_a_view_that_is_not_there_says_why() -> None:
    results = [
        score_round(a_round_record(matrix=a_plain_matrix(), consensus=dict.fromkeys(IDS, number), number=number))
        for number in (1, 2)
    ]
    part = views_part(views_of(results[0], results[1]))
    assert part.covers[2][1].startswith("Round 1 was scored together")
    assert {row.constant_panel for row in part.rows} == {"Cannot be told"}


def test_what_stayed_in_every_view_is_named_in_one_sentence() -> None:
    after: dict[str, list[PositionLike]] = {**all_at(2), IDS[0]: [3, 3, 3]}
    part = views_part(viewed(all_at(2), after))
    assert [row.title for row in part.rows] == ["D1", "Overall"]
    assert part.same == "The same in every view: D2."
