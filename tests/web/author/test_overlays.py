"""A local overlay is added like a matrix, and its page says whose words are whose."""

from __future__ import annotations

import pytest

from maturity.core.matrix_file import read_matrix, read_overlay
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import NOTHING_KEPT
from maturity.web.respond.question import question_view
from tests.factories.matrix_files import an_overlay, own_file, put_published
from tests.web.author.test_adding import choose
from tests.web.browser import Browser

OVERLAY = an_overlay(b"""\
wording:
  vision: {title: Our vision}
  people: {guidance: Think of the wards.}
extra:
  - id: island
    title: The island
    criteria:
      - {id: ferries, title: Ferries, descriptors: {1: a, 2: b, 3: c, 4: d, 5: e}}
not_applicable: {design: Nothing is designed here.}
""")


def test_an_overlay_is_added_and_its_page_says_whose_words_are_whose(author: Browser, database: Database) -> None:
    put_published(database)
    page = choose(author, OVERLAY, name="overlay.yaml").submit(button="Add to the library as a draft")
    assert page.address == "/matrices/northmere/1.0.0"
    for address in (page.address, f"{page.address}?view=grid"):
        page = author.get(address)
        notes = [note.get_text() for note in page.soup.select(".app-matrix-criterion__note")]
        assert sorted(notes) == ["Local criterion", "Local guidance", "Local wording"]
        assert "This matrix lies over “Our own” 1.0.0." in page.text
        assert "Nothing is designed here." in page.text
        assert "A local overlay of “Our own” 1.0.0. Source:" in page.text


def test_a_blank_copy_says_whose_words_are_whose_and_what_is_not_asked(author: Browser, database: Database) -> None:
    put_published(database)
    choose(author, OVERLAY, name="overlay.yaml").submit(button="Add to the library as a draft")
    page = author.get("/matrices/northmere/1.0.0/blank")
    marks = [note.get_text() for note in page.soup.select(".app-blank__criterion .app-note")]
    assert sorted(marks) == ["Local criterion", "Local guidance", "Local wording"]
    assert "Not asked here" in page.text
    assert "Nothing is designed here." in page.text
    own = author.get("/matrices/our-own/1.0.0/blank")
    assert own.soup.select(".app-note") == []
    assert "Not asked here" not in own.text


def test_a_first_overlay_leads_from_its_changes_to_where_local_words_are_marked(
    author: Browser, database: Database
) -> None:
    put_published(database)
    choose(author, OVERLAY, name="overlay.yaml").submit(button="Add to the library as a draft")
    page = author.get("/matrices/northmere/1.0.0/changes")
    assert "It is a local overlay of “Our own” 1.0.0." in page.text
    assert page.follow("its own page").address == "/matrices/northmere/1.0.0"


def test_the_overlay_is_handed_out_as_its_author_wrote_it(author: Browser, database: Database) -> None:
    put_published(database)
    page = choose(author, OVERLAY, name="overlay.yaml").submit(button="Add to the library as a draft")
    answer = author.client.get(page.links["Download the overlay (YAML)"])
    assert answer.data == OVERLAY
    assert answer.headers["Content-Disposition"] == "attachment; filename=northmere-1.0.0-overlay.yaml"
    author.get("/matrices/our-own/1.0.0/overlay", expect=404)


def test_a_matrix_of_its_own_says_nothing_of_overlays(author: Browser, database: Database) -> None:
    put_published(database)
    page = author.get("/matrices/our-own/1.0.0")
    assert "overlay" not in page.text
    assert "Local wording" not in page.text


def test_a_mistake_of_an_overlay_is_listed_with_its_place(author: Browser, database: Database) -> None:
    put_published(database)
    page = choose(author, OVERLAY.replace(b"  vision:", b"  vison:"), name="overlay.yaml", expect=422)
    (mistake,) = page.rows("What to mend in overlay.yaml")
    assert mistake[:3] == ["8", "3", "wording.vison"]
    assert mistake[4] == "Did you mean “vision”?"


@pytest.mark.parametrize("criterion, mark", [("vision", "Local wording"), ("ferries", "Local criterion"), ("plan", "")])
def test_who_responds_sees_the_mark_beside_the_criterion(criterion: str, mark: str) -> None:
    below = read_matrix(own_file(), name="own.yaml")
    matrix = read_overlay(OVERLAY, name="overlay.yaml", find=lambda *_: below).matrix
    shown = question_view(matrix.criterion(criterion), matrix=matrix, address=None, kept=NOTHING_KEPT)
    assert shown.local_mark == mark
