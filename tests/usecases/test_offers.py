from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import list_people
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.queries.visitors import Visitor, find_visitor
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.offers import accept_offer, get_offer, has_accepted_role, make_offer_link
from maturity.usecases.passwords import hash_password
from maturity.usecases.set_up import (
    PersonAdded,
    RoleNotAllowed,
    add_person,
    make_link_for_person,
    remove_role,
)
from maturity.usecases.sign_in import LinkNotValid, check_password_link, hash_token, set_password, start_sign_in
from tests.conftest import NOW
from tests.factories.installations import Setting, a_setting

ADDRESS = "victim@example.org"
PASSWORD = "four calm otters waiting"


@pytest.fixture
def first(database: Database) -> Setting:
    return a_setting(database)


@pytest.fixture
def second(database: Database) -> Setting:
    return a_setting(database, name="Other Collaborative")


@pytest.fixture
def session(first: Setting, second: Setting) -> Iterator[Session]:
    """A transaction that begins when both settings are there: only one can write at a time."""
    assert first.collaborative != second.collaborative
    with first.database.writing() as session:
        yield session


def add(session: Session, setting: Setting, role: Role = Role.VIEWER, *, email: str = ADDRESS) -> PersonAdded:
    return add_person(
        session,
        collaborative=setting.collaborative,
        name="Ruth",
        email=email,
        role=role,
        partner=setting.partners[0] if role is Role.RESPONDENT else None,
        by=setting.lead,
        now=NOW,
    )


def visitor(session: Session, account: int) -> Visitor:
    """What a person can do who signs in now."""
    token = start_sign_in(session, account=account, hours=1, now=NOW)
    session.flush()
    found = find_visitor(session, token_hash=hash_token(token), now=NOW)
    assert found is not None
    return found


@pytest.mark.parametrize("sets_password_first", [True, False])
def test_who_sets_the_password_of_an_account_gains_nothing_in_a_second_collaborative(
    session: Session, first: Setting, second: Setting, sets_password_first: bool
) -> None:
    # The first lead opens the link that was made for somebody else, before or after the second lead adds them.
    made = add(session, first)
    if sets_password_first:
        set_password(session, token=made.password_token or "", password_hash=hash_password(PASSWORD), now=NOW)
    offered = add(session, second, Role.LEAD)
    if not sets_password_first:
        set_password(session, token=made.password_token or "", password_hash=hash_password(PASSWORD), now=NOW)
    assert offered.password_token is None
    assert visitor(session, made.account).collaboratives == {first.collaborative}

    accept_offer(session, token=offered.accept_token or "", account=made.account, now=NOW)
    assert visitor(session, made.account).has_role(second.collaborative, Role.LEAD)


def test_a_link_is_worth_nothing_to_somebody_else_nor_twice(session: Session, first: Setting, second: Setting) -> None:
    account = add(session, first).account
    token = add(session, second, Role.RESPONDENT).accept_token or ""
    for wrong, who in ((token, second.viewer), ("", account), ("x", account)):
        with pytest.raises(LinkNotValid):
            accept_offer(session, token=wrong, account=who, now=NOW)
    offer = get_offer(session, token=token, account=account)
    assert (offer.collaborative, offer.collaborative_name) == (second.collaborative, "Other Collaborative")
    assert offer.roles == ((Role.RESPONDENT, "Alder Vale Trust"),)
    accept_offer(session, token=token, account=account, now=NOW)
    with pytest.raises(LinkNotValid):
        accept_offer(session, token=token, account=account, now=NOW)


def test_one_link_accepts_every_role_that_waits_in_a_collaborative_and_the_last_made_counts(
    session: Session, first: Setting, second: Setting
) -> None:
    account = add(session, first).account
    old = add(session, second, Role.VIEWER).accept_token or ""
    new = add(session, second, Role.LEAD).accept_token or ""
    with pytest.raises(LinkNotValid):
        get_offer(session, token=old, account=account)
    accept_offer(session, token=new, account=account, now=NOW)
    assert visitor(session, account).has_role(second.collaborative, Role.VIEWER)
    assert visitor(session, account).has_role(second.collaborative, Role.LEAD)
    # One who has accepted a role here is given the next without a link.
    assert add(session, second, Role.RESPONDENT) == PersonAdded(account)
    assert (
        make_offer_link(session, account=account, collaborative=second.collaborative, by=second.lead, now=NOW) is None
    )


