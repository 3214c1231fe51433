"""Matrices of a few texts for the linter, and what it finds in them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from maturity.authoring.lint import Finding, LintReport, lint
from maturity.core.matrix import Criterion, Descriptor, Level, LintSwitch, Matrix
from maturity.core.matrix_file import write_matrix
from maturity.core.matrix_rules import AgreementRule
from tests.factories.matrices import a_criterion, a_domain, a_matrix


def a_ladder(*texts: str, criterion_id: str = "trust", question: str | None = None) -> Criterion:
    """A criterion with these descriptors, from level 1 up."""
    descriptors = tuple(Descriptor(level, text) for level, text in enumerate(texts, start=1))
    return a_criterion(criterion_id, descriptors=descriptors, question=question)


def ladders(*criteria: Criterion, switches: tuple[LintSwitch, ...] = ()) -> Matrix:
    """A matrix of these criteria, with the levels that the first of them describes."""
    levels = tuple(Level(each.level) for each in criteria[0].descriptors)
    agreement = AgreementRule(within=Fraction(1, 4))  # by which partners can be split on two levels too
    matrix = a_matrix(domains=[a_domain("people", criteria)], levels=levels, agreement=agreement)
    return replace(matrix, lint_off=switches)


def file_of(matrix: Matrix) -> bytes:
    """The file of a matrix."""
    return write_matrix(matrix).encode()


def linted(matrix: Matrix) -> LintReport:
    """What the linter has to say of a matrix."""
    return lint(file_of(matrix), name="linted.yaml")


def found(rule: str, matrix: Matrix) -> list[Finding]:
    """What one rule finds in a matrix."""
    return [finding for finding in linted(matrix).findings if finding.rule == rule]


def found_in(rule: str, *texts: str) -> list[str]:
    """What one rule finds in a criterion with these descriptors, in words."""
    return [finding.problem for finding in found(rule, ladders(a_ladder(*texts)))]
