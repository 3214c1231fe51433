"""The pages of a response: what they show, what they save, and what they say when they cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from maturity.core.matrix import CriterionMethod, Descriptor, Element, ScoringRule
from maturity.core.response import LONGEST_TEXT, Answer, AnswerState, Confidence
from maturity.persistence.engine import Database
from maturity.usecases.respond import save_answer
from tests.factories.living_rounds import LivingRound, a_living_round, level, next_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels
from tests.web.browser import Browser, Page
from tests.web.conftest import CountQueries, SignIn

JSON = {"Accept": "application/json"}
FIRST = "d1-c1"


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database)


@pytest.fixture
def respondent(living: LivingRound, sign_in: SignIn) -> Browser:
    return sign_in(living.respondent)


@pytest.fixture
def base(living: LivingRound) -> str:
    return f"/collaboratives/{living.collaborative}/rounds/{living.number}/respond/{living.partner}"


def token_of(client: FlaskClient, address: str) -> str:
    page = Browser(client).get(address)
    found = page.soup.find("input", attrs={"name": "csrf_token"})
    assert found is not None
    return str(found["value"])


def fields(prefix: str = FIRST, **values: str) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in values.items()}


def autosave(client: FlaskClient, base: str, token: str, **values: str) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"{base}/criteria/{FIRST}", data={"csrf_token": token, **fields(**values)}, headers=JSON)
    return answer.status_code, answer.get_json()


def test_the_task_list_says_how_far_one_has_come_and_how_long_the_rest_takes(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert "It takes about 12 minutes" in respondent.get(base).text
    living.answer(level(2))
    page = respondent.get(base)
    assert "1 of 6 criteria done" in page.text
    assert "About 10 minutes left" in page.text
    assert "In progress" in page.text


def test_the_task_list_says_who_will_see_the_answers_before_the_first_is_given(respondent: Browser, base: str) -> None:
    assert "Until the lead closes responding, nobody but you" in respondent.get(base).text


def test_a_form_without_a_script_saves_and_goes_on_to_the_next_criterion(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}").submit(d1__c1__choice="3", d1__c1__reason="We do.")
    assert page.address.endswith("/criteria/d1-c2")
    back = respondent.get(f"{base}/criteria/{FIRST}")
    assert (back.value("d1-c1-choice"), back.value("d1-c1-reason")) == ("3", "We do.")


def test_the_last_criterion_leads_to_the_check_page(respondent: Browser, base: str) -> None:
    page = respondent.get(f"{base}/criteria/d2-c3").submit(d2__c3__choice="1")
    assert page.h1 == "Check your answers"


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


def test_last_rounds_level_and_reason_stand_beside_the_question_and_are_not_chosen(
    sign_in: SignIn, living: LivingRound
) -> None:
    living.answer(level(3, "So we saw it then."))
    living.submit()
    living.move("close-responding")
    living.move("close")
    number = next_round(living)
    page = sign_in(living.respondent).get(
        f"/collaboratives/{living.collaborative}/rounds/{number}/respond/{living.partner}/criteria/{FIRST}"
    )
    assert "Spring 2026: 3 Maturing" in page.text
    assert "So we saw it then." in page.text
    assert page.value("d1-c1-choice") == ""


def test_a_script_is_told_the_version_and_the_time_of_what_it_saved(respondent: Browser, base: str) -> None:
    client = respondent.client
    token = token_of(client, f"{base}/criteria/{FIRST}")
    status, said = autosave(client, base, token, choice="2", based_on="0", request_key="k")
    assert (status, said) == (200, {"status": "saved", "version": 1, "message": "Saved at 10:30am."})


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


def test_a_submitted_response_is_read_only_and_can_be_taken_back(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    living.answer(level(2, "Mine."))
    page = respondent.get(f"{base}/check").submit(leave_blanks="y")
    assert page.notice == "Your response for Alder Trust is submitted."
    read_only = respondent.get(f"{base}/criteria/{FIRST}")
    assert not read_only.soup.select("#maincontent textarea, #maincontent input[type=radio]")
    assert "Mine." in read_only.text
    assert read_only.follow("Next criterion").follow("Previous criterion").h1 == read_only.h1
    assert "Next criterion" not in respondent.get(f"{base}/criteria/d2-c3").links
    again = respondent.get(base).submit(button="Take it back")
    assert "You can change your answers again" in again.notice


def test_submitting_with_gaps_asks_whether_that_is_meant(respondent: Browser, base: str) -> None:
    page = respondent.get(f"{base}/check").submit(expect=422)
    assert page.errors == ["Answer every criterion, or tick the box to say that you leave some unanswered."]


def test_a_form_sent_after_the_round_moved_on_is_refused_with_its_text(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    living.move("close-responding")
    refused = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason="Too late, but not lost.")
    kept = refused.soup.find("textarea", attrs={"readonly": True})
    assert kept is not None
    assert "Too late, but not lost." in kept.get_text()


def test_a_form_sent_after_signing_out_keeps_every_word_and_can_be_sent_again(
    app: Flask, respondent: Browser, living: LivingRound, sign_in: SignIn, base: str
) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    other_tab = Browser(respondent.client).get("/who-sees-what")
    token = other_tab.soup.select_one("form[data-sign-out] input[name=csrf_token]")
    assert token is not None
    respondent.client.post("/sign-out", data={"csrf_token": str(token["value"])})
    signed_out = page.submit(expect=401, d1__c1__choice="2", d1__c1__reason="Typed for an hour.")
    assert signed_out.h1 == "You have been signed out"
    assert "Typed for an hour." in signed_out.text

    back = sign_in(living.respondent)
    again = held_by(signed_out, back).submit(button="Save it now", expect=400)
    assert again.h1 == "Check and save again"
    saved = again.submit(button="Save it now")
    assert saved.address.endswith("d1-c2")
    assert back.get(f"{base}/criteria/{FIRST}").value("d1-c1-reason") == "Typed for an hour."


def held_by(page: Page, browser: Browser) -> Page:
    """The page as it still stands in a tab of a browser that has signed in again."""
    page.browser = browser
    browser.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    browser.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return page


def test_a_form_from_another_site_is_not_offered_to_be_sent_again(respondent: Browser, base: str) -> None:
    answer = respondent.client.post(
        f"{base}/criteria/{FIRST}",
        data=fields(choice="1", reason="forged", based_on="0", request_key="k"),
        headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 400
    assert "Save it now" not in answer.text


def test_a_script_whose_person_was_signed_out_is_told_so(app: Flask, base: str) -> None:
    answer = app.test_client().post(f"{base}/criteria/{FIRST}", data=fields(choice="1"), headers=JSON)
    assert (answer.status_code, answer.get_json()["status"]) == (401, "signed out")


@pytest.mark.parametrize(
    "fault, status, words",
    [("database is locked", 503, "busy"), ("database or disk is full", 507, "disk"), ("disk I/O error", 503, "disk")],
)
def test_a_save_that_the_database_refuses_is_never_called_saved(
    respondent: Browser, base: str, monkeypatch: pytest.MonkeyPatch, fault: str, status: int, words: str
) -> None:
    client = respondent.client
    page = respondent.get(f"{base}/criteria/{FIRST}")
    token = token_of(client, f"{base}/criteria/{FIRST}")

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception(fault))

    monkeypatch.setattr("maturity.web.respond.routes.save_answer", refuse)
    answer = client.post(
        f"{base}/criteria/{FIRST}",
        data={"csrf_token": token, **fields(choice="1", reason="words", based_on="0", request_key="k")},
        headers=JSON,
    )
    assert answer.status_code == status
    assert answer.get_json()["status"] == "not saved"
    assert words in answer.get_json()["message"]
    shown = page.submit(expect=status, d1__c1__reason="These words stay.")
    assert "These words stay." in shown.text


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


@pytest.mark.parametrize("based_on", ["", "seven", "-4", "1e9"])
def test_a_version_that_nobody_saw_never_overwrites(
    respondent: Browser, living: LivingRound, base: str, based_on: str
) -> None:
    living.answer(level(4, "kept"))
    token = token_of(respondent.client, f"{base}/criteria/{FIRST}")
    status, _ = autosave(respondent.client, base, token, choice="1", based_on=based_on, request_key="k9")
    assert status in {409, 422}
    assert respondent.get(f"{base}/criteria/{FIRST}").value("d1-c1-reason") == "kept"


@pytest.mark.parametrize("path", ["", "/criteria/d1-c1", "/domains/d1", "/check", "/token"])
def test_another_partners_response_is_not_there_for_anybody_else(
    sign_in: SignIn, living: LivingRound, base: str, path: str
) -> None:
    living.answer(level(4, "candid"))
    others = [account for partner, account in living.partners.items() if partner != living.partner]
    for account in (*others, living.lead):
        answer = sign_in(account).client.get(base + path)
        assert answer.status_code == 404
        assert "candid" not in answer.text


@pytest.mark.parametrize("path", ["/criteria/nothing", "/domains/nothing"])
def test_a_criterion_or_domain_that_is_not_asked_is_not_there(respondent: Browser, base: str, path: str) -> None:
    assert respondent.client.get(base + path).status_code == 404


def test_the_pages_ask_the_database_as_often_with_many_answers_as_with_none(
    respondent: Browser, living: LivingRound, base: str, count_queries: CountQueries
) -> None:
    def times(path: str) -> int:
        return count_queries(lambda: respondent.get(base + path))

    paths = ("", "/criteria/d1-c1", "/domains/d1", "/check")
    before = [times(path) for path in paths]
    for criterion in living.matrix.criteria:
        living.answer(Answer(state=AnswerState.DONT_KNOW), criterion=criterion.id, key=criterion.id)
    assert [times(path) for path in paths] == before


def test_the_home_page_lists_what_waits_and_says_when_it_is_done(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert respondent.get("/").links["Spring 2026: Alder Trust"] == base
    living.submit()
    assert "Submitted on 4 March 2026" in respondent.get("/").text


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


def test_a_whole_domain_that_was_only_looked_at_writes_nothing(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    respondent.get(f"{base}/domains/d1").submit(d1__c2__choice="2")
    with living.database.reading() as session:
        sheet = living.sheet(session)
    assert set(sheet.answers) == {"d1-c2"}


def test_a_conflict_lets_one_keep_how_sure_the_other_was(respondent: Browser, living: LivingRound, base: str) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    living.answer(replace(level(4, "there"), confidence=Confidence.HIGH))
    conflict = page.submit(expect=409, d1__c1__choice="2", d1__c1__confidence="low")
    assert conflict.value("d1-c1-confidence") == "low"
    conflict.submit(d1__c1__confidence="high")
    assert respondent.get(f"{base}/criteria/{FIRST}").value("d1-c1-confidence") == "high"


def test_a_form_whose_last_answer_fails_leaves_none_of_it_saved(
    respondent: Browser, living: LivingRound, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = respondent.get(f"{base}/domains/d1")

    def refuse_the_last(*arguments: Any, **named: Any) -> Any:
        if named["criterion_id"] == "d1-c3":
            raise OperationalError("INSERT", {}, Exception("database is locked"))
        return save_answer(*arguments, **named)

    monkeypatch.setattr("maturity.web.respond.routes.save_answer", refuse_the_last)
    refused = page.submit(expect=503, d1__c1__reason="first words", d1__c3__reason="last words")
    assert "first words" in refused.text
    with living.database.reading() as session:
        assert living.sheet(session).answers == {}


def test_taking_back_too_late_or_twice_is_told_apart(respondent: Browser, living: LivingRound, base: str) -> None:
    living.submit()
    page = respondent.get(base)
    page.submit(button="Take it back")
    assert "nothing to take back" in page.submit(button="Take it back", expect=409).text
    living.submit()
    living.move("close-responding")
    assert "is not open for responses any more" in page.submit(button="Take it back", expect=409).text


def test_while_levels_are_agreed_a_response_leads_to_the_room_and_at_no_other_stage(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    living.submit()
    assert "Go to the room" not in respondent.get(base).links
    living.move("close-responding")
    assert respondent.get(base).follow("Go to the room").h1 == "The room"
    living.move("close")
    assert "Go to the room" not in respondent.get(base).links


def test_a_reminder_leads_to_what_is_left_and_first_of_all_to_who_will_see_what(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert "Who will see what you write" in respondent.get(f"{base}/go-on").text
    living.answer(level(2, "Because."))
    assert respondent.get(f"{base}/go-on").h1 == living.matrix.criterion("d1-c2").title
    living.submit()
    living.move("close-responding")
    assert respondent.get(f"{base}/go-on").address == base


def test_the_token_of_a_page_names_the_person_that_it_is_for(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert respondent.client.get(f"{base}/token").get_json()["account"] == living.respondent


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
