from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from maturity.core.record import archive as archives
from maturity.core.record.archive import (
    STATE,
    ArchiveNotReadable,
    Contents,
    matrix_part,
    pack,
    read_part,
    unpack,
    zipped,
)
from maturity.core.record.round_state import Part, RoundState

STATE_OF_A_ROUND = RoundState.of({"round": Part(("number",), ((1,),))}, {})
CONTENTS = Contents({"label": "Spring"}, STATE_OF_A_ROUND, {"evidence.csv": b"a,b"})


def test_the_same_contents_give_the_same_bytes_and_are_read_back() -> None:
    data = pack(CONTENTS, tool="1")
    assert data == pack(CONTENTS, tool="1")
    read = unpack(data)
    assert read.parts == {"evidence.csv": b"a,b", STATE: STATE_OF_A_ROUND.to_json()}
    assert (read.is_whole, read.manifest["state_hash"]) == (True, STATE_OF_A_ROUND.hash)


def test_what_is_kept_back_makes_it_no_whole_archive() -> None:
    told = Contents({}, STATE_OF_A_ROUND.without_what_is_kept_back(), {})
    assert not unpack(pack(told, tool="1")).is_whole


def test_an_archive_whose_overlays_have_their_own_files_says_so() -> None:
    assert not unpack(pack(CONTENTS, tool="1")).has_overlays
    assert unpack(pack(replace(CONTENTS, has_overlays=True), tool="1")).has_overlays


def test_any_zip_program_opens_it() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(CONTENTS, tool="1"))) as file:
        assert file.testzip() is None
        assert file.namelist() == ["evidence.csv", "manifest.json", "state.json"]


def packed(names: list[str], *, method: int = zipfile.ZIP_STORED, content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name in names:
            made.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip file",
        packed(["../outside"]),
        packed(["/absolute"]),
        packed(["a/b/c"]),
        packed([f"part{number}" for number in range(201)]),
        packed(["a.json"], method=zipfile.ZIP_DEFLATED, content=b"0" * 1_000_000),
        packed(["manifest.json"]),
        zipped({"manifest.json": b"[]"}),
        zipped({"manifest.json": b"{}"}),
        zipped({"manifest.json": b"not json"}),
        pack(CONTENTS, tool="1")[:-1],
        pack(CONTENTS, tool="1") + b" ",
    ],
)
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveNotReadable):
        unpack(data)


def test_an_entry_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed(["a.json", "a.json"])
    with pytest.raises(ArchiveNotReadable):
        unpack(data)


def test_one_part_is_read_by_its_name_and_within_the_same_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack(CONTENTS, tool="1")
    assert read_part(data, "evidence.csv") == b"a,b"
    with pytest.raises(ArchiveNotReadable, match=r"events\.json is missing"):
        read_part(data, "events.json")
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    with pytest.raises(ArchiveNotReadable, match="too large"):
        read_part(data, "evidence.csv")


def test_nothing_is_read_that_is_larger_than_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack(CONTENTS, tool="1")
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    with pytest.raises(ArchiveNotReadable, match="too large"):
        unpack(data)


def test_the_file_of_a_matrix_is_found_by_key_and_version() -> None:
    assert matrix_part("seven-lenses", "1.0.0") == "matrices/seven-lenses-1.0.0.yaml"