def test_who_gives_a_role_to_themselves_has_it_at_once(session: Session, first: Setting) -> None:
    email = session.get_one(Account, first.lead).email
    assert add(session, first, Role.RESPONDENT, email=email) == PersonAdded(first.lead)
    assert has_accepted_role(session, account=first.lead, collaborative=first.collaborative)


def test_a_lead_makes_a_new_link_to_accept_and_none_to_set_the_password_of_an_account_of_another(
    session: Session, first: Setting, second: Setting
) -> None:
    account = add(session, first).account
    old = add(session, second).accept_token or ""
    made = make_link_for_person(session, collaborative=second.collaborative, account=account, by=second.lead, now=NOW)
    assert made.password_token is None
    with pytest.raises(LinkNotValid):
        get_offer(session, token=old, account=account)
    assert get_offer(session, token=made.accept_token or "", account=account).collaborative == second.collaborative
    # What is only offered elsewhere does not keep the lead who made the account from making its first link again.
    again = make_link_for_person(session, collaborative=first.collaborative, account=account, by=first.lead, now=NOW)
    assert check_password_link(session, token=again.password_token or "", now=NOW).id == account


def test_a_lead_who_waits_does_not_count_as_a_lead(session: Session, first: Setting, second: Setting) -> None:
    add(session, first)
    add(session, second, Role.LEAD)
    people = list_people(session, collaborative=second.collaborative)
    lead = next(person.grant for person in people if person.account == second.lead)
    waiting = next(person for person in people if person.is_waiting)
    assert not waiting.is_in_force
    with pytest.raises(RoleNotAllowed, match="needs a lead"):
        remove_role(session, collaborative=second.collaborative, grant=lead, by=second.lead, now=NOW)


def test_an_offer_that_is_taken_back_signs_nobody_out_and_its_link_ends(
    session: Session, first: Setting, second: Setting
) -> None:
    account = add(session, first).account
    token = add(session, second).accept_token or ""
    signed_in = start_sign_in(session, account=account, hours=1, now=NOW)
    session.flush()
    waiting = next(p.grant for p in list_people(session, collaborative=second.collaborative) if p.is_waiting)
    remove_role(session, collaborative=second.collaborative, grant=waiting, by=second.lead, now=NOW)
    assert find_visitor(session, token_hash=hash_token(signed_in), now=NOW) is not None
    with pytest.raises(LinkNotValid):
        get_offer(session, token=token, account=account)


def test_a_respondent_who_waits_is_not_seated_in_a_new_round(
    database: Database, first: Setting, second: Setting
) -> None:
    with database.writing() as session:
        grant = next(
            p.grant
            for p in list_people(session, collaborative=second.collaborative)
            if p.account == second.respondents[0]
        )
        remove_role(session, collaborative=second.collaborative, grant=grant, by=second.lead, now=NOW)
        add(session, first)
        add(session, second, Role.RESPONDENT)
    second.add_round()
    with database.reading() as session:
        seated = [p.lead and p.lead.account for p in list_participants(session, round_id=second.head().id)]
    assert seated == [None, second.respondents[1]]


def test_what_happens_to_a_role_is_recorded_without_its_token(
    session: Session, first: Setting, second: Setting
) -> None:
    account = add(session, first).account
    token = add(session, second).accept_token or ""
    assert session.scalars(select(RoleGrant.accept_hash).where(RoleGrant.accept_hash.is_not(None))).all() == [
        hash_token(token)
    ]
    accept_offer(session, token=token, account=account, now=NOW)
    events = session.execute(
        select(AuditEvent.action, AuditEvent.account_id, AuditEvent.subject).order_by(AuditEvent.id)
    ).all()
    assert [tuple(event) for event in events[-2:]] == [
        ("make role link", second.lead, f"account {account}"),
        ("accept role", account, f"account {account}"),
    ]
    assert session.scalar(select(func.count()).where(RoleGrant.accept_hash.is_not(None))) == 0
