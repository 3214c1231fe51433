"""Coming in by a link: once, by whom it is for, and without anybody who knows the password following."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from maturity.persistence.engine import Database
from maturity.persistence.rows.account import PasswordLink, Role, RoleGrant
from maturity.usecases.administer import disable_account
from maturity.usecases.entry import EntryChanged, come_in, find_entry, find_own_page
from maturity.usecases.post import invite_to_collaborative
from maturity.usecases.post_queue import LEASE
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import LinkNotValid, add_account, check_password_link, make_password_link, set_password
from tests.factories.living_rounds import NOW, LivingRound, a_living_round
from tests.factories.posting import claim, write_to_all


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database, partners=("Alder Trust",))


def a_token(living: LivingRound) -> str:
    """The token of the link in the next message."""
    claimed = claim(living.database)
    assert claimed is not None
    return claimed.token


def an_invited(living: LivingRound, *, password_hash: str | None = None) -> tuple[int, str]:
    """Somebody who had an account and is offered the role of viewer, with the token of their invitation."""
    with living.database.writing() as session:
        account = add_account(
            session, name="Ada Brook", email="ada@example.org", now=NOW, by=None, password_hash=password_hash
        )
    offer(living, "ada@example.org")
    with living.database.writing() as session:
        invite_to_collaborative(session, collaborative=living.collaborative, account=account, by=living.lead, now=NOW)
    return account, a_token(living)


def offer(living: LivingRound, email: str) -> None:
    """Offer the role of viewer."""
    with living.database.writing() as session:
        add_person(
            session,
            collaborative=living.collaborative,
            name="",
            email=email,
            role=Role.VIEWER,
            partner=None,
            by=living.lead,
            now=NOW,
        )


def waits(living: LivingRound, account: int) -> bool:
    with living.database.reading() as session:
        grants = session.scalars(select(RoleGrant.accept_hash).where(RoleGrant.account_id == account)).all()
    return grants != [None]


def enter(living: LivingRound, token: str, *, forgets: bool = False, after: timedelta = timedelta(0)) -> str:
    with living.database.writing() as session:
        entry = find_entry(session, token=token, now=NOW + after)
        return come_in(session, token=token, entry=entry, forgets_password=forgets, now=NOW + after).goes_to


def test_a_link_works_once(living: LivingRound) -> None:
    write_to_all(living)
    token = a_token(living)
    for _ in range(3):
        with living.database.reading() as session:
            assert find_entry(session, token=token, now=NOW).name == "Person 0"
    assert enter(living, token) == "/somewhere"
    with pytest.raises(LinkNotValid):
        enter(living, token)
    with living.database.reading() as session, pytest.raises(LinkNotValid):
        find_entry(session, token=token, now=NOW)


def test_a_link_works_for_fourteen_days(living: LivingRound) -> None:
    write_to_all(living)
    token = a_token(living)
    with living.database.reading() as session:
        find_entry(session, token=token, now=NOW + timedelta(days=14) - timedelta(seconds=1))
        with pytest.raises(LinkNotValid):
            find_entry(session, token=token, now=NOW + timedelta(days=14))


def test_a_newer_link_leaves_an_older_one_as_it_is(living: LivingRound) -> None:
    write_to_all(living)
    first = a_token(living)
    later = claim(living.database, now=NOW + LEASE)
    assert later is not None
    assert enter(living, later.token, after=LEASE) == "/somewhere"
    assert enter(living, first, after=LEASE) == "/somewhere"


def test_a_link_of_somebody_who_was_disabled_or_of_nobody_does_not_work(living: LivingRound) -> None:
    write_to_all(living)
    token = a_token(living)
    with living.database.writing() as session:
        disable_account(session, account=living.respondent, by=living.lead, now=NOW)
    for wrong in (token, "a-token-that-was-never-made", ""):
        with living.database.reading() as session, pytest.raises(LinkNotValid):
            find_entry(session, token=wrong, now=NOW)


def test_roles_that_wait_are_in_force_once_the_link_is_used_and_not_before(living: LivingRound) -> None:
    account, token = an_invited(living)
    with living.database.reading() as session:
        entry = find_entry(session, token=token, now=NOW)
    assert (entry.collaborative_name, entry.roles, entry.password_hash) == ("Northmere", ((Role.VIEWER, ""),), None)
    assert waits(living, account)
    enter(living, token)
    assert not waits(living, account)


def test_who_has_a_password_is_asked_for_it_before_taking_on_a_role(living: LivingRound) -> None:
    _, token = an_invited(living, password_hash="a hash")
    with living.database.reading() as session:
        assert find_entry(session, token=token, now=NOW).password_hash == "a hash"
    enter(living, token)


def test_who_forgets_the_password_sets_a_new_one_and_the_old_one_is_worth_nothing(living: LivingRound) -> None:
    account, token = an_invited(living, password_hash="a hash")
    with living.database.writing() as session:
        entry = find_entry(session, token=token, now=NOW)
        came = come_in(session, token=token, entry=entry, forgets_password=True, now=NOW)
        found = check_password_link(session, token=came.password_token or "", now=NOW)
        assert (found.id, found.password_hash) == (account, None)


def test_a_password_is_only_forgotten_where_a_role_is_taken_on(living: LivingRound) -> None:
    write_to_all(living)
    token = a_token(living)
    with living.database.writing() as session:
        entry = find_entry(session, token=token, now=NOW)
        assert come_in(session, token=token, entry=entry, forgets_password=True, now=NOW).password_token is None


def test_who_made_the_account_cannot_follow_with_a_link_to_set_its_password(living: LivingRound) -> None:
    account, token = an_invited(living)
    with living.database.writing() as session:
        make_password_link(session, account=account, by=None, now=NOW)
    enter(living, token)
    with living.database.reading() as session:
        assert session.scalars(select(PasswordLink).where(PasswordLink.account_id == account)).all() == []


def test_where_a_link_leads_is_told_to_whom_it_was_sent_used_or_not(living: LivingRound) -> None:
    write_to_all(living)
    token = a_token(living)
    enter(living, token)
    with living.database.reading() as session:
        assert find_own_page(session, token=token, account=living.respondent) == "/somewhere"
        assert find_own_page(session, token=token, account=living.lead) is None
        assert find_own_page(session, token="another", account=living.respondent) is None


def test_a_role_that_was_offered_after_the_link_was_looked_at_waits_for_the_password(living: LivingRound) -> None:
    account, token = an_invited(living, password_hash="a hash")
    with living.database.writing() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.account_id == account))
        looked_at = find_entry(session, token=token, now=NOW)
        assert looked_at.password_hash is None, "nothing waits, so nothing is asked"
    offer(living, "ada@example.org")
    with living.database.writing() as session, pytest.raises(EntryChanged):
        come_in(session, token=token, entry=looked_at, forgets_password=False, now=NOW)
    assert waits(living, account)
    enter(living, token)
    assert not waits(living, account), "the link still works"


def test_no_role_is_taken_on_with_a_password_that_was_set_anew_meanwhile(living: LivingRound) -> None:
    account, token = an_invited(living, password_hash="a hash")
    with living.database.writing() as session:
        looked_at = find_entry(session, token=token, now=NOW)
        link = make_password_link(session, account=account, by=None, now=NOW)
        set_password(session, token=link, password_hash="another hash", now=NOW)
    with living.database.writing() as session, pytest.raises(EntryChanged):
        come_in(session, token=token, entry=looked_at, forgets_password=False, now=NOW)
    assert waits(living, account)
