"""A matrix answers what is in it, and says so in a sentence when something is not."""

from __future__ import annotations

import pytest

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import (
    FIDELITY_IN_WORDS,
    CriterionNotInMatrix,
    Descriptor,
    DomainNotInMatrix,
    Element,
    Fidelity,
    Level,
    LevelNotInMatrix,
)
from maturity.core.matrix_rules import OverallMethod, ScoringRule
from tests.factories.matrices import a_criterion, a_domain, a_matrix, a_provenance, some_levels

LEAD = CollaborativeType.LEAD_PROVIDER
TAGGED = a_matrix(
    domains=[
        a_domain("one", ["a", a_criterion("lead", applies_to=[LEAD])]),
        a_domain("two", [a_criterion("only-lead", applies_to=[LEAD, CollaborativeType.SPECIALIST])]),
    ]
)


def test_criteria_are_in_the_order_of_the_file() -> None:
    assert [c.id for c in TAGGED.criteria] == ["a", "lead", "only-lead"]


def test_what_is_in_the_matrix_is_found_by_its_id() -> None:
    assert TAGGED.criterion("lead").title == "Lead"
    assert TAGGED.domain("two").title == "Two"
    assert TAGGED.domain_of("only-lead").id == "two"
    assert TAGGED.level(3).name == "Maturing"
    assert (TAGGED.lowest_level.value, TAGGED.highest_level.value) == (1, 4)
    assert TAGGED.has_level(4)
    assert not TAGGED.has_level(0)


def test_what_is_not_in_the_matrix_is_named_in_a_sentence() -> None:
    with pytest.raises(LevelNotInMatrix, match="“Example matrix” has levels 1 to 4; 0 is not one of them"):
        TAGGED.level(0)
    with pytest.raises(CriterionNotInMatrix, match=r"“Example matrix” 1\.0\.0 has no criterion “x”"):
        TAGGED.criterion("x")
    with pytest.raises(CriterionNotInMatrix):
        TAGGED.domain_of("x")
    with pytest.raises(DomainNotInMatrix, match=r"“Example matrix” 1\.0\.0 has no domain “x”"):
        TAGGED.domain("x")


@pytest.mark.parametrize(
    "kind,asked",
    [
        (CollaborativeType.ACUTE, [("one", ["a"])]),
        (CollaborativeType.SPECIALIST, [("one", ["a"]), ("two", ["only-lead"])]),
        (LEAD, [("one", ["a", "lead"]), ("two", ["only-lead"])]),
    ],
)
def test_criteria_are_asked_by_type_of_collaborative_and_an_empty_domain_is_left_out(
    kind: CollaborativeType, asked: list[tuple[str, list[str]]]
) -> None:
    assert [(d.id, [c.id for c in criteria]) for d, criteria in TAGGED.asked_of(kind)] == asked


def test_a_level_is_called_by_its_name_or_its_number() -> None:
    assert Level(2, "Developing").label == "Developing"
    assert [level.label for level in some_levels(2, lowest=0)] == ["Level 0", "Level 1"]


def test_a_level_with_a_name_can_be_shown_with_its_place_on_the_scale() -> None:
    assert Level(2, "Developing").numbered_label == "2 Developing"
    assert Level(2).numbered_label == "Level 2"


def test_a_criterion_may_describe_anchor_levels_only() -> None:
    criterion = a_criterion("a", descriptors=(Descriptor(1, "Low."), Descriptor(3, "High.")))
    found = criterion.descriptor_at(3)
    assert found is not None
    assert found.text == "High."
    assert criterion.descriptor_at(2) is None


def test_elements_belong_to_the_levels_of_a_criterion() -> None:
    criterion = a_criterion(
        "a", descriptors=(Descriptor(1, "Low."), Descriptor(2, "High.", (Element("x", "X."), Element("y", "Y."))))
    )
    assert criterion.has_elements
    assert criterion.element_ids == {"x", "y"}
    assert not a_criterion("b").has_elements


@pytest.mark.parametrize("fidelity", Fidelity)
def test_every_matrix_says_whose_words_it_uses(fidelity: Fidelity) -> None:
    assert FIDELITY_IN_WORDS[fidelity].startswith(("The descriptors", "Only the names"))
    assert a_provenance().whose_words == FIDELITY_IN_WORDS[Fidelity.ORIGINAL]


def test_the_default_rule_is_a_profile_only() -> None:
    assert ScoringRule().overall.method is OverallMethod.NONE
