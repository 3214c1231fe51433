"""An author makes a matrix of a workbook or a table of Word: it is read, looked at, and said whose it is."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import pytest
from sqlalchemy import func, select

from maturity.core.matrix import Fidelity
from maturity.core.matrix_file import read_matrix
from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.matrix_version import MatrixVersion
from tests.factories.tables import SMALL, Rows, a_document, a_workbook
from tests.web.browser import Browser, Page, check_manners

SAID: Final = {
    "title": "Our own",
    "key": "our-own",
    "version": "1.0.0",
    "purpose": "To talk.\r\nNot to test.",
    "source": "Us, 2026.",
    "licence": "Ours alone",
    "attribution": "© Us",
    "fidelity": "official",
}
WITH_A_SCORE: Final[Rows] = [["Our matrix"], *([*row, "Score" if n == 0 else "2"] for n, row in enumerate(SMALL))]


def choose(browser: Browser, data: bytes, *, name: str = "book.xlsx", expect: int = 200) -> Page:
    """Choose a workbook or a document on the page for it, and have it read."""
    form = {"csrf_token": browser.get("/matrices/import").value("csrf_token"), "file": (BytesIO(data), name)}
    answer = browser.client.post("/matrices/import", data=form, content_type="multipart/form-data")
    page = Page(browser, answer)
    assert answer.status_code == expect, page.text[:500]
    check_manners(page.soup, page.address)
    return page


def counts(database: Database) -> tuple[int, int]:
    """How many versions the library has, and how many things were recorded."""
    with database.reading() as session:
        found = [session.scalar(select(func.count()).select_from(row)) or 0 for row in (MatrixVersion, AuditEvent)]
    return found[0], found[1]


def test_the_way_leads_from_the_library_to_a_draft(author: Browser, database: Database) -> None:
    page = author.get("/matrices").follow("Add a matrix").follow("make a matrix file of it")
    assert page.h1 == "Make a matrix of a workbook or Word table"
    before = counts(database)
    read = choose(author, a_workbook())
    assert read.h1 == "What was read in book.xlsx"
    assert "2 domains, 3 criteria, 3 levels: Emerging to Thriving." in read.text
    assert "Written down." in read.text
    looked = read.submit(SAID, button="Look at the matrix")
    assert looked.h1 == "Check “Our own” 1.0.0"
    assert "The descriptors are the owner’s own text" in looked.text
    assert counts(database) == before
    added = looked.submit(button="Add to the library as a draft")
    assert added.address == "/matrices/our-own/1.0.0"
    assert counts(database) == (before[0] + 1, before[1] + 1)
    assert "To talk. Not to test." in added.text


def test_the_file_can_be_downloaded_instead(author: Browser, database: Database) -> None:
    before = counts(database)
    read = choose(author, a_document(), name="table.docx")
    form = {**SAID, "do": "download", "reading": read.value("reading"), "csrf_token": read.value("csrf_token")}
    answer = author.client.post("/matrices/import/make", data=form)
    assert answer.headers["Content-Disposition"] == "attachment; filename=our-own-1.0.0.yaml"
    matrix = read_matrix(answer.data, name="downloaded")
    assert [criterion.title for criterion in matrix.criteria] == ["Shared purpose", "Trust", "Staff"]
    assert matrix.purpose == "To talk.\nNot to test."
    assert matrix.provenance.fidelity is Fidelity.OFFICIAL
    assert counts(database) == before


def test_what_was_left_out_is_listed_and_what_stands_above_is_offered_as_the_title(author: Browser) -> None:
    page = choose(author, a_workbook(("S", WITH_A_SCORE)))
    assert page.rows("Left out") == [
        [
            "Sheet “S”, column F",
            "The column “Score” is no part of a matrix. It has 3 texts.",
            "Leave it out: what is said in a round, such as scores and comments, is no part of its matrix.",
        ],
    ]
    assert [
        "Sheet “S”, cell A1",
        "“Our matrix” stands above the header, and is offered as the title of the matrix.",
        "Say another title if it is none.",
    ] in page.rows("Taken so")
    assert (page.value("title"), page.value("key"), page.value("version")) == ("Our matrix", "our-matrix", "1.0.0")
    assert page.value("licence") == ""
    assert not page.soup.select("input[name=fidelity][checked]")


def test_whose_matrix_it_is_has_to_be_said_and_what_was_entered_is_kept(author: Browser) -> None:
    page = choose(author, a_workbook(("S", WITH_A_SCORE))).submit(
        button="Look at the matrix", key="Not A Key", purpose="To talk.", source="Us.", attribution="© Us", expect=422
    )
    assert page.errors == ["Enter on what terms you may use it.", "Choose whose words the texts are."]
    assert (page.value("key"), page.value("source")) == ("Not A Key", "Us.")
    assert page.rows("Left out")
    page = page.submit(button="Look at the matrix", licence="Ours", fidelity="official", expect=422)
    (problem,) = page.errors
    assert problem.startswith("“key” is “Not A Key”.")
    assert page.submit(button="Look at the matrix", key="a-key").h1 == "Check “Our matrix” 1.0.0"


def test_what_has_to_be_mended_is_named_by_its_cell_and_nothing_can_be_made(author: Browser) -> None:
    page = choose(author, a_workbook(("S", [*SMALL, ["People", "Pay", "a", None, "c"]])), expect=422)
    assert page.rows("To mend") == [
        [
            "Sheet “S”, cell D5",
            "“Pay” has no text for level 2 (Developing).",
            "Write what can be seen at this level.",
        ]
    ]
    assert "Look at the matrix" not in page.buttons
    assert "Shared purpose" in page.text


@pytest.mark.parametrize(
    "data, problem",
    [
        (b"a,b", "The file is neither a workbook (.xlsx) nor a document of Word (.docx)."),
        (a_document("Only words"), "The file has no table with a text in it."),
        (b"", "The file is empty."),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_field(author: Browser, data: bytes, problem: str) -> None:
    page = choose(author, data, expect=422)
    assert page.errors[0].startswith(problem)
    assert page.h1 == "Make a matrix of a workbook or Word table"


def test_a_table_that_is_none_says_what_is_missing(author: Browser) -> None:
    page = choose(author, a_workbook(("S", [["Just"], ["words"]])), expect=422)
    assert page.rows("To mend")[0][1] == "No table with a header was found."


def test_without_a_file_the_page_asks_for_one(author: Browser) -> None:
    page = author.get("/matrices/import").submit(expect=422)
    assert page.errors == ["Choose a workbook or a document."]


@pytest.mark.parametrize("reading", ["", "none", "e30=", "bnVsbA==", "eyJuYW1lIjogMX0="])
def test_a_second_step_that_the_page_did_not_send_is_refused(author: Browser, database: Database, reading: str) -> None:
    before = counts(database)
    page = choose(author, a_workbook())
    page.submit(SAID, button="Look at the matrix", reading=reading, expect=400)
    assert counts(database) == before


def test_only_authors_make_matrices_of_tables(lead: Browser) -> None:
    lead.get("/matrices/import", expect=403)
