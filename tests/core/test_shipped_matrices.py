"""The matrices that come with the product: their shape, whose words they are, and their rules."""

from __future__ import annotations

from fractions import Fraction

import pytest

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Fidelity, Matrix
from maturity.core.matrix_file import read_matrix
from maturity.core.matrix_rules import (
    AgreementRule,
    Band,
    DomainMethod,
    OverallBase,
    OverallMethod,
    WeakestDomainLimiter,
)
from maturity.settings import product_folder

FILES = {path.stem: path for path in sorted(product_folder("matrices").glob("*.yaml"))}
LEAD_PROVIDER = CollaborativeType.LEAD_PROVIDER
OVERLAY = ("commissioning-contracts", "delegated-budget", "pathway-beds", "case-management-quality")


def shipped(key: str) -> Matrix:
    path = FILES[key]
    return read_matrix(path.read_bytes(), name=path.name)


@pytest.fixture(scope="module")
def collaborative() -> Matrix:
    return shipped("provider-collaborative-development")


@pytest.fixture(scope="module")
def lenses() -> Matrix:
    return shipped("transformation-lenses")


@pytest.fixture(scope="module")
def dimensions() -> Matrix:
    return shipped("integrated-care-dimensions")


def test_three_matrices_are_shipped() -> None:
    assert set(FILES) == {
        "provider-collaborative-development",
        "transformation-lenses",
        "integrated-care-dimensions",
    }


@pytest.mark.parametrize("key", FILES)
def test_a_shipped_file_is_named_after_its_key_and_points_editors_to_the_schema(key: str) -> None:
    assert shipped(key).key == key
    first_line = FILES[key].read_text("utf-8").splitlines()[0]
    assert first_line == "# yaml-language-server: $schema=matrix.schema.json"


@pytest.mark.parametrize("key", FILES)
def test_a_shipped_matrix_describes_every_level_of_every_criterion(key: str) -> None:
    matrix = shipped(key)
    values = [level.value for level in matrix.levels]
    for criterion in matrix.criteria:
        assert [descriptor.level for descriptor in criterion.descriptors] == values, criterion.id
        assert criterion.question, criterion.id
        assert criterion.guidance, criterion.id
        assert 2 <= len(criterion.evidence_prompts) <= 4, criterion.id


@pytest.mark.parametrize("key", FILES)
def test_no_shipped_descriptor_is_the_owners_text(key: str) -> None:
    provenance = shipped(key).provenance
    assert provenance.fidelity in {Fidelity.ORIGINAL, Fidelity.NAMES_ONLY}
    assert provenance.licence.startswith("CC BY 4.0")
    assert provenance.licence_url == "https://creativecommons.org/licenses/by/4.0/"
    assert "contributors to the maturity self-assessment tool" in provenance.attribution


def test_the_collaborative_matrix_asks_nine_domains_of_three_criteria_of_everyone(collaborative: Matrix) -> None:
    everyone = [(d, [c for c in d.criteria if not c.applies_to]) for d in collaborative.domains]
    asked = [(d.id, len(criteria)) for d, criteria in everyone if criteria]
    assert asked == [
        ("purpose", 3),
        ("leadership", 3),
        ("governance", 3),
        ("care-quality", 3),
        ("equity-communities", 3),
        ("money-productivity", 3),
        ("workforce", 3),
        ("data-digital", 3),
        ("delivery-learning", 3),
    ]


@pytest.mark.parametrize("kind", [kind for kind in CollaborativeType if kind is not LEAD_PROVIDER])
def test_other_types_of_collaborative_are_asked_27_criteria(collaborative: Matrix, kind: CollaborativeType) -> None:
    assert sum(len(criteria) for _, criteria in collaborative.asked_of(kind)) == 27
    assert "lead-provider" not in {domain.id for domain, _ in collaborative.asked_of(kind)}


def test_a_lead_provider_collaborative_is_asked_four_more_criteria(collaborative: Matrix) -> None:
    asked = list(collaborative.asked_of(LEAD_PROVIDER))
    assert sum(len(criteria) for _, criteria in asked) == 31
    last_domain, criteria = asked[-1]
    assert last_domain.id == "lead-provider"
    assert tuple(c.id for c in criteria) == OVERLAY


