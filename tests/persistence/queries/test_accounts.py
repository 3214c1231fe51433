from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from maturity.persistence.queries.accounts import NoSuchAccount, count_accounts, get_account, list_accounts
from tests.factories.worlds import Worlds


def test_accounts_come_by_name_some_at_a_time(session: Session) -> None:
    everybody = list_accounts(session, first=0, most=100)
    assert len(everybody) == count_accounts(session) == 18
    assert [account.name for account in everybody] == sorted(account.name for account in everybody)
    assert list_accounts(session, first=3, most=4) == everybody[3:7]
    assert list_accounts(session, first=100, most=4) == []


def test_an_account_says_what_it_may_and_in_how_many_collaboratives_it_has_a_role(
    session: Session, worlds: Worlds
) -> None:
    administrator = get_account(session, account=worlds.administrator)
    assert (administrator.is_administrator, administrator.may_set_up, administrator.collaboratives) == (True, False, 0)
    lead = get_account(session, account=worlds.a.lead)
    assert (lead.is_administrator, lead.may_set_up, lead.collaboratives) == (False, True, 1)
    assert not lead.can_sign_in
    assert not lead.is_disabled
    assert get_account(session, account=worlds.a.removed).collaboratives == 0


def test_an_account_that_is_not_there_is_an_error(session: Session) -> None:
    with pytest.raises(NoSuchAccount):
        get_account(session, account=999)
