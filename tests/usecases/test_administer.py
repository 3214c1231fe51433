from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.persistence.queries.accounts import NoSuchAccount, get_account
from maturity.persistence.queries.leads import list_led_by_nobody_but, list_without_lead
from maturity.persistence.queries.visitors import find_visitor
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.administer import (
    HasLead,
    LastAdministrator,
    LastLead,
    OwnAccount,
    disable_account,
    enable_account,
    name_lead,
)
from maturity.usecases.entry import find_entry
from maturity.usecases.offers import accept_offer, get_offer, make_offer_link
from maturity.usecases.passwords import hash_password
from maturity.usecases.post import invite_to_collaborative
from maturity.usecases.post_queue import claim_next
from maturity.usecases.set_up import CollaborativeDetails, RoleNotAllowed, add_person, set_up_collaborative
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


@pytest.fixture
def northmere(session: Session, ada: int) -> int:
    """A collaborative that Ada alone leads."""
    details = CollaborativeDetails(name="Northmere", type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
    return set_up_collaborative(session, details=details, by=ada, now=NOW)


def leaderless(session: Session) -> list[int]:
    return [one.id for one in list_without_lead(session)]


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


def test_no_link_of_a_disabled_account_works_again_when_it_is_enabled(
    session: Session, jo: int, ada: int, northmere: int
) -> None:
    ben = add_account(session, name="Ben", email="ben@example.org", by=None, now=NOW)
    offered = add_person(
        session,
        collaborative=northmere,
        name="Ben",
        email="ben@example.org",
        role=Role.VIEWER,
        partner=None,
        by=ada,
        now=NOW,
    )
    assert offered.accept_token is not None
    invite_to_collaborative(session, collaborative=northmere, account=ben, by=ada, now=NOW)
    claim = claim_next(session, now=NOW, goes_to=lambda _: "/")
    assert claim is not None
    assert get_offer(session, token=offered.accept_token, account=ben).roles
    assert find_entry(session, token=claim.token, now=NOW).account == ben
    disable_account(session, account=ben, by=jo, now=NOW)
    enable_account(session, account=ben, by=jo, now=NOW)
    with pytest.raises(LinkNotValid):
        get_offer(session, token=offered.accept_token, account=ben)
    with pytest.raises(LinkNotValid):
        find_entry(session, token=claim.token, now=NOW)
    again = make_offer_link(session, account=ben, collaborative=northmere, by=ada, now=NOW)
    assert again is not None
    assert get_offer(session, token=again, account=ben).roles, "the role itself still waits"


def test_nobody_disables_their_own_account(session: Session, jo: int) -> None:
    with pytest.raises(OwnAccount):
        disable_account(session, account=jo, by=jo, now=NOW)
    assert not get_account(session, account=jo).is_disabled


def test_of_two_administrators_who_disable_each_other_at_once_one_is_left(session: Session, jo: int) -> None:
    sam = add_account(session, name="Sam", email="sam@example.org", is_administrator=True, by=jo, now=NOW)
    disable_account(session, account=sam, by=jo, now=NOW)
    with pytest.raises(LastAdministrator, match="Nobody else can administer"):
        disable_account(session, account=jo, by=sam, now=NOW)  # allowed to when it was asked for, and not any more
    assert not get_account(session, account=jo).is_disabled
    enable_account(session, account=sam, by=jo, now=NOW)
    disable_account(session, account=jo, by=sam, now=NOW)
    assert get_account(session, account=jo).is_disabled


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


def test_the_last_lead_is_disabled_only_when_that_is_wanted(
    session: Session, jo: int, ada: int, northmere: int
) -> None:
    assert [one.name for one in list_led_by_nobody_but(session, account=ada)] == ["Northmere"]
    with pytest.raises(LastLead):
        disable_account(session, account=ada, by=jo, now=NOW)
    assert not get_account(session, account=ada).is_disabled
    assert leaderless(session) == []
    disable_account(session, account=ada, by=jo, now=NOW, leaves_no_lead=True)
    assert leaderless(session) == [northmere]


def test_a_new_person_leads_from_the_day_they_are_named(session: Session, jo: int, ada: int, northmere: int) -> None:
    disable_account(session, account=ada, by=jo, now=NOW, leaves_no_lead=True)
    added = name_lead(session, collaborative=northmere, name="Ben", email="ben@example.org", by=jo, now=NOW)
    assert added.password_token is not None
    assert check_password_link(session, token=added.password_token, now=NOW).id == added.account
    assert leaderless(session) == []


def test_who_has_an_account_leads_only_after_accepting(session: Session, jo: int, ada: int, northmere: int) -> None:
    ben = add_account(session, name="Ben", email="ben@example.org", by=None, now=NOW)
    disable_account(session, account=ada, by=jo, now=NOW, leaves_no_lead=True)
    first, second = (
        name_lead(session, collaborative=northmere, name="Ben", email="ben@example.org", by=jo, now=NOW)
        for _ in range(2)
    )
    assert leaderless(session) == [northmere]
    assert first.accept_token is not None
    assert second.accept_token is not None
    with pytest.raises(LinkNotValid):
        accept_offer(session, token=first.accept_token, account=ben, now=NOW)
    accept_offer(session, token=second.accept_token, account=ben, now=NOW)
    assert leaderless(session) == []


def test_no_lead_is_named_where_there_is_one_nor_a_disabled_account(
    session: Session, jo: int, ada: int, northmere: int
) -> None:
    with pytest.raises(HasLead):
        name_lead(session, collaborative=northmere, name="Ben", email="ben@example.org", by=jo, now=NOW)
    with pytest.raises(HasLead):
        name_lead(session, collaborative=99, name="Ben", email="ben@example.org", by=jo, now=NOW)
    disable_account(session, account=ada, by=jo, now=NOW, leaves_no_lead=True)
    with pytest.raises(RoleNotAllowed, match="Enable it first"):
        name_lead(session, collaborative=northmere, name="Ada", email="ada@example.org", by=jo, now=NOW)
