"""What is declared of a version is said on the pages on which rounds are compared, as soon as the library has it."""

from __future__ import annotations

import pytest

from maturity.persistence.engine import Database
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import Setting, a_setting
from tests.factories.matrix_files import (
    AMENDED,
    KEY,
    NOTHING_MORE,
    put_published,
    with_another_title,
)
from tests.web.conftest import SignIn

FLAG = "Its meaning was amended in version 2.0.0. It now asks for a date."


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database, partners=3)


def test_a_flag_stands_on_the_pages_of_comparison_result_and_progress(setting: Setting, sign_in: SignIn) -> None:
    put_published(setting.database)
    hold_round(setting, partners=(2, 2, 2), matrix=KEY)
    put_published(setting.database, with_another_title("3.0.0", NOTHING_MORE))
    hold_round(setting, partners=(3, 3, 3), matrix=KEY, label="Autumn 2026")
    lead = sign_in(setting.lead)
    base = f"/collaboratives/{setting.collaborative}"
    before = lead.get(f"{base}/compare")
    assert FLAG not in before.text, "the control: the version that declares it is not here"
    assert "Its wording changed between the two versions of the matrix." in before.text
    lead.get(f"{base}/progress")
    assert FLAG not in lead.get(f"{base}/rounds/2/report").text
    put_published(setting.database, with_another_title("2.0.0", AMENDED))
    compared = lead.get(f"{base}/compare").text
    assert FLAG in compared
    assert "Compared although the meaning was amended: “Dated Vision”." in compared
    assert "It rests on a criterion whose meaning was amended: “Dated Vision”." in compared
    assert (
        "Dashed: the two results do not rest on the same criteria, or one was amended"
        in lead.get(f"{base}/progress").text
    )
    report = lead.get(f"{base}/rounds/2/report").text
    assert FLAG in report


def test_a_comparison_is_downloaded_as_data_and_a_wrong_choice_leads_to_the_page_that_says_so(
    setting: Setting, sign_in: SignIn
) -> None:
    viewer = sign_in(setting.viewer)
    base = f"/collaboratives/{setting.collaborative}"
    assert "A comparison needs two closed rounds." in viewer.get(f"{base}/compare.csv").text
    hold_round(setting, partners=(2, 2, 2), label="Spring 2026")
    hold_round(setting, partners=(3, 3, 3), label="Autumn 2026")
    [link] = viewer.get(f"{base}/compare").soup.find_all("a", string="This comparison as data (CSV)")
    answer = viewer.client.get(link["href"])
    assert answer.mimetype == "text/csv"
    assert "Spring 2026 to Autumn 2026 - comparison.csv" in answer.headers["Content-Disposition"]
    assert '"view","like-for-like"' in answer.get_data(as_text=True)
    assert "Choose two different rounds." in viewer.get(f"{base}/compare.csv?from=2&to=2", expect=422).text
