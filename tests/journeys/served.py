"""A served installation with one small round, for journeys that change things."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.conftest import copy_of
from tests.factories.installations import Setting, a_setting
from tests.journeys.browsers import Window
from tests.promises.real_server import RealServer, SignedInPeople, a_real_server


@dataclass(frozen=True)
class Served:
    """A running server and the collaborative in it: a lead, a viewer, two partners with a respondent each."""

    server: RealServer
    setting: Setting
    cookies: SignedInPeople

    @property
    def address(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.server.port}"

    def response(self, place: int = 0, *, number: int = 1) -> str:
        """Where the respondent at this place responds."""
        return f"{self.setting.round_address(number)}/respond/{self.setting.partners[place]}"

    def sign_in(self, profile: BrowserContext, account: int) -> None:
        """Sign somebody in, for journeys that are not about signing in."""
        name, _, value = self.cookies.cookie_of(account, now=datetime.now(UTC)).partition("=")
        profile.add_cookies([{"name": name, "value": value, "url": self.address}])

    def saved_reason(self, criterion: str, place: int = 0) -> str:
        """The reason that the database holds for a criterion."""
        with self.setting.database.reading() as session:
            text = (
                "SELECT reason FROM response JOIN respondent ON respondent.id = response.respondent_id "
                "WHERE criterion_id = ? AND respondent.account_id = ?"
            )
            found = session.connection().exec_driver_sql(text, (criterion, self.setting.respondents[place])).scalar()
        return found or ""


@contextmanager
def serve(fresh: Path, instance: Path) -> Iterator[Served]:
    """Serve a copy of the fresh database with one small collaborative and its first round open."""
    database = copy_of(fresh, instance)
    setting = a_setting(database)
    setting.add_round()
    setting.move("open")
    cookies = SignedInPeople(instance, database)
    with a_real_server(instance) as server:
        yield Served(server, setting, cookies)
    database.close()


def open_criterion(window: Window, served: Served, criterion: str = "vision") -> None:
    """Open a criterion of the first respondent."""
    window.open(f"{served.response()}/criteria/{criterion}")
