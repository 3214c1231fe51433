"""Every kind of save there is, as a browser sends it to the real server.

The saves fit the two worlds of `tests.factories.worlds`, and one another when they are made in the order of the list:
what one of them changes, none after it needs as it was. Some need a server that sends mail.
"""

from __future__ import annotations

import http.client
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from maturity.persistence.rows.account import Account
from maturity.settings import read_settings
from maturity.usecases.sign_in import start_sign_in
from maturity.web.app import create_app
from tests.factories.living_rounds import a_database
from tests.factories.two_worlds import two_worlds
from tests.factories.worlds import Worlds
from tests.promises.one_save import TYPED, Reply, Save, SaveMaker, dishonest, is_called_saved
from tests.promises.saves_of_mail import saves_of_mail
from tests.promises.saves_of_meetings import saves_of_meetings
from tests.promises.saves_of_people import saves_of_people
from tests.promises.saves_of_responses import saves_of_responses
from tests.promises.saves_of_set_up import WRONG_ADDRESS, saves_of_set_up
from tests.promises.visits import is_move, mark_on

__all__ = ["SAVES_NOTHING", "TYPED", "Office", "Reply", "Save", "an_office", "dishonest", "is_called_saved"]

SAVES_NOTHING: Final = frozenset({"author.check_file", "author.read_table", "author.make_of_table"})
"""Routes that take a form and only look at it."""

SECRET_OF_FORMS: Final = "the value that the forms of these sessions are signed with"
PATIENCE: Final = 25.0
"""Seconds. The script of a page waits 15 for the answer to a save; a busy machine must not turn a test red."""


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
    now = datetime.now(UTC)
    make = SaveMaker(app, worlds, now)
    saves = [
        *saves_of_responses(make),
        *saves_of_meetings(make),
        *saves_of_mail(make),
        *saves_of_set_up(make),
        *saves_of_people(make),
    ]
    with database.writing() as session:
        tokens = {
            account: start_sign_in(session, account=account, hours=20, now=now)
            # Nobody has come in with an address that is wrong, or it could not be corrected.
            for account in session.scalars(
                select(Account.id).where(Account.is_disabled.is_(False), Account.email != WRONG_ADDRESS)
            ).all()
        }
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
