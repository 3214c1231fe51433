"""A closed round is signed off: by three partners in three ways, reopened, and signed again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import copy_of
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import Setting, a_setting
from tests.journeys.browsers import OpenWindow, Window, headed, says
from tests.journeys.keyboard import Keyboard
from tests.journeys.leading import move
from tests.journeys.page_checks import PHONE
from tests.journeys.served import Served
from tests.promises.real_server import SignedInPeople, a_real_server

ALDER, BIRCH, CEDAR = "Alder Vale Trust", "Birchmoor Trust", "Cedarwell Trust"
RESERVATION = "The budget is missing."


@dataclass(frozen=True)
class Signing:
    """A closed round of three partners that is served, and windows of its people."""

    served: Served
    open_window: OpenWindow

    @property
    def setting(self) -> Setting:
        return self.served.setting

    @property
    def address(self) -> str:
        return f"{self.setting.round_address()}/sign-off"

    def window(self, account: int, *, width: int = 1280) -> Window:
        window = self.open_window(self.served.address, width=width)
        self.served.sign_in(window.context, account)
        return window


@pytest.fixture
def signing(fresh_database_file: Path, instance: Path, open_window: OpenWindow) -> Iterator[Signing]:
    database = copy_of(fresh_database_file, instance)
    setting = a_setting(database, partners=3)
    hold_round(setting, partners=(2, 2, 3), but={"vision": "not-agreed"})
    cookies = SignedInPeople(instance, database)
    with a_real_server(instance) as server:
        yield Signing(Served(server, setting, cookies), open_window)
    database.close()


def sign(window: Window, address: str, partner: str, decision: str, words: str = "") -> None:
    window.open(address)
    window.page.get_by_role("link", name=f"for {partner}").first.click()
    headed(window, f"Sign off for {partner}")
    window.check()
    window.choose(decision)
    if words:
        window.fill("Reservations, or why the partner declines", words)
    window.fill("Their role in the partner (optional)", "Chair")
    window.press("Sign")
    expect(window.page.get_by_role("alert")).to_contain_text(f"for {partner}: {decision.lower()}.")
    window.check()


def test_three_partners_sign_the_round_is_reopened_and_one_signs_again(signing: Signing) -> None:
    # given a round that has just been closed
    lead = signing.window(signing.setting.lead)
    first, second, third = (signing.window(account) for account in signing.setting.respondents)
    lead.open(signing.setting.round_address())
    lead.follow("Sign-off by the partners")
    says(lead, "The partners have not been asked to sign this result off.")
    lead.check()

    # when each partner signs in its own way
    sign(first, signing.address, ALDER, "Agrees")
    sign(second, signing.address, BIRCH, "Agrees with reservations", RESERVATION)
    sign(third, signing.address, CEDAR, "Declines to sign", "We were not there.")

    # then everybody reads it, and the report prints the reservation
    lead.open(signing.address)
    said = "Of 3 partners, 1 agrees, 1 agrees with reservations and 1 declines to sign."
    says(lead, said, RESERVATION)
    lead.open(f"{signing.setting.round_address()}/report")
    says(lead, said, RESERVATION, "Sign-off by the partners")
    lead.check()

    # when the lead reopens the round
    lead.open(signing.setting.round_address())
    lead.follow("Reopen the round")
    says(lead, "These sign-offs become stale.", f"{ALDER}: agrees, Respondent 1, Chair")
    lead.check()
    lead.page.get_by_role("textbox").fill("A level was wrong.")
    lead.press("Reopen the round")
    expect(lead.page.get_by_role("alert")).to_be_visible()
    move(lead, "Close the round")

    # then what was signed is visibly stale, with what changed the round
    first.open(signing.address)
    says(first, "Stale: signed before the round changed.", "Reopened the round", "Reason: A level was wrong.")
    expect(first.page.locator("main s").first).to_have_text("Agrees")
    first.check()

    # and once one has signed again, the report tells both
    sign(first, signing.address, ALDER, "Agrees")
    lead.open(f"{signing.setting.round_address()}/report")
    no_longer = f"no longer of this result: {BIRCH} agreed with reservations; {CEDAR} declined to sign."
    says(lead, "Of 3 partners, 1 agrees.", no_longer)
    lead.check()


def test_a_round_is_signed_on_a_phone_by_the_keyboard_alone(signing: Signing) -> None:
    phone = signing.window(signing.setting.respondents[0], width=PHONE)
    keyboard = Keyboard(phone)
    phone.open(signing.address)
    keyboard.go_to(f"Sign for {ALDER}")
    keyboard.press("Enter")
    headed(phone, f"Sign off for {ALDER}")
    phone.check()
    keyboard.new_page()
    keyboard.go_to("Agrees")
    keyboard.press("Space")
    keyboard.go_to("Sign")
    keyboard.press("Enter")
    expect(phone.page.get_by_role("alert")).to_contain_text(f"Signed for {ALDER}: agrees.")
    phone.check()
    assert keyboard.faults == []
