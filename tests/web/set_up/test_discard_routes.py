from __future__ import annotations

import pytest

from maturity.core.round import Stage
from tests.factories.installations import Setting
from tests.web.browser import Browser


def test_a_lead_discards_a_draft_after_being_asked(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    asked = lead.get(setting.round_address()).follow("Discard this draft")
    assert asked.h1 == "Discard the draft “Spring 2026”?"
    assert setting.head().stage is Stage.DRAFT
    done = asked.submit()
    assert done.address == setting.address
    assert done.notice == "The draft “Spring 2026” is discarded."
    lead.get(setting.round_address(), expect=404)
    assert asked.submit().notice == done.notice  # a second press says the same


@pytest.mark.parametrize("moves", [("open",), ("open", "close-responding", "close")])
def test_a_round_that_was_opened_has_no_way_to_discard_it(
    lead: Browser, setting: Setting, moves: tuple[str, ...]
) -> None:
    setting.add_round()
    for name in moves:
        setting.move(name)
    assert "Discard this draft" not in lead.get(setting.round_address()).links
    assert "has been opened, and stays" in lead.get(f"{setting.round_address()}/discard", expect=409).text


def test_a_draft_that_was_opened_after_the_page_was_is_not_discarded(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    asked = lead.get(f"{setting.round_address()}/discard")
    setting.move("open")
    assert "has been opened, and stays" in asked.submit(expect=409).text
    assert setting.head().stage is Stage.OPEN


def test_a_draft_that_was_changed_after_the_page_was_opened_is_looked_at_first(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    asked = lead.get(f"{setting.round_address()}/discard")
    lead.get(f"{setting.round_address()}/edit").submit(label="Summer 2026")
    again = asked.submit(expect=409)
    assert again.errors == ["This draft was changed after you opened the page. Nothing was done: look at it first."]
    assert again.h1 == "Discard the draft “Summer 2026”?"
    assert again.submit().notice == "The draft “Summer 2026” is discarded."
