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


VERDICTS = ("noise", "--verdicts", "--criteria", "27", "--partners", "6", "--repeats", "300")


def test_whole_comparisons_are_counted_for_each_number_of_partners(run: Run) -> None:
    result = run(*VERDICTS)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["partners", "false", "expected", "any", "found"]
    assert [line[0] for line in lines[1:]] == ["3", "4", "5", "6"]
    _, false, expected, some, found = lines[4]
    assert abs(float(false) - float(expected)) < 0.3
    assert expected == "0.72"
    assert 40 < int(some.rstrip("%")) < 60
    assert found == "-"


def test_what_really_changed_is_found_more_seldom_where_all_are_held_together(run: Run) -> None:
    found = [
        int(run(*VERDICTS, "--changed", "6", "--held", held).stdout.splitlines()[1].split()[4].rstrip("%"))
        for held in ("by-itself", "benjamini-hochberg", "holm")
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] > 3 * found[2]


@pytest.mark.parametrize("other", [("--replaced", "by-chance"), ("--held", "holm")])
def test_where_the_product_expects_no_one_number_there_is_none(run: Run, other: tuple[str, str]) -> None:
    assert run(*VERDICTS, *other).stdout.splitlines()[4].split()[2] == "-"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--changed", "1"),
        ("--held", "holm"),
        ("--verdicts", "--changed", "2"),
        ("--verdicts", "--partners", "2"),
        ("--verdicts", "--held", "never"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, wrong: tuple[str, ...]) -> None:
    result = run("noise", *wrong)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
