"""A local overlay: read with every mistake at its place, laid over a matrix, written out as one that keeps ids."""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from maturity.core.declared_changes import Change
from maturity.core.matrix import Fidelity, Matrix
from maturity.core.matrix_file import MatrixFileErrors, Overlay, is_overlay, read_matrix, read_overlay, write_matrix
from maturity.settings import product_folder
from tests.factories.any_matrix import any_matrix

SHIPPED = product_folder("matrices") / "provider-collaborative-development.yaml"
BELOW = read_matrix(SHIPPED.read_bytes(), name="below")
FIRST, SECOND, THIRD = BELOW.criteria[:3]
HEAD = """\
format: 1
overlay: {of: provider-collaborative-development, version: "1.0.0"}
key: our-development
version: "1.0.0"
title: Our development
provenance: {source: Us., licence: Ours., attribution: © Us., fidelity: adapted}
"""
FULL = f"""{HEAD}
wording:
  {FIRST.id}:
    title: Our own words
    descriptors: {{1: What we see at the start.}}
    note: Level 1 names our boards.
  {SECOND.id}: {{guidance: Think of the last board meeting.}}
extra:
  - id: {BELOW.domains[0].id}
    criteria:
      - {{id: our-extra, title: Ours, descriptors: {{1: a, 2: b, 3: c, 4: d}}}}
  - id: our-domain
    title: Our domain
    criteria:
      - {{id: our-other, title: Also ours, descriptors: {{1: a, 2: b, 3: c, 4: d}}}}
not_applicable:
  {THIRD.id}: We have no such thing.
"""


def laid(text: str, below: Matrix = BELOW) -> Overlay:
    def find(key: str, version: str) -> Matrix | None:
        return below if (key, version) == (below.key, below.version) else None

    return read_overlay(text.encode(), name="ours.yaml", find=find)


def mistakes_of(text: str) -> list[str]:
    with pytest.raises(MatrixFileErrors) as found:
        laid(text)
    return [str(each) for each in found.value.errors]


def test_an_overlay_changes_adds_and_leaves_out_and_keeps_the_rest_with_its_ids() -> None:
    overlay = laid(FULL)
    made = overlay.matrix
    assert read_matrix(overlay.content, name="both") == made
    assert (made.key, made.title, made.purpose) == ("our-development", "Our development", BELOW.purpose)
    first = made.criterion(FIRST.id)
    assert (first.title, first.descriptors[0].text) == ("Our own words", "What we see at the start.")
    assert first.descriptors[1:] == FIRST.descriptors[1:]
    assert made.criterion(SECOND.id) == replace(SECOND, guidance="Think of the last board meeting.")
    assert THIRD.id not in made.criterion_ids
    assert [c.id for c in made.domains[0].criteria][-1] == "our-extra"
    assert made.domains[-1].title == "Our domain"
    rest = [c for c in BELOW.criteria if c.id not in {FIRST.id, SECOND.id, THIRD.id}]
    assert [made.criterion(c.id) for c in rest] == rest


def test_it_says_whose_words_are_whose() -> None:
    made = laid(FULL).matrix
    assert made.overlays is not None
    marks = [made.overlays.local_mark(each) for each in (FIRST.id, SECOND.id, "our-extra", BELOW.criteria[5].id)]
    assert marks == ["Local wording", "Local guidance", "Local criterion", ""]
    assert [(each.criterion, each.why) for each in made.overlays.not_asked] == [(THIRD.id, "We have no such thing.")]
    assert made.overlays.local[0].changes == (Change.AMENDED,)
    assert made.overlays.local[0].note == "Level 1 names our boards."
    assert BELOW.provenance.attribution in made.provenance.attribution
    assert made.provenance.based_on[0].startswith(f"A local overlay of “{BELOW.title}” 1.0.0. Source:")


def test_local_words_may_be_declared_to_mean_the_same() -> None:
    made = laid(f"{HEAD}wording:\n  {FIRST.id}: {{title: Ours, is: reworded}}\n").matrix
    assert made.overlays is not None
    assert made.overlays.local[0].changes == (Change.REWORDED,)


