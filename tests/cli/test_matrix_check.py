from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from maturity.settings import product_folder
from tests.cli.conftest import Run

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
LENSES = product_folder("matrices") / "transformation-lenses.yaml"


def test_a_good_file_is_summed_up_in_a_sentence(run: Run) -> None:
    result = run("matrix", "check", LENSES)
    assert result.exit_code == 0
    assert result.output == (
        f"{LENSES}: good. “Seven lenses on a transformation” 1.0.0 has 7 domains, 7 criteria and 5 levels.\n"
    )


def test_every_mistake_of_a_file_is_shown_with_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(LENSES.read_text().replace("format: 1", "format: 7").replace('version: "1.0.0"', "version: new"))
    result = run("matrix", "check", file)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert all(re.match(rf"{re.escape(str(file))}:\d+:\d+: (format|version): ", line) for line in lines)
    assert result.stderr == f"{file}: 2 mistakes.\n"


def test_every_file_is_checked_even_after_a_bad_one(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\n")
    result = run("matrix", "check", bad, LENSES, bad)
    assert result.exit_code == 1
    assert f"{LENSES}: good." in result.stdout
    assert result.stderr.count("mistakes.") == 2


def test_a_file_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    result = run("matrix", "check", tmp_path / "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (
        2,
        f"{tmp_path / 'nowhere.yaml'} cannot be read: No such file or directory.\n",
    )


def test_checking_needs_no_installation_and_makes_none(run: Run, instance: Path) -> None:
    run("matrix", "check", LENSES)
    assert not instance.exists()
