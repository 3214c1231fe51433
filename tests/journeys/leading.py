"""What the lead of six partners does on the way from a draft to a round in which levels are agreed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import expect

from tests.journeys.browsers import Window, headed, says
from tests.journeys.six_partners import (
    BANK,
    BEA,
    BEN,
    BIRCH,
    DECISIONS,
    FACILITATOR,
    LEVELS,
    MATRIX,
    PURPOSE,
    TEAMS,
    VOICE,
    Person,
    Valleys,
)

LABEL = "Autumn together"


def add_facilitator(lead: Window, valleys: Valleys) -> None:
    """Add somebody to lead the meeting, and have the invitation sent."""
    lead.open(f"{valleys.address}/people/new")
    lead.fill("Full name", FACILITATOR.name)
    lead.fill("Email address", FACILITATOR.email)
    lead.choose("Facilitator: leads the conversation, and records what is agreed")
    lead.press("Add the person")
    headed(lead, f"Send {FACILITATOR.name} this link")
    lead.press("Email an invitation instead")
    expect(lead.page.get_by_role("alert")).to_contain_text("The invitation is on its way.")


def set_up_round(lead: Window, valleys: Valleys) -> None:
    """Set up the round, and let two people respond for Birch."""
    lead.open(f"{valleys.address}/rounds/new")
    lead.fill("Name of the round", LABEL)
    lead.choose(f"{MATRIX}, version 1.0.0")
    lead.choose("The partner’s name only")
    lead.press("Save as a draft")
    headed(lead, LABEL)
    lead.open(f"{valleys.round}/participants/{valleys.partners[BIRCH]}")
    headed(lead, f"Who responds for {BIRCH}")
    for person, title in ((BEN, "Director of strategy"), (BEA, "Chief nurse")):
        row = lead.page.get_by_role("group", name=person.name, exact=True)
        row.get_by_role("checkbox", name=f"{person.name} responds").check()
        row.get_by_label("Role").fill(title)
    lead.choose(BEN.name)
    lead.check()
    lead.press("Save who responds")
    expect(lead.page.get_by_role("alert")).to_contain_text(f"Who responds for {BIRCH} is saved.")


def open_and_invite(lead: Window, valleys: Valleys, *, people: int) -> None:
    """Open the round and write to everybody at once."""
    lead.open(valleys.round)
    move(lead, "Open the round")
    lead.press(f"Invite everyone who was not reached yet ({people})")
    expect(lead.page.get_by_role("alert")).to_contain_text(f"{people} messages are on their way.")
    lead.check()


def move(lead: Window, name: str) -> None:
    """Take the round to its next stage, from its page."""
    lead.follow(name)
    expect(lead.page.get_by_role("button", name=name)).to_be_visible()
    lead.press(name)
    expect(lead.page.get_by_role("alert")).to_be_visible()


def sees_how_far_they_are(lead: Window, valleys: Valleys, progress: dict[str, tuple[str, ...]]) -> None:
    """See on the page of the round how far each partner has come."""
    lead.open(valleys.round)
    for partner, words in progress.items():
        row = lead.page.get_by_role("row").filter(has_text=partner)
        for one in words:
            expect(row).to_contain_text(one)


def chase(lead: Window, valleys: Valleys, *, started: Person, not_started: Person, agreeing: Person) -> None:
    """See who has not submitted, and whose positions are left to agree, and remind all of them with one press."""
    lead.open(f"{valleys.round}/messages")
    rows = lead.page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text=started.name)).to_contain_text("Started")
    expect(rows.filter(has_text=not_started.name)).to_contain_text("Not started")
    expect(rows.filter(has_text=agreeing.name)).to_contain_text("Submitted, 1 of 5 positions agreed")
    lead.check()
    lead.press("Remind everyone who has not finished (3)")
    expect(lead.page.get_by_role("alert")).to_contain_text("3 messages are on their way.")


def confirm_what_is_aligned(window: Window, valleys: Valleys) -> None:
    """See what to talk about first, and confirm two of the three criteria on which partners are aligned."""
    window.open(f"{valleys.round}/prepare")
    headed(window, "Prepare the meeting")
    window.check()
    to_discuss = window.page.locator("#talk ~ ol").first.get_by_role("heading", level=3)
    expect(to_discuss).to_have_text([DECISIONS, VOICE])
    boxes = window.page.get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    expect(window.page.get_by_role("group", name="Which levels do you confirm?")).to_contain_text(BANK)
    for criterion in (PURPOSE, TEAMS):
        window.page.get_by_role("checkbox", name=re.compile(f"^{criterion}")).check()
    window.press("Confirm and record what is ticked")
    expect(window.page.get_by_role("alert")).to_contain_text("2 levels are confirmed and recorded.")


def make_the_agenda(window: Window, valleys: Valleys, *, minutes: int) -> None:
    """Make an agenda of what is left, and open it on a page of its own."""
    window.fill("How many minutes do you have?", str(minutes))
    window.press("Make the agenda")
    expect(window.page.get_by_role("heading", name="Agenda")).to_be_in_viewport()
    says(window, f"{minutes} minutes")
    window.open(f"{valleys.round}/prepare/agenda")
    headed(window, "Agenda")
    says(window, DECISIONS, VOICE, BANK)
    window.check()


def cannot_close_yet(lead: Window, valleys: Valleys, criteria: Iterable[str]) -> None:
    """See what still has no result, each with the way to it, and no button to close the round."""
    lead.open(valleys.round)
    lead.follow("Close the round")
    says(lead, "3 criteria have no result.")
    for criterion in criteria:
        expect(lead.page.get_by_role("link", name=criterion)).to_be_visible()
    expect(lead.page.get_by_role("button", name="Close the round")).to_be_hidden()
    lead.check()


def look_again(lead: Window, valleys: Valleys) -> None:
    """Be told that a level is higher than any partner’s own, follow the way to it, and mend it."""
    lead.open(valleys.round)
    says(lead, "Every criterion has a result.")
    lead.follow("Close the round")
    lead.check()
    found = lead.page.get_by_role("link", name=re.compile("higher than any partner’s own level"))
    expect(found).to_contain_text(f"“{BANK}”: {LEVELS[2]} was agreed")
    found.click()
    headed(lead, BANK)
    lead.page.get_by_role("radio", name=re.compile(f"^{LEVELS[1]}")).check()
    lead.press("Save and go to all criteria")
    headed(lead, "Agree levels")
    lead.follow("Go to the round to close it")
    lead.follow("Close the round")
    expect(lead.page.get_by_role("button", name="Close the round")).to_be_visible()
    expect(found).to_be_hidden()


def close_the_round(lead: Window) -> None:
    """Close the round from the page that says what happens."""
    lead.press("Close the round")
    expect(lead.page.get_by_role("alert")).to_contain_text("is closed and its result is final.")
