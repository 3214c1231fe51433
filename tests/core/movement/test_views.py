"""The three views of two rounds: what each rests on, what it comes to, and when it is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, LevelRule
from maturity.core.matrix_rules import DomainMethod
from maturity.core.movement.decomposition import Part
from maturity.core.movement.verdict import Verdict
from maturity.core.movement.viewed import MovementViews, View
from maturity.core.movement.views import size_in_words, views_of
from maturity.core.position import without_names
from maturity.core.results import RoundResult
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains
from tests.factories.rounds import (
    ConsensusLike,
    PositionLike,
    a_full_record,
    a_partner,
    a_round_record,
    goes_on,
    some_partners,
)
from tests.factories.two_rounds import IDS, TWO, a_plain_matrix, a_rule, all_at, rounds, viewed


def nameless(record: RoundRecord) -> RoundResult:
    return score_round(replace(record, positions={c: without_names(p) for c, p in record.positions.items()}))


@given(rounds(), st.sampled_from([DomainMethod.MEAN, DomainMethod.MEDIAN]))
def test_with_one_version_and_the_same_criteria_like_for_like_is_as_scored(
    levels: tuple[Mapping[str, Sequence[PositionLike]], Mapping[str, ConsensusLike]], method: DomainMethod
) -> None:
    first = {c: 1 if isinstance(level, int) else level for c, level in levels[1].items()}
    matrices = (a_plain_matrix(method), a_plain_matrix(method))
    views = viewed(levels[0], levels[0], agreed=(first, levels[1]), matrices=matrices)
    for row in views.rows:
        scored, alike = row.views[View.AS_SCORED], row.views[View.LIKE_FOR_LIKE]
        assert (scored.before, scored.after) == (alike.before, alike.after)
        if scored.before is not None:
            assert (scored.before_label, scored.after_label) == (alike.before_label, alike.after_label)


def test_each_view_says_what_it_covers() -> None:
    after: dict[str, list[PositionLike]] = {**all_at(3), IDS[0]: [3, None, None]}
    views = viewed(all_at(2), after, agreed=(dict.fromkeys(IDS, 2), {**dict.fromkeys(IDS, 3), IDS[1]: "not-agreed"}))
    assert views.coverage == {
        View.AS_SCORED: "Round 1: 6 of 6 criteria, 3 of 3 partners; round 2: 5 of 6 criteria, 3 of 3 partners",
        View.LIKE_FOR_LIKE: "5 of 6 criteria",
        View.CONSTANT_PANEL: "4 of 6 criteria, 3 of 3 partners",
    }
    assert views.why_not == {}


def test_domains_are_counted_beside_what_chance_alone_would_bring() -> None:
    after: dict[str, list[PositionLike]] = {**all_at(2), **{each: [3, 3, 3] for each in IDS if each.startswith("d2")}}
    views = viewed(all_at(2), after)
    assert [domain.chance for domain in views.domains] == [views.domains[0].chance] * 2
    assert (views.by_chance.judged, views.by_chance.found) == (2, 1), (
        "the overall result is one verdict, and not of them"
    )
    assert views.by_chance.expected == 2 * views.domains[0].chance
    assert (
        views.by_chance_in_words
        == "Of 2 domains that could be judged, fewer than 1 would be likely real by chance alone; 1 is."
    )


def test_a_domain_that_cannot_be_judged_is_not_counted() -> None:
    agreed_once: dict[str, ConsensusLike] = {each: 2 for each in IDS if each.startswith("d1")}
    views = viewed(all_at(2), all_at(3), agreed=(agreed_once, dict.fromkeys(IDS, 3)))
    assert [bool(domain.chance) for domain in views.domains] == [True, False]
    two = viewed(all_at(2, 2), all_at(3, 2))
    assert (two.by_chance.judged, two.by_chance_in_words) == (0, "")


def test_a_round_scored_together_has_no_constant_panel_and_no_invented_error() -> None:
    together = score_round(a_round_record(matrix=a_plain_matrix(), consensus=dict.fromkeys(IDS, 2)))
    later = score_round(
        a_round_record(matrix=a_plain_matrix(), consensus=dict.fromkeys(IDS, 3), positions=all_at(3), number=2)
    )
    views = views_of(together, later)
    assert "Round 1 was scored together" in views.why_not[View.CONSTANT_PANEL]
    assert views.by_chance.judged == 0
    assert {row.verdict for row in views.rows} == {Verdict.CANNOT_TELL}
    assert {row.basis for row in views.rows} == {
        "Round 1 was scored together. An agreed level is a judgement; it has no computable error."
    }


def test_in_a_round_without_names_the_panel_is_there_only_where_it_tells_of_no_partner_alone() -> None:
    def record(number: int, partners: int, levels: Mapping[str, Sequence[PositionLike]]) -> RoundRecord:
        return a_round_record(
            matrix=a_plain_matrix(),
            consensus=dict.fromkeys(IDS, 2),
            positions=levels,
            number=number,
            partners=some_partners(partners),
        )

    same = views_of(nameless(record(1, 4, all_at(2, 4))), nameless(record(2, 4, all_at(3, 4))))
    assert same.why_not == {}
    joined = views_of(nameless(record(1, 4, all_at(2, 4))), nameless(record(2, 5, all_at(3, 5))))
    assert "it would tell what one of them gave" in joined.why_not[View.CONSTANT_PANEL]
    assert all(not c.pairs and c.panel is None for c in joined.criteria)
    open_left: dict[str, list[PositionLike]] = {**all_at(3, 4), IDS[0]: [3, 3, 3, None]}
    left = views_of(score_round(record(1, 4, all_at(2, 4))), nameless(record(2, 4, open_left)))
    assert left.domains[0].counts[View.CONSTANT_PANEL] == 2


def test_in_a_round_without_names_nothing_tells_for_how_many_the_same_people_answered_what() -> None:
    who = [*some_partners(3), a_partner(4, respondents=[904])]
    before = a_round_record(matrix=a_plain_matrix(), positions=all_at(2, 4), consensus=dict.fromkeys(IDS, 2))
    after = a_round_record(
        matrix=a_plain_matrix(),
        positions={c: [2, 2, 2, 4] for c in IDS},
        consensus=dict.fromkeys(IDS, 2),
        number=2,
        partners=who,
    )
    assert all(c.same_people is None for c in views_of(nameless(before), nameless(after)).criteria)
    assert all(c.same_people is not None for c in views_of(score_round(before), score_round(after)).criteria)


def test_a_partner_that_was_succeeded_goes_on_as_the_same_one_and_the_view_says_restated() -> None:
    old = replace(a_partner(1), goes_on_in=goes_on(7, 8))
    views = viewed(
        all_at(2),
        all_at(3),
        partners=((old, a_partner(2), a_partner(3)), (a_partner(1), a_partner(2), a_partner(3))),
    )
    assert views.panel.restated == ()
    heir = a_partner(8, name="Birch Trust", respondents=[101])
    matrix = a_plain_matrix()
    later = a_round_record(
        matrix=matrix, consensus=dict.fromkeys(IDS, 3), positions=all_at(3), partners=[*some_partners(3)[1:], heir]
    )
    moved = {
        c: tuple(replace(p, partner={1: 8}.get(p.partner, p.partner)) for p in ps) for c, ps in later.positions.items()
    }
    earlier = a_round_record(
        matrix=matrix, consensus=dict.fromkeys(IDS, 2), positions=all_at(2), partners=[old, *some_partners(3)[1:]]
    )
    views = views_of(score_round(earlier), score_round(replace(later, positions=moved, number=2)))
    assert views.panel.restated == (
        "Restated: Alder Vale Trust goes on as Birch Trust, which is compared with what Alder Vale Trust gave.",
    )
    assert views.coverage[View.CONSTANT_PANEL] == "6 of 6 criteria, 3 of 3 partners"
    assert all(pair.same_people for c in views.criteria for pair in c.pairs)


def test_an_overall_result_is_restated_only_where_enough_of_the_matrix_can_be_compared() -> None:
    rule = replace(a_rule(), overall=replace(a_rule().overall, minimum_coverage=Fraction(1)))
    matrix = a_matrix(domains=TWO, scoring=rule)
    agreed = dict.fromkeys(IDS, 2)
    for lacking, expected in ((None, Fraction(0)), (IDS[0], None)):
        second = {c: level for c, level in agreed.items() if c != lacking}
        views = viewed(all_at(2), all_at(2), agreed=(agreed, second), matrices=(matrix, matrix))
        assert views.overall is not None
        assert views.overall.views[View.LIKE_FOR_LIKE].change == expected


def test_what_was_amended_or_made_from_another_is_flagged_wherever_something_rests_on_it() -> None:
    changes = DeclaredChanges(
        since="1.0.0",
        summary="Clearer words.",
        criteria=(
            DeclaredChange("a", (Change.AMENDED,), "Level 3 now asks for a budget."),
            DeclaredChange("b1", (Change.SPLIT,), None, ("b",), LevelRule.KEPT),
            DeclaredChange("b2", (Change.SPLIT,), None, ("b",), LevelRule.KEPT),
        ),
    )
    first = a_matrix(domains=[a_domain("d1", ["a", "b"])], scoring=a_rule())
    anew = a_domain("d1", [a_criterion("a", title="Other words"), a_criterion("b1"), a_criterion("b2")])
    second = replace(a_matrix(domains=[anew], scoring=a_rule(), version="2.0.0"), changes=changes)
    before: dict[str, list[PositionLike]] = {"a": [2, 2, 2], "b": [2, 2, 3]}
    after: dict[str, list[PositionLike]] = {"a": [3, 3, 3], "b1": [3, 3, 3], "b2": [2, 2, 3]}
    [row, _] = viewed(before, after, matrices=(first, second)).rows
    assert row.flags == (
        "“Other words”: its meaning was amended in version 2.0.0. Level 3 now asks for a budget.",
        "“B1” and “B2”, each: it was split from “B” in version 2.0.0; the level before is that of the whole.",
    )
    assert row.views[View.LIKE_FOR_LIKE].change == Fraction(2, 3)
    assert row.decomposition is not None
    assert row.decomposition.of(Part.AMENDED) == Fraction(1, 3)
    # Partners’ levels on the whole say nothing of chance on its parts, nor do those on what asked for less.
    assert row.verdict is Verdict.CANNOT_TELL
    assert "amended, or that were split or merged" in row.basis
    assert row.basis.endswith("nothing tells what of that is chance.")


@pytest.mark.parametrize("change, said", [(Fraction(-1, 2), "0.5 of a level"), (Fraction(1), "1 level")])
def test_a_size_is_written_without_its_direction(change: Fraction, said: str) -> None:
    assert size_in_words(change, a_plain_matrix(), is_overall=False) == said


def test_a_shipped_size_of_matrix_has_every_view() -> None:
    matrix = a_matrix(domains=some_domains(9, 3), scoring=a_rule())
    first, second = (a_full_record(matrix=matrix, number=number, shift=number - 1) for number in (1, 2))
    views = views_of(score_round(first), score_round(second))
    assert isinstance(views, MovementViews)
    assert views.why_not == {}
    assert all(row.decomposition for row in views.rows)
