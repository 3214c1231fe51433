from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from maturity.persistence.engine import Database
from maturity.persistence.schema import DatabaseNotUsable
from maturity.settings import Settings
from maturity.web.app import LARGEST_FORM, PACKAGES, create_app

SECRET = "a secret for tests, of no worth"


def test_every_part_of_the_web_is_served(application: Flask) -> None:
    assert set(application.blueprints) == set(PACKAGES)


def test_without_a_database_the_product_does_not_start_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotUsable, match="maturity init"):
        create_app(Settings(instance=tmp_path, secret_key=SECRET))
    assert list(tmp_path.glob("*.sqlite3")) == []


def test_cookies_and_hosts_follow_the_settings(database: Database, tmp_path: Path) -> None:
    plain = create_app(Settings(instance=tmp_path, secret_key=SECRET), database=database)
    assert (plain.config["SESSION_COOKIE_NAME"], plain.config["SESSION_COOKIE_SECURE"]) == ("maturity", False)
    assert plain.config["TRUSTED_HOSTS"] is None
    settings = Settings(instance=tmp_path, secret_key=SECRET, secure_cookies=True, trusted_hosts=("a.example",))
    strict = create_app(settings, database=database)
    assert strict.config["SESSION_COOKIE_NAME"] == "__Host-maturity"
    assert strict.config["TRUSTED_HOSTS"] == ["a.example"]
    for app in (plain, strict):
        assert app.config["SESSION_COOKIE_HTTPONLY"]
        assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
        assert app.config["MAX_CONTENT_LENGTH"] == LARGEST_FORM
        assert not app.debug


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_a_proxy_is_believed_only_where_there_is_one(database: Database, tmp_path: Path, behind_proxy: bool) -> None:
    app = create_app(Settings(instance=tmp_path, secret_key=SECRET, behind_proxy=behind_proxy), database=database)
    seen: dict[str, str | None] = {}

    @app.before_request
    def note() -> None:
        from flask import request  # noqa: PLC0415  (only here is there one)

        seen.update(source=request.remote_addr, scheme=request.scheme, host=request.host)

    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    app.test_client().get("/health", headers=headers)
    assert seen["source"] == ("203.0.113.9" if behind_proxy else "127.0.0.1")
    assert seen["scheme"] == ("https" if behind_proxy else "http")
    if not behind_proxy:
        assert seen["host"] == "localhost"
