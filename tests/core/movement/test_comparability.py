"""Whether a criterion or a domain asks the same thing in two rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from maturity.core.matrix import Criterion, Descriptor, Element, Matrix
from maturity.core.matrix_change.same_words import asks_the_same
from maturity.core.matrix_rules import CriterionMethod, DomainMethod, ScoringRule
from maturity.core.movement.comparability import DomainComparability, compare_domains, is_same_measure
from maturity.core.movement.moved import Direction, compare_rounds
from maturity.core.scoring import score_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix, named_levels, some_levels
from tests.factories.rounds import ConsensusLike, a_round_record

ONE = a_criterion("a", question="How well?", guidance="Think of last winter.")


def matrix_with(criterion: Criterion = ONE, *, version: str = "2.0.0", key: str = "example") -> Matrix:
    return a_matrix(domains=[a_domain("one", [criterion])], version=version, key=key)


def compared(first: Matrix, second: Matrix) -> tuple[Direction, str]:
    movement = compare_rounds(
        score_round(a_round_record(matrix=first, consensus={"a": 2})),
        score_round(a_round_record(matrix=second, consensus={"a": 3}, number=2)),
    ).criteria[0]
    return movement.direction, movement.basis


WORDING = "Its wording changed between the two versions of the matrix."


@pytest.mark.parametrize(
    "changed",
    [
        a_criterion("a", question="How well now?", descriptors=ONE.descriptors),
        a_criterion("a", title="Another", question="How well?", descriptors=ONE.descriptors),
        replace(ONE, descriptors=(Descriptor(1, "Changed."), *ONE.descriptors[1:])),
        replace(ONE, descriptors=(replace(ONE.descriptors[0], elements=(Element("e", "Done"),)), *ONE.descriptors[1:])),
        replace(ONE, descriptors=ONE.descriptors[:-1]),
    ],
)
def test_a_criterion_with_other_words_is_not_the_same_one(changed: Criterion) -> None:
    assert not asks_the_same(ONE, changed)
    assert compared(matrix_with(version="1.0.0"), matrix_with(changed)) == (Direction.NOT_COMPARABLE, WORDING)


@pytest.mark.parametrize(
    "changed",
    [
        replace(ONE, guidance="Think of the whole year."),
        replace(ONE, examples=("An example.",), evidence_prompts=("Minutes",)),
        replace(ONE, weight=Fraction(2)),
    ],
)
def test_guidance_examples_and_weight_do_not_make_a_criterion_another_one(changed: Criterion) -> None:
    direction, _ = compared(matrix_with(version="1.0.0"), matrix_with(changed))
    assert direction is Direction.UP


def test_a_scale_with_other_values_or_names_breaks_the_comparison() -> None:
    renamed = (*named_levels()[:3], replace(named_levels()[3], name="Flourishing"))
    longer = some_levels(5, names=("Emerging", "Developing", "Maturing", "Thriving", "Leading"))
    for levels in (renamed, longer):
        second = a_matrix(levels=levels, domains=[a_domain("one", [ONE])], version="2.0.0")
        assert compared(matrix_with(version="1.0.0"), second) == (
            Direction.NOT_COMPARABLE,
            "The scale of levels changed between the two versions of the matrix.",
        )


def test_a_level_s_meaning_may_be_explained_better_without_breaking_the_comparison() -> None:
    explained = tuple(replace(level, meaning="A better explanation.") for level in named_levels())
    second = a_matrix(levels=explained, domains=[a_domain("one", [ONE])], version="2.0.0")
    assert compared(matrix_with(version="1.0.0"), second)[0] is Direction.UP


def test_reaching_a_level_another_way_breaks_the_comparison() -> None:
    second = a_matrix(
        domains=[a_domain("one", [ONE])], version="2.0.0", scoring=ScoringRule(criterion=CriterionMethod.ELEMENTS)
    )
    assert compared(matrix_with(version="1.0.0"), second) == (
        Direction.NOT_COMPARABLE,
        "The way a level is reached changed between the two versions of the matrix.",
    )


def test_the_same_id_in_another_matrix_is_a_coincidence() -> None:
    assert compared(matrix_with(), matrix_with(key="another")) == (
        Direction.NOT_COMPARABLE,
        "The two rounds used different matrices.",
    )


AB = a_domain("one", ["a", "b"])


def domains_compared(
    first: Matrix,
    second: Matrix,
    before: Mapping[str, ConsensusLike] | None = None,
    after: Mapping[str, ConsensusLike] | None = None,
    domain: str = "one",
) -> DomainComparability:
    levels: Mapping[str, ConsensusLike] = {"a": 2, "b": 2}
    return compare_domains(
        score_round(a_round_record(matrix=first, consensus=before or levels)),
        score_round(a_round_record(matrix=second, consensus=after or levels, number=2)),
        domain,
    )


def test_a_domain_with_the_same_questions_and_rule_is_comparable() -> None:
    first = a_matrix(domains=[AB])
    assert domains_compared(first, first) == DomainComparability(is_comparable=True, note="")
    assert domains_compared(first, a_matrix(domains=[AB], version="1.0.1")).is_comparable
    reordered = a_matrix(domains=[a_domain("one", ["b", "a"])], version="1.0.1")
    assert domains_compared(first, reordered).is_comparable


@pytest.mark.parametrize(
    "second,note",
    [
        (a_matrix(domains=[a_domain("two", ["c"])], version="2"), "Not asked in round 2."),
        (a_matrix(domains=[a_domain("one", ["a"])], version="2"), "The domain asks other criteria than before."),
        (
            a_matrix(domains=[a_domain("one", ["a", "b", "c"])], version="2"),
            "The domain asks other criteria than before.",
        ),
        (
            a_matrix(domains=[AB], version="2", scoring=ScoringRule(domain=DomainMethod.MEAN)),
            "The way a domain is summed up changed between the two versions of the matrix.",
        ),
        (
            a_matrix(domains=[a_domain("one", [a_criterion("a", weight=2), a_criterion("b")])], version="2"),
            "The weight of a criterion changed between the two versions of the matrix.",
        ),
        (
            a_matrix(domains=[a_domain("one", [a_criterion("a", question="Why?"), a_criterion("b")])], version="2"),
            "The wording of a criterion changed between the two versions of the matrix.",
        ),
    ],
)
def test_a_domain_that_asks_or_sums_up_otherwise_is_not_comparable(second: Matrix, note: str) -> None:
    found = domains_compared(a_matrix(domains=[AB]), second)
    assert found == DomainComparability(is_comparable=False, note=note)


def test_a_domain_that_is_new_is_not_comparable() -> None:
    first, second = a_matrix(domains=[AB]), a_matrix(domains=[AB, a_domain("two", ["c"])], version="2")
    assert domains_compared(first, second, domain="two").note == "Not asked in round 1."


def test_a_domain_without_a_value_is_not_comparable() -> None:
    first = a_matrix(domains=[AB])
    assert domains_compared(first, first, {"a": "not-agreed"}).note == "No result in round 1."
    assert domains_compared(first, first, None, {"a": "not-agreed"}).note == "No result in round 2."


def test_a_domain_that_rests_on_other_levels_is_comparable_and_says_so() -> None:
    first = a_matrix(domains=[AB])
    found = domains_compared(first, first, {"a": 2}, {"a": 2, "b": 3})
    assert found == DomainComparability(
        is_comparable=True, note="It rests on 1 of 2 criteria in round 1 and 2 of 2 in round 2."
    )


@pytest.mark.parametrize(
    "earlier, is_same",
    [
        (matrix_with(), True),
        (matrix_with(version="1.0.0"), True),
        (matrix_with(replace(ONE, question="How often?"), version="1.0.0"), False),
        (a_matrix(domains=[a_domain("one", [ONE])], levels=some_levels(9)), False),
        (matrix_with(key="other"), False),
    ],
)
def test_a_level_means_the_same_only_on_the_same_scale_and_in_the_same_words(earlier: Matrix, is_same: bool) -> None:
    assert is_same_measure(earlier, matrix_with(), "a") is is_same
