"""The archive that a workbook or a document is: nothing of it is parsed before all of it was counted and looked over.

Counted is what comes out while unpacking; what the archive says of itself is not believed. What is handed on is an
archive made anew: its XML, free of document types and entities, and nothing else. Pictures and embedded files are left
behind empty.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, fromstring

from maturity.authoring.tables.limits import LARGEST_FILE, MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED, RATIO_FROM
from maturity.authoring.tables.refusal import FileRefused

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_CHUNK: Final = 64 * 1024
_CONTENT_TYPES: Final = "[Content_Types].xml"
_FAMILY: Final = "application/vnd.openxmlformats-officedocument."
_XML: Final = re.compile(r"\.(xml|rels)", re.IGNORECASE)
_SAVE_AGAIN: Final = "Open it in the program that made it, save it as .xlsx or .docx under a new name, and choose that."
_COPY: Final = "Copy the table alone into a new workbook or document, and choose that."


class PackageKind(Enum):
    """What an archive holds, by the content type of its main part."""

    WORKBOOK = _FAMILY + "spreadsheetml.sheet.main+xml"
    DOCUMENT = _FAMILY + "wordprocessingml.document.main+xml"


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook or a document: `data` is the archive made anew."""

    kind: PackageKind
    data: bytes


def open_package(data: bytes) -> Package:
    """The workbook or the document in the bytes of a file, whatever the file is called; raises `FileRefused`."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"The file is larger than {LARGEST_FILE // 1024**2} MB.", _COPY)
    if not data.startswith(b"PK\x03\x04"):
        raise _not_an_archive(data)
    _check_ends(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = _unpacked(archive, len(data))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError) as problem:
        if isinstance(problem, FileRefused):
            raise
        raise FileRefused("The file is damaged: it cannot be unpacked.", _SAVE_AGAIN) from None
    kind = _kind_of(parts)
    for name, part in parts.items():
        if _is_xml(name):
            _check_xml(name, part)
    return Package(kind, _made_anew(parts))


def _not_an_archive(data: bytes) -> FileRefused:
    if not data:
        return FileRefused("The file is empty.", "Choose the file again.")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return FileRefused(
            "The file is in the old format of Office (.xls, .doc), or protected by a password.",
            "Open it, take the password off if it has one, and save it as .xlsx or .docx.",
        )
    if data.startswith(b"%PDF"):
        return FileRefused("The file is a PDF.", "Use the workbook or the document that the PDF was made from.")
    return FileRefused("The file is neither a workbook (.xlsx) nor a document of Word (.docx).", _SAVE_AGAIN)


def _check_ends(data: bytes) -> None:
    """Refuse an archive with anything before, between, or behind it, or with too many entries."""
    end = data[-_END_SIZE:]
    whole = end.startswith(_END) and len(end) == _END_SIZE and end.endswith(b"\x00\x00")
    entries, size, offset = (int.from_bytes(end[a:b], "little") for a, b in ((10, 12), (12, 16), (16, 20)))
    if not whole or offset + size + _END_SIZE != len(data):
        raise FileRefused("The file is cut off, or has something else before or behind its content.", _SAVE_AGAIN)
    if entries > MOST_ENTRIES or size > MOST_ENTRIES * 1024:
        raise FileRefused(f"The file is made of more than {MOST_ENTRIES} parts.", _COPY)


def _unpacked(archive: ZipFile, size: int) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    if len(archive.infolist()) > MOST_ENTRIES:
        raise FileRefused(f"The file is made of more than {MOST_ENTRIES} parts.", _COPY)
    for info in archive.infolist():
        if info.is_dir():
            continue
        _check_entry(info, seen)
        part = _read(archive, info, MOST_UNPACKED - total, size)
        total += len(part)
        parts[info.filename] = part if _is_xml(info.filename) else b""
    return parts


def _check_entry(info: ZipInfo, seen: set[str]) -> None:
    name = info.filename
    if name.lower() in seen or ".." in name.split("/") or name.startswith("/") or "\\" in name or ":" in name:
        raise FileRefused("The parts of the file have names that no Office program gives.", _SAVE_AGAIN)
    seen.add(name.lower())
    if info.flag_bits & 0x1:
        raise FileRefused("The file is protected by a password.", "Take the password off and save it again.")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise FileRefused("The file is packed in a way that no Office program uses.", _SAVE_AGAIN)


def _read(archive: ZipFile, info: ZipInfo, most: int, size: int) -> bytes:
    chunks: list[bytes] = []
    read = 0
    packed = max(min(info.compress_size, size), 1)
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            read += len(chunk)
            if read > most:
                raise FileRefused(f"The file unpacks to more than {MOST_UNPACKED // 1024**2} MB.", _COPY)
            if read > RATIO_FROM and read > packed * MOST_RATIO:
                raise FileRefused(
                    f"A part of the file unpacks to more than {MOST_RATIO} times its size.",
                    f"No table of words does that. {_COPY}",
                )
            chunks.append(chunk)
    return b"".join(chunks)


def _kind_of(parts: dict[str, bytes]) -> PackageKind:
    if "mimetype" in parts and _CONTENT_TYPES not in parts:
        raise FileRefused("The file is in the format of OpenDocument (.ods, .odt).", "Save it as .xlsx or .docx.")
    if _CONTENT_TYPES not in parts:
        raise FileRefused("The file is an archive, but neither a workbook nor a document.", _SAVE_AGAIN)
    _check_xml(_CONTENT_TYPES, parts[_CONTENT_TYPES])
    types = {each.get("ContentType", "") for each in fromstring(parts[_CONTENT_TYPES], forbid_dtd=True)}
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in types) or any(
        name.lower().endswith("vbaproject.bin") for name in parts
    ):
        raise FileRefused("The file has macros.", "Save it without macros, as .xlsx or .docx, and choose that.")
    kinds = [kind for kind in PackageKind if kind.value in types]
    if len(kinds) != 1:
        raise FileRefused("The file is neither a workbook (.xlsx) nor a document of Word (.docx).", _SAVE_AGAIN)
    return kinds[0]


def _is_xml(name: str) -> bool:
    return _XML.fullmatch(name[max(name.rfind("."), 0) :]) is not None


class _Nothing:
    """What is made of the XML while it is looked over."""

    def close(self) -> None:
        """The end was reached."""


def _check_xml(name: str, part: bytes) -> None:
    """Refuse XML that is not well-formed or that has a document type, and with it every entity, near or far."""
    parser = DefusedXMLParser(target=_Nothing(), forbid_dtd=True)
    try:
        parser.feed(part)
        parser.close()
    except DefusedXmlException:
        raise FileRefused(
            f"A part of the file ({name[:60]}) has a document type, which can take in other files.", _SAVE_AGAIN
        ) from None
    except (ParseError, ValueError, LookupError):
        raise FileRefused(f"The file is damaged: a part of it ({name[:60]}) cannot be read.", _SAVE_AGAIN) from None


def _made_anew(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name), part)
    return target.getvalue()
