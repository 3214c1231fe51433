"""Two rounds of one small matrix, and the comparison that they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import DomainMethod, OverallBase, OverallMethod, OverallRule, ScoringRule
from maturity.core.movement.viewed import MovementViews
from maturity.core.movement.views import views_of
from maturity.core.round_record import RoundPartner
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, PositionLike, a_round_record, some_partners

TWO = some_domains(2, 3)
IDS = tuple(c.id for d in TWO for c in d.criteria)
Levels = Mapping[str, Sequence[PositionLike]]


def a_rule(method: DomainMethod = DomainMethod.MEAN) -> ScoringRule:
    """A domain by this method, and overall the mean of the criteria that have a level."""
    return ScoringRule(
        domain=method,
        overall=OverallRule(method=OverallMethod.MEAN, over=OverallBase.CRITERIA, minimum_coverage=Fraction(0)),
    )


def a_plain_matrix(method: DomainMethod = DomainMethod.MEAN, **more: Any) -> Matrix:
    """Two domains of three criteria with that rule."""
    return a_matrix(domains=TWO, scoring=a_rule(method), **more)


def all_at(level: PositionLike, partners: int = 3) -> dict[str, list[PositionLike]]:
    """Every partner at this level on every criterion."""
    return {c: [level] * partners for c in IDS}


def middle(levels: Sequence[PositionLike]) -> int | None:
    """The lower median of those that gave a level, as what partners might agree."""
    known = sorted(level for level in levels if isinstance(level, int))
    return known[(len(known) - 1) // 2] if known else None


def viewed(
    before: Levels,
    after: Levels,
    *,
    agreed: tuple[Mapping[str, ConsensusLike], Mapping[str, ConsensusLike]] | None = None,
    matrices: tuple[Matrix, Matrix] | None = None,
    partners: tuple[Sequence[RoundPartner], Sequence[RoundPartner]] | None = None,
) -> MovementViews:
    """Two rounds compared. What was agreed is the lower median of the partners, unless it is said."""
    first, second = matrices or (a_plain_matrix(), a_plain_matrix())
    levels = agreed or tuple({c: middle(given) for c, given in sides.items()} for sides in (before, after))
    who = partners or tuple(some_partners(max(map(len, sides.values()))) for sides in (before, after))
    return views_of(
        score_round(a_round_record(matrix=first, consensus=levels[0], positions=before, partners=who[0])),
        score_round(a_round_record(matrix=second, consensus=levels[1], positions=after, partners=who[1], number=2)),
    )


@st.composite
def rounds(draw: st.DrawFn, partners: int = 4) -> tuple[dict[str, list[PositionLike]], dict[str, ConsensusLike]]:
    """What partners gave, and what was agreed, on every criterion."""
    level = st.one_of(st.integers(1, 4), st.integers(1, 4), st.none())
    some: st.SearchStrategy[list[PositionLike]] = st.lists(level, min_size=partners, max_size=partners)
    positions = {c: draw(some) for c in IDS}
    outcome = st.one_of(st.integers(1, 4), st.integers(1, 4), st.sampled_from(["not-agreed", "not-applicable", None]))
    return positions, {c: draw(outcome) for c in IDS}
