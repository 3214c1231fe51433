"""Every route of the application with an address to try it at, and for those that take a form, a form that fits."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any, Final

from flask import Flask
from werkzeug.routing import Rule

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.core.matrix_file import write_matrix
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import get_round
from maturity.web.author.import_forms import Carried
from tests.factories.matrices import a_matrix
from tests.factories.tables import a_workbook
from tests.factories.worlds import AGREEING, CLOSED, DRAFT, OPEN, World, Worlds
from tests.promises.visits import Visits

METHODS: Final = ("GET", "POST")
NEW_MATRIX: Final = write_matrix(a_matrix(key="another-example")).encode()
"""A file that the library does not have."""

_ANSWER_SCRIPTS: Final = {"respond", "agree", "room"}
_POSITIONS: Final = {
    "respond.keep_positions": "1",
    "respond.keep_one_position": "1",
    "respond.enter_positions": "0",
    "respond.enter_one_position": "0",
}
"""The routes that save a position, with the version that is there: the second partner has agreed one."""
_OF_SEVERAL: Final = {
    "respond.take_back",
    "respond.positions",
    "respond.domain_position",
    "respond.keep_positions",
    "respond.keep_one_position",
}
"""Routes of the second partner: several people respond for it, and its lead has submitted."""

_OF_A_DRAFT: Final = {"author.confirm_publish", "author.publish", "author.confirm_remove", "author.remove"}
_OF_WHAT_IS_RETIRED: Final = {"author.confirm_offer", "author.offer"}
"""The routes of a matrix that is not published."""

# A route that waits for a certain stage is tried in a round of that stage.
_ROUNDS: Final[Mapping[str, int]] = {
    "agree": AGREEING,
    "room": AGREEING,
    "prepare": AGREEING,
    "compare": CLOSED,
    "share": CLOSED,
    "sign_off": CLOSED,
    "respond": OPEN,
    "set_up": OPEN,
    "set_up.send_pre_reads": AGREEING,
}


@dataclass(frozen=True)
class Route:
    """One endpoint with one method."""

    method: str
    endpoint: str
    rule: Rule

    @property
    def name(self) -> str:
        return f"{self.method} {self.endpoint}"

    @property
    def arguments(self) -> set[str]:
        """The names in its address."""
        return set(self.rule.arguments)

    def address(self, app: Flask, values: Mapping[str, Any]) -> str:
        """Where it is with these values."""
        with app.test_request_context():
            from flask import url_for  # noqa: PLC0415  (only here is there a request)

            return url_for(self.endpoint, _method=self.method, **{name: values[name] for name in self.arguments})


@dataclass(frozen=True)
class Form:
    """What is sent to a route, with a file where it takes one."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    file: bytes | None = None

    def data(self) -> dict[str, Any]:
        """The fields, and the file at its beginning."""
        return {**self.fields, **({} if self.file is None else {"file": (BytesIO(self.file), "example.yaml")})}


