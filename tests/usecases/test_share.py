from __future__ import annotations

from pathlib import Path

import pytest

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.round import WayOfScoring
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.agree import agree_level
from maturity.usecases.closed_rounds import open_round_heads
from maturity.usecases.share import load_report, report_key
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round


@pytest.fixture
def living(tmp_path: Path) -> LivingRound:
    return a_living_round(a_database(tmp_path), way=WayOfScoring.TOGETHER)


def test_the_key_changes_with_what_the_round_says_and_with_the_edition_of_the_layout(living: LivingRound) -> None:
    def key(edition: str = "one") -> str:
        with living.database.reading() as session:
            heads = open_round_heads(
                session, collaborative=living.collaborative, number=living.number, may_see_draft=True
            )
            return report_key(load_report(session, heads), edition=edition)

    before = key()
    assert key() == before
    assert key("two") != before
    with living.database.writing() as session:
        agree_level(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            criterion_id=living.criterion,
            consensus=Consensus(ConsensusState.AGREED, 2, "Because."),
            based_on=0,
            request_key="once",
            account=living.lead,
            now=NOW,
        )
    assert key() != before
