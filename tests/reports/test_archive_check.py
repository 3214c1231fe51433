from __future__ import annotations

from pathlib import Path

from maturity.core.record.archive import unpack
from maturity.reports.archive_check import check_archive

PINNED = Path(__file__).with_name("archive_of_format_1.zip")
PINNED_WITH_AN_OVERLAY = Path(__file__).with_name("archive_of_format_2.zip")


def test_an_archive_of_the_first_format_is_unchanged_with_every_later_version() -> None:
    """Whatever reads it differently has to say so by another format, and go on reading this one."""
    checked = check_archive(unpack(PINNED.read_bytes()))
    assert checked.differences == ()
    assert checked.remarks[0] == "1 of 2 signatures is of this state, 1 of an earlier one."


def test_an_archive_with_an_overlay_is_unchanged_with_every_later_version() -> None:
    """An overlay has to make the same matrix for ever, letter for letter, or its archives would seem to be changed."""
    checked = check_archive(unpack(PINNED_WITH_AN_OVERLAY.read_bytes()))
    assert checked.differences == ()
    assert checked.remarks[-1].endswith("manifest alone: matrices/example-1.0.0.yaml, overlays/northmere-1.0.0.yaml.")