def every_route(app: Flask) -> list[Route]:
    """All of them but the static files’."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [
        Route(method, rule.endpoint, rule)
        for rule in rules
        for method in METHODS
        if method in (rule.methods or set()) and rule.endpoint != "static"
    ]


def routes_with(app: Flask, method: str) -> list[Route]:
    """Those that take this method."""
    return [route for route in every_route(app) if route.method == method]


def values_in(worlds: Worlds, world: World, route: Route) -> dict[str, Any]:
    """What stands in the address of a route that is about this world."""
    number = _ROUNDS.get(route.endpoint, _ROUNDS.get(route.endpoint.partition(".")[0], CLOSED))
    place = 1 if route.endpoint in _OF_SEVERAL | {"room.cast_on_behalf"} else 0
    return {
        "collaborative": world.collaborative,
        "number": DRAFT if route.endpoint.endswith(("_move", "discard")) else number,
        "partner": world.partners[place],
        "account": world.respondents[0],
        "leaderless": worlds.leaderless,
        "grant": world.grants[world.viewer],
        "criterion_id": worlds.matrix.criteria[0].id,
        "domain_id": worlds.matrix.domains[0].id,
        "kind": "board",
        "name": "open",
        "act": "timer",
        "key": _matrix_of(worlds, route).key,
        "version": _matrix_of(worlds, route).version,
        "token": "a-token-that-was-never-made",
    }


def _matrix_of(worlds: Worlds, route: Route) -> Matrix:
    """The version that a route of the library fits: by its state."""
    if route.endpoint in _OF_A_DRAFT:
        return worlds.draft
    return worlds.retired if route.endpoint in _OF_WHAT_IS_RETIRED else worlds.matrix


def addresses(visits: Visits, route: Route, world: World, numbers: Iterable[int]) -> list[str]:
    """Every address of a route in a world: in each of the rounds, for each partner, criterion, domain and person."""
    worlds = visits.worlds
    choices: dict[str, list[Any]] = {
        "number": list(numbers),
        "partner": world.partners,
        "account": list(world.people),
        "grant": list(world.grants.values()),
        "criterion_id": [criterion.id for criterion in worlds.matrix.criteria],
        "domain_id": [domain.id for domain in worlds.matrix.domains],
        "kind": ["board", "full"],
        "name": ["open", "close-responding", "close", "reopen"],
        "act": ["ask", "reveal", "withdraw", "timer"],
    }
    found = [values_in(worlds, world, route)]
    for name in route.arguments & set(choices):
        found = [{**values, name: choice} for values in found for choice in choices[name]]
    return [route.address(visits.app, values) for values in found]


def forms(visits: Visits, world: World, numbers: Iterable[int]) -> Iterator[tuple[Route, str, dict[str, str]]]:
    """Every route that takes a form, for each round, partner and criterion, and the headers of each way to send it."""
    for route in routes_with(visits.app, "POST"):
        everywhere = addresses(visits, route, world, numbers)
        for address in everywhere if "number" in route.arguments else everywhere[:1]:
            yield route, address, {}
            if route.endpoint.partition(".")[0] in _ANSWER_SCRIPTS:
                yield route, address, {"Accept": "application/json"}


@cache
def _a_table() -> bytes:
    """A workbook with a matrix, laid out once: it takes longer than the request that it is sent with."""
    return a_workbook()


@cache
def _about_a_table() -> Mapping[str, str]:
    """What is said of a matrix that was read in a table."""
    said = dict.fromkeys(("title", "purpose", "source", "licence", "attribution"), "An example.")
    carried = Carried("book.xlsx", NEW_MATRIX, ()).packed()
    return {**said, "key": "from-a-table", "version": "1.0.0", "fidelity": "original", "reading": carried}


def a_form(worlds: Worlds, world: World, route: Route) -> Form:
    """What a person could send to this route."""
    criterion = worlds.matrix.criteria[0].id
    collaborative = {"type": "acute", "footprint": "ics", "region": "", "icbs": "", "based_on": "1", "request_key": "k"}
    answer = {"choice": "3", "reason": "Seen.", "evidence": "", "request_key": "key", "based_on": "2"}
    answer["asked"] = stamp_of(worlds.following)
    positions = {
        name: {f"{criterion}-{key}": value for key, value in (answer | {"based_on": seen}).items()}
        for name, seen in _POSITIONS.items()
    }
    round_ = {"label": "A round", "purpose": "To learn.", "based_on": "2", "request_key": "k"}
    sign_off = _sign_off(worlds, world, route)
    forms: dict[str, Form] = {
        "agree.record": Form({f"{criterion}-{name}": value for name, value in (answer | {"based_on": "1"}).items()}),
        "agree.record_hindsight": Form(
            {f"{criterion}-{name}": value for name, value in answer.items() if name != "evidence"}
        ),
        "author.add": Form({"file_name": "example.yaml", "content": base64.b64encode(NEW_MATRIX).decode()}),
        "author.check_file": Form(file=NEW_MATRIX),
        "author.read_table": Form(file=_a_table()),
        "author.make_of_table": Form(_about_a_table()),
        "author.publish": Form({"seen": worlds.draft.content_hash}),
        "author.remove": Form({"seen": worlds.draft.content_hash}),
        "room.record": Form({f"{criterion}-{name}": value for name, value in (answer | {"based_on": "1"}).items()}),
        "room.act": Form({"criterion_id": criterion, "ballot": str(world.ballot), "minutes": "5"}),
        "room.cast": Form(_vote(world, 0, based_on=1)),
        "room.cast_on_behalf": Form(_vote(world, 1, based_on=0)),
        "room.keep_dissent": Form({"reason": "We hold another level.", "based_on": "0", "request_key": "k"}),
        "room.keep_dissent_on_behalf": Form({"reason": "They hold another.", "based_on": "0", "request_key": "k"}),
        "respond.save_criterion": Form({f"{criterion}-{name}": value for name, value in answer.items()}),
        "respond.save_domain": Form({f"{criterion}-{name}": value for name, value in answer.items()}),
        "respond.keep_hand_over": Form({"to": "", "seen": ""}),
        **{name: Form(fields) for name, fields in positions.items()},
        "respond.submit": Form(
            {
                "leave_blanks": "y",
                "seen": " ".join(domain.id for domain in worlds.matrix.domains),
                "asked": stamp_of(worlds.following),
            }
        ),
        "set_up.add_collaborative": Form({**collaborative, "name": "A new collaborative"}),
        "set_up.keep_collaborative": Form({**collaborative, "name": "Another name"}),
        "set_up.keep_lead": Form({"name": "Ada Brook", "email": "ada@people.example"}),
        "set_up.keep_new_account": Form({"name": "Ada Brook", "email": "ada@people.example"}),
        "set_up.keep_new_partner": Form({"name": "A new partner", "type": "acute-trust", "request_key": "k"}),
        "set_up.keep_partner": Form(
            {"name": "Another name", "type": "acute-trust", "based_on": "1", "request_key": "k"}
        ),
        "set_up.keep_new_person": Form({"name": "Ada Brook", "email": "ada@people.example", "role": "viewer"}),
        "set_up.keep_email": Form({"email": "ada@people.example", "seen": ""}),
        "set_up.keep_new_round": Form({**round_, "matrix": "1", "way": "partners-first"}),
        "set_up.keep_round": Form(round_ | {"based_on": "3"}),
        "set_up.discard": Form({"based_on": "1"}),
        "set_up.keep_version": Form({"reason": "The new version is clearer.", "seen": ""}),
        "set_up.undo_version": Form({"based_on": "1"}),
        "set_up.keep_participants": Form(_participants(world)),
        "set_up.keep_partner_people": Form({f"person-{world.respondents[0]}-role_title": "A role. " * 40}),
        "sign_off.keep_sign_off": sign_off,
        "sign_off.keep_sign_off_on_behalf": sign_off,
        "sign_in.send_link": Form({"email": "nobody@people.example"}),
        "sign_in.start": Form({"email": "nobody@people.example", "password": "not the password"}),
        "sign_in.keep_password": Form({"password": "three unrelated words", "password_again": "three unrelated words"}),
    }
    return forms.get(route.endpoint, Form())


def _sign_off(worlds: Worlds, world: World, route: Route) -> Form:
    """A sign-off of the closed round as it is now; read only where it is asked for."""
    if not route.endpoint.startswith("sign_off."):
        return Form()
    with worlds.database.reading() as session:
        head = get_round(session, collaborative=world.collaborative, number=CLOSED)
        state = load_round_state(session, round_id=head.id).state.hash
    fields = {"decision": "reservations", "words": "Not yet.", "signed_name": "Ada Brook", "role_title": "Chair"}
    return Form({**fields, "state_hash": state, "seen": "1", "request_key": "k"})


def _vote(world: World, place: int, *, based_on: int) -> dict[str, str]:
    vote = {"ballot": world.ballot, "choice": 2, "reason": "Voted.", "based_on": based_on, "request_key": "key"}
    return {f"p{world.partners[place]}-{name}": str(value) for name, value in vote.items()}


def _participants(world: World) -> dict[str, str]:
    fields = {"seen": " ".join(f"{p}:{r}" for p, r in zip(world.partners, world.respondents, strict=True))}
    for partner, account in zip(world.partners, world.respondents, strict=True):
        fields |= {f"partner-{partner}-takes_part": "y", f"partner-{partner}-respondent": str(account)}
    return fields
