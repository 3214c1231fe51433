"""A room of two partners, or as many as are named, each in a window of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from maturity.core.matrix import Matrix
from maturity.persistence.engine import Database
from maturity.persistence.queries.ballots import VOTES, KeptVote
from tests.factories.living_rounds import a_living_round
from tests.factories.rooms import TheRoom, a_room
from tests.journeys.browsers import OpenWindow, Window
from tests.journeys.page_checks import PHONE
from tests.promises.real_server import RealServer, SignedInPeople, a_real_server


@dataclass(frozen=True)
class Meeting:
    """A room on a server of its own."""

    room: TheRoom
    server: RealServer
    people: SignedInPeople
    open_window: OpenWindow

    def window(self, account: int, path: str = "", **options: Any) -> Window:
        """The window of a person, at a page of the room."""
        window = self.open_window(f"http://127.0.0.1:{self.server.port}", **options)
        self.sign_in(window, account)
        window.open(self.room.address + path)
        return window

    def sign_in(self, window: Window, account: int) -> None:
        """Sign a person in, as in another tab: the page that is open is left as it is."""
        name, _, value = self.people.cookie_of(account, now=datetime.now(UTC)).partition("=")
        window.context.add_cookies([{"name": name, "value": value, "url": window.address}])

    def conductor(self, **options: Any) -> Window:
        """The screen for all eyes."""
        return self.window(self.room.living.lead, "/facilitate", **options)

    def person(self, place: int) -> int:
        """The account of who speaks for the partner at a place."""
        return self.room.living.partners[self.room.partners[place]]

    def partner(self, place: int, **options: Any) -> Window:
        """A phone of the partner at a place."""
        return self.window(self.person(place), **{"width": PHONE, **options})

    def kept_vote(self, place: int) -> KeptVote:
        """What the server has of the vote of the partner at a place."""
        with self.room.database.reading() as session:
            return VOTES.find(session, ballot_id=self.room.ballot, partner_id=self.room.partners[place])


@contextmanager
def a_meeting(
    database: Database,
    instance: Path,
    open_window: OpenWindow,
    *,
    partners: Sequence[str] = ("Alder Trust", "Birch Trust"),
    matrix: Matrix | None = None,
) -> Iterator[Meeting]:
    """A meeting that has just begun, served by a process of its own."""
    room = a_room(a_living_round(database, partners=partners, matrix=matrix))
    people = SignedInPeople(instance, database)
    with a_real_server(instance) as server:
        yield Meeting(room, server, people, open_window)


def follows(window: Window) -> None:
    """Wait until a screen says that it follows the room."""
    expect(window.page.locator("[data-line]")).to_have_text("Following")
