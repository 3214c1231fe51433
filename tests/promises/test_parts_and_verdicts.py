"""Of rounds drawn at random: parts add up, are nought where nothing moved, and are what a verdict rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core.declared_changes import Change, LevelRule
from maturity.core.matrix import Criterion, Domain, Matrix
from maturity.core.matrix_rules import (
    AgreementRule,
    DomainMethod,
    Limiter,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    ScoringRule,
    WeakestDomainLimiter,
)
from maturity.core.movement.decomposition import Part
from maturity.core.movement.paired_criteria import PairedCriterion
from maturity.core.movement.verdict import Verdict
from maturity.core.movement.viewed import MovementViews, View, ViewedDomain
from maturity.core.movement.views import views_of
from maturity.core.scoring import score_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.rounds import ConsensusLike, PositionLike, a_partner, a_round_record
from tests.factories.versions import declared, some_changes

PARTNERS: Final = 6
BEFORE: Final[Mapping[str, tuple[str, ...]]] = {"d1": ("a", "b", "c"), "d2": ("d", "e")}
MERGED: Final[Mapping[str, tuple[str, ...]]] = {"d1": ("a", "bc"), "d2": ("d", "e")}
LIMITERS: Final = (
    WeakestDomainLimiter(("d1",), Fraction(0)),
    NamedCriteriaLimiter(("a",), when_at_most=1, overall_at_most=Fraction(2)),
)
WEIGHTS: Final = st.one_of(st.just(1), st.just(1), st.integers(1, 3))


class Drawn:
    """Two rounds in their views, and whether one matrix scored both. It is shown short where a property falls."""

    def __init__(self, views: MovementViews, levels: str, *, is_one_matrix: bool) -> None:
        self.views, self.levels, self.is_one_matrix = views, levels, is_one_matrix

    def __repr__(self) -> str:
        return self.levels


@st.composite
def scoring_rules(draw: st.DrawFn) -> ScoringRule:
    domain = draw(st.sampled_from([DomainMethod.MEAN, DomainMethod.MEAN, DomainMethod.MEDIAN, DomainMethod.LOWEST]))
    method = draw(st.sampled_from([m for m in OverallMethod if m is not OverallMethod.NONE]))
    limiters: tuple[Limiter, ...] = draw(st.sampled_from([(), (), LIMITERS[:1], LIMITERS[1:]]))
    base = draw(st.sampled_from(list(OverallBase)))
    return ScoringRule(domain=domain, overall=OverallRule(method, base, Fraction(0), limiters=limiters))


@st.composite
def two_rounds(draw: st.DrawFn) -> Drawn:
    rule = draw(scoring_rules())
    weights = {each: draw(WEIGHTS) for each in ("a", "b", "c", "d", "e", "bc", "d1", "d2")}

    def matrix_of(asked: Mapping[str, tuple[str, ...]], version: str, other_words: Sequence[str] = ()) -> Matrix:
        def one(each: str) -> Criterion:
            return a_criterion(each, title=f"{each} anew" if each in other_words else each, weight=weights[each])

        domains: list[Domain] = [a_domain(d, [one(c) for c in ids], weight=weights[d]) for d, ids in asked.items()]
        return a_matrix(domains=domains, version=version, scoring=rule, agreement=AgreementRule(minimum_partners=3))

    first = matrix_of(BEFORE, "1.0.0")
    what = draw(st.sampled_from(["nothing", "nothing", "declared", "merged"]))
    later = first
    if what != "nothing":
        asked = MERGED if what == "merged" else BEFORE
        amended = draw(st.sets(st.sampled_from(["a", "d", "e"]), max_size=1))
        made = draw(st.sets(st.sampled_from(["a", "d", "e"]), max_size=1)) - amended
        news = draw(st.sets(st.sampled_from(["a", "d", "e"]), max_size=1)) - amended - made
        changes = [declared(each, Change.AMENDED) for each in sorted(amended)]
        changes += [declared(c, Change.SPLIT, came_from=[c], level=LevelRule.KEPT) for c in sorted(made)]
        if what == "merged":
            how = draw(st.sampled_from([LevelRule.LOWEST, LevelRule.SAME]))
            changes.append(declared("bc", Change.MERGED, came_from=["b", "c"], level=how))
        changes += [declared(each, Change.NEW) for each in sorted(news)]
        later = matrix_of(asked, "2.0.0", [*amended, *news])
        later = replace(later, changes=some_changes(*changes))
    still = draw(st.sets(st.integers(1, PARTNERS)))
    others = draw(st.one_of(st.just(still), st.sets(st.integers(1, PARTNERS), max_size=3)))
    level = draw(st.sampled_from([st.integers(1, 4), st.integers(1, 4), st.one_of(st.integers(1, 4), st.none())]))
    outcome = st.one_of(st.integers(1, 4), st.integers(1, 4), st.sampled_from(["not-agreed", "not-applicable", None]))
    step = draw(st.sampled_from([None, 1, 2, -1]))
    ids = [c.id for d in first.domains for c in d.criteria]
    given_before: dict[str, list[PositionLike]] = {c: draw(st.lists(level, min_size=6, max_size=6)) for c in ids}
    agreed_before: dict[str, ConsensusLike] = {c: draw(outcome) for c in ids}
    given_after: dict[str, list[PositionLike]] = {}
    agreed_after: dict[str, ConsensusLike] = {}
    for criterion in (c.id for d in later.domains for c in d.criteria):
        old = given_before.get(criterion, given_before["b"])
        moved: list[PositionLike] = (
            draw(st.lists(level, min_size=6, max_size=6))
            if step is None
            else [max(1, min(4, each + step)) if isinstance(each, int) else each for each in old]
        )
        given_after[criterion] = [o if n in still else m for n, (o, m) in enumerate(zip(old, moved, strict=True), 1)]
        then = agreed_before.get(criterion, agreed_before["b"])
        agreed_after[criterion] = draw(
            st.sampled_from(
                [then, draw(outcome), max(1, min(4, then + (step or 1))) if isinstance(then, int) else then]
            )
        )
    now = [a_partner(n, respondents=[n + 500] if n in others else None) for n in range(1, PARTNERS + 1)]
    views = views_of(
        score_round(a_round_record(matrix=first, consensus=agreed_before, positions=given_before)),
        score_round(
            a_round_record(matrix=later, consensus=agreed_after, positions=given_after, partners=now, number=2)
        ),
    )
    levels = f"{what} {rule} {weights} {given_before} {given_after} {agreed_before} {agreed_after} {others}"
    return Drawn(views, levels, is_one_matrix=later is first)


def resting_on(views: MovementViews, row: ViewedDomain) -> list[PairedCriterion]:
    """The criteria that can be compared and that a row is made of."""
    return [c for c in views.criteria if row.id in {"", c.result.domain.id}]


def is_told(criterion: PairedCriterion) -> bool:
    return criterion.everyone is not None and criterion.panel is not None


def what_did_not_change(views: MovementViews, row: ViewedDomain, *, is_one_matrix: bool) -> set[Part]:
    """The parts of a row that have to be nought, by what the rounds hold."""
    criteria = resting_on(views, row)
    both = [c for c in criteria if c.has_both]
    plain = [c for c in both if not (c.reading.is_amended or c.reading.is_made)]
    told = [c for c in plain if is_told(c)]
    # Where no panel can be told of any, what the conversation added still can: all partners’ medians are known.
    known = told or [c for c in plain if c.everyone is not None]
    has_any = [c for c in criteria if c.before is not None or c.after is not None]
    # A domain has no lowest level where one criterion has none in either round, and is restated over the others.
    is_lowest = views.later.matrix.scoring.domain is DomainMethod.LOWEST
    stood: Callable[[PairedCriterion], bool] = lambda c: c.before == c.after  # noqa: E731 - said in place
    moves = [pair for c in told for pair in c.pairs if pair.before != pair.after]
    found = {
        Part.WORDING: is_one_matrix,
        Part.SCOPE: len(both) == len(criteria if is_lowest else has_any),
        Part.AMENDED: all(stood(c) for c in both if c.reading.is_amended),
        Part.MADE: all(stood(c) for c in both if c.reading.is_made),
        Part.NOT_TOLD: bool(told) and all(stood(c) for c in plain if not is_told(c)),
        Part.CONVERSATION: all(c.everyone == (c.before, c.after) for c in known),
        Part.MEMBERSHIP: all(c.everyone == c.panel for c in told),
        Part.RESPONDENTS: all(pair.same_people for pair in moves),
        Part.LEVEL: not any(pair.same_people for pair in moves),
        Part.LEVEL_OR_RESPONDENTS: not moves,
    }
    return {part for part, is_nought in found.items() if is_nought}


@settings(max_examples=300)
@given(two_rounds())
def test_parts_add_up_and_each_is_nought_where_what_it_names_did_not_change(drawn: Drawn) -> None:
    for row in drawn.views.rows:
        if row.decomposition is None:
            continue
        assert row.decomposition.whole == row.views[row.whole].change
        assert sum(size for _, size in row.decomposition.parts) == row.decomposition.whole
        for part in what_did_not_change(drawn.views, row, is_one_matrix=drawn.is_one_matrix):
            assert not row.decomposition.of(part), part


@settings(max_examples=300)
@given(two_rounds())
def test_whatever_is_likely_real_is_decided_by_no_one_criterion_and_partners_moved_it_the_same_way(
    drawn: Drawn,
) -> None:
    scoring = drawn.views.later.matrix.scoring
    for row in drawn.views.rows:
        if row.verdict is not Verdict.LIKELY_REAL:
            continue
        alike, panel = row.views[View.LIKE_FOR_LIKE].change, row.views[View.CONSTANT_PANEL].change
        assert row.decomposition is not None
        by_partners = row.decomposition.by_partners
        assert alike is not None
        assert panel is not None
        assert by_partners is not None
        assert by_partners * alike > 0
        assert panel * alike > 0
        assert row.chance > 0, "and is counted among those that could be so by chance"
        both = [c for c in resting_on(drawn.views, row) if c.has_both]
        if row.id and len(both) > 1:
            assert scoring.domain is not DomainMethod.LOWEST
        if not row.id:
            assert not scoring.overall.limiters
