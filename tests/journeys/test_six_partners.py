"""Six partners from the first invitation to the report: each answers alone, and they agree levels in one room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import copy_of
from tests.journeys.browsers import OpenWindow, Window, headed
from tests.journeys.leading import (
    add_facilitator,
    cannot_close_yet,
    chase,
    close_the_round,
    confirm_what_is_aligned,
    look_again,
    make_the_agenda,
    move,
    open_and_invite,
    sees_how_far_they_are,
    set_up_round,
)
from tests.journeys.meeting import meet
from tests.journeys.outcome import the_data_say_it, the_report_says_it, the_results_say_it
from tests.journeys.page_checks import DESK, PHONE, PROJECTOR
from tests.journeys.posted import Posted, serve_with_mail
from tests.journeys.responding import (
    PEOPLE_DOMAIN,
    PURPOSE_DOMAIN,
    agree_position_of_birch,
    answer_domain,
    answer_one_by_one,
    is_told_who_sees_what,
    submit,
)
from tests.journeys.six_partners import (
    ALDER,
    ANN,
    BANK,
    BEA,
    BEN,
    CAL,
    DECISIONS,
    DEE,
    DOWNS,
    ELI,
    ELMS,
    FACILITATOR,
    FIN,
    LEAD,
    RESPONDENTS,
    TEAMS,
    VOICE,
    Person,
    Valleys,
    six_partners,
)
from tests.journeys.what_each_reads import nobody_reads_others, positions_are_revealed, read_the_pre_read

LOOKED_AT = (ANN, BEN, CAL, BEA)
"""Whose list is checked for barriers: each that differs, on a desk and on a phone."""


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

    # then the lead sees how far they are and reminds who has not finished
    posted.let_a_day_pass()
    sees_how_far_they_are(
        lead,
        valleys,
        {ALDER: ("5 of 5", "Submitted"), DOWNS: ("3 of 5", "Started"), ELMS: ("0 of 5", "Not started")},
    )
    chase(lead, valleys, started=DEE, not_started=ELI, agreeing=BEN)
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

    # and they meet, before which the round cannot be closed
    cannot_close_yet(lead, valleys, (DECISIONS, VOICE, BANK))
    meet(valleys, screen, people, watching=lead)

    # then the round is closed when what was found has been looked at again, and what came of it is everybody’s
    look_again(lead, valleys)
    close_the_round(lead)
    the_results_say_it(people[CAL], valleys)
    the_report_says_it(lead, valleys)
    the_data_say_it(people[ANN], valleys)


def everybody_answers_but_two(posted: Posted) -> dict[Person, Window]:
    """Dee stops half way, and Eli does not come in. Returns the windows by person."""
    people: dict[Person, Window] = {}
    for person in (ANN, BEN, BEA, CAL, DEE, FIN):
        window = posted.enter(
            person.email, person.name, about="please respond", width=PHONE if person in {CAL, BEA} else DESK
        )
        people[person] = window
        is_told_who_sees_what(window, person)
        if person in LOOKED_AT:
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
    """Both come in by the reminder: who had begun goes on where it was left, and who had not is told who sees what."""
    about = "still to come"
    dee = posted.enter(DEE.email, DEE.name, about=about, window=people[DEE])
    headed(dee, TEAMS)
    dee.open(dee.page.url.partition("/criteria/")[0])
    answer_domain(dee, DEE, PEOPLE_DOMAIN)
    submit(dee, DEE)
    people[ELI] = posted.enter(ELI.email, ELI.name, about=about)
    is_told_who_sees_what(people[ELI], ELI)
    for domain in (PURPOSE_DOMAIN, PEOPLE_DOMAIN):
        answer_domain(people[ELI], ELI, domain)
    submit(people[ELI], ELI)
