"""What a comparison shows of two rounds: the same for everyone, so that it is made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from maturity.core.movement.looked_back import LookedBack, looked_back
from maturity.core.movement.moved import (
    MOST_CONCERN_RULE,
    MOST_IMPROVED_RULE,
    Comparison,
    CriterionMovement,
    Direction,
    DomainMovement,
)
from maturity.core.results import CriterionResult, DomainResult
from maturity.core.wording import in_sentence
from maturity.reports.agreement_part import CloserLine, ConvergencePart, convergence_part
from maturity.reports.charts.dumbbell import label_of, moved
from maturity.reports.moved_part import Count, moved_part
from maturity.web.compare.drawn import drawn, finished
from maturity.web.compare.frame import round_title


@dataclass(frozen=True, slots=True)
class Side:
    """One criterion in one of the two rounds. `note` tells of a level that was recorded and does not count."""

    label: str
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One criterion in both rounds. `verdict` and `basis` are empty where nothing is judged.

    `place` is where on the page everything about it stands. `strength` is “sure” for a change that is likely real,
    “unsure” for any other change of level, and “none” where no level changed. `closer` says whether partners came
    closer to each other, with its basis in `spread`; empty where the later round did not ask it.
    """

    place: str
    title: str
    domain: str
    from_to: str
    earlier: Side
    later: Side
    moved: str
    verdict: str
    basis: str
    strength: str
    closer: str
    spread: str


@dataclass(frozen=True, slots=True)
class MovementList:
    """Up to five criteria that stand out, with the rule that chose them. `none` is said where there are none."""

    id: str
    title: str
    rule: str
    none: str
    lines: tuple[MovementLine, ...]


@dataclass(frozen=True, slots=True)
class DomainTable:
    """Every criterion of one domain."""

    title: str
    from_to: str
    note: str
    lines: tuple[MovementLine, ...]


@dataclass(frozen=True, slots=True)
class ComparisonBody:
    """All that two rounds show beside each other. `chart` is None when nothing stands out.

    `cautions` say what changed besides the levels.
    `by_chance` says how many criteria would be likely real by chance alone, and may be empty.
    """

    cautions: tuple[str, ...]
    earlier_round: str
    later_round: str
    coverage: str
    nothing_comparable: bool
    counts: tuple[Count, ...]
    by_chance: str
    chart: Markup | None
    convergence: ConvergencePart
    lists: tuple[MovementList, ...]
    domains: tuple[DomainTable, ...]
    looked_back: LookedBack | None


@dataclass(frozen=True, slots=True)
class FinishedComparison:
    """The body as finished markup, in the two parts between which the views stand."""

    what_moved: Markup
    every_criterion: Markup


def finished_comparison(comparison: Comparison) -> FinishedComparison:
    """What two rounds show, from the cautions to the short lists, and every criterion."""
    body = comparison_body(comparison)
    return FinishedComparison(
        what_moved=finished("compare/parts/comparison.html", "what_moved", body),
        every_criterion=finished("compare/parts/comparison.html", "every_criterion", body),
    )


def comparison_body(comparison: Comparison) -> ComparisonBody:
    """The body of the page of a comparison."""
    part = moved_part(comparison)
    closer = convergence_part(comparison)
    # Who was restated stands among the cautions already, at the top of the page.
    convergence = replace(closer, agreement=tuple(said for said in closer.agreement if said not in comparison.cautions))
    by_criterion = {line.criterion_id: line for line in convergence.lines}
    earlier, later = comparison.earlier.record, comparison.later.record
    return ComparisonBody(
        cautions=comparison.cautions,
        earlier_round=round_title(earlier.number, earlier.label),
        later_round=round_title(later.number, later.label),
        coverage=part.coverage,
        nothing_comparable=not comparison.compared,
        counts=part.counts,
        by_chance=part.by_chance,
        chart=drawn(part.chart) if part.chart else None,
        convergence=convergence,
        lists=(
            MovementList(
                id="most-improved",
                title="Most improved",
                rule=MOST_IMPROVED_RULE,
                none="No criterion went up.",
                lines=tuple(_line(m, by_criterion) for m in comparison.most_improved),
            ),
            MovementList(
                id="most-concern",
                title="Of most concern",
                rule=MOST_CONCERN_RULE,
                none="No criterion went down, stayed at the lowest level or ended without agreement.",
                lines=tuple(_line(m, by_criterion, is_of_concern=True) for m in comparison.most_concern),
            ),
        ),
        domains=tuple(_domain(d, by_criterion) for d in comparison.domains),
        looked_back=looked_back(comparison),
    )


def _domain(movement: DomainMovement, closer: Mapping[str, CloserLine]) -> DomainTable:
    return DomainTable(
        title=movement.title,
        from_to=_from_to(_domain_label(movement.earlier), _domain_label(movement.later)),
        note=movement.note,
        lines=tuple(_line(m, closer) for m in movement.criteria),
    )


def _domain_label(result: DomainResult | None) -> str:
    if result is None:
        return ""
    return f"{result.label} ({result.band})" if result.band else result.label


def _from_to(earlier: str, later: str) -> str:
    """Both sides in a few words; either is empty where it was not asked."""
    if earlier and later:
        return f"{earlier} in both rounds" if earlier == later else f"{earlier} to {in_sentence(later)}"
    return earlier or later


def _line(
    movement: CriterionMovement, closer: Mapping[str, CloserLine], *, is_of_concern: bool = False
) -> MovementLine:
    found = closer.get(movement.criterion_id)
    return MovementLine(
        place=f"moved-{movement.criterion_id}",
        title=movement.title,
        domain=movement.domain_title,
        from_to=_from_to(label_of(movement.earlier), label_of(movement.later)),
        earlier=_side(movement.earlier),
        later=_side(movement.later),
        moved=_why_of_concern(movement) if is_of_concern else moved(movement),
        verdict=movement.verdict.label if movement.verdict else "",
        basis=" ".join([movement.basis, *movement.flags]).strip(),
        strength=_strength(movement),
        closer=found.closer if found else "",
        spread=found.basis if found else "",
    )


def _why_of_concern(movement: CriterionMovement) -> str:
    if movement.direction is Direction.SAME:
        return "Same, at the lowest level"
    if movement.later is not None and movement.later.is_not_agreed:
        return movement.later.label
    return moved(movement)


def _strength(movement: CriterionMovement) -> str:
    if movement.verdict is None:
        return "none"
    return "sure" if movement.is_likely_real else "unsure"


def _side(result: CriterionResult | None) -> Side:
    if result is None:
        return Side(label=label_of(None), reason="")
    note = "Partners were split, and by the rule of the matrix a split has no level." if result.is_split_by_rule else ""
    return Side(label=label_of(result), reason=result.consensus.reason, note=note)
