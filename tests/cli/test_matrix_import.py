from __future__ import annotations

from pathlib import Path

from maturity.core.matrix import Fidelity
from maturity.core.matrix_file import read_matrix
from tests.cli.conftest import Run
from tests.factories.tables import SMALL, a_document, a_workbook

SAID = [
    *("--key", "our-own", "--title", "Our own", "--purpose", "To talk.", "--source", "Us, 2026."),
    *("--licence", "Ours alone", "--attribution", "© Us", "--fidelity", "official"),
]


def a_file(folder: Path, data: bytes, name: str = "book.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_workbook_is_shown_and_nothing_is_written_without_being_asked(run: Run, tmp_path: Path) -> None:
    result = run("matrix", "import", a_file(tmp_path, a_workbook()))
    assert result.exit_code == 0
    assert "2 domains, 3 criteria." in result.output
    assert "Levels: 1 Emerging, 2 Developing, 3 Thriving" in result.output
    assert "  Shared purpose [shared-purpose]\n    1: None yet.\n" in result.output
    assert "Nothing was written." in result.stderr
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".yaml"] == []


def test_a_table_of_word_becomes_a_matrix_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "own.yaml"
    result = run("matrix", "import", a_file(tmp_path, a_document(), "table.docx"), "--out", out, *SAID)
    assert result.exit_code == 0, result.output
    matrix = read_matrix(out.read_bytes(), name="own.yaml")
    assert [criterion.id for criterion in matrix.criteria] == ["shared-purpose", "trust", "staff"]
    assert (matrix.key, matrix.version, matrix.provenance.licence) == ("our-own", "1.0.0", "Ours alone")
    assert matrix.provenance.fidelity is Fidelity.OFFICIAL
    again = run("matrix", "import", tmp_path / "table.docx", "--out", out, *SAID)
    assert again.exit_code == 2
    assert "is there already. Nothing was written." in again.stderr


def test_whose_matrix_it_is_is_not_guessed(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "own.yaml"
    result = run("matrix", "import", a_file(tmp_path, a_workbook()), "--out", out, *SAID[:8])
    assert result.exit_code == 2
    assert "Say first what no table says: --licence, --attribution, --fidelity." in result.stderr
    assert not out.exists()


def test_what_stands_above_the_table_is_the_title_unless_another_is_said(run: Run, tmp_path: Path) -> None:
    book = a_file(tmp_path, a_workbook(("Matrix", [["Working together"], [], *SMALL])))
    shown = run("matrix", "import", book)
    assert "Title: “Working together”. Another can be said with --title." in shown.output
    for more, title in (((), "Working together"), (("--title", "Our own"), "Our own")):
        out = tmp_path / f"{title}.yaml"
        assert run("matrix", "import", book, "--out", out, *SAID[:2], *SAID[4:], *more).exit_code == 0
        assert read_matrix(out.read_bytes(), name="own.yaml").title == title


def test_what_has_to_be_mended_is_named_by_its_cell_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    book = a_workbook(("Matrix", [*SMALL, ["People", "Pay", "a", None, "c"]]))
    result = run("matrix", "import", a_file(tmp_path, book), "--out", tmp_path / "own.yaml", *SAID)
    assert result.exit_code == 1
    assert "To mend: Sheet “Matrix”, cell D5: “Pay” has no text for level 2 (Developing)." in result.output
    assert "1 thing to mend. Nothing was written." in result.stderr
    assert not (tmp_path / "own.yaml").exists()


def test_what_is_no_workbook_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    result = run("matrix", "import", a_file(tmp_path, b"a,b"))
    assert result.exit_code == 2
    assert "The file is neither a workbook (.xlsx) nor a document of Word (.docx)." in result.stderr


def test_a_key_that_cannot_be_one_is_refused_by_name(run: Run, tmp_path: Path) -> None:
    said = ["Our Own" if word == "our-own" else word for word in SAID]
    result = run("matrix", "import", a_file(tmp_path, a_workbook()), "--out", tmp_path / "own.yaml", *said)
    assert result.exit_code == 2
    assert "key: “key” is “Our Own”." in result.stderr
