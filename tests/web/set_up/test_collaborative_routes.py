from __future__ import annotations

from maturity.core.collaborative import CollaborativeType
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import get_collaborative
from tests.factories.installations import Setting, a_setting, an_account
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn


def test_whoever_sets_a_collaborative_up_becomes_its_lead_and_sees_the_three_steps(
    database: Database, sign_in: SignIn
) -> None:
    browser = sign_in(an_account(database, may_set_up=True))
    page = browser.get("/").follow("Set up a collaborative")
    page = page.submit(name="  North  Vale ", type="community", footprint="place", icbs="One ICB\r\n\r\nTwo ICB")
    assert page.h1 == "North Vale"
    assert page.notice == "North Vale is set up. You are its lead."
    assert "Community" in page.text
    assert "One ICB Two ICB" in page.text
    assert "Add the partner organisations Everyone who takes part, NHS body or not. To do" in page.text
    assert "Add partners first" in page.text


def test_a_wrong_form_says_what_is_missing_and_keeps_the_text(database: Database, sign_in: SignIn) -> None:
    page = sign_in(an_account(database, may_set_up=True)).get("/collaboratives/new")
    again = page.submit(name=" ", region="North West", footprint="place", expect=422)
    assert again.errors == ["Enter the name of the collaborative.", "Choose the type of the collaborative."]
    assert again.value("region") == "North West"
    assert again.value("footprint") == "place"
    assert again.soup.title is not None
    assert again.soup.title.get_text().startswith("Error: ")
    assert [link["href"] for link in again.soup.select(".nhsuk-error-summary a")] == ["#name", "#type"]


def test_too_much_is_refused_before_it_reaches_the_database(database: Database, sign_in: SignIn) -> None:
    page = sign_in(an_account(database, may_set_up=True)).get("/collaboratives/new")
    again = page.submit(name="n" * 201, type="acute", footprint="ics", region="r" * 201, icbs="b" * 201, expect=422)
    assert len(again.errors) == 3
    again = page.submit(name="A", type="acute", footprint="ics", icbs="\n".join(map(str, range(61))), expect=422)
    assert again.errors == ["Enter at most 60 integrated care boards."]


def test_who_may_not_set_up_collaboratives_is_told_so(database: Database, sign_in: SignIn) -> None:
    sign_in(an_account(database)).get("/collaboratives/new", expect=403)


def test_a_collaborative_of_others_does_not_exist(database: Database, setting: Setting, sign_in: SignIn) -> None:
    other = a_setting(database, name="Other Collaborative")
    for address in ("", "/edit", "/partners", "/people", "/rounds/new"):
        sign_in(setting.lead).get(f"{other.address}{address}", expect=404)


def test_a_lead_changes_the_details(lead: Browser, setting: Setting, database: Database) -> None:
    page = lead.get(setting.address).follow("Change the details")
    assert page.value("name") == "Three Rivers Collaborative"
    assert page.value("type") == "acute"
    page = page.submit(name="Four Rivers", type="mental-health", icbs="An ICB")
    assert page.h1 == "Four Rivers"
    with database.reading() as session:
        facts = get_collaborative(session, collaborative=setting.collaborative)
    assert (facts.type, facts.icbs, facts.version) == (CollaborativeType.MENTAL_HEALTH, ("An ICB",), 2)


def test_a_stale_save_shows_both_and_overwrites_nothing(lead: Browser, setting: Setting, database: Database) -> None:
    first = lead.get(f"{setting.address}/edit")
    second = lead.get(f"{setting.address}/edit")
    first.submit(name="First name")
    stale = second.submit(name="Second name", region="North", expect=409)
    assert "Not saved: this was changed in another place" in stale.text
    assert stale.rows("Both versions") == [["Name", "First name", "Second name"], ["Region", "–", "North"]]
    assert stale.value("name") == "Second name"
    with database.reading() as session:
        assert get_collaborative(session, collaborative=setting.collaborative).name == "First name"
    # Having seen both, the person may still decide for their own.
    assert stale.submit().h1 == "Second name"


def test_a_stale_save_of_what_is_there_already_says_so(lead: Browser, setting: Setting) -> None:
    first, second = (lead.get(f"{setting.address}/edit") for _ in range(2))
    first.submit(name="Same name")
    stale = second.submit(name="Same name", expect=409)
    assert "what is there now is just what you entered" in stale.text
    assert stale.rows("Both versions") == []


def test_the_type_is_kept_while_a_round_is_under_way(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    again = lead.get(f"{setting.address}/edit").submit(type="ambulance", expect=422)
    assert again.errors == ["The type cannot be changed while a round is under way. Close the round first."]


def test_leads_see_drafts_and_others_do_not(lead: Browser, setting: Setting, sign_in: SignIn) -> None:
    setting.add_round(label="A draft")
    assert "A draft" in lead.get(setting.address).links
    for account in (setting.viewer, setting.respondents[0]):
        page = sign_in(account).get(setting.address)
        assert "A draft" not in page.text
        assert "No round has been opened yet." in page.text
        sign_in(account).get(setting.round_address(), expect=404)


def test_those_who_are_no_leads_read_and_change_nothing(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    setting.move("open")
    for account in (setting.viewer, setting.respondents[0]):
        browser = sign_in(account)
        page = browser.get(setting.address)
        assert page.buttons == []
        assert not {"Change the details", "Set up a round", "Add and change people"} & set(page.links)
        assert "Lead: Helen Okoro" in page.text
        assert "example" not in page.text  # no address of anybody
        for address in ("/edit", "/people", "/partners/new", "/people/new", "/rounds/new", "/rounds/1/edit"):
            browser.get(f"{setting.address}{address}", expect=403)


def test_the_steps_go_when_there_is_a_round(lead: Browser, setting: Setting) -> None:
    page = lead.get(setting.address)
    assert "2 added" in page.text
    assert page.links["Set up the first round"] == f"{setting.address}/rounds/new"
    setting.add_round(label="Autumn")
    page = lead.get(setting.address)
    assert "Three steps" not in page.text
    assert "Autumn" in page.links


def test_the_overview_asks_the_database_as_often_for_thirty_as_for_one(
    database: Database, sign_in: SignIn, count_queries: CountQueries
) -> None:
    small = a_setting(database, partners=1, name="Small one")
    large = a_setting(database, partners=30, name="Large one")
    small.add_round()
    for _ in range(30):
        large.add_round()
    few, many = sign_in(small.lead), sign_in(large.lead)
    assert count_queries(lambda: few.get(small.address)) == count_queries(lambda: many.get(large.address))


def test_a_second_press_sets_up_no_second_collaborative(lead: Browser, setting: Setting) -> None:
    form = lead.get("/collaboratives/new")
    pages = [form.submit(name="Hills Collaborative", type="acute", footprint="ics") for _ in range(2)]
    assert pages[0].address == pages[1].address
    assert lead.get("/").text.count("Hills Collaborative") == 1
