from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from maturity.reports.closed_fetcher import ClosedFetcher
from maturity.reports.parsed import parsed, read_as_xml
from maturity.reports.pdf import ReportKind, render_html
from tests.factories.reports import PRINT_FILES, lived_in_report, shipped_matrix

MATRICES = ["provider-collaborative-development", "transformation-lenses", "integrated-care-dimensions"]


def shape(root: ET.Element) -> list[tuple[object, dict[str, str], str]]:
    """Every element in order, with its attributes and words; white space apart, which no reader sees."""
    return [
        (
            part.tag,
            {name: value for name, value in part.attrib.items() if not name.endswith("xmlns")},
            " ".join((part.text or "").split()),
        )
        for part in root.iter()
    ]


def as_html(html: str) -> ET.Element:
    from weasyprint import HTML  # noqa: PLC0415 - as where a PDF is made

    root: ET.Element = HTML(string=html).etree_element
    return root


@pytest.mark.parametrize("kind", ReportKind)
@pytest.mark.parametrize("key", MATRICES)
def test_what_is_printed_is_the_same_document_to_both_parsers(key: str, kind: ReportKind) -> None:
    html = render_html(lived_in_report(shipped_matrix(key)), kind, PRINT_FILES)
    root = read_as_xml(html)
    assert root is not None
    assert shape(root) == shape(as_html(html))
    assert shape(root) != shape(as_html(html.replace("Where we are", "Where we were")))


def test_what_is_no_xml_is_read_as_html() -> None:
    assert read_as_xml("<p>One<br>Two") is None
    document = parsed("<p>One<br>Two", ClosedFetcher({}, "report-file:"))
    assert [part.tag for part in document.etree_element.iter()] == ["html", "head", "body", "p", "br"]


def test_the_document_that_is_printed_is_the_one_that_was_given() -> None:
    document = parsed("<html><body><p>One</p></body></html>", ClosedFetcher({}, "report-file:"))
    assert [part.text for part in document.etree_element.iter("p")] == ["One"]
    assert document.wrapper_element.etree_element is document.etree_element
