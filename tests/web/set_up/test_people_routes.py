from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import list_people
from maturity.persistence.rows.account import Account, Role
from maturity.usecases.passwords import hash_password
from tests.factories.installations import Setting, an_account
from tests.web.browser import Browser, Page, words
from tests.web.conftest import Clock, SignIn

PASSWORD = "four calm otters waiting"


def link_on(page: Page) -> str:
    """The path of the link that a page shows."""
    found = page.soup.select_one("#link")
    assert found is not None
    return str(found["value"]).removeprefix("http://localhost")


def cookie_of(browser: Browser) -> Mapping[str, object]:
    """What the cookie of a browser says."""
    with browser.client.session_transaction() as cookie:
        return dict(cookie)


def test_a_new_person_gets_a_link_that_is_shown_once_and_signs_them_in(
    lead: Browser, setting: Setting, stranger: Browser
) -> None:
    form = lead.get(f"{setting.address}/people").follow("Add a person")
    page = form.submit(name="Ruth Castle", email="Ruth@example.org", role="viewer")
    assert page.h1 == "Send Ruth Castle this link"
    way = [words(place) for place in page.soup.select(".nhsuk-breadcrumb__list-item")]
    assert way == ["Your work", "Three Rivers Collaborative", "People"]
    link = page.soup.find(id="link")
    assert link is not None
    address = str(link["value"])
    assert address.startswith("http://localhost/set-password/")
    message = page.soup.find(id="message")
    assert message is not None
    assert address in message.get_text()
    assert "Dear Ruth Castle" in message.get_text()
    assert "Helen Okoro" in message.get_text()
    # Once, in the answer to the form: the cookie carries nothing of it.
    assert address.rpartition("/")[2] not in str(dict(cookie_of(lead)))
    assert "ruth" not in str(dict(cookie_of(lead))).casefold()
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "set-password" not in lead.get(f"{setting.address}/people").response.text

    set_up = stranger.get(address.removeprefix("http://localhost"))
    signed = set_up.submit(password=PASSWORD, password_again=PASSWORD)
    assert signed.h1 == "Your work"
    stranger.get(f"{setting.address}/people", expect=403)
    assert stranger.get(setting.address).h1 == "Three Rivers Collaborative"


def test_a_respondent_needs_a_partner_and_the_text_is_kept(lead: Browser, setting: Setting) -> None:
    form = lead.get(f"{setting.address}/people/new")
    again = form.submit(name="Ruth Castle", email="ruth@example.org", role="respondent", expect=422)
    assert again.errors == ["Choose the partner organisation that the respondent answers for."]
    assert again.value("name") == "Ruth Castle"
    assert again.value("role") == "respondent"
    page = again.submit(partner=str(setting.partners[0]))
    assert page.h1 == "Send Ruth Castle this link"


def test_the_address_can_say_which_partner_somebody_is_wanted_for(lead: Browser, setting: Setting) -> None:
    form = lead.get(f"{setting.address}/people/new?partner={setting.partners[1]}")
    assert form.value("role") == "respondent"
    assert form.value("partner") == str(setting.partners[1])


@pytest.mark.parametrize("email", ["", "nobody", "a b@example.org", "@example.org", "x" * 250 + "@example.org"])
def test_what_is_no_address_is_refused(lead: Browser, setting: Setting, email: str) -> None:
    again = lead.get(f"{setting.address}/people/new").submit(name="A", email=email, role="lead", expect=422)
    assert len(again.errors) == 1
    assert "email address" in again.errors[0]


def test_who_has_an_account_already_is_offered_the_role_and_has_it_when_they_accept(
    lead: Browser, setting: Setting, database: Database, sign_in: SignIn, stranger: Browser
) -> None:
    account = an_account(database, name="Ada Brook")
    ada = sign_in(account)
    form = lead.get(f"{setting.address}/people/new")
    page = form.submit(name="Somebody else", email="ADA.brook@example.org", role="viewer")
    assert page.h1 == "Send Ada Brook this link"  # a lead cannot rename a person
    address = link_on(page)
    listed = lead.get(f"{setting.address}/people")
    assert [row[1] for row in listed.rows("Viewers") if "Ada" in row[0]] == [
        "Waiting to be accepted Make a new link for Ada Brook"
    ]
    again = form.submit(name="Ada", email="ada.brook@example.org", role="viewer", expect=422)
    assert again.errors == [
        "This person has been offered this role already. On the page of people you can make a new link."
    ]
    ada.get(setting.address, expect=404)
    assert stranger.get(address).h1 == "Sign in"
    for other in (lead, sign_in(setting.viewer)):  # somebody else’s link is a wrong one
        assert "This link has been used or has expired." in other.get(address, expect=404).text

    renewed = link_on(listed.submit(button="Make a new link for Ada Brook"))
    ada.get(address, expect=404)
    offer = ada.get(renewed)
    assert offer.h1 == "Take part in Three Rivers Collaborative?"
    assert "Viewer" in offer.text
    ada.get(setting.address, expect=404)  # looking is not accepting
    done = offer.submit()
    assert done.notice == "You now take part in Three Rivers Collaborative."
    assert done.address == setting.address
    assert "This link has been used or has expired." in offer.submit(expect=404).text
    assert [row[1] for row in lead.get(f"{setting.address}/people").rows("Viewers") if "Ada" in row[0]] == [
        "No password set yet Correct the email address of Ada Brook Make a new link for Ada Brook"
    ]
    given = form.submit(name="Ada", email="ada.brook@example.org", role="lead")
    assert given.notice == "ada.brook@example.org had an account already, and now has this role."


