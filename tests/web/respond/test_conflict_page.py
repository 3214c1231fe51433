"""What a page says when somebody saved something else meanwhile, and that nothing is lost of either."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.response import LONGEST_TEXT, Confidence
from maturity.persistence.engine import Database
from tests.factories.living_rounds import LivingRound, a_living_round, level
from tests.factories.next_versions import FIRST as FIRST_VERSION
from tests.factories.next_versions import every_change, publish_and_move
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.respond.conftest import FIRST, autosave, fields, token_of


def test_a_stale_save_of_a_script_is_a_conflict_that_tells_nothing_of_the_other_text(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    client = respondent.client
    token = token_of(client, f"{base}/criteria/{FIRST}")
    living.answer(level(4, "the other text"))
    status, said = autosave(client, base, token, choice="2", reason="mine", based_on="0", request_key="k2")
    assert (status, said["status"]) == (409, "conflict")
    assert "Not saved." in said["message"]
    assert "the other text" not in str(said)


def test_a_stale_form_shows_both_texts_and_lets_one_choose(respondent: Browser, living: LivingRound, base: str) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    living.answer(level(4, "There: we all agree."))
    conflict = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason="Mine: not yet.")
    assert conflict.h1 == "Choose which answer to keep"
    assert "What is there now was saved on 4 March 2026 at 10:30am by you, in another tab or on" in conflict.text
    rows = {row[0].split(" differs")[0]: row[1:] for row in conflict.rows()}
    assert rows["Answer"] == ["4 Thriving", "2 Developing"]
    assert rows["Reason"] == ["There: we all agree.", "Mine: not yet."]
    settled = conflict.submit(d1__c1__reason="Both: agreed above, not yet below.")
    assert settled.address.endswith("d1-c2")
    assert respondent.get(f"{base}/criteria/{FIRST}").value("d1-c1-reason") == "Both: agreed above, not yet below."


def test_what_was_left_empty_takes_nothing_away_that_was_saved_elsewhere(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    page = respondent.get(f"{base}/domains/d1")
    for criterion in (FIRST, "d1-c2"):
        there = replace(level(4, f"There on {criterion}.", evidence="Minutes."), confidence=Confidence.HIGH)
        living.answer(there, criterion=criterion, key=criterion)
    conflict = page.submit(expect=409, d1__c1__evidence="A walk-round.", d1__c2__choice="2")
    text = " ".join(conflict.text.split())
    assert text.count("You wrote nothing here, so this is what is there now.") == 3
    conflict.submit()
    first, second = (respondent.get(f"{base}/criteria/{each}") for each in (FIRST, "d1-c2"))
    assert (first.value("d1-c1-choice"), first.value("d1-c1-reason")) == ("4", "There on d1-c1.")
    assert (first.value("d1-c1-evidence"), first.value("d1-c1-confidence")) == ("A walk-round.", "high")
    assert (second.value("d1-c2-choice"), second.value("d1-c2-reason")) == ("2", "There on d1-c2.")
    assert second.value("d1-c2-evidence") == "Minutes."


def test_a_conflict_in_one_criterion_of_a_domain_saves_the_others(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    page = respondent.get(f"{base}/domains/d1")
    living.answer(level(4, "there"), criterion="d1-c2")
    conflict = page.submit(expect=409, d1__c1__choice="1", d1__c2__choice="2", d1__c3__choice="3")
    assert len(conflict.soup.select("section[data-draft]")) == 1
    text = respondent.get(f"{base}/check").text
    assert "1 Emerging" in text
    assert "3 Maturing" in text
    assert "4 Thriving" in text


def test_a_key_that_comes_back_in_one_criterion_of_a_domain_overwrites_nothing_and_saves_the_others(
    respondent: Browser, base: str
) -> None:
    token = token_of(respondent.client, f"{base}/domains/d1")
    mine = fields(choice="2", reason="The first words.", based_on="0", request_key="once")
    assert respondent.client.post(f"{base}/domains/d1", data={"csrf_token": token, **mine}).status_code == 302
    other = fields(choice="3", reason="Other words.", based_on="1", request_key="once")
    beside = fields("d1-c2", choice="4", reason="Said beside it.", based_on="0", request_key="beside")
    sent = respondent.client.post(f"{base}/domains/d1", data={"csrf_token": token, **other, **beside})
    assert sent.status_code == 409
    assert "Other words." in sent.text, "they are there to keep"
    assert respondent.get(f"{base}/criteria/{FIRST}").value("d1-c1-reason") == "The first words."
    assert respondent.get(f"{base}/criteria/d1-c2").value("d1-c2-reason") == "Said beside it."


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</textarea><b>x"]
)
def test_what_people_write_is_text_on_every_page_of_a_conflict(
    respondent: Browser, living: LivingRound, base: str, words: str
) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    living.answer(level(4, words))
    conflict = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason=f"mine {words}")
    assert not conflict.soup.select("#maincontent script, #maincontent img, #maincontent textarea b")
    assert words in conflict.text
    assert conflict.value("d1-c1-reason") == f"mine {words}"


@pytest.mark.parametrize("based_on", ["", "seven", "-4", "1e9"])
def test_a_version_that_nobody_saw_never_overwrites(
    respondent: Browser, living: LivingRound, base: str, based_on: str
) -> None:
    living.answer(level(4, "kept"))
    token = token_of(respondent.client, f"{base}/criteria/{FIRST}")
    status, _ = autosave(respondent.client, base, token, choice="1", based_on=based_on, request_key="k9")
    assert status in {409, 422}
    assert respondent.get(f"{base}/criteria/{FIRST}").value("d1-c1-reason") == "kept"


def test_a_conflict_and_a_mistake_in_one_form_both_keep_their_text(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    page = respondent.get(f"{base}/domains/d1")
    living.answer(level(4, "there"), criterion="d1-c1")
    longest = "y" * (LONGEST_TEXT + 1)
    both = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason="mine", d1__c2__reason=longest)
    assert both.value("d1-c1-reason") == "mine"
    assert both.value("d1-c2-reason") == longest
    assert "Reason must be 10,000 characters or fewer." in both.text


def test_a_conflict_lets_one_keep_how_sure_the_other_was(respondent: Browser, living: LivingRound, base: str) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    living.answer(replace(level(4, "there"), confidence=Confidence.HIGH))
    conflict = page.submit(expect=409, d1__c1__choice="2", d1__c1__confidence="low")
    assert conflict.value("d1-c1-confidence") == "low"
    conflict.submit(d1__c1__confidence="high")
    assert respondent.get(f"{base}/criteria/{FIRST}").value("d1-c1-confidence") == "high"


def test_a_level_to_choose_between_two_answers_is_of_the_scale_of_its_page_too(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, matrix=FIRST_VERSION)
    respondent = sign_in(living.respondent)
    address = f"/collaboratives/{living.collaborative}/rounds/{living.number}/respond/{living.partner}/criteria/d1-c1"
    opened = respondent.get(address)
    living.answer(level(1), criterion="d1-c1")  # the lowest level stays the lowest, so the move writes no version of it
    clash = opened.submit(expect=409, d1__c1__choice="3", d1__c1__reason="Mine.")
    publish_and_move(living, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    again = clash.submit(expect=409)
    assert "Mine.\n\n(Chosen before the scale of levels changed: 3 Maturing.)" in str(again.soup)
    with living.database.reading() as session:
        assert living.sheet(session).answers["d1-c1"].said.level == 1
