"""Every kind of save there is, as a browser sends it to the real server, and whether an answer to it is honest.

The saves fit the two worlds of `tests.factories.worlds`, and one another when they are made in the order of the list:
what one of them changes, none after it needs as it was.
"""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import delete, select, update

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.reports.edition import report_edition
from maturity.reports.pdf import ReportKind
from maturity.settings import product_folder, read_settings
from maturity.usecases.passwords import hash_new_password
from maturity.usecases.set_up.collaborative import CollaborativeDetails, set_up_collaborative
from maturity.usecases.set_up.people import add_person
from maturity.usecases.share import load_report, open_report, report_key, request_pdf
from maturity.usecases.sign_in import make_password_link, start_sign_in
from maturity.web.app import create_app
from tests.factories.living_rounds import PASSWORD, a_database
from tests.factories.worlds import AGREEING, CLOSED, DRAFT, OPEN, World, Worlds, two_worlds
from tests.promises.every_route import Route, a_form, routes_with, values_in
from tests.promises.visits import is_move, mark_on

TYPED: Final = "What a person wrote & must not lose: “naïve” <b>"
NOT_TRIED_YET: Final = frozenset(
    {
        "prepare.confirm",
        "prepare.keep_length",
        "prepare.pre_read_pdf_again",
        "respond.enter_one_position",
        "respond.enter_positions",
        "respond.keep_hand_over",
        "respond.keep_one_position",
        "respond.keep_positions",
        "room.act",
        "room.cast",
        "room.cast_on_behalf",
        "room.keep_dissent",
        "room.keep_dissent_on_behalf",
        "room.record",
        "set_up.invite_everyone",
        "set_up.invite_person",
        "set_up.keep_partner_people",
        "set_up.remind_everyone",
        "set_up.send_pre_reads",
        "set_up.write_to_person",
        "sign_in.enter",
        "sign_in.send_entry_again",
        "sign_in.send_link",
    }
)
"""Saves that are not among those tried on a full disk or a held database. They write by the same one way as the
others (`writing`), which is what the faults meet; each needs a state of its world to be tried in, and then leaves
this list."""

SAVES_NOTHING: Final = frozenset({"author.check_file"})
"""Routes that take a form and only look at it."""

SECRET_OF_FORMS: Final = "the value that the forms of these sessions are signed with"
PATIENCE: Final = 25.0
"""Seconds. The script of a page waits 15 for the answer to a save; a busy machine must not turn a test red."""


