from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account
from maturity.usecases.installation import InstallationInUse, add_first_administrator, check_not_in_use
from maturity.usecases.passwords import hash_password
from maturity.usecases.sign_in import add_account

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
PASSWORD = "six slow herons fishing"


def test_the_first_administrator_may_set_everything_up(session: Session) -> None:
    check_not_in_use(session)
    add_first_administrator(
        session, name="Jo", email="jo@northmere.example", password_hash=hash_password(PASSWORD), now=NOW
    )
    account = session.scalars(select(Account)).one()
    assert (account.name, account.is_administrator, account.may_set_up) == ("Jo", True, True)


def test_nobody_becomes_first_administrator_of_an_installation_that_is_in_use(session: Session) -> None:
    add_account(session, name="Helen", email="helen@northmere.example", by=None, now=NOW)
    with pytest.raises(InstallationInUse, match="has 1 account already"):
        add_first_administrator(
            session, name="Jo", email="jo@northmere.example", password_hash=hash_password(PASSWORD), now=NOW
        )
    assert session.scalars(select(Account.name)).all() == ["Helen"]
