"""The stages of a round and the moves between them."""

from __future__ import annotations

from itertools import product

import pytest

from maturity.core.round import (
    MOVES,
    MoveNotAllowed,
    ReasonNeeded,
    Stage,
    WayOfScoring,
    check_move,
)

TOGETHER, PARTNERS_FIRST = WayOfScoring.TOGETHER, WayOfScoring.PARTNERS_FIRST

ALLOWED = {
    ("open", Stage.DRAFT, PARTNERS_FIRST): Stage.OPEN,
    ("start-agreeing", Stage.DRAFT, TOGETHER): Stage.AGREEING,
    ("close-responding", Stage.OPEN, PARTNERS_FIRST): Stage.AGREEING,
    ("reopen-responding", Stage.AGREEING, PARTNERS_FIRST): Stage.OPEN,
    ("close", Stage.AGREEING, PARTNERS_FIRST): Stage.CLOSED,
    ("close", Stage.AGREEING, TOGETHER): Stage.CLOSED,
    ("reopen", Stage.CLOSED, PARTNERS_FIRST): Stage.AGREEING,
    ("reopen", Stage.CLOSED, TOGETHER): Stage.AGREEING,
}


@pytest.mark.parametrize("name,stage,way", list(product([*MOVES, "no-such-move"], Stage, WayOfScoring)))
def test_a_round_makes_the_moves_of_its_stage_and_way_and_no_others(name: str, stage: Stage, way: WayOfScoring) -> None:
    expected = ALLOWED.get((name, stage, way))
    if expected is None:
        with pytest.raises(MoveNotAllowed, match=f"“{stage.label}”, where this step cannot be taken"):
            check_move(name, stage=stage, way=way, reason="Because.")
    else:
        assert check_move(name, stage=stage, way=way, reason="Because.").to_stage is expected


@pytest.mark.parametrize(
    "name,stage,why",
    [
        ("reopen", Stage.CLOSED, "Say why the round is being reopened."),
        ("reopen-responding", Stage.AGREEING, "Say why the round goes back to responding."),
    ],
)
def test_a_step_back_needs_a_reason(name: str, stage: Stage, why: str) -> None:
    for reason in ("", "  \n"):
        with pytest.raises(ReasonNeeded, match=why):
            check_move(name, stage=stage, way=PARTNERS_FIRST, reason=reason)


def test_a_step_forward_needs_none() -> None:
    assert check_move("open", stage=Stage.DRAFT, way=PARTNERS_FIRST, reason="").to_stage is Stage.OPEN


def test_every_step_back_asks_for_a_reason_and_no_step_forward_does() -> None:
    order = list(Stage)
    for move in MOVES.values():
        assert move.needs_reason == (order.index(move.to_stage) < order.index(move.from_stage))


def test_each_stage_and_way_has_its_words() -> None:
    assert [s.label for s in Stage] == ["Draft", "Open for responses", "Agreeing levels", "Closed"]
    assert [w.label for w in WayOfScoring] == [
        "Each partner responds first, then the collaborative agrees",
        "The collaborative agrees levels together in one room",
    ]
