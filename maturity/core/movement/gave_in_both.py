"""Which partners gave a level on a criterion in both of two rounds, and who is left out because they did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from maturity.core.movement.constant_panel import ConstantPanel, InBoth
from maturity.core.results import CriterionResult


class GaveInBoth(NamedTuple):
    """A partner that gave a level in both rounds: who stands for it in each, and everyone that it was before."""

    before: int
    after: int
    all_before: tuple[int, ...]


def gave_in_both(before: CriterionResult, after: CriterionResult, panel: ConstantPanel) -> tuple[GaveInBoth, ...]:
    """Those that gave a level in both rounds; one that others merged into only where they all gave the same one."""
    found = []
    for one in panel.both:
        ids = tuple(partner.id for partner in one.before)
        if one.after.id in _gave(after) and len(_levels_before(one, before)) == 1 and _gave(before).issuperset(ids):
            found.append(GaveInBoth(one.after.id if one.after.id in ids else ids[0], one.after.id, ids))
    return tuple(found)


def left_out_in_words(
    before: CriterionResult, after: CriterionResult, panel: ConstantPanel, numbers: tuple[int, int]
) -> Iterator[str]:
    """Who is not compared, in sentences such as “1 gave one only in round 2.”: a new or lost voice moved nowhere."""
    both = gave_in_both(before, after, panel)
    merged = [
        one
        for one in panel.both
        if len(one.before) > 1
        and one.after.id in _gave(after) - {each.after for each in both}
        and _levels_before(one, before)
    ]
    told = {each for one in both for each in one.all_before} | {each.id for one in merged for each in one.before}
    now = {one.after for one in both} | {one.after.id for one in merged}
    once = zip((len(_gave(before) - told), len(_gave(after) - now)), numbers, strict=True)
    said = " and ".join(f"{count} gave one only in round {number}" for count, number in once if count)
    if said:
        yield f"{said}."
    for one in merged:
        yield f"{one.after.name} is left out: what became part of it did not give one and the same level before."


def _gave(on: CriterionResult) -> frozenset[int]:
    return frozenset(position.partner for position in on.positions if position.level is not None)


def _levels_before(one: InBoth, before: CriterionResult) -> frozenset[int]:
    then = {partner.id for partner in one.before}
    return frozenset(p.level for p in before.positions if p.partner in then and p.level is not None)
