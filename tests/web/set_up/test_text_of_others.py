from __future__ import annotations

import pytest

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.persistence.engine import Database
from maturity.usecases.set_up import CollaborativeDetails, change_collaborative
from tests.conftest import NOW
from tests.factories.installations import Setting
from tests.web.browser import Browser

NASTY = "<b>Vale</b> & “Sons” '\"><script>alert(1)</script>"

PAGES = (
    "",
    "/edit",
    "/partners",
    "/partners/new",
    "/people",
    "/people/new",
    "/rounds/new",
    "/rounds/1",
    "/rounds/1/edit",
    "/rounds/1/participants",
    "/rounds/1/moves/open",
)


@pytest.fixture
def nasty(database: Database, setting: Setting, lead: Browser) -> Setting:
    """A collaborative, a partner, a person and a round with markup in their names."""
    with database.writing() as session:
        change_collaborative(
            session,
            collaborative=setting.collaborative,
            details=CollaborativeDetails(
                name=NASTY, type=CollaborativeType.ACUTE, footprint=Footprint.ICS, region=NASTY, icbs=[NASTY]
            ),
            based_on=1,
            by=setting.lead,
            now=NOW,
        )
    lead.get(f"{setting.address}/partners/new").submit(name=NASTY, type="other")
    form = lead.get(f"{setting.address}/people/new")
    partner = form.soup.find("option", string=NASTY)
    assert partner is not None
    form.submit(name=NASTY, email="a@example.org", role="respondent", partner=str(partner["value"]))
    setting.add_round(label=NASTY)
    return setting


@pytest.mark.parametrize("place", PAGES)
def test_what_people_enter_is_shown_as_they_entered_it_and_never_run(lead: Browser, nasty: Setting, place: str) -> None:
    shown = lead.get(nasty.address + place)
    assert "<script>alert" not in shown.response.text
    assert "<b>Vale" not in shown.response.text
    assert "<b>Vale</b>" in shown.soup.get_text()


def test_it_survives_a_form_that_comes_back(lead: Browser, nasty: Setting) -> None:
    again = lead.get(f"{nasty.address}/edit").submit(type="nonsense", expect=422)
    assert again.value("name") == NASTY
    assert again.value("icbs") == NASTY
    stale = lead.get(f"{nasty.address}/edit").submit(based_on="0", name=f"{NASTY}!", expect=409)
    assert stale.rows("Both versions") == [["Name", NASTY, f"{NASTY}!"]]
    assert "<b>Vale" not in stale.response.text
