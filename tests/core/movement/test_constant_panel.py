from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from maturity.core.movement.constant_panel import panel_of, where_now
from maturity.core.round_record import RoundPartner
from maturity.core.scoring import score_round
from tests.factories.rounds import a_partner, a_round_record, goes_on, some_partners

MERGED = replace(a_partner(1), goes_on_in=goes_on(2))


def panel(before: Sequence[RoundPartner], after: Sequence[RoundPartner]) -> tuple[list[str], ...]:
    first, second = (
        score_round(a_round_record(positions={}, partners=who, number=number))
        for number, who in enumerate((before, after), start=1)
    )
    found = panel_of(first, second)
    return (
        [f"{'+'.join(str(each.id) for each in one.before)}={one.after.id}" for one in found.both],
        [partner.name for partner in found.joined],
        [partner.name for partner in found.left],
        list(found.restated),
    )


def test_partners_are_matched_by_themselves_and_the_others_joined_or_left() -> None:
    both, joined, left, restated = panel(some_partners(3), [a_partner(2), a_partner(3), a_partner(4)])
    assert (both, joined, left) == (["2=2", "3=3"], ["Dunmere Trust"], ["Alder Vale Trust"])
    assert restated == []


def test_partners_that_merged_are_one_and_that_is_said() -> None:
    assert panel([MERGED, a_partner(2)], [a_partner(2)]) == (
        ["1+2=2"],
        [],
        [],
        [
            (
                "Restated: Alder Vale Trust has become part of Birchmoor Trust. What they were before is compared as "
                "one partner where all of them gave the same level, and left out elsewhere."
            )
        ],
    )
    into_new = [replace(a_partner(n), goes_on_in=goes_on(5)) for n in (1, 2)]
    assert panel(into_new, [a_partner(5, name="Elm Trust")])[3] == [
        (
            "Restated: Alder Vale Trust and Birchmoor Trust have become part of Elm Trust. What they were before is "
            "compared as one partner where all of them gave the same level, and left out elsewhere."
        )
    ]


def test_a_partner_that_was_succeeded_goes_on_and_that_is_said() -> None:
    succeeded = replace(a_partner(1), goes_on_in=goes_on(5))
    assert panel([succeeded], [a_partner(5, name="Elm Trust")])[3] == [
        "Restated: Alder Vale Trust goes on as Elm Trust, which is compared with what Alder Vale Trust gave."
    ]


def test_a_chain_is_followed_only_as_far_as_the_later_round() -> None:
    partner = replace(a_partner(1), goes_on_in=goes_on(2, 3))
    assert where_now(partner, {1, 2, 3}, by=None) == 1
    assert where_now(partner, {2, 3}, by=None) == 2
    assert where_now(partner, {3}, by=None) == 3
    assert where_now(partner, {4}, by=None) is None


def test_a_chain_is_followed_only_as_far_as_it_had_come_when_the_later_round_was_closed() -> None:
    chain = (*goes_on(2, left_on=date(2026, 3, 31)), *goes_on(3, left_on=date(2029, 1, 1)))
    partner = replace(a_partner(1), goes_on_in=chain)
    assert where_now(partner, {2}, by=date(2026, 3, 30)) is None
    assert where_now(partner, {2}, by=date(2026, 3, 31)) == 2
    assert where_now(partner, {3}, by=date(2028, 12, 31)) is None
    assert where_now(partner, {3}, by=date(2029, 1, 1)) == 3
    assert where_now(partner, {3}, by=None) == 3


def test_what_happened_to_a_partner_after_the_later_round_restates_nothing() -> None:
    both = [a_partner(1), a_partner(2)]
    for left_on, left in ((date(2029, 1, 1), ["Alder Vale Trust"]), (date(2026, 1, 1), [])):
        before = [replace(both[0], goes_on_in=goes_on(2, left_on=left_on)), both[1]]
        rounds = [
            replace(a_round_record(positions={}, partners=who, number=number), closed_on=date(2026, 6, 1))
            for number, who in enumerate((before, both[1:]), start=1)
        ]
        found = panel_of(score_round(rounds[0]), score_round(rounds[1]))
        assert [partner.name for partner in found.left] == left
        assert bool(found.restated) is not bool(left)
