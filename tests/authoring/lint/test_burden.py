from __future__ import annotations

import pytest

from maturity.authoring.lint.burden import burden_of
from maturity.core.collaborative import CollaborativeType
from tests.factories.linted import found
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains


@pytest.mark.parametrize("criteria, is_found", [(45, False), (46, True)])
def test_more_than_ninety_minutes_for_one_person_are_found(criteria: int, is_found: bool) -> None:
    findings = found("burden", a_matrix(domains=some_domains(1, criteria)))
    assert [finding.problem for finding in findings] == (
        ["One person takes about 92 minutes over 46 criteria."] if is_found else []
    )


def test_what_only_one_type_is_asked_counts_for_that_type_alone() -> None:
    types = (CollaborativeType.ACUTE, CollaborativeType.COMMUNITY)
    domains = [
        a_domain(kind, [a_criterion(f"{kind}-{number}", applies_to=[kind]) for number in range(40)]) for kind in types
    ]
    matrix = a_matrix(domains=domains)
    assert burden_of(matrix).most == 40
    assert found("burden", matrix) == []


def test_the_estimate_is_said_in_words() -> None:
    assert str(burden_of(a_matrix(domains=some_domains(3, 9)))) == (
        "27 criteria, at 2 minutes each: about 54 minutes for one person."
    )
    mixed = a_domain("a", ["one", a_criterion("two", applies_to=[CollaborativeType.ACUTE])])
    assert str(burden_of(a_matrix(domains=[mixed]))) == (
        "1 to 2 criteria, by the type of collaborative, at 2 minutes each: about 2 to 4 minutes for one person."
    )
