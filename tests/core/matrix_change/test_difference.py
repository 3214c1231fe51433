"""The difference between two versions: what is declared beside what is found, every fault named with its criterion."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, LevelRule
from maturity.core.matrix import Criterion, Descriptor, Fidelity, Matrix
from maturity.core.matrix_change.difference import Effect, Fault, Found, MatrixDifference, NotOneMatrix, difference
from maturity.core.matrix_rules import AgreementRule, DomainMethod, OverallMethod, OverallRule, ScoringRule
from tests.factories.any_matrix import any_matrix
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels
from tests.factories.versions import a_version, declared, reworded, some_changes

A, B, C = a_criterion("a"), a_criterion("b"), a_criterion("c")
FIRST = a_version("1.0.0", [a_domain("one", [A, B]), a_domain("two", [C])])


def beside(
    first: Criterion = A,
    *criteria: DeclaredChange,
    changes: DeclaredChanges | None = None,
) -> MatrixDifference:
    """The first version beside one with another first criterion, and what it declares."""
    later = a_version("2.0.0", [a_domain("one", [first, B]), a_domain("two", [C])], changes or some_changes(*criteria))
    return difference(FIRST, later)


def faults(found: MatrixDifference) -> list[tuple[Fault, str | None]]:
    """What is wrong, and where."""
    return [(each.fault, each.criterion_id) for each in found.findings]


def test_what_is_the_same_and_declared_so_is_no_difference() -> None:
    found = beside()
    assert (found.is_nothing, found.is_declared, found.summary) == (True, True, "What changed since 1.0.0.")
    assert found.count(Effect.COMPARED) == 3


def test_other_words_that_are_declared_the_same_are_found_and_shown() -> None:
    found = beside(reworded(A))
    assert faults(found) == [(Fault.UNDECLARED, "a")]
    assert found.findings[0].in_words == (
        "“A” (a): It is declared same, and its words differ. "
        "Declare it reworded where the meaning is the same, or amended where it is not."
    )
    [changed] = found.changed
    assert changed.effect is Effect.NOT_COMPARED
    assert [each.about for each in changed.words] == ["1 Emerging"]
    assert "".join(piece.text for piece in changed.words[0].after) == "In other words."


@pytest.mark.parametrize("change", [Change.REWORDED, Change.AMENDED])
def test_other_words_that_are_declared_are_no_fault(change: Change) -> None:
    found = beside(reworded(A), declared("a", change))
    assert faults(found) == []
    assert found.changed[0].effect is (Effect.FLAGGED if change is Change.AMENDED else Effect.COMPARED)


@pytest.mark.parametrize("change", [Change.REWORDED, Change.AMENDED, Change.MOVED, Change.NEW])
def test_what_is_declared_and_did_not_happen_is_untrue(change: Change) -> None:
    assert faults(beside(A, declared("a", change))) == [(Fault.UNTRUE, "a")]


def test_help_that_differs_needs_no_declaring_and_bears_out_one() -> None:
    helped = replace(A, guidance="Think of last winter.")
    assert faults(beside(helped)) == []
    assert beside(helped).changed[0].found == (Found.HELP,)
    assert faults(beside(helped, declared("a", Change.REWORDED))) == []


def test_a_criterion_in_another_domain_has_to_be_declared_moved() -> None:
    def later(*criteria: DeclaredChange) -> Matrix:
        return a_version("2.0.0", [a_domain("one", [B]), a_domain("two", [C, A])], some_changes(*criteria))

    silent = difference(FIRST, later())
    assert [each.problem for each in silent.findings] == ["It moved from “One” to “Two”, and that is not declared."]
    said = difference(FIRST, later(declared("a", Change.MOVED)))
    assert faults(said) == []
    assert said.domains == (
        ("One", "Its values are not compared. The domain asks other criteria than before."),
        ("Two", "Its values are not compared. The domain asks other criteria than before."),
    )


def test_a_new_criterion_and_one_that_is_gone_have_to_be_declared() -> None:
    domains = [a_domain("one", [A, "d"]), a_domain("two", [C])]
    silent = difference(FIRST, a_version("2.0.0", domains, some_changes()))
    assert faults(silent) == [(Fault.UNDECLARED, "d"), (Fault.UNDECLARED, "b")]
    said = some_changes(declared("d", Change.NEW), retired={"b": "Nobody has one."})
    told = difference(FIRST, a_version("2.0.0", domains, said))
    assert faults(told) == []
    assert [(each.criterion_id, each.declared_in_words, each.note) for each in told.changed] == [
        ("d", "New", None),
        ("b", "Retired", "Nobody has one."),
    ]
    wrong = some_changes(declared("d", Change.REWORDED), retired={"b": "Gone.", "x": "Gone."})
    assert faults(difference(FIRST, a_version("2.0.0", domains, wrong))) == [
        (Fault.UNTRUE, "x"),
        (Fault.UNTRUE, "d"),
    ]


def test_a_split_stands_beside_what_it_was_split_from() -> None:
    parts = [declared(each, Change.SPLIT, came_from=["b"], level=LevelRule.KEPT) for each in ("b1", "b2")]
    found = difference(
        FIRST, a_version("2.0.0", [a_domain("one", [A, "b1", "b2"]), a_domain("two", [C])], some_changes(*parts))
    )
    assert faults(found) == []
    first, _, gone = found.changed
    assert (first.declared_in_words, first.effect) == ("Split from “B”", Effect.FLAGGED)
    assert first.found_in_words == ""
    assert first.words[0].about == "Title"
    assert (gone.declared, gone.declared_in_words) == ((), "Split into “B1” and “B2”")
    assert gone.effect_in_words == "It is no longer asked, so it has no level to compare. It lives on in “B1” and “B2”."


def test_a_merger_names_what_it_was_made_of_and_each_of_these_what_it_went_into() -> None:
    merged = declared("ab", Change.MERGED, came_from=["a", "b"], level=LevelRule.LOWEST)
    domains = [a_domain("one", ["ab"]), a_domain("two", [C])]
    found = difference(FIRST, a_version("2.0.0", domains, some_changes(merged)))
    assert [each.declared_in_words for each in found.changed] == [
        "Merged from “A” and “B”",
        "Merged into “Ab”",
        "Merged into “Ab”",
    ]
    retired = some_changes(merged, retired={"a": "It was two things."})
    found = difference(FIRST, a_version("2.0.0", domains, retired))
    assert found.changed[1].declared_in_words == "Retired, merged into “Ab”"


def test_a_split_from_what_was_not_there_is_untrue() -> None:
    parts = [declared(each, Change.SPLIT, came_from=["x"]) for each in ("d", "e")]
    found = difference(
        FIRST, a_version("2.0.0", [a_domain("one", [A, B, "d", "e"]), a_domain("two", [C])], some_changes(*parts))
    )
    assert faults(found) == [(Fault.UNTRUE, "d"), (Fault.UNTRUE, "e")]
    assert found.changed[0].declared_in_words == "Split from “x”"


@pytest.mark.parametrize(
    "mapping, broken, wrong",
    [
        (None, None, [(Fault.UNDECLARED, None)]),
        ({1: 1, 2: 2, 3: 4}, None, []),
        ({1: 1, 2: 2}, None, [(Fault.UNTRUE, None)]),
        ({1: 1, 2: 2, 3: 3, 4: 4}, None, [(Fault.UNTRUE, None)]),
        (None, "Another instrument.", []),
    ],
)
def test_a_scale_that_changed_has_to_be_mapped_as_a_whole_or_declared_broken(
    mapping: dict[int, int] | None, broken: str | None, wrong: list[tuple[Fault, None]]
) -> None:
    three, four = some_levels(3), some_levels(4)
    old = a_version("1.0.0", [a_domain("one", ["a"], levels=three)], levels=three)
    changes = some_changes(declared("a", Change.REWORDED), mapping=mapping, broken=broken)
    found = difference(old, a_version("2.0.0", [a_domain("one", ["a"], levels=four)], changes, levels=four))
    of_scale = [(each.fault, each.criterion_id) for each in found.findings if each.criterion_id is None]
    assert of_scale == wrong
    assert found.parts[0].title == "Scale of levels"


def test_a_scale_that_is_declared_broken_and_is_the_same_is_untrue() -> None:
    assert faults(beside(changes=some_changes(broken="It was felt to be."))) == [(Fault.UNTRUE, None)]


def test_rules_and_weights_that_changed_are_shown_with_what_they_do() -> None:
    scoring = ScoringRule(domain=DomainMethod.LOWEST)
    later = replace(FIRST, version="2.0.0", content_hash="2", changes=some_changes(), scoring=scoring)
    assert [(each.title, each.effect) for each in difference(FIRST, later).parts] == [
        ("How levels are summed up", "Levels of criteria are compared; values of domains are not."),
    ]
    overall = ScoringRule(overall=OverallRule(OverallMethod.MEDIAN))
    split = AgreementRule(minimum_partners=5)
    later = replace(later, scoring=overall, agreement=split, purpose="Another.")
    assert [each.title for each in difference(FIRST, later).parts] == [
        "How levels are summed up",
        "When partners are split",
        "About the matrix",
    ]
    [weighed] = beside(replace(A, weight=Fraction(2))).changed
    assert (weighed.found, weighed.found_in_words) == ((Found.WEIGHT,), "Its weight differs.")
    assert beside(replace(A, weight=Fraction(2))).domains[0][1] == (
        "Its values are not compared. The weight of a criterion changed between the two versions of the matrix."
    )


def _with_first_domain(**changed: Any) -> dict[str, Any]:
    return {"domains": (replace(FIRST.domains[0], **changed), *FIRST.domains[1:])}


ORIGIN: dict[str, dict[str, Any]] = {
    "Source": {"source": "Another."},
    "Licence": {"licence": "Another."},
    "Attribution": {"attribution": "Another."},
    "Whose words": {"fidelity": Fidelity.ADAPTED},
    "Rationale": {"rationale": "Another."},
    "Based on": {"based_on": ("Another.",)},
}
TERMS = "Where the matrix comes from, and its terms"
OTHERWISE: dict[str, dict[str, Any]] = {
    "Names of domains: One": _with_first_domain(title="Quite another"),
    "Names of domains": _with_first_domain(summary="What it is about."),
    "Weights of domains": _with_first_domain(weight=Fraction(2)),
    "Order: Domains": {"domains": FIRST.domains[::-1]},
    "Order": _with_first_domain(criteria=FIRST.domains[0].criteria[::-1]),
    f"{TERMS}: Language": {"language": "cy-GB"},
    **{f"{TERMS}: {about}": {"provenance": replace(FIRST.provenance, **changed)} for about, changed in ORIGIN.items()},
}


def test_an_attribution_that_names_its_own_version_does_not_differ_for_that() -> None:
    first, later = (
        replace(FIRST.provenance, attribution=f"Our own, version {version}, under CC BY.")
        for version in ("1.0.0", "2.0.0")
    )
    earlier = replace(FIRST, version="1.0.0", provenance=first)
    assert difference(earlier, replace(FIRST, version="2.0.0", provenance=later, changes=some_changes())).is_nothing
    assert not difference(earlier, replace(FIRST, version="3.0.0", provenance=later, changes=some_changes())).is_nothing


@pytest.mark.parametrize("part", OTHERWISE)
def test_two_versions_that_differ_around_their_criteria_never_say_the_same(part: str) -> None:
    later = replace(FIRST, version="2.0.0", content_hash="2", changes=some_changes(), **OTHERWISE[part])
    found = difference(FIRST, later)
    assert not found.is_nothing
    assert found.findings == ()
    [only] = found.parts
    title, _, about = part.partition(": ")
    assert only.title == title
    assert not about or [each.about for each in only.words] == [about]


def test_a_version_that_declares_nothing_is_found_undeclared_wherever_it_changed() -> None:
    later = a_version("2.0.0", [a_domain("one", [reworded(A), "d"]), a_domain("two", [C])])
    found = difference(FIRST, later)
    assert not found.is_declared
    assert faults(found) == [(Fault.UNDECLARED, each) for each in ("a", "d", "b")]
    assert {each.declared_in_words for each in found.changed} == {""}
    assert found.changed[1].found_in_words == "It is new."


def test_over_several_versions_what_is_compared_is_worked_out_along_the_line() -> None:
    middle = a_version(
        "2.0.0", [a_domain("one", [reworded(A), B]), a_domain("two", [C])], some_changes(declared("a", Change.AMENDED))
    )
    last = replace(middle, version="3.0.0", content_hash="3", changes=some_changes(since="2.0.0"))
    found = difference(FIRST, last, [middle])
    assert (found.is_declared, found.findings) == (True, ())
    assert found.changed[0].effect is Effect.FLAGGED


def three_versions() -> tuple[Matrix, Matrix, Matrix]:
    """Versions between which a criterion is amended and then split, another is retired, and one comes in and moves."""
    second = a_version(
        "2.0.0",
        [a_domain("one", [reworded(A), B, "d"]), a_domain("two", [C])],
        some_changes(declared("a", Change.AMENDED, note="It asks more."), declared("d", Change.NEW)),
    )
    made = [declared(each, Change.SPLIT, came_from=["a"], level=LevelRule.KEPT) for each in ("e", "f")]
    third = a_version(
        "3.0.0",
        [a_domain("one", ["e", "f"]), a_domain("two", [C, "d"])],
        some_changes(*made, declared("d", Change.MOVED), since="2.0.0", retired={"b": "Nobody used it."}),
    )
    return FIRST, second, third


def test_over_several_versions_each_criterion_says_what_each_of_them_declares() -> None:
    first, second, third = three_versions()
    assert difference(second, third).findings == ()
    found = difference(first, third, [second])
    assert found.over == "Between the two lies version 2.0.0. What each version declares is read on the way."
    assert (found.untraced, found.findings) == ("", ())
    said = {each.criterion_id: (tuple(one.words for one in each.on_the_way), each.note) for each in found.changed}
    assert said == {
        "e": (("“A” amended in version 2.0.0", "split from “A” in version 3.0.0"), "It asks more."),
        "f": (("“A” amended in version 2.0.0", "split from “A” in version 3.0.0"), "It asks more."),
        "d": (("new in version 2.0.0", "moved in version 3.0.0"), None),
        "a": (("amended in version 2.0.0", "split into “E” and “F” in version 3.0.0"), "It asks more."),
        "b": (("retired in version 3.0.0",), "Nobody used it."),
    }
    assert found.changed[0].declared_in_words == "“A” amended in version 2.0.0; split from “A” in version 3.0.0"
    assert [each.effect for each in found.changed[:2]] == [Effect.FLAGGED, Effect.FLAGGED]


def test_where_no_line_leads_back_it_is_said_why_and_nothing_is_called_undeclared() -> None:
    first, second, third = three_versions()
    lost = difference(first, third)
    assert lost.untraced == "Version 3.0.0 declares its changes since version 2.0.0, which is not here to be read."
    assert (lost.findings, lost.over) == ((), "")
    assert {each.declared_in_words for each in lost.changed} == {""}
    ends = difference(first, third, [replace(second, changes=None)])
    assert ends.untraced == ("Version 2.0.0, from which 3.0.0 was made, declares nothing of what changed before it.")
    aside = replace(third, changes=some_changes(since="1.0.0"))
    assert difference(second, aside, [first]).untraced == (
        "Version 3.0.0 declares its changes since version 1.0.0, not since 2.0.0."
    )


def test_levels_that_two_versions_map_one_after_the_other_are_no_other_words() -> None:
    def asking(version: str, texts: str, changes: DeclaredChanges | None = None) -> Matrix:
        said = tuple(Descriptor(number, text) for number, text in enumerate(texts.split(), start=1))
        asked = [a_domain("one", [a_criterion("a", descriptors=said)])]
        return a_version(version, asked, changes, levels=some_levels(len(said)))

    one = asking("1.0.0", "low middle high")
    two = asking("2.0.0", "low some middle high", some_changes(mapping={1: 1, 2: 3, 3: 4}))
    same = {each: each for each in range(1, 5)}
    three = asking("3.0.0", "low some middle high top", some_changes(since="2.0.0", mapping=same))
    assert [each.found for each in difference(one, three, [two]).criteria] == [()]


def test_what_a_level_said_stands_beside_what_it_is_read_as_on_the_scale_of_the_later_version() -> None:
    def asking(version: str, *texts: str, changes: DeclaredChanges | None = None) -> Matrix:
        said = tuple(Descriptor(number, text) for number, text in enumerate(texts, start=1))
        asked = [a_domain("one", [a_criterion("a", descriptors=said)])]
        return a_version(version, asked, changes, levels=some_levels(len(said)))

    one = asking("1.0.0", "Low.", "Middle.", "High.")
    changes = some_changes(declared("a", Change.REWORDED), mapping={1: 1, 2: 3, 3: 4})
    found = difference(one, asking("2.0.0", "Low.", "Some.", "Middle.", "Higher.", changes=changes))
    (changed,) = found.changed
    assert [each.about for each in changed.words] == ["Level 2", "Level 4"], (
        "“Middle.” is level 3 now and says the same"
    )
    assert changed.words[0].before == ()
    assert "".join(piece.text for piece in changed.words[1].before) == "High."


def test_two_matrices_are_not_set_beside_each_other() -> None:
    with pytest.raises(NotOneMatrix, match="two versions of one"):
        difference(FIRST, a_matrix(key="other"))


def truth_about(earlier: Matrix, later: Matrix) -> DeclaredChanges:
    """What a truthful author declares of two versions between which words and places may have changed."""
    said = []
    for after in later.criteria:
        changes = []
        if replace(after, weight=Fraction(1)) != replace(earlier.criterion(after.id), weight=Fraction(1)):
            changes.append(Change.REWORDED)
        if earlier.domain_of(after.id).id != later.domain_of(after.id).id:
            changes.append(Change.MOVED)
        if changes:
            said.append(DeclaredChange(after.id, tuple(changes)))
    return DeclaredChanges(earlier.version, "The truth.", tuple(said))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_matrix(), st.data())
def test_every_change_that_is_not_declared_is_found_and_a_true_declaration_has_no_fault(
    matrix: Matrix, data: st.DataObject
) -> None:
    ids = [each.id for each in matrix.criteria]
    other = data.draw(st.sets(st.sampled_from(ids)))
    domains = [
        replace(d, criteria=tuple(reworded(c, "Words of another kind.") if c.id in other else c for c in d.criteria))
        for d in matrix.domains
    ]
    if len(domains[0].criteria) > 1 and len(domains) > 1 and data.draw(st.booleans()):
        moved = domains[0].criteria[0]
        domains[0] = replace(domains[0], criteria=domains[0].criteria[1:])
        domains[1] = replace(domains[1], criteria=(*domains[1].criteria, moved))
    later = replace(matrix, version="9999.9999.9999", content_hash="later", domains=tuple(domains), changes=None)
    truth = truth_about(matrix, later)
    assert difference(matrix, replace(later, changes=truth)).findings == ()
    silent = DeclaredChanges(matrix.version, "Nothing.")
    found = difference(matrix, replace(later, changes=silent))
    assert {each.criterion_id for each in found.findings} == {each.criterion for each in truth.criteria}
