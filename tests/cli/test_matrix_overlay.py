from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from maturity.core.library import LibraryState
from maturity.core.matrix_file import read_matrix
from maturity.persistence.engine import Database
from maturity.persistence.rows.matrix_version import MatrixVersion
from tests.cli.conftest import Run
from tests.factories.matrix_files import next_file, own_file, put_published

OVERLAY = """\
format: 1
overlay: {of: our-own, version: "1.0.0"}
key: northmere
version: "1.0.0"
title: Northmere
provenance: {source: Us., licence: Ours., attribution: © Us., fidelity: adapted}
wording:
  vision: {title: Our vision}
not_applicable:
  design: Not here.
"""


def a_file(folder: Path, text: str) -> Path:
    path = folder / "overlay.yaml"
    path.write_text(text)
    return path


def test_what_an_overlay_changes_is_said_and_nothing_is_changed(run: Run, database: Database, tmp_path: Path) -> None:
    put_published(database)
    result = run("matrix", "overlay", a_file(tmp_path, OVERLAY))
    assert result.exit_code == 0, result.output
    assert "“Northmere” 1.0.0 lies over “Our own” 1.0.0 and asks 6 criteria." in result.output
    assert "  vision: local wording, amended.\n" in result.output
    assert "  design: not asked here. Not here.\n" in result.output
    with database.reading() as session:
        assert session.scalar(select(MatrixVersion.id).where(MatrixVersion.key == "northmere")) is None


def test_an_overlay_is_added_as_a_draft_and_its_own_file_is_kept(run: Run, database: Database, tmp_path: Path) -> None:
    below = put_published(database)
    result = run("matrix", "add", a_file(tmp_path, OVERLAY))
    assert result.exit_code == 0, result.output
    with database.reading() as session:
        row = session.execute(
            select(MatrixVersion.content, MatrixVersion.overlay, MatrixVersion.overlays_id, MatrixVersion.state).where(
                MatrixVersion.key == "northmere"
            )
        ).one()
        below_id = session.scalar(select(MatrixVersion.id).where(MatrixVersion.key == below.key))
    assert (row.overlay, row.overlays_id, row.state) == (OVERLAY.encode(), below_id, LibraryState.DRAFT)
    made = read_matrix(row.content, name="database")
    assert made.criterion("vision").title == "Our vision"
    assert "design" not in made.criterion_ids
    assert run("matrix", "publish", "northmere@1.0.0").exit_code == 0


def test_a_mistake_is_shown_with_its_place(run: Run, database: Database, tmp_path: Path) -> None:
    put_published(database)
    wrong = a_file(tmp_path, OVERLAY.replace("  vision:", "  vison:"))
    for command in ("overlay", "add", "publish"):
        result = run("matrix", command, wrong)
        assert result.exit_code == 1
        assert ":8:3: wording.vison:" in result.output
        assert "Did you mean “vision”?" in result.output


def test_the_matrix_below_has_to_be_published_here(run: Run, database: Database, tmp_path: Path) -> None:
    result = run("matrix", "add", a_file(tmp_path, OVERLAY))
    assert result.exit_code == 1
    assert "There is no published matrix “our-own” 1.0.0 in the library." in result.output


def test_a_new_version_of_the_matrix_below_says_what_fits(run: Run, database: Database, tmp_path: Path) -> None:
    put_published(database)
    put_published(database, next_file())
    result = run("matrix", "overlay", a_file(tmp_path, OVERLAY), "--onto", "our-own@2.0.0")
    assert result.exit_code == 0, result.output
    assert "vision: local wording, amended. The words below it changed: read both again." in result.output
    assert "It fits “Our own” 2.0.0." in result.output


def test_a_new_version_of_the_matrix_below_says_what_does_not_fit(run: Run, database: Database, tmp_path: Path) -> None:
    put_published(database)
    put_published(database, own_file(version="2.0.0").replace(b"id: vision", b"id: outlook"))
    result = run("matrix", "overlay", a_file(tmp_path, OVERLAY), "--onto", "our-own@2.0.0")
    assert result.exit_code == 1
    assert "wording.vision: “Our own” 2.0.0 has no criterion “vision”." in result.output
    missing = run("matrix", "overlay", a_file(tmp_path, OVERLAY), "--onto", "our-own@3.0.0")
    assert missing.exit_code == 2
    assert "The library has no our-own 3.0.0." in missing.stderr


def test_a_matrix_is_told_from_an_overlay(run: Run, database: Database, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(own_file())
    result = run("matrix", "overlay", own)
    assert result.exit_code == 2
    assert "is no overlay" in result.stderr
    checked = run("matrix", "check", a_file(tmp_path, OVERLAY))
    assert checked.exit_code == 1
    assert "There is no published matrix" in checked.output
