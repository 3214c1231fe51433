"""Every answer carries the headers that keep a browser safe, whatever its status, and no link trusts a spoofed host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from maturity.cli.report_worker import Worker
from maturity.persistence.engine import Database
from maturity.settings import Settings
from maturity.web.app import create_app
from maturity.web.report_desk import ReportDesk
from tests.conftest import copy_of
from tests.factories.installations import NOW
from tests.factories.worlds import CLOSED
from tests.promises.every_route import a_form, every_route, values_in
from tests.promises.visits import ANONYMOUS, Visits
from tests.web.conftest import RestingMaker

A_YEAR: Final = 31_536_000
STYLE: Final = "built/maturity.css"
SPOOFED: Final = (
    *("evil.example", "evil.example:80", "localhost.evil.example", "evil.example#localhost", "localhost@evil.example"),
    *(
        "maturity.example.evil.example",
        "evilmaturity.example",
        "maturity.example@evil.example",
        "127.0.0.1.evil.example",
    ),
    *("maturity.example\\@evil.example", "maturity.example:80@evil.example", "", "[::1]"),
)


def faults_of(answer: TestResponse, *, is_secure: bool = False) -> list[str]:
    """What is missing from the headers of an answer, or is there and should not be."""
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers.get("Content-Security-Policy", "").split(";"))
    wanted = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    found = [f"{name} is {policy.get(name)!r}" for name, value in wanted.items() if policy.get(name) != value]
    if re.search(r"unsafe-|\*|https?:", headers.get("Content-Security-Policy", "")):
        found.append("the policy is wider than this service")
    exact = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    exact |= {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"}
    found += [f"{name} is {headers.get(name)!r}" for name, value in exact.items() if headers.get(name) != value]
    found += [f"{name} is sent" for name in ("X-Powered-By", "Access-Control-Allow-Origin") if name in headers]
    transport = headers.get("Strict-Transport-Security", "")
    if is_secure != transport.startswith(f"max-age={A_YEAR}"):
        found.append(f"Strict-Transport-Security is {transport!r}")
    for cookie in headers.getlist("Set-Cookie"):
        lacks = [part for part in ("HttpOnly", "SameSite=Lax", "Path=/") if part not in cookie]
        lacks += (
            ["Secure and __Host-"] if is_secure and not ("Secure" in cookie and cookie.startswith("__Host-")) else []
        )
        found += [f"a cookie lacks {part}" for part in lacks]
        if "Domain=" in cookie:
            found.append("a cookie names a domain")
    return found


def keeps_of(answer: TestResponse) -> tuple[str, str]:
    """What an answer lets be kept: its Cache-Control and its Vary."""
    return answer.headers.get("Cache-Control", ""), answer.headers.get("Vary", "")


def every_kind_of_answer(visits: Visits) -> Iterator[tuple[str, TestResponse]]:
    """Every route as everybody, whatever comes of it, and every kind of failure."""
    for route in every_route(visits.app):
        address = route.address(visits.app, values_in(visits.worlds, visits.worlds.a, route))
        for principal in (ANONYMOUS, "respondent", "viewer", "lead", "administrator"):
            if route.method == "GET":
                yield f"{route.name} as {principal}", visits.get(principal, address)
                continue
            answer = visits.post(principal, address, a_form(visits.worlds, visits.worlds.a, route).data())
            if answer.status_code < 400:
                visits.put_back()
            yield f"{route.name} as {principal}", answer
            yield f"{route.name} without a token", visits.send(principal, "POST", address)
        for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"):
            yield f"{method} {route.rule}", visits.send("lead", method, address)
    for address in ("/nothing", "/static/nothing.css", "/static/built/%2e%2e/app.py", "/%00", "//"):
        yield address, visits.get("lead", address)
    yield "with nothing in it", visits.post("lead", "/collaboratives/new", {"name": ""})
    yield "large", visits.post("lead", "/collaboratives/new", {"name": "x" * 3_000_000})


def test_every_answer_of_every_route_carries_the_headers_and_nobody_may_keep_it(visits: Visits) -> None:
    wrong: dict[str, list[str]] = {}
    statuses = set()
    for name, answer in every_kind_of_answer(visits):
        statuses.add(answer.status_code)
        faults = faults_of(answer)
        kept, vary = keeps_of(answer)
        if kept != "no-store" or "Cookie" not in vary:
            faults.append(f"may be kept: {kept!r}, {vary!r}")
        if faults:
            wrong[name] = faults
    assert wrong == {}
    assert statuses >= {200, 302, 303, 400, 401, 403, 404, 405, 413, 422}


def test_a_fault_of_the_service_carries_them_too_and_says_nothing_of_itself(
    visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("SELECT everything FROM /a/path")

    monkeypatch.setitem(visits.app.view_functions, "home.home", fail)
    monkeypatch.setattr(fail, "needs", visits.app.view_functions["author.library"].__dict__["needs"], raising=False)
    answer = visits.get("lead", "/")
    assert answer.status_code == 500
    assert faults_of(answer) == []
    assert keeps_of(answer) == ("no-store", "Cookie")
    for word in ("RuntimeError", "SELECT", "/a/path", "Traceback", "Werkzeug", "Python", "Flask"):
        assert word not in answer.text
        assert word not in str(answer.headers)


def test_files_and_reports_are_not_kept_by_anybody_between(
    visits: Visits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk: ReportDesk = visits.app.extensions["maturity-report-desk"]
    monkeypatch.setitem(visits.app.extensions, "maturity-report-desk", replace(desk, shelf=tmp_path))
    report = f"/collaboratives/{visits.worlds.a.collaborative}/rounds/{CLOSED}/report"
    visits.get("lead", f"{report}/board")
    while Worker(visits.database, tmp_path, clock=lambda: NOW).make_next():
        pass
    pdf = visits.get("viewer", f"{report}/board.pdf")
    not_changed = visits.get("viewer", f"{report}/board.pdf", headers={"If-None-Match": pdf.headers.get("ETag", "")})
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    for answer in (pdf, not_changed, visits.get("viewer", f"{report}/data.csv")):
        assert faults_of(answer) == []
        assert keeps_of(answer) == ("no-store", "Cookie")


def test_only_a_file_that_its_hash_names_may_be_kept_for_ever(visits: Visits) -> None:
    page = visits.get("lead", "/").text
    hashed = re.findall(r'(?:href|src)="(/static/[^"]+\?v=[0-9a-f]{16})"', page)
    assert any(STYLE in address for address in hashed)
    assert len(hashed) == len(re.findall(r'(?:href|src)="/static/', page)), "every file is named by its hash"
    for address in hashed:
        answer = visits.get("lead", address)
        assert answer.status_code == 200
        assert faults_of(answer) == []
        assert keeps_of(answer)[0] == f"public, max-age={A_YEAR}, immutable"
        assert "Set-Cookie" not in answer.headers
        again = visits.get("lead", address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert faults_of(again) == []
        assert keeps_of(again)[0] == f"public, max-age={A_YEAR}, immutable"
    for query in ("", "?v=", "?v=0123456789abcdef", "?anything"):
        answer = visits.get("lead", f"/static/{STYLE}{query}")
        assert answer.status_code == 200
        assert faults_of(answer) == []
        assert keeps_of(answer)[0] == "no-cache"


def test_the_page_for_a_file_that_is_not_there_is_personal_and_is_not_kept(visits: Visits) -> None:
    answer = visits.get("lead", "/static/built/old.css?v=0123456789abcdef")
    assert answer.status_code == 404
    assert "Sign out" in answer.text
    assert keeps_of(answer) == ("no-store", "Cookie")


@dataclass(frozen=True)
class Planted:
    """An answer with a fault, and a word of what is said of it."""

    header: str
    value: str
    said: str


@pytest.mark.parametrize(
    "planted",
    [
        Planted("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'", "wider"),
        Planted("Content-Security-Policy", "", "default-src"),
        Planted("X-Content-Type-Options", "", "X-Content-Type-Options"),
        Planted("Access-Control-Allow-Origin", "*", "Access-Control"),
        Planted("Set-Cookie", "maturity=x; Path=/; SameSite=Lax", "HttpOnly"),
        Planted("Set-Cookie", "maturity=x; HttpOnly; Path=/", "SameSite"),
        Planted("Strict-Transport-Security", f"max-age={A_YEAR}", "Strict"),
    ],
)
def test_a_header_that_is_wrong_would_be_noticed(visits: Visits, planted: Planted) -> None:
    answer = visits.get(ANONYMOUS, "/health")
    assert faults_of(answer) == []
    answer.headers[planted.header] = planted.value
    assert any(planted.said in fault for fault in faults_of(answer))


@pytest.fixture
def locked(fresh_database_file: Path, tmp_path: Path) -> Iterator[Flask]:
    """An installation behind HTTPS that says which host it is."""
    database: Database = copy_of(fresh_database_file, tmp_path)
    settings = Settings(
        instance=tmp_path,
        secret_key="another secret for tests, of no worth",
        secure_cookies=True,
        trusted_hosts=("maturity.example",),
    )
    app = create_app(settings, database=database, clock=lambda: NOW)
    app.extensions["maturity-report-desk"] = replace(app.extensions["maturity-report-desk"], maker=RestingMaker())
    yield app
    database.close()


def test_behind_https_cookies_are_bound_to_the_host_and_the_browser_stays_there(locked: Flask) -> None:
    client = locked.test_client()
    for address in ("/sign-in", "/health", "/nothing", f"/static/{STYLE}"):
        answer = client.get(address, base_url="https://maturity.example", buffered=True)
        assert faults_of(answer, is_secure=True) == []
    cookie = client.get("/sign-in", base_url="https://maturity.example").headers.get("Set-Cookie", "")
    assert cookie == "" or cookie.startswith("__Host-maturity=")


@pytest.mark.parametrize("host", SPOOFED)
def test_another_host_than_the_trusted_is_refused_with_every_header(locked: Flask, host: str) -> None:
    for address in ("/", "/sign-in"):
        answer = locked.test_client().get(address, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text
        assert "Location" not in answer.headers
        assert faults_of(answer, is_secure=True) == []


@pytest.mark.parametrize("host", [*SPOOFED, "10.0.0.7:8000"])
def test_a_health_check_by_number_is_told_that_the_service_answers_and_nothing_else(locked: Flask, host: str) -> None:
    answer = locked.test_client().get("/health", headers={"Host": host})
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert faults_of(answer, is_secure=True) == []
    assert locked.test_client().post("/health", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Forwarded", "X-Original-Host", "X-Host"])
def test_a_link_to_set_a_password_never_carries_a_host_that_a_request_claims(visits: Visits, header: str) -> None:
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    account = visits.worlds.a.viewer
    shown = visits.post("administrator", f"/administer/accounts/{account}/link", headers={header: value})
    assert shown.status_code == 200
    assert "http://localhost/set-password/" in shown.text
    assert "evil" not in shown.text


def test_without_trusted_hosts_the_link_follows_the_host_so_the_setting_matters(visits: Visits) -> None:
    address = f"/administer/accounts/{visits.worlds.a.viewer}/link"
    shown = visits.post("administrator", address, base_url="http://evil.example")
    assert "http://evil.example/set-password/" in shown.text
