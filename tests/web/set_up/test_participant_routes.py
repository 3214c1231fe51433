from __future__ import annotations

from maturity.core.participant import Participant
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import list_participants
from tests.factories.installations import Setting, a_setting
from tests.web.browser import Browser
from tests.web.conftest import SignIn


def taking_part(database: Database, setting: Setting) -> dict[str, str | None]:
    """The partners of the first round and who responds for each."""
    return {p.partner_name: p.lead.name if p.lead else None for p in participants(database, setting)}


def participants(database: Database, setting: Setting) -> list[Participant]:
    with database.reading() as session:
        return list(list_participants(session, round_id=setting.head().id))


def field(setting: Setting, place: int, name: str) -> str:
    return f"partner-{setting.partners[place]}-{name}"


def test_a_draft_starts_with_every_partner_and_its_one_respondent(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    page = lead.get(setting.round_address()).follow("Choose who takes part")
    assert page.value(f"partner-{setting.partners[0]}-takes_part") == "y"
    assert page.value(f"partner-{setting.partners[0]}-respondent") == str(setting.respondents[0])
    assert page.submit().notice == "Who takes part is saved."
    assert taking_part(database, setting) == {"Alder Vale Trust": "Respondent 1", "Birchmoor Trust": "Respondent 2"}


def test_a_lead_leaves_a_partner_out_of_a_draft_and_another_without_a_respondent(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/participants")
    page.submit({field(setting, 0, "takes_part"): None, field(setting, 1, "respondent"): ""})
    assert taking_part(database, setting) == {"Birchmoor Trust": None}


def test_no_partner_leaves_an_open_round_whatever_a_form_says(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    setting.move("open")
    page = lead.get(f"{setting.round_address()}/participants")
    assert page.soup.find("input", type="checkbox") is None
    page.submit({field(setting, 0, "takes_part"): None})
    assert len(taking_part(database, setting)) == 2


def test_a_replaced_respondent_keeps_every_word_which_no_longer_counts(
    lead: Browser, setting: Setting, database: Database, sign_in: SignIn
) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0, most=3, submit=False)
    lead.get(f"{setting.address}/people/new").submit(
        name="New Hand", email="new@example.org", role="respondent", partner=str(setting.partners[0])
    )
    page = lead.get(f"{setting.round_address()}/participants")
    assert "and has begun" in page.text
    chosen = page.soup.find("option", string="New Hand")
    assert chosen is not None
    page.submit({field(setting, 0, "respondent"): str(chosen["value"])})
    assert taking_part(database, setting)["Alder Vale Trust"] == "New Hand"
    assert lead.get(setting.round_address()).rows()[0][1:] == ["New Hand 0 of 7 done", "Not started"]
    # Chosen again, the first person goes on where they stopped.
    again = lead.get(f"{setting.round_address()}/participants")
    again.submit({field(setting, 0, "respondent"): str(setting.respondents[0])})
    assert lead.get(setting.round_address()).rows()[0][1:] == ["Respondent 1 3 of 7 done", "Started"]


def test_only_a_respondent_of_the_partner_can_be_chosen_for_it(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/participants")
    for account in (setting.respondents[1], setting.lead, 999, "x"):
        again = page.submit({field(setting, 0, "respondent"): str(account)}, expect=422)
        assert again.errors == ["Alder Vale Trust: Choose a person from the list."]
    assert taking_part(database, setting)["Alder Vale Trust"] == "Respondent 1"


def test_a_stale_choice_overwrites_nothing_and_shows_what_is_there(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    first, second = (lead.get(f"{setting.round_address()}/participants") for _ in range(2))
    first.submit({field(setting, 0, "takes_part"): None})
    stale = second.submit({field(setting, 1, "respondent"): ""}, expect=409)
    assert "This is what is there now: Birchmoor Trust: Respondent 2" in stale.text
    assert taking_part(database, setting) == {"Birchmoor Trust": "Respondent 2"}
    stale.submit()
    assert taking_part(database, setting) == {"Alder Vale Trust": "Respondent 1", "Birchmoor Trust": None}


def test_a_choice_that_does_not_say_what_it_is_based_on_is_stale(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/participants")
    page.submit(seen="nonsense", expect=409)
    page.submit(seen=None, expect=409)


def test_a_partner_that_nobody_responds_for_leads_to_adding_somebody(lead: Browser, setting: Setting) -> None:
    lead.get(f"{setting.address}/partners/new").submit(name="Vale Council", type="local-authority")
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/participants")
    form = page.follow("Add a respondent for Vale Council")
    assert form.value("role") == "respondent"
    assert form.value("partner") != ""


def test_a_partner_takes_part_when_it_belongs_on_the_day_the_round_opens(
    lead: Browser, setting: Setting, database: Database
) -> None:
    for name, dates in (
        ("Left before", {"left_on-day": "3", "left_on-month": "3", "left_on-year": "2026"}),
        ("Leaves that day", {"left_on-day": "4", "left_on-month": "3", "left_on-year": "2026"}),
        ("Joins later", {"joined_on-day": "5", "joined_on-month": "3", "joined_on-year": "2026"}),
    ):
        lead.get(f"{setting.address}/partners/new").submit(dates, name=name, type="other")
    setting.add_round()
    assert {"Leaves that day"} == taking_part(database, setting).keys() - {"Alder Vale Trust", "Birchmoor Trust"}
    page = lead.get(f"{setting.round_address()}/participants")
    assert "Left before" not in page.text
    assert "Joins later" not in page.text


def test_a_round_scored_together_asks_only_who_takes_part(lead: Browser, setting: Setting, database: Database) -> None:
    setting.add_round(way=WayOfScoring.TOGETHER)
    page = lead.get(f"{setting.round_address()}/participants")
    assert page.soup.find("select") is None
    page.submit({field(setting, 1, "takes_part"): None})
    assert taking_part(database, setting) == {"Alder Vale Trust": "Respondent 1"}


def test_who_takes_part_is_fixed_once_responding_has_closed(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/participants")
    setting.move("open")
    setting.move("close-responding")
    lead.get(f"{setting.round_address()}/participants", expect=409)
    page.submit(expect=409)


def test_a_collaborative_without_partners_is_led_to_adding_one(database: Database, sign_in: SignIn) -> None:
    empty = a_setting(database, partners=0)
    empty.add_round()
    browser = sign_in(empty.lead)
    assert browser.get(empty.round_address()).links["Choose who takes part"].endswith("/participants")
    page = browser.get(f"{empty.round_address()}/participants")
    assert page.follow("Add a partner").h1 == "Add a partner"
