from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from maturity.persistence.engine import Database
from maturity.settings import Settings
from maturity.web.app import create_app
from maturity.web.database import connect_database
from tests.conftest import NOW
from tests.factories.installations import Setting, an_administrator
from tests.web.browser import Browser
from tests.web.conftest import SignIn


def test_the_frame_names_who_is_signed_in_and_offers_to_sign_out(lead: Browser, stranger: Browser) -> None:
    page = lead.get("/who-sees-what")
    assert "Helen Okoro" in page.response.text
    assert page.soup.select_one("form[action='/sign-out'] input[name=csrf_token]") is not None
    nobodys = stranger.get("/who-sees-what")
    assert nobodys.soup.select_one("form[action='/sign-out']") is None


def test_only_an_administrator_is_shown_the_way_to_accounts(
    database: Database, setting: Setting, sign_in: SignIn, lead: Browser
) -> None:
    assert "/administer" in sign_in(an_administrator(database)).get("/").links.values()
    assert "/administer" not in lead.get("/").links.values()


def test_the_service_is_called_what_its_settings_say_and_shows_its_own_logo(database: Database, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    plain = Settings(instance=tmp_path, secret_key="a secret for tests, of no worth", service_name="Maturity of Rivers")
    for settings, has_logo in ((plain, False), (replace(plain, logo=logo, organisation_name="Rivers & Hills"), True)):
        app: Flask = create_app(settings, database=database)
        connect_database(app, database=database, clock=lambda: NOW)
        page = Browser(app.test_client()).get("/sign-in")
        assert "Maturity of Rivers" in page.soup.title.get_text()  # type: ignore[union-attr]
        assert bool(page.soup.select("img[src^='/logo']")) is has_logo
        assert ("Rivers & Hills" in page.soup.get_text()) is has_logo


@pytest.mark.parametrize("address", ["/sign-in", "/who-sees-what", "/accessibility"])
def test_a_real_installation_never_speaks_of_an_example(stranger: Browser, address: str) -> None:
    assert "worked example" not in stranger.get(address).response.text.lower()
