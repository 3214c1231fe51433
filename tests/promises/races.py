"""Races between people of one collaborative on the real server, and whether their outcome is one that may be.

Each is run many times. Who comes first is left to chance; what may follow from it is not. A rule that is broken is
returned in words.
"""

from __future__ import annotations

import http
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from threading import Event
from typing import Final

from sqlalchemy import select, update

from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.consensus import ConsensusRevision, ConsensusRow
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent, RoundMove, RoundRow
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import NOW
from tests.factories.worlds import AGREEING, CLOSED, OPEN, World
from tests.promises.every_save import Office, Reply, Save, is_called_saved
from tests.promises.real_server import RealServer
from tests.promises.together import together

MOST_SAVES: Final = 40
"""How often somebody saves at the most while another closes the round."""

_EDITION: Final = re.compile(r"edition (\d+)\.")


@dataclass
class Said:
    """The saves of one person in one race: the words of those called saved, and of those refused."""

    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass
class Arena:
    """World A on a server: its round that is open, the one that is being agreed, and the one that is closed."""

    office: Office
    server: RealServer
    database: Database
    settle: float = 0.0
    """Seconds to wait before a round is moved back."""
    turn: int = 0

    @property
    def world(self) -> World:
        """The collaborative that everybody here belongs to."""
        return self.office.worlds.a

    @property
    def leads(self) -> tuple[int, int]:
        """Two leads."""
        return self.world.lead, self.office.worlds.b.lead

    def send(self, save: Save) -> Reply:
        """Send a save."""
        return self.office.send(save, self.server.port)

    def move(self, name: str, *, number: int, by: int | None = None) -> Reply:
        """Ask for a move of a round, as a lead."""
        made = next(save for save in self.office.saves if save.endpoint == "set_up.make_move")
        address = f"/collaboratives/{self.world.collaborative}/rounds/{number}/moves/{name}"
        return self.send(replace(made, who=by or self.world.lead, address=address, fields={"reason": "To look again."}))

    def put_back(self, name: str, *, number: int) -> None:
        """Move a round back, or fail."""
        time.sleep(self.settle)
        reply = self.move(name, number=number)
        assert reply.status == http.HTTPStatus.FOUND, reply.text

    def make_closable(self) -> None:
        """Set aside whatever has no result in the round that is open, once it is being agreed."""
        with self.database.writing() as session:
            head = get_round(session, collaborative=self.world.collaborative, number=OPEN)
            set_the_rest_aside(session, head=head, by=self.world.lead, now=datetime.now(UTC))

    def save_until_refused(self, made: Save, *, version: int, said: Said, words: str) -> None:
        """Save other words each time, each based on those before, until a save is refused."""
        names = {name.rpartition("-")[2]: name for name in made.fields}
        for number in range(MOST_SAVES):
            text = f"{words}, {number}"
            fields = {names["reason"]: text, names["based_on"]: str(version), names["request_key"]: text}
            reply = self.send(replace(made, fields=made.fields | fields))
            if not is_called_saved(made, reply):
                assert (reply.status, reply.said["status"]) == (409, "closed"), reply
                said.refused.append(text)
                return
            said.saved.append(text)
            version = int(reply.said["version"])

    def round_id(self, number: int) -> int:
        """The id of a round."""
        with self.database.reading() as session:
            return session.execute(
                select(RoundRow.id).where(
                    RoundRow.collaborative_id == self.world.collaborative, RoundRow.number == number
                )
            ).scalar_one()

    def insist(self, name: str, *, number: int, by: int | None = None) -> None:
        """Move a round, and look again and try again for as long as something changed meanwhile."""
        while (reply := self.move(name, number=number, by=by)).status == http.HTTPStatus.CONFLICT:
            pass
        assert reply.status == http.HTTPStatus.FOUND, reply.text

    def stage(self, number: int) -> str:
        """Where a round is."""
        with self.database.reading() as session:
            return session.execute(select(RoundRow.stage).where(RoundRow.id == self.round_id(number))).scalar_one()

    def last_event(self) -> int:
        """The id of the newest event."""
        with self.database.reading() as session:
            return session.execute(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)).scalar_one()

    def events_since(self, event: int, *, number: int) -> list[str]:
        """What happened to a round, in the order of the record."""
        with self.database.reading() as session:
            return list(
                session.scalars(
                    select(AuditEvent.action)
                    .where(AuditEvent.id > event, AuditEvent.round_id == self.round_id(number))
                    .order_by(AuditEvent.id)
                )
            )


