"""A lead corrects the address of somebody who was never reached, and of nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, PasswordLink, Role, SignIn
from maturity.persistence.rows.entry_link import EntryLink
from maturity.usecases.audit import record_event
from maturity.usecases.set_up.email_address import IN_USE, MORE_THAN_HERE, correct_email, why_not_corrected
from maturity.usecases.set_up.people import RoleNotAllowed, add_person
from maturity.usecases.sign_in import (
    EmailRefused,
    EmailTaken,
    LinkNotValid,
    check_password_link,
    find_account_id,
    hash_token,
)
from maturity.usecases.stale_form import StaleForm
from tests.conftest import NOW
from tests.factories.installations import Setting, a_setting

WRONG, RIGHT = "ruht@example.org", "Ruth@example.org"


def a_person(session: Session, setting: Setting) -> tuple[int, str]:
    """Somebody who was just added, and the link that was made for them."""
    added = add_person(
        session,
        collaborative=setting.collaborative,
        name="Ruth",
        email=WRONG,
        role=Role.VIEWER,
        partner=None,
        by=setting.lead,
        now=NOW,
    )
    return added.account, added.password_token or ""


def correct(session: Session, setting: Setting, account: int, *, email: str = RIGHT, seen: str = WRONG) -> None:
    correct_email(
        session,
        collaborative=setting.collaborative,
        account=account,
        email=email,
        seen=seen,
        by=setting.lead,
        now=NOW,
    )


def test_a_wrong_address_is_corrected_and_every_link_that_went_there_stops_working(
    session: Session, setting: Setting
) -> None:
    account, token = a_person(session, setting)
    link = EntryLink(token_hash=hash_token("t"), account_id=account, goes_to="/", made_at=NOW, expires_at=NOW)
    session.add(link)
    session.flush()
    correct(session, setting, account)
    assert find_account_id(session, email="ruth@example.org") == account
    assert find_account_id(session, email=WRONG) is None
    assert session.get_one(Account, account).email == RIGHT
    with pytest.raises(LinkNotValid):
        check_password_link(session, token=token, now=NOW)
    for table in (PasswordLink, EntryLink):
        assert not session.scalar(select(func.count()).where(table.account_id == account))


def test_the_same_correction_twice_is_one_and_keeps_the_links_made_since(session: Session, setting: Setting) -> None:
    account, _ = a_person(session, setting)
    correct(session, setting, account)
    session.add(PasswordLink(token_hash="since", account_id=account, expires_at=NOW))
    session.flush()
    correct(session, setting, account)
    assert session.scalar(select(func.count()).where(PasswordLink.account_id == account)) == 1


def test_an_address_that_was_corrected_meanwhile_is_not_overwritten(session: Session, setting: Setting) -> None:
    account, _ = a_person(session, setting)
    correct(session, setting, account)
    with pytest.raises(StaleForm):
        correct(session, setting, account, email="third@example.org")
    assert session.get_one(Account, account).email == RIGHT


def test_an_address_of_somebody_else_or_of_nobody_is_refused(session: Session, setting: Setting) -> None:
    account, _ = a_person(session, setting)
    with pytest.raises(EmailTaken, match="Add that person instead"):
        correct(session, setting, account, email="LEAD@three.example")
    with pytest.raises(EmailRefused):
        correct(session, setting, account, email="no address")
    assert session.get_one(Account, account).email == WRONG


@pytest.mark.parametrize("what", ["password", "signed in", "came in by a link", "did something here"])
def test_an_account_that_somebody_uses_keeps_its_address(session: Session, setting: Setting, what: str) -> None:
    account, _ = a_person(session, setting)
    if what == "password":
        session.get_one(Account, account).password_hash = "a hash"
    elif what == "signed in":
        session.add(SignIn(token_hash=hash_token("s"), account_id=account, signed_in_at=NOW, expires_at=NOW))
    elif what == "came in by a link":
        used = {"goes_to": "/", "made_at": NOW, "expires_at": NOW, "used_at": NOW}
        session.add(EntryLink(token_hash=hash_token("t"), account_id=account, **used))
    else:
        record_event(session, action="save answer", now=NOW, account=account, collaborative=setting.collaborative)
    session.flush()
    with pytest.raises(RoleNotAllowed, match=IN_USE[:30]):
        correct(session, setting, account)
    assert session.get_one(Account, account).email == WRONG


@pytest.mark.parametrize("what", ["is_administrator", "may_set_up", "may_author", "is_disabled"])
def test_an_account_that_can_do_more_keeps_its_address(session: Session, setting: Setting, what: str) -> None:
    account, _ = a_person(session, setting)
    setattr(session.get_one(Account, account), what, True)
    session.flush()
    with pytest.raises(RoleNotAllowed, match=MORE_THAN_HERE[:30]):
        correct(session, setting, account)


def test_a_role_elsewhere_even_one_that_waits_is_a_reason_and_so_is_none_here(setting: Setting) -> None:
    other = a_setting(setting.database, name="Elsewhere Collaborative")
    with setting.database.writing() as session:
        account, _ = a_person(session, setting)
        why = why_not_corrected(session, collaborative=other.collaborative, account=account)
        assert why == MORE_THAN_HERE, "it has no role there"
        assert why_not_corrected(session, collaborative=setting.collaborative, account=account) == ""
        a_person(session, other)
        assert why_not_corrected(session, collaborative=setting.collaborative, account=account) == MORE_THAN_HERE
