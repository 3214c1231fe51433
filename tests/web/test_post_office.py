"""The post office sends what is queued, tells what became of it, and tells nobody else anything."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from threading import enumerate as enumerate_threads

import pytest
from flask import Flask

from maturity.cli.log import OneLine
from maturity.mail.outcome import NOT_REACHED
from maturity.persistence.engine import Database
from maturity.persistence.rows.message import MessageKind, MessageRow, MessageState
from maturity.usecases.post_queue import LEASE, WAITS
from maturity.web.post_office import PostOffice
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.mailboxes import LINK, Mailbox, a_mailbox, text_of, token_in
from tests.factories.posting import claim, messages, write_to_all
from tests.web.conftest import Clock
from tests.web.mail import QuietOffice, sending_to

FIRST = "person0@northmere.example.org"
SECRETS = ("zq-a-reason-of-ours", "zq-some-evidence")


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database)


def states(database: Database) -> list[tuple[MessageState, str]]:
    return [(row.state, row.problem) for row in messages(database)]


def test_each_person_gets_one_message_with_a_link_of_their_own(
    living: LivingRound, office: QuietOffice, mailbox: Mailbox
) -> None:
    write_to_all(living)
    assert office.send_waiting() == 3
    assert office.send_waiting() == 0
    assert sorted(one["To"].addresses[0].addr_spec for one in mailbox.messages) == [
        f"person{place}@northmere.example.org" for place in range(3)
    ]
    assert len({token_in(one) for one in mailbox.messages}) == 3
    assert {one["Reply-To"] for one in mailbox.messages} == {"Lena Lead <lead@northmere.example.org>"}
    assert states(living.database) == [(MessageState.SENT, "")] * 3


def test_no_message_says_what_anybody_said(living: LivingRound, office: QuietOffice, mailbox: Mailbox) -> None:
    for partner in living.partners:
        living.answer(level(3, SECRETS[0], evidence=SECRETS[1]), partner=partner)
    write_to_all(living)
    office.send_waiting()
    with living.database.writing() as session:
        for row in session.query(MessageRow):
            row.asked_for_at -= timedelta(days=2)
    write_to_all(living, MessageKind.REMINDER)
    office.send_waiting()
    assert len(mailbox.messages) == 6
    said = "\n".join(f"{one['Subject']}\n{text_of(one)}" for one in mailbox.messages)
    names = [str(level.label) for level in living.matrix.levels]
    assert [word for word in (*SECRETS, *names) if word in said] == []
    assert "What you wrote is saved." in said


def test_a_message_that_says_what_somebody_said_would_be_noticed(
    living: LivingRound, office: QuietOffice, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maturity.web.post_office.day", lambda _: SECRETS[0])
    write_to_all(living)
    office.send_waiting()
    assert [SECRETS[0] in text_of(one) for one in mailbox.messages] == [True] * 3


def test_what_is_refused_is_noted_with_its_reason_and_the_others_are_sent(
    living: LivingRound, office: QuietOffice, mailbox: Mailbox
) -> None:
    mailbox.says[FIRST] = "550 No such user"
    write_to_all(living)
    assert office.send_waiting() == 3
    said = "The mail server does not know this email address, or does not accept mail for it."
    assert states(living.database) == [(MessageState.FAILED, said), *[(MessageState.SENT, "")] * 2]


def test_a_server_that_is_down_is_tried_again_until_it_is_there(
    app: Flask, living: LivingRound, clock: Clock, mailbox: Mailbox
) -> None:
    with sending_to(app, mailbox) as office:
        mailbox.says = dict.fromkeys((f"person{place}@northmere.example.org" for place in range(3)), "451 Later")
        write_to_all(living)
        assert office.send_waiting() == 3
        assert {state for state, _ in states(living.database)} == {MessageState.QUEUED}
        assert office.send_waiting() == 0, "not before the wait is over"
        clock.now = NOW + WAITS[0]
        mailbox.says = {}
        assert office.send_waiting() == 3
        assert states(living.database) == [(MessageState.SENT, "")] * 3


def test_a_server_that_cannot_be_reached_is_said_to_be_so(app: Flask, living: LivingRound) -> None:
    with a_mailbox() as gone:
        pass
    with sending_to(app, gone) as office:
        write_to_all(living)
        assert office.send_waiting() == 3
    assert states(living.database) == [(MessageState.QUEUED, NOT_REACHED)] * 3


def test_a_message_that_a_dead_process_had_taken_is_sent_after_its_lease(
    living: LivingRound, office: QuietOffice, mailbox: Mailbox, clock: Clock
) -> None:
    write_to_all(living)
    assert claim(living.database) is not None
    assert office.send_waiting() == 2
    clock.now = NOW + LEASE
    assert office.send_waiting() == 1
    assert len({one["Message-ID"] for one in mailbox.messages}) == 3


def test_every_try_of_a_message_has_the_same_id(
    living: LivingRound, office: QuietOffice, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    write_to_all(living)

    def power_cut(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as cut:
        cut.setattr("maturity.web.post_office.note_sent", power_cut)
        with pytest.raises(SystemExit):
            office.send_waiting()
    clock.now = NOW + LEASE
    office.send_waiting()
    twice = mailbox.to(FIRST)
    assert len(twice) == 2
    assert len({one["Message-ID"] for one in twice}) == 1
    assert len({token_in(one) for one in twice}) == 2
    assert len(mailbox.messages) == 4, "only what was under way is sent a second time"


def test_the_log_holds_no_address_no_name_and_no_token(
    living: LivingRound, office: QuietOffice, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mailbox.says[FIRST] = f"550 {FIRST} is unknown"
    write_to_all(living)
    office.send_waiting()
    of_product = [record for record in caplog.records if record.name.startswith("maturity")]
    logged = "\n".join(OneLine().format(record) for record in of_product)
    assert "does not know this email address" in logged
    assert "example.org" not in logged
    assert "Person" not in logged
    assert not any(token_in(one) in logged for one in mailbox.messages)


def wait_until_idle() -> None:
    """Wait until the thread has ended: nothing is queued any more."""
    for thread in enumerate_threads():
        if thread.name == "post office":
            thread.join()


def test_a_thread_sends_what_is_queued_and_ends(app: Flask, living: LivingRound, mailbox: Mailbox) -> None:
    with sending_to(app, mailbox) as quiet:
        office = PostOffice(app, settings=quiet.settings, server=mailbox.server())
        write_to_all(living)
        office.wake()
        wait_until_idle()
        assert states(living.database) == [(MessageState.SENT, "")] * 3
        living.move("close-responding")
        office.wake()
        wait_until_idle()
        assert len(mailbox.messages) == 3


def test_whoever_stops_the_server_lets_the_message_under_way_be_finished(
    app: Flask, living: LivingRound, mailbox: Mailbox
) -> None:
    mailbox.waits = 1.0
    with sending_to(app, mailbox) as quiet:
        office = PostOffice(app, settings=quiet.settings, server=mailbox.server())
        write_to_all(living)
        office.wake()
        while not any(row.state is MessageState.SENDING for row in messages(living.database)):
            time.sleep(0.01)
        office.close()
        office.wake()
    assert [state for state, _ in states(living.database)] == [MessageState.SENT, *[MessageState.QUEUED] * 2]
    assert len(mailbox.messages) == 1


def test_what_an_earlier_process_left_is_taken_up_with_the_first_request(
    app: Flask, living: LivingRound, office: QuietOffice
) -> None:
    write_to_all(living)
    app.test_client().get("/health")
    app.test_client().get("/health")
    assert office.calls == 1


def test_a_shut_post_office_sends_nothing(app: Flask, living: LivingRound) -> None:
    shut = PostOffice(app, settings=app.config["SETTINGS"], server=None)
    write_to_all(living)
    shut.wake()
    assert (shut.is_open, shut.send_waiting()) == (False, 0)
    assert LINK.search(str(states(living.database))) is None
