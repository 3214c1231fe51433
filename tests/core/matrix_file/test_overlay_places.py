from __future__ import annotations

import pytest

from maturity.core.matrix_file import places_in_overlay, read_matrix, read_overlay
from tests.factories.matrix_files import an_overlay, own_file

BELOW = read_matrix(own_file(), name="own.yaml")
FIRST = BELOW.domains[0].id
DATA = an_overlay(
    f"""\
wording:
  vision:
    title: Our vision
    descriptors: {{2: Two.}}
extra:
  - id: {FIRST}
    criteria:
      - {{id: buses, title: Buses, descriptors: {{1: a, 2: b, 3: c, 4: d, 5: e}}}}
  - id: islands
    title: Islands
    criteria:
      - {{id: ferries, title: Ferries, descriptors: {{1: a, 2: b, 3: c, 4: d, 5: e}}}}
""".encode()
)
MADE = read_overlay(DATA, name="overlay.yaml", find=lambda *_: BELOW).matrix
LINES = DATA.decode().splitlines()


def path_of(criterion_id: str) -> str:
    return next(
        f"domains[{i}].criteria[{j}]"
        for i, domain in enumerate(MADE.domains)
        for j, criterion in enumerate(domain.criteria)
        if criterion.id == criterion_id
    )


@pytest.mark.parametrize(
    "path, begins",
    [
        ("title", "Northmere"),
        (f"{path_of('vision')}.title", "Our vision"),
        (f"{path_of('vision')}.descriptors[2]", "Two."),
        (f"{path_of('buses')}.title", "Buses"),
        (f"{path_of('ferries')}.descriptors[3]", "c,"),
        (f"{path_of('ferries')}.guidance", "{id: ferries"),
        (f"domains[{len(MADE.domains) - 1}].title", "Islands"),
    ],
)
def test_what_an_overlay_says_is_found_in_its_own_file(path: str, begins: str) -> None:
    place = places_in_overlay(DATA, MADE).find(path)
    assert place is not None
    assert LINES[place.line - 1][place.column - 1 :].startswith(begins)


@pytest.mark.parametrize(
    "path", ["", f"{path_of('vision')}.descriptors[1]", f"{path_of('people')}.title", "domains[0].title", "scoring"]
)
def test_what_the_matrix_below_says_has_no_place_in_it(path: str) -> None:
    assert places_in_overlay(DATA, MADE).find(path) is None
