"""What the form of a criterion and of a domain save, and what they ask to be mended first."""

from __future__ import annotations

import pytest

from maturity.core.matrix import Descriptor, Element
from maturity.core.matrix_rules import CriterionMethod, ScoringRule
from maturity.core.response import LONGEST_TEXT
from maturity.persistence.engine import Database
from tests.factories.living_rounds import LivingRound, a_living_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.respond.conftest import FIRST, autosave, token_of


def test_a_form_without_a_script_saves_and_goes_on_to_the_next_criterion(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}").submit(d1__c1__choice="3", d1__c1__reason="We do.")
    assert page.address.endswith("/criteria/d1-c2")
    back = respondent.get(f"{base}/criteria/{FIRST}")
    assert (back.value("d1-c1-choice"), back.value("d1-c1-reason")) == ("3", "We do.")


def test_a_whole_domain_is_saved_with_one_button(respondent: Browser, base: str) -> None:
    respondent.get(f"{base}/domains/d1").submit(
        d1__c1__choice="1", d1__c2__choice="dont-know", d1__c3__choice="4", d1__c3__reason="Yes."
    )
    text = respondent.get(f"{base}/check").text
    assert "1 Emerging" in text
    assert "Don’t know" in text
    assert "4 Thriving" in text


def test_not_applicable_is_saved_and_asks_for_its_reason(respondent: Browser, base: str) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}").submit(expect=422, d1__c1__choice="not-applicable")
    assert page.errors == ["Say why it does not apply, so that it counts."]
    assert page.value("d1-c1-choice") == "not-applicable"
    again = page.submit(d1__c1__reason="We have no beds.")
    assert again.address.endswith("d1-c2")


def test_a_text_too_long_comes_back_whole_with_what_to_do(respondent: Browser, base: str) -> None:
    longest = "x" * (LONGEST_TEXT + 1)
    page = respondent.get(f"{base}/criteria/{FIRST}").submit(expect=422, d1__c1__reason=longest)
    assert page.errors == ["Reason must be 10,000 characters or fewer."]
    assert page.value("d1-c1-reason") == longest


def test_a_script_is_told_the_version_and_the_time_of_what_it_saved(respondent: Browser, base: str) -> None:
    client = respondent.client
    token = token_of(client, f"{base}/criteria/{FIRST}")
    status, said = autosave(client, base, token, choice="2", based_on="0", request_key="k")
    assert (status, said) == (200, {"status": "saved", "version": 1, "message": "Saved at 10:30am."})


@pytest.mark.parametrize("choice", ["9", "-1", "2.0", "²", "level", "99999999999999"])
def test_a_choice_that_the_scale_does_not_have_is_refused(respondent: Browser, base: str, choice: str) -> None:
    token = token_of(respondent.client, f"{base}/criteria/{FIRST}")
    status, said = autosave(respondent.client, base, token, choice=choice, based_on="0", request_key="k")
    assert (status, said["status"]) == (422, "not valid")


def test_a_form_with_a_choice_that_the_scale_does_not_have_comes_back_with_its_words(
    respondent: Browser, base: str
) -> None:
    words = {f"{FIRST}-reason": "A reason.", f"{FIRST}-evidence": "Minutes of March"}
    page = respondent.get(f"{base}/criteria/{FIRST}").submit({f"{FIRST}-choice": "9", **words}, expect=422)
    assert "9 is not one of them" in page.errors[0]
    assert {name: page.value(name) for name in words} == words


def test_a_whole_domain_that_was_only_looked_at_writes_nothing(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    respondent.get(f"{base}/domains/d1").submit(d1__c2__choice="2")
    with living.database.reading() as session:
        sheet = living.sheet(session)
    assert set(sheet.answers) == {"d1-c2"}


def test_how_sure_one_is_can_be_taken_back(respondent: Browser, base: str) -> None:
    respondent.get(f"{base}/criteria/{FIRST}").submit(d1__c1__choice="2", d1__c1__confidence="low")
    page = respondent.get(f"{base}/criteria/{FIRST}")
    assert page.value("d1-c1-confidence") == "low"
    page.submit(d1__c1__confidence="")
    back = respondent.get(f"{base}/criteria/{FIRST}")
    assert (back.value("d1-c1-choice"), back.value("d1-c1-confidence")) == ("2", "")
    assert back.soup.select_one("label[for=d1-c1-confidence-none]") is not None


@pytest.fixture
def gated(database: Database) -> LivingRound:
    criterion = a_criterion(
        "gate",
        descriptors=(Descriptor(1, "Nothing yet."), Descriptor(2, "A start.", (Element("plan", "A plan is agreed."),))),
    )
    return a_living_round(
        database,
        matrix=a_matrix(
            levels=some_levels(2),
            domains=[a_domain("d1", [criterion])],
            scoring=ScoringRule(criterion=CriterionMethod.ELEMENTS),
        ),
    )


@pytest.fixture
def gate(gated: LivingRound) -> str:
    return f"/collaboratives/{gated.collaborative}/rounds/{gated.number}/respond/{gated.partner}/criteria/gate"


def test_a_tick_counts_without_a_script_and_without_a_choice_beside_it(
    gated: LivingRound, gate: str, sign_in: SignIn
) -> None:
    browser = sign_in(gated.respondent)
    page = browser.get(gate)
    assert not page.soup.select("input[name=gate-choice][checked]")
    page.submit(gate__elements="plan")
    with gated.database.reading() as session:
        assert gated.sheet(session).answers["gate"].said.level == 2
    assert browser.get(gate).value("gate-choice") == "elements"


def test_a_tick_that_contradicts_the_choice_comes_back_with_both(
    gated: LivingRound, gate: str, sign_in: SignIn
) -> None:
    for choice in ("not-answered", "dont-know", "not-applicable"):
        page = sign_in(gated.respondent).get(gate).submit(expect=422, gate__elements="plan", gate__choice=choice)
        assert page.errors[0].startswith("You ticked what is true and also chose “")
        assert (page.value("gate-choice"), page.value("gate-elements")) == (choice, "plan")
    with gated.database.reading() as session:
        assert gated.sheet(session).answers == {}
