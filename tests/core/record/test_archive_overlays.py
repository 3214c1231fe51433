from __future__ import annotations

import pytest

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.core.record.archive import matrix_part, overlay_part
from maturity.core.record.archive_overlays import lay_over, matrices_in
from tests.factories.matrix_files import DECLARED, an_overlay, next_file, own_file

OWN, OVERLAY = matrix_part("our-own", "1.0.0"), overlay_part("northmere", "1.0.0")
MADE = matrix_part("northmere", "1.0.0")
FILE = an_overlay(b"wording: {design: {title: How we design}}  # a comment\n")
NEXT = FILE.replace(b'"1.0.0"', b'"2.0.0"') + b'changes: {from: "1.0.0", summary: We go on.}\n'


def find(key: str, version: str) -> Matrix | None:
    return read_matrix(own_file(), name="own") if (key, version) == ("our-own", "1.0.0") else None


PARTS = {OWN: own_file(), OVERLAY: FILE, MADE: lay_over(FILE, name="overlay", find=find)[0].content}


def faults(changed: dict[str, bytes]) -> tuple[str, ...]:
    return matrices_in({**PARTS, **changed}, [("northmere", "1.0.0")]).faults


def test_an_overlay_is_wanted_with_its_file_and_the_matrix_below() -> None:
    held = matrices_in(PARTS, [("northmere", "1.0.0")])
    assert held.wanted == {MADE, OVERLAY, OWN}
    assert held.overlays == (OVERLAY,)
    assert (held.faults, held.without_file) == ((), ())
    assert held.found["northmere", "1.0.0"].overlay == FILE
    assert held.found["our-own", "1.0.0"].overlay is None


def test_a_part_that_nothing_rests_on_is_not_wanted() -> None:
    more = {**PARTS, matrix_part("another", "1.0.0"): own_file(), overlay_part("our-own", "1.0.0"): FILE}
    assert matrices_in(more, [("northmere", "1.0.0")]).wanted == {MADE, OVERLAY, OWN}


def test_without_its_own_file_nothing_below_is_wanted() -> None:
    held = matrices_in({MADE: PARTS[MADE]}, [("northmere", "1.0.0")])
    assert (held.wanted, held.without_file, held.faults) == ({MADE}, (OVERLAY,), ())


def test_what_is_missing_below_is_wanted_and_said() -> None:
    held = matrices_in({MADE: PARTS[MADE], OVERLAY: FILE}, [("northmere", "1.0.0")])
    assert OWN in held.wanted
    [said] = held.faults
    assert said.startswith(f"{OVERLAY}: it cannot be laid over a matrix again (line 2): There is no published matrix")


@pytest.mark.parametrize(
    "changed, said",
    [
        ({OVERLAY: FILE.replace(b"How we", b"How they")}, "criterion design"),
        ({OVERLAY: FILE.replace(b"title: Northmere", b"title: Westmere")}, "title"),
        ({OVERLAY: FILE + b"not_applicable: {vision: Not here.}\n"}, "overlays, domains, criterion vision"),
        ({OWN: own_file().replace(b"Do people act on", b"Do all act on")}, "criterion vision"),
    ],
)
def test_where_an_overlay_makes_another_matrix_is_named(changed: dict[str, bytes], said: str) -> None:
    [fault] = faults(changed)
    assert fault == f"{OVERLAY}: laid over {OWN} it does not make {MADE}: {said}"


def test_a_matrix_below_under_the_name_of_another_or_that_cannot_be_read_is_named() -> None:
    assert f"{OWN}: it is “our-own” 3.0.0" in faults({OWN: own_file(version="3.0.0")})
    assert any(each.startswith(f"{OVERLAY}: it cannot be laid over") for each in faults({OWN: b"no matrix"}))


def test_comments_are_bound_by_nothing_that_is_made() -> None:
    assert faults({OVERLAY: FILE + b"# more\n", OWN: own_file(more="# more\n")}) == ()


def test_a_later_version_of_an_overlay_wants_all_that_it_goes_on_from() -> None:
    below = {matrix_part("our-own", "2.0.0"): next_file(changes=DECLARED)}
    made = lay_over(NEXT, name="overlay", find=lambda key, version: _in({**PARTS, **below}, key, version))
    assert set(made[1]) == {("our-own", "2.0.0"), ("northmere", "1.0.0"), ("our-own", "1.0.0")}
    later = {matrix_part("northmere", "2.0.0"): made[0].content, overlay_part("northmere", "2.0.0"): NEXT}
    held = matrices_in({**PARTS, **below, **later}, [("northmere", "2.0.0")])
    assert held.wanted == {*PARTS, *below, *later}
    assert held.faults == ()
    without = {name: part for name, part in {**PARTS, **below, **later}.items() if name != MADE}
    assert "no published version 1.0.0 of this overlay" in matrices_in(without, [("northmere", "2.0.0")]).faults[0]


def test_what_is_no_overlay_is_refused() -> None:
    with pytest.raises(MatrixFileErrors):
        lay_over(own_file(), name="own", find=find)


def _in(parts: dict[str, bytes], key: str, version: str) -> Matrix | None:
    content = parts.get(matrix_part(key, version))
    return None if content is None else read_matrix(content, name=key)
