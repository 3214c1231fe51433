"""A matrix as it is shown, in plain values."""

from __future__ import annotations

import pytest

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Descriptor, Element, Matrix
from maturity.core.matrix_file import read_matrix
from maturity.settings import product_folder
from maturity.web.author.matrix_view import kept_matrix_view, matrix_view
from tests.factories.matrices import a_criterion, a_domain, a_matrix, named_levels, some_domains, some_levels

ONLY_ACUTE = a_criterion("acute-only", applies_to=[CollaborativeType.ACUTE])


@pytest.mark.parametrize(
    "matrix, shape",
    [
        (a_matrix(), "1 domain, 1 criterion, 4 levels: Emerging to Thriving"),
        (a_matrix(domains=some_domains(9, 3)), "9 domains, 27 criteria, 4 levels: Emerging to Thriving"),
        (
            a_matrix(levels=some_levels(6, lowest=0), domains=some_domains(2, 1, levels=some_levels(6, lowest=0))),
            "2 domains, 2 criteria, 6 levels: 0 to 5",
        ),
    ],
)
def test_the_shape_says_how_large_a_matrix_is(matrix: Matrix, shape: str) -> None:
    assert matrix_view(matrix).shape == shape


def test_shape_and_time_are_about_the_criteria_that_every_collaborative_is_asked() -> None:
    view = matrix_view(a_matrix(domains=[a_domain(), a_domain("overlay", [ONLY_ACUTE])]))
    assert view.shape.startswith("1 domain, 1 criterion,")
    assert (view.more_for_some, view.minutes) == (1, 2)


def test_a_matrix_for_one_type_only_is_counted_whole() -> None:
    view = matrix_view(a_matrix(domains=[a_domain("overlay", [ONLY_ACUTE])]))
    assert view.shape.startswith("1 domain, 1 criterion,")
    assert (view.more_for_some, view.minutes) == (0, 2)


def test_a_tag_is_explained_by_the_names_of_the_types() -> None:
    two = a_criterion("two", applies_to=[CollaborativeType.COMMUNITY, CollaborativeType.ACUTE])
    for_all, one, both = (
        matrix_view(a_matrix(domains=[a_domain(criteria=["all", ONLY_ACUTE, two])])).domains[0].criteria
    )
    assert for_all.asked_of == ""
    assert one.asked_of == "Asked only of collaboratives of this type: Acute."
    assert both.asked_of == "Asked only of collaboratives of these types: Acute; Community."


def test_every_criterion_has_a_cell_for_every_level_with_its_text_and_elements() -> None:
    descriptors = (
        Descriptor(1, "No network."),
        Descriptor(4, "A network.", (Element("joined", "Sites are joined."), Element("watched", "It is watched."))),
    )
    view = matrix_view(a_matrix(domains=[a_domain(criteria=[a_criterion(descriptors=descriptors)])]))
    (criterion,) = view.domains[0].criteria
    assert [cell.level.numbered_label for cell in criterion.cells] == [level.numbered_label for level in named_levels()]
    assert [cell.text for cell in criterion.cells] == ["No network.", "", "", "A network."]
    assert criterion.cells[3].elements == ("Sites are joined.", "It is watched.")
    assert criterion.has_elements


def test_a_domain_and_a_criterion_of_the_same_id_have_anchors_of_their_own() -> None:
    view = matrix_view(a_matrix(domains=[a_domain("same", ["same"])]))
    assert view.domains[0].anchor != view.domains[0].criteria[0].anchor


def test_a_view_is_made_once_for_each_content() -> None:
    data = (product_folder("matrices") / "transformation-lenses.yaml").read_bytes()
    first, second = (kept_matrix_view(read_matrix(data, name="lenses.yaml")) for _ in range(2))
    assert first is second
    other = kept_matrix_view(read_matrix(data.replace(b"title: ", b"title: New ", 1), name="lenses.yaml"))
    assert other is not first
    assert other.title != first.title
