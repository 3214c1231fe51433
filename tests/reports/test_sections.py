from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from maturity.core.declared_changes import Change, DeclaredChange
from maturity.core.overlaid import Overlaid
from maturity.core.position import Position, PositionOrigin, without_names
from maturity.core.response import AnswerState
from maturity.core.round_report import build_round_report
from maturity.core.scoring import score_round
from maturity.reports.sections import domain_sections, on_behalf_in_words, silent_in_words
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import a_ballot, a_round_record


def entered(name: str, person: str = "", origin: PositionOrigin = PositionOrigin.FACILITATOR) -> Position:
    return Position(partner=1, partner_name=name, person=person, state=AnswerState.DONT_KNOW, origin=origin)


@pytest.mark.parametrize(
    "positions, said",
    [
        ([], ""),
        ([entered("Alder Trust", "Ada Moor", PositionOrigin.AGREED)], ""),
        ([entered("Alder Trust")], "The position of Alder Trust was entered on its behalf."),
        (
            [entered("Alder Trust"), entered("Birch Trust")],
            "The positions of Alder Trust and Birch Trust were entered on their behalf.",
        ),
        (
            [entered("Alder Trust", "Lea Marsh"), entered("Birch Trust", "Lea Marsh"), entered("Cedar", "Jo Fell")],
            (
                "Lea Marsh entered the positions of Alder Trust and Birch Trust on their behalf. "
                "Jo Fell entered the position of Cedar on its behalf."
            ),
        ),
        (without_names([entered("Alder Trust")]), ""),
    ],
)
def test_whose_positions_were_entered_on_behalf_is_said_as_far_as_the_round_tells(
    positions: Sequence[Position], said: str
) -> None:
    assert on_behalf_in_words(positions) == said


def test_a_level_on_which_partners_are_split_says_so_where_it_is_named() -> None:
    record = a_round_record(consensus={"shared-purpose": 2}, positions={"shared-purpose": [1, 1, 4, 4]})
    [[split]] = [domain.criteria for domain in domain_sections(build_round_report(record, earlier=[]))]
    assert (split.level, split.although) == ("Developing", ", although partners are split")
    record = a_round_record(consensus={"shared-purpose": "not-agreed"}, positions={"shared-purpose": [1, 1, 4, 4]})
    [[not_agreed]] = [domain.criteria for domain in domain_sections(build_round_report(record, earlier=[]))]
    assert (not_agreed.level, not_agreed.although, not_agreed.place) == ("Not agreed", "", None)


def test_a_partner_that_said_nothing_at_all_is_named_once_and_not_on_every_criterion() -> None:
    matrix = a_matrix(domains=some_domains(1, 2))
    record = a_round_record(matrix=matrix, positions={"d1-c1": [2, None, None], "d1-c2": [3, 1, None]})
    report = build_round_report(record, earlier=[])
    [[first, second]] = [domain.criteria for domain in domain_sections(report)]
    assert [line.partner for line in first.partners] == ["Alder Vale Trust", "Birchmoor Trust"]
    assert first.partners[1].level == "Not answered"
    assert len(second.partners) == 2
    assert silent_in_words(report.result) == "Not answered on any criterion: Cedarwell Trust."


def test_in_a_round_without_names_those_that_said_nothing_are_counted() -> None:
    record = a_round_record(positions={"shared-purpose": [2, None, None]})
    nameless = {"shared-purpose": without_names(record.positions_on("shared-purpose"))}
    assert silent_in_words(score_round(replace(record, positions=nameless))) == (
        "Not answered on any criterion: 2 partners."
    )
    assert silent_in_words(score_round(a_round_record(positions={"shared-purpose": [2, 3]}))) == ""


def test_after_a_vote_a_criterion_says_where_partners_stand_and_how_they_stood_before() -> None:
    record = a_round_record(
        consensus={"shared-purpose": 3},
        positions={"shared-purpose": [3, 3, 3, 3]},
        ballots={"shared-purpose": [a_ballot(1, 1, 1, 4, 4)]},
    )
    [[split]] = [domain.criteria for domain in domain_sections(build_round_report(record, earlier=[]))]
    assert split.agreement.startswith("Partners are split: ")
    assert split.agreement.endswith(" Before they voted they were aligned.")
    assert split.although == ", although partners are split"


def test_a_criterion_with_local_words_says_whose_they_are_not() -> None:
    local = (DeclaredChange("d1-c1", (Change.AMENDED,)), DeclaredChange("d1-c2", (Change.NEW,)))
    matrix = a_matrix(domains=some_domains(1, 3))
    overlaid = replace(matrix, overlays=Overlaid("national", "1.0.0", "The national matrix", local))
    report = build_round_report(a_round_record(matrix=overlaid), earlier=[])
    [[worded, extra, untouched]] = [domain.criteria for domain in domain_sections(report)]
    assert worded.local == "Local wording, not that of “The national matrix” 1.0.0."
    assert extra.local == "Local criterion, not that of “The national matrix” 1.0.0."
    assert untouched.local == ""
