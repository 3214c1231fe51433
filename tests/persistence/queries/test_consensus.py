from __future__ import annotations

from sqlalchemy.orm import Session

from maturity.core.consensus import ConsensusState
from maturity.persistence.queries.consensus import AGREED_LEVELS, NOTHING_KEPT, list_consensus
from maturity.persistence.queries.rounds import get_round
from tests.factories.installations import NOW
from tests.factories.worlds import AGREEING, CLOSED, OPEN, Worlds, canaries_in


def round_of(session: Session, worlds: Worlds, number: int) -> int:
    return get_round(session, collaborative=worlds.a.collaborative, number=number).id


def test_what_a_round_recorded_comes_by_criterion(session: Session, worlds: Worlds) -> None:
    kept = list_consensus(session, round_id=round_of(session, worlds, CLOSED))
    assert set(kept) == {"d1-c1", "d2-c1"}
    assert {each.version for each in kept.values()} == {2}
    assert canaries_in(repr(kept)) == {"a1g"}


def test_one_criterion_says_what_stands_and_since_when(session: Session, worlds: Worlds) -> None:
    kept = AGREED_LEVELS.find(session, round_id=round_of(session, worlds, AGREEING), criterion_id="d1-c1")
    assert (kept.said.state, kept.said.level) == (ConsensusState.AGREED, 2)
    assert (kept.version, kept.saved_at) == (1, NOW)


def test_where_nothing_was_recorded_nothing_is_kept(session: Session, worlds: Worlds) -> None:
    assert list_consensus(session, round_id=round_of(session, worlds, OPEN)) == {}
    assert AGREED_LEVELS.find(session, round_id=round_of(session, worlds, OPEN), criterion_id="d1-c1") is NOTHING_KEPT
