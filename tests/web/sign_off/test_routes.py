from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.core.round import Naming
from tests.factories.closed_rounds import hold_round, hold_round_together
from tests.factories.installations import Setting
from tests.web.browser import Browser, Page
from tests.web.conftest import Clock, CountQueries, SignIn
from tests.web.mail import QuietOffice


@pytest.fixture
def closed(setting: Setting) -> Setting:
    """A collaborative with one closed round, on which nobody has signed."""
    hold_round(setting, partners=(2, 3), but={"vision": "not-agreed"})
    return setting


@pytest.fixture
def first(closed: Setting, sign_in: SignIn) -> Browser:
    """The browser of the respondent of the first partner."""
    return sign_in(closed.respondents[0])


def own_page(browser: Browser, setting: Setting) -> Page:
    page = browser.get(f"{setting.round_address()}/sign-off")
    return page.follow(next(text for text in page.links if text.startswith(("Sign for", "Sign again for"))))


def test_a_person_reads_what_is_signed_before_signing(first: Browser, closed: Setting) -> None:
    page = own_page(first, closed)
    assert page.h1 == "Sign off for Alder Vale Trust"
    assert "6 of 7 have a level" in page.text
    assert "Not agreed 1 criterion: " in page.text
    assert "Dissent On no criterion" in page.text
    assert page.value("signed_name") == "Respondent 1"
    assert "printed in the report" in page.text


def test_partners_sign_and_everyone_reads_who_has(first: Browser, viewer: Browser, closed: Setting) -> None:
    done = own_page(first, closed).submit(decision="reservations", words="The budget is missing.", role_title="Chair")
    assert done.notice == "Signed for Alder Vale Trust: agrees with reservations."
    read = viewer.get(f"{closed.round_address()}/sign-off")
    assert "Of 2 partners, 1 agrees with reservations. Not signed: Birchmoor Trust." in read.text
    assert "Respondent 1, Chair" in read.text
    assert "The budget is missing." in read.text
    assert not any(text.startswith("Sign") and "for" in text for text in read.links), "a viewer signs nothing"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(first: Browser, closed: Setting) -> None:
    page = own_page(first, closed).submit(decision="declines", role_title="Chair", expect=422)
    assert page.errors == ["Say why the partner declines to sign. It is printed in the report."]
    assert page.value("role_title") == "Chair"
    page = own_page(first, closed).submit(words="Our words.", signed_name="", expect=422)
    assert page.errors == ["Choose what the partner says of this result.", "Enter the name of the person who signs."]
    assert "Our words." in page.text


def test_a_second_tab_signs_nothing_unseen(first: Browser, closed: Setting) -> None:
    one, other = own_page(first, closed), own_page(first, closed)
    one.submit(decision="agrees")
    refused = other.submit(decision="declines", words="No.", expect=409)
    assert "after you opened this page" in refused.errors[0]
    assert "Signed for Alder Vale Trust before" in refused.text
    refused.submit()
    assert "1 declines to sign" in first.get(f"{closed.round_address()}/sign-off").text


def test_a_round_that_changed_meanwhile_is_read_again_first(
    first: Browser, lead: Browser, closed: Setting, clock: Clock
) -> None:
    page = own_page(first, closed)
    lead.get(f"{closed.round_address()}/moves/reopen").submit(reason="A level was wrong.")
    refused = page.submit(decision="agrees", expect=409)
    assert "is not closed yet" in refused.text
    clock.now += timedelta(hours=1)
    lead.get(f"{closed.round_address()}/moves/close").submit()
    again = page.submit(decision="agrees", expect=409)
    assert "This round changed after you opened the page." in again.errors[0]
    again.submit()
    assert "Of 2 partners, 1 agrees." in first.get(f"{closed.round_address()}/sign-off").text


def test_reopening_names_what_it_voids_and_the_page_says_what_made_it_stale(
    first: Browser, lead: Browser, closed: Setting, clock: Clock
) -> None:
    own_page(first, closed).submit(decision="agrees", role_title="Chair")
    question = lead.get(f"{closed.round_address()}/moves/reopen")
    assert "These sign-offs become stale." in question.text
    assert "Alder Vale Trust: agrees, Respondent 1, Chair, " in question.text
    question.submit(reason="A level was wrong.")
    while_open = first.get(f"{closed.round_address()}/sign-off")
    assert "This round is not closed." in while_open.text
    assert while_open.soup.select_one("s") is not None
    clock.now += timedelta(hours=1)
    lead.get(f"{closed.round_address()}/moves/close").submit()
    page = first.get(f"{closed.round_address()}/sign-off")
    assert "Stale: signed before the round changed." in page.text
    assert "Reopened the round" in page.text
    assert "Reason: A level was wrong." in page.text
    own_page(first, closed).submit(decision="agrees")
    after = first.get(f"{closed.round_address()}/sign-off")
    assert "Of 2 partners, 1 agrees." in after.text
    assert "Signed before" in after.text


def test_a_refusal_is_never_called_a_signature(first: Browser, lead: Browser, closed: Setting) -> None:
    done = own_page(first, closed).submit(decision="declines", words="The budget is missing.")
    assert done.notice == "Recorded for Alder Vale Trust: declines to sign."
    lead.get(f"{closed.round_address()}/moves/reopen").submit(reason="A level was wrong.")
    page = first.get(f"{closed.round_address()}/sign-off")
    assert "Stale: said before the round changed." in page.text
    assert "no longer of this result: Alder Vale Trust declined to sign." in page.text
    assert "signed before the round changed" not in page.text


