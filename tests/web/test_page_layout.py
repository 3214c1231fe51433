from __future__ import annotations

from bs4 import Tag

from tests.web.browser import Browser


def test_the_script_that_says_scripts_work_stands_first_in_the_body(stranger: Browser) -> None:
    # In the head there is no body yet to be marked, and the components refuse to start without the mark.
    body = stranger.get("/sign-in").soup.body
    assert body is not None
    first = next(child for child in body.children if isinstance(child, Tag))
    assert first.name == "script"
    assert "/start.js" in str(first["src"])
    assert not {"type", "defer", "async"} & first.attrs.keys()
