from __future__ import annotations

import pytest

from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.usecases import compare
from maturity.usecases.rounds import RoundDetails, change_round
from maturity.web.compare import routes
from maturity.web.compare.shelves import Shelves
from tests.factories.closed_rounds import agree, criteria_of, hold_round, hold_round_together
from tests.factories.installations import NOW, SEVEN_LENSES, Setting, a_setting
from tests.factories.rooms import a_room_in
from tests.factories.rounds import agreed
from tests.web.browser import Browser, Page, words
from tests.web.conftest import CountQueries, SignIn


def results_of(setting: Setting, number: int = 1) -> str:
    return f"{setting.round_address(number)}/results"


def criterion(page: Page, criterion_id: str) -> str:
    """Everything that the page says of one criterion."""
    card = page.soup.find("article", attrs={"aria-labelledby": f"criterion-{criterion_id}"})
    assert card is not None
    return words(card)


def test_the_page_shows_what_the_round_came_to_and_what_it_rests_on(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, partners=(2, 2, 5), label="Spring 2026", but={"design": "not-agreed", "plan": "not-applicable"})
    page = viewer.get(results_of(setting))
    assert page.h1 == "Results of Round 1: Spring 2026"
    assert "Closed 4 March 2026" in page.text
    assert "5 of 6 criteria (1 not applicable), 3 of 3 partners" in page.text
    assert "There is no overall level" in page.text
    assert not page.soup.select(".app-overall")
    assert "Draft" not in page.text
    said = criterion(page, "vision")
    assert said.startswith("Vision Level 2 Split Why We all see it.")
    assert "the median is level 2 and 1 of 3 lies more than one level from it" in said
    assert criterion(page, "design").startswith("Design Not agreed")
    assert "Why Because." in criterion(page, "design")
    assert criterion(page, "plan").startswith("Plan Not applicable")


def test_evidence_and_reason_stand_beside_the_level_as_text_and_never_as_markup(
    setting: Setting, viewer: Browser
) -> None:
    hold_round(setting, but={"vision": agreed(3, reason="A plan.\nIt is <used>.", evidence="Minutes of <b>May</b>")})
    page = viewer.get(results_of(setting))
    assert "Why A plan. It is <used>. Evidence Minutes of <b>May</b> Partners" in criterion(page, "vision")
    assert "<b>" not in page.response.text


def test_dissent_stands_with_the_level_in_the_dissenters_words(database: Database, sign_in: SignIn) -> None:
    room = a_room_in(database)
    room.record(2)
    room.dissent(1, "We hold that it is <lower>.")
    living = room.living
    page = sign_in(living.lead).get(f"/collaboratives/{living.collaborative}/rounds/{living.number}/results")
    assert "Dissent Birch Trust: We hold that it is <lower>." in criterion(page, living.criterion)
    assert "<lower>" not in page.response.text


def test_those_who_take_part_can_go_on_to_the_partners_levels_and_a_viewer_cannot(
    setting: Setting, viewer: Browser, respondent: Browser, lead: Browser
) -> None:
    hold_round(setting)
    name = "Partners’ levels side by side"
    for browser in (respondent, lead):
        assert browser.get(results_of(setting)).follow(name).address.endswith("/rounds/1/agree")
    assert name not in viewer.get(results_of(setting)).links


def test_charts_come_with_their_tables(setting: Setting, viewer: Browser) -> None:
    hold_round(setting)
    page = viewer.get(results_of(setting))
    assert [figure["id"] for figure in page.soup.select("figure")] == ["profile", "heat-map"]
    assert page.rows("The agreed level of each criterion")[0] == ["Vision", "Vision", "Level 2", "Aligned"]
    assert page.rows("Where each domain is")[0][:2] == ["Vision", "Level 2"]


def test_how_closely_partners_agree_as_a_whole_is_told_in_figures_with_their_sentences_or_the_reason_for_none(
    setting: Setting, viewer: Browser
) -> None:
    hold_round(setting)
    said = words(viewer.get(results_of(setting)).soup)
    assert "How closely we agree as a whole" in said
    assert "Within one level of the median" in said
    setting.add_round(way=WayOfScoring.TOGETHER)
    setting.move("start-agreeing", number=2)
    agree(setting, 2, {c.id: 2 for c in criteria_of(setting, 2)})
    setting.move("close", number=2)
    said = words(viewer.get(results_of(setting, 2)).soup)
    assert "The round was scored together, so partners’ own levels are not known." in said
    assert "Kendall" not in said