def test_the_list_tells_whose_account_is_disabled(lead: Browser, setting: Setting, database: Database) -> None:
    with database.writing() as session:
        session.get_one(Account, setting.viewer).is_disabled = True
    assert [row[1] for row in lead.get(f"{setting.address}/people").rows("Viewers")] == ["Disabled"]


def test_the_list_tells_who_has_not_set_a_password_and_for_whom_nobody_responds(
    lead: Browser, setting: Setting, database: Database
) -> None:
    with database.writing() as session:
        session.get_one(Account, setting.respondents[0]).password_hash = hash_password(PASSWORD)
    lead.get(f"{setting.address}/partners/new").submit(name="Vale Council", type="local-authority")
    page = lead.get(f"{setting.address}/people")
    assert "Nobody responds yet for Vale Council." in page.text
    ready, waiting = page.rows("Respondents")
    assert ready[2] == "Can sign in"
    assert (
        waiting[2] == "No password set yet Correct the email address of Respondent 2 Make a new link for Respondent 2"
    )


def test_a_new_link_is_for_those_who_never_set_a_password(
    lead: Browser, setting: Setting, database: Database, stranger: Browser
) -> None:
    page = lead.get(f"{setting.address}/people")
    first = page.submit(button="Make a new link for Respondent 1")
    assert first.h1 == "Send Respondent 1 this link"
    second = page.submit(button="Make a new link for Respondent 1")
    old, new = (str(p.soup.select_one("#link")["value"]).removeprefix("http://localhost") for p in (first, second))  # type: ignore[index]  # found
    stranger.get(old, expect=404)
    stranger.get(new)
    with database.writing() as session:
        session.get_one(Account, setting.respondents[0]).password_hash = hash_password(PASSWORD)
    refused = page.submit(button="Make a new link for Respondent 1", expect=409)
    assert "Only an administrator can reset it." in refused.text


def test_a_link_ends_after_fourteen_days(lead: Browser, setting: Setting, stranger: Browser, clock: Clock) -> None:
    page = lead.get(f"{setting.address}/people").submit(button="Make a new link for Respondent 1")
    address = str(page.soup.select_one("#link")["value"]).removeprefix("http://localhost")  # type: ignore[index]  # found
    clock.now += timedelta(days=13)
    stranger.get(address)
    clock.now += timedelta(days=1)
    assert "This link has been used or has expired." in stranger.get(address, expect=404).text


def test_a_role_is_removed_after_a_page_that_says_what_that_means(
    lead: Browser, setting: Setting, sign_in: SignIn, database: Database
) -> None:
    respondent = sign_in(setting.respondents[0])
    page = lead.get(f"{setting.address}/people").follow("Remove Respondent 1 from the respondents")
    assert page.h1 == "Remove Respondent 1 as respondent for Alder Vale Trust?"
    assert "What they wrote is kept but does not count." in page.text
    done = page.submit()
    assert done.notice == "Respondent 1 is no longer a respondent here."
    assert "Respondent 1" not in done.text.replace(done.notice, "")
    assert respondent.get(setting.address).h1 == "Sign in"
    with database.reading() as session:
        assert session.execute(select(Account.id).where(Account.id == setting.respondents[0])).one()
    page.submit(expect=404)


def test_the_last_lead_stays(lead: Browser, setting: Setting, database: Database) -> None:
    page = lead.get(f"{setting.address}/people").follow("Remove Helen Okoro from the leads")
    assert "This is your own role." in page.text
    again = page.submit(expect=422)
    assert again.errors == ["A collaborative needs a lead. Make somebody else a lead first."]
    with database.reading() as session:
        people = list_people(session, collaborative=setting.collaborative)
    assert [p.name for p in people if p.role is Role.LEAD] == ["Helen Okoro"]
