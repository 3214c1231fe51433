"""Draft, published, retired: what authors do with a version of a matrix, and what everybody else sees of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.matrix_version import MatrixVersion
from tests.factories.installations import Setting
from tests.factories.matrix_files import own_file, put_draft, put_published
from tests.web.browser import Browser
from tests.web.conftest import CountQueries

OWN = "/matrices/our-own/1.0.0"
ACTS = ("publish", "remove", "retire", "offer")


def state_of(database: Database) -> str | None:
    with database.reading() as session:
        return session.scalars(select(MatrixVersion.state).where(MatrixVersion.key == "our-own")).one_or_none()


def events(database: Database) -> list[tuple[int | None, str]]:
    with database.reading() as session:
        rows = session.execute(
            select(AuditEvent.account_id, AuditEvent.action).where(AuditEvent.action.like("%matrix%"))
        )
        return [(row[0], row[1]) for row in rows if row[0] is not None]


def test_a_draft_is_there_for_authors_and_for_nobody_else(
    author: Browser, administrator: Browser, lead: Browser, database: Database
) -> None:
    put_draft(database)
    for person in (author, administrator):
        assert "Our own" in person.get("/matrices").links
        assert "which only authors of matrices see" in person.get(OWN).text
    assert "Our own" not in lead.get("/matrices").links
    for address in (OWN, f"{OWN}?view=grid", f"{OWN}/blank", f"{OWN}/file"):
        assert author.client.get(address).status_code == 200
        lead.get(address, expect=404)


def test_a_draft_is_published_by_its_author_and_then_read_by_everybody(
    author: Browser, lead: Browser, setting: Setting, database: Database
) -> None:
    put_draft(database)
    assert "Our own" not in lead.get(f"{setting.address}/rounds/new").text
    ask = author.get(OWN).follow("Publish this version")
    assert ask.h1 == "Publish “Our own” 1.0.0?"
    assert "It never changes again." in ask.text
    done = ask.submit(button="Publish this version")
    assert (done.address, done.notice) == (OWN, "“Our own” 1.0.0 is published.")
    assert ask.submit(button="Publish this version").notice == "“Our own” 1.0.0 was published already."
    assert lead.get(OWN).h1 == "Our own"
    assert "Our own, version 1.0.0" in lead.get(f"{setting.address}/rounds/new").text
    assert [action for _, action in events(database)] == ["publish matrix"]


def test_a_draft_that_was_replaced_meanwhile_is_shown_again_before_it_is_published_or_removed(
    author: Browser, database: Database
) -> None:
    put_draft(database)
    asked = {act: author.get(f"{OWN}/{act}") for act in ("publish", "remove")}
    put_draft(database, own_file(more="# more\n"))
    shown_again = {act: page.submit(expect=409) for act, page in asked.items()}
    for again in shown_again.values():
        (problem,) = again.errors
        assert problem.startswith("The draft of “Our own” 1.0.0 was changed after you opened this page")
    assert state_of(database) == "draft"
    assert shown_again["publish"].submit().notice == "“Our own” 1.0.0 is published."


def test_a_draft_is_removed_after_asking(author: Browser, database: Database) -> None:
    put_draft(database)
    ask = author.get(OWN).follow("Remove this draft")
    assert "you cannot bring it back" in ask.text
    assert state_of(database) == "draft"
    done = ask.submit(button="Remove the draft")
    assert (done.address, done.notice) == ("/matrices", "The draft of “Our own” 1.0.0 is removed.")
    assert state_of(database) is None
    ask.submit(button="Remove the draft", expect=404)


def test_a_version_is_retired_and_offered_again(author: Browser, lead: Browser, database: Database) -> None:
    put_published(database)
    ask = author.get(OWN).follow("Retire this version")
    assert "No round was made with it." in ask.text
    done = ask.submit(button="Retire this version")
    assert done.notice == "“Our own” 1.0.0 is retired. No new round is offered it."
    assert "retired on 4 March 2026: it is offered for no new round" in lead.get(OWN).text
    again = done.follow("Offer this version again").submit(button="Offer this version again")
    assert again.notice == "“Our own” 1.0.0 is offered for new rounds again."
    assert [action for _, action in events(database)] == ["retire matrix", "offer matrix again"]


def test_how_many_rounds_keep_a_version_is_said_before_it_is_retired(
    author: Browser, setting: Setting, database: Database
) -> None:
    put_published(database)
    setting.add_round(matrix="our-own")
    assert "1 round keeps it: they go on" in author.get(f"{OWN}/retire").text


@pytest.mark.parametrize(
    "state, allowed", [("draft", {"publish", "remove"}), ("published", {"retire"}), ("retired", {"offer"})]
)
def test_only_what_fits_the_state_of_a_version_is_offered(
    author: Browser, database: Database, state: str, allowed: set[str]
) -> None:
    if state == "draft":
        put_draft(database)
    else:
        put_published(database)
    if state == "retired":
        author.get(f"{OWN}/retire").submit()
    for act in ACTS:
        page = author.get(f"{OWN}/{act}", expect=200 if act in allowed else 409)
        if act not in allowed:
            assert f"“Our own” 1.0.0 is {state}." in page.text


def test_what_does_not_fit_the_state_changes_nothing(author: Browser, database: Database) -> None:
    put_draft(database)
    form = author.get(f"{OWN}/publish")
    token = form.value("csrf_token")
    for act in ("retire", "offer"):
        assert "is a draft" in author.post(f"{OWN}/{act}", {"csrf_token": token}, expect=409).text
    put_published(database)
    author.post(f"{OWN}/remove", {"csrf_token": token, "seen": form.value("seen")}, expect=409)
    author.get(f"{OWN}/retire").submit()
    assert "Offer it again instead" in form.submit(expect=409).text
    assert state_of(database) == "retired"


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_authors_changes_a_state(lead: Browser, database: Database, act: str) -> None:
    put_published(database)
    lead.get(f"{OWN}/{act}", expect=403)
    token = lead.get("/collaboratives/new").value("csrf_token")
    lead.post(f"{OWN}/{act}", {"csrf_token": token}, expect=403)
    assert state_of(database) == "published"


@pytest.mark.parametrize("act", ACTS)
def test_a_version_that_is_not_there_is_not_found(author: Browser, act: str) -> None:
    author.get(f"/matrices/nothing/1.0.0/{act}", expect=404)
    token = author.get("/matrices/add").value("csrf_token")
    author.post(f"/matrices/nothing/1.0.0/{act}", {"csrf_token": token}, expect=404)


def test_the_library_is_filtered_by_state(author: Browser, lead: Browser, database: Database) -> None:
    assert "All (3)" not in author.get("/matrices").links
    put_draft(database)
    page = author.get("/matrices")
    assert {"All (4)", "Draft (1)", "Published (3)", "Retired (0)"} <= set(page.links)
    drafts = page.follow("Draft (1)")
    assert "Our own" in drafts.links
    assert "Seven lenses on a transformation" not in drafts.links
    assert "No version is retired." in page.follow("Retired (0)").text
    lead.get("/matrices?state=draft", expect=404)
    lead.get("/matrices?state=nonsense", expect=404)


def test_the_newest_published_version_stands_before_a_newer_draft(author: Browser, database: Database) -> None:
    put_published(database)
    put_draft(database, own_file(version="2.0.0"))
    page = author.get("/matrices")
    assert page.links["Our own"].endswith("/1.0.0")
    assert "Other versions: Our own, version 2.0.0 (draft)" in page.text


def test_the_library_asks_the_database_as_often_for_many_versions_as_for_one(
    author: Browser, database: Database, count_queries: CountQueries
) -> None:
    put_published(database)
    few = count_queries(lambda: author.get("/matrices"))
    for number in range(1, 12):
        put_draft(database, own_file(version=f"1.{number}.0"))
    # However many are read for the first time, that is one query more.
    assert count_queries(lambda: author.get("/matrices")) <= few + 1
    assert count_queries(lambda: author.get("/matrices")) == few