@contextmanager
def an_arena(office: Office, server: RealServer) -> Iterator[Arena]:
    """World A with a second lead."""
    database = Database(office.instance / "maturity.sqlite3")
    with database.writing() as session:
        session.add(
            RoleGrant(
                account_id=office.worlds.b.lead,
                collaborative_id=office.worlds.a.collaborative,
                role=Role.LEAD,
                partner_id=None,
                granted_at=NOW,
                accept_hash=None,
            )
        )
    yield Arena(office, server, database)
    database.close()


def closing_against_saving(arena: Arena) -> list[str]:
    """A lead closes responding while two people save, and one of them submits. Returns the rules that were broken."""
    arena.turn += 1
    since, round_id = arena.last_event(), arena.round_id(OPEN)
    said: dict[int, Said] = {0: Said(), 2: Said()}
    is_submitted: list[bool] = []

    def save(place: int) -> Callable[[], None]:
        made = _answer(arena, place)
        version = _version(arena, place)
        return lambda: arena.save_until_refused(
            made, version=version, said=said[place], words=f"turn {arena.turn} of {place}"
        )

    def submit() -> None:
        made = next(save for save in arena.office.saves if save.endpoint == "respond.submit")
        is_submitted.append(arena.send(made).status == http.HTTPStatus.FOUND)

    def close() -> None:
        # A little later than the others, so that something is under way.
        while not said[2].saved:
            Event().wait(0.001)
        arena.insist("close-responding", number=OPEN)

    together([save(0), save(2), submit, close])
    found = _kept_as_told(arena, said.values(), ResponseRevision)
    found += _after(arena.events_since(since, number=OPEN), "save answer", "close-responding round")
    with arena.database.reading() as session:
        positions: Mapping[int, str] = {
            row.partner_id: row.reason
            for row in session.execute(
                select(PositionRow.partner_id, PositionRow.reason).where(
                    PositionRow.round_id == round_id, PositionRow.criterion_id == _criterion(arena)
                )
            )
        }
    first, third = arena.world.partners[0], arena.world.partners[2]
    if is_submitted == [True]:
        newest = said[0].saved[-1] if said[0].saved else positions[first]
        if positions[first] != newest:
            found.append(f"the position is “{positions[first]}” and the last save “{newest}”")
    elif positions[first]:
        found.append("a response that was not submitted speaks for its partner")
    if positions[third]:
        found.append("a response that nobody submitted speaks for its partner")
    arena.put_back("reopen-responding", number=OPEN)
    with arena.database.writing() as session:
        session.execute(
            update(Respondent)
            .where(Respondent.round_id == round_id, Respondent.partner_id == first)
            .values(submitted_at=None)
        )
    return found


def closing_against_agreeing(arena: Arena) -> list[str]:
    """A lead closes the round while another records levels. Returns the rules that were broken."""
    arena.turn += 1
    since = arena.last_event()
    said = Said()
    made = next(save for save in arena.office.saves if save.endpoint == "agree.record" and save.by_script)
    version = _agreed(arena, AGREEING)[1]

    def close() -> None:
        while not said.saved:
            Event().wait(0.001)
        arena.insist("close", number=AGREEING, by=arena.leads[1])

    together(
        [
            lambda: arena.save_until_refused(made, version=version, said=said, words=f"agreed in turn {arena.turn}"),
            close,
        ]
    )
    found = _kept_as_told(arena, [said], ConsensusRevision)
    found += _after(arena.events_since(since, number=AGREEING), "agree level", "close round")
    if _agreed(arena, AGREEING)[0] != said.saved[-1]:
        found.append("the closed round does not hold the last level that was called saved")
    arena.put_back("reopen", number=AGREEING)
    return found


def two_leads_at_once(arena: Arena, move: str, other: str) -> list[str]:
    """Two leads move the open round at once, in the same way or another. Returns the rules that were broken."""
    since, round_id, replies = arena.last_event(), arena.round_id(OPEN), list[Reply]()
    before = _moves(arena, round_id)
    together(
        [
            lambda: replies.append(arena.move(move, number=OPEN, by=arena.leads[0])),
            lambda: replies.append(arena.move(other, number=OPEN, by=arena.leads[1])),
        ]
    )
    found = []
    statuses = sorted(reply.status for reply in replies)
    if statuses != [http.HTTPStatus.FOUND, http.HTTPStatus.CONFLICT]:
        found.append(f"the leads are answered {statuses}")
    if len(events := arena.events_since(since, number=OPEN)) != 1:
        found.append(f"the record says {events}")
    if _moves(arena, round_id) != before + 1:
        found.append("the round was not moved once")
    return found


