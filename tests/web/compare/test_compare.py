from __future__ import annotations

import pytest
from bs4 import Tag

from maturity.core.membership import Succession
from maturity.persistence.queries.collaboratives import list_partners
from maturity.usecases.set_up import PartnerDetails, change_partner
from tests.factories.closed_rounds import agree, hold_round, hold_round_together
from tests.factories.installations import NOW, Setting
from tests.web.browser import Browser, Page, words


def compared(browser: Browser, setting: Setting, query: str = "", *, expect: int = 200) -> Page:
    return browser.get(f"{setting.address}/compare{query}", expect=expect)


def counts(page: Page) -> list[str]:
    return [words(one) for one in page.soup.select(".app-count")]


def part(page: Page, heading: str) -> Tag:
    found = page.soup.find("section", attrs={"aria-labelledby": heading})
    assert found is not None
    return found


def row(page: Page, title: str) -> Tag:
    for heading in page.soup.select(".app-moves tbody th"):
        if words(heading) == title and heading.parent is not None:
            return heading.parent
    raise AssertionError(title)


@pytest.fixture
def two_rounds(setting: Setting) -> Setting:
    """Vision went up for all partners; design went up by agreement alone; plan went down, and people stayed low."""
    hold_round(setting, partners=(2, 2, 2), but={"vision": 1, "people": 1}, label="Autumn 2025")
    hold_round(
        setting,
        partners=(4, 4, 4),
        but={"vision": 4, "design": 3, "plan": 1, "people": 1, "collaboration": "not-agreed", "accountability": 2},
        label="Spring 2026",
    )
    return setting


def test_the_page_counts_what_moved_by_direction_and_says_how_much_is_likely_real(
    two_rounds: Setting, viewer: Browser
) -> None:
    page = compared(viewer, two_rounds)
    assert page.h1 == "Compare Autumn 2025 with Spring 2026"
    assert counts(page) == [
        "3 went up 3 likely real",
        "1 went down 0 likely real",
        "2 stayed the same",
        "1 not comparable",
    ]
    assert "6 of 7 criteria can be compared; 3 partners were in both rounds." in page.text
    assert "Round 1 has a level on 7 of 7 criteria and round 2 on 6 of 7." in page.text
    assert page.links["Results of Round 1: Autumn 2025"] == f"{two_rounds.round_address(1)}/results"


def test_beside_them_stands_how_many_would_be_likely_real_by_chance_alone(two_rounds: Setting, viewer: Browser) -> None:
    page = compared(viewer, two_rounds)
    strip = page.soup.select_one(".app-counts")
    assert strip is not None
    beside = strip.find_next_sibling()
    assert isinstance(beside, Tag)
    assert (
        words(beside) == "Of 6 criteria that could be judged, fewer than 1 would be likely real by chance alone; 3 are."
    )
    views = part(page, "views")
    assert words(views).endswith(
        "domains that could be judged, fewer than 1 would be likely real by chance alone; 3 are."
    )


def test_every_criterion_has_both_levels_both_reasons_a_direction_and_a_verdict(
    two_rounds: Setting, viewer: Browser
) -> None:
    page = compared(viewer, two_rounds)
    assert len(page.soup.select(".app-moves tbody tr")) == 7
    said = words(row(page, "Vision"))
    assert said.startswith(
        "Vision Round 1: Autumn 2025 Level 1 We all see it. Round 2: Spring 2026 Level 4 We all see it. "
        "Movement Up 3 levels Likely real The 3 partners that gave a level in both rounds moved up by 2 levels"
    )
    assert "Not agreed Because. Movement Not comparable No level was agreed in round 2." in words(
        row(page, "Collaboration")
    )
    assert words(row(page, "People")).endswith(
        "Movement Same Agreement As close as before In both rounds all who gave a level gave the same one."
    )


def test_a_change_that_cannot_be_told_from_noise_looks_quieter_and_says_so(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, partners=(2, 2, 2))
    hold_round(setting, partners=(3, 3, 3), but={"vision": 5})
    page = compared(viewer, setting)
    assert [words(one) for one in page.soup.select(".app-moves .app-moved--sure")] == []
    quiet = row(page, "Vision").select_one(".app-moved--unsure")
    assert quiet is not None
    assert words(quiet) == "Up 3 levels Within noise"
    hold_round(setting, partners=(5, 5, 5))
    sure = row(compared(viewer, setting, "?from=1&to=3"), "Vision").select_one(".app-moved--sure")
    assert sure is not None
    assert words(sure) == "Up 3 levels Likely real"


def test_no_picture_or_mark_of_the_page_is_green_red_or_amber(two_rounds: Setting, viewer: Browser) -> None:
    page = compared(viewer, two_rounds)
    used = {
        str(mark[name]).lower()
        for mark in page.soup.select("figure svg *")
        for name in ("fill", "stroke")
        if mark.has_attr(name)
    }
    assert used
    assert all(_is_neutral_or_blue(colour) for colour in used - {"none"}), used
    assert not page.soup.select(".nhsuk-tag--green, .nhsuk-tag--red, .nhsuk-tag--orange, .nhsuk-tag--yellow")


