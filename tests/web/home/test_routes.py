"""The home page says what waits for a person, and the pages about the service are open to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from maturity.persistence.engine import Database
from maturity.settings import Settings
from maturity.web.app import create_app
from tests.factories.installations import Setting, an_account
from tests.factories.living_rounds import LivingRound, a_living_round, next_round
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database)


def test_a_lead_sees_the_rounds_under_way_and_not_the_closed_ones(living: LivingRound, sign_in: SignIn) -> None:
    lead = sign_in(living.lead)
    page = lead.get("/")
    assert page.links["Spring 2026: Northmere"] == f"/collaboratives/{living.collaborative}/rounds/1"
    assert "Open for responses" in page.text
    living.move("close-responding")
    assert "Agreeing levels" in lead.get("/").text
    living.move("close")
    assert "Spring 2026: Northmere" not in lead.get("/").links


def test_a_respondent_sees_what_to_answer_and_no_round_to_lead(living: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(living.respondent).get("/")
    assert "Spring 2026: Alder Trust" in page.links
    assert "Rounds under way" not in page.text


def test_the_home_page_asks_as_often_with_two_rounds_as_with_one(
    living: LivingRound, sign_in: SignIn, count_queries: CountQueries
) -> None:
    lead = sign_in(living.lead)
    before = count_queries(lambda: lead.get("/"))
    next_round(living)
    assert count_queries(lambda: lead.get("/")) == before


@pytest.mark.parametrize("address", ["/who-sees-what", "/accessibility"])
def test_the_pages_about_the_service_need_no_sign_in(stranger: Browser, address: str) -> None:
    assert stranger.get(address).address == address


def test_the_service_says_that_it_is_well(stranger: Browser) -> None:
    answer = stranger.client.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_no_logo_is_served_where_none_was_set(stranger: Browser) -> None:
    assert stranger.client.get("/logo").status_code == 404


def test_a_respondent_finds_what_waits_for_them_and_where_it_is(setting: Setting, sign_in: SignIn) -> None:
    respondent = sign_in(setting.respondents[0])
    setting.add_round(label="Spring 2026")
    assert "Spring 2026" not in respondent.get("/").text, "a draft waits for nobody"
    setting.move("open")
    page = respondent.get("/")
    assert "Spring 2026" in page.text
    address = f"{setting.round_address()}/respond/{setting.partners[0]}"
    assert address in page.links.values()
    assert respondent.get(address).response.status_code == 200


def test_everybody_finds_their_collaboratives_and_no_others(
    database: Database, setting: Setting, sign_in: SignIn
) -> None:
    for account in (setting.lead, setting.viewer, *setting.respondents):
        page = sign_in(account).get("/")
        assert page.links["Three Rivers Collaborative"] == setting.address
    page = sign_in(an_account(database)).get("/")
    assert "Three Rivers" not in page.text
    assert setting.address not in page.links.values()


def test_only_who_may_set_up_is_offered_it(setting: Setting, lead: Browser, sign_in: SignIn) -> None:
    assert "/collaboratives/new" in lead.get("/").links.values()
    assert "/collaboratives/new" not in sign_in(setting.viewer).get("/").links.values()


def test_the_logo_of_an_installation_is_served_with_every_header(database: Database, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    app = create_app(
        Settings(instance=tmp_path, secret_key="a secret for tests, of no worth", logo=logo), database=database
    )
    answer = app.test_client().get("/logo", buffered=True)
    assert answer.data == logo.read_bytes()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
