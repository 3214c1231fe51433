"""The page of a pre-read, as the web and the PDF show it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from maturity.core.matrix_rules import AgreementRule
from maturity.core.meeting.pre_read import pre_read_of
from maturity.core.round import Naming, Stage
from maturity.core.scoring import score_round
from maturity.reports.pre_read_page import PreReadPage, pre_read_page
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import a_round_record


def test_what_has_a_result_already_comes_last_in_a_line() -> None:
    matrix = a_matrix(domains=some_domains(1, 2))
    first, second = (criterion.id for criterion in matrix.criteria)
    record = a_round_record(
        matrix=matrix, stage=Stage.AGREEING, positions={first: [1, 4, 4], second: [2, 3, 3]}, consensus={first: 3}
    )
    result = score_round(record)
    page = pre_read_page(
        pre_read_of(result, earlier=None, naming=Naming.NAMED, partner=1, minutes=None, settled=frozenset({first}))
    )
    assert [line.item.criterion_id for line in page.lines] == [second]
    assert page.recorded == (f"{matrix.criterion(first).title}: Maturing. You: Emerging.",)


def test_what_is_recorded_while_the_room_is_open_keeps_its_time_and_its_place() -> None:
    matrix = a_matrix(domains=some_domains(1, 2))
    ids = [criterion.id for criterion in matrix.criteria]
    record = a_round_record(
        matrix=matrix, stage=Stage.AGREEING, positions={each: [2, 3, 3] for each in ids}, consensus={ids[0]: 3}
    )
    page = pre_read_page(
        pre_read_of(score_round(record), earlier=None, naming=Naming.NAMED, partner=1, minutes=60, settled=frozenset())
    )
    assert {line.item.criterion_id for line in page.lines} == set(ids)
    assert page.recorded == ()


def test_nobody_is_asked_to_prepare_what_is_recorded_already() -> None:
    matrix = a_matrix(domains=some_domains(1, 1))
    [only] = (criterion.id for criterion in matrix.criteria)
    record = a_round_record(matrix=matrix, stage=Stage.AGREEING, positions={only: [2, 3, 3]}, consensus={only: 3})
    page = pre_read_page(
        pre_read_of(
            score_round(record), earlier=None, naming=Naming.NAMED, partner=1, minutes=60, settled=frozenset({only})
        )
    )
    assert (page.lines, page.how_to_prepare) == ((), ())
    assert len(page.recorded) == 1


def a_page(*criteria: Sequence[int], rule: AgreementRule) -> PreReadPage:
    """The page of the first partner, before a meeting on criteria d1-c1, d1-c2 … with these levels."""
    matrix = a_matrix(domains=some_domains(1, len(criteria)), agreement=rule)
    positions = dict(zip((c.id for c in matrix.criteria), criteria, strict=True))
    record = a_round_record(matrix=matrix, stage=Stage.AGREEING, positions=positions)
    return pre_read_page(
        pre_read_of(
            score_round(record), earlier=None, naming=Naming.NAMED, partner=1, minutes=None, settled=frozenset()
        )
    )


@pytest.mark.parametrize(
    "criteria, is_described",
    [([[1, 1, 3, 4, 4]], False), ([[1, 1, 3, 4, 4], [2, 3, 3, 3, 3]], True), ([[3, 3, 3, 3, 3]], False)],
)
def test_a_partner_is_asked_to_read_the_median_only_where_one_is_described(
    criteria: list[list[int]], is_described: bool
) -> None:
    page = a_page(*criteria, rule=AgreementRule(split_decides=True))
    assert any(line.item.median_descriptor for line in page.lines) is is_described
    said = " ".join(page.how_to_prepare)
    assert "Read what your level looks like in the matrix." in said
    assert ("Where the median is described too, ask the same of that." in said) is is_described
