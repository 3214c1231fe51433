from __future__ import annotations

from dataclasses import replace

from maturity.core.matrix import Descriptor, Element, Matrix
from maturity.core.matrix_rules import CriterionMethod, ScoringRule
from tests.factories.linted import found
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels


def anchored(*described: int, elements: bool = False) -> Matrix:
    """A matrix with five levels of which these are described."""
    descriptors = tuple(
        Descriptor(v, f"What can be seen at {v}.", (Element(f"met-{v}", "It is met."),) if elements and v > 1 else ())
        for v in described
    )
    criteria = [a_criterion("trust", descriptors=descriptors)]
    return a_matrix(domains=[a_domain("people", criteria)], levels=some_levels(5))


def test_levels_that_can_be_chosen_and_have_no_words_are_found_once() -> None:
    (finding,) = found("missing-cell", anchored(1, 3, 5))
    assert finding.problem == "Levels 2 and 4 have no descriptors, and people can choose them."
    assert finding.note.path == "anchors"


def test_a_matrix_that_describes_every_level_passes() -> None:
    assert found("missing-cell", anchored(1, 2, 3, 4, 5)) == []


def test_a_level_that_nobody_can_choose_is_a_matter_for_another_rule() -> None:
    gated = replace(anchored(1, 3, 5, elements=True), scoring=ScoringRule(CriterionMethod.ELEMENTS))
    assert found("missing-cell", gated) == []
    assert len(found("unreachable-level", gated)) == 2
