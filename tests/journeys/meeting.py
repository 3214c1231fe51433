"""What happens in the room of six partners: voting, recording, dissenting, going on."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import expect

from tests.journeys.browsers import Window, headed, says
from tests.journeys.everything_open import where_it_says
from tests.journeys.leading import LABEL
from tests.journeys.responding import REASON
from tests.journeys.six_partners import (
    ALDER,
    ANN,
    BANK,
    BEA,
    BEN,
    CAL,
    DECISIONS,
    DEE,
    DISSENT,
    ELI,
    FACILITATOR,
    FIN,
    LEAD,
    LEVELS,
    MOVES_DECISIONS,
    MOVES_VOICE,
    VOICE,
    Person,
    Valleys,
    id_of,
)

MOVES_UP = "What would move us up?"


def go_to_room(window: Window, by: str, *, partner: str = "") -> None:
    """Find the way to the room from “Your work”, by the link that the round or one’s response has."""
    window.open("/")
    window.page.get_by_role("link", name=f"{LABEL}: {partner}").click()
    window.follow(by)


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


def answers_of_the_room(window: Window, valleys: Valleys, criterion: str, *, conducts: bool) -> dict[str, str]:
    """What the server answers to one person during a vote, by path: each answers as it should, and says something.

    The data are there from when the round is closed on: until then they are refused.
    """
    room, data = f"{valleys.round}/room", f"{valleys.round}/report/data.csv"
    facilitate = (f"{room}/facilitate", f"{room}/facilitate?part=screen") if conducts else ()
    read = {}
    for path in (
        room,
        f"{room}?part=screen",
        *facilitate,
        f"{room}/state?seen=0",
        f"{valleys.round}/agree/criteria/{id_of(criterion)}",
        f"{valleys.round}/prepare",
        f"{valleys.round}/results",
        f"{valleys.round}/report",
        data,
    ):
        answer = window.context.request.get(window.address + path)
        assert answer.status == (409 if path == data else 200), f"{answer.status} {path}"
        read[path] = answer.text()
    return read


def votes_read(people: Mapping[Person, Window], valleys: Valleys, criterion: str) -> dict[Person, list[str]]:
    """The votes of other partners that each person can read anywhere, each with where it stands."""
    voted = {person: why(person, criterion) for person in people}
    found = {}
    for reader, window in people.items():
        answers = answers_of_the_room(window, valleys, criterion, conducts=reader in {LEAD, FACILITATOR})
        others = [words for person, words in voted.items() if person.partner != reader.partner]
        found[reader] = where_it_says(answers, others)
    return found


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


def meet(valleys: Valleys, screen: Window, people: dict[Person, Window], *, watching: Window) -> None:
    """Vote on two criteria and agree on one of them, record a third without a vote, and end the meeting."""
    everybody = {**people, LEAD: watching}
    go_to_room(screen, "Lead the room")
    screen.press("Open the room")
    watching.open(f"{valleys.round}/room")
    for person, window in people.items():
        go_to_room(window, "Go to the room", partner=person.partner)
    voters = {ANN: 1, BEN: 1, CAL: 4, DEE: 4, FIN: 2, ELI: 4}
    vote_on(valleys, screen, everybody, DECISIONS, voters)
    record(
        screen,
        "Not agreed: say why below",
        reason="Three boards have handed decisions over, and three have not.",
        moves_up=MOVES_DECISIONS,
    )
    for window in everybody.values():
        says(window, "What we recorded: Not agreed", MOVES_DECISIONS)
    dissent(people[ANN], ANN, DISSENT)
    for window in (screen, *everybody.values()):
        says(window, f"Dissent of {ALDER}: {DISSENT}")
    screen.check()
    people[CAL].check()

    screen.page.keyboard.press("n")
    vote_on(valleys, screen, everybody, VOICE, dict.fromkeys(voters, 3))
    record(
        screen,
        LEVELS[2],
        reason="The vote showed that we mean the same.",
        evidence="Minutes of the joint committee, May.",
        moves_up=MOVES_VOICE,
    )
    for window in everybody.values():
        says(window, f"What we agree: {LEVELS[2]}", MOVES_VOICE)

    screen.page.get_by_text("All criteria, keys, and the end of the meeting").click()
    screen.page.get_by_label("Go to").select_option(label=BANK)
    screen.press("Go there")
    for window in (screen, *everybody.values()):
        follows(window, BANK)
    record(screen, LEVELS[2], reason="Two trusts share a bank, and the others use it.")
    for window in everybody.values():
        says(window, f"What we agree: {LEVELS[2]}")
    screen.press("End the meeting")
    for window in everybody.values():
        says(window, "The meeting has ended.")


def vote_on(
    valleys: Valleys, screen: Window, everybody: dict[Person, Window], criterion: str, levels: dict[Person, int]
) -> None:
    """Open a vote, send one for each partner from its own device, and see them all at once when all are in."""
    for window in (screen, *everybody.values()):
        follows(window, criterion)
    screen.page.keyboard.press("v")
    says(screen, "0 of 6 are in")
    *first, last = levels
    for person in first:
        vote(everybody[person], person, criterion, levels[person])
        is_in(everybody[person], person, levels[person])
    for window in (screen, *everybody.values()):
        says(window, "5 of 6 are in", f"Not in yet: {last.partner}")
    is_in(everybody[BEA], BEA, levels[BEN])
    everybody_here = {**everybody, FACILITATOR: screen}
    assert not any(votes_read(everybody_here, valleys, criterion).values())
    screen.check()
    vote(everybody[last], last, criterion, levels[last])
    for window in (screen, *everybody.values()):
        says(window, "Every partner voted.")
    for person in levels:
        expect(screen.page.locator("[data-part=strips]")).to_contain_text(why(person, criterion))
    # as a control, what was looked for and not found is found once it is revealed
    assert all(votes_read(everybody_here, valleys, criterion).values())
