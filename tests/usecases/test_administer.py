from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.queries.accounts import NoSuchAccount, get_account
from maturity.persistence.queries.visitors import find_visitor
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.administer import OwnAccount, disable_account, enable_account
from maturity.usecases.passwords import hash_password
from maturity.usecases.sign_in import (
    LinkNotValid,
    add_account,
    check_password_link,
    find_account_to_check,
    hash_token,
    make_password_link,
    start_sign_in,
)
from tests.conftest import NOW


@pytest.fixture
def jo(session: Session) -> int:
    return add_account(session, name="Jo", email="jo@example.org", is_administrator=True, by=None, now=NOW)


@pytest.fixture
def ada(session: Session) -> int:
    password = "four calm otters waiting"
    return add_account(
        session, name="Ada", email="ada@example.org", password_hash=hash_password(password), by=None, now=NOW
    )


def test_a_disabled_account_lets_nobody_in_by_any_way(session: Session, jo: int, ada: int) -> None:
    token = start_sign_in(session, account=ada, hours=1, now=NOW)
    link = make_password_link(session, account=ada, by=jo, now=NOW)
    session.flush()
    disable_account(session, account=ada, by=jo, now=NOW)
    assert find_visitor(session, token_hash=hash_token(token), now=NOW) is None
    assert find_account_to_check(session, email="ada@example.org") is None
    with pytest.raises(LinkNotValid):
        check_password_link(session, token=link, now=NOW)
    # An account that is enabled again has its password, and neither its sign-ins nor its links.
    enable_account(session, account=ada, by=jo, now=NOW)
    assert find_account_to_check(session, email="ada@example.org") is not None
    assert find_visitor(session, token_hash=hash_token(token), now=NOW) is None
    with pytest.raises(LinkNotValid):
        check_password_link(session, token=link, now=NOW)


def test_nobody_disables_their_own_account(session: Session, jo: int) -> None:
    with pytest.raises(OwnAccount):
        disable_account(session, account=jo, by=jo, now=NOW)
    assert not get_account(session, account=jo).is_disabled


def test_both_leave_an_event(session: Session, jo: int, ada: int) -> None:
    disable_account(session, account=ada, by=jo, now=NOW)
    enable_account(session, account=ada, by=jo, now=NOW)
    events = session.execute(
        select(AuditEvent.action, AuditEvent.account_id, AuditEvent.subject).order_by(AuditEvent.id.desc()).limit(2)
    ).all()
    assert [tuple(event) for event in events] == [
        ("enable account", jo, f"account {ada}"),
        ("disable account", jo, f"account {ada}"),
    ]


def test_an_account_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NoSuchAccount):
        get_account(session, account=99)
