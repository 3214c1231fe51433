"""A vote as it is sent: one that was taken back, or that is not shown, is not chosen for anybody."""

from __future__ import annotations

import pytest

from tests.factories.rooms import TheRoom
from tests.web.browser import Page
from tests.web.conftest import SignIn


@pytest.fixture
def prefix(room: TheRoom) -> str:
    return f"p{room.partners[0]}-"


@pytest.fixture
def unsent(room: TheRoom, sign_in: SignIn) -> Page:
    """The page of a vote that nobody has cast yet."""
    room.ask()
    return sign_in(room.living.respondent).get(f"{room.address}/votes/{room.partners[0]}")


def votes(room: TheRoom) -> int:
    """How many partners are in."""
    tally = room.talk().tally
    assert tally is not None
    return len(tally.partners_in)


def test_taking_a_vote_back_is_a_choice_that_nobody_makes_by_leaving_the_form_as_it_is(
    room: TheRoom, unsent: Page, prefix: str
) -> None:
    unsent.submit({f"{prefix}choice": "2"}, button="Send our vote")
    page = unsent.browser.get(f"{room.address}/votes/{room.partners[0]}")
    page.submit({f"{prefix}choice": ""}, button="Send our vote")
    assert votes(room) == 0
    page = unsent.browser.get(f"{room.address}/votes/{room.partners[0]}")
    page = page.submit({f"{prefix}reason": "Once more."}, button="Send our vote", expect=422)
    assert page.value(f"{prefix}reason") == "Once more."


def test_who_enters_a_vote_for_a_partner_replaces_it_only_by_a_choice(
    room: TheRoom, sign_in: SignIn, prefix: str
) -> None:
    room.ask()
    room.vote(0, 3, on_behalf=True)
    page = sign_in(room.living.lead).get(f"{room.address}/votes/{room.partners[0]}/on-behalf")
    page = page.submit({f"{prefix}reason": "From paper."}, button="Send the vote", expect=422)
    assert (page.errors, votes(room)) == (["Choose an answer, so that the words count."], 1)
    assert page.value(f"{prefix}reason") == "From paper."