def _is_neutral_or_blue(colour: str) -> bool:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return blue >= max(red, green)


@pytest.mark.parametrize("colour", ["#007f3b", "#d5281b", "#ffb81c"])
def test_the_check_of_colours_knows_green_red_and_amber(colour: str) -> None:
    assert not _is_neutral_or_blue(colour)


def test_the_most_improved_and_of_most_concern_come_with_a_verdict_and_lead_to_its_basis(
    two_rounds: Setting, viewer: Browser
) -> None:
    page = compared(viewer, two_rounds)
    improved = [words(one) for one in part(page, "most-improved").select("li")]
    assert improved[0] == "Vision Vision: Level 1 to level 4 Up 3 levels Likely real"
    assert len(improved) == 3
    concern = [words(one) for one in part(page, "most-concern").select("li")]
    assert concern[0] == "Plan Plan: Level 2 to level 1 Down 1 level Cannot tell"
    [link] = part(page, "most-concern").select("li:first-child a")
    basis = page.soup.select_one(str(link["href"]))
    assert basis is not None
    assert "The agreed level went the other way." in words(basis)
    assert concern[1] == "People People: Level 1 in both rounds Same, at the lowest level"
    assert concern[2].startswith("Collaboration Collaboration: Level 2 to Not agreed Not agreed")
    assert page.soup.select_one("figure#moved") is not None


def test_where_nothing_stands_out_the_lists_say_so(setting: Setting, viewer: Browser) -> None:
    hold_round(setting)
    hold_round(setting)
    page = compared(viewer, setting)
    assert "No criterion went up." in page.text
    assert "No criterion went down" in page.text
    assert page.soup.find("figure") is None


def test_any_two_closed_rounds_can_be_chosen_by_a_form_without_a_script(setting: Setting, viewer: Browser) -> None:
    for level, label in enumerate(("First", "Second", "Third"), start=1):
        hold_round(setting, partners=(level,) * 3, label=label)
    hold_round(setting, closes=False, label="Fourth")
    page = compared(viewer, setting)
    form = page.soup.select_one("#maincontent form")
    assert form is not None
    assert (form["method"], form["action"]) == ("get", f"{setting.address}/compare")
    assert [words(option) for option in page.soup.select("#from option")] == [
        "Round 3: Third",
        "Round 2: Second",
        "Round 1: First",
    ]
    assert (page.value("from"), page.value("to")) == ("2", "3")
    chosen = compared(viewer, setting, "?from=1&to=3")
    assert chosen.h1 == "Compare First with Third"
    assert (chosen.value("from"), chosen.value("to")) == ("1", "3")
    assert compared(viewer, setting, "?from=3&to=1").h1 == "Compare First with Third"


@pytest.mark.parametrize(
    "query, said",
    [
        ("?from=2&to=2", "Choose two different rounds."),
        ("?from=1&to=9", "Round 9 is not a closed round. Choose two rounds that are closed."),
        ("?from=x&to=1", "Choose two rounds that are closed."),
        ("?from=1&to=99999999999999999999", "Choose two rounds that are closed."),
    ],
)
def test_a_wrong_choice_is_said_and_kept(two_rounds: Setting, viewer: Browser, query: str, said: str) -> None:
    page = compared(viewer, two_rounds, query, expect=422)
    assert page.errors == [said]
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Error: ")
    assert not page.soup.select(".app-moves")
    if query == "?from=2&to=2":
        assert (page.value("from"), page.value("to")) == ("2", "2")


def test_without_two_closed_rounds_the_page_says_that_it_needs_them(setting: Setting, viewer: Browser) -> None:
    page = compared(viewer, setting)
    assert "A comparison needs two closed rounds. None is closed yet." in page.text
    assert page.soup.select("#maincontent form") == []
    hold_round(setting)
    hold_round(setting, closes=False)
    page = compared(viewer, setting)
    assert "One is closed so far: Round 1: Spring 2026" in page.text
    assert page.soup.select("#maincontent form") == []


def test_rounds_on_different_matrices_show_why_nothing_can_be_compared(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, matrix="integrated-care-dimensions")
    hold_round(setting)
    page = compared(viewer, setting)
    assert "Nothing can be compared between these two rounds." in page.text
    assert "different matrices cannot be compared" in page.text
    assert counts(page)[-2:] == ["7 new", "12 no longer asked"]
    assert "Not asked" in words(row(page, "Vision"))


def test_a_round_scored_together_is_compared_without_a_verdict_on_chance(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, partners=(1, 1, 1))
    hold_round_together(setting, everywhere=4)
    page = compared(viewer, setting)
    assert "The rounds were scored in different ways." in page.text
    assert "Up 3 levels Cannot tell Round 2 was scored together." in words(row(page, "Vision"))
    assert page.soup.select(".app-moved--sure") == []


