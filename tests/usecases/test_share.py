from __future__ import annotations

from pathlib import Path

import pytest

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.round import WayOfScoring
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.agree import agree_level
from maturity.usecases.share import (
    NoReportYet,
    load_report,
    open_report,
    report_key,
)
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round


@pytest.fixture
def living(tmp_path: Path) -> LivingRound:
    return a_living_round(a_database(tmp_path), way=WayOfScoring.TOGETHER)


def test_the_key_changes_with_what_the_round_says_and_with_the_edition_of_the_layout(living: LivingRound) -> None:
    def key(edition: str = "one") -> str:
        with living.database.reading() as session:
            heads = open_report(session, collaborative=living.collaborative, number=living.number, may_see_draft=True)
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


def test_a_report_is_a_draft_for_some_while_levels_are_agreed_and_for_nobody_before(tmp_path: Path) -> None:
    living = a_living_round(a_database(tmp_path))

    def opened(*, may_see_draft: bool) -> int:
        with living.database.reading() as session:
            return open_report(
                session, collaborative=living.collaborative, number=living.number, may_see_draft=may_see_draft
            ).head.number

    with pytest.raises(NoReportYet):
        opened(may_see_draft=True)
    living.move("close-responding")
    assert opened(may_see_draft=True) == living.number
    with pytest.raises(NoReportYet, match="not closed yet"):
        opened(may_see_draft=False)
    living.move("close")
    assert opened(may_see_draft=False) == living.number
