"""The three views of a comparison in compact form, as a report prints them."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.core.movement.viewed import MovementViews, View, ViewedDomain
from maturity.core.wording import listed
from maturity.reports.moved_part import why_not_told
from maturity.reports.movement_words import change_in_words, every_domain, headline, in_short, left_out


@dataclass(frozen=True, slots=True)
class ViewsRow:
    """One domain, or the overall result: how much it moved in each view, what that is made of, and how sure it is.

    `why_not_told` says why it cannot be told whether that is chance, and is empty elsewhere.
    """

    title: str
    as_scored: str
    like_for_like: str
    constant_panel: str
    made_of: str
    verdict: str
    why_not_told: str = ""

    @property
    def is_still(self) -> bool:
        """Whether nothing about it has to be told: no view has a difference, and nothing makes up for anything."""
        return not self.made_of and {self.as_scored, self.like_for_like, self.constant_panel} == {"Same"}


@dataclass(frozen=True, slots=True)
class ViewsPart:
    """What a report says of the three views.

    `headline` is the sentence that a board should read first. `domains` says what became of every domain, what is
    likely real before the rest. `covers` are the views with what they cover, or why they are not there. `same` names
    what stayed in every view and has no row. `by_chance` says how many domains would be likely real by chance alone.
    """

    headline: str
    domains: str
    covers: tuple[tuple[str, str], ...]
    rows: tuple[ViewsRow, ...]
    same: str
    left_out: tuple[str, ...]
    by_chance: str


def views_part(views: MovementViews) -> ViewsPart:
    """The three views in words."""
    rows = {row.title: _row(row, views) for row in views.rows}
    still = [title for title, row in rows.items() if row.is_still]
    return ViewsPart(
        headline=headline(views),
        domains=every_domain(views),
        covers=tuple((view.label, views.why_not.get(view) or f"{views.coverage[view]}.") for view in View),
        rows=tuple(row for row in rows.values() if not row.is_still),
        same=f"The same in every view: {listed(still)}." if still else "",
        left_out=left_out(views),
        by_chance=views.by_chance_in_words,
    )


def _row(row: ViewedDomain, views: MovementViews) -> ViewsRow:
    said = {view: change_in_words(row, view, views.later.matrix) for view in View}
    return ViewsRow(
        row.title,
        said[View.AS_SCORED],
        said[View.LIKE_FOR_LIKE],
        said[View.CONSTANT_PANEL],
        in_short(row, views.later.matrix),
        row.verdict.label if row.verdict else "",
        why_not_told(row.verdict, row.basis),
    )
