"""A new version of an overlay declares what is its own; what the matrix below declares is carried over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, Retirement
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.matrix_change.difference import difference
from maturity.core.matrix_file import MatrixFileErrors, Overlay, read_matrix, read_overlay, write_matrix
from tests.core.matrix_file.test_overlay import BELOW, FIRST, FULL, SECOND, THIRD, laid

FOURTH, FIFTH, SIXTH, SEVENTH = BELOW.criteria[3:7]
ONE = laid(FULL).matrix


def with_criteria(matrix: Matrix, **more: object) -> Matrix:
    """The matrix below in a later version, as it reads from a file."""
    return read_matrix(write_matrix(replace(matrix, **more)).encode(), name="below")  # type: ignore[arg-type]  # fields


def put(matrix: Matrix, new: dict[str, tuple[Criterion, ...]]) -> Matrix:
    """With other criteria in the place of some."""
    domains = tuple(
        replace(each, criteria=tuple(one for c in each.criteria for one in new.get(c.id, (c,))))
        for each in matrix.domains
    )
    return replace(matrix, domains=domains)


PART, OTHER_PART = (replace(SIXTH, id=f"{SIXTH.id}-{end}", title=f"{SIXTH.title} {end}") for end in ("a", "b"))
CHANGES = DeclaredChanges(
    "1.0.0",
    "The national review.",
    criteria=(
        DeclaredChange(FOURTH.id, (Change.REWORDED,), "Plainer."),
        DeclaredChange(FIFTH.id, (Change.AMENDED,), "Level 3 asks for more."),
        *(DeclaredChange(each.id, (Change.SPLIT,), None, (SIXTH.id,)) for each in (PART, OTHER_PART)),
    ),
    retired=(Retirement(SEVENTH.id, "Settled everywhere."),),
)
BELOW_2 = with_criteria(
    put(
        BELOW,
        {
            FOURTH.id: (replace(FOURTH, title="In plainer words"),),
            FIFTH.id: (replace(FIFTH, title="Asking for more"),),
            SIXTH.id: (PART, OTHER_PART),
            SEVENTH.id: (),
        },
    ),
    version="2.0.0",
    changes=CHANGES,
)
CHANGED = '\nchanges: {from: "1.0.0", summary: We go on with the national review.}\n'


def text(more: str = CHANGED, *, below: str = "2.0.0", version: str = "2.0.0", full: str = FULL) -> str:
    over = full.replace('development, version: "1.0.0"}', f'development, version: "{below}"}}')
    return over.replace('version: "1.0.0"\ntitle', f'version: "{version}"\ntitle') + more


def laid_over(written: str, *known: Matrix) -> Overlay:
    library = {(each.key, each.version): each for each in (BELOW, BELOW_2, ONE, *known)}
    return read_overlay(written.encode(), name="ours.yaml", find=lambda key, version: library.get((key, version)))


def findings(earlier: Matrix, later: Matrix) -> list[str]:
    return [each.in_words for each in difference(earlier, later).findings]


def test_what_the_matrix_below_declares_need_not_be_declared_again() -> None:
    two = laid_over(text())
    assert read_matrix(two.content, name="both") == two.matrix
    assert findings(ONE, two.matrix) == []
    walk = crosswalk(ONE, two.matrix)
    assert walk.of(FOURTH.id).flags == ()
    assert walk.of(FIFTH.id).flags == ("Its meaning was amended in version 2.0.0. Level 3 asks for more.",)
    assert "earlier levels are not read across" in walk.of(PART.id).why_not
    for same in (FIRST.id, SECOND.id, "our-extra", "our-other"):
        assert walk.of(same).is_comparable
        assert walk.of(same).flags == ()
    changes = two.matrix.changes
    assert changes is not None
    assert [(each.criterion, each.why) for each in changes.retired] == [(SEVENTH.id, "Settled everywhere.")]


def test_without_changes_the_two_versions_are_not_said_truly_to_be_one() -> None:
    silent = laid_over(text("")).matrix
    assert silent.changes is None
    assert any(FOURTH.title not in each and "Say under “changes”" in each for each in findings(ONE, silent))


def test_several_versions_below_are_carried_over_at_once() -> None:
    again = put(BELOW_2, {FOURTH.id: (replace(FOURTH, title="Again in other words"),)})
    changed = DeclaredChanges("2.0.0", "Again.", (DeclaredChange(FOURTH.id, (Change.AMENDED,), "It asks for two."),))
    third = with_criteria(again, version="3.0.0", changes=changed)
    made = laid_over(text(below="3.0.0"), third).matrix
    assert findings(ONE, made) == []
    (flag,) = crosswalk(ONE, made).of(FOURTH.id).flags
    assert flag == "Its meaning was amended in version 2.0.0. Plainer. It asks for two."


def test_local_words_that_become_others_are_declared_by_the_author() -> None:
    newer = FULL.replace("Our own words", "Our newer words")
    untold = laid_over(text(below="1.0.0", version="1.1.0", full=newer)).matrix
    assert [each.split(":")[0] for each in findings(ONE, untold)] == [f"“Our newer words” ({FIRST.id})"]
    told = CHANGED.replace("}\n", f", criteria: {{{FIRST.id}: {{is: reworded}}}}}}\n")
    made = laid_over(text(told, below="1.0.0", version="1.1.0", full=newer)).matrix
    assert findings(ONE, made) == []
    assert crosswalk(ONE, made).of(FIRST.id).is_comparable


def test_what_the_file_itself_says_is_local_or_not_asked_need_not_be_declared_again() -> None:
    asked = FULL.split("not_applicable:")[0] + f"not_applicable:\n  {FOURTH.id}: Nor this.\n"
    wording = f"wording:\n  {FIFTH.id}: {{title: Ours too, note: It names our boards.}}"
    local = asked.replace("wording:", wording)
    more = local.replace("id: our-other, title: Also ours", "id: our-third, title: A third")
    made = laid_over(text(below="1.0.0", version="1.1.0", full=more)).matrix
    assert made.changes is not None
    kinds = {each.criterion: each.changes for each in made.changes.criteria}
    assert kinds == {FIFTH.id: (Change.AMENDED,), THIRD.id: (Change.NEW,), "our-third": (Change.NEW,)}
    assert [each.criterion for each in made.changes.retired] == [FOURTH.id]
    (left,) = findings(ONE, made)
    assert left.startswith("“Also ours” (our-other): It is no longer asked, and that is not declared.")


def test_of_a_split_of_which_one_part_is_not_asked_nothing_is_read_across() -> None:
    full = FULL.replace("not_applicable:\n", f"not_applicable:\n  {OTHER_PART.id}: Not here.\n")
    made = laid_over(text(full=full)).matrix
    assert findings(ONE, made) == []
    assert made.changes is not None
    assert made.changes.of(PART.id).changes == (Change.NEW,)
    assert {each.criterion: each.why for each in made.changes.retired}[SIXTH.id].startswith("It was split or merged in")


@pytest.mark.parametrize(
    "changes, mistake",
    [
        ('{from: "0.9.0", summary: x}', "changes.from: There is no published version 0.9.0 of this overlay"),
        ('{from: "2.0.0", summary: x}', "changes.from: The changes are said to be since version 2.0.0"),
        ('{from: "1.0.0"}', "“summary” is missing"),
        ('{from: "1.0.0", summary: x, criteria: {nowhere: {is: new}}}', "There is no criterion with the id “nowhere”"),
    ],
)
def test_a_mistake_in_what_is_declared_is_named_with_its_place(changes: str, mistake: str) -> None:
    with pytest.raises(MatrixFileErrors) as found:
        laid_over(text(f"changes: {changes}\n"))
    assert any(mistake in str(each) for each in found.value.errors), found.value.errors


def test_nothing_is_carried_from_a_matrix_below_that_declares_nothing() -> None:
    silent = with_criteria(BELOW_2, changes=None)
    library = {(each.key, each.version): each for each in (BELOW, silent, ONE)}
    made = read_overlay(text().encode(), name="o", find=lambda key, version: library.get((key, version))).matrix
    assert any(each.startswith(f"“In plainer words” ({FOURTH.id}): ") for each in findings(ONE, made))
    assert not crosswalk(ONE, made).of(FOURTH.id).is_comparable
