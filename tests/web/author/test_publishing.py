"""Publishing a version: what it changes, which rounds and answers that touches, and what has to be mended first."""

from __future__ import annotations

from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Account
from maturity.usecases.author import publish_file
from tests.conftest import NOW
from tests.factories.installations import Setting, a_setting
from tests.factories.matrix_files import DECLARED, KEY, UNTRUE, next_file, own_file, put_draft, put_published
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn

NEXT = "/matrices/our-own/2.0.0"


def a_round(database: Database, setting: Setting) -> None:
    setting.add_round(matrix=KEY, label="Spring 2026")
    setting.move("open")
    setting.answer(0)


def test_the_first_version_touches_nothing(author: Browser, database: Database) -> None:
    put_draft(database)
    page = author.get("/matrices/our-own/1.0.0/publish")
    assert "It is the first version of this matrix to be published here" in page.text


def test_a_version_that_names_one_that_is_not_here_says_so(author: Browser, database: Database) -> None:
    put_draft(database, next_file(changes=DECLARED))
    page = author.get(f"{NEXT}/publish")
    assert "This library has not published that version" in page.text
    assert page.submit(button="Publish this version").notice == "“Our own” 2.0.0 is published."


def test_a_version_of_which_a_later_one_says_what_is_not_so_is_not_published(
    author: Browser, database: Database
) -> None:
    put_published(database, next_file(changes=UNTRUE))
    put_draft(database)
    page = author.get("/matrices/our-own/1.0.0/publish")
    assert "A later version was published first, and what it says of version 1.0.0 is not so." in page.text
    assert "“Vision” (vision): It is declared same, and its words differ." in page.text
    assert "Publish this version" not in page.text
    assert "Back to the draft" in page.text


def test_each_change_says_what_follows_and_how_many_answers_it_touches(
    author: Browser, setting: Setting, database: Database
) -> None:
    put_published(database)
    a_round(database, setting)
    put_draft(database, next_file(changes=DECLARED))
    page = author.get(NEXT).follow("Publish this version")
    assert page.rows("Criteria that change") == [
        ["Vision vision", "Reworded", "Its levels are compared.", "1 person’s answer"]
    ]
    assert "One question is put more plainly." in page.text
    beside = page.follow("Read the words of both versions side by side")
    assert beside.address == f"{NEXT}/changes"
    assert "1 round in 1 collaborative in which you have no role." in page.text
    assert "On all criteria together: 7 people’s answers." in page.text
    assert "Three Rivers" not in page.text


def test_rounds_are_named_to_who_has_a_role_there_and_only_counted_for_others(
    setting: Setting, sign_in: SignIn, database: Database
) -> None:
    put_published(database)
    elsewhere = a_setting(database, name="Other Collaborative")
    for one in (setting, elsewhere):
        a_round(database, one)
    put_draft(database, next_file(changes=DECLARED))
    with database.writing() as session:
        session.get_one(Account, setting.viewer).may_author = True
    page = sign_in(setting.viewer).get(f"{NEXT}/publish")
    assert "Three Rivers Collaborative: Spring 2026 (open for responses)" in page.text
    assert "1 more round in 1 collaborative in which you have no role." in page.text
    assert "Other Collaborative" not in page.text
    assert page.follow("Spring 2026").h1 == "Spring 2026"


def test_what_is_not_declared_truly_is_listed_and_there_is_no_button(author: Browser, database: Database) -> None:
    put_published(database)
    put_draft(database, next_file(changes=UNTRUE))
    page = author.get(f"{NEXT}/publish")
    assert "“Vision” (vision): It is declared same, and its words differ." in page.text
    assert "“Design” (design): It is declared amended, and its words are the same." in page.text
    assert "Publish this version" not in page.buttons
    assert page.follow("Back to the draft").address == NEXT


def test_a_version_that_came_to_need_declaring_meanwhile_is_refused_with_what_to_mend(
    author: Browser, database: Database
) -> None:
    put_draft(database, next_file())
    page = author.get(f"{NEXT}/publish")
    with database.writing() as session:
        publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    refused = page.submit(button="Publish this version", expect=422)
    assert "The words differ, and nothing is declared. Say under “changes” what became of it." in refused.text


def test_the_page_asks_the_database_as_often_for_many_rounds_as_for_one(
    author: Browser, database: Database, count_queries: CountQueries
) -> None:
    put_published(database)
    put_draft(database, next_file(changes=DECLARED))
    author.get(f"{NEXT}/publish")
    few = count_queries(lambda: author.get(f"{NEXT}/publish"))
    for name in ("One", "Two", "Three"):
        a_round(database, a_setting(database, name=name))
    assert count_queries(lambda: author.get(f"{NEXT}/publish")) == few
