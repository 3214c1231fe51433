"""The home page says what waits for a person, and the pages about the service are open to everybody."""

from __future__ import annotations

import pytest

from maturity.persistence.engine import Database
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
