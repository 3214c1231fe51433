"""No person of one collaborative reads or changes anything of another, by any route.

Each role does what a table says, and nothing else: `access_policy.yaml`. A route without a row fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from sqlalchemy import update
from werkzeug.test import TestResponse

from maturity.persistence.rows.collaborative import Collaborative
from maturity.usecases.sign_in import start_sign_in
from maturity.web.access import Needs
from maturity.web.database import connect_database
from maturity.web.set_up.frame import frame_of
from tests.factories.installations import NOW
from tests.factories.worlds import canaries_in
from tests.promises.every_route import Form, Route, a_form, every_route, values_in
from tests.promises.visits import ANONYMOUS, Visits, hash_of, rows_of

POLICY: Final = yaml.safe_load((Path(__file__).parent / "access_policy.yaml").read_text(encoding="utf-8"))
PRINCIPALS: Final[list[str]] = POLICY["principals"].split()
OF_A: Final = ("respondent", "sibling", "viewer", "facilitator", "lead")
NOBODYS: Final = 987_654
MALFORMED: Final = ("x", "-1", "0", "1.5", "1e3", "%00", "%27", "1%20OR%201=1", "٣", "9" * 18, "9" * 19, "9" * 40)

_UNLIKE_EVERY_TIME: Final = re.compile(r'(name="csrf_token" value=")[^"]*|(?<=\D)\d+(?=\D)')


def expected(route: Route) -> dict[str, str]:
    """What the table says of a route, by principal."""
    row = POLICY["routes"].get(route.name)
    assert row, f"{route.name} has no row in access_policy.yaml"
    return dict(zip(PRINCIPALS, row.split(), strict=True))


def verdict(answer: TestResponse, route: Route) -> str:
    """What an answer comes to, in a word of the table."""
    assert answer.status_code < 500, f"{route.name}: {answer.status_code}"
    leads_to_sign_in = answer.headers.get("Location", "").startswith("/sign-in")
    if answer.status_code == 401 or (leads_to_sign_in and route.endpoint != "sign_in.sign_out"):
        return "in"
    return {403: "no", 404: "none"}.get(answer.status_code, "yes" if answer.status_code in _DONE else "?")


_DONE: Final = {200, 302, 303, 422}
REFUSED: Final = {403, 404, 409}
UNGUARDED: Final = {"set_up.people", "set_up.keep_partner"}
HAS_A_PDF_MADE: Final = {"share.pdf", "share.report", "prepare.pre_read_pdf"}
"""Views that write although they only read: a PDF that is not there yet is put in the queue."""
INNER: Final = frozenset({"partner", "account", "grant"})


def send(
    visits: Visits, principal: str, route: Route, values: Mapping[str, Any], form: Form | None = None
) -> TestResponse:
    """Ask for a route as somebody, with a form that its own people could send."""
    address = route.address(visits.app, values)
    if route.method == "GET":
        return visits.get(principal, address)
    return visits.post(principal, address, (form or a_form(visits.worlds, visits.worlds.a, route)).data())


def unexpected_cells(visits: Visits, routes: Iterable[Route]) -> list[str]:
    """Every cell of the table that is not so, and every refusal that changed anything all the same."""
    found = []
    untouched = hash_of(rows_of(visits.database))
    b_untouched = visits.rows_of_b()
    for route in routes:
        for principal, word in expected(route).items():
            answer = send(visits, principal, route, values_in(visits.worlds, visits.worlds.a, route))
            if verdict(answer, route) != word:
                found.append(
                    f"{route.name} as {principal}: {verdict(answer, route)} ({answer.status_code}), not {word}"
                )
            if route.method == "GET" and route.endpoint not in HAS_A_PDF_MADE:
                continue
            if word == "yes" or verdict(answer, route) == "yes":
                if principal != "outsider" and visits.rows_of_b() != b_untouched:
                    found.append(f"{route.name} as {principal} changed world B")
                visits.put_back()
            elif hash_of(rows_of(visits.database)) != untouched:
                found.append(f"{route.name} as {principal} was refused and changed something")
                visits.put_back()
    if hash_of(rows_of(visits.database)) != untouched:
        found.append("reading changed something")
    return found


def test_every_route_has_a_row_and_every_row_a_route(visits: Visits) -> None:
    assert {route.name for route in every_route(visits.app)} == set(POLICY["routes"])


def test_every_role_may_do_what_the_table_says_and_nothing_else(visits: Visits) -> None:
    assert unexpected_cells(visits, every_route(visits.app)) == []


@pytest.mark.parametrize("permission", [Needs.SIGN_IN, Needs.MEMBER])
def test_a_view_without_its_guard_would_be_noticed(
    visits: Visits, monkeypatch: pytest.MonkeyPatch, permission: Needs
) -> None:
    unguarded = [route for route in every_route(visits.app) if route.endpoint in UNGUARDED]
    for route in unguarded:
        monkeypatch.setitem(visits.app.view_functions[route.endpoint].__dict__, "needs", permission)
    found = unexpected_cells(visits, unguarded)
    assert any("set_up.people as viewer: yes" in cell for cell in found)
    assert any("set_up.keep_partner as sibling: yes" in cell for cell in found)
    assert any("set_up.people as outsider: yes" in cell for cell in found) is (permission is Needs.SIGN_IN)


def masked(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without what differs from one to the next: its numbers and its token."""
    headers = [(name, value) for name, value in answer.headers if name not in {"Content-Length", "Set-Cookie"}]
    return answer.status_code, _UNLIKE_EVERY_TIME.sub(r"\1#", answer.text), headers


