"""What a form may change: nothing without its token, nothing that it does not ask, nothing when it is too large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask import request
from sqlalchemy import update

from maturity.core.response import LONGEST_TEXT
from maturity.persistence.base import Base
from maturity.persistence.rows.account import Account
from maturity.web.set_up.round_forms import LONGEST_PURPOSE
from tests.promises.every_route import Route, a_form, every_route, routes_with, values_in
from tests.promises.visits import ANONYMOUS, Visits, hash_of, rows_of

# What would be worth having, if a form could be made to take it.
GENERIC: Final = tuple(
    "id role roles is_administrator administrator admin is_staff is_superuser may_set_up is_disabled is_active account "
    "account_id user user_id by owner owner_id collaborative collaborative_id tenant tenant_id partner_id round "
    "round_id number stage state status version state_version based_on_version submitted_at stood_down_at closed_at "
    "closed created_at saved_at moved_at granted_at expires_at password password_hash token token_hash csrf session "
    "grants permissions scope organisation_id matrix_version matrix_version_id content content_hash file_hash path "
    "next level score weight subject action happened_at _method __class__ __proto__ constructor".split()
)

SENDERS: Final = ("respondent", "sibling", "lead", "administrator")


def sender_of(visits: Visits, route: Route) -> str:
    """Somebody who may send this form."""
    if route.endpoint.startswith("sign_in.") and route.endpoint != "sign_in.sign_out":
        return ANONYMOUS
    if route.endpoint == "set_up.keep_offer":
        return "respondent"  # nobody in these worlds was offered anything
    for principal in SENDERS:
        visits.put_back()
        answer = visits.post(principal, address_of(visits, route), form_of(visits, route))
        if answer.status_code not in {401, 403, 404}:
            visits.put_back()
            return principal
    raise AssertionError(f"nobody may send {route.name}")


def address_of(visits: Visits, route: Route) -> str:
    """Where a route is in world A."""
    return route.address(visits.app, values_in(visits.worlds, visits.worlds.a, route))


def form_of(visits: Visits, route: Route) -> dict[str, Any]:
    """A form that fits it."""
    return a_form(visits.worlds, visits.worlds.a, route).data()


@dataclass(frozen=True)
class Sender:
    """A route that takes a form, and who may send it."""

    route: Route
    principal: str
    address: str


@pytest.fixture(scope="module")
def senders(worlds_visited: Visits) -> list[Sender]:
    return [
        Sender(route, sender_of(worlds_visited, route), address_of(worlds_visited, route))
        for route in routes_with(worlds_visited.app, "POST")
    ]


def test_every_form_needs_the_token_of_its_session(visits: Visits, senders: list[Sender]) -> None:
    untouched = hash_of(rows_of(visits.database))
    another = visits.form_token("the value of another session")
    bad = {
        "none": {},
        "another session’s": {"csrf_token": another},
        "empty": {"csrf_token": ""},
        "no token": {"csrf_token": "x.y.z"},
    }
    wrong = []
    for sender in senders:
        for name, token in bad.items():
            for headers in ({}, {"Accept": "application/json"}, {"Origin": "https://evil.example"}):
                form = form_of(visits, sender.route) | token
                answer = visits.send(sender.principal, "POST", sender.address, data=form, headers=headers)
                if answer.status_code != 400:
                    wrong.append(f"{sender.route.name} with {name}: {answer.status_code}")
    assert wrong == []
    assert hash_of(rows_of(visits.database)) == untouched


def test_a_form_without_a_token_would_be_noticed(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    untouched = hash_of(rows_of(visits.database))
    monkeypatch.setitem(visits.app.config, "WTF_CSRF_ENABLED", value=False)
    sent = visits.send("lead", "POST", f"/collaboratives/{visits.worlds.a.collaborative}/rounds/2/moves/close")
    assert sent.status_code == 302
    assert hash_of(rows_of(visits.database)) != untouched


def test_what_a_form_does_no_link_does(visits: Visits, senders: list[Sender]) -> None:
    untouched = hash_of(rows_of(visits.database))
    takes_get = {route.rule.rule for route in routes_with(visits.app, "GET")}
    for sender in senders:
        fields = {name: text for name, text in form_of(visits, sender.route).items() if isinstance(text, str)}
        answer = visits.get(
            sender.principal, f"{sender.address}?{urlencode(fields | {'csrf_token': visits.form_token()})}"
        )
        if sender.route.rule.rule not in takes_get:
            assert answer.status_code in {404, 405}, sender.route.name
        if sender.route.endpoint in {"share.pdf_again", "prepare.pre_read_pdf_again"}:
            # To ask for a PDF is a link: it changes nothing that is seen.
            visits.put_back()
        assert hash_of(rows_of(visits.database)) == untouched, sender.route.name
    for method in ("PUT", "PATCH", "DELETE"):
        for route in every_route(visits.app):
            assert visits.send("lead", method, address_of(visits, route)).status_code == 405


def columns_of_every_table() -> list[str]:
    """The name of every column."""
    return sorted({column.name for table in Base.metadata.sorted_tables for column in table.columns})


def more_than_is_asked(visits: Visits, form: dict[str, Any], own: set[str]) -> dict[str, Any]:
    """The form with every field that it does not have, bare and under each of its prefixes."""
    prefixes = {"", *(f"{name.rpartition('-')[0]}-" for name in form if "-" in name)}
    more = {f"{prefix}{name}": "1" for prefix in prefixes for name in (*columns_of_every_table(), *GENERIC)}
    return {name: value for name, value in more.items() if name not in own} | form


# Fields that the forms have and may be left out; a box that is sent is a box that is ticked.
_OPTIONAL: Final = {
    "set_up.keep_new_account": {"may_set_up", "may_author"},
    "set_up.keep_permissions": {"may_set_up", "may_author"},
    "set_up.keep_new_round": {"shows_overall", "opens_on", "closes_on", "naming", "meeting_minutes"},
    "set_up.keep_new_partner": {"ods_code", "succession"},
    "set_up.keep_partner": {"ods_code", "succession"},
    "set_up.keep_new_person": {"partner"},
    "set_up.make_move": {"reason"},
    "sign_in.start": {"next"},
}
_OF_ANSWERS: Final = {f"d1-c1-{name}" for name in ("level", "elements", "confidence", "evidence", "moves_up")}


def comparable(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows without tokens, which are new each time."""
    return {table: [] if table == "password_link" else content for table, content in rows.items()}


