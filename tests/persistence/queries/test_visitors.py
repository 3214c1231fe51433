from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.persistence.engine import Database
from maturity.persistence.queries.visitors import Grant, Visitor, find_visitor
from maturity.persistence.rows.account import Role
from maturity.usecases.administer import disable_account
from maturity.usecases.sign_in import hash_token, start_sign_in
from tests.factories.installations import NOW, a_setting, an_administrator


@pytest.fixture
def database(fresh_database: Database) -> Database:
    return fresh_database


def signed_in(database: Database, account: int) -> str:
    with database.writing() as session:
        return hash_token(start_sign_in(session, account=account, hours=20, now=NOW))


def test_a_visitor_comes_with_every_role(database: Database) -> None:
    setting = a_setting(database)
    with database.reading() as session:
        visitor = find_visitor(session, token_hash=signed_in(database, setting.respondents[0]), now=NOW)
    assert visitor is not None
    assert visitor.grants == (Grant(setting.collaborative, Role.RESPONDENT, setting.partners[0]),)
    assert visitor.collaboratives == {setting.collaborative}
    assert not visitor.may_set_up


def test_an_administrator_may_set_up_and_has_no_role(database: Database) -> None:
    with database.reading() as session:
        visitor = find_visitor(session, token_hash=signed_in(database, an_administrator(database)), now=NOW)
    assert visitor is not None
    assert visitor.is_administrator
    assert visitor.may_set_up
    assert visitor.grants == ()


def test_a_sign_in_ends_to_the_second(database: Database) -> None:
    token = signed_in(database, a_setting(database).lead)
    with database.reading() as session:
        last = NOW + timedelta(hours=20) - timedelta(seconds=1)
        assert find_visitor(session, token_hash=token, now=last) is not None
        assert find_visitor(session, token_hash=token, now=NOW + timedelta(hours=20)) is None
        assert find_visitor(session, token_hash="another", now=NOW) is None


def test_a_disabled_account_is_nobody(database: Database) -> None:
    setting = a_setting(database)
    administrator = an_administrator(database)
    with database.writing() as session:
        disable_account(session, account=setting.lead, by=administrator, now=NOW, leaves_no_lead=True)
    token = signed_in(database, setting.lead)
    with database.reading() as session:
        assert find_visitor(session, token_hash=token, now=NOW) is None


def test_a_role_holds_in_its_own_collaborative_and_for_its_own_partner() -> None:
    grants = (Grant(1, Role.RESPONDENT, 7), Grant(2, Role.LEAD, None))
    visitor = Visitor(
        1,
        "Ada Brook",
        "ada@example.org",
        is_administrator=False,
        may_set_up=False,
        may_author=False,
        grants=grants,
    )
    assert visitor.has_role(1)
    assert visitor.has_role(1, Role.RESPONDENT, Role.LEAD)
    assert not visitor.has_role(1, Role.LEAD)
    assert visitor.has_role(2, Role.LEAD)
    assert not visitor.has_role(3)
    assert visitor.responds_for(1, 7)
    assert not visitor.responds_for(1, 8)
    assert not visitor.responds_for(2, 7)