def foreign_objects(visits: Visits, route: Route) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The address of a route with something of world B in it, and the same with something that nobody has.

    First everything of B, then A’s own collaborative with a partner, an account or a role of B.
    """
    own, of_b = (values_in(visits.worlds, world, route) for world in visits.worlds)
    pairs = []
    if "collaborative" in route.arguments:
        pairs.append((of_b, of_b | {"collaborative": NOBODYS}))
        pairs.extend((own | {name: of_b[name]}, own | {name: NOBODYS}) for name in route.arguments & INNER)
    return pairs


def told_apart(visits: Visits, routes: Iterable[Route]) -> list[str]:
    """Where somebody of A can tell what is B’s from what is not there, or where either is answered."""
    found = []
    for route in routes:
        for foreign, missing in foreign_objects(visits, route):
            for principal in OF_A:
                there, absent = (send(visits, principal, route, values) for values in (foreign, missing))
                if masked(there) != masked(absent):
                    found.append(f"{route.name} as {principal}: {there.status_code} and {absent.status_code}")
                if there.status_code not in REFUSED:
                    found.append(f"{route.name} as {principal}: {there.status_code}")
                if any(place.startswith("b") for place in canaries_in(there.text)):
                    found.append(f"{route.name} as {principal}: words of B")
    return found


def test_what_belongs_to_another_collaborative_is_what_does_not_exist(visits: Visits) -> None:
    untouched = hash_of(rows_of(visits.database))
    assert told_apart(visits, every_route(visits.app)) == []
    assert hash_of(rows_of(visits.database)) == untouched


def test_a_route_that_tells_them_apart_would_be_noticed(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    unguarded = [route for route in every_route(visits.app) if route.endpoint == "set_up.partners"]
    monkeypatch.setitem(visits.app.view_functions["set_up.partners"].__dict__, "needs", Needs.SIGN_IN)
    monkeypatch.setattr("maturity.web.set_up.partner_routes.read_frame", lambda *_: frame_of(1, "Any"))
    assert any("words of B" in cell for cell in told_apart(visits, unguarded))


def test_a_change_of_the_other_world_would_be_noticed(visits: Visits) -> None:
    before = visits.rows_of_b()
    with visits.database.writing() as session:
        session.execute(
            update(Collaborative).where(Collaborative.id == visits.worlds.a.collaborative).values(region="x")
        )
    assert visits.rows_of_b() == before
    with visits.database.writing() as session:
        session.execute(
            update(Collaborative).where(Collaborative.id == visits.worlds.b.collaborative).values(region="x")
        )
    assert visits.rows_of_b() != before


def test_an_address_with_a_malformed_id_is_not_found(visits: Visits) -> None:
    untouched = hash_of(rows_of(visits.database))
    wrong = []
    for route in every_route(visits.app):
        values = values_in(visits.worlds, visits.worlds.a, route)
        principal = "lead" if expected(route)["lead"] == "yes" else "respondent"
        principal = "administrator" if route.rule.rule.startswith("/administer") else principal
        # A token says nothing of any round, so it is the same for one that is not there.
        looked_at = (
            {"collaborative", *INNER} if route.endpoint.endswith(".token") else {"collaborative", "number", *INNER}
        )
        for name in route.arguments & looked_at:
            marked = route.address(visits.app, values | {name: NOBODYS})
            for malformed in MALFORMED:
                address = marked.replace(str(NOBODYS), malformed)
                answer = visits.get(principal, address) if route.method == "GET" else visits.post(principal, address)
                if answer.status_code not in REFUSED:
                    wrong.append(f"{route.method} {address}: {answer.status_code}")
    assert wrong == []
    assert hash_of(rows_of(visits.database)) == untouched


def test_ids_of_the_other_world_in_a_form_are_refused(visits: Visits) -> None:
    a, b = visits.worlds.a, visits.worlds.b
    home = f"/collaboratives/{a.collaborative}"
    person = {"name": "Ada Brook", "email": "ada@people.example", "role": "respondent"}
    takes_part = f"partner-{a.partners[0]}-takes_part"
    forms = [
        (f"{home}/people/new", person | {"partner": str(b.partners[0])}),
        (f"{home}/rounds/3/participants", {takes_part: "y", f"partner-{a.partners[0]}-respondent": str(b.lead)}),
        (f"{home}/rounds/new", {"label": "A round", "purpose": "x", "way": "together", "matrix": str(NOBODYS)}),
    ]
    before, b_before = rows_of(visits.database), visits.rows_of_b()
    for address, form in forms:
        answer = visits.post("lead", address, form)
        assert answer.status_code == 422, address
        assert not any(place.startswith("b") for place in canaries_in(answer.text)), address
    assert rows_of(visits.database) == before
    # A partner of another collaborative in the list of who takes part is not even looked at.
    mine = a_form(visits.worlds, a, route_named(visits, "set_up.keep_participants")).data()
    theirs = {f"partner-{b.partners[0]}-takes_part": "y", f"partner-{b.partners[0]}-respondent": str(b.respondents[0])}
    assert visits.post("lead", f"{home}/rounds/3/participants", mine | theirs).status_code == 302
    assert visits.rows_of_b() == b_before


def route_named(visits: Visits, endpoint: str) -> Route:
    """The route of an endpoint."""
    return next(route for route in every_route(visits.app) if route.endpoint == endpoint)


@pytest.mark.parametrize("principal", ["respondent", "sibling", "viewer"])
def test_a_role_that_is_taken_away_is_gone_at_the_next_request(visits: Visits, principal: str) -> None:
    a = visits.worlds.a
    account = {"respondent": a.respondents[0], "sibling": a.respondents[1], "viewer": a.viewer}[principal]
    home = f"/collaboratives/{a.collaborative}"
    assert visits.get(principal, home).status_code == 200
    assert visits.post("lead", f"{home}/people/roles/{a.grants[account]}/remove").status_code == 302
    next_request = visits.get(principal, home)
    assert next_request.status_code == 302
    assert next_request.headers["Location"].startswith("/sign-in")
    assert visits.post(principal, f"{home}/rounds/1/report/board").status_code == 401
    with visits.database.writing() as session:
        visits.tokens["again"] = start_sign_in(session, account=account, hours=20, now=NOW)
    assert visits.get("again", "/").status_code == 200
    for address in (home, f"{home}/rounds/1/results", f"{home}/rounds/1/report/data.csv"):
        assert visits.get("again", address).status_code == 404


def test_an_account_that_is_disabled_is_out_at_the_next_request(visits: Visits) -> None:
    account = visits.worlds.a.lead
    assert visits.get("lead", "/").status_code == 200
    assert (
        visits.post("administrator", f"/administer/accounts/{account}/disable", {"leaves_no_lead": "y"}).status_code
        == 302
    )
    assert visits.get("lead", "/").headers["Location"].startswith("/sign-in")


def test_who_no_longer_responds_for_a_partner_finds_nothing_there(visits: Visits) -> None:
    a = visits.worlds.a
    address = f"/collaboratives/{a.collaborative}/rounds/3/respond/{a.partners[0]}"
    assert visits.get("respondent", address).status_code == 200
    form = a_form(visits.worlds, a, route_named(visits, "set_up.keep_participants")).data()
    form[f"partner-{a.partners[0]}-respondent"] = ""
    assert visits.post("lead", f"/collaboratives/{a.collaborative}/rounds/3/participants", form).status_code == 302
    assert visits.get("respondent", address).status_code == 404
    answer = {"d1-c1-choice": "4", "d1-c1-reason": "Late.", "d1-c1-based_on": "2", "d1-c1-request_key": "late"}
    for headers in ({}, {"Accept": "application/json"}):
        assert visits.post("respondent", f"{address}/criteria/d1-c1", answer, headers=headers).status_code == 404


def test_a_session_that_has_expired_or_was_forged_is_nobody(visits: Visits) -> None:
    visits.tokens["forged"] = "a-token-that-was-never-made"
    for principal in (ANONYMOUS, "forged"):
        assert visits.get(principal, "/").headers["Location"].startswith("/sign-in")
    connect_database(visits.app, database=visits.database, clock=lambda: NOW + timedelta(hours=20))
    assert visits.get("lead", "/").headers["Location"].startswith("/sign-in")
