from __future__ import annotations

from maturity.persistence.engine import Database
from tests.factories.installations import Setting, an_account
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn


def disable_lead(administrator: Browser) -> Page:
    asked = administrator.get("/administer").follow("Disable the account of Helen Okoro")
    assert "is the only one who can lead Three Rivers Collaborative" in asked.text
    refused = asked.submit(expect=422)
    assert refused.errors == ["Confirm that nobody is left to lead."]
    return refused.submit(leaves_no_lead="y")


def link_on(page: Page) -> str:
    return str(page.soup.select_one("#link")["value"]).removeprefix("http://localhost")  # type: ignore[index]  # found


def test_the_last_lead_is_disabled_after_a_warning_and_another_is_named(
    administrator: Browser, setting: Setting, database: Database, sign_in: SignIn
) -> None:
    done = disable_lead(administrator)
    assert done.notice == "The account of Helen Okoro is disabled."
    assert "Nobody can lead this collaborative" in done.text
    form = done.follow("name a lead for Three Rivers Collaborative")
    assert form.submit(expect=422).errors == ["Enter the name of the person.", "Enter an email address."]
    account = an_account(database)
    sent = form.submit(name="Ada Brook", email="ada.brook@example.org")
    assert sent.h1 == "Send Ada Brook this link"
    assert "to Three Rivers Collaborative on Maturity self-assessment as its lead" in sent.text
    person = sign_in(account)
    person.get(setting.address, expect=404)
    accepted = person.get(link_on(sent)).submit()
    assert accepted.notice == "You now take part in Three Rivers Collaborative."
    assert "Set up the first round" in accepted.links
    assert "Nobody can lead" not in administrator.get("/administer").text


def test_a_new_person_gets_a_link_to_set_a_password(
    administrator: Browser, setting: Setting, stranger: Browser
) -> None:
    disable_lead(administrator)
    form = administrator.get("/administer").follow("name a lead for Three Rivers Collaborative")
    sent = form.submit(name="Ada Brook", email="ada@example.org")
    assert stranger.get(link_on(sent)).h1 == "Set your password"
    # A second press tells where a link that got lost is made anew.
    again = form.submit(name="Ada Brook", email="ada@example.org", expect=404)
    assert "make a new password link in the list of accounts" in again.text


def test_an_administrator_names_no_lead_where_there_is_one(administrator: Browser, setting: Setting) -> None:
    administrator.get(f"/administer/without-lead/{setting.collaborative}", expect=404)
    administrator.get("/administer/without-lead/99", expect=404)


def test_who_is_not_the_last_lead_is_disabled_without_a_warning(
    administrator: Browser, lead: Browser, setting: Setting
) -> None:
    lead.get(f"{setting.address}/people/new").submit(name="Ada Brook", email="ada@example.org", role="lead")
    asked = administrator.get("/administer").follow("Disable the account of Helen Okoro")
    assert "Nobody is left" not in asked.text
    assert asked.submit().notice == "The account of Helen Okoro is disabled."
