"""What moved since the round before: the figures, the picture and the table of every criterion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from maturity.core.movement.moved import Comparison, CriterionMovement, Direction, Verdict
from maturity.core.wording import listed, lower_first
from maturity.reports.charts.drawing import Chart
from maturity.reports.charts.dumbbell import Movements, dumbbell, label_of, moved
from maturity.reports.words import NamedList

_WORDS: Final = {
    Direction.UP: "went up",
    Direction.DOWN: "went down",
    Direction.SAME: "stayed the same",
    Direction.NEW: "new",
    Direction.NO_LONGER_ASKED: "no longer asked",
    Direction.NOT_COMPARABLE: "not comparable",
}
_ALWAYS: Final = frozenset({Direction.UP, Direction.DOWN, Direction.SAME})
_JUDGED: Final = frozenset({Direction.UP, Direction.DOWN})


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the strip that sums up movement. `note` says how many are likely real, and may be empty."""

    number: int
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One criterion in the table of all movements. `verdict` and `reason` (of the earlier round) may be empty.

    `flags` are sentences on what is compared, such as with the level of what. `why_not_told` says why a verdict cannot
    be told, and is empty elsewhere.
    """

    title: str
    domain: str
    earlier: str
    later: str
    moved: str
    verdict: str
    flags: tuple[str, ...]
    reason: str
    why_not_told: str = ""


@dataclass(frozen=True, slots=True)
class MovedPart:
    """What moved since the round before. `chart` is None when nothing improved or is of concern.

    `by_chance` says how many criteria would be likely real by chance alone, and may be empty.
    `footnote` explains the verdicts that the picture shows.
    """

    since: str
    counts: tuple[Count, ...]
    by_chance: str
    chart: Chart | None
    more: tuple[NamedList, ...]
    footnote: str
    cautions: tuple[str, ...]
    coverage: str
    lines: tuple[MovedLine, ...]
    no_longer_asked: tuple[MovedLine, ...]

    @property
    def names_domains(self) -> bool:
        """Whether a domain has another name than its criterion, so that its column has something to say."""
        return any(line.domain != line.title for line in self.lines)


def moved_part(comparison: Comparison) -> MovedPart:
    """The comparison in words and pictures."""
    earlier = comparison.earlier.record
    return MovedPart(
        since=round_name(earlier.number, earlier.label),
        counts=tuple(_counts(comparison)),
        by_chance=comparison.by_chance_in_words,
        chart=_chart(comparison),
        more=tuple(_more(comparison)),
        footnote=_footnote(comparison),
        cautions=comparison.cautions,
        coverage=comparison.coverage_in_words,
        lines=tuple(_line(m) for m in comparison.criteria),
        no_longer_asked=tuple(_line(m) for m in comparison.criteria if m.direction is Direction.NO_LONGER_ASKED),
    )


def round_name(number: int, label: str) -> str:
    """Such as “round 2: Spring 2026”."""
    return f"round {number}: {label}" if label and label.casefold() != f"round {number}" else f"round {number}"


def _chart(comparison: Comparison) -> Chart | None:
    groups = [
        Movements("Most improved", comparison.most_improved),
        Movements("Of most concern", comparison.most_concern),
    ]
    shown = [group for group in groups if group.movements]
    if not shown:
        return None
    about = "Criteria most improved and of most concern"
    return dumbbell(comparison.later.matrix, shown, chart_id="moved", about=about)


def _more(comparison: Comparison) -> Iterator[NamedList]:
    """What the picture has no room for: the other movers, and the others that nothing was agreed on or are lowest."""
    shown = {m.criterion_id for m in (*comparison.most_improved, *comparison.most_concern)}
    rest = [m for m in comparison.criteria if m.criterion_id not in shown]
    lowest = comparison.later.matrix.lowest_level
    groups = (
        ("Also up", [m for m in rest if m.direction is Direction.UP]),
        ("Also down", [m for m in rest if m.direction is Direction.DOWN]),
        (
            "Also at the lowest level",
            [m for m in rest if m.direction is Direction.SAME and m.later and m.later.level == lowest],
        ),
        ("Also not agreed", [m for m in rest if m.later and m.later.is_not_agreed]),
    )
    for words, found in groups:
        if found:
            yield NamedList(words, tuple(m.title for m in found))


_VERDICTS_IN_WORDS: Final = {
    Verdict.LIKELY_REAL: "the partners’ own answers moved by more than chance alone explains.",
    Verdict.WITHIN_NOISE: "a change of this size can be chance.",
    Verdict.CANNOT_TELL: "too little is known of the partners’ own answers to judge.",
}


_MOST_REASONS: Final = 2
"""The reasons that a board's page has room for; the pages behind it have the reason of each criterion."""


def _footnote(comparison: Comparison) -> str:
    """What the verdicts mean that the picture shows; empty where it shows none."""
    shown = {m.verdict for m in (*comparison.most_improved, *comparison.most_concern)}
    meanings = {**_VERDICTS_IN_WORDS, Verdict.CANNOT_TELL: _why_not_told_of_shown(comparison)}
    return " ".join(f"{verdict.label}: {words}" for verdict, words in meanings.items() if verdict in shown)


def _why_not_told_of_shown(comparison: Comparison) -> str:
    """Why it cannot be told of the criteria in the picture: each reason once, with whose it is where there are two."""
    titles: dict[str, list[str]] = {}
    for each in dict.fromkeys((*comparison.most_improved, *comparison.most_concern)):
        if each.verdict is Verdict.CANNOT_TELL:
            titles.setdefault(each.basis, []).append(f"“{each.title}”")
    if not 1 <= len(titles) <= _MOST_REASONS:
        return _VERDICTS_IN_WORDS[Verdict.CANNOT_TELL]
    if len(titles) == 1:
        return lower_first(next(iter(titles)))
    return " ".join(f"{listed(of)}: {lower_first(basis)}" for basis, of in titles.items())


def _counts(comparison: Comparison) -> Iterator[Count]:
    for direction, words in _WORDS.items():
        number = comparison.count(direction)
        if number or direction in _ALWAYS:
            judged = number and direction in _JUDGED
            yield Count(number, words, f"{comparison.count_likely_real(direction)} likely real" if judged else "")


def _line(movement: CriterionMovement) -> MovedLine:
    return MovedLine(
        movement.title,
        movement.domain_title,
        label_of(movement.earlier),
        label_of(movement.later),
        moved(movement),
        movement.verdict.label if movement.verdict else "",
        movement.flags,
        movement.earlier.consensus.reason if movement.earlier else "",
        why_not_told(movement.verdict, movement.basis),
    )


def why_not_told(verdict: Verdict | None, basis: str) -> str:
    """Why it cannot be told whether a difference is chance, as a sentence of its own; empty where it can."""
    return f"Cannot tell: {lower_first(basis)}" if verdict is Verdict.CANNOT_TELL and basis else ""
