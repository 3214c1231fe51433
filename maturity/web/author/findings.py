"""What the linter finds in a matrix, in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.authoring.lint import RULES, Finding, LintReport, Rule, lint
from maturity.core.matrix_file import OverlayPlaces, places_in_overlay

MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding. `line` is that of the file of the author, None for what the matrix below an overlay says."""

    line: int | None
    rule: str
    problem: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class SwitchLine:
    """A rule that the author has switched off. `where` is empty for the whole matrix."""

    rule: str
    where: str
    reason: str
    findings: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the linter has to say. `rules` are those that found something, to be explained; `more` are not shown."""

    lines: tuple[FindingLine, ...]
    count: int
    switched_off: tuple[SwitchLine, ...]
    rules: tuple[Rule, ...]
    burden: str
    knows_language: bool

    @property
    def more(self) -> int:
        """How many are found beyond those that are shown."""
        return self.count - len(self.lines)


def findings(content: bytes, *, overlay: bytes | None = None) -> Findings:
    """What the linter finds in a file that has no mistakes; raises `MatrixFileErrors` for one that has.

    Of an `overlay` its own file is given as well: what its author wrote is found there.
    """
    report = lint(content, name="matrix")
    found = {finding.rule for finding in report.findings}
    own = None if overlay is None else places_in_overlay(overlay, report.matrix)
    shown = [FindingLine(_line(f, own), f.rule, f.problem, f.suggestion) for f in report.findings[:MOST_SHOWN]]
    return Findings(
        lines=tuple(shown),
        count=len(report.findings),
        switched_off=_switched_off(report),
        rules=tuple(rule for rule in RULES.values() if rule.id in found),
        burden=str(report.burden),
        knows_language=report.knows_language,
    )


def _line(finding: Finding, own: OverlayPlaces | None) -> int | None:
    if own is None:
        return finding.line
    place = own.find(finding.note.path)
    return None if place is None else place.line


def _switched_off(report: LintReport) -> tuple[SwitchLine, ...]:
    titles = {domain.id: domain.title for domain in report.matrix.domains}
    titles |= {criterion.id: criterion.title for criterion in report.matrix.criteria}
    return tuple(
        SwitchLine(
            rule=each.switch.rule,
            where="" if each.switch.at is None else titles[each.switch.at],
            reason=each.switch.reason,
            findings=each.findings,
        )
        for each in report.switched_off
    )
