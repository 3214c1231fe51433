"""Who is asked to speak first on a criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from maturity.core.meeting.first_to_speak import who_speaks_first
from maturity.core.position import A_PARTNER, marked_as_own, without_names
from maturity.core.results import CriterionResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import PositionLike, a_round_record

MATRIX = a_matrix(domains=some_domains(1, 1))


def a_criterion(positions: Sequence[PositionLike]) -> CriterionResult:
    return score_round(a_round_record(matrix=MATRIX, positions={"d1-c1": positions})).criteria[0]


@pytest.mark.parametrize(
    "positions, said",
    [
        (["dont-know", None], ""),
        ([2, 2], "All who gave a level say 2 Developing."),
        (
            [1, 3],
            "The lowest and the highest speak first: Alder Vale Trust (1 Emerging), then Birchmoor Trust (3 Maturing).",
        ),
        (
            [1, 3, "unsettled"],
            (
                "The lowest and the highest speak first: Alder Vale Trust (1 Emerging), then Birchmoor Trust "
                "(3 Maturing). Cedarwell Trust has not agreed a level: hear what divides it too."
            ),
        ),
        (
            ["unsettled", 2, "unsettled"],
            (
                "All who gave a level say 2 Developing. "
                "Alder Vale Trust and Cedarwell Trust have not agreed a level: hear what divides them too."
            ),
        ),
        (["unsettled", None], "Alder Vale Trust has not agreed a level: hear what divides it."),
    ],
)
def test_the_ends_speak_first_and_who_is_divided_is_not_forgotten(positions: list[PositionLike], said: str) -> None:
    assert who_speaks_first(a_criterion(positions), MATRIX) == said


def test_in_a_round_without_names_they_are_asked_to_make_themselves_known() -> None:
    found = a_criterion([1, 3, "unsettled"])
    assert found.agreement is not None
    nameless = replace(
        found, positions=without_names(found.positions), agreement=replace(found.agreement, unsettled=(A_PARTNER,))
    )
    ends = "The lowest (1 Emerging) and the highest (3 Maturing) speak first, if they want to be known."
    ask = "hear why, if it wants to be known."
    assert who_speaks_first(nameless, MATRIX) == f"{ends} A partner has not agreed a level: {ask}"
    own = replace(nameless, positions=marked_as_own(nameless.positions, own={1}))
    assert who_speaks_first(own, MATRIX).startswith(f"{ends} Your partner is one of them.")
