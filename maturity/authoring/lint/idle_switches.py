"""Switches that switch off nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.rule import Rule
from maturity.core.matrix import LintSwitch, Matrix


def idle_switches(matrix: Matrix, idle: Collection[LintSwitch], known: Collection[str]) -> Iterator[Note]:
    """A note for each switch that nothing was found for, and for each that names no rule."""
    for number, switch in enumerate(matrix.lint_off):
        about = () if switch.at is None else (switch.at,)
        path = f"lint.switched_off[{number}]"
        if switch.rule not in known:
            close = get_close_matches(switch.rule, known, n=1)
            yield Note(
                f"{path}.rule",
                f"The linter has no rule “{switch.rule}”.",
                f"Did you mean “{close[0]}”?" if close else "Take the switch out, or name one of the rules.",
                about,
            )
        elif switch in idle:
            where = "here" if switch.at is None else f"at “{switch.at}”"
            yield Note(
                path,
                f"The rule “{switch.rule}” is switched off {where} and would find nothing.",
                "Take the switch out, so that the rule finds what comes later.",
                about,
            )


def _found_by_the_linter_itself(_: Matrix) -> Iterator[Note]:
    """Nothing: which switches are idle is known only when all other rules have been asked."""
    return iter(())


IDLE_SWITCH = Rule(
    id="idle-switch",
    finds="A switch under `lint` that switches off nothing, or that names no rule.",
    why="A reason for an exception that is no longer needed hides the next fault of the same kind.",
    source="Our own rule.",
    limits="A switch of this rule itself that has nothing to switch off is always found.",
    example="a rule that is misspelt, or one that finds nothing where it is switched off",
    instead="no switch",
    check=_found_by_the_linter_itself,
)