MISTAKES = [
    (
        "{of: provider-collaborative-development",
        "{of: nothing",
        ":2:10: overlay: There is no published matrix “nothing”",
    ),
    ("key: our-dev", "key: provider-collaborative-dev", ":3:6: key: The overlay has the key of the matrix below."),
    ("fidelity: adapted", "fidelity: official", "provenance.fidelity: With local words the descriptors are not all"),
    (f"  {FIRST.id}:", f"  {FIRST.id}x:", f"has no criterion “{FIRST.id}x”. Did you mean “{FIRST.id}”?"),
    ("{1: What we see", "{9: What we see", "“9” is no level that the matrix below describes."),
    ("guidance: Think of the last board meeting.", "", "Nothing here differs from the matrix below."),
    ("guidance: Think of the last", "is: reworded, guidance: The last", "Guidance and examples alone do not change"),
    ("title: Our own words", "title: Our own words\n    is: split", "Local words are either reworded or amended."),
    ("{id: our-extra,", f"{{id: {FIRST.id},", f"The matrix below has a criterion “{FIRST.id}”."),
    ("{id: our-other,", "{id: our-extra,", "Another criterion has the id “our-extra”"),
    ("3: c, 4: d", "3: c", "has no descriptor for level 4"),
    ("We have no such thing.", '""', "is empty"),
    (f"  {THIRD.id}: We", f"  {FIRST.id}: We", "This criterion has local words, and is not asked."),
    ("wording:", "wordings:", "“wordings” is not a key that the overlay can have."),
    ("title: Our domain", "summary: x", "“title” is missing"),
    ("source: Us.,", "source: Us, 2026.,", "put the whole text in quotation marks: between { and } a comma begins"),
]


@pytest.mark.parametrize("old, new, mistake", MISTAKES, ids=[mistake[:50] for _, _, mistake in MISTAKES])
def test_every_mistake_of_an_overlay_is_named_with_its_place(old: str, new: str, mistake: str) -> None:
    assert old in FULL
    found = mistakes_of(FULL.replace(old, new, 1))
    assert any(mistake in each for each in found), found
    assert all(each.startswith("ours.yaml:") for each in found)


def test_a_domain_of_the_matrix_below_keeps_its_title() -> None:
    text = FULL.replace(f"  - id: {BELOW.domains[0].id}\n", f"  - id: {BELOW.domains[0].id}\n    title: Mine\n")
    assert "“title” is not a key" in mistakes_of(text)[0]


def test_an_overlay_is_told_from_a_matrix_by_its_key() -> None:
    assert is_overlay(FULL.encode())
    assert not is_overlay(SHIPPED.read_bytes())
    assert not is_overlay(b"key: [")


def test_an_overlay_lies_over_no_other_overlay() -> None:
    other = laid(FULL).matrix
    text = HEAD.replace("provider-collaborative-development", other.key).replace("our-development\nv", "another\nv")
    with pytest.raises(MatrixFileErrors, match="is an overlay itself"):
        read_overlay(text.encode(), name="ours.yaml", find=lambda *_: other)


def test_at_least_one_criterion_is_asked() -> None:
    gone = "".join(f"  {each.id}: Not here.\n" for each in BELOW.criteria)
    assert any("No criterion is left to ask." in each for each in mistakes_of(f"{HEAD}not_applicable:\n{gone}"))


def over(matrix: Matrix) -> str:
    return HEAD.replace("provider-collaborative-development", f'"{matrix.key}"').replace(
        'version: "1.0.0"}', f'version: "{matrix.version}"}}'
    )


def published(matrix: Matrix) -> Matrix:
    return read_matrix(write_matrix(replace(matrix, key=f"the-{matrix.key}"[:50].rstrip("-"))).encode(), name="below")


QUICK = settings(
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
    max_examples=40,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@QUICK
@given(any_matrix().map(published))
def test_an_empty_overlay_gives_the_grid_of_the_matrix_below(below: Matrix) -> None:
    made = laid(over(below), below).matrix
    assert (made.levels, made.domains, made.scoring, made.agreement) == (
        below.levels,
        below.domains,
        below.scoring,
        below.agreement,
    )
    assert made.provenance.fidelity is Fidelity.ADAPTED


@QUICK
@given(any_matrix().map(published), st.data())
def test_local_words_keep_every_id_of_the_matrix_below(below: Matrix, data: st.DataObject) -> None:
    ids = data.draw(st.sets(st.sampled_from(sorted(below.criterion_ids)), min_size=1))
    wording = "".join(f'  "{each}": {{title: A local title}}\n' for each in sorted(ids))
    made = laid(f"{over(below)}wording:\n{wording}", below).matrix
    assert list(made.criterion_ids) == list(below.criterion_ids)
    assert [c.element_ids for c in made.criteria] == [c.element_ids for c in below.criteria]
    assert {c.id for c in made.criteria if c.title == "A local title"} >= ids


def test_the_example_in_the_documentation_is_a_good_overlay() -> None:
    page = (product_folder("matrices").parent / "docs" / "matrix-format.md").read_text(encoding="utf-8")
    [example] = [part for part in re.findall(r"(?:^    .*\n|^\n)+", page, re.MULTILINE) if "    overlay:" in part]
    made = laid(dedent(example)).matrix
    assert made.overlays is not None
    marks = {made.overlays.local_mark(each.criterion) for each in made.overlays.local}
    assert marks == {"Local wording", "Local guidance", "Local criterion"}
