from __future__ import annotations

import pytest

from tests.cli.conftest import Run

FEW = ("--partners", "6", "--repeats", "2000")


def test_each_number_of_partners_has_a_line_with_what_was_found_and_what_is_used(run: Run) -> None:
    result = run("noise", "--criteria", "3", *FEW)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["partners", "simulated", "used"]
    assert [line[0] for line in lines[1:]] == ["1", "2", "3", "4", "5", "6"]
    assert lines[6][1:] == ["0.39", "0.39"]
    assert "Repeats" in result.stderr


def test_one_criterion_is_held_against_its_own_table(run: Run) -> None:
    assert run("noise", *FEW, "--replaced", "every-second").stdout.splitlines()[6].split() == ["6", "0.67", "0.67"]


def test_where_chance_decides_who_is_replaced_there_is_no_one_limit(run: Run) -> None:
    assert run("noise", *FEW, "--replaced", "by-chance").stdout.splitlines()[6].split()[2] == "-"


def test_the_same_seed_gives_the_same_figures(run: Run) -> None:
    once, again, other = (run("noise", "--criteria", "27", *FEW, "--seed", seed).stdout for seed in ("1", "1", "2"))
    assert once == again != other


@pytest.mark.parametrize("wrong", [("--levels", "1"), ("--partners", "0"), ("--replaced", "all")])
def test_what_the_model_does_not_know_is_refused(run: Run, wrong: tuple[str, str]) -> None:
    assert run("noise", *wrong).exit_code == 2
