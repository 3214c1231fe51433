"""What a round comes to: a level by criterion, a profile by domain, and an overall result where the rule has one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from maturity.core.agreement import Agreement, AgreementLabel
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Criterion, Domain, Level, Matrix
from maturity.core.position import Position
from maturity.core.round import Stage, WayOfScoring
from maturity.core.round_record import RoundPartner, RoundRecord


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion: what the collaborative recorded, the level that counts, and how closely partners agree.

    `level` is None where nothing was agreed, and also where the matrix gives a split criterion no level;
    `consensus` then still holds what was recorded. What lacks the reason that it needs is not recorded. `label`
    is what to print in place of a level, `band` the name of the stretch of the scale, `agreement` None in a round
    scored together. `final_agreement` is the same after the votes in the room (see `where_partners_stand`), None where
    no partner gave a level before or in them. `is_split_by_rule` says that by it the partners are split in a matrix
    where a split criterion gets no level. `not_in_last_vote` names the partners that gave no level in the last vote and
    are counted, in `final_agreement`, where they stood before it.
    """

    domain: Domain
    criterion: Criterion
    consensus: Consensus
    level: Level | None
    label: str
    band: str | None
    agreement: Agreement | None
    positions: tuple[Position, ...]
    final_agreement: Agreement | None = None
    is_split_by_rule: bool = False
    not_in_last_vote: tuple[str, ...] = ()

    @property
    def is_applicable(self) -> bool:
        """Whether the criterion counts in denominators."""
        return self.consensus.state is not ConsensusState.NOT_APPLICABLE

    @property
    def is_set_aside(self) -> bool:
        """Whether the criterion was set aside for this round: it counts in denominators and is not covered."""
        return self.consensus.state is ConsensusState.SET_ASIDE

    @property
    def is_not_agreed(self) -> bool:
        """Whether the conversation ended without a level: not agreed, or split where a split decides."""
        return self.consensus.state is ConsensusState.NOT_AGREED or self.is_split_by_rule

    @property
    def is_recorded_in_vain(self) -> bool:
        """Whether a level was recorded that does not count, because partners are split where a split decides."""
        return self.is_split_by_rule and self.consensus.level is not None

    @property
    def partners_differ(self) -> bool:
        """Whether at least one partner lies, after the votes, further from the median than the rule allows."""
        return self.final_agreement is not None and self.final_agreement.label in _DIFFERING

    @property
    def agreement_before(self) -> Agreement | None:
        """The agreement before the votes in the room, where these gave it another label; None elsewhere."""
        before, after = self.agreement, self.final_agreement
        return None if before is None or after is None or before.label is after.label else before

    @property
    def partners_differed(self) -> bool:
        """Whether partners differed before they voted, and no longer do."""
        before = self.agreement_before
        return before is not None and before.label in _DIFFERING and not self.partners_differ


_DIFFERING = frozenset({AgreementLabel.MIXED, AgreementLabel.SPLIT})


@dataclass(frozen=True, slots=True)
class DomainResult:
    """One domain. `value` is on the scale of levels, exact, or None with the reason in `label`.

    `asked` counts the criteria that apply, `with_level` those of them that have a level, and
    `not_applicable` those that were recorded as such. `counts` has one entry for each level of the scale.
    """

    domain: Domain
    criteria: tuple[CriterionResult, ...]
    value: Fraction | None
    label: str
    band: str | None
    counts: tuple[tuple[Level, int], ...]
    with_level: int
    asked: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class OverallResult:
    """The one overall result. `value` is None with `reason` where the rule cannot give one.

    `limited_from` is the value before a limiter lowered it. `reason` is a sentence, or empty when there is
    nothing to explain.
    """

    value: Fraction | None
    label: str
    band: str | None
    limited_from: Fraction | None
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a result rests on. `criteria_asked` are those that apply; `criteria_with_level` those with a level.

    `criteria_set_aside` are asked and have no level in this round.
    """

    criteria_with_level: int
    criteria_asked: int
    criteria_not_applicable: int
    criteria_set_aside: int
    partners_responded: int
    partners_total: int
    way: WayOfScoring

    @property
    def in_words(self) -> str:
        """“25 of 27 criteria, 5 of 6 partners”."""
        parts = [f"{self.criteria_with_level} of {self.criteria_asked} criteria"]
        others = ((self.criteria_set_aside, "set aside"), (self.criteria_not_applicable, "not applicable"))
        if any(number for number, _ in others):
            parts[0] += f" ({', '.join(f'{number} {what}' for number, what in others if number)})"
        if self.way is WayOfScoring.TOGETHER:
            parts.append("scored together")
        else:
            parts.append(f"{self.partners_responded} of {self.partners_total} partners")
        return ", ".join(parts)


@dataclass(frozen=True)
class RoundResult:
    """The result of one round, by the rule of the matrix version that the round was opened with."""

    record: RoundRecord
    domains: tuple[DomainResult, ...]
    overall: OverallResult | None
    coverage: Coverage

    @property
    def matrix(self) -> Matrix:
        """The matrix version of the round."""
        return self.record.matrix

    @property
    def is_draft(self) -> bool:
        """Whether the round is not closed, so that the result may still change."""
        return self.record.stage is not Stage.CLOSED

    @cached_property
    def criteria(self) -> tuple[CriterionResult, ...]:
        """Every criterion that was asked, in the order of the matrix."""
        return tuple(c for d in self.domains for c in d.criteria)

    @cached_property
    def by_criterion(self) -> Mapping[str, CriterionResult]:
        """The criteria that were asked, by id."""
        return {c.criterion.id: c for c in self.criteria}

    @cached_property
    def by_domain(self) -> Mapping[str, DomainResult]:
        """The domains that were asked, by id."""
        return {d.domain.id: d for d in self.domains}

    @cached_property
    def partners_by_id(self) -> Mapping[int, RoundPartner]:
        """The partners of the round, by id."""
        return {p.id: p for p in self.record.partners}

    def criterion(self, criterion_id: str) -> CriterionResult | None:
        """The result on a criterion, or None when it was not asked."""
        return self.by_criterion.get(criterion_id)

    def domain(self, domain_id: str) -> DomainResult | None:
        """The result of a domain, or None when none of it was asked."""
        return self.by_domain.get(domain_id)
