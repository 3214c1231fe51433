"""The facts of one round."""

from __future__ import annotations

from maturity.core.consensus import NOTHING_RECORDED
from tests.factories.rounds import a_round_record, agreed, some_positions


def test_what_was_recorded_is_found_by_criterion() -> None:
    record = a_round_record(consensus={"shared-purpose": 3}, positions={"shared-purpose": [2, None]})
    assert record.consensus_on("shared-purpose") == agreed(3)
    assert record.positions_on("shared-purpose") == some_positions(2, None)


def test_a_partner_is_heard_that_said_anything_on_any_criterion() -> None:
    record = a_round_record(positions={"a": [2, None, None, "unsettled"], "b": [None, "dont-know", None, None]})
    assert record.heard == {1, 2}


def test_what_was_not_recorded_is_nothing_and_no_error() -> None:
    record = a_round_record()
    assert record.consensus_on("shared-purpose") is NOTHING_RECORDED
    assert record.positions_on("shared-purpose") == ()
