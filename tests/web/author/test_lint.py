"""An author looks at what the linter finds: in a version of the library, and in a file before it is added."""

from __future__ import annotations

import re

from maturity.authoring.lint import RULES
from maturity.persistence.engine import Database
from maturity.settings import product_folder
from maturity.web.author.findings import MOST_SHOWN, findings
from tests.factories.linted import a_ladder, file_of, ladders
from tests.factories.matrix_files import own_file, put_draft, put_published
from tests.factories.statements import questions_of
from tests.web.author.test_adding import choose
from tests.web.author.test_overlays import OVERLAY
from tests.web.browser import Browser

LENSES = (product_folder("matrices") / "transformation-lenses.yaml").read_bytes()
VAGUE = re.sub(rb"1: >-\n +[^\n]+", b"1: >-\n            Some people meet.", LENSES, count=1).replace(
    b"1.0.0", b"1.1.0"
)
SWITCHED = VAGUE + (
    "\nlint:\n  switched_off:\n    - {rule: vague-quantifier, at: vision, reason: The owner’s words <b>.}\n".encode()
)
ADDRESS = "/matrices/transformation-lenses/1.1.0"


def test_an_author_comes_from_a_matrix_to_what_the_linter_finds_in_it(author: Browser, database: Database) -> None:
    put_draft(database, VAGUE)
    page = author.get(ADDRESS).follow("See what the linter finds")
    assert page.h1 == "What an author could look at again"
    assert "The linter has 1 finding. It is advice and does not keep a matrix from being used." in page.text
    assert "Level 1 of “Vision” leaves open how much is meant by “some”." in page.text
    (line,) = (n for n, text in enumerate(VAGUE.decode().splitlines(), 1) if "Some people meet." in text)
    cells = [cell.get_text(" ", strip=True) for cell in page.soup.select(".app-findings td")]
    assert cells[:2] == [f"Line {line - 1}", "Rule vague-quantifier"]
    assert RULES["vague-quantifier"].why in page.text
    assert "7 criteria, at 2 minutes each: about 14 minutes for one person." in page.text
    assert page.follow("Back to the matrix").h1 == "Seven lenses on a transformation"


def test_what_is_switched_off_is_told_with_its_reason(author: Browser, database: Database) -> None:
    put_draft(database, SWITCHED)
    page = author.get(f"{ADDRESS}/lint")
    assert "The linter finds nothing to look at again." in page.text
    assert "The owner’s words <b>." in page.text
    assert "1 finding left out" in page.text
    assert page.soup.select(".app-findings") == []


def test_only_who_may_write_matrices_sees_the_findings(lead: Browser, administrator: Browser) -> None:
    address = "/matrices/transformation-lenses/1.0.0"
    assert "See what the linter finds" not in lead.get(address).links
    lead.get(f"{address}/lint", expect=403)
    assert "nothing to look at again" in administrator.get(f"{address}/lint").text
    administrator.get("/matrices/transformation-lenses/9.9.9/lint", expect=404)


def test_a_file_is_linted_before_it_is_added(administrator: Browser) -> None:
    page = choose(administrator, VAGUE)
    assert "The linter has 1 finding." in page.text
    assert page.soup.select_one(".app-findings") is not None
    assert "The linter finds nothing to look at again." in choose(administrator, LENSES).text


def test_the_lines_of_an_overlay_are_those_of_its_own_file(author: Browser, database: Database) -> None:
    below = own_file().replace(b"1: >-\n            ", b"1: >-\n            Some people. ", 1)
    put_published(database, below)
    vague = OVERLAY.replace(b"people: {guidance", b"people: {descriptors: {1: Some people meet.}, guidance")
    line = next(n for n, text in enumerate(vague.splitlines(), 1) if b"Some people meet." in text)
    page = choose(author, vague, name="overlay.yaml")
    assert "The lines are those of the overlay’s own file." in page.text
    page.submit(button="Add to the library as a draft")
    kept = author.get("/matrices/northmere/1.0.0/lint")
    for shown in (page, kept):
        vague_rows = [row for row in shown.rows("What could be said better") if row[1] == "vague-quantifier"]
        assert sorted(row[0] for row in vague_rows) == sorted([str(line), "In the matrix below"])


def test_more_findings_than_a_page_can_hold_are_counted() -> None:
    many = [a_ladder("Some meet.", f"Word {number}.", criterion_id=f"c{number}") for number in range(90)]
    texts = findings(file_of(ladders(*many)))
    assert (len(texts.lines), texts.more) == (texts.count, 0)
    vaguer = [a_ladder("Some meet.", f"Many {number}.", criterion_id=f"c{number}") for number in range(100)]
    texts = findings(file_of(ladders(*vaguer)))
    assert texts.count == 201  # with the burden
    assert (len(texts.lines), texts.more) == (MOST_SHOWN, 1)


def test_the_findings_ask_the_database_as_often_whatever_is_found(author: Browser, database: Database) -> None:
    put_draft(database, VAGUE)
    few = questions_of(database, lambda: author.get("/matrices/transformation-lenses/1.0.0/lint"))
    assert questions_of(database, lambda: author.get(f"{ADDRESS}/lint")) <= few + 1  # the file is read once
    assert questions_of(database, lambda: author.get(f"{ADDRESS}/lint")) <= few