def test_an_overall_result_is_shown_only_where_the_rule_has_one_and_the_round_chose_it(
    setting: Setting, viewer: Browser
) -> None:
    for number, chosen in ((1, False), (2, True)):
        setting.add_round(matrix="provider-collaborative-development", way=WayOfScoring.TOGETHER)
        show_overall(setting, number, chosen=chosen)
        setting.move("start-agreeing", number=number)
        agree(setting, number, {c.id: 2 for c in criteria_of(setting, number)})
        setting.move("close", number=number)
    assert viewer.get(results_of(setting, 1)).soup.select(".app-overall") == []
    [overall] = viewer.get(results_of(setting, 2)).soup.select(".app-overall")
    assert words(overall) == "Overall Developing"


def show_overall(setting: Setting, number: int, *, chosen: bool) -> None:
    head = setting.head(number)
    details = RoundDetails(
        label=head.label, purpose="", matrix_version=head.matrix_version, way=head.way, shows_overall=chosen
    )
    with setting.database.writing() as session:
        change_round(session, head=head, details=details, based_on=head.version, by=setting.lead, now=NOW)


def test_bands_and_the_name_of_a_split_are_those_of_the_matrix(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, matrix="integrated-care-dimensions", partners=(0, 5, 3), everywhere=3)
    said = criterion(viewer.get(results_of(setting)), "readiness-to-change")
    assert said.startswith("Readiness to change Uncertain Split")
    assert "By the rule The conversation recorded Level 3." in said
    hold_round(setting, matrix="integrated-care-dimensions", partners=(3, 3, 3))
    assert criterion(viewer.get(results_of(setting, 2)), "readiness-to-change").startswith(
        "Readiness to change Level 3 Progressing Aligned"
    )


def test_last_rounds_level_stands_beside_and_the_movement_says_how_sure_it_is(
    setting: Setting, viewer: Browser
) -> None:
    hold_round(setting, partners=(1, 1, 1), label="Autumn 2025")
    hold_round(setting, partners=(3, 3, 2), but={"vision": 3, "design": 2})
    page = viewer.get(results_of(setting, 2))
    vision = criterion(page, "vision")
    assert "Round 1: Autumn 2025 Level 1. We all see it." in vision
    assert "Movement Up 2 levels, likely real." in vision
    assert page.links["Compare with Round 1: Autumn 2025"] == f"{setting.address}/compare?from=1&to=2"
    assert page.links["Progress over all rounds"] == f"{setting.address}/progress"
    assert page.links["Progress report"] == f"{setting.round_address(2)}/report"
    first = viewer.get(results_of(setting, 1))
    assert "Movement" not in first.text
    assert not [text for text in first.links if text.startswith("Compare")]


def test_a_round_scored_together_has_no_positions_to_speak_of(setting: Setting, viewer: Browser, lead: Browser) -> None:
    hold_round_together(setting)
    page = viewer.get(results_of(setting))
    assert "7 of 7 criteria, scored together" in page.text
    assert "Partners" not in criterion(page, "vision")
    assert "No response from" not in page.text
    assert "Partners’ levels side by side" not in lead.get(results_of(setting)).links


def test_a_silent_partner_is_named(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, partners=(2, 2))
    assert "2 of 3 partners. No response from: Cedarwell Trust" in viewer.get(results_of(setting)).text


def test_leads_and_respondents_see_a_draft_that_says_so(setting: Setting, lead: Browser, respondent: Browser) -> None:
    hold_round(setting, closes=False)
    for browser in (lead, respondent):
        page = browser.get(results_of(setting))
        assert "Draft: not closed yet." in page.text
        assert "Draft report" in page.links
        assert "Closed" not in page.text
    agree(setting, 1, {"vision": 5})
    assert criterion(lead.get(results_of(setting)), "vision").startswith("Vision Level 5")


def test_a_viewer_sees_nothing_of_a_round_that_is_agreeing(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, closes=False, label="Spring 2026")
    page = viewer.get(results_of(setting), expect=409)
    assert page.h1 == "Not closed yet"
    assert "“Spring 2026” is not closed yet: it is agreeing levels." in page.text
    assert "Level" not in page.text
    assert "We all see it." not in page.response.text


def test_nobody_sees_results_before_responding_has_closed(setting: Setting, lead: Browser) -> None:
    setting.add_round()
    lead.get(results_of(setting), expect=409)
    setting.move("open")
    lead.get(results_of(setting), expect=409)
    lead.get(results_of(setting, 7), expect=404)


def test_the_results_of_others_do_not_exist(setting: Setting, database: Database, sign_in: SignIn) -> None:
    other = a_setting(database, name="Other Rivers", partners=1)
    hold_round(other, partners=(1,))
    hold_round(setting)
    for path in ("/rounds/1/results", "/compare", "/progress"):
        sign_in(setting.lead).get(f"{other.address}{path}", expect=404)
    assert criterion(sign_in(other.viewer).get(results_of(other)), "vision").startswith("Vision Level 1")
    assert criterion(sign_in(setting.viewer).get(results_of(setting)), "vision").startswith("Vision Level 2")


