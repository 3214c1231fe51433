"""What a difference is made of: the parts add up, and what changes alone is the only part."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.declared_changes import Change
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import DomainMethod
from maturity.core.movement.decomposition import Decomposition, Part
from maturity.core.movement.viewed import MovementViews
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.rounds import ConsensusLike, PositionLike, a_partner, some_partners
from tests.factories.two_rounds import IDS, TWO, Levels, a_plain_matrix, a_rule, middle, rounds, viewed
from tests.factories.versions import declared, some_changes

METHODS = st.sampled_from([DomainMethod.MEAN, DomainMethod.MEDIAN, DomainMethod.LOWEST])


def splits(views: MovementViews) -> list[Decomposition]:
    return [row.decomposition for row in views.rows if row.decomposition is not None]


def only(views: MovementViews) -> set[Part]:
    """Which parts are not nought anywhere."""
    return {part for split in splits(views) for part, size in split.parts if size}


@given(rounds(), rounds(partners=5), METHODS, st.sets(st.sampled_from(IDS), max_size=3), st.sets(st.integers(1, 5)))
def test_the_parts_always_add_up_to_the_whole_exactly(
    first: tuple[Levels, Mapping[str, ConsensusLike]],
    second: tuple[Levels, Mapping[str, ConsensusLike]],
    method: DomainMethod,
    reworded: set[str],
    others: set[int],
) -> None:
    later = a_matrix(
        domains=[
            a_domain(d.id, [a_criterion(c.id, title=f"{c.title}{' anew' * (c.id in reworded)}") for c in d.criteria])
            for d in TWO
        ],
        version="2.0.0",
        scoring=a_rule(method),
    )
    who = [a_partner(n, respondents=[n + 500] if n in others else None) for n in range(1, 6)]
    views = viewed(
        first[0],
        second[0],
        agreed=(first[1], second[1]),
        matrices=(a_plain_matrix(method), later),
        partners=(some_partners(4), who),
    )
    for row in views.rows:
        if row.decomposition is not None:
            assert row.decomposition.whole == row.views[row.whole].change
            assert sum(size for _, size in row.decomposition.parts) == row.decomposition.whole


def amended_in(ids: Collection[str], method: DomainMethod) -> Matrix:
    """The same criteria, of which some ask for something else by what the version declares."""
    later = a_matrix(
        domains=[
            a_domain(d.id, [a_criterion(c.id, title=f"{c.title}{' anew' * (c.id in ids)}") for c in d.criteria])
            for d in TWO
        ],
        version="2.0.0",
        scoring=a_rule(method),
    )
    return replace(later, changes=some_changes(*(declared(each, Change.AMENDED) for each in sorted(ids))))


@given(rounds(), rounds(partners=5), METHODS, st.sets(st.sampled_from(IDS), min_size=1))
def test_the_parts_add_up_exactly_with_amended_criteria_too_and_these_are_in_no_part_of_the_partners(
    first: tuple[Levels, Mapping[str, ConsensusLike]],
    second: tuple[Levels, Mapping[str, ConsensusLike]],
    method: DomainMethod,
    amended: set[str],
) -> None:
    matrices = (a_plain_matrix(method), amended_in(amended, method))
    views = viewed(first[0], second[0], agreed=(first[1], second[1]), matrices=matrices)
    for split in splits(views):
        assert sum(size for _, size in split.parts) == split.whole
    if amended == set(IDS):
        assert only(views) <= {Part.AMENDED, Part.SCOPE, Part.NOT_TOLD}


@given(
    st.fixed_dictionaries(dict.fromkeys(IDS, st.lists(st.integers(1, 4), min_size=5, max_size=5))),
    st.integers(1, 4),
    METHODS,
)
def test_a_change_of_meaning_alone_contributes_to_that_alone_and_nothing_where_the_level_stayed(
    levels: dict[str, list[PositionLike]], other: int, method: DomainMethod
) -> None:
    matrices = (a_plain_matrix(method), amended_in({IDS[0]}, method))
    changed: dict[str, list[PositionLike]] = {**levels, IDS[0]: [other] * 5}
    assert only(viewed(levels, changed, matrices=matrices)) <= {Part.AMENDED}
    assert only(viewed(levels, levels, matrices=matrices)) == set()


@given(rounds(), METHODS)
def test_identical_rounds_give_nought_everywhere(
    same: tuple[Levels, Mapping[str, ConsensusLike]], method: DomainMethod
) -> None:
    matrices = (a_plain_matrix(method), a_plain_matrix(method))
    views = viewed(same[0], same[0], agreed=(same[1], same[1]), matrices=matrices)
    assert only(views) == set()
    assert {sides.change for row in views.rows for sides in row.views.values()} <= {None, Fraction(0)}
    assert {row.verdict for row in views.rows} == {None}


@given(rounds(), rounds(), METHODS)
def test_swapping_the_rounds_negates_every_part_but_where_a_criterion_is_held_beside_a_lowest_level_or_a_median(
    first: tuple[Levels, Mapping[str, ConsensusLike]],
    second: tuple[Levels, Mapping[str, ConsensusLike]],
    method: DomainMethod,
) -> None:
    matrices = (a_plain_matrix(method), a_plain_matrix(method))
    there = viewed(first[0], second[0], agreed=(first[1], second[1]), matrices=matrices)
    back = viewed(second[0], first[0], agreed=(second[1], first[1]), matrices=matrices)
    for row, other in zip(there.rows, back.rows, strict=True):
        if row.decomposition is None or other.decomposition is None:
            assert row.decomposition is other.decomposition
            continue
        if method is not DomainMethod.MEAN and row.decomposition.of(Part.NOT_TOLD) is not None:
            continue  # what is held stands at its level before: beside others that level can decide such a figure
        assert other.decomposition.parts == tuple((part, -size) for part, size in row.decomposition.parts)
        assert row.verdict is other.verdict


FULL = st.lists(st.integers(1, 4), min_size=5, max_size=5)


@given(st.fixed_dictionaries(dict.fromkeys(IDS, FULL)))
def test_a_partner_that_only_joins_contributes_to_membership_alone(levels: dict[str, list[PositionLike]]) -> None:
    levels = {c: [*given, given[0], given[0]] for c, given in levels.items()}
    agreed = {c: middle(given) for c, given in levels.items()}
    joined = {c: [*given, 4, 4] for c, given in levels.items()}
    now = {c: middle(given) for c, given in joined.items()}
    views = viewed(levels, joined, agreed=(agreed, now))
    assert only(views) <= {Part.MEMBERSHIP}


@given(st.fixed_dictionaries(dict.fromkeys(IDS, FULL)), st.integers(1, 4))
def test_a_change_of_wording_alone_contributes_to_wording_alone(
    levels: dict[str, list[PositionLike]], other: int
) -> None:
    changed: dict[str, list[PositionLike]] = {**levels, IDS[0]: [other] * 5}
    first, *rest = TWO
    renamed = a_domain(first.id, [a_criterion(IDS[0], title="Another question"), *first.criteria[1:]])
    later = a_matrix(domains=[renamed, *rest], scoring=a_rule(), version="2.0.0")
    assert only(viewed(levels, changed, matrices=(a_plain_matrix(), later))) <= {Part.WORDING}


def test_a_criterion_that_no_longer_applies_is_scope_alone() -> None:
    levels: dict[str, list[PositionLike]] = {c: [level] * 3 for c, level in zip(IDS, (1, 2, 3, 4, 2, 1), strict=True)}
    agreed: dict[str, ConsensusLike] = {c: middle(given) for c, given in levels.items()}
    views = viewed(levels, levels, agreed=(agreed, {**agreed, IDS[0]: "not-applicable"}))
    assert only(views) == {Part.SCOPE}
    [domain, _, overall] = splits(views)
    assert domain.of(Part.SCOPE) == Fraction(1, 2)
    assert overall.of(Part.SCOPE) == Fraction(12, 5) - Fraction(13, 6)


def test_other_people_answering_is_told_apart_from_a_change_of_level() -> None:
    before = {c: [2, 2, 2, 2] for c in IDS}
    after = {c: [3, 3, 4, 4] for c in IDS}
    who = [a_partner(1), a_partner(2), a_partner(3, respondents=[901]), a_partner(4, respondents=[902])]
    agreed = dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 4)
    views = viewed(before, after, partners=(some_partners(4), who), agreed=agreed)
    split = splits(views)[0]
    # Two partners are too few for a median of those for which the same people answered.
    assert dict(split.parts)[Part.LEVEL_OR_RESPONDENTS] == Fraction(3, 2)
    assert split.of(Part.CONVERSATION) == Fraction(1, 2)
    who[2] = a_partner(3)
    split = splits(viewed(before, after, partners=(some_partners(4), who)))[0]
    assert (split.of(Part.LEVEL), split.of(Part.RESPONDENTS)) == (Fraction(1), Fraction(1, 2))


def test_a_partner_that_did_not_move_has_no_part_though_other_people_answered() -> None:
    one = a_matrix(domains=[a_domain("d1", ["a"])], scoring=a_rule())
    who = [a_partner(1, respondents=[501]), a_partner(2), a_partner(3), a_partner(4)]
    views = viewed(
        {"a": [1, 2, 2, 3]},
        {"a": [1, 2, 4, 4]},
        matrices=(one, one),
        partners=(some_partners(4), who),
        agreed=({"a": 2}, {"a": 3}),
    )
    split = splits(views)[0]
    assert (split.of(Part.LEVEL), split.of(Part.RESPONDENTS)) == (1, 0)


@given(
    st.lists(st.lists(st.integers(1, 4), min_size=6, max_size=6), min_size=6, max_size=6),
    st.lists(st.lists(st.integers(1, 4), min_size=6, max_size=6), min_size=6, max_size=6),
    st.sets(st.integers(1, 6), max_size=3),
    METHODS,
)
def test_other_people_and_the_same_people_each_have_a_part_only_where_their_own_partners_moved(
    before: list[list[int]], after: list[list[int]], others: set[int], method: DomainMethod
) -> None:
    who = [a_partner(n, respondents=[n + 500] if n in others else None) for n in range(1, 7)]
    matrices = (a_plain_matrix(method), a_plain_matrix(method))
    first = dict(zip(IDS, before, strict=True))
    for still, part in ((others, Part.RESPONDENTS), ({*range(1, 7)} - others, Part.LEVEL)):
        second = {
            c: [then if n in still else now for n, (then, now) in enumerate(zip(first[c], given, strict=True), start=1)]
            for c, given in zip(IDS, after, strict=True)
        }
        views = viewed(first, second, matrices=matrices, partners=(some_partners(6), who))
        assert part not in only(views)
        assert {each for split in splits(views) for each, _ in split.parts} >= {part}


@pytest.mark.parametrize("is_together", [True, False])
def test_what_cannot_be_told_is_said_and_not_guessed(is_together: bool) -> None:
    after = {} if is_together else {c: [3, 3] for c in IDS}
    views = viewed(
        {c: [2, 2, 2] for c in IDS},
        after or {IDS[0]: [None, None, None]},
        agreed=(dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 3)),
    )
    split = splits(views)[0]
    assert [part for part, size in split.parts if size] == [Part.NOT_TOLD]
    assert split.why_not_told
