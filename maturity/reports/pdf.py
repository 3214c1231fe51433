"""A round's report as a PDF: two pages for a board, or the whole of it.

WeasyPrint is imported where a PDF is made and nowhere else: it takes seconds to import and needs Pango.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from maturity.core.round_report import RoundReport
from maturity.reports.density import DENSITIES, Density, share_of_width
from maturity.reports.print_text import PrintableText, characters_of
from maturity.reports.report_page import report_page
from maturity.reports.words import shortened

if TYPE_CHECKING:
    from maturity.reports.closed_fetcher import ClosedFetcher

BOARD_PAGES: Final = 2
"""How many pages a board reads, no more and no fewer."""

_WEIGHTS: Final = (400, 600, 700)
_FAMILIES: Final = {"latin": "Inter", "latin-ext": "Inter Extended"}


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


def render_html(report: RoundReport, kind: ReportKind, files: PrintFiles) -> str:
    """The document that the PDF is made from."""
    return _press(files).document(report, kind)


@lru_cache(maxsize=4)
def _press(files: PrintFiles) -> _Press:
    return _Press(files)


class _Press:
    """What is made once and used for every PDF: the templates, the style and the fonts."""

    def __init__(self, files: PrintFiles) -> None:
        self._text = PrintableText(characters_of(_font_files(files.fonts, subset) for subset in _FAMILIES))
        self._templates = Environment(
            loader=FileSystemLoader(files.templates),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._text,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._files = {"draft.svg": (files.templates / "reports/pdf/draft.svg").read_bytes()} | {
            path.name: path.read_bytes()
            for path in (_font_files(files.fonts, subset, weight) for subset in _FAMILIES for weight in _WEIGHTS)
        }
        self._style = _font_faces() + (files.templates / "reports/pdf/print.css").read_text("utf-8")
        self._ready: tuple[Any, Any] | None = None

    def document(self, report: RoundReport, kind: ReportKind, density: Density = DENSITIES[0]) -> str:
        """The HTML, in which everything that a person wrote is escaped and printable."""
        template = self._templates.get_template(f"reports/pdf/{kind}.html")
        self._text.replaced_any = False
        context = {"page": report_page(report), "short": shortened, "density": density, "share": share_of_width}
        html = template.render(**context, says_substitutes=False)
        return template.render(**context, says_substitutes=True) if self._text.replaced_any else html

    def print(self, report: RoundReport, kind: ReportKind) -> bytes:
        """The PDF of the document, set closer where the board's part would not fit on its two pages."""
        from weasyprint import HTML  # noqa: PLC0415 - see above

        style, font_configuration = self._prepared()

        def laid_out(density: Density) -> Any:
            source = HTML(string=self.document(report, kind, density), url_fetcher=self._fetcher(), base_url=None)
            return source.render(
                stylesheets=[style], font_config=font_configuration, pdf_variant="pdf/ua-1", presentational_hints=False
            )

        document = laid_out(DENSITIES[0])
        for closer in DENSITIES[1:]:
            if _board_fits(document.pages, kind):
                break
            document = laid_out(closer)
        pdf: bytes = document.write_pdf()
        return pdf

    def _fetcher(self) -> ClosedFetcher:
        from maturity.reports.closed_fetcher import ClosedFetcher  # noqa: PLC0415 - see above

        return ClosedFetcher(self._files)

    def _prepared(self) -> tuple[Any, Any]:
        if self._ready is None:
            from weasyprint import CSS  # noqa: PLC0415 - see above
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see above

            configuration = FontConfiguration()
            style = CSS(string=self._style, url_fetcher=self._fetcher(), font_config=configuration, base_url=None)
            self._ready = style, configuration
        return self._ready


def _board_fits(pages: Sequence[Any], kind: ReportKind) -> bool:
    if kind is ReportKind.BOARD:
        return len(pages) == BOARD_PAGES
    return "contents" in pages[BOARD_PAGES].anchors


def _font_files(folder: Path, subset: str, weight: int = 400) -> Path:
    return folder / f"inter-{subset}-{weight}.woff"


def _font_faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("report-file:inter-{subset}-{weight}.woff"); }}\n'
        for subset, family in _FAMILIES.items()
        for weight in _WEIGHTS
    )
