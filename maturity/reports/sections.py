"""The detail of a report: each domain with its criteria, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.dissent import PartnersDissent
from maturity.core.matrix import Criterion, Descriptor, Level, Matrix
from maturity.core.meeting.voting import voting_on
from maturity.core.movement.moved import Comparison, CriterionMovement
from maturity.core.position import A_PARTNER, Position
from maturity.core.response import AnswerState
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.round_report import RoundReport
from maturity.reports.agreement_words import stand_in_a_sentence
from maturity.reports.charts.agreement_mark import ALTHOUGH_SPLIT, Shape, shape_of
from maturity.reports.charts.domain_profile import without_level
from maturity.reports.charts.dot_strip import position_label
from maturity.reports.charts.dumbbell import label_of, moved
from maturity.reports.votes_part import votes_in_lines
from maturity.reports.words import counted, listed

_LONG: Final = 1500
"""Characters from which a criterion may be divided between two pages."""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner's own position on a criterion. `said` is its reason and its evidence.

    `partner` names the person too in a named round. `reached` says how the position was reached, where it was not
    from one person's answer.
    """

    partner: str
    level: str
    confidence: str
    reached: str
    said: str


@dataclass(frozen=True, slots=True)
class CriterionSection:
    """One criterion in detail. Texts are empty where there is nothing to say.

    `local` says whose words it has where they are local. `although` ends the level where partners are split on it.
    `votes` has a line for each vote in the room. `place` counts the level from 1 at the bottom of the scale, and is
    None without a level. `partners` leaves out those that said nothing on any criterion.
    """

    id: str
    title: str
    level: str
    although: str
    local: str
    place: int | None
    band: str
    reason: str
    evidence: str
    moves_up: str
    dissent: str
    recorded: str
    agreement: str
    votes: str
    on_behalf: str
    last: str
    movement_words: str
    descriptor: str
    next_label: str
    next_descriptor: str
    partners: tuple[PartnerLine, ...]

    @property
    def is_long(self) -> bool:
        """Whether the criterion has too much text to be kept on one page."""
        return len(self.reason) + len(self.evidence) + len(self.moves_up) + len(self.dissent) + len(self.last) > _LONG


@dataclass(frozen=True, slots=True)
class DomainSection:
    """One domain in detail."""

    id: str
    title: str
    label: str
    band: str
    without_level: str
    last: str
    criteria: tuple[CriterionSection, ...]

    @property
    def is_its_criterion(self) -> bool:
        """Whether the one criterion has the title and the result of the domain, so that both need not be printed."""
        return [(one.title, one.level) for one in self.criteria] == [(self.title, self.label)]


def silent_partners(result: RoundResult) -> Mapping[int, str]:
    """The partners that said nothing on any criterion, each by its id with the name that its positions carry."""
    positions = [position for criterion in result.criteria for position in criterion.positions]
    heard = {position.partner for position in positions if not _says_nothing(position)}
    return {position.partner: position.partner_name for position in positions if position.partner not in heard}


def _says_nothing(position: Position) -> bool:
    said = position.reason or position.evidence or position.between or position.is_on_behalf
    return position.state is AnswerState.NOT_ANSWERED and not said


def silent_in_words(result: RoundResult) -> str:
    """Which partners said nothing at all, so that it need not be said on every criterion; empty where all did."""
    names = sorted(silent_partners(result).values())
    if not names:
        return ""
    return f"Not answered on any criterion: {counted(len(names), 'partner') if A_PARTNER in names else listed(names)}."


def domain_sections(report: RoundReport) -> tuple[DomainSection, ...]:
    """Every domain that was asked, in the order of the matrix."""
    silent = silent_partners(report.result)
    return tuple(
        DomainSection(
            id=f"domain-{result.domain.id}",
            title=result.domain.title,
            label=result.label,
            band=result.band or "",
            without_level=without_level(result),
            last=_last_of_domain(report.comparison, result),
            criteria=tuple(_criterion_section(report, c, silent) for c in result.criteria),
        )
        for result in report.result.domains
    )


def _last_of_domain(comparison: Comparison | None, result: DomainResult) -> str:
    movement = next((d for d in comparison.domains if d.domain_id == result.domain.id), None) if comparison else None
    if movement is None:
        return ""
    said = f"Last round: {movement.earlier.label}." if movement.earlier else ""
    return f"{said} {movement.note}".strip()


