"""What is said of a split where the matrix gives a split criterion no level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maturity.core.matrix_rules import AgreementRule
from maturity.core.position import without_names
from maturity.core.results import CriterionResult
from maturity.core.scoring import score_round
from maturity.core.split_words import said_beforehand, said_of_missing, said_of_recorded
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, PositionLike, a_ballot, a_round_record

DECIDES = a_matrix(domains=some_domains(1, 1), agreement=AgreementRule(split_decides=True, split_name="Uncertain"))
ADVISES = a_matrix(domains=some_domains(1, 1))
SPLIT = [1, 1, 1, 4, 4, 4]
ALIGNED = [3, 3, 3, 3, 3, 3]


def a_result(
    consensus: ConsensusLike, *votes: Sequence[PositionLike], positions: Sequence[int] = SPLIT, decides: bool = True
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


def test_who_is_missing_from_the_last_vote_is_named_with_where_it_is_counted() -> None:
    # Of 1, 1, 1, 4, 4, 4 the first did not vote: the vote shows 3 throughout, and its 1 is still counted.
    result = a_result(3, [None, 3, 3, 3, 3, 3], decides=False)
    assert result.not_in_last_vote == ("Alder Vale Trust",)
    said = "Alder Vale Trust gave no level in the last vote and counts where it stood before."
    assert said_of_missing(result) == said
    assert said_of_missing(a_result(3, [None, None, 3, 3, 3, 3])) == (
        "Alder Vale Trust and Birchmoor Trust gave no level in the last vote and count where they stood before."
    )
    split = a_result(None, [None, None, None, 4, 4, 4])
    assert said_beforehand(split, DECIDES).endswith("count where they stood before.")


def test_nobody_is_missing_from_a_vote_that_all_are_in_nor_where_there_was_none() -> None:
    assert said_of_missing(a_result(3)) == ""
    assert said_of_missing(a_result(3, [None, 3, 3, 3, 3, 3], ALIGNED)) == ""


def test_a_level_given_in_an_earlier_vote_is_said_to_be_from_before_the_last() -> None:
    result = a_result(3, ALIGNED, [None, 3, 3, 3, 3, 3])
    assert result.not_in_last_vote == ("Alder Vale Trust",)


def test_where_the_round_has_no_names_they_are_counted() -> None:
    record = a_round_record(
        matrix=ADVISES,
        positions={"d1-c1": SPLIT},
        ballots={"d1-c1": [a_ballot(1, None, 3, 3, 3, 3, 3)]},
    )
    nameless = replace(record, positions={c: without_names(p) for c, p in record.positions.items()})
    assert said_of_missing(score_round(nameless).criteria[0]) == (
        "A partner gave no level in the last vote and counts where it stood before."
    )
