"""The page on which two versions of a matrix stand side by side in words."""

from __future__ import annotations

import pytest

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix
from maturity.core.recently_used import RecentlyUsed
from maturity.persistence.engine import Database
from maturity.persistence.queries import matrices
from tests.factories.installations import an_account
from tests.factories.matrix_files import own_file, put_draft, put_published
from tests.web.browser import Browser, words
from tests.web.conftest import CountQueries, SignIn

CHANGES = """
changes:
  from: "{since}"
  summary: Vision is asked in other words.
  criteria:
    vision: {{is: {word}, note: Purpose counts too.}}
"""


def later_file(
    version: str = "2.0.0",
    *,
    since: str = "1.0.0",
    word: str = "amended",
    title: str = "Vision and purpose",
    more: str | None = None,
) -> bytes:
    """A version in which a criterion has another title."""
    declared = CHANGES.format(since=since, word=word) if more is None else more
    text = own_file(version=version, more=declared).decode()
    start = text.index("- id: vision")
    return (text[:start] + text[start:].replace("title: Vision", f"title: {title}", 1)).encode()


@pytest.fixture
def reader(database: Database, sign_in: SignIn) -> Browser:
    """The browser of somebody who has no role anywhere."""
    return sign_in(an_account(database))


def test_a_version_leads_to_what_changed_and_back(reader: Browser, database: Database) -> None:
    put_published(database)
    put_published(database, later_file())
    matrix = reader.get("/matrices/our-own/2.0.0")
    page = matrix.follow("What changed since version 1.0.0")
    assert page.h1 == "What changed since version 1.0.0"
    assert "Vision is asked in other words." in page.text
    section = page.soup.find("section", attrs={"aria-labelledby": "criterion-vision"})
    assert section is not None
    assert [words(tag) for tag in section.select(".nhsuk-tag")] == ["Amended", "Compared with a flag"]
    assert [words(each) for each in section.select("ins")] == ["[put in: and purpose ]"]
    assert "Its meaning was amended in version 2.0.0. Purpose counts too." in words(section)
    assert "6 criteria are the same." in page.text
    assert page.soup.select(".nhsuk-warning-callout") == []


def test_what_is_not_declared_is_named_on_the_page(author: Browser, database: Database) -> None:
    put_published(database)
    put_draft(database, later_file(word="same"))
    page = author.get("/matrices/our-own/2.0.0/changes")
    [callout] = page.soup.select(".nhsuk-warning-callout")
    assert "Not declared: “Vision and purpose” (vision): It is declared same, and its words differ." in words(callout)


def test_a_version_without_declared_changes_is_set_beside_the_next_lower_one(
    author: Browser, database: Database
) -> None:
    put_published(database)
    put_draft(database, later_file(more=""))
    assert "What changed since" not in author.get("/matrices/our-own/2.0.0").text
    page = author.get("/matrices/our-own/2.0.0").follow("Compare with an earlier version")
    assert "Version 2.0.0 does not declare what changed since version 1.0.0." in page.text
    assert "The words differ, and nothing is declared." in page.text


def test_any_lower_version_can_be_chosen_and_no_other(reader: Browser, database: Database) -> None:
    put_published(database)
    put_published(database, later_file())
    put_published(
        database, later_file("3.0.0", since="2.0.0", more='\nchanges:\n  from: "2.0.0"\n  summary: Nothing.\n')
    )
    page = reader.get("/matrices/our-own/3.0.0/changes")
    assert page.h1 == "What changed since version 2.0.0"
    assert "The two versions say the same." in page.text
    far = page.follow("version 1.0.0")
    assert far.h1 == "What changed since version 1.0.0"
    assert "Compared with a flag" in far.text
    assert "Between the two lies version 2.0.0. What each version declares is read on the way." in far.text
    assert "Amended in version 2.0.0" in far.text
    for wanted in ("3.0.0", "9.0.0", "x"):
        reader.get(f"/matrices/our-own/3.0.0/changes?from={wanted}", expect=404)
    only = reader.get("/matrices/our-own/1.0.0/changes")
    assert "There is no earlier version to set beside this one." in only.text


def test_where_a_version_between_is_missing_it_is_said_what_could_not_be_told(
    author: Browser, reader: Browser, database: Database
) -> None:
    put_published(database)
    put_draft(database, later_file())
    put_published(
        database, later_file("3.0.0", since="2.0.0", more='\nchanges:\n  from: "2.0.0"\n  summary: Nothing.\n')
    )
    page = reader.get("/matrices/our-own/3.0.0/changes?from=1.0.0")
    assert "Version 3.0.0 declares its changes since version 2.0.0, which is not here to be read." in page.text
    assert "So it could not be told what is declared since version 1.0.0." in page.text
    assert page.soup.select(".nhsuk-warning-callout") == []
    assert "Amended in version 2.0.0" in author.get("/matrices/our-own/3.0.0/changes?from=1.0.0").text


def test_a_draft_is_set_beside_the_published_version_for_authors_alone(
    reader: Browser, author: Browser, database: Database
) -> None:
    put_published(database)
    put_draft(database, later_file())
    reader.get("/matrices/our-own/2.0.0/changes", expect=404)
    author.get("/matrices/our-own/2.0.0/changes")
    assert "Compare with an earlier version" in author.get("/matrices/our-own/2.0.0").text


def test_the_number_of_queries_does_not_grow_with_the_versions(
    reader: Browser, database: Database, count_queries: CountQueries
) -> None:
    put_published(database)
    put_published(database, later_file())
    address = "/matrices/our-own/{}/changes?from=1.0.0"
    reader.get(address.format("2.0.0"))
    few = count_queries(lambda: reader.get(address.format("2.0.0")))
    for number in range(3, 7):
        put_published(database, later_file(f"{number}.0.0", since=f"{number - 1}.0.0", title=f"Vision {number}"))
    reader.get(address.format("6.0.0"))
    assert count_queries(lambda: reader.get(address.format("6.0.0"))) == few


def test_words_of_another_language_say_which_it_is(reader: Browser, database: Database) -> None:
    put_published(database, own_file().replace(b"language: en-GB", b"language: cy"))
    put_published(database, later_file().replace(b"language: en-GB", b"language: cy"))
    page = reader.get("/matrices/our-own/2.0.0/changes")
    assert {span["lang"] for span in page.soup.select("span.app-prose")} == {"cy"}


def test_only_the_versions_that_lie_between_are_read(
    reader: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_published(database)
    for number in range(2, 6):
        since = f"{number - 1}.0.0"
        put_published(database, later_file(f"{number}.0.0", since=since, title=f"Vision {number}"))
    read: list[str] = []

    def reading(data: bytes, *, name: str) -> Matrix:
        matrix = read_matrix(data, name=name)
        read.append(matrix.version)
        return matrix

    monkeypatch.setattr(matrices, "read_matrix", reading)
    for address, versions in (
        ("/matrices/our-own/4.0.0/changes", ["3.0.0", "4.0.0"]),
        ("/matrices/our-own/4.0.0/changes?from=2.0.0", ["2.0.0", "3.0.0", "4.0.0"]),
    ):
        monkeypatch.setattr(matrices, "_KEPT", RecentlyUsed[Matrix](100))
        read.clear()
        assert reader.get(address).h1.startswith("What changed since version")
        assert sorted(read) == versions
