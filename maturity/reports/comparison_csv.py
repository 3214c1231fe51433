"""A comparison of two rounds as CSV: its views, what each difference is made of, its criteria and its partners.

The file is UTF-8 with a byte order mark, with the line ends of RFC 4180, text quoted and numbers not. `row` and `what`
say what a row is of, so that a workbook can filter by them. No cell can start a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from maturity.core.figures import rounded
from maturity.core.movement.by_chance import ByChance
from maturity.core.movement.comparison import Comparison, CriterionMovement
from maturity.core.movement.paired_criteria import PairedCriterion
from maturity.core.movement.viewed import MovementViews, View, ViewedDomain
from maturity.core.wording import listed
from maturity.reports.charts.dumbbell import label_of
from maturity.reports.movement_words import left_out
from maturity.reports.safe_cell import Cell, safe_cell

COMPARISON_COLUMNS: Final[Mapping[str, str]] = {
    "collaborative": "The name of the collaborative.",
    "earlier_round": "The number of the earlier round.",
    "earlier_version": "The version of the matrix that it used.",
    "later_round": "The number of the later round.",
    "later_version": "The version of the matrix that it used.",
    "row": (
        "view: a domain, or the overall result, in one view. part: one thing its difference is made of. criterion: "
        "one criterion in both rounds. partner: who joined, left or goes on in another partner. panel: a partner that "
        "is left out of the constant panel on some criteria. chance: how many would be likely real by chance alone. "
        "caution: what to know when reading the comparison."
    ),
    "what": (
        "In a view: as-scored, like-for-like or constant-panel. In a part: level, respondents, membership, "
        "conversation, amended, made, scope, wording, level-or-respondents or not-told. In a criterion: up, down, "
        "same, new, no-longer-asked or not-comparable. In a partner: joined, left or goes-on. In a chance: criteria or "
        "domains."
    ),
    "domain": "The lasting id of the domain; “overall” for the overall result. Empty in other rows.",
    "domain_title": "Its title.",
    "criterion": "The lasting id of the criterion; empty in other rows.",
    "criterion_title": "Its title.",
    "partner": "In a partner: the name in the later round, or in the earlier one of a partner that left.",
    "before": "The figure in the earlier round; in a criterion the level on the later scale. Empty for none.",
    "after": "The figure in the later round. Empty where there is none.",
    "change": "Later less earlier, to four places. Parts add up to their view, but for rounding. Empty where not told.",
    "before_label": "The earlier result in words.",
    "after_label": "The later result in words.",
    "of_view": "In a part: the view whose difference it is a part of.",
    "criteria": "In a view: how many criteria of the domain it rests on.",
    "judged": "In a chance: how many could be judged, and so called likely real.",
    "by_chance": "In a chance: how many of them would be likely real if nothing had changed, on average, to one place.",
    "likely_real": "In a chance: how many of them are likely real.",
    "criteria_asked": "In a view: how many criteria of the domain the later round asked.",
    "coverage": "In a view: what it covers over the whole comparison, or why it is not there.",
    "verdict": "likely-real, within-noise or cannot-tell; of a domain it is told in the view like-for-like.",
    "basis": "What the verdict rests on, or why nothing can be compared, in words.",
    "restated": "yes where a figure or partner was worked out again for the comparison, else no.",
    "amended": "yes where it rests on a criterion whose meaning was amended, else no.",
    "note": "What has to be known of it, in words.",
}
"""What each column means, in the order of the file."""

_PLACES: Final = 4
_Row = Mapping[str, Cell]


def comparison_csv(comparison: Comparison) -> bytes:
    """The file. The same comparison gives the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COMPARISON_COLUMNS, restval="", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writeheader()
    earlier, later = comparison.earlier, comparison.later
    always: _Row = {
        "collaborative": later.record.collaborative_name,
        "earlier_round": earlier.record.number,
        "earlier_version": earlier.matrix.version,
        "later_round": later.record.number,
        "later_version": later.matrix.version,
    }
    for row in _rows(comparison):
        writer.writerow({name: safe_cell(cell) for name, cell in {**always, **row}.items()})
    return text.getvalue().encode("utf-8-sig")


