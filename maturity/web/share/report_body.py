"""The report as part of a page, from the same value and the same templates as the PDF."""

from __future__ import annotations

from typing import Final

from flask import current_app
from markupsafe import Markup

from maturity.core.recently_used import RecentlyUsed
from maturity.core.round_report import RoundReport
from maturity.reports.density import Density
from maturity.reports.report_page import report_page
from maturity.reports.words import shortened, whole_sentences

_UNLIMITED: Final = 1_000_000
_ON_SCREEN: Final = Density(
    "is-on-screen",
    name_length=_UNLIMITED,
    title=_UNLIMITED,
    text=_UNLIMITED,
    line=_UNLIMITED,
    question=_UNLIMITED,
    lines=_UNLIMITED,
    meaning=_UNLIMITED,
    dissent=_UNLIMITED,
)
_NAME: Final = "maturity-report-bodies"
_MOST_BODIES: Final = 12


def report_body(report: RoundReport) -> Markup:
    """Everything that the report says, as markup; the same for whoever looks at it."""
    template = current_app.jinja_env.get_template("share/parts/report_body.html")
    made = template.render(
        page=report_page(report),
        short=shortened,
        whole=whole_sentences,
        density=_ON_SCREEN,
        says_substitutes=False,
        kind="screen",
    )
    return Markup(made)  # noqa: S704 - autoescaping is on in the templates, so every text is escaped


def kept_bodies() -> RecentlyUsed[Markup]:
    """The bodies of reports that were drawn before, by what the report says."""
    bodies: RecentlyUsed[Markup] = current_app.extensions.setdefault(_NAME, RecentlyUsed(_MOST_BODIES))
    return bodies
