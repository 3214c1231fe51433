"""What the linter finds in a matrix, in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.authoring.lint import RULES, LintReport, Rule, lint

MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding. `line` is that of the file."""

    line: int
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


def findings(content: bytes) -> Findings:
    """What the linter finds in a file that has no mistakes; raises `MatrixFileErrors` for one that has."""
    report = lint(content, name="matrix")
    found = {finding.rule for finding in report.findings}
    return Findings(
        lines=tuple(FindingLine(f.line, f.rule, f.problem, f.suggestion) for f in report.findings[:MOST_SHOWN]),
        count=len(report.findings),
        switched_off=_switched_off(report),
        rules=tuple(rule for rule in RULES.values() if rule.id in found),
        burden=str(report.burden),
        knows_language=report.knows_language,
    )


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
