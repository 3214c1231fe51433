"""A round's report as a PDF: two pages for a board, or the whole of it.

WeasyPrint is imported where a PDF is made and nowhere else: it takes seconds to import and needs Pango.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from maturity.core.meeting.pre_read import PreRead
from maturity.core.round_report import RoundReport
from maturity.reports.density import DENSITIES, Density, Fitting, share_of_width
from maturity.reports.fonts import WEIGHTS, font_faces, read_fonts
from maturity.reports.parsed import parsed
from maturity.reports.pre_read_page import pre_read_page
from maturity.reports.print_text import PrintableText
from maturity.reports.report_page import ReportPage, report_page
from maturity.reports.words import shortened, whole_sentences

if TYPE_CHECKING:
    from maturity.reports.closed_fetcher import ClosedFetcher

BOARD_PAGES: Final = 2
"""How many pages a board reads, no more and no fewer."""

_OPEN: Final = (DENSITIES[0], DENSITIES[0])
_VARIANT: Final = "pdf/ua-1"
_SCHEME: Final = "report-file:"


class ReportKind(StrEnum):
    """How much of the report is printed."""

    BOARD = "board"
    FULL = "full"

    @property
    def label(self) -> str:
        """How the kind is shown."""
        return "Board report, two pages" if self is ReportKind.BOARD else "Full report"


class ReportNotMade(RuntimeError):
    """A PDF could not be made. The message says so in one sentence, without the text of the report."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(f"The PDF could not be made ({type(cause).__name__}). The same report is a web page.")


@dataclass(frozen=True, slots=True)
class PrintFiles:
    """Where the templates and the fonts (Inter, as woff files) are."""

    templates: Path
    fonts: Path


def render_pdf(report: RoundReport, kind: ReportKind, files: PrintFiles) -> bytes:
    """The PDF (PDF/UA-1), the same bytes from the same report. Raises `ReportNotMade` whatever went wrong."""
    try:
        return _press(files).print(report, kind)
    except Exception as cause:  # the libraries below raise anything, from RecursionError to ZeroDivisionError
        raise ReportNotMade(cause) from cause


def render_pre_read(pre_read: PreRead, files: PrintFiles) -> bytes:
    """The PDF of one partner's pre-read, as good as a report's. Raises `ReportNotMade` whatever went wrong."""
    try:
        press = _press(files)
        return _finished(press.laid_out(press.pre_read(pre_read)))
    except Exception as cause:  # as above
        raise ReportNotMade(cause) from cause


def render_html(report: RoundReport, kind: ReportKind, files: PrintFiles) -> str:
    """The document that the PDF is made from, set openly."""
    return _press(files).document(report, kind)


def print_html(html: str, files: PrintFiles) -> bytes:
    """The PDF of a document, with our style and behind the closed fetcher. Raises `ReportNotMade`."""
    try:
        return _finished(_press(files).laid_out(html))
    except Exception as cause:  # as above
        raise ReportNotMade(cause) from cause


@lru_cache(maxsize=4)
def _press(files: PrintFiles) -> _Press:
    return _Press(files)


class _Press:
    """What is made once and used for every PDF: the templates, the style and the fonts."""

    def __init__(self, files: PrintFiles) -> None:
        fonts = read_fonts(files.fonts)
        self._text = PrintableText(
            frozenset[str]().union(*(font.characters for font in fonts if font.weight == min(WEIGHTS)))
        )
        self._templates = Environment(
            loader=FileSystemLoader(files.templates),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._text,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        printing = files.templates / "reports/pdf"
        self._files = {"draft.svg": (printing / "draft.svg").read_bytes()} | {f.file_name: f.data for f in fonts}
        self._style = font_faces(fonts, _SCHEME) + (printing / "print.css").read_text("utf-8")
        self._ready: tuple[Any, Any] | None = None
        self._fitted: tuple[RoundReport, tuple[Density, Density]] | None = None
        self._page: tuple[RoundReport, ReportPage] | None = None

    def document(self, report: RoundReport, kind: ReportKind, density: tuple[Density, Density] = _OPEN) -> str:
        """The HTML, in which everything that a person wrote is escaped and printable.

        `density` is that of the board's first page and of its second.
        """
        context = {
            "page": self._page_of(report),
            "short": shortened,
            "whole": whole_sentences,
            "first": density[0],
            "second": density[1],
            "share": share_of_width,
        }
        return self._filled_in(f"reports/pdf/{kind}.html", context)

    def pre_read(self, pre_read: PreRead) -> str:
        """The HTML of a pre-read, as escaped and as printable."""
        return self._filled_in("reports/pdf/pre_read.html", {"page": pre_read_page(pre_read), "short": shortened})

    def _filled_in(self, name: str, context: Mapping[str, Any]) -> str:
        """A template, which is told whether characters of its text had to be replaced."""
        template = self._templates.get_template(name)
        self._text.replaced_any = False
        html = template.render(**context, says_substitutes=False)
        return template.render(**context, says_substitutes=True) if self._text.replaced_any else html

    def _page_of(self, report: RoundReport) -> ReportPage:
        """What the report says, worked out once for all the ways in which its pages are tried."""
        if self._page is None or self._page[0] is not report:
            self._page = report, report_page(report)
        return self._page[1]

    def print(self, report: RoundReport, kind: ReportKind) -> bytes:
        """The PDF of the document, with a board's page set closer where it would not fit."""
        if kind is ReportKind.BOARD:
            return _finished(self._board(report))
        if self._fitted is None or self._fitted[0] != report:
            self._board(report)
        return _finished(self.laid_out(self.document(report, kind, self._fitted[1] if self._fitted else _OPEN)))

    def _board(self, report: RoundReport) -> Any:
        """The board's pages, each in the most open setting that fits, which is kept for the full report."""
        first, second = Fitting(), Fitting()
        html, laid_out, fits = "", None, (True, True)
        while True:
            chosen = first.density, second.density
            before, html = html, self.document(report, ReportKind.BOARD, chosen)
            if html != before:  # the same where no text was long enough to be cut
                laid_out = self.laid_out(html)
                fits = _fit(laid_out.pages)
            if first.is_over and second.is_over:
                self._fitted = report, chosen
                return laid_out
            first.note(fits=fits[0])
            second.note(fits=fits[1])

    def laid_out(self, html: str) -> Any:
        """The pages of a document, not painted yet."""
        style, font_configuration = self._prepared()
        return parsed(html, self._fetcher()).render(
            stylesheets=[style], font_config=font_configuration, pdf_variant=_VARIANT, presentational_hints=False
        )

    def _fetcher(self) -> ClosedFetcher:
        from maturity.reports.closed_fetcher import ClosedFetcher  # noqa: PLC0415 - see above

        return ClosedFetcher(self._files, _SCHEME)

    def _prepared(self) -> tuple[Any, Any]:
        if self._ready is None:
            from weasyprint import CSS  # noqa: PLC0415 - see above
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see above

            configuration = FontConfiguration()
            # It frees memory of the library below, which it can no longer do while the interpreter is taken down.
            atexit.register(_press.cache_clear)
            style = CSS(string=self._style, url_fetcher=self._fetcher(), font_config=configuration, base_url=None)
            self._ready = style, configuration
        return self._ready


def _finished(document: Any) -> bytes:
    pdf: bytes = document.write_pdf(pdf_variant=_VARIANT)
    return pdf


def _fit(pages: Sequence[Any]) -> tuple[bool, bool]:
    """Whether the first and the second of the board's parts take no more than their page."""
    second = next(number for number, page in enumerate(pages) if "what-moved" in page.anchors)
    return second == 1, len(pages) - second == 1
