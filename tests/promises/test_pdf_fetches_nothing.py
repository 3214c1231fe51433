"""A PDF is made from what was given and nothing else: no address is fetched, no file read, nothing active kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from maturity.core.matrix import Fidelity, Provenance
from maturity.reports.pdf import ReportKind, print_html, render_html, render_pdf
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.reports import PRINT_FILES, lived_in_report
from tests.promises.pdf_gate import active_content_in

SECRET = "the canary sings in a file of its own"


@dataclass
class Listener:
    """A server that counts who calls."""

    address: str = ""
    calls: list[str] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the class above
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    heard.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    file = tmp_path / "canary.txt"
    file.write_text(SECRET)
    return file


def payloads(address: str, canary: Path) -> list[str]:
    """Markup that makes a careless printer fetch something, read a file, or carry a script."""
    return [
        f'<img src="{address}/img">',
        f'<link rel="stylesheet" href="{address}/css">',
        f"<style>@import url({address}/import);</style>",
        f"<style>@font-face {{ font-family: x; src: url({address}/font) }} p {{ font-family: x }}</style>",
        f'<p style="background: url({address}/background)">x</p>',
        f"<style>p::before {{ content: url({address}/content) }}</style>",
        f'<ul style="list-style-image: url({address}/list)"><li>x</li></ul>',
        f'<embed src="{address}/embed"><object data="{address}/object"></object>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/svg" width="9" height="9"/></svg>',
        f'<link rel="attachment" href="{canary.as_uri()}">',
        f'<img src="{canary.as_uri()}">',
        f'<a rel="attachment" href="{canary.as_uri()}">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<script>app.launchURL("http://example.org")</script>',
        "{{ 7 * 7 }}{% include '/etc/passwd' %}",
        '"><svg onload=alert(1)>',
        "]]></style><base href=//example.org>",
    ]


def test_markup_in_every_field_stays_text(listener: Listener, canary: Path) -> None:
    payload = " ".join(payloads(listener.address, canary))
    matrix = a_matrix(title=payload, domains=[a_domain("d", [a_criterion("c", title=payload)], title=payload)])
    words = Provenance(source=payload, licence=payload, attribution=payload, fidelity=Fidelity.ORIGINAL)
    report = lived_in_report(replace(matrix, provenance=words), rounds=2, say=lambda _: payload)
    pdf = render_pdf(report, ReportKind.FULL, PRINT_FILES)
    assert active_content_in(pdf) == []
    assert SECRET.encode() not in pdf
    assert listener.calls == []


def hostile_document(listener: Listener, canary: Path) -> str:
    """A report into which markup got all the same, as if nothing had been escaped."""
    html = render_html(lived_in_report(a_matrix(), rounds=1), ReportKind.BOARD, PRINT_FILES)
    return html.replace("</body>", "".join(payloads(listener.address, canary)[:12]) + "</body>")


def test_even_markup_that_got_in_fetches_nothing(
    listener: Listener, canary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL, "weasyprint"):
        pdf = print_html(hostile_document(listener, canary), PRINT_FILES)
    assert listener.calls == []
    assert SECRET.encode() not in pdf
    assert [found for found in active_content_in(pdf) if "Embedded" in found] == []


def test_the_listener_and_the_canary_notice_the_default_fetcher(
    listener: Listener, canary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from weasyprint import HTML  # noqa: PLC0415 - slow to import

    with caplog.at_level(logging.CRITICAL, "weasyprint"):
        pdf = HTML(string=hostile_document(listener, canary)).write_pdf()
    assert len(set(listener.calls)) >= 8
    assert any("Embedded" in found for found in active_content_in(pdf))


def test_the_search_for_active_content_notices_a_link_to_the_outside() -> None:
    html = render_html(lived_in_report(a_matrix(), rounds=1), ReportKind.BOARD, PRINT_FILES)
    pdf = print_html(html.replace("</body>", '<a href="https://example.org/">x</a></body>'), PRINT_FILES)
    assert active_content_in(pdf) == ["URI https://example.org/"]
