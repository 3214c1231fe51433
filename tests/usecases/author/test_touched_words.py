from __future__ import annotations

from dataclasses import replace

from maturity.core.matrix_change.version_move import Tier
from maturity.core.matrix_file import read_matrix
from maturity.usecases.author import DryRun, others_in_words, said_in_words, untold_in_words
from tests.factories.matrix_files import own_file

NOTHING = DryRun(read_matrix(own_file(), name="own.yaml"), None)


def test_what_was_said_is_counted_tier_by_tier() -> None:
    assert said_in_words({}) == "No answer"
    assert said_in_words({Tier.RESPONSE: 1}) == "1 person’s answer"
    assert said_in_words({Tier.CONSENSUS: 2, Tier.POSITION: 6, Tier.RESPONSE: 1_200, Tier.DISSENT: 1}) == (
        "1,200 people’s answers, 6 partners’ positions, 2 agreed results and 1 dissent"
    )


def test_of_collaboratives_in_which_the_person_has_no_role_only_the_number_is_said() -> None:
    assert others_in_words(NOTHING) == ""
    run = replace(NOTHING, other_rounds=3, other_collaboratives=2)
    assert others_in_words(run) == "3 rounds in 2 collaboratives in which you have no role."


def test_rounds_that_are_not_counted_are_said() -> None:
    assert untold_in_words(NOTHING) == ""
    assert untold_in_words(replace(NOTHING, untold=1)).startswith(
        "Answers of 1 open round without names is not counted"
    )