@dataclass(frozen=True)
class Save:
    """One save: by whom, where to, and with what. `typed` is a text in it that must not be lost."""

    name: str
    endpoint: str
    who: int | None
    address: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: str = ""
    by_script: bool = False
    method: str = "POST"


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        """The answer as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def said(self) -> dict[str, Any]:
        """What the script of a page is told."""
        said: dict[str, Any] = json.loads(self.text)
        return said


@dataclass
class Office:
    """Both worlds in an instance folder, everybody’s cookie, and every save that can be made there."""

    instance: Path
    worlds: Worlds
    saves: list[Save]
    cookies: dict[int, str]
    form_token: str
    stranger: str

    def copied_to(self, instance: Path) -> Office:
        """The same in another folder."""
        shutil.copytree(self.instance, instance)
        return replace(self, instance=instance)

    def send(self, save: Save, port: int) -> Reply:
        """Send a save to a server. Raises `OSError` where no answer comes in time."""
        cookie = self.stranger if save.who is None else self.cookies[save.who]
        seen: dict[str, str] = {}
        if is_move(save.method, save.address):
            seen = mark_on(self._ask(port, "GET", save.address, cookie, accept="text/html").text)
        body = urlencode({"csrf_token": self.form_token, **seen, **save.fields})
        return self._ask(
            port,
            save.method,
            save.address,
            cookie,
            body="" if save.method == "GET" else body,
            accept="application/json" if save.by_script else "text/html",
        )

    def get(self, who: int, address: str, port: int, *, by_script: bool = False) -> Reply:
        """Open a page."""
        accept = "application/json" if by_script else "text/html"
        return self._ask(port, "GET", address, self.cookies[who], accept=accept)

    def _ask(self, port: int, method: str, address: str, cookie: str, *, body: str = "", accept: str) -> Reply:
        headers = {"Cookie": cookie, "Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.read())
        finally:
            connection.close()


def an_office(instance: Path) -> Office:
    """Make the worlds in a folder, and close their database."""
    database = a_database(instance)
    worlds = two_worlds(database)
    app = create_app(read_settings({"MATURITY_INSTANCE": str(instance)}), database=database)
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    signed_in_at = datetime.now(UTC)
    tokens: dict[int, str] = {}
    for account in (*worlds.a.people, *worlds.b.people, worlds.administrator):
        with database.writing() as session:
            tokens[account] = start_sign_in(session, account=account, hours=20, now=signed_in_at)
    secrets = _secrets(worlds, now=signed_in_at)
    routes = {route.endpoint: route for route in routes_with(app, "POST")}

    def address(endpoint: str, world: World, **values: Any) -> str:
        route = routes[endpoint]
        return route.address(app, values_in(worlds, world, route) | values)

    saves = _Saves(worlds, routes, address, secrets).all()
    database.close()
    return Office(
        instance=instance,
        worlds=worlds,
        saves=saves,
        cookies={
            account: _cookie(serializer, {"_user_id": token, "_fresh": True}) for account, token in tokens.items()
        },
        form_token=str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(SECRET_OF_FORMS)),
        stranger=_cookie(serializer, {}),
    )


def _cookie(serializer: URLSafeTimedSerializer, content: dict[str, Any]) -> str:
    return f"maturity={serializer.dumps({'csrf_token': SECRET_OF_FORMS, **content})}"


@dataclass(frozen=True)
class _Secrets:
    """An address to sign in with, two links that one person each knows, and a collaborative without a lead."""

    email: str
    password_link: str
    offer: str
    without_lead: int


def _secrets(worlds: Worlds, *, now: datetime) -> _Secrets:
    a, b, database = worlds.a, worlds.b, worlds.database
    with database.writing() as session:
        session.execute(update(Account).where(Account.id == b.viewer).values(password_hash=hash_new_password(PASSWORD)))
        email = session.execute(select(Account.email).where(Account.id == b.viewer)).scalar_one()
        link = make_password_link(session, account=a.respondents[2], by=a.lead, now=now)
        offered_to = session.execute(select(Account.email).where(Account.id == b.lead)).scalar_one()
        offered = add_person(
            session,
            collaborative=a.collaborative,
            name="",
            email=offered_to,
            role=Role.VIEWER,
            partner=None,
            by=a.lead,
            now=now,
        )
        alone = set_up_collaborative(
            session,
            details=CollaborativeDetails(name="Left alone", type=CollaborativeType.ACUTE, footprint=Footprint.ICS),
            by=worlds.administrator,
            now=now,
        )
        session.execute(delete(RoleGrant).where(RoleGrant.collaborative_id == alone))
        for kind in ReportKind:  # asked for, and made by nobody yet
            heads = open_report(session, collaborative=a.collaborative, number=CLOSED, may_see_draft=False)
            key = report_key(load_report(session, heads), edition=report_edition(product_folder("templates")))
            request_pdf(session, round_id=heads.head.id, kind=kind.value, key=key, now=now)
    return _Secrets(email, link, offered.accept_token or "", alone)


@dataclass
class _Saves:
    worlds: Worlds
    routes: Mapping[str, Route]
    address: Any
    secrets: _Secrets

    def all(self) -> list[Save]:
        return [
            *self._answers(),
            *self._agreeing(),
            *self._setting_up(),
            *self._moves(),
            *self._reports(),
            *self._people(),
        ]

    def _save(self, endpoint: str, who: int | None, *, name: str = "", text_in: str = "", **more: Any) -> Save:
        world: World = more.pop("world", self.worlds.a)
        values, script, typed = more.pop("values", {}), more.pop("by_script", False), more.pop("typed", TYPED)
        fields = {key: str(value) for key, value in a_form(self.worlds, world, self.routes[endpoint]).fields.items()}
        fields |= more
        if text_in:
            fields[text_in] = typed
        return Save(
            name=name or endpoint,
            endpoint=endpoint,
            who=who,
            address=self.address(endpoint, world, **values),
            fields=fields,
            typed=typed if text_in else "",
            by_script=script,
        )

    def _answers(self) -> list[Save]:
        a, b = self.worlds.a, self.worlds.b
        first, second = (criterion.id for criterion in self.worlds.matrix.criteria)
        one, fields = a.respondents[0], ("choice", "evidence", "request_key")
        saved = a_form(self.worlds, a, self.routes["respond.save_criterion"]).fields
        other = {f"{second}-{name}": str(saved[f"{first}-{name}"]) for name in fields} | {f"{second}-based_on": "2"}
        criterion = {"criterion_id": second}
        return [
            self._save(
                "respond.save_criterion", one, name="an answer, by itself", by_script=True, text_in=f"{first}-reason"
            ),
            self._save(
                "respond.save_criterion",
                one,
                name="an answer, by its form",
                values=criterion,
                text_in=f"{second}-reason",
                **other,
            ),
            self._save("respond.save_domain", b.respondents[0], world=b, text_in=f"{first}-reason"),
            self._save("respond.submit", one),
            self._save("respond.take_back", a.respondents[1]),
        ]

    def _agreeing(self) -> list[Save]:
        a, b = self.worlds.a, self.worlds.b
        reason = f"{self.worlds.matrix.criteria[0].id}-reason"
        return [
            self._save("agree.record", a.lead, name="an agreed level, by itself", by_script=True, text_in=reason),
            self._save("agree.record", b.lead, name="an agreed level, by its form", world=b, text_in=reason),
        ]

    def _setting_up(self) -> list[Save]:
        lead, administrator = self.worlds.a.lead, self.worlds.administrator
        return [
            self._save("set_up.keep_collaborative", lead, text_in="name"),
            self._save("set_up.keep_partner", lead, text_in="name"),
            self._save("set_up.keep_new_partner", lead, text_in="name", typed=f"{TYPED} anew"),
            self._save("set_up.keep_new_person", lead, text_in="name", email="cy@people.example"),
            self._save("set_up.make_link", lead),
            self._save("set_up.keep_round", lead, text_in="purpose"),
            self._save("set_up.keep_participants", lead),
            self._save("set_up.keep_new_round", lead, text_in="purpose"),
            self._save("set_up.add_collaborative", lead, text_in="name"),
            self._save("author.add", administrator),
            self._save(
                "set_up.keep_lead",
                administrator,
                text_in="name",
                email="dee@people.example",
                values={"collaborative": self.secrets.without_lead},
            ),
        ]

    def _moves(self) -> list[Save]:
        lead, way = self.worlds.a.lead, "set_up.make_move"
        moves = ((DRAFT, "open"), (OPEN, "close-responding"), (AGREEING, "close"))
        reopen = {"number": CLOSED, "name": "reopen"}
        return [
            *(self._save(way, lead, name=name, values={"number": number, "name": name}) for number, name in moves),
            self._save(way, lead, name="reopen", values=reopen, text_in="reason"),
            self._save("set_up.discard", self.worlds.b.lead, world=self.worlds.b),
        ]

    def _reports(self) -> list[Save]:
        b = self.worlds.b
        asked = self._save("share.pdf_again", b.lead, world=b, name="a report, asked for", values={"kind": "full"})
        return [
            Save(asked.name, asked.endpoint, asked.who, asked.address, method="GET"),
            self._save("share.pdf_again", b.lead, world=b, name="a report, asked for again"),
        ]

    def _people(self) -> list[Save]:
        a, b, administrator = self.worlds.a, self.worlds.b, self.worlds.administrator
        link, offer = {"token": self.secrets.password_link}, {"token": self.secrets.offer}
        sign_in = {"email": self.secrets.email, "password": PASSWORD}
        return [
            self._save("sign_in.start", None, **sign_in),
            self._save("sign_in.keep_password", None, values=link),
            self._save("set_up.keep_offer", b.lead, values=offer),
            self._save("set_up.keep_new_account", administrator, text_in="name"),
            self._save("set_up.make_account_link", administrator),
            self._save("set_up.disable", administrator),
            self._save("set_up.enable", administrator),
            self._save("set_up.remove_role", a.lead),
            self._save("sign_in.sign_out", a.lead),
        ]


def is_called_saved(save: Save, reply: Reply) -> bool:
    """Whether the person is told, or led on as if, the save was made."""
    if save.by_script:
        return reply.status == http.HTTPStatus.OK and reply.said["status"] == "saved"
    return reply.status < http.HTTPStatus.BAD_REQUEST


def dishonest(save: Save, reply: Reply) -> list[str]:
    """What is wrong with the answer to a save that cannot have been made; nothing where all is well."""
    found = []
    if is_called_saved(save, reply):
        found.append("is called saved")
    if reply.status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
        found.append(f"is answered with {reply.status}")
    if save.by_script:
        said = reply.said
        if said["status"] != "not saved" or not said["message"].startswith("Not saved."):
            found.append(f"is answered with {said}")
        return found
    page = BeautifulSoup(reply.text, "html.parser").get_text()
    if "nothing was saved" not in page and "Nothing was changed" not in page:
        found.append("does not say that nothing was saved")
    if save.typed and save.typed not in page:
        found.append("loses what was typed")
    return found
