"""When a difference of a domain or of the overall result is likely real, and what the verdict says it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from maturity.core.declared_changes import Change, LevelRule
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import DomainMethod
from maturity.core.movement.decomposition import Part
from maturity.core.movement.verdict import Verdict
from maturity.core.movement.viewed import MovementViews, View
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.rounds import (
    ConsensusLike,
    PositionLike,
)
from tests.factories.two_rounds import IDS, TWO, a_plain_matrix, a_rule, all_at, viewed
from tests.factories.versions import declared, some_changes


def test_a_difference_that_partners_bear_out_is_likely_real_and_says_on_what_that_rests() -> None:
    [first, *_] = viewed(all_at(2), all_at(3)).domains
    assert first.verdict is Verdict.LIKELY_REAL
    assert first.basis == (
        "The levels that 3 partners gave in both rounds, 9 in all, moved up by 1 level on average; "
        "up to 0.56 of a level can be chance."
    )


def test_what_was_agreed_without_the_partners_having_moved_is_no_more_than_noise() -> None:
    [first, *_] = viewed(all_at(2), all_at(2), agreed=(dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 3))).domains
    assert first.verdict is Verdict.WITHIN_NOISE


def with_amended(*ids: str) -> Matrix:
    domains = [
        a_domain(d.id, [a_criterion(c.id, title=f"{c.title}{' anew' * (c.id in ids)}") for c in d.criteria])
        for d in TWO
    ]
    later = a_matrix(domains=domains, scoring=a_rule(), version="2.0.0")
    return replace(later, changes=some_changes(*(declared(each, Change.AMENDED) for each in ids)))


def all_judged(before: int, after: Mapping[str, int], later: Matrix) -> MovementViews:
    given = {c: [after.get(c, before)] * 8 for c in IDS}
    return viewed(all_at(before, 8), given, matrices=(a_plain_matrix(), later))


def test_a_change_of_meaning_is_never_called_likely_real_however_sure_partners_are() -> None:
    amended = all_judged(1, {IDS[0]: 3}, with_amended(IDS[0]))
    assert {row.verdict for row in (amended.domains[0], amended.overall) if row} == {Verdict.CANNOT_TELL}
    assert amended.domains[0].basis.startswith("It comes from criteria whose meaning was amended")
    control = all_judged(1, {IDS[0]: 3}, a_plain_matrix())
    assert control.domains[0].verdict is Verdict.LIKELY_REAL


def test_what_moved_beside_an_amended_criterion_is_judged_without_it() -> None:
    row = all_judged(1, dict.fromkeys(IDS[:3], 3), with_amended(IDS[0])).domains[0]
    assert row.verdict is Verdict.LIKELY_REAL
    assert "16 in all" in row.basis
    other_way = all_judged(2, {IDS[0]: 4, IDS[1]: 1}, with_amended(IDS[0])).domains[0]
    assert other_way.views[View.LIKE_FOR_LIKE].change == Fraction(1, 3)
    assert other_way.verdict is Verdict.CANNOT_TELL


def made_from_a_split(each: str) -> tuple[Matrix, Matrix]:
    """Two versions, in the later of which the second criterion of the domain is a part of what was one before."""
    first = a_matrix(domains=[a_domain("d1", ["a", "b"])], scoring=a_rule())
    second = a_matrix(domains=[a_domain("d1", ["a", each])], version="2.0.0", scoring=a_rule())
    changes = some_changes(declared(each, Change.SPLIT, came_from=["b"], level=LevelRule.KEPT))
    return first, replace(second, changes=changes)


def test_what_was_split_or_merged_is_a_part_of_its_own_and_never_likely_real() -> None:
    views = viewed(
        {"a": [1, 2, 2, 2], "b": [2] * 4},
        {"a": [3] * 4, "b1": [2] * 4},
        agreed=({"a": 2, "b": 2}, {"a": 2, "b1": 4}),
        matrices=made_from_a_split("b1"),
    )
    row = views.domains[0]
    assert (row.verdict, row.decomposition and row.decomposition.of(Part.MADE)) == (Verdict.CANNOT_TELL, 1)
    assert "split or merged" in row.basis


def test_levels_that_were_left_out_are_not_said_not_to_have_moved() -> None:
    levels = {"a": [2] * 4, "b1": [4] * 4}
    views = viewed({"a": [2] * 4, "b": [2] * 4}, levels, matrices=made_from_a_split("b1"))
    row = views.domains[0]
    assert row.decomposition is not None
    assert row.decomposition.of(Part.MADE) == 1
    assert not row.decomposition.of(Part.LEVEL)
    assert "did not move" not in row.basis


def test_a_figure_that_one_criterion_decides_is_not_judged_and_one_whose_panel_stood_is_not_likely_real() -> None:
    """All partners moved, yet not on the criterion that the lowest level is that of."""
    before, after = {"a": [1] * 4, "b": [2] * 4, "c": [2] * 4}, {"a": [1] * 4, "b": [4] * 4, "c": [4] * 4}
    agreed = {"a": 1, "b": 2, "c": 2}, {"a": 2, "b": 4, "c": 4}
    rows = {
        method: viewed(
            before,
            after,
            agreed=agreed,
            matrices=(a_matrix(domains=[a_domain("d1", ["a", "b", "c"])], scoring=a_rule(method)),) * 2,
        ).domains[0]
        for method in (DomainMethod.LOWEST, DomainMethod.MEDIAN, DomainMethod.MEAN)
    }
    lowest, median, mean = rows.values()
    assert lowest.views[View.CONSTANT_PANEL].change == 0
    assert (lowest.verdict, median.verdict, mean.verdict) == (
        Verdict.CANNOT_TELL,
        Verdict.LIKELY_REAL,
        Verdict.LIKELY_REAL,
    )
    assert lowest.basis.startswith("This is the lowest level of its criteria, so that one of them decides it.")
    assert lowest.chance == 0, "what cannot be likely real is not counted"
    assert median.chance > 0


def test_a_median_that_no_partner_moved_is_not_likely_real_however_far_they_moved_elsewhere() -> None:
    """All partners went up on one criterion of three; the median of the domain rose in what was agreed alone."""
    before, after = {"a": [2] * 6, "b": [2] * 6, "c": [1] * 6}, {"a": [2] * 6, "b": [2] * 6, "c": [4] * 6}
    matrix = a_matrix(domains=[a_domain("d1", ["a", "b", "c"])], scoring=a_rule(DomainMethod.MEDIAN))
    agreed = {"a": 2, "b": 2, "c": 1}, {"a": 3, "b": 3, "c": 4}
    row = viewed(before, after, agreed=agreed, matrices=(matrix, matrix)).domains[0]
    assert row.views[View.LIKE_FOR_LIKE].change == 1
    assert row.verdict is Verdict.CANNOT_TELL
    assert row.basis.endswith("What partners gave by themselves does not show this difference.")


def test_a_difference_that_the_partners_own_figures_do_not_show_is_not_likely_real() -> None:
    """Three of seven partners moved up, which is beyond chance over three criteria, and no median moved."""
    views = viewed(
        {c: [1, 1, 1, 2, 2, 2, 2] for c in IDS},
        all_at(2, 7),
        agreed=(dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 3)),
    )
    row = views.domains[0]
    assert row.views[View.CONSTANT_PANEL].change == 0
    assert row.verdict is Verdict.CANNOT_TELL
    assert row.basis.endswith("What partners gave by themselves does not show this difference.")


def test_a_constant_panel_that_went_the_other_way_leaves_nothing_likely_real() -> None:
    """Partners went up on what asks the same and further down on what was amended, where the agreed level stayed."""
    later = with_amended(IDS[0])
    before = all_at(3, 8)
    after: dict[str, list[PositionLike]] = {**before, IDS[0]: [1] * 8, IDS[1]: [4] * 8}
    agreed: dict[str, ConsensusLike] = dict.fromkeys(IDS, 3)
    views = viewed(before, after, agreed=(agreed, {**agreed, IDS[1]: 4}), matrices=(a_plain_matrix(), later))
    row = views.domains[0]
    assert row.decomposition is not None
    assert row.decomposition.of(Part.LEVEL) == row.views[View.LIKE_FOR_LIKE].change == Fraction(1, 3)
    assert row.views[View.CONSTANT_PANEL].change == -Fraction(1, 3)
    assert row.verdict is Verdict.CANNOT_TELL


@given(
    st.lists(st.lists(st.integers(1, 4), min_size=8, max_size=8), min_size=6, max_size=6),
    st.lists(st.lists(st.integers(1, 4), min_size=8, max_size=8), min_size=6, max_size=6),
    st.lists(st.integers(1, 4), min_size=6, max_size=6),
    st.sampled_from([DomainMethod.MEAN, DomainMethod.MEDIAN, DomainMethod.LOWEST]),
    st.sets(st.sampled_from(IDS), max_size=3),
    st.sets(st.sampled_from(IDS), max_size=3),
)
def test_whatever_is_likely_real_is_so_in_the_part_of_the_partners(
    before: list[list[int]],
    after: list[list[int]],
    agreed: list[int],
    method: DomainMethod,
    amended: set[str],
    split: set[str],
) -> None:
    how = {**dict.fromkeys(amended, Change.AMENDED), **dict.fromkeys(split, Change.SPLIT)}
    later = replace(
        a_plain_matrix(method, version="2.0.0"),
        changes=some_changes(
            *(
                declared(each, what, came_from=[each], level=LevelRule.KEPT)
                if what is Change.SPLIT
                else declared(each, what)
                for each, what in how.items()
            )
        ),
    )
    first, second = (dict(zip(IDS, given, strict=True)) for given in (before, after))
    views = viewed(
        first,
        second,
        agreed=({c: sorted(given)[3] for c, given in first.items()}, dict(zip(IDS, agreed, strict=True))),
        matrices=(a_plain_matrix(method), later),
    )
    for row in views.rows:
        if row.decomposition is not None:
            assert sum(size for _, size in row.decomposition.parts) == row.decomposition.whole
        if row.verdict is Verdict.LIKELY_REAL:
            change = row.views[View.LIKE_FOR_LIKE].change
            assert row.decomposition is not None
            assert row.decomposition.by_partners is not None
            assert change is not None
            assert row.decomposition.by_partners * change > 0
