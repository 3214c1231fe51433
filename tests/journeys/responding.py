"""What people do who respond for a partner, and who puts a position together."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.browsers import Window, headed, says
from tests.journeys.six_partners import (
    AGREED_BY_BIRCH,
    AS_BIRCH,
    BEA,
    BEN,
    BIRCH,
    CRITERIA,
    DECISIONS,
    LEVELS,
    SAID,
    Person,
    id_of,
)

REASON = "Why this level?"
PURPOSE_DOMAIN, PEOPLE_DOMAIN = "Purpose", "People"
OF_DOMAIN = {PURPOSE_DOMAIN: CRITERIA[:3], PEOPLE_DOMAIN: CRITERIA[3:]}


def is_told_who_sees_what(window: Window, person: Person) -> None:
    """Read, before the first answer, who will see what and under whose name."""
    headed(window, f"Respond for {person.partner}")
    begin = window.page.locator(
        "ul", has_text="sees what you write before the lead of Six Valleys Provider Collaborative"
    )
    expect(begin).to_contain_text("No person is named.")
    told = window.page.locator("details", has_text="Who will see what you write")
    told.locator("summary").click()
    of_birch = f"You lead for {BIRCH}" if person is BEN else f"{BEN.name}, who leads for {BIRCH}"
    inside = (of_birch,) if person.partner == BIRCH else ("nobody but you",)
    for words in (
        *inside,
        "Until the lead closes responding",
        "only how far you have come",
        "Whose name is shown: The partner’s name only.",
        "No person is named.",
    ):
        expect(told).to_contain_text(words)
    says(window, f"0 of {len(CRITERIA)} criteria done")


def answer_one_by_one(window: Window, person: Person) -> None:
    """Answer every criterion on a page of its own, and end where the answers are checked."""
    window.follow(PURPOSE_DOMAIN)
    for criterion, level in zip(CRITERIA, SAID[person], strict=True):
        headed(window, criterion)
        window.choose(LEVELS[level - 1])
        window.fill(REASON, person.reason(criterion))
        window.press("Save and continue")
    headed(window, "Check your answers")


def answer_domain(window: Window, person: Person, domain: str) -> None:
    """Answer a whole domain on one page, which saves as it is filled in, and go back to the list."""
    window.follow(domain)
    window.follow(f"See all of {domain} on one page")
    headed(window, domain)
    for criterion in OF_DOMAIN[domain]:
        fill_question(window, criterion, SAID[person][CRITERIA.index(criterion)], person.reason(criterion))
    for criterion in OF_DOMAIN[domain]:
        sees_saved(window, criterion)
    window.press("Save and go to the list")
    headed(window, f"Respond for {person.partner}")


def fill_question(window: Window, criterion: str, level: int, reason: str) -> None:
    """Fill in one of several criteria on a page."""
    question = window.page.locator(f"#{id_of(criterion)}")
    question.get_by_role("radio", name=LEVELS[level - 1], exact=True).check()
    question.get_by_label(REASON).fill(reason)


def sees_saved(window: Window, criterion: str) -> None:
    """Wait until the page says that what was filled in is saved."""
    status = window.page.locator(f"#{id_of(criterion)}").get_by_role("status")
    expect(status).to_have_text(re.compile("^Saved at"))


def submit(window: Window, person: Person) -> None:
    """Hand the response in."""
    if window.heading() != "Check your answers":
        window.follow("Check your answers")
    headed(window, "Check your answers")
    window.press("Submit")
    expect(window.page.get_by_role("alert")).to_contain_text("is submitted")
    headed(window, f"Respond for {person.partner}")


def agree_position_of_birch(window: Window) -> None:
    """Be led to what is left to agree, see where the two of Birch differ, and put down what Birch stands for."""
    window.open("/")
    window.follow("Agree your partner’s positions (0 of 5 agreed)")
    headed(window, f"The position of {BIRCH}")
    window.follow(PURPOSE_DOMAIN)
    headed(window, PURPOSE_DOMAIN)
    said = window.page.locator("details").filter(has_text=f"What your people said on {DECISIONS}")
    for words in ("The median is Developing, which nobody gave.", BEN.reason(DECISIONS), BEA.reason(DECISIONS)):
        expect(said).to_contain_text(words)
    window.check()
    fill_question(window, DECISIONS, AGREED_BY_BIRCH, AS_BIRCH.reason(DECISIONS))
    sees_saved(window, DECISIONS)
    window.press("Save and go to the list")
    headed(window, f"The position of {BIRCH}")
    says(window, "1 of 3")
