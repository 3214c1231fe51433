"""The pages of looking back: the round before as it was recorded, and what is said of it now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.hindsight import Hindsight, HindsightState
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.hindsight import say_in_hindsight
from maturity.usecases.room import open_room
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, keep_matrix, next_round
from tests.factories.matrices import a_criterion, some_domains
from tests.web.conftest import SignIn

FIRST = "d1-c1"


@pytest.fixture
def agreeing(database: Database) -> LivingRound:
    first = a_living_round(database)
    first.respond({first.criterion: (1, 2, 3)})
    first.move("close-responding")
    first.move("close")
    second = replace(first, number=next_round(first))
    second.move("close-responding")
    return second


def base(living: LivingRound) -> str:
    return f"/collaboratives/{living.collaborative}/rounds/{living.number}/agree"


def test_the_overview_of_agreeing_leads_to_looking_back(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(base(agreeing))
    assert "Look back on Spring 2026" in page.text


@pytest.mark.parametrize("page, link", [("criteria/d1-c1", "Look back on it"), ("room", "Look back on Spring 2026")])
def test_a_criterion_on_the_table_leads_to_its_level_of_the_round_before(
    agreeing: LivingRound, sign_in: SignIn, page: str, link: str
) -> None:
    address = f"{base(agreeing)}/{page}"
    if page == "room":
        with agreeing.database.writing() as session:
            head = get_round(session, collaborative=agreeing.collaborative, number=agreeing.number)
            open_room(session, head=head, account=agreeing.lead, now=NOW, criterion_id=FIRST)
        address = f"{base(agreeing).removesuffix('/agree')}/room/facilitate"
    followed = sign_in(agreeing.lead).get(address).follow(link)
    assert followed.address.endswith(f"/looking-back/{FIRST}")


def test_a_criterion_that_the_round_before_did_not_ask_leads_nowhere_back(database: Database, sign_in: SignIn) -> None:
    first = a_living_round(database)
    first.move("close-responding")
    first.move("close")
    domain, *others = some_domains(2, 3)
    domains = [replace(domain, criteria=(*domain.criteria, a_criterion("d1-new"))), *others]
    version, _ = keep_matrix(database, replace(first.matrix, version="1.1.0", domains=tuple(domains)))
    second = replace(first, number=next_round(first, matrix_version=version))
    second.move("close-responding")
    lead = sign_in(second.lead)
    assert "Look back on it" in lead.get(f"{base(second)}/criteria/{FIRST}").text
    assert "Look back on it" not in lead.get(f"{base(second)}/criteria/d1-new").text


def test_a_lead_says_that_a_level_looks_otherwise_and_the_comparison_shows_it_beside(
    agreeing: LivingRound, sign_in: SignIn
) -> None:
    lead = sign_in(agreeing.lead)
    page = lead.get(f"{base(agreeing)}/looking-back/{FIRST}").submit(d1__c1__choice="1", d1__c1__reason="We know more.")
    assert page.address.endswith("/looking-back/d1-c2")
    assert "It looks otherwise now: 1 Emerging" in lead.get(f"{base(agreeing)}/looking-back").text
    agreeing.move("close")
    compared = lead.get(f"/collaboratives/{agreeing.collaborative}/compare").text
    assert "1 level looks otherwise now" in compared
    assert "We know more." in compared
    assert "We know more." not in lead.get(f"/collaboratives/{agreeing.collaborative}/rounds/1/results").text


def test_another_level_needs_its_reason(agreeing: LivingRound, sign_in: SignIn) -> None:
    lead = sign_in(agreeing.lead)
    page = lead.get(f"{base(agreeing)}/looking-back/{FIRST}").submit(expect=422, d1__c1__choice="1")
    assert page.errors == ["Say why another level looks right now, so that it counts."]
    assert "It has no reason yet" in lead.get(f"{base(agreeing)}/looking-back").text


def test_a_level_that_the_scale_does_not_have_comes_back_with_the_words(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/looking-back/{FIRST}")
    again = page.submit(expect=422, d1__c1__choice="17", d1__c1__reason="Mine.")
    assert "17 is not one of them" in again.errors[0]
    assert again.value(f"{FIRST}-reason") == "Mine."


def test_a_stale_answer_shows_both_and_lets_one_choose(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/looking-back/{FIRST}")
    with agreeing.database.writing() as session:
        say_in_hindsight(
            session,
            collaborative=agreeing.collaborative,
            number=agreeing.number,
            criterion_id=FIRST,
            said=Hindsight(HindsightState.STILL_RIGHT, None, "<b>There</b>"),
            based_on=0,
            request_key="elsewhere",
            account=agreeing.lead,
            now=NOW,
        )
    conflict = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason="Mine.")
    rows = {row[0].split(" differs")[0]: row[1:] for row in conflict.rows()}
    assert rows["Looking back"] == ["It still looks right", "It looks otherwise now: 2 Developing"]
    assert rows["Reason"] == ["<b>There</b>", "Mine."]
    assert conflict.submit().address.endswith("d1-c2")


def test_a_respondent_reads_it_and_a_closed_round_is_read_only(agreeing: LivingRound, sign_in: SignIn) -> None:
    respondent, lead = sign_in(agreeing.respondent), sign_in(agreeing.lead)
    assert "A lead or facilitator records" in respondent.get(f"{base(agreeing)}/looking-back/{FIRST}").text
    page = lead.get(f"{base(agreeing)}/looking-back/{FIRST}")
    agreeing.move("close")
    refused = page.submit(expect=409, d1__c1__choice="1", d1__c1__reason="Too late.")
    assert "Too late." in refused.text
    assert "This round is closed" in lead.get(f"{base(agreeing)}/looking-back/{FIRST}").text


def test_a_first_round_has_no_such_page(database: Database, sign_in: SignIn) -> None:
    first = a_living_round(database)
    first.move("close-responding")
    lead = sign_in(first.lead)
    lead.get(f"{base(first)}/looking-back", expect=404)
    assert "Look back" not in lead.get(base(first)).text
