"""The form of a domain that its round left behind: what it asks of versions does not grow with its criteria."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.declared_changes import Change
from maturity.core.matrix import Matrix
from maturity.persistence.engine import Database
from tests.factories.living_rounds import a_living_round, level
from tests.factories.matrices import some_domains
from tests.factories.next_versions import publish_and_move
from tests.factories.statements import statements_of
from tests.factories.versions import a_version, declared, reworded, some_changes
from tests.web.conftest import SignIn


def all_but_the_first(matrix: Matrix, change: Change | None) -> Matrix:
    """Version 2.0.0 with one change to every criterion but the first; None retires them."""
    [domain] = matrix.domains
    first, *rest = domain.criteria
    if change is None:
        changes = some_changes(retired={each.id: "Nobody used it." for each in rest})
        return replace(a_version("2.0.0", [replace(domain, criteria=(first,))], changes), key=matrix.key)
    changed = (first, *(reworded(each, "Now with a budget.") for each in rest))
    changes = some_changes(*(declared(each.id, change, note="Asks for a budget.") for each in rest))
    return replace(a_version("2.0.0", [replace(domain, criteria=changed)], changes), key=matrix.key)


def what_saving_reads_of_versions(
    database: Database, sign_in: SignIn, criteria: int, change: Change | None
) -> tuple[list[str], str]:
    """The statements about moves and versions that a stale form of a domain leads to, and what answers it."""
    matrix = replace(a_version("1.0.0", some_domains(1, criteria)), key=f"of-{criteria}")
    living = a_living_round(database, matrix=matrix, name=f"North{criteria}")
    for each in matrix.criteria:
        living.answer(level(2, "As it was."), criterion=each.id)
    path = f"/collaboratives/{living.collaborative}/rounds/{living.number}/respond/{living.partner}/domains/d1"
    page = sign_in(living.respondent).get(path)
    publish_and_move(living, all_but_the_first(matrix, change))
    words: dict[str, str | None] = {f"{each.id}-reason": f"About {each.id}." for each in matrix.criteria}
    answers: list[str] = []
    made = statements_of(database, lambda: answers.append(page.submit(words, expect=409).text))
    return [each for each in made if "version_move" in each or "FROM matrix_version" in each], answers[0]


@pytest.mark.parametrize("change", [Change.AMENDED, None], ids=["amended", "retired"])
def test_moves_and_versions_are_read_once_however_many_criteria_are_stale(
    database: Database, sign_in: SignIn, change: Change | None
) -> None:
    few, many = (what_saving_reads_of_versions(database, sign_in, criteria, change) for criteria in (3, 24))
    for criteria, (_, answer) in ((3, few), (24, many)):
        assert all(f"About d1-c{each}." in answer for each in range(2, criteria + 1)), "every one is stale"
    assert sum("FROM version_move" in each for each in many[0]) == 1
    assert len(few[0]) == len(many[0])
