"""The scoring page writes out the design system’s radios; these tests keep its markup the same as the package’s."""

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
