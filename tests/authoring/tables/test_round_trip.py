"""Any matrix, written out as a workbook or a document, comes back with the same words in the same cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from maturity.authoring.tables import About, matrix_file_from, understand
from maturity.authoring.tables.making import grid_file_from, matrix_file_about
from maturity.core.matrix import Criterion, Domain, Fidelity, Matrix
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from tests.factories.any_matrix import any_matrix
from tests.factories.tables import SMALL, a_document, a_workbook, source_of

ABOUT = About("our-own", "1.0.0", "Our own", "To talk.", "Us.", "Ours.", "© us.", Fidelity.OFFICIAL)
Rows = list[list[str | None]]
# To shrink a whole matrix takes minutes and shows little more than the words that differ.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def words_of(matrix: Matrix) -> list[Any]:
    """The grid of words: what stands in the cells, and over and beside them."""
    return [
        [(level.value, level.name) for level in matrix.levels],
        [
            [
                d.title,
                [[c.title, c.question, c.guidance, [(x.level, x.text) for x in c.descriptors]] for c in d.criteria],
            ]
            for d in matrix.domains
        ],
    ]


def header_of(matrix: Matrix) -> list[str | None]:
    levels = [f"Level {level.value}" + (f"\n{level.name}" if level.name else "") for level in matrix.levels]
    return ["Domain", "Criterion", "Question", "Guidance", *levels]


def row_of(domain: Domain, criterion: Criterion, matrix: Matrix) -> list[str | None]:
    found = [criterion.descriptor_at(level.value) for level in matrix.levels]
    return [
        domain.title,
        criterion.title,
        criterion.question,
        criterion.guidance,
        *(x.text if x else None for x in found),
    ]


def one_sheet(matrix: Matrix) -> Rows:
    return [header_of(matrix), *(row_of(d, c, matrix) for d in matrix.domains for c in d.criteria)]


def with_headings(matrix: Matrix) -> Rows:
    rows: Rows = [header_of(matrix)[1:]]
    for domain in matrix.domains:
        rows.append([domain.title])
        rows.extend(row_of(domain, criterion, matrix)[1:] for criterion in domain.criteria)
    return rows


def with_titles_apart(matrix: Matrix) -> Matrix:
    """Domains of the same title are one domain in a table: tell them apart. The same for a name of a level."""
    return replace(
        matrix,
        domains=tuple(replace(d, title=f"{d.title[:150]} {n}") for n, d in enumerate(matrix.domains, start=1)),
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60, phases=_PHASES)
@given(any_matrix().map(with_titles_apart), st.sampled_from([one_sheet, with_headings]))
def test_a_matrix_written_as_a_workbook_comes_back_with_the_same_words(matrix: Matrix, layout: Any) -> None:
    try:
        data = a_workbook(("S", layout(matrix)))
    except IllegalCharacterError:
        return  # a workbook cannot hold it
    found = understand(source_of(data))
    assert found.is_whole, found.notes
    made = read_matrix(matrix_file_from(found, ABOUT), name="made")
    assert words_of(made) == words_of(matrix)
    assert matrix_file_about(grid_file_from(found), ABOUT) == matrix_file_from(found, ABOUT)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20, phases=_PHASES)
@given(any_matrix().map(with_titles_apart))
def test_a_matrix_written_as_a_table_of_word_comes_back_with_the_same_words(matrix: Matrix) -> None:
    found = understand(source_of(a_document(one_sheet(matrix))))
    assert found.is_whole, found.notes
    assert words_of(read_matrix(matrix_file_from(found, ABOUT), name="made")) == words_of(matrix)


def test_what_is_said_about_it_stands_in_the_file() -> None:
    made = read_matrix(matrix_file_from(understand(source_of(a_workbook())), ABOUT), name="made")
    assert (made.key, made.version, made.title, made.purpose) == ("our-own", "1.0.0", "Our own", "To talk.")
    assert (made.provenance.source, made.provenance.licence, made.provenance.attribution) == ("Us.", "Ours.", "© us.")
    assert made.provenance.fidelity is Fidelity.OFFICIAL


def test_what_cannot_stand_in_a_matrix_file_is_refused_by_its_name() -> None:
    found = understand(source_of(a_workbook(("S", SMALL))))
    with pytest.raises(MatrixFileErrors, match="“key” is “Our own”"):
        matrix_file_from(found, replace(ABOUT, key="Our own"))