def _rows(comparison: Comparison) -> Iterator[_Row]:
    views = comparison.views
    for each in views.rows:
        amended = any(
            c.has_both and c.reading.is_amended and each.id in {"", c.result.domain.id} for c in views.criteria
        )
        about: _Row = {
            "domain": each.id or "overall",
            "domain_title": each.title,
            "amended": _yes(amended),
            "note": " ".join(each.flags),
        }
        for view in View:
            yield {**about, **_view(views, each, view)}
        yield from ({**about, **part} for part in _parts(each))
    paired = {each.id: each for each in views.criteria}
    for movement in comparison.criteria:
        yield _criterion(movement, paired.get(movement.criterion_id))
    yield from _partners(views)
    yield _chance("criteria", comparison.by_chance, comparison.by_chance_in_words)
    yield _chance("domains", views.by_chance, views.by_chance_in_words)
    yield from ({"row": "caution", "note": caution} for caution in comparison.cautions)


def _view(views: MovementViews, of: ViewedDomain, view: View) -> _Row:
    sides = of.views[view]
    is_told = view is not View.AS_SCORED or of.whole is View.AS_SCORED
    row: _Row = {
        "row": "view",
        "what": view.value,
        "before": _number(sides.before),
        "after": _number(sides.after),
        "change": _number(sides.change if is_told else None),
        "before_label": sides.before_label,
        "after_label": sides.after_label,
        "criteria": of.counts[view],
        "criteria_asked": of.asked,
        "coverage": views.why_not.get(view) or views.coverage[view],
        "restated": _yes(view is not View.AS_SCORED),
    }
    if view is not View.LIKE_FOR_LIKE or of.verdict is None:
        return row
    return {**row, "verdict": of.verdict.value, "basis": of.basis}


def _parts(of: ViewedDomain) -> Iterator[_Row]:
    split = of.decomposition
    for part, size in split.parts if split else ():
        yield {
            "row": "part",
            "what": part.value,
            "of_view": of.whole.value,
            "change": _number(size),
            "basis": part.meaning,
            "restated": _yes(of.whole is not View.AS_SCORED),
        }


def _criterion(movement: CriterionMovement, paired: PairedCriterion | None) -> _Row:
    earlier, later, read = movement.earlier, movement.later, movement.level_before
    then = earlier.level if earlier else None
    known = read or (then if movement.later is None else None)
    return {
        "row": "criterion",
        "what": movement.direction.value,
        "domain": movement.domain_id,
        "domain_title": movement.domain_title,
        "criterion": movement.criterion_id,
        "criterion_title": movement.title,
        "before": known.value if known else "",
        "after": later.level.value if later and later.level else "",
        "change": "" if movement.steps is None else movement.steps,
        "before_label": label_of(earlier),
        "after_label": label_of(later),
        "verdict": movement.verdict.value if movement.verdict else "",
        "basis": movement.basis,
        "restated": _yes(paired is not None and (paired.reading.is_made or (read is not None and read != then))),
        "amended": _yes(paired is not None and paired.reading.is_amended),
        "note": " ".join(movement.flags),
    }


def _partners(views: MovementViews) -> Iterator[_Row]:
    for partner in views.panel.joined:
        yield {"row": "partner", "what": "joined", "partner": partner.name, "restated": "no"}
    for partner in views.panel.left:
        yield {"row": "partner", "what": "left", "partner": partner.name, "restated": "no"}
    for one in views.panel.both:
        if one.is_restated:
            was = listed([partner.name for partner in one.before])
            note = f"It was {was} in round {views.earlier.record.number}."
            yield {"row": "partner", "what": "goes-on", "partner": one.after.name, "restated": "yes", "note": note}
    yield from ({"row": "panel", "note": sentence} for sentence in left_out(views))


def _chance(what: str, of: ByChance, said: str) -> _Row:
    return {
        "row": "chance",
        "what": what,
        "judged": of.judged,
        "by_chance": _number(Fraction(round(of.expected * 10), 10)),
        "likely_real": of.found,
        "note": said,
    }


def _number(value: Fraction | None) -> Cell:
    """A whole number as one, else to four places; empty for none."""
    if value is None:
        return ""
    return int(value) if value.denominator == 1 else float(rounded(value, _PLACES))


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
