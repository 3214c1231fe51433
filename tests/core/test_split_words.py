"""What is said of a split where the matrix gives a split criterion no level."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.core.matrix_rules import AgreementRule
from maturity.core.results import CriterionResult
from maturity.core.scoring import score_round
from maturity.core.split_words import said_beforehand, said_of_recorded
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, a_ballot, a_round_record

DECIDES = a_matrix(domains=some_domains(1, 1), agreement=AgreementRule(split_decides=True, split_name="Uncertain"))
ADVISES = a_matrix(domains=some_domains(1, 1))
SPLIT = [1, 1, 1, 4, 4, 4]
ALIGNED = [3, 3, 3, 3, 3, 3]


def a_result(
    consensus: ConsensusLike, *votes: Sequence[int], positions: Sequence[int] = SPLIT, decides: bool = True
) -> CriterionResult:
    record = a_round_record(
        matrix=DECIDES if decides else ADVISES,
        consensus={"d1-c1": consensus},
        positions={"d1-c1": positions},
        ballots={"d1-c1": [a_ballot(number, *vote) for number, vote in enumerate(votes, start=1)]},
    )
    return score_round(record).criteria[0]


def test_that_a_split_has_no_level_is_said_before_anything_is_recorded() -> None:
    assert said_beforehand(a_result(None), DECIDES) == (
        "Partners are split, and by the rule of this matrix a split has no level: the result is “Uncertain”. "
        "A vote of all partners that shows no split changes that."
    )
    assert said_beforehand(a_result(None, SPLIT), DECIDES).startswith("Partners are split after their last vote, ")
    assert said_of_recorded(a_result(None), DECIDES) == ""


def test_a_level_that_is_recorded_all_the_same_is_said_not_to_count() -> None:
    said = "3 Maturing is recorded and does not count, because partners are split."
    assert said_of_recorded(a_result(3), DECIDES) == said
    assert said_of_recorded(a_result(3, SPLIT, positions=ALIGNED), DECIDES) == said
    assert said_of_recorded(a_result("not-agreed"), DECIDES) == ""


def test_nothing_is_said_where_partners_are_not_split_or_a_split_only_advises() -> None:
    for result in (a_result(3, ALIGNED), a_result(3, positions=ALIGNED), a_result("set-aside")):
        assert (said_beforehand(result, DECIDES), said_of_recorded(result, DECIDES)) == ("", "")
    advised = a_result(3, decides=False)
    assert (said_beforehand(advised, ADVISES), said_of_recorded(advised, ADVISES)) == ("", "")
