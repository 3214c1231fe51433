from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask

from maturity.core.round import Stage
from maturity.web.share.report_body import report_body
from tests.factories.reports import lived_in_report
from tests.promises.everything_said import everything_said, only_letters


def test_the_page_says_everything_that_the_pdf_says(app: Flask) -> None:
    report = lived_in_report()
    with app.app_context():
        said = only_letters(BeautifulSoup(report_body(report), "html.parser").get_text())
    assert [text for text in everything_said(report) if only_letters(text) not in said] == []


def test_the_page_shows_what_a_pdf_cannot_print(app: Flask) -> None:
    with app.app_context():
        body = report_body(lived_in_report(say=lambda text: f"{text} 🎉"))
    assert "🎉" in body
    assert "[?]" not in body


def test_a_draft_says_so(app: Flask) -> None:
    with app.app_context():
        assert "Draft. Progress report" in report_body(lived_in_report(stage=Stage.AGREEING))


def test_there_is_no_style_that_the_content_policy_would_refuse(app: Flask) -> None:
    with app.app_context():
        soup = BeautifulSoup(report_body(lived_in_report()), "html.parser")
    assert not soup.find_all(style=True)
    assert not soup.find_all(["style", "script"])


def test_every_chart_has_its_table_and_every_id_is_used_once(app: Flask) -> None:
    with app.app_context():
        soup = BeautifulSoup(report_body(lived_in_report()), "html.parser")
    figures = soup.find_all("figure")
    assert figures
    assert [figure for figure in figures if figure.find("table") is None] == []
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    assert sorted(set(ids)) == sorted(ids)
