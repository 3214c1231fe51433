from __future__ import annotations

import resource
from hashlib import sha256
from pathlib import Path

import pytest

from maturity.reports.shelf import keep_pdf, pdf_place


def test_a_pdf_is_kept_under_its_own_hash_and_only_for_its_owner(tmp_path: Path) -> None:
    shelf = tmp_path / "reports"
    file_hash = keep_pdf(shelf, b"%PDF one")
    assert file_hash == sha256(b"%PDF one").hexdigest()
    assert pdf_place(shelf, file_hash).read_bytes() == b"%PDF one"
    assert pdf_place(shelf, file_hash).stat().st_mode & 0o077 == 0
    assert shelf.stat().st_mode & 0o077 == 0


def test_keeping_the_same_pdf_twice_keeps_one_file(tmp_path: Path) -> None:
    assert keep_pdf(tmp_path, b"%PDF") == keep_pdf(tmp_path, b"%PDF")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["a" * 64, "0123456789abcdef" * 4])
def test_the_place_of_a_pdf_is_inside_its_shelf(tmp_path: Path, name: str) -> None:
    assert pdf_place(tmp_path, name).parent == tmp_path


def test_a_pdf_that_the_disk_does_not_take_leaves_nothing_behind(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))  # the system refuses to write any file beyond it
    try:
        with pytest.raises(OSError, match="File too large"):
            keep_pdf(tmp_path, b"%PDF" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
