from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from maturity.core.asked import Agreeing, Progress
from maturity.core.participant import Participant, Seated, is_waited_for, why_levels_not_revealed
from maturity.core.round import Naming

THEN = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
LEAD = Seated(
    respondent=1,
    account=11,
    name="Ada Moor",
    role_title="Director of strategy",
    is_partner_lead=True,
    submitted_at=THEN,
    progress=Progress(dealt_with=7, asked=7),
    is_disabled=False,
)
COLLEAGUE = replace(LEAD, respondent=2, account=12, name="Ben Fell", is_partner_lead=False)
BOTH = Participant(
    partner=1,
    partner_name="Alder Trust",
    partner_type_label="Acute trust",
    people=(LEAD, COLLEAGUE),
    agreeing=Agreeing(agreed=3, to_agree=7),
)


def away(person: Seated) -> Seated:
    """The same person before submitting anything."""
    return replace(person, submitted_at=None, progress=Progress(dealt_with=0, asked=7))


@pytest.mark.parametrize(
    "has_submitted, is_asked_something, expected",
    [(False, True, True), (True, True, False), (False, False, False), (True, False, False)],
)
def test_a_person_is_waited_for_who_is_asked_something_and_has_not_submitted(
    has_submitted: bool, is_asked_something: bool, expected: bool
) -> None:
    assert is_waited_for(has_submitted=has_submitted, is_asked_something=is_asked_something) is expected


def test_whoever_handed_everything_over_is_not_waited_for_and_has_not_begun() -> None:
    nothing = replace(COLLEAGUE, submitted_at=None, progress=Progress(dealt_with=0, asked=0))
    assert (nothing.is_waited_for, nothing.has_begun) == (False, False)
    assert away(COLLEAGUE).is_waited_for
    assert replace(away(COLLEAGUE), progress=Progress(dealt_with=1, asked=7)).has_begun
    assert replace(BOTH, people=(LEAD, nothing)).is_complete


def test_the_lead_agrees_next_once_everybody_has_finished_and_until_all_is_agreed() -> None:
    assert BOTH.agrees_next is LEAD
    assert replace(BOTH, people=(LEAD, away(COLLEAGUE))).agrees_next is None
    assert replace(BOTH, agreeing=Agreeing(agreed=7, to_agree=7)).agrees_next is None
    assert replace(BOTH, people=()).agrees_next is None


def test_a_lead_who_cannot_sign_in_or_had_nothing_to_submit_is_not_asked_to_agree() -> None:
    assert replace(BOTH, people=(replace(LEAD, is_disabled=True), COLLEAGUE)).agrees_next is None
    nothing = replace(LEAD, submitted_at=None, progress=Progress(dealt_with=0, asked=0))
    assert replace(BOTH, people=(nothing, COLLEAGUE)).agrees_next is None


def test_reminded_is_who_is_waited_for_and_can_sign_in_and_the_lead_who_agrees_next() -> None:
    assert BOTH.to_remind == (LEAD,)
    late = replace(BOTH, people=(LEAD, away(COLLEAGUE)))
    assert late.to_remind == late.to_chase == late.waiting == (away(COLLEAGUE),)
    locked_out = replace(away(COLLEAGUE), is_disabled=True)
    blocked = replace(BOTH, people=(LEAD, locked_out))
    assert (blocked.to_remind, blocked.waiting, blocked.to_tell) == ((), (locked_out,), (LEAD,))


def test_nobody_responds_for_a_partner_without_people() -> None:
    empty = replace(BOTH, people=())
    assert (empty.lead, empty.is_team, empty.is_complete, empty.has_begun, empty.person(11)) == (
        None,
        False,
        False,
        False,
        None,
    )
    assert (BOTH.lead, BOTH.is_team, BOTH.has_begun, BOTH.person(12)) == (LEAD, True, True, COLLEAGUE)


def partners(submitted: int, *, entered: int = 0, of: int = 6) -> list[Participant]:
    """So many partners have submitted, for so many more positions were entered, and nothing is there of the others."""
    silent = replace(LEAD, submitted_at=None)
    return [
        Participant(n, f"Partner {n}", "Trust", (LEAD,))
        if n < submitted
        else Participant(n, f"Partner {n}", "Trust", (silent,), entered=int(n < submitted + entered))
        for n in range(of)
    ]


@pytest.mark.parametrize(
    "submitted, entered, of, may",
    [
        (1, 0, 6, False),
        (2, 0, 6, False),
        (3, 0, 6, True),
        (1, 2, 6, False),
        (2, 4, 6, False),
        (3, 3, 6, True),
        (0, 2, 6, False),
        (0, 6, 6, True),
        (1, 0, 2, False),
        (1, 1, 2, False),
        (2, 0, 2, True),
        (0, 2, 2, True),
    ],
)
def test_a_round_without_names_is_revealed_once_no_partner_stands_alone(
    submitted: int, entered: int, of: int, *, may: bool
) -> None:
    refused = why_levels_not_revealed(Naming.ANONYMOUS, partners(submitted, entered=entered, of=of))
    assert (refused == "") is may
    assert why_levels_not_revealed(Naming.PARTNER_ONLY, partners(submitted, entered=entered, of=of)) == ""


def test_it_says_how_many_are_in_and_what_to_do() -> None:
    assert why_levels_not_revealed(Naming.ANONYMOUS, partners(1)) == (
        "This round is without names, and 1 of 6 partners is in. With fewer than 3 it would be known who said what. "
        "Remind the partners that have not submitted."
    )
    assert why_levels_not_revealed(Naming.ANONYMOUS, partners(0, entered=2)) == (
        "This round is without names, and 2 of 6 partners are in. With fewer than 3 it would be known who said what. "
        "Remind the partners that have not submitted, or enter positions from paper."
    )
    assert why_levels_not_revealed(Naming.ANONYMOUS, partners(1, entered=5)) == (
        "This round is without names, and only 1 partner has submitted. Who entered positions from paper would know "
        "what they said. Remind the partners that have not submitted. What a partner submits takes the place of what "
        "was entered for it."
    )


def test_of_a_partner_without_people_it_says_to_choose_somebody() -> None:
    nobody = Participant(9, "Elm Trust", "Trust")
    said = why_levels_not_revealed(Naming.ANONYMOUS, [*partners(2, of=2), nobody])
    assert said.endswith(
        "With fewer than 3 it would be known who said what. Choose somebody who responds for Elm Trust."
    )
    entered = [*partners(2, of=3), replace(nobody, entered=7)]
    assert "Remind the partners that have not submitted, or choose somebody who responds for Elm Trust." in (
        why_levels_not_revealed(Naming.ANONYMOUS, entered)
    )
    assert "Choose somebody who responds for Elm Trust, or enter positions from paper." in (
        why_levels_not_revealed(Naming.ANONYMOUS, [nobody])
    )
