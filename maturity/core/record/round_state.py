"""Everything that was recorded in one round, as plain values, and the one hash that stands for all of it.

Nothing in a state names a row of a database: partners, people and whatever is written about something else are named
by their place in the list of their kind, counted from 1. So a state is the same wherever the round is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import Any, Final, TypeAlias

FORMAT: Final = 1
"""Of the JSON of a state; it is part of what is hashed."""

Plain: TypeAlias = str | int | bool | None


class StateNotReadable(ValueError):
    """What was read is not the state of a round; the message says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a round has of one kind, a row each, in the order in which it was written down first."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Plain, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise StateNotReadable("A row has not as many values as its part has columns.")

    def records(self) -> list[dict[str, Plain]]:
        """Each row by the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class RoundState:
    """Everything that was recorded in a round, in all tiers, by the name of each part.

    `told` is what everybody who takes part may know. `kept_back` is what people and partners said, in their own names:
    whoever may not read it is given `kept_back_hash` in its place, and can still work out the hash of the whole. It
    cannot be guessed from its hash, because the random keys of the saves are part of it.
    """

    told: Mapping[str, Part]
    kept_back: Mapping[str, Part] | None
    kept_back_hash: str

    @classmethod
    def of(cls, told: Mapping[str, Part], kept_back: Mapping[str, Part]) -> RoundState:
        """The state with everything in it."""
        return cls(told, kept_back, _digest(_listed(kept_back)))

    def without_what_is_kept_back(self) -> RoundState:
        """The same state, by its hash too, without the words of people and partners."""
        return RoundState(self.told, None, self.kept_back_hash)

    @property
    def parts(self) -> Mapping[str, Part]:
        """All parts that are there."""
        return {**self.told, **(self.kept_back or {})}

    @property
    def hash(self) -> str:
        """SHA-256, in hexadecimal: of the format, what is told, and the hash of what is kept back."""
        return _digest([FORMAT, _listed(self.told), self.kept_back_hash])

    def to_json(self) -> bytes:
        """The state as a file, the same bytes for the same state."""
        listed = {"format": FORMAT, "kept_back_hash": self.kept_back_hash, "told": _listed(self.told)}
        if self.kept_back is not None:
            listed["kept_back"] = _listed(self.kept_back)
        return canonical_json(listed)

    @classmethod
    def from_json(cls, content: bytes) -> RoundState:
        """The state in a file; raises `StateNotReadable`. A hash that is not that of what is kept back is refused."""
        read = read_json(content)
        if not isinstance(read, dict) or read.get("format") != FORMAT:
            raise StateNotReadable("It is not the state of a round in the format that this version reads.")
        told = _parts(read.get("told"))
        if set(read) - {"format", "kept_back_hash", "told", "kept_back"} or not isinstance(
            read.get("kept_back_hash"), str
        ):
            raise StateNotReadable("It has other keys than the state of a round.")
        if "kept_back" not in read:
            return cls(told, None, read["kept_back_hash"])
        state = cls.of(told, _parts(read["kept_back"]))
        if state.kept_back_hash != read["kept_back_hash"]:
            raise StateNotReadable("What is kept back in it is not what its hash says.")
        return state


def short_hash(whole: str) -> str:
    """The beginning of a hash as people read it out: three groups of four."""
    return " ".join((whole[:4], whole[4:8], whole[8:12]))


def canonical_json(value: object) -> bytes:
    """JSON in UTF-8 without spaces, keys in order: the same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read_json(content: bytes) -> Any:
    """What canonical JSON holds; raises `StateNotReadable` for anything else, as for the same value spelt otherwise."""
    try:
        read = json.loads(content)
        if canonical_json(read) == content:
            return read
    except (ValueError, RecursionError):
        pass
    raise StateNotReadable("It is not JSON as this product writes it.")


def where_they_differ(one: RoundState, other: RoundState) -> tuple[str, ...]:
    """Where two states say different things: the part, the number of the row with its criterion, and the field."""
    found: list[str] = []
    parts = one.parts.keys() | other.parts.keys()
    for name in sorted(parts):
        mine, theirs = one.parts.get(name), other.parts.get(name)
        if mine is None or theirs is None or mine.columns != theirs.columns:
            found.append(f"{name}: the part is not in both, or has other fields")
            continue
        for number, (left, right) in enumerate(zip_longest(mine.records(), theirs.records()), start=1):
            found += _differences(f"{name} {number}", left, right)
    return tuple(found)


def _differences(place: str, left: dict[str, Plain] | None, right: dict[str, Plain] | None) -> list[str]:
    if left is None or right is None:
        return [f"{place}: in one of them only"]
    about = f" ({left['criterion_id']})" if left.get("criterion_id") else ""
    return [f"{place}{about}, {name}" for name in left if not _is_same(left[name], right[name])]


def _is_same(left: Plain, right: Plain) -> bool:
    # Python takes True for 1; JSON does not.
    return type(left) is type(right) and left == right


def _listed(parts: Mapping[str, Part]) -> dict[str, Any]:
    return {name: {"columns": part.columns, "rows": part.rows} for name, part in parts.items()}


def _parts(read: object) -> dict[str, Part]:
    if not isinstance(read, dict):
        raise StateNotReadable("It has no parts.")
    return {name: _part(name, part) for name, part in read.items()}


def _part(name: str, read: object) -> Part:
    if not isinstance(read, dict) or set(read) != {"columns", "rows"}:
        raise StateNotReadable(f"“{name}” is not a part of a state.")
    columns, rows = read["columns"], read["rows"]
    if not _is_list_of(columns, str) or not _is_list_of(rows, list):
        raise StateNotReadable(f"“{name}” is not a part of a state.")
    if not all(value is None or isinstance(value, str | int) for row in rows for value in row):
        raise StateNotReadable(f"“{name}” holds something that is neither text nor a whole number.")
    return Part(tuple(columns), tuple(tuple(row) for row in rows))


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def _digest(value: object) -> str:
    return sha256(canonical_json(value)).hexdigest()
