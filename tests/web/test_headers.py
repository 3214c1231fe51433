from __future__ import annotations

import pytest
from flask import Flask, Response

from maturity.web.headers import send_headers


def an_app(*, is_secure: bool = False) -> Flask:
    app = Flask("any", static_folder=None)
    app.config["SESSION_COOKIE_SECURE"] = is_secure
    send_headers(app)

    @app.get("/<kind>")
    def view(kind: str) -> Response:
        answer = Response("anything")
        if kind == "public":
            answer.cache_control.max_age = 60
        elif kind == "careless":
            answer.headers["Cache-Control"] = "public"
        elif kind == "own-policy":
            answer.headers["Content-Security-Policy"] = "default-src 'none'"
        return answer

    return app


@pytest.mark.parametrize("address, kept", [("/page", "no-store"), ("/careless", "no-store"), ("/public", "max-age=60")])
def test_nothing_is_kept_but_what_a_view_says_is_the_same_for_everybody(address: str, kept: str) -> None:
    answer = an_app().test_client().get(address)
    assert answer.headers["Cache-Control"] == kept
    assert answer.headers["Vary"] == "Cookie"


def test_a_view_may_be_stricter_than_the_rest() -> None:
    assert an_app().test_client().get("/own-policy").headers["Content-Security-Policy"] == "default-src 'none'"


def test_a_browser_is_told_to_stay_with_https_only_where_cookies_need_it() -> None:
    assert "Strict-Transport-Security" not in an_app().test_client().get("/page").headers
    said = an_app(is_secure=True).test_client().get("/page").headers["Strict-Transport-Security"]
    assert said == "max-age=31536000; includeSubDomains"


def test_a_page_that_is_not_there_has_them_too() -> None:
    answer = an_app().test_client().get("/a/b")
    assert answer.status_code == 404
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
