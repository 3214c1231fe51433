from __future__ import annotations

import re
from pathlib import Path

import pytest

from maturity.authoring.lint import RULES
from maturity.persistence.engine import Database
from maturity.settings import product_folder
from tests.cli.conftest import Run
from tests.factories.matrix_files import an_overlay, own_file, put_published

LENSES = product_folder("matrices") / "transformation-lenses.yaml"
ROW = re.compile(r"1: >-\n +[^\n]+", re.MULTILINE)


@pytest.fixture
def vague(tmp_path: Path) -> Path:
    """A file with a vague word in its first descriptor."""
    file = tmp_path / "vague.yaml"
    file.write_text(ROW.sub("1: >-\n            Some people meet.", LENSES.read_text(), count=1))
    return file


def test_a_file_in_which_nothing_is_found_is_summed_up_with_its_burden(run: Run) -> None:
    result = run("matrix", "lint", LENSES)
    assert result.exit_code == 0
    assert result.output == (
        f"{LENSES}: no findings. 7 criteria, at 2 minutes each: about 14 minutes for one person.\n"
    )


def test_a_finding_is_shown_with_its_line_its_rule_and_a_suggestion(run: Run, vague: Path) -> None:
    result = run("matrix", "lint", vague)
    (line,) = (n for n, text in enumerate(vague.read_text().splitlines(), 1) if text.strip() == "1: >-" and n < 65)
    assert result.exit_code == 1
    assert result.stdout == (
        f"{vague}:{line}:14: vague-quantifier: Level 1 of “Vision” leaves open how much is meant by “some”. Say who, "
        "how many or how often, in a way that two people would count alike.\n"
    )
    assert result.stderr.startswith(f"{vague}: 1 finding. 7 criteria")


def test_a_rule_that_is_switched_off_in_the_file_is_counted_and_not_shown(run: Run, vague: Path) -> None:
    switch = "\nlint:\n  switched_off:\n    - {rule: vague-quantifier, at: vision, reason: The owner’s words.}\n"
    vague.write_text(vague.read_text() + switch)
    result = run("matrix", "lint", vague)
    assert result.exit_code == 0
    assert "no findings, 1 switched off with a reason." in result.output


def test_a_file_with_mistakes_gets_the_mistakes_and_nothing_else(run: Run, vague: Path) -> None:
    vague.write_text(vague.read_text().replace("format: 1", "format: 7"))
    result = run("matrix", "lint", vague, LENSES)
    assert result.exit_code == 1
    assert f"{vague}:2:9: format: " in result.stdout
    assert "vague-quantifier" not in result.stdout
    assert f"{LENSES}: no findings." in result.stdout
    assert result.stderr == f"{vague}: 1 mistake.\n"


def test_an_overlay_is_linted_over_the_version_of_the_library_with_the_lines_of_its_own_file(
    run: Run, database: Database, tmp_path: Path
) -> None:
    below = own_file().replace(b"1: >-\n            ", b"1: >-\n            Some people. ", 1)
    put_published(database, below)
    file = tmp_path / "overlay.yaml"
    words = b"wording:\n  people: {descriptors: {1: Some people meet.}}\n"
    file.write_bytes(an_overlay(words))
    result = run("matrix", "lint", file)
    line = 1 + an_overlay(b"").count(b"\n") + 1
    assert result.exit_code == 1
    assert f"{file}:{line}:29: vague-quantifier: " in result.stdout
    assert result.stdout.count("vague-quantifier") == 1
    assert "2 findings are in the matrix below, “Our own” 1.0.0." in result.stderr
    file.write_bytes(an_overlay(b"wording:\n  people: {title: Everybody}\n"))
    clean = run("matrix", "lint", file)
    assert (clean.exit_code, clean.stdout.count("no findings")) == (0, 1)


def test_an_overlay_of_what_the_library_does_not_have_gets_its_mistakes(
    run: Run, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "overlay.yaml"
    put_published(database)
    file.write_bytes(an_overlay(b"").replace(b'our-own, version: "1.0.0"', b'our-own, version: "7.0.0"'))
    result = run("matrix", "lint", file)
    assert result.exit_code == 1
    assert "There is no published matrix “our-own” 7.0.0 in the library." in result.output


def test_another_language_is_said(run: Run, vague: Path) -> None:
    vague.write_text(vague.read_text().replace("language: en-GB", "language: cy"))
    result = run("matrix", "lint", vague)
    assert result.exit_code == 0
    assert "The rules on words know English only, and the matrix is in “cy”." in result.output


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_explained(run: Run, rule: str) -> None:
    result = run("matrix", "lint", "--explain", rule)
    assert result.exit_code == 0
    said = " ".join(result.output.split())
    assert said.startswith(f"{rule} Finds: {RULES[rule].finds}")
    assert f"- rule: {rule}" in said


@pytest.mark.parametrize(
    "arguments, said",
    [
        ((), "Name one or more matrix files, or a rule with --explain.\n"),
        (("--explain", "jargn"), "The linter has no rule “jargn”. Did you mean “jargon”?\n"),
        (("--explain", "zzz"), f"The linter has no rule “zzz”. The rules are: {', '.join(RULES)}.\n"),
        (("nowhere.yaml",), "nowhere.yaml cannot be read: No such file or directory.\n"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("matrix", "lint", *arguments)
    assert (result.exit_code, result.stderr) == (2, said)