def changed_by_more(visits: Visits, senders: list[Sender]) -> list[str]:
    """The routes on which fields that nobody asked for changed anything, or were answered otherwise."""
    found = []
    for sender in senders:
        results = []
        own = _OPTIONAL.get(sender.route.endpoint, set()) | (_OF_ANSWERS - {"d1-c1-level"})
        for is_more in (False, True):
            visits.put_back()
            form = form_of(visits, sender.route)
            sent = more_than_is_asked(visits, form, own) if is_more else form
            answer = visits.post(sender.principal, sender.address, sent)
            results.append((answer.status_code, comparable(rows_of(visits.database))))
        if results[0] != results[1]:
            tables = [name for name in results[0][1] if results[0][1][name] != results[1][1][name]]
            found.append(f"{sender.route.name}: {results[0][0]}, {results[1][0]} {tables}")
    return found


def test_fields_that_no_form_asks_for_change_nothing(visits: Visits, senders: list[Sender]) -> None:
    assert changed_by_more(visits, senders) == []


def test_a_view_that_takes_whatever_is_sent_would_be_noticed(
    visits: Visits, senders: list[Sender], monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = next(one for one in senders if one.route.endpoint == "set_up.keep_new_account")
    view = visits.app.view_functions[sender.route.endpoint]

    def careless() -> Any:
        answer = view()
        if "is_administrator" in request.form:
            with visits.database.writing() as session:
                session.execute(update(Account).where(Account.name == "Ada Brook").values(is_administrator=True))
        return answer

    careless.__dict__["needs"] = view.__dict__["needs"]
    monkeypatch.setitem(visits.app.view_functions, sender.route.endpoint, careless)
    (found,) = changed_by_more(visits, [sender])
    assert found.endswith("['account']")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(visits: Visits, senders: list[Sender]) -> None:
    untouched = hash_of(rows_of(visits.database))
    large = "x" * 3_000_000
    for sender in senders:
        for headers in ({}, {"Accept": "application/json"}):
            answer = visits.post(sender.principal, sender.address, {"reason": large}, headers=headers)
            assert answer.status_code == 413, sender.route.name
            assert "larger than this service accepts" in answer.text
            assert len(answer.data) < 100_000, "the text is not sent back"
    assert hash_of(rows_of(visits.database)) == untouched


def test_a_body_of_very_many_parts_is_refused(visits: Visits, senders: list[Sender]) -> None:
    untouched = hash_of(rows_of(visits.database))
    parts = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="part-{number}"\r\n\r\nx\r\n' for number in range(10_000)
    )
    for sender in senders[:8]:
        answer = visits.send(
            sender.principal,
            "POST",
            sender.address,
            data=f"{parts}--edge--\r\n",
            content_type="multipart/form-data; boundary=edge",
        )
        assert answer.status_code in {400, 413}, sender.route.name
    assert hash_of(rows_of(visits.database)) == untouched


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data", "x/y; boundary=\x7f", ""]
)
def test_a_body_that_is_no_form_is_refused(visits: Visits, senders: list[Sender], content_type: str) -> None:
    untouched = hash_of(rows_of(visits.database))
    for sender in senders:
        answer = visits.send(
            sender.principal, "POST", sender.address, data=b'{"a": ["\xff\x00', content_type=content_type or None
        )
        assert answer.status_code == 400, sender.route.name
    assert hash_of(rows_of(visits.database)) == untouched


