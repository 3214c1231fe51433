"""The levels of a matrix and the anchor levels that are described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.core.matrix import Level
from maturity.core.matrix_file.parts import Part
from maturity.core.matrix_file.scalars import NAME, PROSE

FEWEST_LEVELS: Final = 2
MOST_LEVELS: Final = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels as read. `is_known` is false where their values could not be made out.

    `described` holds the values of the levels that have descriptors: all of them, or the anchors.
    """

    levels: tuple[Level, ...] = ()
    described: tuple[int, ...] = ()
    is_known: bool = False

    @property
    def lowest(self) -> int:
        """The value of the first level."""
        return self.levels[0].value

    @property
    def highest(self) -> int:
        """The value of the last level."""
        return self.levels[-1].value


def read_scale(levels: Part | None, anchors: Part | None) -> Scale:
    """The scale of the matrix; every mistake in it is noted."""
    if levels is None:
        return Scale()
    items = levels.items("levels", at_most=MOST_LEVELS)
    read = [_read_level(item) for item in items]
    values = [value for value, _, _ in read]
    in_order = _check_values([part for _, _, part in read], values)
    _check_names(items, [level for _, level, _ in read])
    if len(items) == 1:
        levels.refuse("There is only one level.", f"Write {FEWEST_LEVELS} to {MOST_LEVELS} levels.")
    if not in_order or not FEWEST_LEVELS <= len(items) <= MOST_LEVELS:
        return Scale()
    return _with_anchors(tuple(level for _, level, _ in read), anchors)


def _read_level(item: Part) -> tuple[int | None, Level, Part]:
    fields = item.fields({"value": "1"}, ("name", "meaning"))
    value_part = fields.get("value")
    value = None if value_part is None else value_part.integer(0, MOST_LEVELS)
    level = Level(value or 0, fields.optional_text("name", NAME), fields.optional_text("meaning", PROSE))
    return value, level, value_part or item


def _check_values(parts: list[Part], values: list[int | None]) -> bool:
    """Whether the values are 0 or 1 and then one more each time; each break in the row is noted once."""
    previous: int | None = None
    in_order = bool(values)
    for index, (part, value) in enumerate(zip(parts, values, strict=True)):
        if value is None:
            in_order = False
        elif index == 0 and value > 1:
            part.refuse(f"The first level is {value}. A scale begins at 0 or 1.", "Write 0 or 1.")
            in_order = False
        elif previous is not None and value != previous + 1:
            part.refuse(
                f"Level {value} follows level {previous}. Levels go up by one.",
                f"Write {previous + 1}, or put the levels in order.",
            )
            in_order = False
        previous = value
    return in_order


def _check_names(items: tuple[Part, ...], levels: list[Level]) -> None:
    """All levels have names or none has; the fewer are the ones that are noted."""
    named = [level.name is not None for level in levels]
    if any(named) and not all(named):
        odd_one_out = 2 * sum(named) <= len(named)
        for item, is_named in zip(items, named, strict=True):
            if is_named is odd_one_out:
                item.refuse(
                    "This level has a name and others have none." if is_named else "This level has no name.",
                    "Give every level a name, or none.",
                    under="name",
                )
    seen: set[str] = set()
    for item, level in zip(items, levels, strict=True):
        if level.name and level.name in seen:
            item.refuse(
                f"Another level is called “{level.name}” too.", "Give each level a name of its own.", under="name"
            )
        seen.add(level.name or "")


def _with_anchors(levels: tuple[Level, ...], anchors: Part | None) -> Scale:
    values = tuple(level.value for level in levels)
    if anchors is None:
        return Scale(levels, values, is_known=True)
    items = anchors.items("levels", at_most=MOST_LEVELS)
    read = [item.integer(values[0], values[-1]) for item in items]
    is_known = bool(items) and None not in read
    described = [value for value in read if value is not None]
    for item, value, before in zip(items[1:], read[1:], read, strict=False):
        if value is not None and before is not None and value <= before:
            item.refuse(f"{value} follows {before}. Anchors go up.", "Put the anchors in order, each once.")
            is_known = False
    if is_known and (described[0] != values[0] or described[-1] != values[-1]):
        anchors.refuse(
            "The anchors leave out an end of the scale.", f"Begin with {values[0]} and end with {values[-1]}."
        )
        is_known = False
    return Scale(levels, tuple(described) if is_known else (), is_known=True)
