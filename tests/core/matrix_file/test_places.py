from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from maturity.core.matrix_file import MatrixFileErrors, Place, places_in

FILE: Final = (Path(__file__).parents[1] / "matrices" / "every-key.yaml").read_bytes()
LINES: Final = FILE.decode().splitlines()


def text_at(path: str) -> str:
    """What stands in the file from the place of a path on."""
    place = places_in(FILE)[path]
    return LINES[place.line - 1][place.column - 1 :]


@pytest.mark.parametrize(
    "path, begins",
    [
        ("title", "Every key"),
        ("levels[1].name", "Some"),
        ("domains[0].criteria[0].question", "Is it one?"),
        ("domains[0].criteria[0].descriptors[0]", "No apple."),
        ("domains[0].criteria[0].descriptors[2].text", "An apple."),
        ("domains[0].criteria[0].descriptors[2].elements[0].text", "There is an apple."),
        ("scoring.overall.limiters[1].at_most", "0"),
        ("lint.switched_off[0].reason", "The words are those of the source."),
    ],
)
def test_each_value_of_a_file_is_found_by_its_path(path: str, begins: str) -> None:
    assert text_at(path).startswith(begins)


def test_the_whole_file_has_the_empty_path_and_a_byte_order_mark_moves_nothing() -> None:
    assert places_in(b"a: 1\n")[""] == Place(1, 1)
    assert places_in(b"\xef\xbb\xbfa: 1\n") == places_in(b"a: 1\n") == {"": Place(1, 1), "a": Place(1, 4)}


def test_what_stands_twice_is_where_it_stands_first() -> None:
    assert places_in(b"a: 1\na: 2\n")["a"] == Place(1, 4)


def test_a_file_that_cannot_be_read_has_mistakes_and_no_places() -> None:
    with pytest.raises(MatrixFileErrors):
        places_in(b'a: "\n')
