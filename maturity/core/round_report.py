"""The one value that every page, report, chart and export of a round is made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.agreement import Agreement, AgreementLabel
from maturity.core.consensus import ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.movement.moved import Comparison, Trend, compare_rounds, trend_of
from maturity.core.record.canonical import content_digest
from maturity.core.record.sign_off import SignOffs
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.round import WayOfScoring
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round


@dataclass(frozen=True)
class RoundReport:
    """A round's result, what moved since the round before, and the trend where there are two rounds or more.

    `sign_offs` are None where nothing is said of them, as of a round that is not closed and was never signed.
    """

    result: RoundResult
    comparison: Comparison | None
    trend: Trend | None
    sign_offs: SignOffs | None = None

    @property
    def record(self) -> RoundRecord:
        """The facts of the round."""
        return self.result.record

    @property
    def matrix(self) -> Matrix:
        """The matrix version of the round."""
        return self.result.matrix

    @property
    def is_draft(self) -> bool:
        """Whether the round is not closed, so that every page of the report has to say “draft”."""
        return self.result.is_draft

    @property
    def most_developed(self) -> tuple[DomainResult, ...]:
        """The domains that share the highest value; none where all values are the same."""
        _, highest = self._ends
        return self._domains_at(highest)

    @property
    def least_developed(self) -> tuple[DomainResult, ...]:
        """The domains that share the lowest value; none where all values are the same."""
        lowest, _ = self._ends
        return self._domains_at(lowest)

    @property
    def _ends(self) -> tuple[Fraction | None, Fraction | None]:
        values = [d.value for d in self.result.domains if d.value is not None]
        return (min(values), max(values)) if len(set(values)) > 1 else (None, None)

    def _domains_at(self, value: Fraction | None) -> tuple[DomainResult, ...]:
        return tuple(d for d in self.result.domains if d.value is not None and d.value == value)

    @property
    def where_partners_differ(self) -> tuple[CriterionResult, ...]:
        """Where they do after the votes in the room.

        Split criteria come first, then by the share of partners outside, then by spread, then in the matrix's order.
        """
        final = ((c.final_agreement, c) for c in self.result.criteria if c.partners_differ)
        return _largest_first((agreement, criterion) for agreement, criterion in final if agreement)

    @property
    def where_partners_differed(self) -> tuple[CriterionResult, ...]:
        """Where partners differed before they voted in the room and no longer do, the largest difference first."""
        before = ((c.agreement_before, c) for c in self.result.criteria if c.partners_differed)
        return _largest_first((agreement, criterion) for agreement, criterion in before if agreement)

    @property
    def not_agreed(self) -> tuple[CriterionResult, ...]:
        """The criteria on which the conversation ended without a level."""
        return tuple(c for c in self.result.criteria if c.is_not_agreed)

    @property
    def with_dissent(self) -> tuple[CriterionResult, ...]:
        """The criteria on which a partner dissents from what was recorded."""
        return tuple(c for c in self.result.criteria if self.record.dissents_on(c.criterion.id))

    @property
    def not_recorded(self) -> tuple[CriterionResult, ...]:
        """The criteria on which nothing was recorded, other than those without a level because of a split."""
        return self._in_state(ConsensusState.NOT_RECORDED)

    @property
    def set_aside(self) -> tuple[CriterionResult, ...]:
        """The criteria that were set aside for this round."""
        return self._in_state(ConsensusState.SET_ASIDE)

    @property
    def not_applicable(self) -> tuple[CriterionResult, ...]:
        """The criteria that were recorded as not applicable."""
        return self._in_state(ConsensusState.NOT_APPLICABLE)

    def _in_state(self, state: ConsensusState) -> tuple[CriterionResult, ...]:
        return tuple(c for c in self.result.criteria if c.consensus.state is state and not c.is_split_by_rule)

    @property
    def what_it_rests_on(self) -> tuple[str, ...]:
        """Sentences on how far the result can be relied on: coverage, way of scoring, gaps, and the matrix."""
        return (*_draft_lines(self), *_coverage_lines(self), *_gap_lines(self), _matrix_line(self.matrix))


def _largest_first(found: Iterable[tuple[Agreement, CriterionResult]]) -> tuple[CriterionResult, ...]:
    return tuple(criterion for _, criterion in sorted(found, key=lambda pair: _difference(pair[0])))


def _difference(agreement: Agreement) -> tuple[bool, Fraction, int]:
    """Sorts the largest difference first."""
    return agreement.label is not AgreementLabel.SPLIT, Fraction(-agreement.outside, agreement.count), -agreement.spread


def _draft_lines(report: RoundReport) -> tuple[str, ...]:
    return ("The round is not closed: this is a draft and its levels may still change.",) if report.is_draft else ()


def _coverage_lines(report: RoundReport) -> tuple[str, ...]:
    coverage = report.result.coverage
    criteria = f"{coverage.criteria_with_level} of {coverage.criteria_asked} criteria have a level."
    if report.record.way is WayOfScoring.TOGETHER:
        return criteria, "The collaborative agreed the levels together in one room, so no partner’s own are recorded."
    answered = f"{coverage.partners_responded} of {coverage.partners_total} partners responded."
    silent = [p.name for p in report.record.partners if not p.submitted]
    lines = (criteria, answered, f"No response from: {', '.join(silent)}.") if silent else (criteria, answered)
    return (*lines, *_on_behalf_lines(report))


ENTERED: Final = "Positions were entered on behalf of"
"""How the line begins that says for which partners that was so."""


def _on_behalf_lines(report: RoundReport) -> tuple[str, ...]:
    """For which partners positions were entered; where positions have no names, how many were."""
    entered = {p.partner: p.partner_name for c in report.result.criteria for p in c.positions if p.is_on_behalf}
    if entered:
        return (f"{ENTERED} {', '.join(sorted(entered.values()))}.",)
    number = report.record.on_behalf
    if not number:
        return ()
    partners, positions = ("a partner", "1 position") if number == 1 else ("partners", f"{number} positions")
    return (f"{ENTERED} {partners}: {positions}. In a round without names it is not said which.",)


def _gap_lines(report: RoundReport) -> tuple[str, ...]:
    gaps = (
        ("Not applicable", report.not_applicable),
        (report.matrix.agreement.split_name, report.not_agreed),
        (ConsensusState.SET_ASIDE.label, report.set_aside),
        ("Not recorded", report.not_recorded),
    )
    return tuple(f"{name}: {', '.join(c.criterion.title for c in criteria)}." for name, criteria in gaps if criteria)


def _matrix_line(matrix: Matrix) -> str:
    return f"Matrix: {matrix.title}, version {matrix.version}. {matrix.provenance.whose_words}"


def build_round_report(
    record: RoundRecord, *, earlier: Sequence[RoundRecord], between: Sequence[Matrix] = ()
) -> RoundReport:
    """The report of a round, beside the rounds before it.

    `earlier` are rounds of the same collaborative in any order; those that are not before this one by number
    are left out. The comparison is with the last of them. `between` may have other versions of the matrix.
    """
    before = sorted((r for r in earlier if r.number < record.number), key=lambda r: r.number)
    results = [score_round(r) for r in (*before, record)]
    if len(results) == 1:
        return RoundReport(result=results[0], comparison=None, trend=None)
    comparison = compare_rounds(results[-2], results[-1], between)
    return RoundReport(result=results[-1], comparison=comparison, trend=trend_of(results, between))


def content_key(report: RoundReport) -> str:
    """SHA-256, in hexadecimal, of everything that the report says or rests on.

    The same content gives the same key in every process, and any changed letter gives another. A matrix
    counts by its own content hash.
    """
    return content_digest(report)
