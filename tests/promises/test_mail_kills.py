"""No message is lost when the server is killed while it sends; what was being sent then may arrive twice, and no more.

The real server hands its messages to a real mail server and is killed in the middle, again and again. A lease that a
killed server held lasts ten minutes, so its end is written into the database in place of waiting for it.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from aiosmtpd.smtp import Envelope
from sqlalchemy import update

from maturity.persistence.rows.message import MessageRow, MessageState
from tests.factories.living_rounds import LivingRound, a_database, a_living_round
from tests.factories.mailboxes import Mailbox, token_in
from tests.factories.posting import messages, write_to_all
from tests.promises.real_server import RealServer

PEOPLE: Final = 12
KILLS: Final = 5
LONGEST: Final = 60.0


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    yield a_living_round(database, partners=[f"Partner {number}" for number in range(PEOPLE)])
    database.close()


@pytest.fixture
def mailbox(mailbox: Mailbox) -> Mailbox:
    """One that takes its time over each message."""
    mailbox.waits = 0.05
    return mailbox


def a_server(folder: Path, mailbox: Mailbox) -> RealServer:
    """The server, which has not started."""
    return RealServer(folder, settings=mailbox.settings)


def sent(living: LivingRound) -> int:
    """How many messages the database says were sent."""
    return sum(row.state is MessageState.SENT for row in messages(living.database))


def wait_for(mailbox: Mailbox, living: LivingRound, *, taken: int = 0, all_sent: bool = False) -> None:
    """Wait until so many messages arrived, or until all are noted as sent."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if sent(living) == PEOPLE or (not all_sent and len(mailbox.taken) >= taken):
            return
        time.sleep(0.01)
    raise AssertionError("nothing more was sent")


def end_leases(living: LivingRound) -> None:
    """Let the ten minutes of whoever was killed be over."""
    with living.database.writing() as session:
        session.execute(
            update(MessageRow)
            .where(MessageRow.state == MessageState.SENDING)
            .values(lease_until=datetime.now(UTC) - timedelta(seconds=1))
        )


def too_often(mailbox: Mailbox, *, kills: int) -> list[str]:
    """What arrived more often than a kill can explain, or under another name than the first time."""
    arrived = Counter(str(message["To"]) for message in mailbox.messages)
    names = {(str(message["To"]), str(message["Message-ID"])) for message in mailbox.messages}
    found = [
        f"{who} has messages of several names" for who, many in Counter(who for who, _ in names).items() if many > 1
    ]
    spare = len(mailbox.messages) - len(arrived)
    return found + ([f"{spare} messages too many for {kills} kills"] if spare > kills else [])


def test_every_message_arrives_and_no_more_twice_than_there_were_kills(
    living: LivingRound, mailbox: Mailbox, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  (shown with a failure, to repeat it)
    moments = random.Random(seed)  # noqa: S311
    assert write_to_all(living) == PEOPLE
    server = a_server(tmp_path, mailbox)
    for _ in range(KILLS):
        server.start()
        wait_for(mailbox, living, taken=len(mailbox.taken) + 1)
        time.sleep(moments.uniform(0, 0.15))
        server.kill()
        end_leases(living)
    server.start()
    wait_for(mailbox, living, all_sent=True)
    server.stop()
    assert {str(message["To"].addresses[0].addr_spec) for message in mailbox.messages} == {
        f"person{place}@northmere.example.org" for place in range(PEOPLE)
    }
    assert too_often(mailbox, kills=KILLS) == []
    assert len({token_in(message) for message in mailbox.messages}) == len(mailbox.messages)


def test_a_message_that_is_sent_too_often_would_be_noticed() -> None:
    mailbox = Mailbox("127.0.0.1", 9)
    for name in ("1", "1", "1", "2"):
        envelope = Envelope()
        envelope.content = f"To: ann@people.example\r\nMessage-ID: <{name}@x.example>\r\n\r\nHello\r\n".encode()
        mailbox.taken.append(envelope)
    assert too_often(mailbox, kills=1) == [
        "ann@people.example has messages of several names",
        "3 messages too many for 1 kills",
    ]
