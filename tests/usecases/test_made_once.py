from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.usecases.made_once import make_once
from tests.conftest import NOW
from tests.factories.installations import an_account


@pytest.fixture
def ada(database: Database) -> int:
    return an_account(database)


@pytest.fixture
def ben(database: Database) -> int:
    return an_account(database, name="Ben Hale")


@pytest.fixture
def session(database: Database, ada: int, ben: int) -> Iterator[Session]:
    """A transaction that begins when both are there: only one can write at a time."""
    with database.writing() as session:
        yield session


def test_a_form_that_is_sent_twice_makes_one_thing(session: Session, ada: int) -> None:
    numbers = count(1)
    made = [
        make_once(session, request_key="key", entered="a", by=ada, now=NOW, make=lambda: next(numbers))
        for _ in range(3)
    ]
    assert made == [1, 1, 1]
    assert next(numbers) == 2


@pytest.mark.parametrize(
    "keys, entered",
    [
        (("one", "other"), ("a", "a")),  # two pages
        (("one", "one"), ("a", "b")),  # the page was left, come back to, and changed
        (("", ""), ("a", "a")),  # a page without a key
    ],
)
def test_what_is_another_form_makes_another_thing(
    session: Session, ada: int, keys: tuple[str, str], entered: tuple[str, str]
) -> None:
    numbers = count(1)
    made = [
        make_once(session, request_key=key, entered=said, by=ada, now=NOW, make=lambda: next(numbers))
        for key, said in zip(keys, entered, strict=True)
    ]
    assert made == [1, 2]


def test_the_key_of_one_person_is_worth_nothing_to_another(session: Session, ada: int, ben: int) -> None:
    numbers = count(1)
    made = [
        make_once(session, request_key="key", entered="a", by=person, now=NOW, make=lambda: next(numbers))
        for person in (ada, ben)
    ]
    assert made == [1, 2]
