"""What a version declares to have changed, as lines of its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, LevelRule, ScaleChange
from maturity.core.matrix_file.lines import group_lines, indented, text_lines


def changes_lines(changes: DeclaredChanges) -> Iterator[str]:
    """The lines below `changes`."""
    yield f'from: "{changes.since}"'
    yield from text_lines("summary", changes.summary)
    if changes.criteria:
        yield from group_lines("criteria", (line for each in changes.criteria for line in _declared(each)))
    if changes.retired:
        yield from group_lines(
            "retired", (line for each in changes.retired for line in _keyed(each.criterion, each.why))
        )
    if changes.levels is not None:
        yield from group_lines("levels", _scale_change(changes.levels))


def _declared(change: DeclaredChange) -> Iterator[str]:
    yield f'"{change.criterion}":'
    yield f"  is: {change.changes[0] if len(change.changes) == 1 else _in_brackets(change.changes)}"
    yield from indented(text_lines("note", change.note))
    if Change.SPLIT in change.changes:
        yield f'  from: "{change.came_from[0]}"'
    elif change.came_from:
        quoted = [f'"{each}"' for each in change.came_from]
        yield f"  from: {_in_brackets(quoted)}"
    if change.level is not LevelRule.OPEN:
        yield f"  level: {change.level}"


def _scale_change(change: ScaleChange) -> Iterator[str]:
    if change.mapping:
        yield f"mapping: {{{', '.join(f'{before}: {now}' for before, now in change.mapping)}}}"
    yield from text_lines("broken", change.broken)


def _in_brackets(words: Iterable[str]) -> str:
    return f"[{', '.join(words)}]"


def _keyed(key: str, text: str) -> Iterator[str]:
    """A text under a key that other programs might take for something else than a word."""
    first, *rest = text_lines("key", text)
    yield f'"{key}":{first.removeprefix("key:")}'
    yield from rest
