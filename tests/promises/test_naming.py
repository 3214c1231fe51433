"""Names stand beside levels as the round fixed it, on every surface: partners and people, partners alone, or neither.

Each partner and each person has a name of its own to look for. In a named round all of them are found where they are
promised, so a surface that shows nothing cannot pass for one that keeps a promise.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Final

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from maturity.core.position import A_PARTNER, YOUR_PARTNER
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries import round_records
from maturity.reports.pdf import ReportKind, render_pdf
from maturity.usecases.closed_rounds import open_round_heads
from maturity.usecases.share import load_report
from tests.factories.named_rounds import COLLEAGUE, LEAD, LEAD_OF_TWO, ONE, PARTNERS, PEOPLE, NamedRound, a_named_round
from tests.factories.reports import PRINT_FILES
from tests.web.browser import Browser
from tests.web.conftest import SignIn

ALDER, BIRCH, CEDAR = PARTNERS
ALL: Final = frozenset(PARTNERS)
MARK: Final = "behalf"

Said = Callable[[NamedRound, SignIn], str]


def names_in(text: str) -> frozenset[str]:
    """Whose names a text has, of partners and of people."""
    return frozenset(name for name in (*PARTNERS, *PEOPLE) if name.split()[0] in text)


def parts(browser: Browser, address: str, *selectors: str) -> str:
    """The words and the pictures’ words in some parts of a page, each of which has to be there."""
    soup = BeautifulSoup(browser.client.get(address).text, "html.parser")
    found = [soup.select(selector) for selector in selectors]
    assert all(found), f"{address} lacks a part"
    return "\n".join(tag.get_text(" ", strip=True) for tags in found for tag in tags)


def agreeing(criterion: str) -> Said:
    def said(given: NamedRound, sign_in: SignIn) -> str:
        return parts(sign_in(given.living.lead), f"{given.address}/agree/criteria/{criterion}", "main")

    return said


def room(path: str) -> Said:
    def said(given: NamedRound, sign_in: SignIn) -> str:
        who = given.living.lead if path else given.living.respondent
        address = f"{given.room.address}{path}"
        return parts(sign_in(who), address, "[data-part=strips]", "[data-part=agreed] p.app-prose")

    return said


def results(given: NamedRound, sign_in: SignIn) -> str:
    return parts(sign_in(given.living.lead), f"{given.address}/results", "article")


def report(given: NamedRound, sign_in: SignIn) -> str:
    return parts(sign_in(given.living.lead), f"{given.address}/report", ".report-domain", "#votes", "#partners")


def printed(given: NamedRound, sign_in: SignIn) -> str:
    """The full PDF after the board’s two pages, which name who takes part."""
    del sign_in
    with given.living.database.reading() as session:
        heads = open_round_heads(
            session, collaborative=given.living.collaborative, number=given.living.number, may_see_draft=True
        )
        made = render_pdf(load_report(session, heads), ReportKind.FULL, PRINT_FILES)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages[2:])


def data(given: NamedRound, sign_in: SignIn) -> str:
    return sign_in(given.living.lead).client.get(f"{given.address}/report/data.csv").get_data(as_text=True)


# Who is named on each surface of a named round, and where something entered on behalf has to be marked.
SURFACES: Final[Mapping[str, tuple[Said, frozenset[str], bool]]] = {
    "agreed and entered": (agreeing("d1-c1"), ALL | {ONE, LEAD_OF_TWO, LEAD}, True),
    "median": (agreeing("d1-c2"), ALL | {ONE}, False),
    "handed over": (agreeing("d2-c1"), ALL | {ONE, COLLEAGUE}, False),
    "room": (room(""), ALL | {ONE, LEAD_OF_TWO, COLLEAGUE, LEAD}, True),
    "screen for all eyes": (room("/facilitate"), ALL | {ONE, LEAD_OF_TWO, COLLEAGUE, LEAD}, True),
    "results": (results, ALL | {ONE, LEAD_OF_TWO, COLLEAGUE, LEAD}, True),
    "report": (report, ALL | {ONE, LEAD_OF_TWO, COLLEAGUE, LEAD}, True),
    "PDF": (printed, ALL | {ONE, LEAD_OF_TWO, COLLEAGUE, LEAD}, True),
}


def allowed(named: frozenset[str], naming: Naming) -> frozenset[str]:
    if naming is Naming.ANONYMOUS:
        return frozenset()
    return named if naming is Naming.NAMED else named & ALL


@pytest.mark.parametrize("naming", Naming)
def test_every_surface_names_exactly_whom_the_round_allows(database: Database, sign_in: SignIn, naming: Naming) -> None:
    given = a_named_round(database, naming)
    for surface, (said, named, is_marked) in SURFACES.items():
        text = said(given, sign_in)
        assert names_in(text) == allowed(named, naming), surface
        # Without names it is not told how a level was reached: what came on paper may be known to be of one partner.
        assert not is_marked or naming is Naming.ANONYMOUS or MARK in text, surface


@pytest.mark.parametrize("naming", Naming)
def test_the_data_of_a_closed_round_and_its_pages_do_so_too(
    database: Database, sign_in: SignIn, naming: Naming
) -> None:
    given = a_named_round(database, naming)
    given.living.move("close")
    rows = list(csv.DictReader(io.StringIO(data(given, sign_in).removeprefix("\ufeff"))))
    everyone = allowed(ALL | {ONE, LEAD_OF_TWO, COLLEAGUE, LEAD}, naming)
    assert names_in(repr(rows)) == everyone
    assert names_in(repr([row["partner"] for row in rows])) == everyone & ALL
    assert names_in(repr([row["person"] for row in rows])) == everyone - ALL
    on_behalf = [(row["tier"], row["reason"]) for row in rows if row["on_behalf"] == "yes"]
    is_told = naming is not Naming.ANONYMOUS
    assert on_behalf == ([("position", "It came on paper."), ("vote", "")] if is_told else [])
    for surface in ("results", "report"):
        said, named, _ = SURFACES[surface]
        assert names_in(said(given, sign_in)) == allowed(named, naming), surface


def test_in_a_round_without_names_a_partner_finds_its_own_level_and_a_wall_shows_it_to_nobody(
    database: Database, sign_in: SignIn
) -> None:
    given = a_named_round(database, Naming.ANONYMOUS)
    own, wall = sign_in(given.living.respondent), sign_in(given.living.lead)
    agree = f"{given.address}/agree/criteria/d1-c1"
    assert YOUR_PARTNER in parts(own, agree, "main dl")
    assert "We have not begun." in parts(own, agree, "main dl").split(YOUR_PARTNER)[1].split("A partner")[0]
    assert YOUR_PARTNER in room("")(given, sign_in)
    assert YOUR_PARTNER not in parts(wall, agree, "main")
    assert YOUR_PARTNER not in room("/facilitate")(given, sign_in)


@pytest.mark.parametrize("naming", [Naming.PARTNER_ONLY, Naming.NAMED])
def test_where_partners_are_named_none_is_called_anything_else(
    database: Database, sign_in: SignIn, naming: Naming
) -> None:
    given = a_named_round(database, naming)
    for surface in ("agreed and entered", "room", "report"):
        text = SURFACES[surface][0](given, sign_in)
        assert YOUR_PARTNER not in text, surface
        assert A_PARTNER not in text, surface


EVERYWHERE: Final = ("agreed and entered", "handed over", "report", "PDF")


def test_partners_that_are_named_in_a_round_without_names_are_noticed(
    database: Database, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_records, "_as_named", lambda positions, _naming: positions)
    given = a_named_round(database, Naming.ANONYMOUS)
    for surface in (*EVERYWHERE, "results"):
        assert names_in(SURFACES[surface][0](given, sign_in)) & ALL, surface


def test_people_who_are_named_in_a_round_of_partners_only_are_noticed(
    database: Database, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_records, "_names_people", lambda _naming: True)
    given = a_named_round(database, Naming.PARTNER_ONLY)
    for surface in (*EVERYWHERE, "room", "screen for all eyes"):
        assert names_in(SURFACES[surface][0](given, sign_in)) & {ONE, COLLEAGUE}, surface
