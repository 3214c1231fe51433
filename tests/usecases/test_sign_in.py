from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.persistence.queries.visitors import find_visitor
from maturity.persistence.rows.account import Account, PasswordLink, SignIn
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.passwords import hash_password
from maturity.usecases.sign_in import (
    LINK_DAYS,
    EmailRefused,
    EmailTaken,
    LinkNotValid,
    NotRightAnyMore,
    add_account,
    check_password_link,
    check_still_right,
    email_key,
    end_sign_in,
    find_account_id,
    find_account_to_check,
    hash_token,
    make_password_link,
    set_password,
    start_sign_in,
)
from tests.conftest import NOW

GOOD = "four calm otters waiting"
ANOTHER = hash_password("another calm otter")


@pytest.fixture
def ada(session: Session) -> int:
    return add_account(
        session, name=" Ada Brook ", email="Ada.Brook@Example.org ", password_hash=hash_password(GOOD), by=None, now=NOW
    )


@pytest.mark.parametrize(
    "email",
    ["ada@example.org", " ADA@example.ORG ", "\N{FULLWIDTH LATIN SMALL LETTER A}da@example.org"],
)
def test_one_address_in_other_letters_is_one_address(email: str) -> None:
    assert email_key(email) == "ada@example.org"


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.org", "ada@example", "a da@example.org", "a\n@b.org"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(EmailRefused):
        email_key(email)


def test_an_account_is_found_by_its_address_however_it_is_written(session: Session, ada: int) -> None:
    assert find_account_id(session, email="ada.brook@EXAMPLE.org") == ada
    found = find_account_to_check(session, email="ADA.brook@example.org")
    assert found is not None
    assert found.id == ada
    assert find_account_to_check(session, email="no address") is None
    assert session.get_one(Account, ada).name == "Ada Brook"
    with pytest.raises(EmailTaken):
        add_account(session, name="Other", email="ada.brook@example.org", by=None, now=NOW)


def test_nobody_signs_in_to_an_account_without_a_password_or_a_disabled_one(session: Session, ada: int) -> None:
    add_account(session, name="New", email="new@example.org", by=None, now=NOW)
    assert find_account_to_check(session, email="new@example.org") is None
    session.get_one(Account, ada).is_disabled = True
    session.flush()
    assert find_account_to_check(session, email="ada.brook@example.org") is None


def test_a_password_that_was_set_anew_while_it_was_checked_is_not_right_any_more(session: Session, ada: int) -> None:
    checked = find_account_to_check(session, email="ada.brook@example.org")
    assert checked is not None
    check_still_right(session, checked=checked)
    link = make_password_link(session, account=ada, by=None, now=NOW)
    session.flush()
    set_password(session, token=link, password_hash=ANOTHER, now=NOW)
    with pytest.raises(NotRightAnyMore):
        check_still_right(session, checked=checked)


def test_who_was_disabled_while_the_password_was_checked_does_not_come_in(session: Session, ada: int) -> None:
    checked = find_account_to_check(session, email="ada.brook@example.org")
    assert checked is not None
    session.get_one(Account, ada).is_disabled = True
    session.flush()
    with pytest.raises(NotRightAnyMore):
        check_still_right(session, checked=checked)


def test_a_sign_in_lasts_as_long_as_it_was_given_and_not_a_second_longer(session: Session, ada: int) -> None:
    token = start_sign_in(session, account=ada, hours=20, now=NOW)
    session.flush()
    last = NOW + timedelta(hours=20) - timedelta(seconds=1)
    assert find_visitor(session, token_hash=hash_token(token), now=last) is not None
    assert find_visitor(session, token_hash=hash_token(token), now=last + timedelta(seconds=1)) is None
    assert find_visitor(session, token_hash=token, now=NOW) is None


