from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.record.round_state import (
    Part,
    Plain,
    RoundState,
    StateNotReadable,
    canonical_json,
    short_hash,
    where_they_differ,
)

TOLD = {
    "round": Part(("number", "label", "shows_overall", "closed_at"), ((1, "Spring", True, "2026-03-04"),)),
    "consensus": Part(("criterion_id", "level"), (("a", 1), ("b", None))),
}
KEPT = {"response": Part(("respondent", "criterion_id", "reason"), ((1, "a", "So."), (2, "a", ""), (2, "b", "é")))}
STATE = RoundState.of(TOLD, KEPT)

plain = st.none() | st.booleans() | st.integers(-3, 12) | st.text(max_size=6)


def tampered(state: RoundState, part: str, row: int, column: int, value: Plain) -> RoundState:
    before = state.parts[part]
    changed = list(before.rows[row])
    changed[column] = value
    after = Part(before.columns, (*before.rows[:row], tuple(changed), *before.rows[row + 1 :]))
    assert state.kept_back is not None

    def put(parts: Mapping[str, Part]) -> dict[str, Part]:
        return {name: after if name == part else each for name, each in parts.items()}

    return RoundState.of(put(state.told), put(state.kept_back))


@given(st.data())
def test_whatever_is_changed_gives_another_hash_and_is_named(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(sorted(STATE.parts)))
    row = data.draw(st.integers(0, len(STATE.parts[part].rows) - 1))
    column = data.draw(st.integers(0, len(STATE.parts[part].columns) - 1))
    value = data.draw(plain)
    before = STATE.parts[part].rows[row][column]
    changed = tampered(STATE, part, row, column, value)
    is_same = type(before) is type(value) and before == value
    assert (changed.hash == STATE.hash) is is_same
    [*said] = where_they_differ(STATE, changed)
    assert len(said) == (0 if is_same else 1)
    if said:
        assert said[0].startswith(f"{part} {row + 1}")
        assert said[0].endswith(f", {STATE.parts[part].columns[column]}")


def test_a_row_that_is_dropped_added_or_moved_gives_another_hash() -> None:
    [*rows] = KEPT["response"].rows
    for changed in (rows[:-1], [*rows, rows[0]], rows[::-1]):
        other = RoundState.of(TOLD, {"response": Part(KEPT["response"].columns, tuple(changed))})
        assert other.hash != STATE.hash
        assert where_they_differ(STATE, other)


def test_the_same_value_in_another_field_or_part_gives_another_hash() -> None:
    swapped = {"response": Part(("criterion_id", "respondent", "reason"), KEPT["response"].rows)}
    assert RoundState.of(TOLD, swapped).hash != STATE.hash
    assert RoundState.of({**TOLD, "response": KEPT["response"]}, {}).hash != STATE.hash


def test_without_what_is_kept_back_the_hash_is_the_same_and_no_word_is_there() -> None:
    less = STATE.without_what_is_kept_back()
    assert less.hash == STATE.hash
    assert b"So." in STATE.to_json()
    assert b"So." not in less.to_json()
    assert RoundState.from_json(less.to_json()) == less


def test_a_state_is_read_back_as_it_was_written() -> None:
    assert RoundState.from_json(STATE.to_json()) == STATE
    assert where_they_differ(STATE, RoundState.from_json(STATE.to_json())) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"told": []},
        {"told": {"round": []}},
        {"told": {"round": {"columns": [1], "rows": []}}},
        {"told": {"round": {"columns": ["a"], "rows": [["x", "y"]]}}},
        {"told": {"round": {"columns": ["a"], "rows": [[1.5]]}}},
        {"told": {"round": {"columns": ["a"], "rows": ["x"]}}},
        {"kept_back_hash": None},
        {"kept_back_hash": "0" * 64},
        {"kept_back": {}},
        {"more": 1},
    ],
)
def test_what_is_no_state_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(StateNotReadable):
        RoundState.from_json(canonical_json({**json.loads(STATE.to_json()), **change}))


@pytest.mark.parametrize("content", [b"", b"[", b"\xff", b'{"format": 1}', b"[" * 100_000])
def test_what_is_not_json_as_it_is_written_here_is_refused(content: bytes) -> None:
    with pytest.raises(StateNotReadable):
        RoundState.from_json(content)


def test_a_hash_is_read_out_by_its_beginning() -> None:
    assert short_hash("3f9a1c0477be" + "0" * 52) == "3f9a 1c04 77be"
