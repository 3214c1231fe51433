from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.membership import Member, Succession, SuccessionRefused, chain_from, check_succession

APRIL = date(2026, 4, 1)
ALDER = Member(1, "Alder Trust")
BIRCH = Member(2, "Birch Trust")
CEDAR = Member(3, "Cedar Trust")


def those(*members: Member) -> Mapping[int, Member]:
    return {member.id: member for member in members}


def into(member: Member, other: Member, *, left_on: date | None = APRIL) -> Member:
    return replace(member, left_on=left_on, succession=Succession.MERGED, succeeded_by=other.id)


def test_every_succession_reads_on_into_the_name_of_the_other_partner() -> None:
    assert [f"{succession.label} Birch Trust" for succession in Succession] == [
        "Merged into Birch Trust",
        "Succeeded by Birch Trust",
    ]


def test_a_chain_is_followed_to_its_end() -> None:
    assert chain_from(1, {1: 2, 2: 3}) == (2, 3)
    assert chain_from(3, {1: 2, 2: 3}) == ()


@given(st.dictionaries(st.integers(1, 6), st.integers(1, 6)), st.integers(1, 6))
def test_every_chain_has_an_end_whatever_the_database_holds(succeeded_by: dict[int, int], partner: int) -> None:
    chain = chain_from(partner, succeeded_by)
    assert len(set(chain)) == len(chain)
    assert partner not in chain


def test_partners_merge_into_one_that_goes_on_and_into_a_new_one_with_others() -> None:
    check_succession(ALDER, those(ALDER, BIRCH))
    check_succession(into(ALDER, CEDAR), those(ALDER, into(BIRCH, CEDAR), CEDAR))
    check_succession(into(ALDER, CEDAR), those(ALDER, replace(CEDAR, joined_on=date(2026, 4, 2))))


@pytest.mark.parametrize(
    "wanted, members, said",
    [
        (into(ALDER, ALDER), (ALDER, BIRCH), "A partner cannot go on in itself."),
        (into(ALDER, Member(9, "Of others")), (ALDER, BIRCH), "Choose a partner of this collaborative"),
        (into(ALDER, BIRCH), (ALDER, into(BIRCH, ALDER)), "Birch Trust already goes on in Alder Trust"),
        (into(ALDER, BIRCH), (ALDER, into(BIRCH, CEDAR), into(CEDAR, ALDER)), "by way of others. Correct that first."),
        (into(ALDER, BIRCH, left_on=None), (ALDER, BIRCH), "Enter the date it left"),
        (replace(ALDER, left_on=APRIL, succeeded_by=2), (ALDER, BIRCH), "Choose whether it merged"),
        (replace(ALDER, left_on=APRIL, succession=Succession.SUCCEEDED), (ALDER, BIRCH), "Choose the partner"),
        (
            into(ALDER, BIRCH),
            (ALDER, replace(BIRCH, left_on=date(2026, 3, 31))),
            "Birch Trust left before Alder Trust did",
        ),
        (into(ALDER, BIRCH), (ALDER, replace(BIRCH, joined_on=date(2026, 4, 3))), "Birch Trust joined later than"),
        (replace(BIRCH, left_on=date(2026, 3, 31)), (into(ALDER, BIRCH), BIRCH), "Birch Trust left before Alder Trust"),
        (replace(BIRCH, joined_on=date(2026, 4, 3)), (into(ALDER, BIRCH), BIRCH), "Birch Trust joined later than"),
    ],
)
def test_what_cannot_be_is_refused_in_words(wanted: Member, members: tuple[Member, ...], said: str) -> None:
    with pytest.raises(SuccessionRefused) as refused:
        check_succession(wanted, those(*members))
    assert said in str(refused.value)
