"""Whether two versions of a matrix say the same: of a criterion, and of the scale."""

from __future__ import annotations

from collections.abc import Mapping

from maturity.core.matrix import Criterion, Descriptor, Level


def is_same_scale(before: tuple[Level, ...], after: tuple[Level, ...]) -> bool:
    """Whether the levels have the same numbers and names. What they mean in general may be said in other words."""
    return [(level.value, level.name) for level in before] == [(level.value, level.name) for level in after]


def asks_the_same(before: Criterion, after: Criterion, level_now: Mapping[int, int] | None = None) -> bool:
    """Whether title, question and every descriptor are the same. Guidance, examples and prompts may differ.

    `level_now` has the later level for each earlier one where the scale is another. Then every later descriptor of a
    level that an earlier one became has to have the words of an earlier one, and other levels may be described freely.
    """
    if (before.title, before.question) != (after.title, after.question):
        return False
    if level_now is None:
        return before.descriptors == after.descriptors
    became: dict[int, list[Descriptor]] = {}
    for each in before.descriptors:
        became.setdefault(level_now.get(each.level, -1), []).append(each)
    return all(_says_one_of(after.descriptor_at(level), earlier) for level, earlier in became.items())


def _says_one_of(now: Descriptor | None, earlier: list[Descriptor]) -> bool:
    return now is not None and any((now.text, now.elements) == (each.text, each.elements) for each in earlier)
