"""What a comparison shows of its three views: the same for everyone, so that each is made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from maturity.core.movement.comparison import Comparison
from maturity.core.movement.decomposition import Part
from maturity.core.movement.viewed import MovementViews, View
from maturity.reports.charts.waterfall import waterfall
from maturity.reports.movement_words import ViewLine, left_out, made_of, view_lines
from maturity.web.compare.drawn import drawn


@dataclass(frozen=True, slots=True)
class ViewLink:
    """One of the views that can be chosen, with what it covers or why it is not there."""

    label: str
    address: str
    covers: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ViewsBody:
    """The view that was chosen, and what each difference is made of.

    `left_out` says which partners are left out of the constant panel on which criteria. `why_not` says why the view is
    not there, empty where it is. `by_chance` says how many domains would be likely real by chance alone, and may be
    empty. `chart` is None where no domain differs.
    """

    links: tuple[ViewLink, ...]
    label: str
    meaning: str
    coverage: str
    why_not: str
    lines: tuple[ViewLine, ...]
    by_chance: str
    left_out: tuple[str, ...]
    chart: Markup | None
    sentences: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]


def views_body(comparison: Comparison, view: View, addresses: Mapping[View, str]) -> ViewsBody:
    """One view of two rounds. `addresses` are where the same page is in each view."""
    views = comparison.views
    notes = {domain.domain_id: domain.note for domain in comparison.domains}
    chart = waterfall(views, chart_id="made-of")
    found = {part for row in views.rows if row.decomposition for part, size in row.decomposition.parts if size}
    return ViewsBody(
        links=tuple(ViewLink(each.label, addresses[each], _covers(views, each), each is view) for each in View),
        label=view.label,
        meaning=view.meaning,
        coverage=views.coverage[view],
        why_not=views.why_not.get(view, ""),
        lines=() if view in views.why_not else view_lines(views, view, notes),
        by_chance=views.by_chance_in_words,
        left_out=left_out(views),
        chart=drawn(chart) if chart else None,
        sentences=tuple(made_of(row, views.later.matrix) for row in views.rows),
        meanings=tuple((part.label, part.meaning) for part in Part if part in found),
    )


def _covers(views: MovementViews, view: View) -> str:
    return "not there" if view in views.why_not else views.coverage[view]
