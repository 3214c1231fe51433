"""What a PDF has to be for everyone to be able to read it, looked for in the file itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import page
import pikepdf

_HEADING = re.compile(r"^/H([1-6])$")
_ACTIVE = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/SubmitForm",
    "/ImportData",
    "/RichMedia",
)


def faults_in(pdf: bytes) -> list[str]:
    """Everything that is wrong with the structure of a PDF, as sentences; empty for a good one."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [*_of_document(document), *_of_pages(document), *_of_structure(document)]
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return found + [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def active_content_in(pdf: bytes) -> list[str]:
    """Every script, program start, attached file and address outside the document, by its kind."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            for entry in _dictionaries(thing):
                found += [name for name in _ACTIVE if name in entry]
                found += [f"URI {entry['/URI']}"] if "/URI" in entry else []
                if entry.get("/S") in {"/JavaScript", "/Launch", "/GoToR", "/SubmitForm"}:
                    found.append(str(entry["/S"]))
    return found


def _dictionaries(thing: Any) -> Iterator[Any]:
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        for value in dict(thing.items()).values():
            if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
                yield from _dictionaries(value)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
                yield from _dictionaries(value)


def _of_document(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if "/MarkInfo" not in root or not root.MarkInfo.get("/Marked"):
        yield "The document is not tagged."
    if str(root.get("/Lang", "")) != "en-GB":
        yield "The document has no language."
    if "/ViewerPreferences" not in root or not root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "The title is not shown in the window."
    with document.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            yield "The document has no title."
        if metadata.get("pdfuaid:part") != "1":
            yield "The document does not say that it is PDF/UA-1."
    if "/Outlines" not in root:
        yield "The document has no bookmarks."


def _of_pages(document: pikepdf.Pdf) -> Iterator[str]:
    for number, sheet in enumerate(document.pages, start=1):
        if sheet.obj.get("/Tabs") != "/S":
            yield f"Page {number} is not read in the order of its structure."
        for font in sheet.Resources.get("/Font", {}).values():
            for descendant in font.get("/DescendantFonts", []):
                if not {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys()):
                    yield f"Page {number} has a font that is not embedded."
                if "Inter" not in str(font.BaseFont):
                    yield f"Page {number} has a font of the machine: {font.BaseFont}."
        if _has_missing_glyph(sheet):
            yield f"Page {number} has a character that the font has no glyph for."
        for note in sheet.obj.get("/Annots", []):
            if note.get("/Subtype") == "/Link" and not str(note.get("/Contents", "")):
                yield f"Page {number} has a link that does not say where it leads."


def _has_missing_glyph(sheet: pikepdf.Page) -> bool:
    for instruction in pikepdf.parse_content_stream(sheet):
        operator = str(instruction.operator)
        if operator not in {"Tj", "TJ"}:
            continue
        shown: Any = instruction.operands[0] if operator == "TJ" else instruction.operands
        for part in shown:
            if isinstance(part, pikepdf.String):
                codes = bytes(part)
                if any(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2)):
                    return True
    return False


def _of_structure(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root.get("/StructTreeRoot")
    if root is None:
        yield "The document has no structure."
        return
    last = 0
    for element in _elements(root):
        kind = str(element.get("/S", ""))
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "A picture has no words in its place."
        if kind == "/TH" and "/Scope" not in _attributes(element) and "/ID" not in element:
            yield "A table heading does not say what it heads."
        heading = _HEADING.match(kind)
        if heading:
            level = int(heading[1])
            if level > last + 1:
                yield f"A heading of level {level} follows one of level {last}."
            last = level


def _attributes(element: Any) -> set[str]:
    given = element.get("/A", {})
    parts = list(given) if isinstance(given, pikepdf.Array) else [given]
    return {key for part in parts if isinstance(part, pikepdf.Dictionary) for key in part.keys()}  # noqa: SIM118


def _elements(element: Any) -> Iterator[Any]:
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)