def _criterion_section(report: RoundReport, result: CriterionResult, silent: Collection[int]) -> CriterionSection:
    matrix = report.matrix
    movement = report.comparison.criterion(result.criterion.id) if report.comparison else None
    following = _next_described(matrix, result)
    voting = voting_on(result, report.record)
    return CriterionSection(
        id=f"criterion-{result.criterion.id}",
        title=result.criterion.title,
        level=result.label,
        although=_although(result),
        local=_local(result, matrix),
        place=matrix.levels.index(result.level) + 1 if result.level else None,
        band=result.band or "",
        reason=result.consensus.reason,
        evidence=result.consensus.evidence,
        moves_up=result.consensus.moves_up,
        dissent="\n".join(map(dissent_in_words, report.record.dissents_on(result.criterion.id))),
        recorded=_recorded(result, matrix),
        agreement=stand_in_a_sentence(result, matrix) if result.positions else "",
        votes=votes_in_lines(voting),
        on_behalf=on_behalf_in_words(result.positions),
        last=_last(movement),
        movement_words=_movement_words(movement),
        descriptor=_text_at(result.criterion, result.level),
        next_label=f"What comes next: {following.label}" if following else "",
        next_descriptor=_text_at(result.criterion, following),
        partners=tuple(_partner_line(p, matrix) for p in result.positions if p.partner not in silent),
    )


def _local(result: CriterionResult, matrix: Matrix) -> str:
    """Whose words the criterion has, where they are not those of the matrix below."""
    mark = matrix.local_mark(result.criterion.id)
    return f"{mark}, not that of {matrix.overlays.name}." if mark and matrix.overlays else ""


def _although(result: CriterionResult) -> str:
    if shape_of(result) is Shape.SPLIT:
        return f", {ALTHOUGH_SPLIT}"
    were_split = result.agreement_before is not None and result.agreement_before.label is AgreementLabel.SPLIT
    return ", although partners were split before they voted" if were_split and result.level else ""


def dissent_in_words(dissent: PartnersDissent) -> str:
    """Who dissents, and the dissenter's own words; says so where they were written down for it."""
    written = " (written down on its behalf)" if dissent.on_behalf else ""
    return f"{dissent.partner_name}{written}: {dissent.words}"


def on_behalf_in_words(positions: Sequence[Position]) -> str:
    """Whose positions were entered on behalf of the partner, and by whom where the round tells of people.

    Empty where none was, as in a round without names.
    """
    entered: dict[str, list[str]] = {}
    for position in positions:
        if position.is_on_behalf:
            entered.setdefault(position.person, []).append(position.partner_name)
    return " ".join(_entered(who, names) for who, names in entered.items())


def _entered(who: str, names: Sequence[str]) -> str:
    what, were, their = ("position", "was", "its") if len(names) == 1 else ("positions", "were", "their")
    if who:
        return f"{who} entered the {what} of {listed(names)} on {their} behalf."
    return f"The {what} of {listed(names)} {were} entered on {their} behalf."


def _last(movement: CriterionMovement | None) -> str:
    if movement is None or movement.earlier is None:
        return ""
    label, reason = label_of(movement.earlier), movement.earlier.consensus.reason
    return f"{label}. {reason}" if reason else f"{label}."


def _movement_words(movement: CriterionMovement | None) -> str:
    if movement is None:
        return ""
    verdict = f", {movement.verdict.label.lower()}" if movement.verdict else ""
    return " ".join([f"{moved(movement)}{verdict}.", movement.basis, *movement.flags]).strip()


def _recorded(result: CriterionResult, matrix: Matrix) -> str:
    """What was recorded where the matrix's rule leaves a split criterion without a level."""
    if not result.is_split_by_rule or result.consensus.level is None:
        return ""
    recorded = matrix.level(result.consensus.level).label
    return f"The conversation recorded {recorded}. By the rule of the matrix a split criterion has no level."


def _next_described(matrix: Matrix, result: CriterionResult) -> Level | None:
    """The next level up that the matrix describes; it may describe some levels only."""
    if result.level is None:
        return None
    above = (level for level in matrix.levels if level.value > result.level.value)
    return next((level for level in above if result.criterion.descriptor_at(level.value)), None)


def _text_at(criterion: Criterion, level: Level | None) -> str:
    descriptor = criterion.descriptor_at(level.value) if level else None
    return _text(descriptor) if descriptor else ""


def _text(descriptor: Descriptor) -> str:
    return "\n".join([descriptor.text, *(f"• {element.text}" for element in descriptor.elements)])


def _partner_line(position: Position, matrix: Matrix) -> PartnerLine:
    evidence = f"Evidence: {position.evidence}" if position.evidence else ""
    return PartnerLine(
        position.whose,
        position_label(position, matrix),
        position.confidence.label if position.confidence else "",
        position.reached,
        "\n".join(text for text in (position.reason, evidence) if text),
    )
