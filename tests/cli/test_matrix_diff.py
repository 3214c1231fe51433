from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factories.matrix_files import an_overlay, own_file

CHANGES = """
changes:
  from: "1.0.0"
  summary: Vision is asked in other words.
  criteria:
    vision: {is: reworded}
"""


def files(folder: Path, more: str = "", *, differs: bool = True) -> tuple[Path, Path]:
    """Version 1.0.0 and a later one with another title of a criterion."""
    first, second = folder / "first.yaml", folder / "second.yaml"
    first.write_bytes(own_file())
    text = own_file(version="2.0.0", more=more).decode()
    start = text.index("- id: vision")
    if differs:
        text = text[:start] + text[start:].replace("title: Vision", "title: Vision and purpose", 1)
    second.write_text(text)
    return first, second


def test_what_differs_is_shown_in_words_with_what_follows(run: Run, tmp_path: Path) -> None:
    result = run("matrix", "diff", *files(tmp_path, CHANGES))
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[:2] == [
        "“Our own”: version 1.0.0 beside version 2.0.0",
        "Vision is asked in other words.",
    ]
    assert "“Vision and purpose” (vision), declared: reworded" in lines
    assert "    before  Vision" in lines
    assert "    now     Vision{+ and purpose+}" in lines
    assert "  Its levels are compared." in lines


def test_what_is_not_declared_is_named_and_makes_the_command_fail(run: Run, tmp_path: Path) -> None:
    silent = CHANGES.replace("vision: {is: reworded}", "design: {is: reworded}")
    result = run("matrix", "diff", *files(tmp_path, silent))
    assert result.exit_code == 1
    assert "“Vision and purpose” (vision): It is declared same, and its words differ." in result.output
    assert "“Design” (design): It is declared reworded, and its words are the same." in result.output


@pytest.mark.usefixtures("installed")
def test_versions_of_the_library_are_named_by_key_and_version(run: Run, tmp_path: Path) -> None:
    first, second = files(tmp_path, differs=False, more='\nchanges:\n  from: "1.0.0"\n  summary: Nothing.\n')
    assert run("matrix", "add", first).exit_code == 0
    assert run("matrix", "add", second).exit_code == 0
    result = run("matrix", "diff", "our-own@1.0.0", "our-own@2.0.0")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "The two versions say the same.")
    missing = run("matrix", "diff", "our-own@1.0.0", "our-own@3.0.0")
    assert (missing.exit_code, "The library has no our-own 3.0.0." in missing.output) == (2, True)


def test_two_matrices_and_a_file_with_mistakes_are_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    first, _ = files(tmp_path)
    other = tmp_path / "other.yaml"
    other.write_bytes(own_file().replace(b"key: our-own", b"key: another"))
    result = run("matrix", "diff", first, other)
    assert (result.exit_code, "are two matrices" in result.output) == (2, True)
    other.write_text("format: 1\n")
    result = run("matrix", "diff", first, other)
    assert (result.exit_code, "“maturity matrix check” shows what to mend." in result.output) == (2, True)


def three_files(folder: Path) -> tuple[Path, Path, Path]:
    """Versions of which each declares what it changes since the one before."""
    first, second = files(folder, CHANGES)
    third = folder / "third.yaml"
    text = second.read_text().partition("\nchanges:")[0].replace('version: "2.0.0"', 'version: "3.0.0"')
    third.write_text(f'{text}\nchanges:\n  from: "2.0.0"\n  summary: Nothing more.\n')
    return first, second, third


def test_what_versions_between_declare_is_read_from_files_that_are_named(run: Run, tmp_path: Path) -> None:
    first, second, third = three_files(tmp_path)
    result = run("matrix", "diff", first, third, "--between", second)
    lines = result.output.splitlines()
    assert (result.exit_code, lines[1]) == (0, "Vision is asked in other words. Nothing more.")
    assert lines[2] == "Between the two lies version 2.0.0. What each version declares is read on the way."
    assert "“Vision and purpose” (vision), declared: reworded in version 2.0.0" in lines


def test_what_could_not_be_told_is_said_and_is_no_fault_of_the_file(run: Run, instance: Path, tmp_path: Path) -> None:
    first, _, third = three_files(tmp_path)
    result = run("matrix", "diff", first, third)
    assert result.exit_code == 0
    assert (
        "Version 3.0.0 declares its changes since version 2.0.0, which is not here to be read. "
        "So it could not be told what is declared since version 1.0.0."
    ) in result.output
    assert "nothing declared" not in result.output
    assert "Not declared, or not true" not in result.output
    assert not instance.exists()


@pytest.mark.usefixtures("installed")
def test_versions_between_two_files_are_read_from_the_library(run: Run, tmp_path: Path) -> None:
    first, second, third = three_files(tmp_path)
    run("matrix", "add", second)
    result = run("matrix", "diff", first, third)
    assert "(vision), declared: reworded in version 2.0.0" in result.output


@pytest.mark.usefixtures("installed")
def test_an_overlay_is_set_beside_a_later_version_of_the_matrix_below(run: Run, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_bytes(an_overlay(b""))
    for file in three_files(tmp_path):
        run("matrix", "publish", file)
    assert run("matrix", "add", overlay).exit_code == 0
    result = run("matrix", "diff", "northmere@1.0.0", "our-own@2.0.0")
    assert result.exit_code == 0
    assert result.output.startswith("“Northmere” 1.0.0 beside “Our own” 2.0.0\n")
    assert "(vision), declared: reworded in version 2.0.0" in result.output
