from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maturity.core.constant_panel import panel_of, where_now
from maturity.core.round_record import RoundPartner
from maturity.core.scoring import score_round
from tests.factories.rounds import a_partner, a_round_record, some_partners

MERGED = replace(a_partner(1), goes_on_in=(2,))


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
        ["Restated: Alder Vale Trust has gone on in Birchmoor Trust."],
    )
    into_new = [replace(a_partner(n), goes_on_in=(5,)) for n in (1, 2)]
    assert panel(into_new, [a_partner(5, name="Elm Trust")])[3] == [
        "Restated: Alder Vale Trust and Birchmoor Trust have gone on in Elm Trust."
    ]


def test_a_chain_is_followed_only_as_far_as_the_later_round() -> None:
    partner = replace(a_partner(1), goes_on_in=(2, 3))
    assert where_now(partner, {1, 2, 3}) == 1
    assert where_now(partner, {2, 3}) == 2
    assert where_now(partner, {3}) == 3
    assert where_now(partner, {4}) is None