def test_the_token_of_a_sign_in_or_a_link_is_kept_nowhere(session: Session, ada: int) -> None:
    token = start_sign_in(session, account=ada, hours=1, now=NOW)
    link = make_password_link(session, account=ada, by=None, now=NOW)
    session.flush()
    kept = [*session.scalars(select(SignIn.token_hash)), *session.scalars(select(PasswordLink.token_hash))]
    assert kept == [hash_token(token), hash_token(link)]
    assert {token, link}.isdisjoint(kept)
    assert all(text not in str(row) for row in session.execute(select(AuditEvent.subject)) for text in (token, link))


def test_a_sign_in_that_ended_is_worth_nothing_and_others_stay(session: Session, ada: int) -> None:
    first, second = (start_sign_in(session, account=ada, hours=1, now=NOW) for _ in range(2))
    session.flush()
    end_sign_in(session, token=first, account=ada, now=NOW)
    assert find_visitor(session, token_hash=hash_token(first), now=NOW) is None
    assert find_visitor(session, token_hash=hash_token(second), now=NOW) is not None


def test_sign_ins_that_have_expired_are_cleared_away(session: Session, ada: int) -> None:
    start_sign_in(session, account=ada, hours=1, now=NOW)
    session.flush()
    start_sign_in(session, account=ada, hours=1, now=NOW + timedelta(hours=1))
    session.flush()
    assert session.execute(select(func.count()).select_from(SignIn)).scalar_one() == 1


def test_a_link_works_once_and_ends_every_sign_in(session: Session, ada: int) -> None:
    token = start_sign_in(session, account=ada, hours=1, now=NOW)
    link = make_password_link(session, account=ada, by=None, now=NOW)
    session.flush()
    before = session.get_one(Account, ada).password_hash
    assert set_password(session, token=link, password_hash=ANOTHER, now=NOW) == ada
    assert session.get_one(Account, ada).password_hash != before
    assert find_visitor(session, token_hash=hash_token(token), now=NOW) is None
    with pytest.raises(LinkNotValid):
        set_password(session, token=link, password_hash=ANOTHER, now=NOW)


def test_a_link_is_good_until_it_expires_or_another_is_made(session: Session, ada: int) -> None:
    old = make_password_link(session, account=ada, by=None, now=NOW)
    session.flush()
    new = make_password_link(session, account=ada, by=None, now=NOW)
    session.flush()
    with pytest.raises(LinkNotValid):
        check_password_link(session, token=old, now=NOW)
    end = NOW + timedelta(days=LINK_DAYS)
    assert check_password_link(session, token=new, now=end - timedelta(seconds=1)).id == ada
    with pytest.raises(LinkNotValid, match="Ask whoever sent it for a new one"):
        check_password_link(session, token=new, now=end)


@pytest.mark.parametrize("token", ["", "x", "../etc", "0" * 43])
def test_a_link_that_never_was_is_not_valid(session: Session, ada: int, token: str) -> None:
    assert ada
    with pytest.raises(LinkNotValid):
        check_password_link(session, token=token, now=NOW)


def test_the_link_of_a_disabled_account_is_not_valid(session: Session, ada: int) -> None:
    link = make_password_link(session, account=ada, by=None, now=NOW)
    session.get_one(Account, ada).is_disabled = True
    session.flush()
    with pytest.raises(LinkNotValid):
        check_password_link(session, token=link, now=NOW)


def test_each_of_these_leaves_an_event_that_names_no_one(session: Session, ada: int) -> None:
    token = start_sign_in(session, account=ada, hours=1, now=NOW)
    end_sign_in(session, token=token, account=ada, now=NOW)
    set_password(
        session, token=make_password_link(session, account=ada, by=ada, now=NOW), password_hash=ANOTHER, now=NOW
    )
    events = session.execute(select(AuditEvent.action, AuditEvent.subject).order_by(AuditEvent.id)).all()
    assert [action for action, _ in events if action != "publish matrix"] == [
        "add account",
        "sign in",
        "sign out",
        "make password link",
        "set password",
    ]
    assert not any("ada" in subject.lower() for _, subject in events)
