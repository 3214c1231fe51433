"""The room under load: thirty clients that ask each second and draw what is new, while partners vote.

In the middle the server is killed and started again, as when the facilitator's machine dies. Ten minutes is the length
that figures are given for: `python -m tests.benchmarks --only room --seconds 600`.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Final

from maturity.usecases.room import open_room
from tests.benchmarks.processes import cpu_seconds, memory_megabytes
from tests.benchmarks.room_clients import EVERY, LONGEST_OUTAGE, Client, Heard
from tests.benchmarks.scene import PARTNERS, Scene
from tests.factories.installations import NOW
from tests.promises.kept_votes import faults, lost_saves
from tests.promises.real_server import RealServer

CLIENTS: Final = 30
VOTES_ON_A_CRITERION: Final = 3
"""After so many the room goes on, as a meeting does: a screen shows all votes on its criterion."""

POLLS: Final = 1000
"""How many questions, and screens, the CPU of one is measured over: the kernel counts in hundredths of a second."""


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """What came of it. Freshness is in seconds from a change to the screen that shows it, sorted.

    `votes` were called saved; of these `lost` are not in the database, and `faults` is how much is half written. `back`
    is the seconds from the kill until the last screen had an answer again, `cpu` the CPU seconds of the server, `poll`
    the CPU milliseconds of a question to which there is nothing new, and `drawing` those of a screen.
    """

    clients: int
    seconds: float
    answers: int
    votes: int
    lost: int
    faults: int
    freshness: tuple[float, ...]
    back: float
    cpu: float
    poll: float
    drawing: float
    memory: float

    def fresh_within(self, share: float) -> float:
        """The seconds within which this share of the changes was on a screen."""
        if not self.freshness:
            return 0.0
        return self.freshness[min(int(share * len(self.freshness)), len(self.freshness) - 1)]


@dataclass
class Usage:
    """What the processes of the server have used, one after another."""

    server: RealServer
    cpu: float = 0.0
    memory: float = 0.0
    before: float = 0.0

    @property
    def process(self) -> int:
        assert self.server.process is not None
        return self.server.process.pid

    def begin(self) -> None:
        """Count from now on."""
        self.before = cpu_seconds(self.process)

    def look(self) -> None:
        """Note the memory that is used now."""
        self.memory = max(self.memory, memory_megabytes(self.process))

    def end(self) -> None:
        """Add what the process that runs now has used."""
        self.cpu += cpu_seconds(self.process) - self.before


def measure_room(scene: Scene, *, seconds: float, clients: int = CLIENTS, polls: int = POLLS) -> RoomFigures:
    """Follow a room for some seconds while its partners vote without end, and kill the server half way.

    Ends the program where a screen or a vote was answered wrongly.
    """
    _reveal(scene)
    heard, stop = Heard(), Event()
    with scene.server() as server:
        address = f"{scene.setting.round_address(scene.living.number)}/room"
        cookies = [scene.people.cookie_of(account, now=datetime.now(UTC)) for account in scene.setting.respondents]
        followers = [
            Client(server, address, cookies[place % PARTNERS], heard, screen=place) for place in range(clients)
        ]
        threads = [
            Thread(target=one.follow, args=(stop, EVERY * place / clients)) for place, one in enumerate(followers)
        ]
        voters = [Client(server, address, cookie, heard) for cookie in cookies]
        lead = Client(server, address, scene.lead_cookie(), heard)
        for thread in threads:
            thread.start()
        usage, start, is_killed, held = Usage(server), time.perf_counter(), False, 0
        usage.begin()
        while time.perf_counter() - start < seconds or not is_killed:
            if held and held % VOTES_ON_A_CRITERION == 0:
                _go_on(lead)
            held += 1
            _hold_a_vote(scene, lead, voters, pause=min(0.5, seconds / 20))
            usage.look()
            if not is_killed and time.perf_counter() - start >= seconds / 2:
                usage.end()
                _kill_in_the_middle_of_a_vote(scene, server, lead, voters)
                usage.begin()
                is_killed = True
        took = time.perf_counter() - start
        usage.end()
        stop.wait(2 * EVERY)
        _wait_for_every_screen(heard, clients)
        stop.set()
        for thread in threads:
            thread.join()
        poll = _cpu_of_a_poll(usage.process, lead, polls)
        drawing = _cpu_of_a_screen(usage.process, followers, polls)
    if heard.problems:
        raise SystemExit(f"not as expected: {heard.problems[:5]}")
    return RoomFigures(
        clients=clients,
        seconds=took,
        answers=heard.answers,
        votes=len(heard.saved),
        lost=len(lost_saves(scene.setting.database, heard.saved)),
        faults=len(faults(scene.setting.database)),
        freshness=tuple(sorted(heard.freshness)),
        back=max(heard.back.values()),
        cpu=usage.cpu,
        poll=poll,
        drawing=drawing,
        memory=usage.memory,
    )


def _reveal(scene: Scene) -> None:
    for place in range(PARTNERS):
        scene.setting.answer(place, number=scene.living.number, most=0)
    scene.setting.move("close-responding", number=scene.living.number)
    head = scene.setting.head(scene.living.number)
    with scene.setting.database.writing() as session:
        open_room(session, head=head, criterion_id=scene.living.criterion, account=scene.setting.lead, now=NOW)


def _go_on(lead: Client) -> None:
    """Talk about the next criterion, as a meeting does after a few votes, and after the last about the first."""
    screen = lead.ask("GET", "/facilitate?part=screen")[1]
    asked = re.findall(r'<option value="([^"]+)"', screen)
    after = asked[(asked.index(_about(screen)) + 1) % len(asked)]
    lead.ask("POST", "/acts/go", {"csrf_token": _token(screen), "criterion_id": after})
    _note_change(lead)


def _hold_a_vote(scene: Scene, lead: Client, voters: Sequence[Client], *, pause: float) -> None:
    _ask_for_votes(lead)
    _note_change(lead)
    for place, voter in enumerate(voters):
        _vote(scene, voter, place)
        time.sleep(pause)


def _kill_in_the_middle_of_a_vote(scene: Scene, server: RealServer, lead: Client, voters: Sequence[Client]) -> None:
    _ask_for_votes(lead)
    half = len(voters) // 2
    for place in range(half):
        _vote(scene, voters[place], place)
    server.kill()
    lead.heard.killed()
    server.start()
    # The ballot goes on where it was: those who are in are not asked again, and the last one in reveals it.
    for place in range(half, len(voters)):
        _vote(scene, voters[place], place)
    screen = lead.ask("GET", "?part=screen")[1]
    if "Every partner voted." not in screen:
        raise SystemExit(f"the vote did not go on after the kill: {screen[:500]}")


def _vote(scene: Scene, voter: Client, place: int) -> None:
    partner = scene.setting.partners[place]
    page = voter.ask("GET", f"/votes/{partner}")[1]
    prefix = f"p{partner}-"
    fields = dict(re.findall(rf'name="(csrf_token|{prefix}\w+)" value="([^"]*)"', page))
    key = fields[f"{prefix}request_key"]
    fields |= {f"{prefix}choice": str(1 + place % 4), f"{prefix}reason": f"As we talked, {key}."}
    said = json.loads(voter.ask("POST", f"/votes/{partner}", fields)[1])
    if said["status"] != "saved":
        raise SystemExit(f"not as expected: {said}")
    voter.heard.note_saved(key, fields[f"{prefix}reason"])
    _note_change(voter)


def _cpu_of_a_poll(process: int, client: Client, polls: int) -> float:
    count = json.loads(client.ask("GET", "/state?seen=0")[1])["count"]
    before = cpu_seconds(process)
    for _ in range(polls):
        status, _ = client.ask("GET", f"/state?seen={count}")
        assert status == 204, status
    return 1000 * (cpu_seconds(process) - before) / polls


def _cpu_of_a_screen(process: int, followers: Sequence[Client], screens: int) -> float:
    """What a screen costs after nothing has changed but for who looks."""
    before = cpu_seconds(process)
    for turn in range(screens):
        followers[turn % len(followers)].ask("GET", "?part=screen")
    return 1000 * (cpu_seconds(process) - before) / screens


def _wait_for_every_screen(heard: Heard, clients: int) -> None:
    until = time.perf_counter() + LONGEST_OUTAGE
    while len(heard.back) < clients and not heard.problems and time.perf_counter() < until:
        time.sleep(0.1)
    if len(heard.back) < clients:
        heard.problems.append(f"{clients - len(heard.back)} screens never came back")


def _ask_for_votes(lead: Client) -> None:
    screen = lead.ask("GET", "/facilitate?part=screen")[1]
    lead.ask("POST", "/acts/ask", {"csrf_token": _token(screen), "criterion_id": _about(screen)})


def _token(screen: str) -> str:
    return str(re.findall(r'name="csrf_token" value="([^"]+)"', screen)[0])


def _about(screen: str) -> str:
    return str(re.findall(r'data-criterion="([^"]+)"', screen)[0])


def _note_change(client: Client) -> None:
    status, text = client.ask("GET", "/state?seen=0")
    if status == 200:
        client.heard.changed(int(json.loads(text)["count"]))