def reading_while_reopened(arena: Arena, *, editions: int, pages: Collection[str], reader: int) -> list[str]:
    """A lead reopens the closed round, changes every agreed level and closes it again, while others read its report.

    Every agreed level is one of an edition. What is read of a closed round must be of one edition only. `pages` are
    addresses below the round's. Returns the rules that were broken.
    """
    done, reading = Event(), _Reading(arena, reader)

    def change() -> None:
        try:
            for edition in range(1, editions + 1):
                arena.put_back("reopen", number=CLOSED)
                for criterion in arena.office.worlds.matrix.criteria:
                    _agree(arena, criterion.id, edition)
                    for page in pages:  # in the very middle
                        reading.look(page)
                arena.put_back("close", number=CLOSED)
        finally:
            done.set()

    def read_on(page: str) -> None:
        while not done.is_set():
            reading.look(page)

    together([change, *(partial(read_on, page) for page in pages)])
    if missing := set(pages) - set(reading.read):
        reading.found.append(f"nobody could read {sorted(missing)}")
    return reading.found


@dataclass
class _Reading:
    """What one person reads of the closed round: how often, and every page that is of two editions."""

    arena: Arena
    reader: int
    read: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def look(self, page: str) -> None:
        reply = self.arena.office.get(self.reader, f"{_closed(self.arena)}/{page}", self.arena.server.port)
        if reply.status == http.HTTPStatus.OK:
            self.read[page] += 1
            if len(seen := set(_EDITION.findall(reply.text))) > 1:
                self.found.append(f"{page} is of the editions {sorted(seen)}")


def _closed(arena: Arena) -> str:
    return f"/collaboratives/{arena.world.collaborative}/rounds/{CLOSED}"


def _agree(arena: Arena, criterion: str, edition: int) -> None:
    """Agree a level in an edition, or fail."""
    made = next(save for save in arena.office.saves if save.endpoint == "agree.record" and save.by_script)
    version = _agreed(arena, CLOSED, criterion)[1]
    texts = {name.rpartition("-")[2]: text for name, text in made.fields.items()}
    texts |= {"reason": f"This is edition {edition}.", "based_on": str(version), "request_key": f"edition {edition}"}
    fields = {f"{criterion}-{name}": text for name, text in texts.items()}
    reply = arena.send(replace(made, address=f"{_closed(arena)}/agree/criteria/{criterion}", fields=fields))
    assert is_called_saved(made, reply), reply


def _criterion(arena: Arena) -> str:
    return arena.office.worlds.matrix.criteria[0].id


def _answer(arena: Arena, place: int) -> Save:
    """The save of an answer by the respondent of the partner at this place."""
    made = next(save for save in arena.office.saves if save.endpoint == "respond.save_criterion" and save.by_script)
    here, there = (f"/respond/{arena.world.partners[number]}/" for number in (0, place))
    return replace(made, who=arena.world.respondents[place], address=made.address.replace(here, there))


def _version(arena: Arena, place: int) -> int:
    """The version that the respondent at this place would see."""
    with arena.database.reading() as session:
        return session.execute(
            select(Response.version)
            .join(Respondent, Respondent.id == Response.respondent_id)
            .where(
                Respondent.round_id == arena.round_id(OPEN),
                Respondent.partner_id == arena.world.partners[place],
                Response.criterion_id == _criterion(arena),
            )
        ).scalar_one()


def _agreed(arena: Arena, number: int, criterion: str = "") -> tuple[str, int]:
    """The reason of what is agreed, on the first criterion by default, and its version."""
    with arena.database.reading() as session:
        row = session.execute(
            select(ConsensusRow.reason, ConsensusRow.version).where(
                ConsensusRow.round_id == arena.round_id(number),
                ConsensusRow.criterion_id == (criterion or _criterion(arena)),
            )
        ).one()
    return row.reason, row.version


def _moves(arena: Arena, round_id: int) -> int:
    with arena.database.reading() as session:
        return len(session.scalars(select(RoundMove.id).where(RoundMove.round_id == round_id)).all())


def _kept_as_told(arena: Arena, said: Collection[Said], table: type[ResponseRevision | ConsensusRevision]) -> list[str]:
    with arena.database.reading() as session:
        kept = set(session.scalars(select(table.reason)))
    return [
        *(f"“{text}” was called saved and is gone" for one in said for text in one.saved if text not in kept),
        *(f"“{text}” was refused and is there" for one in said for text in one.refused if text in kept),
    ]


def _after(events: list[str], save: str, close: str) -> list[str]:
    """Every save that the record has after the end."""
    end = events.index(close)
    return [f"{save} after {close}" for event in events[end:] if event == save]
