"""What a board is told in sentences: where the collaborative is, what this report is, and what to talk about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.movement.moved import Comparison, CriterionMovement, Direction
from maturity.core.position import unsettled_in_words
from maturity.core.results import CriterionResult, DomainResult
from maturity.core.round import WayOfScoring
from maturity.core.round_report import RoundReport
from maturity.core.wording import lower_first
from maturity.reports.charts.dumbbell import label_of
from maturity.reports.words import counted, listed, shortened

WHAT_THIS_IS: Final = (
    "This is a picture that the partners made together, to guide their own development. "
    "It is not an inspection, an assurance return or a grade, and it ranks nobody."
)
_LONGEST_TITLE: Final = 80
_MOST_QUESTIONS: Final = 5
_MOST_NAMED: Final = 3
"""More domains than this at the same lowest value are counted and not named."""

_MOST_FALLS: Final = 2
"""More falls than this share one question, which names each."""


def where_we_are(report: RoundReport) -> tuple[str, ...]:
    """The result in a few sentences, with the figures that it rests on."""
    return tuple(sentence for sentence in _where_we_are(report) if sentence)


def _where_we_are(report: RoundReport) -> Iterator[str]:
    result = report.result
    who = "The collaborative" if report.record.way is WayOfScoring.TOGETHER else "Partners together"
    coverage = result.coverage
    if not coverage.criteria_with_level:
        yield f"No level has been agreed yet on any of the {counted(coverage.criteria_asked, 'criterion', 'criteria')}."
        return
    asked = counted(coverage.criteria_asked, "criterion", "criteria")
    reached = _levels_reached(result.criteria, report.matrix)
    yield f"{who} agreed a level on {coverage.criteria_with_level} of {asked}: {reached}."
    yield _ends(report)
    if report.not_agreed:
        ended = counted(len(report.not_agreed), "criterion", "criteria")
        yield f"{ended} ended without agreement, which is a result and not a gap."
    if report.set_aside:
        left = counted(len(report.set_aside), "criterion was", "criteria were")
        yield f"{left} set aside for this round, and so not covered."


def _levels_reached(criteria: Sequence[CriterionResult], matrix: Matrix) -> str:
    found = [(level, sum(1 for c in criteria if c.level == level)) for level in matrix.levels]
    return listed(
        [f"{number} at {level.label if level.name else lower_first(level.label)}" for level, number in found if number]
    )


def _ends(report: RoundReport) -> str:
    top, bottom = report.most_developed, report.least_developed
    if top and bottom:
        return f"{_end(top, 'The most developed')}; {_end(bottom, 'the least developed')}."
    with_value = [d for d in report.result.domains if d.value is not None]
    if len(with_value) > 1:
        return f"Every domain that has a result is at the same one: {with_value[0].label}."
    return ""


def _end(domains: Sequence[DomainResult], which: str) -> str:
    names = listed([shortened(d.domain.title, _LONGEST_TITLE) for d in domains], most=2)
    noun = "domain is" if len(domains) == 1 else "domains are"
    return f"{which} {noun} {names} ({domains[0].label})"


def questions(report: RoundReport) -> tuple[str, ...]:
    """Questions worth a board's time, from what this round shows; at most five, the last always the same."""
    found: dict[str, str] = {}
    for criterion, question in _questions(report):
        found.setdefault(criterion, question)
    last = (
        "Which one or two changes would make the most difference before the next round? Who will lead them, "
        "and what will we stop to make room?"
    )
    return (*list(found.values())[: _MOST_QUESTIONS - 1], last)


def _questions(report: RoundReport) -> Iterator[tuple[str, str]]:
    if report.comparison:
        yield from _about_falls(report.comparison)
    if report.not_agreed:
        yield _about_not_agreed(report.not_agreed)
    if report.where_partners_differ:
        yield _about_difference(report.where_partners_differ[0], report.matrix)
    if report.least_developed:
        yield report.least_developed[0].domain.id, _about_least(report.least_developed)
    if report.comparison:
        yield from _about_rises(report.comparison)
    if report.not_recorded:
        number = counted(len(report.not_recorded), "criterion has", "criteria have")
        yield "not-recorded", f"{number} no result. Can we decide without, and what would it take to complete them?"


def _about_least(domains: Sequence[DomainResult]) -> str:
    """About every domain that shares the lowest value: to name one of them would rank what is alike."""
    if len(domains) == 1:
        where, which = (
            f"{_quoted(domains[0].domain.title)} is at {domains[0].label}, the least developed domain",
            "this",
        )
    elif len(domains) <= _MOST_NAMED:
        names = listed([_quoted(domain.domain.title) for domain in domains])
        where, which = f"{names} are at {domains[0].label}, the least developed domains", "one of them"
    else:
        where, which = f"{len(domains)} domains are at {domains[0].label}, the lowest of all", "one of them"
    return f"{where}. Is {which} where effort should go before the next round?"


def _about_falls(comparison: Comparison) -> Iterator[tuple[str, str]]:
    fell = [m for m in comparison.criteria if m.direction is Direction.DOWN and m.is_likely_real]
    if len(fell) > _MOST_FALLS:
        yield (
            fell[0].criterion_id,
            (
                f"{listed([_quoted(m.title) for m in fell])} went down, and each, taken by itself, is likely to be "
                "real. What changed, and did we expect it?"
            ),
        )
        return
    for movement in fell:
        yield (
            movement.criterion_id,
            (
                f"{_quoted(movement.title)} went from {label_of(movement.earlier)} to {label_of(movement.later)}, "
                f"and this, taken by itself, is likely to be real.{_flags(movement)} "
                "What changed, and did we expect it?"
            ),
        )


def _about_rises(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for movement in comparison.most_improved:
        if movement.is_likely_real:
            yield (
                movement.criterion_id,
                (
                    f"{_quoted(movement.title)} went from {label_of(movement.earlier)} to {label_of(movement.later)}, "
                    f"and this, taken by itself, is likely to be real.{_flags(movement)} "
                    "What made the difference, and where else would it help?"
                ),
            )
            return


def _flags(movement: CriterionMovement) -> str:
    """What has to be said of a comparison wherever it is told."""
    return "".join(f" {flag}" for flag in movement.flags)


def _about_not_agreed(results: Sequence[CriterionResult]) -> tuple[str, str]:
    first = results[0].criterion
    more = f" (and {len(results) - 1} more)" if len(results) > 1 else ""
    return (
        first.id,
        (
            f"No level was agreed on {_quoted(first.title)}{more}. What would each partner need to see, "
            "and does it matter that views differ?"
        ),
    )


def _about_difference(result: CriterionResult, matrix: Matrix) -> tuple[str, str]:
    agreement = result.final_agreement
    lowest = matrix.level(agreement.lowest).label if agreement and agreement.lowest is not None else ""
    highest = matrix.level(agreement.highest).label if agreement and agreement.highest is not None else ""
    placed = f"Partners place {_quoted(result.criterion.title)} anywhere from {lowest} to {highest}"
    if agreement and agreement.unsettled:
        placed += f", and {unsettled_in_words(agreement.unsettled, inside=True)}"
    return result.criterion.id, f"{placed}. What does each see that others do not?"


def _quoted(title: str) -> str:
    return f"“{shortened(title, _LONGEST_TITLE)}”"
