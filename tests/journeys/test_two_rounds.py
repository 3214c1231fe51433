"""A collaborative from an empty installation to its second report: the main job, in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.browsers import OpenWindow, Window
from tests.promises.real_server import RealServer, a_real_server

PASSWORD = "three unrelated words of mine"
NAME = "Ferndale Provider Collaborative"
HILLTOP, LAKESIDE = "Hilltop Hospitals Trust", "Lakeside Community Trust"
ANN, SAM = "ann@hilltop.example", "sam@lakeside.example"
LENSES = ("Vision", "Design", "Plan", "Transformation leadership", "Collaboration", "Accountability", "People")


@pytest.fixture
def installation(instance: Path) -> Iterator[RealServer]:
    """What an operator has after `maturity init` and `maturity serve`: one account, and nothing else."""
    program = str(Path(sys.executable).with_name("maturity"))
    subprocess.run(
        [program, "init", "--name", "Jo Tennant", "--email", "jo@ferndale.example", "--password-stdin"],
        input=f"{PASSWORD}\n",
        env={**os.environ, "MATURITY_INSTANCE": str(instance)},
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with a_real_server(instance) as server:
        yield server


def test_a_lead_takes_two_rounds_from_set_up_to_the_report(installation: RealServer, open_window: OpenWindow) -> None:
    address = f"http://127.0.0.1:{installation.port}"
    lead = open_window(address)

    # given an installation in which nothing has been set up
    sign_in(lead, "jo@ferndale.example")
    set_up_collaborative(lead)
    add_partner(lead, HILLTOP, "Acute or specialist trust")
    add_partner(lead, LAKESIDE, "Community trust")

    # and two people who set their passwords by the links that the lead sends
    link = add_respondent(lead, "Ann Moss", ANN, HILLTOP)
    hilltop = accept_link(open_window, address, link)
    link = add_respondent(lead, "Sam Reed", SAM, LAKESIDE)
    lakeside = accept_link(open_window, address, link)

    # when a first round is held
    hold_round(lead, "Spring 2026", {hilltop: 2, lakeside: 4}, agreed=2, leaves_open="People")

    # then its results are there, with what was not agreed
    lead.follow("See the results")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Results of Round 1: Spring 2026")
    expect(lead.page.get_by_role("main")).to_contain_text("2 of 2 partners")
    lead.check()

    # when a second round is held a year later
    hold_round(lead, "Spring 2027", {hilltop: 3, lakeside: 4}, agreed=4, leaves_open=None)

    # then everybody sees what moved
    lead.follow("See the results")
    lead.follow("Compare with Round 1: Spring 2026")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Spring 2026")
    lead.check()
    expect(lead.page.get_by_role("main")).to_contain_text("Level 2")
    expect(lead.page.get_by_role("main")).to_contain_text("Level 4")
    lead.open(collaborative_of(lead) + "/progress")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Progress over all rounds")
    lead.check()

    # and the board gets its report, as a page, as a PDF and as data
    lead.open(collaborative_of(lead) + "/rounds/2/report")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text(NAME)
    lead.check()
    words = "\n".join(page.extract_text() for page in download_pdf(lead, "board").pages)
    assert NAME in re.sub(r"\s+", " ", words)
    assert "Spring 2027" in words
    lead.open(collaborative_of(lead) + "/rounds/2/report")
    with lead.page.expect_download() as data:
        lead.follow("Data of the round (CSV)")
    rows = Path(data.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) > len(LENSES)
    assert sum("We agreed this together." in row for row in rows) == len(LENSES)


def sign_in(window: Window, email: str) -> None:
    window.open("/")
    window.check()
    window.fill("Email address", email)
    window.fill("Password", PASSWORD)
    window.press("Sign in")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Your work")
    window.check()


def set_up_collaborative(lead: Window) -> None:
    lead.follow("Set up a collaborative")
    lead.fill("Name", NAME)
    lead.choose("All-in: every provider of a system")
    lead.choose("One integrated care system")
    lead.press("Set up the collaborative")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text(NAME)
    lead.check()


def collaborative_of(window: Window) -> str:
    found = re.match(r".*(/collaboratives/\d+)", window.page.url)
    assert found
    return found[1]


def add_partner(lead: Window, name: str, kind: str) -> None:
    lead.open(f"{collaborative_of(lead)}/partners/new")
    lead.fill("Name", name)
    lead.choose(kind)
    lead.press("Add the partner")
    expect(lead.page.get_by_role("cell", name=name, exact=True)).to_be_visible()


def add_respondent(lead: Window, name: str, email: str, partner: str) -> str:
    """Add a person; returns the link that the lead is to send."""
    lead.open(f"{collaborative_of(lead)}/people/new")
    lead.fill("Full name", name)
    lead.fill("Email address", email)
    expect(lead.page.get_by_label("Partner organisation they respond for")).to_be_hidden()
    lead.choose("Respondent: answers for one partner organisation")
    lead.page.get_by_label("Partner organisation they respond for").select_option(label=partner)
    lead.check()
    lead.press("Add the person")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text(f"Send {name} this link")
    lead.check()
    return lead.page.get_by_label("Link to set a password").input_value()


def accept_link(open_window: OpenWindow, address: str, link: str) -> Window:
    """Set a password in a browser of one's own, which signs its person in."""
    window = open_window(address)
    window.open(link)
    window.check()
    window.fill("New password", PASSWORD)
    window.fill("The same password again", PASSWORD)
    window.press("Set password")
    expect(window.page.get_by_role("alert")).to_contain_text("Your password is set")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Your work")
    return window


