"""The linter for authors: what in a matrix could be said better, or can never come to pass."""

from maturity.authoring.lint.finding import Finding
from maturity.authoring.lint.linting import LintReport, SwitchedOff, lint
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.rules import RULES

__all__ = ["RULES", "Finding", "LintReport", "Rule", "SwitchedOff", "lint"]
