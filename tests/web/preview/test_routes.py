"""The previews of a matrix: its author sees the form and the report, nothing is kept, and nobody else sees a draft."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix_file import write_matrix
from maturity.persistence.engine import Database
from maturity.reports.pdf import ReportKind
from maturity.web.preview.sample_press import SampleNotMade, SamplePress
from tests.factories.installations import an_account
from tests.factories.matrices import a_matrix
from tests.factories.matrix_files import own_file, put_draft
from tests.factories.reports import shipped_matrix
from tests.promises.visits import hash_of, rows_of
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn

OWN = "/matrices/our-own/1.0.0"
PROVIDER = "/matrices/provider-collaborative-development/1.0.0/preview"
PAGES = ("form", "form/vision", "report", "report/board.pdf")


@pytest.fixture
def author(database: Database, sign_in: SignIn) -> Browser:
    """The browser of somebody who may write matrices and has no role anywhere."""
    return sign_in(an_account(database, name="Imogen Ward", may_author=True))


@pytest.fixture
def press(app: Flask) -> Iterator[SamplePress]:
    """A press that answers with what it was given, so that no test waits for a PDF."""
    asked = "' '.join(sys.argv[1:]).encode()"
    echo = f"import sys; sys.stdout.buffer.write(b'%PDF ' + {asked} + b' ' + sys.stdin.buffer.read())"
    app.extensions["maturity-sample-press"] = SamplePress(command=(sys.executable, "-c", echo))
    yield app.extensions["maturity-sample-press"]
    del app.extensions["maturity-sample-press"]


@pytest.mark.parametrize("page", PAGES)
def test_a_preview_is_for_authors(lead: Browser, stranger: Browser, database: Database, page: str) -> None:
    put_draft(database)
    lead.get(f"{OWN}/preview/{page}", expect=403)
    assert stranger.get(f"{OWN}/preview/{page}").address == "/sign-in"


def test_the_form_lists_every_criterion_and_leads_through_all_of_them(author: Browser, database: Database) -> None:
    put_draft(database)
    page = author.get(OWN).follow("Preview the form")
    assert page.h1 == "What a respondent is asked"
    assert "7 criteria, about 14 minutes for one person." in page.text
    one = page.follow("Vision")
    seen = [one.h1]
    while "Next criterion" in one.links:
        one = one.follow("Next criterion")
        seen.append(one.h1)
    assert len(seen) == len(set(seen)) == 7
    assert one.follow("Previous criterion").h1 == seen[-2]


def test_a_criterion_looks_as_a_respondent_sees_it_and_can_be_sent_nowhere(author: Browser, database: Database) -> None:
    put_draft(database)
    before = hash_of(rows_of(database))
    page = author.get(f"{OWN}/preview/form/vision")
    assert "Nothing that you choose or write here is kept." in page.text
    assert "Which is closest to where we are now?" in page.text
    assert "Criterion 1 of 7" in page.text
    assert page.soup.select("#maincontent form") == []
    assert page.soup.select("script[src*=autosave]") == []
    assert page.soup.select_one("[data-autosave]")["data-address"] == ""  # type: ignore[index]  # found
    assert page.soup.find("textarea", attrs={"name": "vision-reason"}) is not None
    assert hash_of(rows_of(database)) == before


def test_the_preview_has_the_very_fields_of_the_form(author: Browser, database: Database) -> None:
    matrix = a_matrix(key="own-elements")
    put_draft(database, write_matrix(matrix).encode())
    criterion = matrix.criteria[0]
    page = author.get(f"/matrices/own-elements/{matrix.version}/preview/form/{criterion.id}")
    for descriptor in criterion.descriptors:
        assert " ".join(descriptor.text.split()) in page.text


def test_the_report_is_plainly_a_sample(author: Browser, database: Database) -> None:
    put_draft(database)
    page = author.get(OWN).follow("Preview the report with sample answers")
    assert page.h1 == "Sample collaborative, invented answers"
    assert "A sample: partners, levels and words are invented." in page.text
    assert "What moved" in page.text
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Sample report")


def test_the_sample_of_another_type_has_the_criteria_that_it_is_asked(author: Browser) -> None:
    matrix = shipped_matrix()
    page = author.get(f"{PROVIDER}/report?type=acute")
    for kind in CollaborativeType:
        shown = page.follow(kind.label)
        for criterion in matrix.criteria:
            if not criterion.is_asked_of(kind):
                assert shown.soup.find(id=criterion.id) is None
        asked = sum(1 for criterion in matrix.criteria if criterion.is_asked_of(kind))
        assert f" of {asked - 1} criteria have a level" in shown.text
    author.get(f"{PROVIDER}/report?type=nonsense", expect=404)


def test_what_is_not_there_has_no_preview(author: Browser) -> None:
    author.get(f"{PROVIDER}/form/nothing", expect=404)
    for page in ("form", "report", "report/full.pdf"):
        author.get(f"/matrices/nothing/1.0.0/preview/{page}", expect=404)
    author.get(f"{PROVIDER}/report/other.pdf", expect=404)


def test_the_pages_ask_the_database_no_more_for_a_long_matrix(
    author: Browser, database: Database, count_queries: CountQueries
) -> None:
    put_draft(database)
    short = [f"{OWN}/preview/{page}" for page in ("form", "report")]
    long = [f"{PROVIDER}/{page}" for page in ("form", "report")]
    for address in (*short, *long):
        author.get(address)
    counts = [count_queries(lambda address=address: author.get(address)) for address in (*short, *long)]  # type: ignore[misc]  # a default binds it
    assert len(set(counts)) == 1


def test_a_pdf_is_made_of_the_file_for_the_kind_and_type_that_are_asked_and_kept(
    author: Browser, database: Database, press: SamplePress
) -> None:
    put_draft(database)
    page = author.get(f"{OWN}/preview/report?type=community")
    address = page.links["Sample: Board report, two pages (PDF, takes some seconds)"]
    answer = author.client.get(address)
    assert answer.mimetype == "application/pdf"
    assert answer.data == b"%PDF board community " + own_file()
    assert "sample" in answer.headers["Content-Disposition"]
    press.command = ("false",)
    assert author.client.get(address).data == answer.data


def test_a_pdf_that_cannot_be_made_says_so_and_leads_to_the_page(author: Browser, press: SamplePress) -> None:
    press.command = ("false",)
    page = author.get(f"{PROVIDER}/report/full.pdf", expect=503)
    assert "The PDF of the sample could not be made. The same report is a web page." in page.text
    assert page.follow("Read the sample as a page").h1 == "Sample collaborative, invented answers"


def test_one_sample_is_made_at_a_time_and_one_that_takes_too_long_is_given_up() -> None:
    press = SamplePress(command=(sys.executable, "-c", "import time; time.sleep(60)"), longest=0.2)
    for _ in range(2):  # the second finds the press free again
        with pytest.raises(SampleNotMade, match="could not be made"):
            press.pdf(b"", content_hash="a", kind=ReportKind.BOARD, asked_of=CollaborativeType.ACUTE)
    assert press.busy.acquire(blocking=False)
    with pytest.raises(SampleNotMade, match="Another sample is being made"):
        press.pdf(b"", content_hash="a", kind=ReportKind.BOARD, asked_of=CollaborativeType.ACUTE)


def test_the_real_press_makes_two_pages_for_a_board() -> None:
    made = SamplePress().pdf(own_file(), content_hash="a", kind=ReportKind.BOARD, asked_of=CollaborativeType.ACUTE)
    reader = PdfReader(BytesIO(made))
    assert len(reader.pages) == 2
    for page in reader.pages:
        assert "Sample" in page.extract_text()
