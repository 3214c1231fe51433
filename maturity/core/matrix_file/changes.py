"""What a new version declares to have changed, as it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from maturity.core.declared_changes import (
    Change,
    DeclaredChange,
    DeclaredChanges,
    LevelRule,
    Retirement,
    ScaleChange,
    version_number,
)
from maturity.core.matrix_file.grid import MOST_CRITERIA, Grid
from maturity.core.matrix_file.mistakes import Mistakes
from maturity.core.matrix_file.nodes import ListNode, TextNode
from maturity.core.matrix_file.parts import Fields, Part
from maturity.core.matrix_file.scalars import PROSE, SLUG, VERSION
from maturity.core.matrix_file.scale import MOST_LEVELS, Scale

_RULES: Final = {
    Change.SPLIT: (LevelRule.KEPT, LevelRule.OPEN),
    Change.MERGED: (LevelRule.LOWEST, LevelRule.SAME, LevelRule.OPEN),
}
_TOGETHER: Final = ({Change.MOVED, Change.REWORDED}, {Change.MOVED, Change.AMENDED})
_ONE_TEXT_FOR_EACH_ID: Final = "Write the id of each criterion, a colon, a space and what became of it."


@dataclass(slots=True)
class _Claims:
    """Which criteria of the version before are spoken for, by what and on which line."""

    retired: dict[str, int] = field(default_factory=dict)
    merged: dict[str, int] = field(default_factory=dict)
    split: dict[str, list[Part]] = field(default_factory=dict)

    def line_of(self, criterion_id: str, *, is_split: bool) -> int | None:
        """The line on which something else became of it; that it is split more than once is no contradiction."""
        splits = () if is_split else self.split.get(criterion_id, ())
        known = [self.retired.get(criterion_id), self.merged.get(criterion_id), *(p.node.place.line for p in splits)]
        return next((line for line in known if line is not None), None)


def read_changes(part: Part, version: str, scale: Scale, grid: Grid) -> DeclaredChanges:
    """What the file declares; every mistake that this file alone can show is noted."""
    return _Reader(version, scale, grid).read(part)


class _Reader:
    def __init__(self, version: str, scale: Scale, grid: Grid) -> None:
        self._version = version
        self._scale = scale
        # Where an id was refused or is missing, nothing follows from its absence.
        self._ids = dict.fromkeys(grid.criterion_ids)
        self._all_known = grid.is_whole
        self._claims = _Claims()

    def read(self, part: Part) -> DeclaredChanges:
        fields = part.fields(
            {"from": '"1.0.0"', "summary": "Why there is a new version, in a sentence for boards."},
            ("criteria", "retired", "levels"),
        )
        changes = DeclaredChanges(
            since=fields.read("from", self._since, ""),
            summary=fields.text("summary", PROSE),
            retired=fields.read("retired", self._retired, ()),
            criteria=fields.read("criteria", self._criteria, ()),
            levels=fields.read("levels", self._levels, None),
        )
        self._check_splits()
        return changes

    def _since(self, part: Part) -> str:
        since = part.pattern(VERSION, "three numbers with dots between", '"1.0.0"')
        if since and self._version and version_number(since) >= version_number(self._version):
            part.refuse(
                f"The changes are said to be since version {since}, and this is version {self._version}.",
                "Write the earlier version that this one was made from.",
            )
        return since

    def _retired(self, part: Part) -> tuple[Retirement, ...]:
        retired = []
        for key, value in part.entries("a group with one text for each id", _ONE_TEXT_FOR_EACH_ID):
            why = value.text(PROSE)
            if self._is_id(key, value) and not self._is_still_there(key, value, "retired"):
                self._claims.retired[key.text] = key.place.line
                retired.append(Retirement(key.text, why))
        return tuple(retired)

    def _criteria(self, part: Part) -> tuple[DeclaredChange, ...]:
        declared = []
        for key, value in part.entries("a group with a few keys for each id", _ONE_TEXT_FOR_EACH_ID):
            is_id = self._is_id(key, value)
            if is_id and self._all_known and key.text not in self._ids:
                close = value.closest(key.text, self._ids)
                _at(
                    key,
                    value,
                    f"There is no criterion with the id “{key.text}” in this version.",
                    f"Did you mean “{close}”?"
                    if close
                    else "Write the id of a criterion of this file. What is no longer asked stands under “retired”.",
                )
            change = self._criterion(key.text, value)
            if is_id and change is not None:
                declared.append(change)
        return tuple(declared)

    def _criterion(self, criterion_id: str, part: Part) -> DeclaredChange | None:
        fields = part.fields({"is": "reworded"}, ("note", "from", "level"), example="{is: reworded}")
        changes = fields.read("is", _changes, ())
        note = fields.optional_text("note", PROSE)
        whole = next((each for each in changes if each in _RULES), None)
        came_from = self._came_from(fields, whole)
        level = LevelRule.OPEN if whole is None else fields.read("level", lambda p: _level_rule(p, whole), None)
        if whole is None and changes:
            for key in ("from", "level"):
                if (given := fields.get(key)) is not None:
                    given.refuse(
                        f"“{key}” is for a criterion that was split or merged, and this one is {changes[0]}.",
                        f"Take “{key}” out, or write “is: split” or “is: merged”.",
                    )
        return DeclaredChange(criterion_id, changes, note, came_from, level or LevelRule.OPEN) if changes else None

    def _came_from(self, fields: Fields, whole: Change | None) -> tuple[str, ...]:
        part = fields.get("from")
        if whole is None:
            return ()
        if part is None:
            fields.parts["is"].refuse(
                "The criterion that was split is not named."
                if whole is Change.SPLIT
                else "What was merged is missing.",
                "Add a line such as: from: partners-and-communities"
                if whole is Change.SPLIT
                else "Add a line such as: from: [plans, budgets]",
            )
            return ()
        if whole is Change.SPLIT:
            read = part.slug()
            if read and not self._is_still_there(part.node, part, "split") and self._is_free(part, read, is_split=True):
                self._claims.split.setdefault(read, []).append(part)
            return (read,)
        return self._merged(part)

    def _merged(self, part: Part) -> tuple[str, ...]:
        items = part.items("criteria", at_most=MOST_CRITERIA)
        if len(items) == 1:
            part.refuse(
                "Only one criterion was merged here.", "Name two or more. What went on from one alone is “amended”."
            )
        ids = []
        for item in items:
            read = item.slug()
            if (
                read
                and not self._is_still_there(item.node, item, "merged")
                and self._is_free(item, read, is_split=False)
            ):
                self._claims.merged[read] = item.node.place.line
            ids.append(read)
        return tuple(ids)

    def _is_free(self, part: Part, criterion_id: str, *, is_split: bool) -> bool:
        line = self._claims.line_of(criterion_id, is_split=is_split)
        if line is None:
            return True
        part.refuse(
            f"Something else became of “{criterion_id}” already, on line {line}.",
            "Keep one of the two: a criterion is retired, split or merged, and only once.",
        )
        return False

    def _is_still_there(self, node: object, part: Part, what: str) -> bool:
        if not isinstance(node, TextNode) or node.text not in self._ids:
            return False
        part.mistakes.note(
            node.place,
            part.path,
            f"“{node.text}” is said to be {what} and is still a criterion of this version.",
            "Give the criterion that is asked now an id of its own, or take this entry out.",
        )
        return True

    def _is_id(self, key: TextNode, value: Part) -> bool:
        if SLUG.fullmatch(key.text) and len(key.text) <= 60:
            return True
        _at(
            key, value, "An id is expected here.", "Write lower-case letters, digits and hyphens, as the criterion has."
        )
        return False

    def _check_splits(self) -> None:
        for criterion_id, parts in self._claims.split.items():
            if len(parts) == 1:
                parts[0].refuse(
                    f"Only one criterion is split from “{criterion_id}”.",
                    "Name the other parts too. What went on as one criterion is “amended”.",
                )

    def _levels(self, part: Part) -> ScaleChange | None:
        fields = part.fields({}, ("mapping", "broken"), example="{mapping: {1: 1, 2: 2, 3: 4}}")
        mapping, broken = fields.get("mapping"), fields.get("broken")
        if mapping is None and broken is None:
            if part.keys or not part.is_group:
                return None
            part.refuse("Nothing is said of the levels.", "Write “mapping” or “broken” here, or take “levels” out.")
            return None
        if mapping is not None and broken is not None:
            broken.refuse(
                "The scale cannot be mapped and broken at once.", "Keep “mapping” or “broken”, whichever is true."
            )
        return ScaleChange(
            () if mapping is None else self._mapping(mapping), None if broken is None else broken.text(PROSE)
        )

    def _mapping(self, part: Part) -> tuple[tuple[int, int], ...]:
        pairs: list[tuple[int, int, Part]] = []
        remedy = "Write each earlier level, a colon, a space and the level it is now, such as {1: 1, 2: 2, 3: 4}."
        entries = part.entries("a group with the level now for each earlier level", remedy)
        lowest, highest = (self._scale.lowest, self._scale.highest) if self._scale.is_known else (0, MOST_LEVELS)
        for key, value in entries:
            now = value.named(f"The level for the earlier level {key.text[:10]}").integer(lowest, highest)
            if key.text not in _DIGITS:
                _at(key, value, f"“{key.text[:40]}” is no level.", "Write the number of a level of the version before.")
            elif now is not None:
                pairs.append((int(key.text), now, value))
        if part.is_group and not entries:
            part.refuse("“mapping” is empty.", remedy)
        pairs.sort(key=lambda pair: pair[0])
        for (before, was, _), (after, now, value) in pairwise(pairs):
            if now < was:
                value.refuse(
                    f"Level {after} becomes {now} and the lower level {before} becomes {was}: their order is lost.",
                    f"Write {was} or more, or declare the scale broken.",
                )
        return tuple((before, now) for before, now, _ in pairs)


_DIGITS: Final = frozenset(map(str, range(MOST_LEVELS + 1)))


def _changes(part: Part) -> tuple[Change, ...]:
    """What became of a criterion: one word, or “moved” in a list with “reworded” or “amended”."""
    items = part.items("changes") if isinstance(part.node, ListNode) else (part,)
    read = [item.choice(Change, but=(Change.RETIRED,)) for item in items]
    found = {each for each in read if each is not None}
    if len(found) != len(read):
        if None not in read:
            part.refuse("One word stands twice here.", "Keep one of the two.")
        return ()
    if len(found) > 1 and found not in _TOGETHER:
        part.refuse(
            f"A criterion cannot be {' and '.join(each for each in Change if each in found)} at once.",
            "Keep one word. Only “moved” can stand with another, which is “reworded” or “amended”.",
        )
        return ()
    return tuple(each for each in Change if each in found)


def _level_rule(part: Part, whole: Change) -> LevelRule | None:
    return part.choice(LevelRule, but=[each for each in LevelRule if each not in _RULES[whole]])


def _at(key: TextNode, value: Part, problem: str, remedy: str) -> None:
    mistakes: Mistakes = value.mistakes
    mistakes.note(key.place, value.path, problem, remedy)
