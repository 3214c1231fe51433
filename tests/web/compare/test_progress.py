from __future__ import annotations

from tests.factories.closed_rounds import agree, criteria_of, hold_round, hold_round_together
from tests.factories.installations import Setting
from tests.web.browser import Browser, Page


def progress_of(browser: Browser, setting: Setting) -> Page:
    return browser.get(f"{setting.address}/progress")


def test_without_a_closed_round_there_is_nothing_to_show_yet(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, closes=False)
    page = progress_of(viewer, setting)
    assert page.h1 == "Progress over all rounds"
    assert "No round is closed yet." in page.text
    assert page.rows() == []


def test_one_round_is_a_starting_point_and_no_trend(setting: Setting, viewer: Browser) -> None:
    hold_round(setting)
    page = progress_of(viewer, setting)
    assert "A trend needs two closed rounds, and one is closed so far." in page.text
    assert page.links["Results of Round 1: Spring 2026"] == f"{setting.round_address(1)}/results"
    assert page.soup.find("figure") is None


def test_all_closed_rounds_stand_in_order_as_a_picture_and_a_table(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, partners=(1, 1, 1), label="First")
    hold_round(setting, partners=(2, 2, 2), label="Second")
    hold_round_together(setting, everywhere=4, label="Third")
    hold_round(setting, closes=False, label="Fourth")
    page = progress_of(viewer, setting)
    assert page.soup.select_one("figure#trend") is not None
    assert page.rows("in every closed round")[0] == [
        "Vision",
        "Level 1 Partners: aligned on 1 criterion",
        "Level 2 Partners: aligned on 1 criterion",
        "Level 4",
    ]
    assert "Fourth" not in page.text
    assert "7 of 7 criteria, 3 of 3 partners" in page.text
    assert page.links["What moved since the round before Round 3: Third"] == f"{setting.address}/compare?from=2&to=3"
    assert page.links["Compare the first round with the latest"] == f"{setting.address}/compare?from=1&to=3"


def test_a_round_on_another_matrix_breaks_the_line_and_stays_out_of_the_picture(
    setting: Setting, viewer: Browser
) -> None:
    hold_round(setting, matrix="integrated-care-dimensions", label="Before")
    hold_round(setting, partners=(2, 2, 2), label="Now")
    hold_round(setting, partners=(3, 3, 3), label="Next")
    page = progress_of(viewer, setting)
    assert "The picture leaves out Round 1: Before: the matrix or its scale was another." in page.text
    rows = {row[0]: row[1:] for row in page.rows("in every closed round")}
    assert rows["Vision"] == [
        "Not asked",
        (
            "Level 2 Partners: aligned on 1 criterion "
            "As scored not comparable with the round before. Not asked in round 1."
        ),
        "Level 3 Partners: aligned on 1 criterion",
    ]
    assert rows["Readiness to change"] == [
        "Level 2 (Initial) Partners: aligned on 1 criterion",
        "Not asked",
        "Not asked",
    ]


def test_every_round_in_the_table_says_how_partners_stand_and_what_has_no_level(
    setting: Setting, viewer: Browser
) -> None:
    first = hold_round(setting, partners=(1, 1, 4), label="First", closes=False)
    agree(setting, first, {criteria_of(setting, first)[0].id: "not-agreed"})
    setting.move("close", number=first)
    hold_round(setting, partners=(2, 2, 2), label="Second")
    hold_round_together(setting, everywhere=4, label="Third")
    vision, other, *_ = progress_of(viewer, setting).rows("in every closed round")
    assert (
        vision[1]
        == "No result: 0 of 1 criteria have a level Without a level: 1 not agreed Partners: split on 1 criterion"
    )
    assert vision[2].startswith(
        "Level 2 Partners: aligned on 1 criterion As scored not comparable with the round before."
    )
    assert (vision[3], other[3]) == ("Level 4", "Level 4"), "scored together, it is not known how partners stand"
    assert other[1] == "Level 1 Partners: split on 1 criterion"


def test_rounds_that_share_no_scale_have_a_table_and_no_picture(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, matrix="integrated-care-dimensions")
    hold_round(setting)
    page = progress_of(viewer, setting)
    assert "There is no picture of the trend" in page.text
    assert page.soup.find("figure") is None
    assert len(page.rows("in every closed round")) == 19


def test_how_close_partners_were_stands_beside_what_became_of_the_levels(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, partners=(1, 2, 4), label="First")
    hold_round(setting, partners=(2, 2, 2), label="Second")
    page = progress_of(viewer, setting)
    assert "How close partners were, round after round" in page.text
    assert "Closer since the round before 7 closer" in page.text
    assert "Partners were aligned on 7 criteria" in page.text
