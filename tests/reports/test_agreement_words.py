"""How closely partners agree, in the words of every page."""

from __future__ import annotations

import pytest

from maturity.core.results import CriterionResult
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round
from maturity.reports.agreement_words import agreement_counts, stand_in_a_sentence, stand_in_words
from tests.factories.rounds import a_ballot, a_round_record


def a_record(positions: tuple[int, ...] | None, *votes: int) -> RoundRecord:
    return a_round_record(
        positions=None if positions is None else {"shared-purpose": positions},
        ballots={"shared-purpose": [a_ballot(1, *votes)]} if votes else {},
        consensus={"shared-purpose": 3},
    )


def said_of(record: RoundRecord) -> tuple[str, str]:
    [result] = score_round(record).criteria
    return stand_in_words(result), stand_in_a_sentence(result, record.matrix)


ALIKE = "Partners are aligned: all 4 gave Maturing."
SETTLED = f"{ALIKE} Before they voted they were split."


@pytest.mark.parametrize(
    "record, words, sentence",
    [
        (a_record((3, 3, 3, 3)), "Aligned", ALIKE),
        (a_record((3, 3, 3, 3), 3, 3, 3, 3), "Aligned", ALIKE),
        (a_record((2, 2, 3, 3), 3, 3, 3, 3), "Aligned", ALIKE),
        (
            a_record((1, 1, 4, 4), 3, 3, 3, 3),
            "Aligned (split before they voted)",
            SETTLED,
        ),
        (a_record(None, 3, 3, 3, 3), "Aligned", ALIKE),
        (a_record(None), "", ""),
    ],
)
def test_partners_stand_where_they_stand_after_the_last_vote_and_before_is_told_where_its_label_differs(
    record: RoundRecord, words: str, sentence: str
) -> None:
    assert said_of(record) == (words, sentence)


def criteria(*records: RoundRecord) -> list[CriterionResult]:
    return [criterion for record in records for criterion in score_round(record).criteria]


def test_counts_are_those_after_the_votes_with_those_before_where_any_changed() -> None:
    aligned, settled, unknown = a_record((3, 3, 3, 3)), a_record((1, 1, 4, 4), 3, 3, 3, 3), a_record(None)
    assert agreement_counts(criteria(aligned, aligned, unknown)) == "aligned on 2 criteria"
    assert (
        agreement_counts(criteria(aligned, settled))
        == "aligned on 2 criteria (before they voted: aligned on 1, split on 1)"
    )
    assert agreement_counts(criteria(unknown)) == ""