def hold_round(lead: Window, label: str, levels: dict[Window, int], *, agreed: int, leaves_open: str | None) -> None:
    """Everything from a draft to a closed round; `levels` is what each respondent says on every criterion."""
    lead.open(f"{collaborative_of(lead)}/rounds/new")
    lead.fill("Name of the round", label)
    lead.choose("Seven lenses on a transformation, version 1.0.0")
    lead.press("Save as a draft")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text(label)
    lead.check()
    move(lead, "Open the round")
    for respondent, level in levels.items():
        respond(respondent, label, level)
    lead.page.reload()
    expect(lead.page.get_by_role("main")).to_contain_text("Every partner has submitted.")
    lead.check()
    move(lead, "Close responding and reveal")
    lead.follow("Agree levels")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Agree levels")
    lead.check()
    lead.follow(LENSES[0])
    for lens in LENSES:
        agree(lead, lens, None if lens == leaves_open else agreed)
    lead.follow("Go to the round to close it")
    lead.follow("Close the round")
    expect(lead.page.get_by_role("button", name="Close the round")).to_be_visible()
    lead.check()
    lead.press("Close the round")
    expect(lead.page.get_by_role("alert")).to_contain_text(f"{label} is closed and its result is final.")
    lead.check()


def move(lead: Window, name: str) -> None:
    lead.follow(name)
    expect(lead.page.get_by_role("button", name=name)).to_be_visible()
    lead.check()
    lead.press(name)
    expect(lead.page.get_by_role("alert")).to_be_visible()
    lead.check()


def respond(person: Window, label: str, level: int) -> None:
    """Answer every criterion, seeing the first one saved before going on; then check and submit."""
    person.open("/")
    person.page.get_by_role("link", name=re.compile(f"^{label}: ")).click()
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Respond for")
    person.check()
    person.follow(LENSES[0])
    for place, lens in enumerate(LENSES):
        expect(person.page.get_by_role("heading", level=1)).to_have_text(lens)
        person.page.get_by_role("radio", name=re.compile(f"^Level {level}")).check()
        person.fill("Why this level?", f"We see it every month: {lens}.")
        if place == 0:
            expect(person.page.get_by_role("status")).to_have_text(re.compile(r"^Saved at"))
            person.check()
        person.press("Save and continue")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    person.check()
    person.press("Submit")
    expect(person.page.get_by_role("alert")).to_contain_text("is submitted")
    person.check()


def agree(lead: Window, lens: str, level: int | None) -> None:
    """Record a level, or that none was agreed, with the reason."""
    expect(lead.page.get_by_role("heading", level=1)).to_have_text(lens)
    if level is None:
        lead.page.get_by_role("radio", name=re.compile("^Not agreed")).check()
    else:
        lead.page.get_by_role("radio", name=re.compile(f"^Level {level}")).check()
    lead.fill("Why this level?", "We agreed this together.")
    if lens == LENSES[0]:
        expect(lead.page.get_by_role("status")).to_have_text(re.compile(r"^Saved at"))
        lead.check()
    lead.press("Save and continue")


def download_pdf(lead: Window, kind: str) -> PdfReader:
    """Ask for a PDF, wait until it is made, and download it."""
    lead.open(f"{collaborative_of(lead)}/rounds/2/report/{kind}?waited=1")
    end = lead.page.get_by_role("heading", name=re.compile(r"^Your report (is ready|could not be made)$"))
    end.wait_for(timeout=240_000)
    lead.check()
    link = lead.page.get_by_role("link", name=re.compile(r"^Download: "))
    with lead.page.expect_download() as download:
        link.click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF-")
    return PdfReader(BytesIO(content))
