"""The checks themselves: each catches the fault that it is there for."""

from __future__ import annotations

import pytest

from tests.journeys.browsers import OpenWindow, Window

GOOD = """<!doctype html><html lang="en"><head><title>A page</title><style>{style}</style></head>
<body><header>Service</header><main><h1>A page</h1>{content}</main></body></html>"""
MISTAKE = '<div class="nhsuk-error-summary"><a href="#gone">Enter a name</a></div>'
HOST = "http://127.0.0.1:9"


def show(open_window: OpenWindow, content: str = "", style: str = "") -> Window:
    window = open_window(HOST, width=320)
    window.page.set_content(GOOD.format(content=content, style=style))
    return window


def test_a_good_page_passes(open_window: OpenWindow) -> None:
    assert show(open_window, "<p>Text</p>").watch.problems() == []


@pytest.mark.parametrize(
    "content,style,said",
    [
        ("<input>", "", "axe: label"),
        ('<p style="color: #aaa; background: #fff">Pale</p>', "", "axe: color-contrast"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "", "axe: image-alt"),
        ('<div class="wide">Wide</div>', ".wide { width: 900px }", "scrolls sideways at 320: <div"),
        (
            '<div class="box" tabindex="0"><p class="out">Text</p></div>',
            ".box { overflow-x: auto } .out { margin-left: -2px }",
            'cut off at its left: <p class="out">',
        ),
        ("<h1>Another</h1>", "", "2 headings of the first rank"),
        ("<button>a</button><button>b</button>", "button { width: 15px; height: 15px; padding: 0 }", "smaller than 24"),
        (MISTAKE, "", "a title without its mistake: A page"),
        (MISTAKE, "", 'a mistake that leads nowhere: <a href="#gone">'),
        ("<script>console.error('it broke')</script>", "", "console error: it broke"),
        ("<script>undefined.gone</script>", "", "page error: "),
    ],
)
def test_a_planted_fault_is_caught(open_window: OpenWindow, content: str, style: str, said: str) -> None:
    problems = show(open_window, content, style).watch.problems()

    assert any(problem.startswith(said) for problem in problems), problems


def test_a_request_to_another_host_is_caught(open_window: OpenWindow) -> None:
    window = open_window(HOST)
    window.page.route("**/*", lambda route: route.fulfill(body=""))
    window.page.set_content(GOOD.format(content='<img src="http://elsewhere.invalid/x.png" alt="">', style=""))

    assert "request to another host: http://elsewhere.invalid/x.png" in window.watch.problems()


def test_what_the_security_policy_forbids_is_caught(open_window: OpenWindow) -> None:
    window = open_window(HOST)
    policy = {"Content-Security-Policy": "script-src 'self'"}
    page = GOOD.format(content="<script>1</script>", style="")
    window.page.route("**/*", lambda route: route.fulfill(body=page, headers=policy, content_type="text/html"))
    window.open("/")

    assert any("Content Security Policy" in problem for problem in window.watch.problems())


@pytest.mark.parametrize(
    "content,style",
    [
        ("<p>A link <a href='/'>in a sentence</a> may be low.</p>", ""),
        (
            "<button>a</button><p>Far</p><button>b</button>",
            "button { width: 15px; height: 15px; padding: 0 } p { margin: 60px 0 }",
        ),
    ],
)
def test_the_exceptions_for_small_targets_hold(open_window: OpenWindow, content: str, style: str) -> None:
    assert show(open_window, content, style).watch.problems() == []