@dataclass(frozen=True)
class Text:
    """A field of text, the longest that it takes, and where the page shows it again."""

    endpoint: str
    field: str
    longest: int
    of_lines: bool = False
    below: str = ""

    def filled(self, length: int) -> str:
        """A text of this length in characters, with line ends where it may have some."""
        whole = ("Seen  by ‘us’ & <them>\n" if self.of_lines else "Seen by ‘us’ & <them>, ") * (length // 10)
        return whole[: length - 1].rstrip().ljust(length - 1, "é") + "."


TEXTS: Final = (
    Text("agree.record", "d1-c1-reason", LONGEST_TEXT, of_lines=True),
    Text("agree.record", "d1-c1-evidence", LONGEST_TEXT, of_lines=True),
    Text("agree.record_hindsight", "d1-c1-reason", LONGEST_TEXT, of_lines=True),
    Text("respond.save_criterion", "d1-c1-reason", LONGEST_TEXT, of_lines=True),
    Text("respond.save_criterion", "d1-c1-evidence", LONGEST_TEXT, of_lines=True),
    Text("respond.save_domain", "d1-c1-reason", LONGEST_TEXT, of_lines=True),
    Text("set_up.add_collaborative", "name", 200),
    Text("set_up.add_collaborative", "region", 200),
    Text("set_up.add_collaborative", "icbs", 200),
    Text("set_up.keep_collaborative", "name", 200),
    Text("set_up.keep_new_account", "name", 200),
    Text("set_up.keep_new_person", "name", 200),
    Text("set_up.keep_new_partner", "name", 200),
    Text("set_up.keep_partner", "name", 200),
    Text("set_up.keep_new_round", "label", 120),
    Text("set_up.keep_new_round", "purpose", LONGEST_PURPOSE, of_lines=True),
    Text("set_up.keep_round", "label", 120),
    Text("set_up.keep_round", "purpose", LONGEST_PURPOSE, of_lines=True),
    Text("set_up.make_move", "reason", LONGEST_PURPOSE, of_lines=True, below="rounds/2/moves/reopen-responding"),
)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.endpoint} {text.field}")
def test_the_longest_text_is_kept_and_one_character_more_comes_back_to_be_shortened(
    visits: Visits, senders: list[Sender], text: Text
) -> None:
    sender = next(one for one in senders if one.route.endpoint == text.endpoint)
    address = f"/collaboratives/{visits.worlds.a.collaborative}/{text.below}" if text.below else sender.address
    form = form_of(visits, sender.route)
    longest, longer = text.filled(text.longest), text.filled(text.longest + 1)
    assert (len(longest), len(longer)) == (text.longest, text.longest + 1)
    untouched = hash_of(rows_of(visits.database))
    refused = visits.post(sender.principal, address, form | {text.field: as_sent(longer)})
    assert refused.status_code == 422
    assert hash_of(rows_of(visits.database)) == untouched
    assert "Error:" in refused.text
    page = BeautifulSoup(refused.text, "html.parser")
    control = page.select_one(f'[name="{text.field}"]')
    assert control is not None
    kept = control.get_text().removeprefix("\n") if control.name == "textarea" else str(control["value"])
    assert kept.replace("\r\n", "\n") == longer
    taken = visits.post(sender.principal, address, form | {text.field: as_sent(longest)})
    assert taken.status_code in {200, 302}, "a link to hand on is shown at once"
    assert any(longest in row for rows in rows_of(visits.database).values() for row in rows)


def as_sent(text: str) -> str:
    """A text as a browser sends it: its line ends are two characters."""
    return text.replace("\n", "\r\n")
