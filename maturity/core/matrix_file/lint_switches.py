"""The rules of the linter that an author has switched off, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from maturity.core.matrix import LintSwitch
from maturity.core.matrix_file.parts import Part
from maturity.core.matrix_file.scalars import PROSE

_MOST_SWITCHES: Final = 200


def read_lint_switches(part: Part, ids: Iterable[str], *, ids_are_known: bool) -> tuple[LintSwitch, ...]:
    """The switches under `lint`; one without a reason is a mistake, and so is one at an id that is not there."""
    fields = part.fields({"switched_off": "and below it a list of rules, each with a reason"})
    items = fields.read("switched_off", lambda p: p.items("rules", at_most=_MOST_SWITCHES), ())
    known = dict.fromkeys(ids)
    seen: dict[tuple[str, str | None], int] = {}
    switches: list[LintSwitch] = []
    for item in items:
        switch = _read_switch(item, known if ids_are_known else None)
        first = seen.get((switch.rule, switch.at))
        if switch.rule and first is not None:
            item.refuse(f"“{switch.rule}” is switched off here already, on line {first}.", "Keep one of the two.")
        seen[switch.rule, switch.at] = item.node.place.line
        switches.append(switch)
    return tuple(switches)


def _read_switch(item: Part, known: dict[str, None] | None) -> LintSwitch:
    fields = item.fields(
        {"rule": "reading-age", "reason": "Why this matrix is better off without the rule."},
        ("at",),
    )
    at = fields.get("at")
    place = None if at is None else at.slug()
    if at is not None and place and known is not None and place not in known:
        close = at.closest(place, known)
        at.refuse(
            f"There is no criterion or domain with the id “{place}”.",
            f"Did you mean “{close}”?" if close else "Write the id of a criterion or a domain, or leave “at” out.",
        )
    return LintSwitch(rule=fields.read("rule", lambda p: p.slug(), ""), reason=fields.text("reason", PROSE), at=place)
