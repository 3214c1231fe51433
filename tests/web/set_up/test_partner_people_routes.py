from __future__ import annotations

import pytest

from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import list_participants
from tests.factories.installations import Setting
from tests.web.browser import Browser


def team(database: Database, setting: Setting, place: int = 0) -> list[tuple[str, str, bool]]:
    """Who responds for a partner: name, role, and whether it is the lead."""
    with database.reading() as session:
        people = list_participants(session, round_id=setting.head().id)[place].people
    return [(p.name, p.role_title, p.is_partner_lead) for p in people]


@pytest.fixture
def page_address(setting: Setting, lead: Browser) -> str:
    """A draft round in which a second person has the role for the first partner; the page of its people."""
    setting.add_round()
    lead.get(f"{setting.address}/people/new").submit(
        name="Ada Brook", email="ada@example.org", role="respondent", partner=str(setting.partners[0])
    )
    return f"{setting.round_address()}/participants/{setting.partners[0]}"


def account(lead: Browser, address: str, name: str) -> str:
    label = next(tag for tag in lead.get(address).soup.find_all("label") if tag.get_text(strip=True) == name)
    return str(label["for"]).removeprefix("lead-")


def test_several_people_respond_each_in_a_role_and_one_is_the_lead(
    lead: Browser, setting: Setting, database: Database, page_address: str
) -> None:
    page = lead.get(f"{setting.round_address()}/participants").follow(
        "Choose several people, their roles and the lead for Alder Vale Trust"
    )
    ada = account(lead, page_address, "Ada Brook")
    done = page.submit(
        {
            f"person-{ada}-responds": "y",
            f"person-{ada}-role_title": "Medical director",
            f"person-{setting.respondents[0]}-role_title": "Director of strategy",
            "lead": ada,
        }
    )
    assert done.notice == "Who responds for Alder Vale Trust is saved."
    assert team(database, setting) == [
        ("Ada Brook", "Medical director", True),
        ("Respondent 1", "Director of strategy", False),
    ]
    assert "Ada Brook, Medical director Lead" in done.text
    # The page of all partners leaves the team as it is.
    done.submit()
    assert len(team(database, setting)) == 2


def test_who_is_left_out_is_stood_down_and_the_one_who_stays_is_the_lead(
    lead: Browser, setting: Setting, database: Database, page_address: str
) -> None:
    ada = account(lead, page_address, "Ada Brook")
    lead.get(page_address).submit({f"person-{ada}-responds": "y"})
    lead.get(page_address).submit({f"person-{setting.respondents[0]}-responds": None})
    assert team(database, setting) == [("Ada Brook", "", True)]
    lead.get(page_address).submit({f"person-{ada}-responds": None})
    assert team(database, setting) == []


def test_the_lead_is_one_of_those_who_respond(
    lead: Browser, setting: Setting, database: Database, page_address: str
) -> None:
    lead.get(f"{setting.address}/people/new").submit(
        name="Cy Dunn", email="cy@example.org", role="respondent", partner=str(setting.partners[0])
    )
    ada, cy = (account(lead, page_address, name) for name in ("Ada Brook", "Cy Dunn"))
    page = lead.get(page_address).submit({f"person-{ada}-responds": "y", "lead": cy}, expect=422)
    assert page.errors == ["Choose one of those who respond as the partner’s lead."]
    long = lead.get(page_address).submit({f"person-{ada}-role_title": "x" * 201}, expect=422)
    assert long.errors == ["Ada Brook: Role must be 200 characters or fewer."]
    assert team(database, setting) == [("Respondent 1", "", True)]


def test_a_stale_choice_of_people_overwrites_nothing(
    lead: Browser, setting: Setting, database: Database, page_address: str
) -> None:
    ada = account(lead, page_address, "Ada Brook")
    first, second = lead.get(page_address), lead.get(page_address)
    first.submit({f"person-{ada}-responds": "y", f"person-{ada}-role_title": "Chair"})
    stale = second.submit({f"person-{setting.respondents[0]}-responds": None}, expect=409)
    assert "This is what is there now: Respondent 1 (lead) Ada Brook, Chair" in stale.text
    assert len(team(database, setting)) == 2
    stale.submit({f"person-{ada}-responds": "y"})
    assert team(database, setting) == [("Ada Brook", "", True)]


def test_who_responds_is_fixed_once_responding_has_closed(lead: Browser, setting: Setting, page_address: str) -> None:
    page = lead.get(page_address)
    setting.move("open")
    assert "what the person wrote is kept but no longer counts" in lead.get(page_address).text
    setting.move("close-responding")
    lead.get(page_address, expect=409)
    page.submit(expect=409)


def test_people_are_chosen_only_for_partners_that_take_part_and_only_where_partners_respond(
    lead: Browser, setting: Setting, page_address: str
) -> None:
    lead.get(page_address.rpartition("/")[0] + "/999", expect=404)
    number = setting.add_round(way=WayOfScoring.TOGETHER)
    lead.get(f"{setting.round_address(number)}/participants/{setting.partners[0]}", expect=409)
