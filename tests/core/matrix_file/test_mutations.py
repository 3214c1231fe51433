"""Whatever is done to a matrix file, the reader gives a matrix or a list of mistakes, and never anything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileErrors, read_matrix, write_matrix
from tests.factories.any_matrix import AWKWARD

FILES: Final = sorted((Path(__file__).parents[1] / "matrices").glob("*.yaml"))
SOUND: Final = [path.read_bytes() for path in FILES]
TREES: Final = [json.dumps(yaml.safe_load(data)) for data in SOUND]

# Pieces of which YAML's rules are made, and bytes that are no text.
PIECES: Final = (
    *(b"\t", b"\n", b"\r", b"\r\n", b" ", b"  ", b": ", b"- ", b"? ", b"#", b" #", b"|\n", b">-\n", b"---\n", b"...\n"),
    *(b"'", b'"', b"[", b"]", b"{", b"}", b",", b"&a ", b"*a ", b"!a ", b"!!int ", b"%a\n", b"@", b"`", b"<<: ", b"\\"),
    *(b"\0", b"\x1b", b"\x7f", b"\xff", b"\xc3", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xed\xa0\x80"),
    *(b"~", b"null", b"010", b"1e9", b".nan", b"-1", b"9" * 50, b"x" * 5_000, b'"\\0"', b"[" * 30, b"- " * 30),
)

VALUES: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 12)
    | st.floats()
    | st.sampled_from(AWKWARD)
    | st.text(max_size=8)
    | st.just("x" * 5_000),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.just("id"), inner, max_size=3),
    max_leaves=6,
)


def outcome(data: bytes) -> Matrix | MatrixFileErrors:
    """What the reader makes of the bytes; anything but a matrix or its own errors passes through and fails."""
    try:
        return read_matrix(data, name="mutant.yaml")
    except MatrixFileErrors as errors:
        return errors


def check(data: bytes) -> None:
    """A matrix can be written and read again; mistakes have places that are in the file, and words."""
    result = outcome(data)
    if isinstance(result, Matrix):
        assert isinstance(outcome(write_matrix(result).encode()), Matrix)
        return
    lines = 1 + data.count(b"\n") + data.count(b"\r")
    assert result.errors
    assert list(result.errors) == sorted(result.errors, key=lambda each: (each.line, each.column))
    for each in result.errors:
        assert 1 <= each.line <= lines
        assert each.column >= 1
        assert each.problem
        assert each.remedy


@st.composite
def mutated_bytes(draw: st.DrawFn) -> bytes:
    """A sound file with some stretches cut out, doubled or replaced."""
    data = draw(st.sampled_from(SOUND))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 2, 5, 20, 200])))
        piece = draw(st.sampled_from([*PIECES, data[start:end] * 2, b""]) | st.binary(max_size=4))
        data = data[:start] + piece + data[end:]
    return data


@st.composite
def mutated_tree(draw: st.DrawFn) -> bytes:
    """A sound matrix with some of its values replaced, renamed, doubled or dropped."""
    tree = json.loads(draw(st.sampled_from(TREES)))
    for _ in range(draw(st.integers(1, 4))):
        group: Any = tree
        while True:
            keys = list(group) if isinstance(group, dict) else list(range(len(group)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(group[key], dict | list) and draw(st.integers(0, 3)):
                group = group[key]
                continue
            change = draw(st.sampled_from(["drop", "replace", "add"]))
            if change == "drop":
                del group[key]
            elif change == "replace":
                group[key] = draw(VALUES)
            elif isinstance(group, dict):
                group[draw(st.sampled_from(["id", "title", "weight", "bands", "1", "x", "~"]))] = draw(VALUES)
            else:
                group.append(group[key])
            break
    return json.dumps(tree).encode()


@settings(max_examples=500, deadline=None)
@given(mutated_bytes())
def test_mutated_bytes_give_a_matrix_or_its_mistakes(data: bytes) -> None:
    check(data)


@settings(max_examples=500, deadline=None)
@given(mutated_tree())
def test_a_mutated_tree_gives_a_matrix_or_its_mistakes(data: bytes) -> None:
    check(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"%@`#?, \n\t0~", max_size=60).map(str.encode))
@example(b"")
@example(b"? ")
@example(b"? [a]\n: b")
@example(b"{}")
@example(b"!!binary x")
@example(b"a: !<tag:yaml.org,2002:int> 1")
@example(b"%TAG ! tag:x,2000:\n---\na: !b c")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
def test_arbitrary_bytes_give_a_matrix_or_its_mistakes(data: bytes) -> None:
    check(data)


def test_a_reader_that_lets_another_error_through_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(_: bytes, *, name: str) -> Matrix:
        raise KeyError(name)

    monkeypatch.setitem(outcome.__globals__, "read_matrix", reader)
    with pytest.raises(KeyError):
        check(SOUND[0])
