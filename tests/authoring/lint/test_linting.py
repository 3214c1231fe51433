"""The linter as a whole: every finding has a line of the file, and the same file has the same findings."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings

from maturity.authoring.lint import lint
from maturity.core.matrix import LintSwitch, Matrix
from maturity.core.matrix_file import MatrixFileErrors
from maturity.core.matrix_rules import AgreementRule
from tests.factories.any_matrix import any_matrix
from tests.factories.linted import a_ladder, file_of, found, ladders, linted

ROOT: Final = Path(__file__).parents[3]
SHIPPED: Final = sorted((ROOT / "matrices").glob("*.yaml"))
OF_EXAMPLES: Final = sorted((ROOT / "maturity" / "usecases" / "worked_example").rglob("matrices/*.yaml"))
VAGUE: Final = a_ladder("Partners meet some times.", "Partners meet every month.")
PLAIN: Final = a_ladder("Partners meet when they have to.", "Partners meet every month.")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_matrix())
def test_any_matrix_has_findings_with_a_place_in_its_file_and_always_the_same(matrix: Matrix) -> None:
    data = file_of(matrix)
    lines = data.decode().splitlines()
    report = lint(data, name="any.yaml")
    assert report == lint(data, name="any.yaml")
    for finding in report.findings:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert finding.problem.endswith((".", "?"))
        assert finding.suggestion.endswith((".", "?"))
    assert sum(each.findings for each in report.switched_off) == _silenced(matrix)


def _silenced(matrix: Matrix) -> int:
    """How many findings the switches of a matrix leave out, told from the file without them."""
    without = linted(replace(matrix, lint_off=()))
    return sum(
        any(
            each.rule == finding.rule and (each.at is None or each.at in finding.note.about) for each in matrix.lint_off
        )
        for finding in without.findings
    )


@pytest.mark.parametrize("path", [*SHIPPED, *OF_EXAMPLES], ids=lambda path: path.name)
def test_the_linter_finds_nothing_in_a_matrix_that_is_shipped(path: Path) -> None:
    assert [str(finding) for finding in lint(path.read_bytes(), name=path.name).findings] == []


def test_the_matrices_of_the_worked_examples_are_among_them() -> None:
    assert len(OF_EXAMPLES) >= 2


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_vague_word_in_a_matrix_that_is_shipped_would_be_found(path: Path) -> None:
    planted = re.sub(rb"(\n +1: >-\n +)", rb"\1Some patients wait. ", path.read_bytes(), count=1)
    findings = lint(planted, name=path.name).findings
    assert [finding.rule for finding in findings] == ["vague-quantifier"]
    lines = planted.decode().splitlines()
    assert lines[findings[0].line].strip().startswith("Some patients wait.")


def test_findings_come_in_the_order_of_the_file_with_the_line_of_their_text() -> None:
    matrix = ladders(VAGUE, replace(VAGUE, id="purpose", title="Purpose"))
    lines = file_of(matrix).decode().splitlines()
    findings = found("vague-quantifier", matrix)
    assert [lines[finding.line - 1].strip() for finding in findings] == ["1: Partners meet some times."] * 2
    assert findings == sorted(findings, key=lambda finding: finding.line)
    assert str(findings[0]).startswith(f"{findings[0].line}:{findings[0].column}: vague-quantifier: Level 1 of “Trust”")


def test_a_finding_about_what_the_file_leaves_out_stands_at_the_beginning_of_the_matrix() -> None:
    text = file_of(replace(ladders(PLAIN), agreement=AgreementRule())).decode()
    without = text[: text.index("agreement:")].encode()
    (finding,) = lint(without, name="short.yaml").findings
    assert (finding.rule, finding.note.path) == ("never-split", "agreement")
    assert text.splitlines()[finding.line - 1] == "format: 1"


def test_mistakes_come_before_any_finding() -> None:
    with pytest.raises(MatrixFileErrors):
        lint(b"format: 1\n", name="broken.yaml")


@pytest.mark.parametrize("at", [None, "trust", "people"])
def test_a_rule_that_is_switched_off_finds_nothing_and_the_report_says_what_it_left_out(at: str | None) -> None:
    switch = LintSwitch("vague-quantifier", "The owner’s words.", at)
    report = linted(ladders(VAGUE, switches=(switch,)))
    assert report.findings == ()
    assert [(each.switch, each.findings) for each in report.switched_off] == [(switch, 1)]


def test_a_rule_that_is_switched_off_elsewhere_is_still_asked_here() -> None:
    switch = LintSwitch("vague-quantifier", "The owner’s words.", "purpose")
    matrix = ladders(VAGUE, replace(VAGUE, id="purpose", title="Purpose"), switches=(switch,))
    assert [finding.note.about[0] for finding in found("vague-quantifier", matrix)] == ["trust"]


@pytest.mark.parametrize(
    "switch, problem",
    [
        (LintSwitch("jargon", "Why."), "The rule “jargon” is switched off here and would find nothing."),
        (LintSwitch("jargon", "Why.", "trust"), "The rule “jargon” is switched off at “trust” and would find nothing."),
        (LintSwitch("jargn", "Why."), "The linter has no rule “jargn”."),
        (LintSwitch("idle-switch", "Why."), "The rule “idle-switch” is switched off here and would find nothing."),
    ],
)
def test_a_switch_that_switches_off_nothing_is_found(switch: LintSwitch, problem: str) -> None:
    (finding,) = linted(ladders(PLAIN, switches=(switch,))).findings
    assert (finding.rule, finding.problem) == ("idle-switch", problem)


def test_a_rule_that_is_misspelt_is_told_what_was_meant() -> None:
    (finding,) = linted(ladders(PLAIN, switches=(LintSwitch("jargn", "Why."),))).findings
    assert finding.suggestion == "Did you mean “jargon”?"


def test_idle_switches_can_be_switched_off_too() -> None:
    switches = (LintSwitch("jargon", "For later."), LintSwitch("idle-switch", "We keep one for later."))
    assert linted(ladders(PLAIN, switches=switches)).findings == ()


def test_rules_on_words_are_not_asked_in_another_language() -> None:
    welsh = replace(ladders(VAGUE), language="cy")
    report = linted(welsh)
    assert (report.knows_language, report.findings) == (False, ())
    assert linted(replace(welsh, language="en")).findings
