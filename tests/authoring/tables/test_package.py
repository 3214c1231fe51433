"""Hostile and damaged files: refused before anything of them is parsed, or in a process that may end."""

from __future__ import annotations

import random
import struct
import sys
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from maturity.authoring.tables import FileRefused, package, read_source, reading
from maturity.authoring.tables.child import answer_to
from maturity.authoring.tables.package import PackageKind, open_package
from tests.factories.tables import a_document, a_workbook, as_bytes, part_of, with_parts

BOOK = a_workbook()
DOCUMENT = a_document()
SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def why_refused(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_source(data)
    assert refused.value.remedy
    return refused.value.problem


def with_prologue(data: bytes, name: str, prologue: bytes) -> bytes:
    """A part with a document type put behind its XML declaration."""
    part = part_of(data, name)
    start = part.index(b"?>") + 2 if part.startswith(b"<?xml") else 0
    return with_parts(data, {name: part[:start] + prologue + part[start:]})


def test_a_workbook_and_a_document_are_told_by_what_they_hold() -> None:
    assert open_package(BOOK).kind is PackageKind.WORKBOOK
    assert open_package(DOCUMENT).kind is PackageKind.DOCUMENT


def a_bomb(megabytes: int) -> bytes:
    """An archive with one part of zeros, packed a thousand to one; its checksum is wrong, and nobody gets so far."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * megabytes + packer.flush()
    name = SHEET.encode()
    sizes = struct.pack("<IIIHH", 0, len(packed), megabytes * 1024 * 1024, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + name + packed
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes + struct.pack("<HHHII", 0, 0, 0, 0, 0)
    entry += name
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def test_a_bomb_is_refused_by_what_comes_out_of_it() -> None:
    data = a_bomb(1024)
    assert len(data) < 1.2 * 1024 * 1024
    assert why_refused(data) == "The file unpacks to more than 20 MB."
    assert why_refused(a_bomb(10)) == "A part of the file unpacks to more than 100 times its size."


def test_the_bomb_is_one_when_nothing_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_UNPACKED", 2**40)
    monkeypatch.setattr(package, "MOST_RATIO", 2**40)
    assert "cannot be unpacked" in answer_to(a_bomb(30))  # it came to its end, where the checksum is wrong


def test_what_unpacks_to_too_much_altogether_is_refused() -> None:
    # About 22 to 1, as honest XML can be: every part is small enough, all of them are not.
    noise = random.Random(1).randbytes(48 * 1024)  # noqa: S311  (the same bytes every time)
    part = b"".join(noise[start : start + 1024] * 22 for start in range(0, len(noise), 1024))
    data = with_parts(BOOK, {f"xl/media/{n}.bin": part for n in range(20)})
    assert why_refused(data) == "The file unpacks to more than 20 MB."


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    assert why_refused(BOOK + bytes(5 * 1024 * 1024)) == "The file is larger than 5 MB."


def test_a_header_that_lies_about_the_size_is_not_believed() -> None:
    sheet = b"<worksheet>" + b" " * 300_000 + b"</worksheet>"
    data = with_parts(BOOK, {SHEET: sheet})
    assert why_refused(data.replace(len(sheet).to_bytes(4, "little"), (10).to_bytes(4, "little"))).startswith(
        "The file is damaged"
    )


def test_ten_thousand_entries_are_refused() -> None:
    assert why_refused(with_parts(BOOK, {f"xl/{n}.xml": b"<a/>" for n in range(10_000)})) == (
        "The file is made of more than 200 parts."
    )


@pytest.mark.parametrize("prologue", [ENTITY, LAUGHS, b"<!DOCTYPE x>"], ids=["outside", "laughs", "none"])
@pytest.mark.parametrize(
    "data, name",
    [
        (BOOK, SHEET),
        (BOOK, "xl/workbook.xml"),
        (BOOK, "xl/styles.xml"),
        (BOOK, "[Content_Types].xml"),
        (BOOK, "_rels/.rels"),
        (DOCUMENT, "word/document.xml"),
        (DOCUMENT, "word/styles.xml"),
        (DOCUMENT, "docProps/core.xml"),
    ],
)
def test_a_document_type_is_refused_in_every_part(data: bytes, name: str, prologue: bytes) -> None:
    assert "has a document type" in answer_to(with_prologue(data, name, prologue))


def test_the_parser_of_documents_resolves_no_entity_either() -> None:
    parsed = parse_xml(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY i "in">]><x>a&e;b&i;c</x>')
    assert "".join(parsed.itertext()).replace("&e;", "").replace("&i;", "") == "abc"


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    types = part_of(BOOK, "[Content_Types].xml")
    enabled = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert enabled != types
    assert why_refused(with_parts(BOOK, {"[Content_Types].xml": enabled})) == "The file has macros."
    assert why_refused(with_parts(BOOK, {"xl/vbaProject.bin": b"x"})) == "The file has macros."


@pytest.mark.parametrize(
    "data, problem",
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7\n" + BOOK, "The file is a PDF."),
        (b"GIF89a" + BOOK, "The file is neither a workbook"),
        (BOOK + b"more", "has something else before or behind"),
        (BOOK + DOCUMENT, "has something else before or behind"),
        (BOOK[:-30], "has something else before or behind"),
        (BOOK[:2000], "The file is cut off"),
        (b"a,b\n1,2\n", "The file is neither a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "in the old format of Office"),
        (with_parts(BOOK, {"[Content_Types].xml": None}), "neither a workbook nor a document"),
        (with_parts(BOOK, {"[Content_Types].xml": None, "mimetype": b"x"}), "OpenDocument"),
        (with_parts(BOOK, {SHEET: b"<worksheet>"}), "The file is damaged"),
        (with_parts(BOOK, {SHEET: None}), "no table with a text"),
        (with_parts(BOOK, {"xl/workbook.xml": None}), "The file is damaged"),
        (with_parts(DOCUMENT, {"word/document.xml": b"<a/>"}), "The file is damaged"),
        (with_parts(BOOK, {"../../evil.xml": b"<a/>"}), "names that no Office program gives"),
        (a_document("Only words"), "no table with a text"),
    ],
)
def test_what_is_no_workbook_and_no_document_is_refused_in_a_sentence(data: bytes, problem: str) -> None:
    assert problem in why_refused(data)


def test_a_file_that_is_both_is_refused() -> None:
    types = part_of(BOOK, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.document.main+xml"/></Types>',
    )
    both = with_parts(BOOK, {"[Content_Types].xml": types, "word/document.xml": b"<a/>"})
    assert "neither a workbook" in why_refused(both)


def test_one_part_twice_is_refused() -> None:
    def save(target: BytesIO) -> None:
        target.write(BOOK)
        with ZipFile(target, "a") as archive:
            archive.writestr(SHEET.upper(), b"<a/>")

    assert "names that no Office program gives" in why_refused(as_bytes(save))


def test_links_to_elsewhere_are_not_followed() -> None:
    relations = part_of(DOCUMENT, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://192.0.2.1/x.png" TargetMode="External"/></Relationships>',
    )
    assert read_source(with_parts(DOCUMENT, {"word/_rels/document.xml.rels": relations})).tables


@given(st.integers(0, len(BOOK) - 1), st.integers(0, 255))
def test_a_byte_that_changed_is_read_or_refused_and_nothing_else(place: int, byte: int) -> None:
    assert answer_to(BOOK[:place] + bytes([byte]) + BOOK[place + 1 :]).startswith("{")


def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(FileRefused, match=r"took more than 0\.001 seconds"):
        read_source(BOOK, seconds=0.001)


@pytest.mark.parametrize("megabytes", [16, 70])
def test_what_takes_too_much_memory_ends_the_other_process_alone(
    megabytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = f"import maturity.authoring.tables.child as c; c.ADDRESS_SPACE = {megabytes} * 1024 * 1024; c.main()"
    monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", little))
    cells = b"".join(b'<c r="A%d" t="inlineStr"><is><t>%d</t></is></c>' % (n, n * 7919) for n in range(1, 60_000))
    sheet = part_of(BOOK, SHEET)
    start, end = sheet.index(b"<sheetData>") + len(b"<sheetData>"), sheet.index(b"</sheetData>")
    heavy = with_parts(BOOK, {SHEET: sheet[:start] + b'<row r="1">' + cells + b"</row>" + sheet[end:]})
    with pytest.raises(FileRefused, match=r"memory|took too much"):
        read_source(heavy)


def test_more_cells_than_a_matrix_has_are_refused() -> None:
    rows = [["x"] * 50 for _ in range(500)]
    assert why_refused(a_workbook(("S", rows))) == "The file has more than 20,000 cells with a text."
