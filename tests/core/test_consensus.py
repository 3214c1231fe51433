"""What the collaborative records together on one criterion."""

from __future__ import annotations

import pytest

from maturity.core.consensus import NOTHING_RECORDED, Consensus, ConsensusState


@pytest.mark.parametrize("state", [s for s in ConsensusState if s is not ConsensusState.AGREED])
def test_only_an_agreed_consensus_has_a_level(state: ConsensusState) -> None:
    assert Consensus(state=ConsensusState.AGREED, level=0).level == 0
    with pytest.raises(ValueError, match="when, and only when, it is agreed"):
        Consensus(state=state, level=2)
    with pytest.raises(ValueError, match="when, and only when, it is agreed"):
        Consensus(state=ConsensusState.AGREED)


@pytest.mark.parametrize(
    "consensus,recorded",
    [
        (NOTHING_RECORDED, False),
        (Consensus(reason="Notes, and nothing agreed yet."), False),
        (Consensus(state=ConsensusState.AGREED, level=0), True),
        (Consensus(state=ConsensusState.NOT_AGREED), False),
        (Consensus(state=ConsensusState.NOT_AGREED, reason=" "), False),
        (Consensus(state=ConsensusState.NOT_AGREED, reason="Two views."), True),
        (Consensus(state=ConsensusState.NOT_APPLICABLE), False),
        (Consensus(state=ConsensusState.NOT_APPLICABLE, reason="No such service."), True),
    ],
)
def test_a_criterion_is_recorded_by_a_level_or_by_a_reason_why_there_is_none(
    consensus: Consensus, recorded: bool
) -> None:
    assert consensus.is_recorded is recorded
    assert consensus.as_counted.is_recorded is recorded
    assert recorded or consensus.as_counted.state is ConsensusState.NOT_RECORDED


def test_each_state_has_its_words() -> None:
    assert [s.label for s in ConsensusState] == ["Agreed", "Not agreed", "Not applicable", "Set aside", "Not recorded"]