def test_a_comparison_shows_a_round_anew_after_it_was_reopened_and_closed(two_rounds: Setting, viewer: Browser) -> None:
    assert "Level 4" in words(row(compared(viewer, two_rounds), "Vision"))
    two_rounds.move("reopen", number=2, reason="One level was wrong.")
    assert compared(viewer, two_rounds).soup.select(".app-moves") == []
    agree(two_rounds, 2, {"vision": 5}, reason="Put right.")
    two_rounds.move("close", number=2)
    assert "Level 5 Put right." in words(row(compared(viewer, two_rounds), "Vision"))


def test_what_people_wrote_is_text_and_never_markup(setting: Setting, viewer: Browser) -> None:
    hold_round(setting)
    hold_round(setting, closes=False)
    agree(setting, 2, {"vision": 5}, reason="<script>alert(1)</script> & more")
    setting.move("close", number=2)
    page = compared(viewer, setting)
    assert "<script>alert(1)</script> & more" in words(row(page, "Vision"))
    assert "<script>alert" not in page.response.text


def test_coming_closer_is_told_apart_from_what_moved(two_rounds: Setting, viewer: Browser) -> None:
    page = compared(viewer, two_rounds)
    [section] = page.soup.select("section[aria-labelledby=closer]")
    said = words(section)
    assert said.startswith("Have partners come closer?")
    assert "the levels of the same partners can be compared for how close they are" in said
    assert "Coming closer and moving up are two different results." in said


def merge_first_into_second(setting: Setting) -> None:
    first, second, _ = setting.partners
    with setting.database.writing() as session:
        facts = next(p for p in list_partners(session, collaborative=setting.collaborative) if p.id == first)
        change_partner(
            session,
            collaborative=setting.collaborative,
            partner=first,
            details=PartnerDetails(
                name=facts.name,
                type=facts.type,
                left_on=NOW.date(),
                succession=Succession.MERGED,
                succeeded_by=second,
            ),
            based_on=facts.version,
            by=setting.lead,
            now=NOW,
        )


def test_what_moved_comes_first_and_a_list_leads_to_each_part_in_the_order_of_the_page(
    two_rounds: Setting, viewer: Browser
) -> None:
    page = compared(viewer, two_rounds)
    contents = page.soup.select(".app-on-this-page a")
    headings = [page.soup.find(id=str(link["href"]).removeprefix("#")) for link in contents]
    assert words(contents[0]) == "What moved"
    assert all(heading is not None for heading in headings)
    assert headings == [each for each in page.soup.find_all(["h2"]) if each in headings]
    # What has to be read with care stands before all that it is about.
    care = page.soup.find("h2", string="Read with care: what changed besides the levels")
    assert care is not None
    assert headings[0] in care.find_all_next("h2")


def test_each_view_is_a_link_away_says_what_it_covers_and_needs_no_script(two_rounds: Setting, viewer: Browser) -> None:
    page = compared(viewer, two_rounds)
    assert "As scored: Round 1: 7 of 7 criteria, 3 of 3 partners; round 2: 6 of 7 criteria" in page.text
    alike = page.follow("Like for like")
    assert "Like for like: 6 of 7 criteria" in alike.text
    assert "Both rounds are restated" in alike.text
    panel = alike.follow("Constant panel")
    assert "Constant panel: 6 of 7 criteria, 3 of 3 partners" in panel.text
    assert "The agreed level is a judgement." in panel.text
    assert compared(viewer, two_rounds, "?view=nonsense").text == page.text


def test_the_page_says_in_words_and_as_a_table_what_a_difference_is_made_of(
    two_rounds: Setting, viewer: Browser
) -> None:
    page = compared(viewer, two_rounds)
    assert (
        "Design went up 1 level as scored, level 2 to level 3: up 2 levels from partners’ change of level and "
        "down 1 level from what the conversation added. Like for like this is likely real." in page.text
    )
    assert ["Design", "What the conversation added", "down 1"] in page.rows("What each difference is made of")


def test_no_page_is_a_stale_one_after_a_partner_merged(two_rounds: Setting, viewer: Browser) -> None:
    before = compared(viewer, two_rounds, "?view=constant-panel")
    assert "Restated:" not in before.text
    merge_first_into_second(two_rounds)
    after = compared(viewer, two_rounds, "?view=constant-panel")
    assert before.text == after.text, "both partners are in both rounds, so each is itself"


def test_a_view_that_is_not_there_says_why(setting: Setting, viewer: Browser) -> None:
    hold_round_together(setting)
    hold_round(setting, partners=(3, 3, 3))
    page = compared(viewer, setting, "?view=constant-panel")
    assert "This view is not there. Round 1 was scored together" in page.text
    assert "Constant panelnot there" not in page.text
