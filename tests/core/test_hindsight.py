from __future__ import annotations

from maturity.core.hindsight import Hindsight, HindsightState


def test_nothing_is_said_until_somebody_answers() -> None:
    assert Hindsight().state is HindsightState.NOT_ASKED


def test_every_answer_has_a_label_of_its_own() -> None:
    assert len({state.label for state in HindsightState}) == len(HindsightState)
