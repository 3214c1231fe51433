"""What happens in the room of six partners: voting, recording, dissenting, going on."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import expect

from tests.journeys.browsers import Window
from tests.journeys.everything_open import where_it_says
from tests.journeys.responding import REASON, headed, says
from tests.journeys.six_partners import LEVELS, Person, Valleys, id_of

MOVES_UP = "What would move us up?"


def why(person: Person, criterion: str) -> str:
    """The reason that somebody gives with a vote."""
    return f"{person.word}vote on {criterion.lower()}."


def follows(window: Window, criterion: str) -> None:
    """Wait until a screen has come to a criterion and follows the room."""
    headed(window, criterion)
    expect(window.page.locator("[data-line]")).to_have_text("Following")


def vote(phone: Window, person: Person, criterion: str, level: int) -> None:
    """Send the vote of a partner from its own device."""
    says(phone, f"The vote of {person.partner}")
    phone.choose(LEVELS[level - 1])
    phone.fill("Why? (you can leave this empty)", why(person, criterion))
    phone.press("Send our vote")


def is_in(phone: Window, person: Person, level: int) -> None:
    """Wait until a screen says that the vote of its partner is in."""
    says(phone, f"You are in for {person.partner}: {LEVELS[level - 1]}")


def vote_on_behalf(screen: Window, person: Person, criterion: str, level: int) -> None:
    """Enter the vote of a partner from the screen for all eyes."""
    screen.page.get_by_text("Enter a vote for a partner").click()
    screen.follow(f"Vote for {person.partner}")
    headed(screen, f"Vote for {person.partner}")
    screen.choose(LEVELS[level - 1])
    screen.fill("Why? (you can leave this empty)", why(person, criterion))
    screen.press("Send the vote")
    headed(screen, criterion)


def keeps_votes_hidden(people: Mapping[Person, Window], valleys: Valleys, criterion: str) -> None:
    """See that nothing which the room answers has a word of a vote in it, but what one’s own partner sent."""
    voted = {person: why(person, criterion) for person in people}
    for reader, window in people.items():
        room = f"{valleys.round}/room"
        answers = {
            path: window.context.request.get(window.address + path).text()
            for path in (
                room,
                f"{room}?part=screen",
                f"{room}/facilitate",
                f"{room}/facilitate?part=screen",
                f"{room}/state?seen=0",
                f"{valleys.round}/agree/criteria/{id_of(criterion)}",
                f"{valleys.round}/prepare",
                f"{valleys.round}/report.csv",
            )
        }
        others = [words for person, words in voted.items() if person.partner != reader.partner]
        assert where_it_says(answers, others) == []


def record(screen: Window, choice: str, *, reason: str, evidence: str = "", moves_up: str = "") -> None:
    """Write down what is agreed."""
    screen.choose(choice)
    screen.fill(REASON, reason)
    screen.fill("What evidence does it rest on?", evidence)
    screen.fill(MOVES_UP, moves_up)
    screen.press("Record")


def dissent(phone: Window, person: Person, words: str) -> None:
    """Put on record what a partner holds against the result, in its own words."""
    phone.follow(f"Record the dissent of {person.partner}")
    headed(phone, f"The dissent of {person.partner}")
    phone.page.get_by_role("textbox").fill(words)
    phone.press("Record the dissent")
