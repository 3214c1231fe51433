from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.authoring.tables.ids import ids_for


@pytest.mark.parametrize(
    "title, made",
    [
        ("Shared purpose", "shared-purpose"),
        ("1.2 Shared purpose", "shared-purpose"),
        ("A3. Trust & candour", "trust-and-candour"),
        ("Domain 1: Leadership", "leadership"),
        ("A good start", "a-good-start"),
        ("3", "criterion-3"),
        ("Café’s naïve plan", "cafes-naive-plan"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_an_id_is_made_from_the_words_of_a_title(title: str, made: str) -> None:
    assert ids_for([title], [""], "criterion") == [made]


def test_a_title_in_another_script_has_an_id_that_does_not_hang_on_its_place() -> None:
    (alone,) = ids_for(["Доверие"], [""], "criterion")
    assert ids_for(["Trust", "Доверие"], ["", ""], "criterion") == ["trust", alone]
    assert re.fullmatch(r"criterion-[0-9a-f]{8}", alone)


def test_titles_that_are_alike_are_told_apart_by_what_they_stand_in_and_then_by_number() -> None:
    assert ids_for(["Trust", "Trust", "Trust", "Plan"], ["a", "b", "b", "b"], "criterion") == [
        "a-trust",
        "b-trust",
        "b-trust-2",
        "plan",
    ]


@given(st.lists(st.tuples(st.text(max_size=90), st.sampled_from(["", "people"])), max_size=12))
def test_ids_are_always_good_and_no_two_are_alike(titles: list[tuple[str, str]]) -> None:
    made = ids_for([title for title, _ in titles], [holder for _, holder in titles], "criterion")
    assert len(set(made)) == len(made)
    for each in made:
        assert re.fullmatch(r"(?=[a-z0-9-]*[a-z])[a-z0-9]+(-[a-z0-9]+)*", each), each
        assert len(each) <= 60


@given(st.permutations(["Trust", "1 Plan", "Money", "Доверие", "42"]))
def test_the_order_makes_no_difference_to_ids(titles: list[str]) -> None:
    made = dict(zip(titles, ids_for(titles, [""] * 5, "criterion"), strict=True))
    assert (made["Trust"], made["1 Plan"], made["Money"], made["42"]) == ("trust", "plan", "money", "criterion-42")
