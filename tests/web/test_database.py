from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Account
from maturity.usecases.sign_in import add_account
from maturity.web.database import connect_database, now, reading, writing
from tests.conftest import NOW


def names(app: Flask) -> list[str]:
    with app.app_context(), reading() as session:
        return list(session.scalars(select(Account.name)))


def test_what_is_written_is_kept_when_the_block_ends_well(app: Flask) -> None:
    with app.app_context(), writing() as session:
        add_account(session, name="Ada Brook", email="ada@example.org", by=None, now=now())
    assert names(app) == ["Ada Brook"]


def test_and_not_at_all_when_it_does_not(app: Flask) -> None:
    def fail_after_a_change() -> None:
        with app.app_context(), writing() as session:
            add_account(session, name="Ada Brook", email="ada@example.org", by=None, now=now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_a_change()
    assert names(app) == []


def test_the_time_is_the_time_of_the_clock(app: Flask, database: Database) -> None:
    with app.app_context():
        assert now() == NOW
        connect_database(app, database=database, clock=lambda: NOW + timedelta(days=1))
        assert now() == NOW + timedelta(days=1)
