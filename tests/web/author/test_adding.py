"""An author adds a matrix: a file is checked, looked at, and only then joins the library, as a draft."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select

from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.settings import product_folder
from tests.factories.matrix_files import DECLARED, UNTRUE, next_file, own_file, put_draft, put_published
from tests.web.browser import Browser, Page, check_manners

LENSES = (product_folder("matrices") / "transformation-lenses.yaml").read_bytes()
NEXT_VERSION = LENSES.replace(b"1.0.0", b"1.1.0")


def choose(browser: Browser, data: bytes, *, name: str = "lenses.yaml", expect: int = 200) -> Page:
    """Choose a file on the page for it, and have it checked."""
    form = {"csrf_token": browser.get("/matrices/add").value("csrf_token"), "file": (BytesIO(data), name)}
    answer = browser.client.post("/matrices/add", data=form, content_type="multipart/form-data")
    page = Page(browser, answer)
    assert answer.status_code == expect, page.text[:500]
    check_manners(page.soup, page.address)
    return page


def library(database: Database) -> tuple[frozenset[bytes], int]:
    """The files of the library, and how many things were recorded."""
    with database.reading() as session:
        files = frozenset(session.scalars(select(MatrixVersion.content)))
        return files, session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def test_only_administrators_and_authors_may_add_a_matrix(
    lead: Browser, administrator: Browser, author: Browser
) -> None:
    assert "Add a matrix" not in lead.get("/matrices").links
    assert lead.get("/matrices/add", expect=403).h1 == "You cannot do this"
    token = lead.get("/collaboratives/new").value("csrf_token")
    lead.post("/matrices/add", {"csrf_token": token}, expect=403)
    lead.post("/matrices", {"csrf_token": token}, expect=403)
    for person in (administrator, author):
        assert person.get("/matrices").follow("Add a matrix").h1 == "Add a matrix"


def test_a_good_file_is_shown_first_and_changes_nothing_until_it_is_added(
    administrator: Browser, database: Database
) -> None:
    before = library(database)
    page = choose(administrator, NEXT_VERSION)
    assert page.h1 == "Check “Seven lenses on a transformation” 1.1.0"
    assert "7 domains, 7 criteria, 5 levels: 1 to 5." in page.text
    assert "How levels become results" in page.text
    assert "Do people act on a shared picture of the future?" in page.text
    assert library(database) == before
    added = page.submit(button="Add to the library as a draft")
    assert added.address == "/matrices/transformation-lenses/1.1.0"
    assert (
        added.notice
        == "“Seven lenses on a transformation” 1.1.0 is in the library as a draft. Publish it when it is ready."
    )
    assert library(database) == (before[0] | {NEXT_VERSION}, before[1] + 1)


@pytest.mark.parametrize(
    "data",
    [NEXT_VERSION.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + NEXT_VERSION, NEXT_VERSION + b"# \xe2\x82\xac\n\n\n"],
    ids=["line ends of Windows", "byte-order mark", "empty lines at the end"],
)
def test_the_library_keeps_the_very_bytes_that_were_chosen(
    administrator: Browser, database: Database, data: bytes
) -> None:
    choose(administrator, data).submit(button="Add to the library as a draft")
    assert data in library(database)[0]


def test_every_mistake_is_listed_with_its_place_and_nothing_is_changed(
    administrator: Browser, database: Database
) -> None:
    bad = NEXT_VERSION.replace(b"- value: 1\n", b"- value: 3\n", 1).replace(b"title:", b"titel:", 1)
    before = library(database)
    page = choose(administrator, bad, name="bad.yaml", expect=422)
    with pytest.raises(MatrixFileErrors) as found:
        read_matrix(bad, name="bad.yaml")
    assert len(found.value.errors) >= 3
    assert page.rows("What to mend in bad.yaml") == [
        [
            str(e.line),
            str(e.column),
            e.path or "The whole file",
            " ".join(e.problem.split()),
            " ".join(e.remedy.split()),
        ]
        for e in found.value.errors
    ]
    assert page.errors == [f"bad.yaml has {len(found.value.errors)} mistakes. Nothing was changed."]
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Error:")
    assert library(database) == before


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"PK\x03\x04" + b"\x00" * 400, b"key: [" * 50_000],
    ids=["empty", "NUL", "zip", "huge"],
)
def test_what_is_no_matrix_at_all_is_refused_on_the_page(administrator: Browser, data: bytes) -> None:
    page = choose(administrator, data, expect=422)
    assert page.rows("What to mend")
    assert page.h1 == "Add a matrix"


def test_without_a_file_the_page_asks_for_one(administrator: Browser) -> None:
    page = administrator.get("/matrices/add").submit(expect=422)
    assert page.errors == ["Choose a matrix file."]


def test_the_name_of_a_file_cannot_mislead(administrator: Browser) -> None:
    page = choose(administrator, b"key: 1", name="../../<b>\u202egood.yaml", expect=422)
    (problem,) = page.errors
    assert "/" not in problem
    assert "\u202e" not in problem
    assert "good.yaml has" in problem


def test_the_same_file_again_has_nothing_to_add(administrator: Browser) -> None:
    page = choose(administrator, LENSES)
    assert "The library has this very file already." in page.text
    assert "Add to the library as a draft" not in page.buttons


def test_a_draft_is_replaced_by_a_file_of_the_same_version(administrator: Browser, database: Database) -> None:
    put_draft(database, NEXT_VERSION)
    page = choose(administrator, NEXT_VERSION + b"# one more line\n")
    assert "The library has a draft of this version with other content. This file would replace it." in page.text
    page.submit(button="Add to the library as a draft")
    files, _ = library(database)
    assert NEXT_VERSION + b"# one more line\n" in files
    assert NEXT_VERSION not in files


def test_a_published_version_is_never_replaced(administrator: Browser, database: Database) -> None:
    put_draft(database, NEXT_VERSION)
    changed = NEXT_VERSION + b"# one more line\n"
    form = choose(administrator, changed)
    put_published(database, NEXT_VERSION)  # after the file was looked at
    before = library(database)
    page = choose(administrator, changed)
    assert "and it was published. A published version never changes" in page.text
    assert "Give the file a new version and choose it again." in page.text
    assert "Add to the library as a draft" not in page.buttons
    refused = form.submit(button="Add to the library as a draft", expect=409)
    assert "was published on 4 March 2026 with other content" in refused.text
    assert library(database) == before


@pytest.mark.parametrize("content", ["", "not base64", "a2V5OiAx\n!"])
def test_a_second_step_that_the_page_did_not_send_changes_nothing(
    administrator: Browser, database: Database, content: str
) -> None:
    before = library(database)
    choose(administrator, NEXT_VERSION).submit(button="Add to the library as a draft", content=content, expect=400)
    assert library(database) == before


def test_a_second_step_with_mistakes_lists_them(administrator: Browser, database: Database) -> None:
    before = library(database)
    page = choose(administrator, NEXT_VERSION).submit(
        button="Add to the library as a draft", content="a2V5OiAx", expect=422
    )
    assert page.rows("What to mend in lenses.yaml")
    assert library(database) == before


def test_what_would_keep_a_sound_file_from_being_published_is_listed_at_once(
    author: Browser, database: Database
) -> None:
    put_published(database)
    page = choose(author, next_file(changes=UNTRUE), name="next.yaml")
    assert "The file next.yaml is sound. It cannot be published yet." in page.text
    assert "Not to be published yet: 2 changes are not declared truly" in page.text
    assert (
        "does not say truly what it changes since version 1.0.0. You can add it as a draft all the same." in page.text
    )
    assert "“Vision” (vision): It is declared same, and its words differ." in page.text
    added = page.submit(button="Add to the library as a draft")
    assert added.address == "/matrices/our-own/2.0.0"
    again = choose(author, next_file(changes=UNTRUE), name="next.yaml")
    assert "2 changes are not declared truly" in again.text
    assert "You can add it" not in again.text


def test_a_sound_file_that_can_be_published_says_only_that(author: Browser, database: Database) -> None:
    put_published(database)
    page = choose(author, next_file(changes=DECLARED), name="next.yaml")
    assert "The file next.yaml is sound." in page.text
    assert "published yet" not in page.text
    assert "could not be checked" not in page.text


def test_what_could_not_be_checked_of_a_file_is_said(author: Browser) -> None:
    page = choose(author, next_file(changes=UNTRUE), name="next.yaml")
    assert "It says what it changes since version 1.0.0. This library has not published that version" in page.text


def test_a_file_of_which_a_later_version_says_what_is_not_so_is_told(author: Browser, database: Database) -> None:
    put_published(database, next_file(changes=UNTRUE))
    page = choose(author, own_file(), name="own.yaml")
    assert "Not to be published yet: a later version says otherwise" in page.text
    assert "Give the file another version" in page.text
