"""`lint`: what to look at again in a matrix that has no mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maturity.authoring.lint.burden import Burden, burden_of
from maturity.authoring.lint.finding import Finding, Note
from maturity.authoring.lint.idle_switches import IDLE_SWITCH, idle_switches
from maturity.authoring.lint.rules import RULES
from maturity.core.matrix import LintSwitch, Matrix
from maturity.core.matrix_file import Place, places_in, read_matrix


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """A rule that the author has switched off, with how many findings that leaves out."""

    switch: LintSwitch
    findings: int


@dataclass(frozen=True, slots=True)
class LintReport:
    """What the linter has to say of one file. `knows_language` is false where the rules on words could not be asked."""

    matrix: Matrix
    findings: tuple[Finding, ...]
    switched_off: tuple[SwitchedOff, ...]
    burden: Burden
    knows_language: bool


def lint(data: bytes, *, name: str) -> LintReport:
    """What every rule finds in a matrix file, in the order of the file; `name` is how the file is called in mistakes.

    Raises `MatrixFileErrors` where the file has mistakes: they come before any matter of taste.
    """
    matrix = read_matrix(data, name=name)
    places = places_in(data)
    knows_language = matrix.language.split("-")[0] == "en"
    found = [
        (rule.id, note)
        for rule in RULES.values()
        if knows_language or not rule.english_only
        for note in rule.check(matrix)
    ]
    left, off = _without_switched_off(found, matrix.lint_off)
    findings = [_placed(rule, note, places) for rule, note in [*left, *_about_switches(matrix, off)]]
    return LintReport(
        matrix=matrix,
        findings=tuple(sorted(findings, key=lambda each: (each.line, each.column, each.rule, each.problem))),
        switched_off=tuple(SwitchedOff(switch, count) for switch, count in off.items()),
        burden=burden_of(matrix),
        knows_language=knows_language,
    )


def _without_switched_off(
    found: Iterable[tuple[str, Note]], switches: Iterable[LintSwitch]
) -> tuple[list[tuple[str, Note]], dict[LintSwitch, int]]:
    """What no switch leaves out, and how much each switch does."""
    off = dict.fromkeys(switches, 0)
    left = []
    for rule, note in found:
        switch = next((each for each in off if each.rule == rule and (each.at is None or each.at in note.about)), None)
        if switch is None:
            left.append((rule, note))
        else:
            off[switch] += 1
    return left, off


def _about_switches(matrix: Matrix, off: dict[LintSwitch, int]) -> Iterator[tuple[str, Note]]:
    """What is to say of the switches, less what they switch off of it."""
    ordinary = {switch for switch, count in off.items() if not count and switch.rule != IDLE_SWITCH.id}
    notes = [(IDLE_SWITCH.id, note) for note in idle_switches(matrix, ordinary, RULES)]
    of_this_rule = [switch for switch in off if switch.rule == IDLE_SWITCH.id]
    left, counts = _without_switched_off(notes, of_this_rule)
    off.update(counts)
    yield from left
    idle = {switch for switch, count in counts.items() if not count}
    known = (*RULES, *(switch.rule for switch in off))
    yield from ((IDLE_SWITCH.id, note) for note in idle_switches(matrix, idle, known))


def _placed(rule: str, note: Note, places: Mapping[str, Place]) -> Finding:
    """The note at the place of its path, or of the nearest part of the file round it."""
    path = note.path
    while path and path not in places:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    place = places[path]
    return Finding(place.line, place.column, rule, note)
