"""What the result of a round shows: the same for everyone who may see it, so that it is made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maturity.core.matrix_words import agreement_in_words, scoring_in_words
from maturity.core.movement.moved import Comparison
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round_report import RoundReport
from maturity.reports.agreement_part import AgreementPart, agreement_part
from maturity.reports.agreement_words import stand_in_words
from maturity.reports.charts.domain_profile import domain_profile
from maturity.reports.charts.heat_map import heat_maps
from maturity.reports.sections import CriterionSection, DomainSection, domain_sections
from maturity.reports.votes_part import VoteStrip, votes_on
from maturity.web.compare.drawn import drawn
from maturity.web.compare.frame import round_title


@dataclass(frozen=True, slots=True)
class OverallView:
    """The one overall result, where the rule has one. `reason` tells what limited it, or why it has no value."""

    label: str
    band: str
    reason: str


@dataclass(frozen=True, slots=True)
class VoteView:
    """Where partners stood before they voted, or in one vote, drawn; with the reasons that were written."""

    title: str
    said: str
    picture: Markup
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion. `agreement` and its key are empty in a round scored together.

    `votes` are those in the room, with where partners stood before. `is_likely_real` says that it
    moved since the round before by more than chance explains.
    """

    section: CriterionSection
    has_level: bool
    agreement: str
    agreement_key: str
    votes: tuple[VoteView, ...]
    is_likely_real: bool


@dataclass(frozen=True, slots=True)
class DomainView:
    """One domain with its criteria, and how many of them were agreed at each level."""

    section: DomainSection
    counts: str
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True)
class ResultBody:
    """All that the result of a round shows. `before` names the round before it, empty where there is none."""

    before: str
    overall: OverallView | None
    profile: Markup
    heat_maps: tuple[Markup, ...]
    as_a_whole: AgreementPart
    domains: tuple[DomainView, ...]
    scoring: tuple[str, ...]
    agreement: tuple[str, ...]


def result_body(result: RoundResult, comparison: Comparison | None) -> ResultBody:
    """The body of the page of a result, with last time's levels where there was a round before."""
    votes = {of.criterion_id: of.strips for of in votes_on(result)}
    sections = domain_sections(RoundReport(result=result, comparison=comparison, trend=None))
    overall = result.overall
    return ResultBody(
        before="" if comparison is None else _title(comparison.earlier),
        overall=None if overall is None else OverallView(overall.label, overall.band or "", overall.reason),
        profile=drawn(domain_profile(result, chart_id="profile")),
        heat_maps=tuple(drawn(chart) for chart in heat_maps(result, chart_id="heat-map")),
        as_a_whole=agreement_part(result),
        domains=tuple(
            DomainView(
                section=section,
                counts=", ".join(f"{count} at {level.label}" for level, count in domain.counts if count),
                criteria=tuple(
                    _criterion(criterion, found, comparison, votes.get(found.criterion.id, ()))
                    for criterion, found in zip(section.criteria, domain.criteria, strict=True)
                ),
            )
            for section, domain in zip(sections, result.domains, strict=True)
        ),
        scoring=tuple(scoring_in_words(result.matrix)),
        agreement=() if not result.record.positions else tuple(agreement_in_words(result.matrix)),
    )


def _criterion(
    section: CriterionSection, result: CriterionResult, comparison: Comparison | None, votes: Sequence[VoteStrip]
) -> CriterionView:
    agreement = result.final_agreement
    movement = comparison.criterion(result.criterion.id) if comparison else None
    return CriterionView(
        section=section,
        has_level=result.level is not None,
        agreement=stand_in_words(result),
        agreement_key="" if agreement is None else agreement.label.value,
        votes=tuple(VoteView(vote.title, vote.said, drawn(vote.chart), vote.reasons) for vote in votes),
        is_likely_real=movement is not None and movement.is_likely_real,
    )


def _title(result: RoundResult) -> str:
    return round_title(result.record.number, result.record.label)
