"""Every rule is in the documentation, with the same words, and every documented rule is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from maturity.authoring.lint import RULES, Rule
from tests.factories.linted import found_in

PAGE: Final = (Path(__file__).parents[3] / "docs" / "matrix-linter.md").read_text(encoding="utf-8")
SECTIONS: Final = {
    heading: " ".join(text.split())
    for heading, text in re.findall(r"^### `([a-z-]+)`\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
}


# Rules whose example is the text of one descriptor.
OF_ONE_TEXT: Final = (
    "double-barrelled",
    "vague-quantifier",
    "verdict-word",
    "reading-age",
    "jargon",
    "unexplained-abbreviation",
)
OF_TWO_LEVELS: Final = ("flat-ladder", "falling-ladder")


def levels_in(example: str) -> list[str]:
    """The descriptors of an example that shows levels 2 and 3."""
    return re.findall(r"[23]: (.*?)(?= 3: |$)", example)


def undocumented(rule: Rule, section: str) -> list[str]:
    """What an author is told of a rule that its section does not say."""
    said = (rule.finds, rule.why, rule.source, rule.limits, rule.example, rule.instead)
    return [text for text in said if text not in section]


def test_the_page_has_a_section_for_each_rule_and_no_other() -> None:
    assert list(SECTIONS) == list(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_the_page_says_of_a_rule_what_the_linter_says(rule: Rule) -> None:
    assert undocumented(rule, SECTIONS[rule.id]) == []


def test_a_section_that_says_something_else_would_be_noticed() -> None:
    rule = RULES["jargon"]
    assert undocumented(rule, SECTIONS["jargon"].replace("leverage", "lever")) != []


@pytest.mark.parametrize("name", OF_ONE_TEXT)
def test_an_example_of_a_text_is_found_and_what_stands_instead_passes(name: str) -> None:
    rule = RULES[name]
    assert found_in(name, "Partners meet.", rule.example)
    assert found_in(name, "Partners meet.", rule.instead) == []


@pytest.mark.parametrize("name", OF_TWO_LEVELS)
def test_an_example_of_two_levels_is_found_and_what_stands_instead_passes(name: str) -> None:
    rule = RULES[name]
    assert found_in(name, *levels_in(rule.example))
    assert found_in(name, *levels_in(rule.instead)) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_the_page_shows_how_to_switch_a_rule_off(rule: Rule) -> None:
    assert f"- rule: {rule.id}" in SECTIONS[rule.id]
