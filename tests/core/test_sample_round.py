"""The sample report of a matrix: made for any matrix, always the same, and never to be taken for a real one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from maturity.core.collaborative import CollaborativeType
from maturity.core.consensus import ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.round_report import content_key
from maturity.core.sample_round import SAMPLE_COLLABORATIVE, most_asked_type, sample_report, types_asked
from maturity.reports.report_page import report_page
from tests.factories.any_matrix import any_matrix
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.reports import shipped_matrix


@given(any_matrix())
def test_any_matrix_has_a_sample_for_every_type_that_it_asks(matrix: Matrix) -> None:
    types = types_asked(matrix)
    assert most_asked_type(matrix) in types
    for kind in types:
        page = report_page(sample_report(matrix, asked_of=kind))
        assert page.collaborative == SAMPLE_COLLABORATIVE
        assert len(page.domains) == len(list(matrix.asked_of(kind)))


def test_the_same_matrix_always_gives_the_same_sample() -> None:
    keys = {content_key(sample_report(shipped_matrix(), asked_of=CollaborativeType.ACUTE)) for _ in range(2)}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "key", ["provider-collaborative-development", "transformation-lenses", "integrated-care-dimensions"]
)
def test_a_sample_shows_what_a_report_can_hold(key: str) -> None:
    report = sample_report(shipped_matrix(key), asked_of=CollaborativeType.ACUTE)
    page = report_page(report)
    assert page.moved is not None
    assert page.trend is not None
    assert page.heat_maps
    assert page.dissents
    assert page.moves_up
    assert report.where_partners_differ
    assert all(partner.name.startswith("Sample") for partner in report.record.partners)
    assert len({c.level for c in report.result.criteria if c.level}) > 1


def test_a_long_matrix_has_every_way_in_which_a_conversation_ends() -> None:
    report = sample_report(shipped_matrix(), asked_of=CollaborativeType.ACUTE)
    states = {each.consensus.state for each in report.result.criteria}
    assert states == set(ConsensusState) - {ConsensusState.NOT_RECORDED}


def test_an_overall_result_is_shown_wherever_the_matrix_makes_one() -> None:
    matrix = shipped_matrix()
    assert sample_report(matrix, asked_of=CollaborativeType.ACUTE).result.overall is not None
    lenses = shipped_matrix("transformation-lenses")
    assert not sample_report(lenses, asked_of=CollaborativeType.ACUTE).record.shows_overall


def test_the_type_that_is_asked_the_most_is_taken_and_types_that_are_asked_nothing_are_left_out() -> None:
    criteria = tuple(
        replace(a_criterion(f"c{number}"), applies_to=frozenset(kinds))
        for number, kinds in enumerate(
            [{CollaborativeType.COMMUNITY}, {CollaborativeType.COMMUNITY, CollaborativeType.AMBULANCE}]
        )
    )
    matrix = a_matrix(domains=(a_domain("d", criteria=criteria),))
    assert types_asked(matrix) == (CollaborativeType.COMMUNITY, CollaborativeType.AMBULANCE)
    assert most_asked_type(matrix) is CollaborativeType.COMMUNITY
