"""How far everyone has come, on every page of a lead: no figure stands beside a name in a round without names."""

from __future__ import annotations

import re

import pytest

from maturity.core.collaborative import PartnerType
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.usecases.rounds import RoundNotReady
from maturity.usecases.set_up import PartnerDetails, add_partner
from tests.factories.installations import NOW, Setting, a_setting
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn

FIGURE = re.compile(r"\b\d+ (?:of \d+ (?:positions|done|criteria)|of 7|criteria)\b(?! (?:have|has) a result)")
ABOUT_PARTNERS = ("", "/messages", "/moves/close-responding")


@pytest.fixture
def setting(database: Database) -> Setting:
    """A collaborative with three partners: without names the levels of fewer are revealed once all are in."""
    return a_setting(database, partners=3)


def a_round_with(setting: Setting, naming: Naming) -> None:
    """An open round: one team that has still to agree, one person who has begun, and one partner answered on paper."""
    with setting.database.writing() as session:
        on_paper = add_partner(
            session,
            collaborative=setting.collaborative,
            details=PartnerDetails(name="Dunmere Trust", type=PartnerType.ACUTE_TRUST),
            by=setting.lead,
            now=NOW,
        )
    setting.add_round(naming=naming)
    colleague = setting.add_colleague(1)
    setting.move("open")
    setting.answer(0, most=2, submit=False)
    setting.answer(1)
    setting.answer(1, account=colleague, level=3)
    setting.enter_on_behalf(on_paper, most=3, level=4)


def figures_on(page: Page) -> list[str]:
    """Every figure of how far somebody has come that a page has, its fields to copy from included."""
    return FIGURE.findall(page.soup.get_text(" "))


@pytest.fixture(params=["with mail", "without mail"])
def post(request: pytest.FixtureRequest) -> None:
    """An installation that sends mail, and one in which leads copy the messages."""
    if request.param == "with mail":
        request.getfixturevalue("office")


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("where", ABOUT_PARTNERS)
def test_without_names_no_page_of_a_lead_has_a_figure_beside_a_name(
    lead: Browser, setting: Setting, where: str
) -> None:
    a_round_with(setting, Naming.ANONYMOUS)
    page = lead.get(setting.round_address() + where)
    assert "Alder Vale Trust" in page.text
    assert "Dunmere Trust" in page.text
    assert figures_on(page) == []


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("where", ABOUT_PARTNERS)
def test_with_the_names_of_partners_every_one_of_them_has(lead: Browser, setting: Setting, where: str) -> None:
    a_round_with(setting, Naming.PARTNER_ONLY)
    assert figures_on(lead.get(setting.round_address() + where))


def test_without_names_the_lead_reads_that_something_was_entered_until_the_levels_are_revealed(
    lead: Browser, setting: Setting
) -> None:
    a_round_with(setting, Naming.ANONYMOUS)
    page = lead.get(setting.round_address())
    assert page.rows()[3][1:] == ["Nobody yet", "Entered on its behalf"]
    assert "Positions entered on behalf of Dunmere Trust." in page.text
    for place in (0, 2):
        setting.answer(place)
    setting.move("close-responding")
    assert "ntered on its behalf" not in lead.get(setting.round_address()).text


@pytest.mark.parametrize("naming", [Naming.ANONYMOUS, Naming.PARTNER_ONLY])
def test_without_names_an_entry_after_the_reveal_leaves_the_page_of_the_round_as_it_was(
    setting: Setting, sign_in: SignIn, naming: Naming
) -> None:
    setting.add_round(naming=naming)
    setting.move("open")
    for place in (0, 2):
        setting.enter_on_behalf(setting.partners[place], most=7)
    setting.enter_on_behalf(setting.partners[1], most=1, level=2)
    setting.move("close-responding")
    readers = [sign_in(account) for account in (setting.respondents[0], setting.viewer, setting.lead)]
    before = [reader.get(setting.round_address()).text for reader in readers]
    setting.enter_on_behalf(setting.partners[1], most=2, level=4)
    after = [reader.get(setting.round_address()).text for reader in readers]
    assert (before == after) is (naming is Naming.ANONYMOUS)
    assert ("Entered on its behalf: 2 of 7 criteria" in after[0]) is (naming is not Naming.ANONYMOUS)


def test_without_names_nothing_is_revealed_while_one_partner_stands_alone(lead: Browser, setting: Setting) -> None:
    setting.add_round(naming=Naming.ANONYMOUS)
    setting.move("open")
    setting.answer(0)
    address = f"{setting.round_address()}/moves/close-responding"
    page = lead.get(address)
    refusal = "This round is without names, and 1 of 3 partners is in. With fewer than 3 it would be known"
    assert refusal in page.text
    assert page.buttons == []
    with pytest.raises(RoundNotReady, match="1 of 3 partners is in"):
        setting.move("close-responding")
    setting.answer(1)
    setting.answer(2)
    assert "This round is without names" not in lead.get(address).text
    setting.move("close-responding")


@pytest.mark.parametrize("naming", [Naming.ANONYMOUS, Naming.PARTNER_ONLY])
def test_without_names_no_day_stands_beside_a_partner_that_has_submitted(
    lead: Browser, setting: Setting, naming: Naming
) -> None:
    setting.add_round(naming=naming)
    setting.move("open")
    for place in range(3):
        setting.answer(place)
    setting.move("close-responding")
    rows = lead.get(setting.round_address()).rows()
    assert all(("on 4 March" in " ".join(row)) is (naming is not Naming.ANONYMOUS) for row in rows)
    said = "If one partner alone changes its answers now"
    back = lead.get(f"{setting.round_address()}/moves/reopen-responding")
    assert (said in back.text) is (naming is Naming.ANONYMOUS)