def test_a_lead_enters_what_came_on_paper(lead: Browser, closed: Setting) -> None:
    page = lead.get(f"{closed.round_address()}/sign-off").follow("Enter from paper for Birchmoor Trust")
    assert page.value("signed_name") == ""
    page.submit(decision="agrees", signed_name="Bo Fell")
    assert "Bo Fell (entered from paper)" in lead.get(f"{closed.round_address()}/sign-off").text


def test_only_the_people_of_a_partner_sign_for_it(closed: Setting, sign_in: SignIn, lead: Browser) -> None:
    address = f"{closed.round_address()}/sign-off/partners/{closed.partners[0]}"
    sign_in(closed.respondents[1]).get(address, expect=404)
    lead.get(address, expect=404)
    sign_in(closed.respondents[1]).get(f"{address}/on-behalf", expect=403)
    sign_in(closed.respondents[0]).get(address.replace(f"/{closed.partners[0]}", "/98765"), expect=404)


def test_a_round_that_is_not_closed_is_not_signed(setting: Setting, sign_in: SignIn, viewer: Browser) -> None:
    hold_round(setting, partners=(2, 3), closes=False)
    viewer.get(f"{setting.round_address()}/sign-off", expect=409)
    page = sign_in(setting.respondents[0]).get(
        f"{setting.round_address()}/sign-off/partners/{setting.partners[0]}", expect=409
    )
    assert "A round is signed off once it is closed." in page.text


def test_in_a_round_without_names_it_is_said_that_a_sign_off_has_one(setting: Setting, sign_in: SignIn) -> None:
    hold_round(setting, partners=(2, 3), naming=Naming.ANONYMOUS)
    page = own_page(sign_in(setting.respondents[0]), setting)
    assert "although the levels of this round are shown without names" in page.text


def test_a_round_scored_together_is_signed_by_whoever_responds_for_the_partner(
    setting: Setting, sign_in: SignIn
) -> None:
    hold_round_together(setting)
    done = own_page(sign_in(setting.respondents[0]), setting).submit(decision="agrees")
    assert "Signed for Alder Vale Trust" in done.notice


def test_the_lead_asks_by_email_who_has_not_signed_and_nobody_twice_in_a_day(
    first: Browser, lead: Browser, closed: Setting, office: QuietOffice
) -> None:
    own_page(first, closed).submit(decision="agrees")
    page = lead.get(f"{closed.round_address()}/sign-off")
    assert "Not signed as the round is now: Birchmoor Trust." in page.text
    asked = page.submit(button="Ask by email who has not signed")
    assert asked.notice == "1 message is on its way."
    office.send_waiting()
    again = asked.submit(button="Ask by email who has not signed")
    assert again.notice == "Everybody who can be asked was asked in the last 24 hours."


def test_without_mail_nobody_is_asked(lead: Browser, closed: Setting) -> None:
    page = lead.get(f"{closed.round_address()}/sign-off")
    assert "Ask by email" not in page.text
    token = page.soup.select_one("[name=csrf_token]")
    assert token is not None
    lead.post(f"{closed.round_address()}/sign-off/ask", {"csrf_token": str(token["value"])}, expect=404)


def test_the_page_takes_no_more_queries_when_more_was_signed(
    first: Browser, closed: Setting, count_queries: CountQueries
) -> None:
    own_page(first, closed).submit(decision="agrees")
    once = count_queries(lambda: first.get(f"{closed.round_address()}/sign-off"))
    for _ in range(3):
        own_page(first, closed).submit(decision="agrees")
    assert count_queries(lambda: first.get(f"{closed.round_address()}/sign-off")) == once


def test_who_has_to_sign_finds_it_under_your_work_once_signing_has_begun(
    first: Browser, closed: Setting, sign_in: SignIn
) -> None:
    second = sign_in(closed.respondents[1])
    assert "To sign off" not in second.get("/").text, "nobody was asked yet"
    own_page(first, closed).submit(decision="agrees")
    assert "To sign off" not in first.get("/").text
    work = second.get("/")
    work.follow(next(text for text in work.links if "Sign off for Birchmoor Trust" in text)).submit(decision="agrees")
    assert "To sign off" not in second.get("/").text
    closed.move("reopen", reason="A level was wrong.")
    assert "To sign off" not in first.get("/").text


def test_a_change_that_no_step_of_the_round_explains_is_said_to_be_one(first: Browser, closed: Setting) -> None:
    own_page(first, closed).submit(decision="agrees")
    with closed.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE consensus SET reason = 'Another.' WHERE id = 1")
    page = first.get(f"{closed.round_address()}/sign-off")
    assert "is not what was signed for Alder Vale Trust, and no step of the round after that says why" in page.text
    assert "What changed the round after it was signed" not in page.text


def test_a_step_of_the_same_day_explains_what_was_signed_before_it_and_nothing_that_was_signed_after(
    first: Browser, lead: Browser, closed: Setting, clock: Clock, sign_in: SignIn
) -> None:
    own_page(first, closed).submit(decision="agrees")
    clock.now += timedelta(minutes=1)
    lead.get(f"{closed.round_address()}/moves/reopen").submit(reason="A level was wrong.")
    lead.get(f"{closed.round_address()}/moves/close").submit()
    clock.now += timedelta(minutes=1)
    own_page(sign_in(closed.respondents[1]), closed).submit(decision="agrees")
    before = first.get(f"{closed.round_address()}/sign-off").text
    assert "Reopened the round" in before
    assert "no step of the round" not in before
    with closed.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE consensus SET reason = 'Another.' WHERE id = 1")
    after = first.get(f"{closed.round_address()}/sign-off").text
    assert "Reopened the round" in after, "what Alder Vale Trust signed is stale because of it"
    assert "is not what was signed for Birchmoor Trust, and no step of the round after that says why" in after