def shown_after_reopening(setting: Setting, browser: Browser) -> str:
    hold_round(setting)
    browser.get(results_of(setting))
    setting.move("reopen", reason="One level was wrong.")
    agree(setting, 1, {"vision": 4})
    setting.move("close")
    return criterion(browser.get(results_of(setting)), "vision")[: len("Vision Level 4")]


def test_a_round_that_was_reopened_and_closed_again_shows_its_new_result(setting: Setting, viewer: Browser) -> None:
    assert shown_after_reopening(setting, viewer) == "Vision Level 4"


def test_a_page_kept_under_the_round_alone_would_be_stale(
    setting: Setting, viewer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "result_key", lambda head: head.id)
    assert shown_after_reopening(setting, viewer) == "Vision Level 2"


def test_a_page_is_drawn_once_and_the_same_for_everyone(
    setting: Setting, viewer: Browser, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_round(setting)
    first = viewer.get(results_of(setting))
    monkeypatch.setattr(compare, "score_round", None)
    monkeypatch.setattr(routes, "result_body", None)
    again = lead.get(results_of(setting))
    drawn = [page.text.partition("Where each domain is")[2] for page in (first, again)]
    assert drawn[0] == drawn[1] != ""


def test_eight_rounds_take_as_many_queries_as_two(
    setting: Setting, viewer: Browser, count_queries: CountQueries
) -> None:
    addresses = (results_of(setting, 2), f"{setting.address}/compare?from=1&to=2", f"{setting.address}/progress")

    def counted() -> list[int]:
        return [count_queries(lambda address=address: viewer.get(address)) for address in addresses]  # type: ignore[misc]

    hold_round(setting)
    hold_round(setting)
    first, kept = counted(), counted()
    for _ in range(6):
        hold_round(setting)
    viewer.get(addresses[2])
    assert counted() == kept
    assert max(first) <= 11


def test_more_partners_and_criteria_take_as_many_queries_as_few(
    database: Database, sign_in: SignIn, count_queries: CountQueries
) -> None:
    def counted(name: str, partners: int, matrix: str) -> list[int]:
        setting = a_setting(database, partners=partners, name=name)
        for level in (2, 3):
            hold_round(setting, partners=(level,) * partners, matrix=matrix)
        viewer = sign_in(setting.viewer)
        addresses = (f"{setting.address}/compare?from=1&to=2", f"{setting.address}/progress")
        viewer.get(addresses[0])
        viewer.client.application.extensions["maturity-results"] = Shelves(database)
        return [count_queries(lambda address=address: viewer.get(address)) for address in addresses]  # type: ignore[misc]

    few = counted("Few Streams", 2, SEVEN_LENSES)
    assert counted("Many Streams", 7, "integrated-care-dimensions") == few
    assert 4 < max(few) <= 11, "they were read anew, and not from what was kept"


def test_votes_in_the_room_stay_with_the_criterion_once_they_are_revealed(database: Database, sign_in: SignIn) -> None:
    room = a_room_in(database)
    living = room.living
    address = f"/collaboratives/{living.collaborative}/rounds/{living.number}/results"
    browser = sign_in(living.lead)
    room.ask()
    for place in (0, 1):
        room.vote(place, 3, reason="Seen <twice>.")
    hidden = browser.get(address)
    assert "Vote 1" not in hidden.text
    assert "twice" not in hidden.response.text
    room.vote(2, 3, on_behalf=True)
    page = browser.get(address)
    said = criterion(page, living.criterion)
    assert "Votes Before the vote: 1, 2, 3 (aligned). Vote 1: 3, 3, 3 (aligned)." in said
    assert "1 vote entered on behalf of a partner. Partners stayed aligned." in said
    assert "Alder Trust (Maturing): Seen <twice>." in said
    captions = [words(caption) for caption in page.soup.select("caption")]
    assert sum(caption.startswith("Vote 1. Each partner on") for caption in captions) == 1
    assert sum(caption.startswith("Before the vote. Each partner on") for caption in captions) == 1


def test_a_domain_that_is_its_one_criterion_has_its_title_once(setting: Setting, viewer: Browser) -> None:
    hold_round(setting)
    page = viewer.get(results_of(setting))
    assert [words(heading) for heading in page.soup.select("h3, h4")].count("Vision") == 1
    assert page.soup.select_one("h3[id^=domain-] #criterion-vision") is not None, "whoever comes by a link finds both"