def test_the_collaborative_matrix_names_its_four_levels_and_says_what_they_mean(collaborative: Matrix) -> None:
    named = [(level.value, level.name) for level in collaborative.levels]
    assert named == [(1, "Emerging"), (2, "Developing"), (3, "Maturing"), (4, "Thriving")]
    assert all(level.meaning for level in collaborative.levels)


def test_the_collaborative_matrix_says_that_it_is_not_nhs_englands(collaborative: Matrix) -> None:
    provenance = collaborative.provenance
    assert provenance.fidelity is Fidelity.ORIGINAL
    assert "not NHS England’s" in provenance.source
    assert any("PAR754" in sentence for sentence in provenance.based_on)
    assert any("New Zealand" in sentence for sentence in provenance.based_on)
    assert provenance.rationale is not None


def test_the_collaborative_headline_is_optional_and_held_by_the_weakest_core_domain(collaborative: Matrix) -> None:
    scoring = collaborative.scoring
    assert scoring.domain is DomainMethod.MEDIAN
    assert scoring.overall.method is OverallMethod.MEDIAN
    assert scoring.overall.over is OverallBase.CRITERIA
    assert scoring.overall.optional
    assert scoring.overall.minimum_coverage == Fraction(4, 5)
    assert scoring.overall.limiters == (
        WeakestDomainLimiter(domains=("purpose", "leadership", "governance"), margin=Fraction(1)),
    )


def test_a_split_leaves_a_collaborative_free_to_record_a_level(collaborative: Matrix) -> None:
    assert collaborative.agreement == AgreementRule(
        within=Fraction(1),
        split_share=Fraction(1, 4),
        aligned_share=Fraction(0),
        minimum_partners=3,
        split_decides=False,
        split_name="Not agreed",
    )


def test_the_lenses_are_seven_single_criteria_on_five_unnamed_levels(lenses: Matrix) -> None:
    assert [domain.title for domain in lenses.domains] == [
        "Vision",
        "Design",
        "Plan",
        "Transformation leadership",
        "Collaboration",
        "Accountability",
        "People",
    ]
    assert all(len(domain.criteria) == 1 for domain in lenses.domains)
    assert [(level.value, level.name) for level in lenses.levels] == [(value, None) for value in range(1, 6)]


def test_the_lenses_give_a_profile_only_and_name_the_source_of_their_names(lenses: Matrix) -> None:
    assert lenses.scoring.overall.method is OverallMethod.NONE
    assert lenses.provenance.fidelity is Fidelity.NAMES_ONLY
    assert "Open Government Licence v3.0" in lenses.provenance.attribution
    assert "Crown copyright" in lenses.provenance.attribution


def test_the_dimensions_are_twelve_single_criteria_from_zero_to_five(dimensions: Matrix) -> None:
    assert [domain.title for domain in dimensions.domains] == [
        "Readiness to change",
        "Structure and governance",
        "Information and eHealth services",
        "Standardisation and simplification",
        "Finance and funding",
        "Removal of inhibitors",
        "Population approach",
        "Citizen empowerment",
        "Evaluation methods",
        "Breadth of ambition",
        "Innovation management",
        "Capacity building",
    ]
    assert all(len(domain.criteria) == 1 for domain in dimensions.domains)
    assert [(level.value, level.name) for level in dimensions.levels] == [(value, None) for value in range(6)]


def test_the_dimensions_carry_the_published_rule_for_agreement_and_bands(dimensions: Matrix) -> None:
    """Lim and Yap, International Journal of Integrated Care, doi 10.5334/ijic.7747, tables 1 and 2."""
    assert dimensions.agreement.within == 1
    assert dimensions.agreement.split_share == Fraction(4, 12)
    assert dimensions.agreement.split_decides
    assert dimensions.agreement.split_name == "Uncertain"
    assert dimensions.scoring.level_bands == (
        Band("Initial", Fraction(0)),
        Band("Progressing", Fraction(3)),
        Band("Optimising", Fraction(5)),
    )
    assert dimensions.scoring.overall.method is OverallMethod.NONE
    assert dimensions.provenance.fidelity is Fidelity.NAMES_ONLY
