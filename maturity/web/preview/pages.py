"""What the previews of a matrix show. Nothing that is entered there is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import MINUTES_FOR_A_CRITERION, Criterion, Matrix
from maturity.core.matrix_words import asked_of_in_words
from maturity.core.sample_round import types_asked
from maturity.persistence.queries.matrices import MatrixEntry
from maturity.persistence.queries.responses import NOTHING_KEPT
from maturity.reports.pdf import ReportKind
from maturity.web.design_system.words import count
from maturity.web.respond.question import Question, question_view


@dataclass(frozen=True, slots=True)
class PreviewFrame:
    """The version that is previewed, and where its pages are."""

    key: str
    version: str
    title: str
    name: str
    language: str
    matrix_address: str
    form_address: str
    report_address: str


@dataclass(frozen=True, slots=True)
class Step:
    """Somewhere to go in a preview. `is_here` marks the one that is shown."""

    text: str
    address: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class DomainSteps:
    """A domain with the criteria that can be tried."""

    title: str
    summary: str
    criteria: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """The list of what a respondent is asked."""

    frame: PreviewFrame
    purpose: str
    asked: str
    domains: tuple[DomainSteps, ...]


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """One criterion as a respondent sees it. `asked_of` says where only some collaboratives are asked it."""

    frame: PreviewFrame
    domain: str
    place: str
    asked_of: str
    question: Question
    previous_address: str
    next_address: str


@dataclass(frozen=True, slots=True)
class ReportPreviewPage:
    """The report with sample answers. `types` has one for each type of collaborative that is asked other criteria."""

    frame: PreviewFrame
    types: tuple[Step, ...]
    pdfs: tuple[Step, ...]
    body: Markup


def preview_frame(entry: MatrixEntry, matrix: Matrix) -> PreviewFrame:
    """The frame of the previews of a version."""
    return PreviewFrame(
        key=entry.key,
        version=entry.version,
        title=entry.title,
        name=entry.name,
        language="" if matrix.language == "en-GB" else matrix.language,
        matrix_address=url_for("author.matrix", key=entry.key, version=entry.version),
        form_address=url_for("preview.form", key=entry.key, version=entry.version),
        report_address=url_for("preview.report", key=entry.key, version=entry.version),
    )


def form_page(entry: MatrixEntry, matrix: Matrix) -> FormPage:
    """The list of what a respondent is asked, whatever the type of the collaborative."""
    number = len(matrix.criteria)
    criteria = count(number, "criterion", "criteria")
    return FormPage(
        frame=preview_frame(entry, matrix),
        purpose=matrix.purpose,
        asked=f"{criteria}, about {number * MINUTES_FOR_A_CRITERION} minutes for one person.",
        domains=tuple(
            DomainSteps(
                title=domain.title,
                summary=domain.summary or "",
                criteria=tuple(Step(c.title, _criterion_address(entry, c)) for c in domain.criteria),
            )
            for domain in matrix.domains
        ),
    )


def criterion_page(entry: MatrixEntry, matrix: Matrix, criterion: Criterion) -> CriterionPage:
    """One criterion, with no answer to it."""
    order = matrix.criteria
    place = order.index(criterion)
    return CriterionPage(
        frame=preview_frame(entry, matrix),
        domain=matrix.domain_of(criterion.id).title,
        place=f"Criterion {place + 1} of {len(order)}",
        asked_of=asked_of_in_words(criterion),
        question=question_view(criterion, matrix=matrix, address=None, kept=NOTHING_KEPT),
        previous_address=_criterion_address(entry, order[place - 1]) if place else "",
        next_address=_criterion_address(entry, order[place + 1]) if place + 1 < len(order) else "",
    )


def report_preview_page(
    entry: MatrixEntry, matrix: Matrix, *, asked_of: CollaborativeType, body: Markup
) -> ReportPreviewPage:
    """The report of sample answers by a collaborative of a type."""
    where: dict[str, Any] = {"key": entry.key, "version": entry.version}
    differs = any(criterion.applies_to for criterion in matrix.criteria)
    return ReportPreviewPage(
        frame=preview_frame(entry, matrix),
        types=tuple(
            Step(kind.label, url_for("preview.report", **where, type=kind.value), kind is asked_of)
            for kind in (types_asked(matrix) if differs else ())
        ),
        pdfs=tuple(
            Step(kind.label, url_for("preview.pdf", **where, kind=kind.value, type=asked_of.value))
            for kind in ReportKind
        ),
        body=body,
    )


def _criterion_address(entry: MatrixEntry, criterion: Criterion) -> str:
    return url_for("preview.criterion", key=entry.key, version=entry.version, criterion_id=criterion.id)
