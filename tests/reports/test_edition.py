from __future__ import annotations

from pathlib import Path

from maturity.reports.edition import report_edition


def test_the_edition_changes_with_any_letter_of_the_layout(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "reports").mkdir(parents=True)
        (tmp_path / name / "components/charts").mkdir(parents=True)
        (tmp_path / name / "reports/a.html").write_text(f"<p>{name}</p>")
    assert report_edition(tmp_path / "one") == report_edition(tmp_path / "one")
    assert report_edition(tmp_path / "one") != report_edition(tmp_path / "two")
