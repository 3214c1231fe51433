from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.queries.positions import NOTHING_KEPT, list_positions
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.position import PositionRevision, PositionRow
from tests.factories.worlds import CLOSED, OPEN, Worlds, canaries_in


def test_a_partner_has_only_its_own_positions_of_one_round(session: Session, worlds: Worlds) -> None:
    head = get_round(session, collaborative=worlds.a.collaborative, number=CLOSED)
    found = [list_positions(session, round_id=head.id, partner=partner) for partner in worlds.a.partners]
    assert [canaries_in(repr(each)) for each in found] == [{"a1p1"}, {"a1p2", "a1h2"}, set()]
    still_open = get_round(session, collaborative=worlds.a.collaborative, number=OPEN)
    assert not list_positions(session, round_id=still_open.id, partner=worlds.a.partners[0])


def test_every_position_has_a_version_that_says_the_same(session: Session, worlds: Worlds) -> None:
    same = ("version", "state", "level", "reason", "confidence", "evidence", "origin", "entered_by", "reached_at")
    pairs = session.execute(
        select(PositionRow, PositionRevision).join(PositionRevision, PositionRevision.position_id == PositionRow.id)
    ).all()
    assert len(pairs) > 10
    assert all([getattr(now, name) for name in same] == [getattr(then, name) for name in same] for now, then in pairs)
    assert NOTHING_KEPT.version == 0
