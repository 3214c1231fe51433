"""The queue of mail: each message is sent once, tried again where that helps, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.base import Base
from maturity.persistence.engine import Database
from maturity.persistence.rows.account import RoleGrant
from maturity.persistence.rows.entry_link import EntryLink
from maturity.persistence.rows.message import MessageKind, MessageRow, MessageState
from maturity.usecases.administer import disable_account
from maturity.usecases.post import ask_for_another_link, invite_to_collaborative
from maturity.usecases.post_queue import (
    ACCOUNT_DISABLED,
    BROKEN_OFF,
    LEASE,
    LINKS_KEPT,
    MOST_ATTEMPTS,
    NO_ROLE,
    NOT_AGREEING,
    NOT_OPEN,
    NOT_WAITED_FOR,
    WAITS,
    Claim,
    Errand,
    find_next_time,
    note_not_sent,
    note_sent,
)
from maturity.usecases.set_up import remove_role
from maturity.usecases.sign_in import LINK_DAYS, hash_token
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.posting import claim, messages, write_to_all


@pytest.fixture
def living(database: Database) -> LivingRound:
    """A round whose one respondent is invited."""
    living = a_living_round(database, partners=("Alder Trust",))
    write_to_all(living)
    return living


def taken(living: LivingRound, *, after: timedelta = timedelta(0)) -> Claim:
    claimed = claim(living.database, now=NOW + after)
    assert claimed is not None
    return claimed


def the_message(living: LivingRound) -> MessageRow:
    (row,) = messages(living.database)
    return row


def not_sent(living: LivingRound, claimed: Claim, *, is_final: bool = False, after: timedelta = timedelta(0)) -> None:
    with living.database.writing() as session:
        note_not_sent(session, claimed, problem="Busy.", is_final=is_final, now=NOW + after)


def test_a_message_that_is_taken_tells_all_that_it_is_written_from(living: LivingRound) -> None:
    claimed = taken(living)
    assert claimed.errand == Errand(MessageKind.INVITATION, living.collaborative, 1, living.partner)
    assert (claimed.name, claimed.email) == ("Person 0", "person0@northmere.example.org")
    assert (claimed.collaborative_name, claimed.round_label, claimed.partner_name) == (
        "Northmere",
        "Spring 2026",
        "Alder Trust",
    )
    assert claimed.asked_by == ("Lena Lead", "lead@northmere.example.org")
    assert claimed.good_until == NOW + timedelta(days=LINK_DAYS)
    assert not claimed.has_begun


def test_who_has_begun_is_known_but_not_what_they_said(living: LivingRound) -> None:
    living.answer(level(3, "A reason of ours."))
    claimed = taken(living)
    assert claimed.has_begun
    assert "A reason of ours." not in repr(claimed)


def test_no_two_senders_have_the_same_message(living: LivingRound) -> None:
    taken(living)
    assert claim(living.database) is None
    assert claim(living.database, now=NOW + LEASE - timedelta(seconds=1)) is None


def test_a_message_whose_sender_died_is_taken_again_after_its_lease(living: LivingRound) -> None:
    first = taken(living)
    again = taken(living, after=LEASE)
    assert (again.message, again.attempt) == (first.message, 2)
    assert again.token != first.token
    with living.database.writing() as session:  # the first was not dead after all, and says so too late
        note_not_sent(session, first, problem="Late.", is_final=True, now=NOW + LEASE)
    assert the_message(living).state is MessageState.SENDING
    with living.database.writing() as session:
        note_sent(session, again, now=NOW + LEASE)
    assert (the_message(living).state, the_message(living).sent_at) == (MessageState.SENT, NOW + LEASE)


def test_a_message_that_no_sender_ever_ended_is_given_up(living: LivingRound) -> None:
    for attempt in range(MOST_ATTEMPTS):
        taken(living, after=LEASE * attempt)
    assert claim(living.database, now=NOW + LEASE * MOST_ATTEMPTS) is None
    assert (the_message(living).state, the_message(living).problem) == (MessageState.FAILED, BROKEN_OFF)


def test_the_wait_grows_with_each_try_until_it_is_given_up(living: LivingRound) -> None:
    after = timedelta(0)
    for wait in WAITS:
        not_sent(living, taken(living, after=after), after=after)
        assert (the_message(living).state, the_message(living).problem) == (MessageState.QUEUED, "Busy.")
        assert claim(living.database, now=NOW + after + wait - timedelta(seconds=1)) is None
        with living.database.reading() as session:
            assert find_next_time(session) == NOW + after + wait
        after += wait
    not_sent(living, taken(living, after=after), after=after)
    assert the_message(living).state is MessageState.FAILED
    assert list(WAITS) == sorted(WAITS)
    with living.database.reading() as session:
        assert find_next_time(session) is None


def test_what_would_never_be_taken_is_not_tried_again(living: LivingRound) -> None:
    not_sent(living, taken(living), is_final=True)
    assert (the_message(living).state, the_message(living).attempts) == (MessageState.FAILED, 1)


def close(living: LivingRound) -> None:
    living.move("close-responding")


def submit(living: LivingRound) -> None:
    living.submit()


def disable(living: LivingRound) -> None:
    with living.database.writing() as session:
        disable_account(session, account=living.respondent, by=living.lead, now=NOW)


@pytest.mark.parametrize("happens, why", [(close, NOT_OPEN), (submit, NOT_WAITED_FOR), (disable, ACCOUNT_DISABLED)])
def test_what_has_become_pointless_is_not_sent_and_says_why(living: LivingRound, happens: object, why: str) -> None:
    assert callable(happens)
    happens(living)
    assert claim(living.database) is None
    assert (the_message(living).state, the_message(living).problem) == (MessageState.FAILED, why)


def test_a_pre_read_is_not_sent_once_the_meeting_is_over(living: LivingRound) -> None:
    assert claim(living.database) is not None
    living.submit()
    living.move("close-responding")
    write_to_all(living, MessageKind.PRE_READ)
    living.move("reopen-responding", reason="Too early.")
    assert claim(living.database) is None
    assert messages(living.database)[-1].problem == NOT_AGREEING


def test_who_has_no_role_any_more_is_not_invited(living: LivingRound) -> None:
    assert claim(living.database) is not None
    with living.database.writing() as session:
        invite_to_collaborative(
            session, collaborative=living.collaborative, account=living.respondent, by=living.lead, now=NOW
        )
        take_every_role_away(session, living)
    assert claim(living.database) is None
    assert messages(living.database)[-1].problem == NO_ROLE


def take_every_role_away(session: Session, living: LivingRound) -> None:
    grants = select(RoleGrant.id).where(RoleGrant.account_id == living.respondent)
    for grant in session.scalars(grants).all():
        remove_role(session, collaborative=living.collaborative, grant=grant, by=living.lead, now=NOW)


def test_a_link_of_an_invitation_is_sent_again_to_sign_in_alone_once_the_role_is_gone(living: LivingRound) -> None:
    assert claim(living.database) is not None
    with living.database.writing() as session:
        invite_to_collaborative(
            session, collaborative=living.collaborative, account=living.respondent, by=living.lead, now=NOW
        )
    invitation = taken(living)
    with living.database.writing() as session:
        note_sent(session, invitation, now=NOW)
        take_every_role_away(session, living)
        ask_for_another_link(session, token=invitation.token, now=NOW)
    assert taken(living).errand.kind is MessageKind.SIGN_IN


def everything_in(database: Database) -> Iterator[str]:
    """Every value of every row."""
    with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                yield from map(str, row)


def test_of_the_token_only_its_hash_is_kept(living: LivingRound) -> None:
    token = taken(living).token
    kept = list(everything_in(living.database))
    assert not any(token in value for value in kept)
    assert hash_token(token) in kept, "a search that finds nothing proves nothing"


def test_a_token_that_is_kept_would_be_noticed(living: LivingRound) -> None:
    token = taken(living).token
    with living.database.writing() as session:
        session.get_one(MessageRow, 1).problem = f"The link /enter/{token} was refused."
    assert any(token in value for value in everything_in(living.database))


def test_links_that_expired_long_ago_are_forgotten(living: LivingRound) -> None:
    token = taken(living).token
    taken(living, after=timedelta(days=LINK_DAYS, seconds=1) + LINKS_KEPT)
    with living.database.reading() as session:
        assert session.get(EntryLink, hash_token(token)) is None
