"""Who is written to, and who is not, and that nobody is written to twice without meaning it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.queries.colleagues import list_colleagues
from maturity.persistence.queries.messages import last_invitations, last_messages_of_round
from maturity.persistence.queries.responses import get_seat
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.message import MessageKind, MessageState
from maturity.usecases.administer import disable_account
from maturity.usecases.entry import come_in, find_entry
from maturity.usecases.hand_over import hand_over
from maturity.usecases.post import (
    LINKS_APART,
    NOT_AGAIN_WITHIN,
    NothingToSend,
    ask_for_another_link,
    ask_for_link,
    invite_to_collaborative,
    tell_of_hand_over,
    write_to_everybody,
    write_to_one,
)
from maturity.usecases.post_queue import note_not_sent, note_sent
from tests.factories.installations import a_setting
from tests.factories.living_rounds import NOW, LivingRound, a_living_round
from tests.factories.posting import claim, messages, write_to_all
from tests.factories.rooms import TheRoom

INVITATION, REMINDER = MessageKind.INVITATION, MessageKind.REMINDER


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database)


def send_all(living: LivingRound) -> None:
    """Let the mail server take everything that is queued."""
    while (claimed := claim(living.database)) is not None:
        with living.database.writing() as session:
            note_sent(session, claimed, now=NOW)


def write_to(living: LivingRound, partner: int) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        write_to_one(session, head=head, partner=partner, account=living.partners[partner], by=living.lead, now=NOW)


def test_everybody_is_invited_once(living: LivingRound) -> None:
    assert write_to_all(living) == 3
    assert write_to_all(living) == 0
    send_all(living)
    assert write_to_all(living, now=NOW + timedelta(days=30)) == 0
    assert {(row.account_id, row.partner_id) for row in messages(living.database)} == {
        (account, partner) for partner, account in living.partners.items()
    }


def test_a_reminder_goes_to_who_has_not_submitted_and_to_nobody_twice_in_a_day(living: LivingRound) -> None:
    living.submit()
    assert write_to_all(living, REMINDER) == 2
    send_all(living)
    assert write_to_all(living, REMINDER, now=NOW + NOT_AGAIN_WITHIN - timedelta(seconds=1)) == 0
    assert write_to_all(living, REMINDER, now=NOW + NOT_AGAIN_WITHIN) == 2


def test_who_was_invited_within_a_day_is_not_reminded_by_a_press_for_all(living: LivingRound) -> None:
    write_to_all(living)
    send_all(living)
    assert write_to_all(living, REMINDER, now=NOW + timedelta(hours=23)) == 0


def test_a_press_for_one_person_is_meant(living: LivingRound) -> None:
    write_to(living, living.partner)
    assert [row.kind for row in messages(living.database)] == [INVITATION]
    with pytest.raises(NothingToSend, match="on its way already"):
        write_to(living, living.partner)
    send_all(living)
    write_to(living, living.partner)
    assert [row.kind for row in messages(living.database)] == [INVITATION, REMINDER]


def test_who_could_not_be_reached_is_invited_again(living: LivingRound) -> None:
    write_to(living, living.partner)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        note_not_sent(session, claimed, problem="No such address.", is_final=True, now=NOW)
    assert write_to_all(living) == 3
    send_all(living)
    write_to(living, living.partner)
    assert [row.kind for row in messages(living.database)][-1] is REMINDER


def test_who_was_told_of_a_domain_handed_over_is_invited_and_reminded_like_everybody(database: Database) -> None:
    setting = a_setting(database)
    setting.add_round()
    colleague = setting.add_colleague(0)
    setting.move("open")
    head = setting.head()
    with database.writing() as session:
        seat = get_seat(
            session,
            collaborative=setting.collaborative,
            number=1,
            partner=setting.partners[0],
            account=setting.respondents[0],
        )
        people = list_colleagues(session, round_id=head.id, partner=seat.partner)
        to = next(person for person in people if person.account == colleague)
        hand_over(session, seat=seat, domain_id=seat.matrix.domains[0].id, to=to.respondent, seen=None, now=NOW)
        tell_of_hand_over(session, seat=seat, to=to, now=NOW)
    with database.writing() as session:
        assert last_messages_of_round(session, round_id=head.id) == {}
        write = partial(write_to_everybody, session, head=head, by=setting.lead)
        assert write(kind=INVITATION, now=NOW) == 3
        assert write(kind=REMINDER, now=NOW) == 0, "they were invited just now"
    assert [(row.kind, row.account_id == colleague) for row in messages(database)] == [
        (MessageKind.HAND_OVER, True),
        *[
            (INVITATION, account == colleague)
            for account in (*setting.respondents[:1], colleague, *setting.respondents[1:])
        ],
    ]


def test_nobody_is_written_to_in_a_round_that_is_not_open_or_after_submitting(database: Database) -> None:
    draft = a_living_round(database, opens=False)
    with pytest.raises(NothingToSend, match="not open for responses"):
        write_to_all(draft)
    draft.move("open")
    draft.submit()
    with pytest.raises(NothingToSend, match="has submitted"):
        write_to(draft, draft.partner)


def test_a_pre_read_goes_to_everybody_who_responds_while_levels_are_agreed(living: LivingRound) -> None:
    with pytest.raises(NothingToSend, match="once the partners’ levels are revealed"):
        write_to_all(living, MessageKind.PRE_READ)
    write_to_all(living)
    send_all(living)
    living.submit()
    living.move("close-responding")
    assert write_to_all(living, MessageKind.PRE_READ) == 3
    assert write_to_all(living, MessageKind.PRE_READ) == 0
    send_all(living)
    assert write_to_all(living, MessageKind.PRE_READ, now=NOW + timedelta(hours=23)) == 0
    assert write_to_all(living, MessageKind.PRE_READ, now=NOW + NOT_AGAIN_WITHIN) == 3


def test_who_was_sent_the_pre_read_is_told_of_the_room_on_the_same_day_and_not_the_other_way_round(
    living: LivingRound,
) -> None:
    living.submit()
    living.move("close-responding")
    with pytest.raises(NothingToSend, match="room is not open"):
        write_to_all(living, MessageKind.ROOM)
    assert write_to_all(living, MessageKind.PRE_READ) == 3
    TheRoom(living).open()
    assert write_to_all(living, MessageKind.ROOM) == 3
    send_all(living)
    assert write_to_all(living, MessageKind.ROOM) == 0
    assert write_to_all(living, MessageKind.PRE_READ) == 0
    assert write_to_all(living, MessageKind.ROOM, now=NOW + NOT_AGAIN_WITHIN) == 3


def test_who_cannot_sign_in_any_more_is_not_written_to(living: LivingRound) -> None:
    with living.database.writing() as session:
        disable_account(session, account=living.respondent, by=living.lead, now=NOW)
    assert write_to_all(living) == 2


def test_each_message_leaves_an_event_that_names_nobody(living: LivingRound) -> None:
    write_to_all(living)
    with living.database.reading() as session:
        events = session.execute(
            select(AuditEvent.account_id, AuditEvent.subject).where(AuditEvent.action == "queue invitation")
        ).all()
    assert {tuple(event) for event in events} == {
        (living.lead, f"account {account}") for account in living.partners.values()
    }


def test_only_who_has_a_role_is_invited_to_a_collaborative(living: LivingRound) -> None:
    with living.database.writing() as session:
        invite_to_collaborative(
            session, collaborative=living.collaborative, account=living.respondent, by=living.lead, now=NOW
        )
    with living.database.writing() as session, pytest.raises(NothingToSend, match="on its way"):
        invite_to_collaborative(
            session, collaborative=living.collaborative, account=living.respondent, by=living.lead, now=NOW
        )
    with living.database.writing() as session, pytest.raises(NothingToSend, match="has no role"):
        invite_to_collaborative(session, collaborative=living.collaborative, account=987, by=living.lead, now=NOW)
    with living.database.reading() as session:
        invited = last_invitations(session, collaborative=living.collaborative)
        assert last_messages_of_round(session, round_id=1) == {}
    assert invited.keys() == {living.respondent}
    assert invited[living.respondent].is_under_way


def ask(living: LivingRound, email: str, *, after: timedelta = timedelta(0)) -> None:
    with living.database.writing() as session:
        ask_for_link(session, email=email, now=NOW + after)


def test_a_link_to_sign_in_goes_to_an_address_that_is_known_and_to_no_other(living: LivingRound) -> None:
    for email in ("nobody@northmere.example.org", "no address", ""):
        ask(living, email)
    assert messages(living.database) == []
    ask(living, " PERSON0@northmere.example.ORG ")
    assert [(row.kind, row.account_id) for row in messages(living.database)] == [
        (MessageKind.SIGN_IN, living.respondent)
    ]


def test_a_second_press_for_a_link_sends_nothing_while_the_first_is_on_its_way(living: LivingRound) -> None:
    email = "person0@northmere.example.org"
    ask(living, email)
    ask(living, email, after=LINKS_APART - timedelta(seconds=1))
    assert len(messages(living.database)) == 1
    ask(living, email, after=LINKS_APART)
    assert len(messages(living.database)) == 2


def test_another_link_is_sent_at_once_when_the_first_was_used(living: LivingRound) -> None:
    email = "person0@northmere.example.org"
    ask(living, email)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        note_sent(session, claimed, now=NOW)
        entry = find_entry(session, token=claimed.token, now=NOW)
        come_in(session, token=claimed.token, entry=entry, forgets_password=False, now=NOW)
    ask(living, email, after=timedelta(seconds=1))
    ask(living, email, after=timedelta(seconds=2))
    assert len(messages(living.database)) == 2


def test_another_link_goes_where_the_first_went(living: LivingRound) -> None:
    write_to(living, living.partner)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        ask_for_another_link(session, token="a-token-that-was-never-made", now=NOW)
    assert len(messages(living.database)) == 1
    with living.database.writing() as session:
        ask_for_another_link(session, token=claimed.token, now=NOW)
    last = messages(living.database)[-1]
    assert (last.kind, last.account_id, last.state) == (MessageKind.SIGN_IN, living.respondent, MessageState.QUEUED)


def test_an_invitation_to_a_collaborative_is_sent_again_as_one(living: LivingRound) -> None:
    with living.database.writing() as session:
        invite_to_collaborative(
            session, collaborative=living.collaborative, account=living.respondent, by=living.lead, now=NOW
        )
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        note_sent(session, claimed, now=NOW)
        ask_for_another_link(session, token=claimed.token, now=NOW + timedelta(days=20))
    last = messages(living.database)[-1]
    assert (last.kind, last.collaborative_id, last.asked_for_by) == (INVITATION, living.collaborative, living.lead)
