"""The scoring page writes out the design system’s radios and character counts, alike to the package’s."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from maturity.persistence.queries.responses import NOTHING_KEPT
from maturity.web.respond.frame import Address
from maturity.web.respond.question import question_view
from tests.factories.matrices import a_matrix

PACKAGED = """
{% from "nhsuk/components/radios/macro.jinja" import radios %}
{{ radios({"idPrefix": "choice", "name": "choice", "items": items}) }}
"""
COUNTED = """
{% from "nhsuk/components/character-count/macro.jinja" import characterCount %}
{{ characterCount({
  "id": "d1-c1-reason", "name": "d1-c1-reason", "value": "Two <lines>", "rows": 4, "maxlength": 10000, "threshold": 75,
  "label": {"text": "Why?", "size": "s"}, "hint": {"text": "A sentence."},
  "errorMessage": {"text": problem} if problem else none
}) }}
"""
OUR_COUNTED = """
{% from "components/long_text.html" import long_text %}
{{ long_text("d1-c1-reason", "Why?", "Two <lines>", 10000, "A sentence.", problem, 4) }}
"""


@pytest.fixture
def ours(application: Flask) -> BeautifulSoup:
    matrix = a_matrix()
    with application.test_request_context():
        question = question_view(
            matrix.criteria[0],
            matrix=matrix,
            address=Address(collaborative=1, number=1, partner=1),
            kept=NOTHING_KEPT,
        )
        template = application.jinja_env.from_string(
            '{% from "components/question.html" import question_fields %}{{ question_fields(q, 1, "h1", true) }}'
        )
        return BeautifulSoup(template.render(q=question), "html.parser")


@pytest.fixture
def packaged(application: Flask) -> BeautifulSoup:
    matrix = a_matrix()
    criterion = matrix.criteria[0]
    items = [
        {
            "value": str(level.value),
            "text": level.numbered_label,
            "hint": {"text": descriptor.text},
        }
        for level in matrix.levels
        if (descriptor := criterion.descriptor_at(level.value))
    ]
    rendered = application.jinja_env.from_string(PACKAGED).render(items=items)
    return BeautifulSoup(rendered, "html.parser")


def shape(tag: Tag) -> list[tuple[str, str, str]]:
    """The tags of a part with their classes and text, ids apart."""
    return [
        (part.name, " ".join(sorted(part.get("class") or [])), " ".join(part.get_text(" ").split()))
        for part in (tag, *tag.find_all(name=True))
    ]


def test_each_level_is_marked_up_as_the_package_does_it(ours: BeautifulSoup, packaged: BeautifulSoup) -> None:
    theirs = [shape(item) for item in packaged.select(".nhsuk-radios__item")]
    assert len(theirs) == 4
    assert [shape(item) for item in ours.select(".app-level .nhsuk-radios__item")] == theirs


def test_each_radio_has_the_attributes_that_the_package_gives_it(ours: BeautifulSoup, packaged: BeautifulSoup) -> None:
    def attributes(soup: BeautifulSoup, where: str) -> list[set[str]]:
        return [set(radio.attrs) for radio in soup.select(f"{where} input")]

    assert attributes(ours, ".app-level") == attributes(packaged, ".nhsuk-radios")


def test_a_changed_class_would_be_noticed(ours: BeautifulSoup, packaged: BeautifulSoup) -> None:
    item = ours.select_one(".app-level .nhsuk-radios__item")
    assert item is not None
    item["class"] = "nhsuk-radios__thing"
    assert shape(item) != shape(packaged.select(".nhsuk-radios__item")[0])


def all_of(html: str) -> list[tuple[str, str, list[tuple[str, object]]]]:
    """The tags of a part with their text and attributes, in order; which of several classes comes first is the same."""
    return [
        (
            part.name,
            " ".join(part.get_text(" ").split()),
            sorted((name, sorted(held) if isinstance(held, list) else held) for name, held in part.attrs.items()),
        )
        for part in BeautifulSoup(html, "html.parser").find_all(name=True)
    ]


@pytest.mark.parametrize("problem", ["", "Reason must be shorter."])
def test_a_long_text_is_counted_as_the_package_does_it(application: Flask, problem: str) -> None:
    theirs = application.jinja_env.from_string(COUNTED).render(problem=problem)
    ours = application.jinja_env.from_string(OUR_COUNTED).render(problem=problem)
    assert all_of(ours) == all_of(theirs)
    assert "data-maxlength" in ours
    assert all_of(ours.replace("-info", "-note")) != all_of(theirs)


@pytest.mark.parametrize("name", ["reason", "evidence"])
def test_the_long_texts_of_a_question_say_how_long_they_may_be(ours: BeautifulSoup, name: str) -> None:
    (text,) = (text for text in ours.select("textarea") if str(text["name"]).endswith(name))
    assert text.find_parent(attrs={"data-module": "nhsuk-character-count", "data-maxlength": "10000"}) is not None
