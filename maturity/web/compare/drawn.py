"""Parts of pages as finished markup: working them out, and drawing a chart, costs more than all the rest of a page."""

from __future__ import annotations

from flask import get_template_attribute
from markupsafe import Markup

from maturity.reports.charts.drawing import Chart


def drawn(chart: Chart) -> Markup:
    """The figure of a chart."""
    return finished("components/charts/figure.html", "figure", chart)


def finished(template: str, macro: str, value: object) -> Markup:
    """What a macro makes of a value: the same for whoever looks at it, because a macro knows of no request."""
    make = get_template_attribute(template, macro)
    return Markup(make(value))  # noqa: S704  (autoescaping is on in the template, so every text is escaped)
