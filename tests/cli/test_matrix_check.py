from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.settings import product_folder
from tests.cli.conftest import Run
from tests.factories.matrix_files import DECLARED, UNTRUE, an_overlay, next_file, own_file

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
LENSES = product_folder("matrices") / "transformation-lenses.yaml"


def test_a_good_file_is_summed_up_in_a_sentence(run: Run) -> None:
    result = run("matrix", "check", LENSES)
    assert result.exit_code == 0
    assert result.output == (
        f"{LENSES}: The file is sound. "
        "“Seven lenses on a transformation” 1.0.0 has 7 domains, 7 criteria and 5 levels.\n"
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
    assert f"{LENSES}: The file is sound." in result.stdout
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


@pytest.mark.usefixtures("installed")
def test_what_a_sound_file_says_of_its_changes_is_checked_against_the_library(run: Run, tmp_path: Path) -> None:
    own, file = tmp_path / "own.yaml", tmp_path / "next.yaml"
    own.write_bytes(own_file())
    run("matrix", "publish", own)
    file.write_bytes(next_file(changes=UNTRUE))
    result = run("matrix", "check", file)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{file}: The file is sound. “Our own” 2.0.0 has ")
    assert lines[1] == (f"{file}: It cannot be published yet: 2 changes are not declared truly since version 1.0.0.")
    assert lines[2].startswith("  “Vision” (vision): It is declared same, and its words differ.")
    assert lines[-1] == "  Mend the file under “changes”."
    file.write_bytes(next_file(changes=DECLARED))
    result = run("matrix", "check", file)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


@pytest.mark.usefixtures("installed")
def test_what_the_library_cannot_tell_is_said_and_does_not_make_a_file_wrong(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "next.yaml"
    file.write_bytes(next_file(changes=UNTRUE))
    result = run("matrix", "check", file)
    assert result.exit_code == 0
    assert "could not be checked: this library has not published version 1.0.0" in result.stdout


@pytest.mark.usefixtures("installed")
def test_other_content_under_a_published_version_is_said_to_need_a_new_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(own_file())
    run("matrix", "publish", file)
    assert run("matrix", "check", file).exit_code == 0
    file.write_bytes(own_file(more="# another line\n"))
    result = run("matrix", "check", file)
    assert result.exit_code == 1
    assert "It cannot be published: “Our own” 1.0.0 was published on" in result.stdout
    assert "give the file a new version." in result.stdout


def test_without_a_library_it_is_said_that_changes_could_not_be_checked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "next.yaml"
    file.write_bytes(next_file(changes=UNTRUE))
    result = run("matrix", "check", file)
    assert result.exit_code == 0
    assert "could not be checked: no library can be used here." in result.stdout
    assert "beside the file of version 1.0.0." in result.stdout


@pytest.mark.usefixtures("installed")
def test_an_overlay_is_checked_beside_the_matrix_below(run: Run, tmp_path: Path) -> None:
    own, overlay = tmp_path / "own.yaml", tmp_path / "overlay.yaml"
    own.write_bytes(own_file())
    run("matrix", "publish", own)
    overlay.write_bytes(an_overlay(b"not_applicable: {design: Nothing is designed here.}\n"))
    result = run("matrix", "check", overlay)
    assert (result.exit_code, result.output) == (
        0,
        f"{overlay}: The overlay is sound. “Northmere” 1.0.0 lies over “Our own” 1.0.0 and asks 6 criteria.\n",
    )
    overlay.write_bytes(an_overlay(b"not_applicable: {desing: Nothing is designed here.}\n"))
    result = run("matrix", "check", overlay)
    assert result.exit_code == 1
    assert "has no criterion “desing”. Did you mean “design”?" in result.stdout


def test_without_a_library_an_overlay_cannot_be_checked_and_that_is_said(run: Run, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_bytes(an_overlay(b""))
    result = run("matrix", "check", overlay)
    assert result.exit_code == 1
    assert "is a local overlay, which is checked beside the matrix below it in a library." in result.stdout
