"""Under whose name votes and dissents will be shown is said before they are sent, as the naming of the round has it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from maturity.core.round import Naming
from maturity.persistence.rows.round_row import Respondent, RoundRow
from tests.factories.living_rounds import NOW
from tests.factories.rooms import TheRoom
from tests.web.browser import Browser
from tests.web.conftest import SignIn


def name_by(room: TheRoom, naming: Naming) -> None:
    with room.database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))


@pytest.mark.parametrize(
    "naming, own, for_it",
    [
        (
            Naming.NAMED,
            "under the name of Alder Trust and your own.",
            "under the name of Alder Trust, as entered by you.",
        ),
        (
            Naming.PARTNER_ONLY,
            "under the name of Alder Trust, and without yours.",
            "under the name of Alder Trust, as entered on its behalf, and without yours.",
        ),
        (Naming.ANONYMOUS, "without a name.", "without a name."),
    ],
)
def test_a_vote_says_under_whose_name_it_is_shown(
    room: TheRoom, sign_in: SignIn, naming: Naming, own: str, for_it: str
) -> None:
    name_by(room, naming)
    room.ask()
    mine, lead = sign_in(room.living.respondent), sign_in(room.living.lead)
    address = f"{room.address}/votes/{room.partners[0]}"
    said = "Once the votes are revealed the vote is shown with it, "
    assert f"{said}{own}" in mine.get(room.address).text
    assert f"{said}{own}" in mine.get(address).text
    assert f"{said}{for_it}" in lead.get(f"{address}/on-behalf").text


@pytest.mark.parametrize(
    "naming, said",
    [
        (Naming.NAMED, "under the name of Alder Trust, and without yours."),
        (Naming.PARTNER_ONLY, "under the name of Alder Trust, and without yours."),
        (Naming.ANONYMOUS, "without a name."),
    ],
)
def test_a_dissent_says_under_whose_name_it_is_shown(room: TheRoom, sign_in: SignIn, naming: Naming, said: str) -> None:
    name_by(room, naming)
    room.record(2)
    page = sign_in(room.living.respondent).get(f"{room.address}/dissents/d1-c1/{room.partners[0]}")
    assert f"the report prints them below the agreed level, {said}" in page.text


def test_without_names_nothing_that_a_facilitator_asks_tells_which_partner_dissents(
    room: TheRoom, sign_in: SignIn
) -> None:
    name_by(room, Naming.ANONYMOUS)
    room.record(2)
    lead, token = sign_in(room.living.lead), ""
    token = lead.client.get(room.address.removesuffix("room") + "agree/token").get_json()["csrf_token"]

    def answers(place: int) -> tuple[str, ...]:
        return asked_of(room, lead, place, token)

    before = [answers(place) for place in (0, 1)]
    room.dissent(0, "We hold another.")
    assert [answers(place) for place in (0, 1)] == before
    assert before[0] == before[1]
    page = lead.get(f"{room.address}/facilitate")
    assert "a partner that has people writes its dissent itself" in page.text
    assert "Write down a dissent for a partner" not in page.text
    with room.database.writing() as session:
        session.execute(
            update(Respondent)
            .where(Respondent.partner_id == room.partners[2])
            .values(stood_down_at=NOW, is_partner_lead=False)
        )
    page = lead.get(f"{room.address}/facilitate").follow("Dissent of Cedar Alliance")
    page.submit(reason="They said so by telephone.")
    text = lead.get(f"{room.address}/facilitate").text
    assert "Dissent of A partner: They said so by telephone." in text
    assert "written down on its behalf" not in text


def asked_of(room: TheRoom, lead: Browser, place: int, token: str) -> tuple[str, ...]:
    """What a facilitator is told of a partner’s dissent, by looking and by every way of writing."""
    partner = room.partners[place]
    address = f"{room.address}/dissents/d1-c1/{partner}/on-behalf"
    sent = (("They hold another.", "0"), ("They hold another.", "1"), ("", "0"), ("", "1"), ("x" * 10_001, "0"))
    posted = (
        lead.post(
            address,
            {"csrf_token": token, "reason": words, "based_on": seen, "request_key": f"{place} {seen} {len(words)}"},
            expect=409,
        )
        for words, seen in sent
    )
    name = ("Alder Trust", "Birch Trust")[place]
    return tuple(page.text.replace(name, "the partner") for page in (lead.get(address, expect=409), *posted))
