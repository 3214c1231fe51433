from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from maturity.core.matrix import LintSwitch
from maturity.core.matrix_file import MatrixFileErrors, read_matrix

SOUND: Final = (Path(__file__).parents[1] / "matrices" / "nought-to-four.yaml").read_bytes()


def with_switches(lines: str) -> bytes:
    """The sound file with these lines under `lint`."""
    return SOUND + b"lint:\n" + lines.encode()


def mistakes(lines: str) -> list[str]:
    """What is wrong with the switches."""
    with pytest.raises(MatrixFileErrors) as caught:
        read_matrix(with_switches(lines), name="switched.yaml")
    return [each.problem for each in caught.value.errors]


def test_a_switch_is_kept_with_its_reason_and_its_place() -> None:
    switched = with_switches(
        "  switched_off:\n    - {rule: jargon, reason: Everyone here says so.}\n"
        "    - {rule: reading-age, at: pathway, reason: The owner’s own words.}\n"
    )
    assert read_matrix(switched, name="switched.yaml").lint_off == (
        LintSwitch("jargon", "Everyone here says so."),
        LintSwitch("reading-age", "The owner’s own words.", at="pathway"),
    )
    assert read_matrix(SOUND, name="sound.yaml").lint_off == ()


@pytest.mark.parametrize("reason", ["", ", reason: ", ', reason: " "', ", reason: ~"])
def test_a_switch_without_a_reason_is_a_mistake(reason: str) -> None:
    (problem,) = mistakes(f"  switched_off:\n    - {{rule: jargon{reason}}}\n")
    assert problem in {"“reason” is missing from item 1 of “switched_off”.", "“reason” is empty."}


def test_a_switch_at_an_id_that_is_not_there_is_a_mistake() -> None:
    problem = "There is no criterion or domain with the id “pathways”."
    assert mistakes("  switched_off:\n    - {rule: jargon, at: pathways, reason: Why.}\n") == [problem]


def test_the_same_switch_twice_is_a_mistake_and_at_two_places_is_not() -> None:
    twice = "    - {rule: jargon, reason: Why.}\n"
    (problem,) = mistakes("  switched_off:\n" + 2 * twice)
    assert problem.startswith("“jargon” is switched off here already, on line ")
    elsewhere = "    - {rule: jargon, at: pathway, reason: Why.}\n"
    assert len(read_matrix(with_switches("  switched_off:\n" + twice + elsewhere), name="switched.yaml").lint_off) == 2
