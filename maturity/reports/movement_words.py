"""What differences between two rounds are made of, in sentences that a board can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.movement.decomposition import Part
from maturity.core.movement.verdict import Verdict
from maturity.core.movement.viewed import MovementViews, View, ViewedDomain
from maturity.core.movement.views import size_in_words
from maturity.core.wording import in_sentence, listed

_FROM: Final = {
    Part.LEVEL: "partners’ change of level",
    Part.RESPONDENTS: "other people answering",
    Part.MEMBERSHIP: "which partners gave a level",
    Part.CONVERSATION: "what the conversation added",
    Part.AMENDED: "criteria whose meaning was amended",
    Part.MADE: "criteria that were split or merged",
    Part.SCOPE: "which criteria have a level",
    Part.WORDING: "the wording and rules of the matrix",
    Part.LEVEL_OR_RESPONDENTS: "partners’ change of level or other people answering",
    Part.NOT_TOLD: "what cannot be told apart",
}
_SURE: Final = {
    Verdict.LIKELY_REAL: "Like for like this is likely real.",
    Verdict.WITHIN_NOISE: "Like for like a change of this size is within noise.",
    Verdict.CANNOT_TELL: "Whether it is more than chance cannot be told.",
}


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One domain, or the overall result, in one view. `change` says that a figure is missing where it is.

    `note` says of the view as scored why the two values do not compare, or what else they rest on, and may be empty.
    """

    title: str
    before: str
    after: str
    change: str
    rests_on: str
    verdict: str
    basis: str
    note: str


def view_lines(views: MovementViews, view: View, notes: Mapping[str, str]) -> tuple[ViewLine, ...]:
    """Every domain in one view, and the overall result where there is one. `notes` are those of domains, by id."""
    return tuple(_line(row, view, views.later.matrix, notes.get(row.id, "")) for row in views.rows)


def _line(row: ViewedDomain, view: View, matrix: Matrix, note: str) -> ViewLine:
    sides = row.views[view]
    return ViewLine(
        title=row.title,
        before=sides.before_label or "None",
        after=sides.after_label or "None",
        change=change_in_words(row, view, matrix),
        rests_on=f"{row.counts[view]} of {row.asked} criteria",
        verdict=row.verdict.label if row.verdict else "",
        basis=row.basis,
        note=note if view is View.AS_SCORED else "",
    )


def change_in_words(row: ViewedDomain, view: View, matrix: Matrix) -> str:
    """“Up 0.5 of a level”, “Same”, or “Cannot be told”."""
    if view is View.AS_SCORED and row.whole is not View.AS_SCORED:
        return "Cannot be told"
    change = row.views[view].change
    if change is None:
        return "Cannot be told"
    return _way(change, matrix, row).capitalize() if change else "Same"


def _way(change: Fraction, matrix: Matrix, row: ViewedDomain) -> str:
    return f"{'up' if change > 0 else 'down'} {size_in_words(change, matrix, is_overall=not row.id)}"


def made_of(row: ViewedDomain, matrix: Matrix) -> str:
    """What the difference of a row is made of and how sure it is, with what has to be known of what it rests on."""
    split = row.decomposition
    if split is None:
        return f"{row.title}: nothing can be compared like for like."
    sides = row.views[row.whole]
    how = "as scored" if row.whole is View.AS_SCORED else "like for like"
    ends = f"{in_sentence(sides.before_label)} to {in_sentence(sides.after_label)}"
    parts = [(part, size) for part, size in split.parts if size]
    pieces = [f"{_way(size, matrix, row)} from {_FROM[part]}" for part, size in parts]
    if not parts:
        return " ".join([f"{row.title} stayed the same {how}.", *row.flags])
    if not split.whole:
        said = f"{row.title} stayed the same {how}, although {listed(pieces)} make up for each other."
    elif len(parts) == 1:
        said = f"{row.title} went {_way(split.whole, matrix, row)} {how}, {ends}: all from {_FROM[parts[0][0]]}."
    else:
        said = f"{row.title} went {_way(split.whole, matrix, row)} {how}, {ends}: {listed(pieces)}."
    sure = [_SURE[row.verdict]] if row.verdict else []
    why = [split.why_not_told] if any(part is Part.NOT_TOLD for part, _ in parts) else []
    return " ".join([said, *why, *sure, *row.flags])


def in_short(row: ViewedDomain, matrix: Matrix) -> str:
    """The parts alone, for a cell of a table, with what has to be known of what they rest on."""
    parts = [(part, size) for part, size in row.decomposition.parts if size] if row.decomposition else []
    said = "; ".join(f"{_way(size, matrix, row)}: {_FROM[part]}" for part, size in parts)
    return " ".join([*([f"{said[0].upper()}{said[1:]}."] if said else []), *row.flags])


def headline(views: MovementViews) -> str:
    """The one sentence a board should read first: of the overall result, else of the domain that differs most."""
    rows = [row for row in views.rows if row.decomposition is not None]
    if not rows:
        return ""
    most = max(rows, key=_weight)
    return made_of(most, views.later.matrix)


_HOW_SURE: Final = {
    Verdict.LIKELY_REAL: "Likely real",
    Verdict.WITHIN_NOISE: "A difference that can be chance",
    Verdict.CANNOT_TELL: "A difference of which it cannot be told whether it is chance",
}


def every_domain(views: MovementViews) -> str:
    """What became of every domain like for like, in a sentence or a few: what is likely real first.

    A domain on which nothing can be set side by side is named too. Empty where the matrix has one domain alone, which
    the headline tells of.
    """
    if len(views.domains) < 2:
        return ""
    moved: dict[Verdict, list[str]] = {}
    still, not_known = [], []
    for row in views.domains:
        change = row.views[View.LIKE_FOR_LIKE].change
        if change is None:
            not_known.append(row.title)
        elif not change or row.verdict is None:
            still.append(row.title)
        else:
            moved.setdefault(row.verdict, []).append(f"{row.title} {_way(change, views.later.matrix, row)}")
    said = [f"{words}: {listed(moved[verdict])}." for verdict, words in _HOW_SURE.items() if verdict in moved]
    said += [
        f"{words}: {listed(titles)}."
        for words, titles in (("Stayed the same", still), ("Cannot be compared", not_known))
        if titles
    ]
    said += [views.by_chance_in_words] * bool(views.by_chance_in_words)
    return f"Domains, like for like (over the criteria that can be compared). {' '.join(said)}"


def _weight(row: ViewedDomain) -> tuple[bool, Fraction, Fraction]:
    split = row.decomposition
    parts: Sequence[tuple[Part, Fraction]] = split.parts if split else ()
    beside = sum((abs(size) for part, size in parts if part is not Part.LEVEL), Fraction(0))
    return not row.id, abs(split.whole) if split else Fraction(0), beside


def left_out(views: MovementViews) -> tuple[str, ...]:
    """Which partners are left out of the constant panel on which criteria, as what became part of them differed."""
    said = []
    for one in views.panel.both:
        titles = [c.result.criterion.title for c in views.criteria if one.after.name in c.left_out]
        if titles:
            said.append(
                f"{one.after.name} is left out of the constant panel where what became part of it had different "
                f"levels: {listed(titles)}."
            )
    return tuple(said)
