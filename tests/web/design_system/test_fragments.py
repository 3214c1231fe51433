from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Template

from maturity.settings import product_folder
from maturity.web.design_system.fragments import remember_fragments

TEMPLATE = """
{%- macro levels(chosen, text) -%}<b title="{{ chosen }}">{{ text }}{{ look() }}</b>{%- endmacro -%}
{{ remembered(levels, chosen, text) }}
"""


@pytest.fixture
def looks() -> list[int]:
    return []


@pytest.fixture
def template(looks: list[int]) -> Template:
    app = Flask("any")
    remember_fragments(app)
    app.jinja_options = {"autoescape": True}

    def look() -> str:
        looks.append(1)
        return ""

    app.jinja_env.globals["look"] = look
    return app.jinja_env.from_string(TEMPLATE)


def test_what_says_the_same_is_rendered_once(template: Template, looks: list[int]) -> None:
    assert [template.render(chosen="2", text="Some") for _ in range(3)] == ['<b title="2">Some</b>'] * 3
    assert len(looks) == 1


def test_what_differs_in_anything_is_rendered_anew(template: Template, looks: list[int]) -> None:
    said = [template.render(chosen=chosen, text=text) for chosen, text in (("1", "a"), ("2", "a"), ("1", "b"))]
    assert said == ['<b title="1">a</b>', '<b title="2">a</b>', '<b title="1">b</b>']
    assert len(looks) == 3


def test_a_kept_fragment_is_escaped_as_any_other(template: Template) -> None:
    twice = [template.render(chosen='"', text="<script>") for _ in range(2)]
    assert twice == ['<b title="&#34;">&lt;script&gt;</b>'] * 2


def _files_that_remember() -> list[Path]:
    return [file for file in product_folder("templates").rglob("*.html") if "remembered(" in file.read_text()]


def test_no_page_remembers_what_it_could_see_of_a_person() -> None:
    """A macro that is imported without context, and asks for no token, sees nothing but its arguments."""
    files = _files_that_remember()
    assert files
    for file in files:
        text = file.read_text()
        assert "csrf_token" not in text, file
        assert "frame." not in text, file
    for file in product_folder("templates").rglob("*.html"):
        for name, way in re.findall(r'{% from "([^"]+)" import [\w, ]+?( with context)? %}', file.read_text()):
            assert not way or product_folder("templates") / name not in files, file
