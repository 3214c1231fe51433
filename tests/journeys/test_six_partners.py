"""Six partners from the first invitation to the report: each answers alone, and they agree levels in one room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.conftest import copy_of
from tests.journeys.browsers import OpenWindow, Window
from tests.journeys.everything_open import everything_open_to, where_it_says
from tests.journeys.leading import (
    LABEL,
    add_facilitator,
    chase,
    confirm_what_is_aligned,
    make_the_agenda,
    move,
    open_and_invite,
    sees_how_far_they_are,
    set_up_round,
)
from tests.journeys.meeting import dissent, follows, is_in, keeps_votes_hidden, record, vote, vote_on_behalf, why
from tests.journeys.outcome import read_data, read_pdf
from tests.journeys.page_checks import DESK, PHONE, PROJECTOR
from tests.journeys.posted import Posted, serve_with_mail
from tests.journeys.responding import (
    PEOPLE_DOMAIN,
    PURPOSE_DOMAIN,
    agree_position_of_birch,
    answer_domain,
    answer_one_by_one,
    enter_from_paper,
    headed,
    is_told_who_sees_what,
    says,
    submit,
)
from tests.journeys.six_partners import (
    ALDER,
    ANN,
    AS_BIRCH,
    BANK,
    BEA,
    BEN,
    CAL,
    COLLABORATIVE,
    CRITERIA,
    DECISIONS,
    DEE,
    DOWNS,
    ELI,
    ELMS,
    FACILITATOR,
    FERN,
    LEAD,
    LEVELS,
    PAPER,
    PURPOSE,
    RESPONDENTS,
    TEAMS,
    VOICE,
    Person,
    Valleys,
    id_of,
    six_partners,
)

MOVES_DECISIONS: Final = "One scheme of delegation that all six boards adopt."
MOVES_VOICE: Final = "One spokesperson for all six at the regional table."
DISSENT: Final = "Our board has not handed over a single decision, so we hold that this is level 1."


@pytest.fixture
def valleys_and_post(
    fresh_database_file: Path, instance: Path, open_window: OpenWindow
) -> Iterator[tuple[Valleys, Posted]]:
    """Six partners on a server that sends mail."""
    database = copy_of(fresh_database_file, instance)
    valleys = six_partners(database)
    with serve_with_mail(database, instance, open_window) as posted:
        yield valleys, posted
    database.close()


def test_six_partners_say_where_they_stand_and_agree_where_they_are_together(
    valleys_and_post: tuple[Valleys, Posted],
) -> None:
    valleys, posted = valleys_and_post

    # given a round to which everybody is invited by mail
    lead = posted.enter_from_sign_in_page(LEAD.email, LEAD.name)
    add_facilitator(lead, valleys)
    screen = posted.enter(
        FACILITATOR.email, FACILITATOR.name, about="You can now take part", width=PROJECTOR, height=1080
    )
    set_up_round(lead, valleys)
    open_and_invite(lead, valleys, people=len(RESPONDENTS))

    # when each comes in by the letter, is told who sees what, and answers alone
    people = everybody_answers_but_two(posted)
    agree_position_of_birch(people[BEN])
    screen.open(valleys.round)
    enter_from_paper(screen, PAPER)

    # then the lead sees how far they are and reminds who has not finished
    posted.let_a_day_pass()
    sees_how_far_they_are(
        lead,
        valleys,
        {ALDER: ("5 of 5", "Submitted"), DOWNS: ("3 of 5", "Started"), ELMS: ("0 of 5", "Not started")},
    )
    chase(lead, valleys, started=DEE, not_started=ELI)
    the_two_finish(posted, people)

    # and nobody has read a word of anybody else
    nobody_reads_others(valleys, {**people, LEAD: lead, FACILITATOR: screen})

    # when the levels are revealed, what partners agree on is confirmed at once, and the meeting is prepared
    lead.open(valleys.round)
    move(lead, "Close responding and reveal")
    positions_are_revealed(valleys, {**people, LEAD: lead, FACILITATOR: screen})
    confirm_what_is_aligned(screen, valleys)
    make_the_agenda(screen, valleys, minutes=60)
    lead.open(valleys.round)
    lead.press(f"Email the pre-read to everyone who responds ({len(RESPONDENTS)})")
    read_the_pre_read(posted, people[ANN], valleys)

    # and they meet
    meet(valleys, screen, people, watching=lead)

    # then the round is closed once everything has a result, and what came of it is everybody’s
    close_the_round(lead, valleys)
    the_results_say_it(people[CAL], valleys)
    the_report_says_it(lead, valleys)
    the_data_say_it(people[ANN], valleys)


def everybody_answers_but_two(posted: Posted) -> dict[Person, Window]:
    """Dee stops half way, and Eli does not come in. Returns the windows by person."""
    people: dict[Person, Window] = {}
    for person in (ANN, BEN, BEA, CAL, DEE):
        window = posted.enter(
            person.email, person.name, about="please respond", width=PHONE if person in {CAL, BEA} else DESK
        )
        people[person] = window
        is_told_who_sees_what(window, person)
        window.check()
        if person is ANN:
            answer_one_by_one(window, person)
        else:
            for domain in (PURPOSE_DOMAIN, PEOPLE_DOMAIN)[: 1 if person is DEE else 2]:
                answer_domain(window, person, domain)
        if person is not DEE:
            submit(window, person)
    return people


def the_two_finish(posted: Posted, people: dict[Person, Window]) -> None:
    """Both come in by the reminder, each on the right page."""
    about = "still to come"
    dee = posted.enter(DEE.email, DEE.name, about=about, window=people[DEE])
    headed(dee, TEAMS)
    dee.open(dee.page.url.partition("/criteria/")[0])
    answer_domain(dee, DEE, PEOPLE_DOMAIN)
    submit(dee, DEE)
    people[ELI] = posted.enter(ELI.email, ELI.name, about=about)
    headed(people[ELI], PURPOSE)
    people[ELI].open(people[ELI].page.url.partition("/criteria/")[0])
    is_told_who_sees_what(people[ELI], ELI)
    for domain in (PURPOSE_DOMAIN, PEOPLE_DOMAIN):
        answer_domain(people[ELI], ELI, domain)
    submit(people[ELI], ELI)


def nobody_reads_others(valleys: Valleys, people: dict[Person, Window]) -> None:
    """Open everything as everybody, and find no word of anybody else: what one says oneself is found."""
    own = {
        BEN: {BEN.word, BEA.word, AS_BIRCH.word},
        BEA: {BEA.word, AS_BIRCH.word},
        LEAD: {PAPER.word},
        FACILITATOR: {PAPER.word},
    }
    words = {person.word for person in (*RESPONDENTS, AS_BIRCH, PAPER)}
    for reader, window in people.items():
        pages = everything_open_to(window, valleys.closed_doors)
        mine = own.get(reader, {reader.word})
        assert where_it_says(pages, words - mine) == [], reader.name
        assert {word for word in mine if where_it_says(pages, {word})} == mine, reader.name


def positions_are_revealed(valleys: Valleys, people: dict[Person, Window]) -> None:
    """Everybody reads where each partner stands, and nobody outside what was only said inside Birch."""
    stand = {person.word for person in (ANN, CAL, DEE, ELI, AS_BIRCH, PAPER)}
    for reader, window in people.items():
        window.open(f"{valleys.round}/agree/criteria/{id_of(DECISIONS)}")
        text = window.page.locator("#maincontent").inner_text()
        assert {word for word in stand if word in text} == stand, reader.name
        assert BEN.word not in text
        assert BEA.word not in text
    screen = people[FACILITATOR]
    says(screen, f"on behalf of {FERN}")
    screen.check()


def read_the_pre_read(posted: Posted, window: Window, valleys: Valleys) -> None:
    """Read it from the letter, as a page and as a PDF, with the own position and nobody else’s words."""
    posted.enter(ANN.email, ANN.name, about="before we meet", window=window)
    headed(window, f"Before the meeting: {ALDER}")
    says(window, DECISIONS, ANN.reason(DECISIONS))
    window.check()
    page = window.page.locator("#maincontent").inner_text()
    printed = read_pdf(window, f"{valleys.round}/prepare/pre-read/{valleys.partners[ALDER]}/pdf")
    for text in (page, printed):
        assert ANN.word in text
        assert [person.name for person in (BEN, BEA, CAL, DEE, ELI, AS_BIRCH, PAPER) if person.word in text] == []


def meet(valleys: Valleys, screen: Window, people: dict[Person, Window], *, watching: Window) -> None:
    """Vote on two criteria and agree on one of them, record a third without a vote, and end the meeting."""
    everybody = {**people, LEAD: watching}
    screen.open(f"{valleys.round}/room/facilitate")
    screen.press("Open the room")
    for window in everybody.values():
        window.open(f"{valleys.round}/room")
    voters = {ANN: 1, BEN: 1, CAL: 4, DEE: 4, ELI: 4, PAPER: 2}
    vote_on(valleys, screen, everybody, DECISIONS, voters)
    record(
        screen,
        "Not agreed: say why below",
        reason="Three boards have handed decisions over, and three have not.",
        moves_up=MOVES_DECISIONS,
    )
    for window in everybody.values():
        says(window, "What we agree: Not agreed", MOVES_DECISIONS)
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
    record(screen, LEVELS[1], reason="Two trusts share a bank, and the others use it.")
    for window in everybody.values():
        says(window, f"What we agree: {LEVELS[1]}")
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
    *first, last = (person for person in levels if person is not PAPER)
    for person in first:
        vote(everybody[person], person, criterion, levels[person])
        is_in(everybody[person], person, levels[person])
    vote_on_behalf(screen, PAPER, criterion, levels[PAPER])
    for window in (screen, *everybody.values()):
        says(window, "5 of 6 are in", f"Not in yet: {last.partner}")
    is_in(everybody[BEA], BEA, levels[BEN])
    keeps_votes_hidden({**everybody, FACILITATOR: screen}, valleys, criterion)
    screen.check()
    vote(everybody[last], last, criterion, levels[last])
    for window in (screen, *everybody.values()):
        says(window, "Every partner voted.")
    for person in (*first, last, PAPER):
        expect(screen.page.locator("[data-part=strips]")).to_contain_text(why(person, criterion))


def close_the_round(lead: Window, valleys: Valleys) -> None:
    """See what is to be looked at again, and close the round."""
    lead.open(valleys.round)
    says(lead, "Every criterion has a result.")
    lead.follow("Close the round")
    lead.check()
    lead.press("Close the round")
    expect(lead.page.get_by_role("alert")).to_contain_text(f"{LABEL} is closed and its result is final.")


def the_results_say_it(window: Window, valleys: Valleys) -> None:
    """Read the results: what was agreed and on what partners stand apart."""
    window.open(f"{valleys.round}/results")
    says(window, "Not agreed", MOVES_DECISIONS, DISSENT, MOVES_VOICE)
    window.check()


def the_report_says_it(lead: Window, valleys: Valleys) -> None:
    """Read the report as a page, and in full as a PDF."""
    lead.open(f"{valleys.round}/report")
    says(lead, "Where partners differ", DECISIONS)
    lead.check()
    full = read_pdf(lead, f"{valleys.round}/report/full")
    for words in (
        COLLABORATIVE,
        "Not agreed",
        f"Dissent is recorded on: {DECISIONS}",
        f"{ALDER}: {DISSENT}",
        MOVES_DECISIONS,
        MOVES_VOICE,
        ANN.reason(DECISIONS),
    ):
        assert words in full, words


def the_data_say_it(window: Window, valleys: Valleys) -> None:
    """Read the data: the level and the agreement of each criterion, and the dissent."""
    rows = read_data(window, valleys)
    agreed = {row["criterion"]: row for row in rows if row["tier"] == "agreed"}
    assert {criterion: (row["level"], row["agreement"]) for criterion, row in agreed.items()} == {
        id_of(PURPOSE): ("3", "aligned"),
        id_of(DECISIONS): ("", "split"),
        id_of(VOICE): ("3", "mixed"),
        id_of(TEAMS): ("2", "aligned"),
        id_of(BANK): ("2", "aligned"),
    }
    assert agreed[id_of(DECISIONS)]["state"] == "not-agreed"
    dissents = [(row["partner"], row["criterion"], row["reason"]) for row in rows if row["tier"] == "dissent"]
    assert dissents == [(ALDER, id_of(DECISIONS), DISSENT)]
    assert sum(row["tier"] == "position" for row in rows) == 6 * len(CRITERIA)
