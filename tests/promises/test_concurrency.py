"""64 people save at once, many of them on the same answers, and no update is lost.

An update is lost when a save is acknowledged that its writer did not base on the save before it: the words between
would be gone without anybody having seen them. Versions tell: acknowledged saves of one answer are based on 0, 1, 2 …
without a gap or a repeat. The control takes the check of the version away and must lose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from maturity.core.response import Answer
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.versions import Kept
from maturity.persistence.rows.response import ResponseRevision
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level
from tests.promises.real_server import SignedInPeople, Typist, a_real_server
from tests.promises.together import together

PEOPLE = 64
SAVES = 20
PARTNERS = 8
"""Eight people share the account of each partner: tabs and colleagues on the same answers."""


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path, threads=16)
    yield a_living_round(database, partners=[f"Partner {number}" for number in range(PARTNERS)])
    database.close()


def test_64_people_saving_at_once_lose_no_update(living: LivingRound, tmp_path: Path) -> None:
    based_on: list[tuple[int, int]] = []
    statuses: Counter[int] = Counter()
    with a_real_server(tmp_path) as server:
        people = SignedInPeople(tmp_path, living.database)
        partners = list(living.partners.items())
        typists = []
        for number in range(PEOPLE):
            partner, account = partners[number % PARTNERS]
            typists.append(Typist(server.port, living, partner, people.cookie_of(account, now=datetime.now(UTC))))

        def type_away(number: int, typist: Typist) -> None:
            page = typist.open_page(living.criterion)
            version = int(page.split(f'name="{living.criterion}-based_on" value="')[1].partition('"')[0])
            done = 0
            while done < SAVES:
                words = f"{number} writes {done} on {version}"
                reply = typist.save(living.criterion, reason=words, based_on=version, key=words)
                statuses[reply.status] += 1
                if reply.is_saved:
                    based_on.append((typist.partner, version))
                    version = int(reply.said["version"])
                    done += 1
                else:
                    assert reply.said["status"] == "conflict", reply
                    version = newest(living.database, typist)
            typist.hang_up()

        together([lambda n=n, t=t: type_away(n, t) for n, t in enumerate(typists)])  # type: ignore[misc]  # bound now

    assert statuses[200] == PEOPLE * SAVES
    assert set(statuses) <= {200, 409}
    assert lost_updates(based_on) == 0
    with living.database.reading() as session:
        assert len(session.scalars(select(ResponseRevision.id)).all()) == PEOPLE * SAVES


def newest(database: Database, typist: Typist) -> int:
    """The version that a person sees after reloading the page."""
    with database.reading() as session:
        seat = typist.living.seat(session, partner=typist.partner)
        return ANSWERS.find(session, respondent_id=seat.respondent, criterion_id=typist.living.criterion).version


def lost_updates(based_on: list[tuple[int, int]]) -> int:
    """How many acknowledged saves of one answer were based on the same version as another."""
    return sum(times - 1 for times in Counter(based_on).values())


def test_without_the_check_of_the_version_updates_are_lost(living: LivingRound) -> None:
    """The control: the same transaction, told to trust whatever version it is given."""
    seen = [0] * SAVES
    based_on: list[tuple[int, int]] = []

    def save_blindly(number: int) -> None:
        for done in range(len(seen)):
            with living.database.reading() as session:
                seat = living.seat(session)
                before = ANSWERS.find(session, respondent_id=seat.respondent, criterion_id=living.criterion)
            with living.database.writing() as session:
                now_there = ANSWERS.find(session, respondent_id=seat.respondent, criterion_id=living.criterion)
                trusted = Kept(before.said, now_there.version, before.saved_at, now_there.row)
                ANSWERS.keep(
                    session,
                    place={"respondent_id": seat.respondent, "criterion_id": living.criterion},
                    before=trusted,
                    said=Answer(reason=f"{number} writes {done}"),
                    account=seat.account,
                    request_key=f"{number}-{done}",
                    now=NOW,
                )
            based_on.append((living.partner, before.version))

    together([lambda n=n: save_blindly(n) for n in range(8)])  # type: ignore[misc]  # bound now
    assert lost_updates(based_on) > 0


def test_a_save_that_a_bad_network_sends_twice_happens_once(living: LivingRound, tmp_path: Path) -> None:
    with a_real_server(tmp_path) as server:
        people = SignedInPeople(tmp_path, living.database)
        cookie = people.cookie_of(living.respondent, now=datetime.now(UTC))
        typist = Typist(server.port, living, living.partner, cookie)
        typist.open_page(living.criterion)
        again = [Typist(server.port, living, living.partner, typist.cookie, typist.token) for _ in range(8)]
        replies = []

        def send(one: Typist) -> None:
            replies.append(one.save(living.criterion, reason="once", based_on=0, key="the same key"))
            one.hang_up()

        together([lambda one=one: send(one) for one in again])  # type: ignore[misc]  # bound now
        other_words = typist.save(living.criterion, reason="other words", based_on=0, key="the same key")
        typist.hang_up()
    assert all(reply.is_saved and reply.said == replies[0].said for reply in replies)
    assert (other_words.status, other_words.said["status"]) == (422, "not valid")
    with living.database.reading() as session:
        assert session.scalars(select(ResponseRevision.reason)).all() == ["once"]


def test_two_threads_never_meet_a_locked_database(living: LivingRound) -> None:
    partners = list(living.partners)

    def save(partner: int) -> None:
        for version in range(SAVES):
            living.answer(level(1 + version % 4, f"{version}"), partner=partner, based_on=version, key=f"{version}")

    together([lambda p=p: save(p) for p in partners])  # type: ignore[misc]  # bound now
    with living.database.reading() as session:
        assert len(session.scalars(select(ResponseRevision.id)).all()) == PARTNERS * SAVES
