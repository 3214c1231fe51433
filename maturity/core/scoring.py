"""Levels become a profile, by the rule of the matrix version.

Three things are kept apart. *Not applicable* leaves every denominator. *Not agreed*, *set aside*, *not
recorded* and *don't know* are missing and are never counted as zero. Level 0, where the scale has one, is a real level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from maturity.core.agreement import Agreement, AgreementLabel, agreement_on
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.figures import band_of, decimal, level_in_words, median_of, places_of, weighted_mean
from maturity.core.matrix import Criterion, Domain, Level, Matrix
from maturity.core.matrix_rules import AgreementRule, DomainMethod
from maturity.core.overall import overall_result
from maturity.core.position import A_PARTNER, Position, who_is_unsettled
from maturity.core.response import AnswerState
from maturity.core.results import Coverage, CriterionResult, DomainResult, RoundResult
from maturity.core.round import WayOfScoring
from maturity.core.round_record import RoundRecord


def score_round(record: RoundRecord) -> RoundResult:
    """The result of a round. A round that is not closed has one too: it is a draft, and says so."""
    matrix = record.matrix
    domains = tuple(
        _domain_result(matrix, domain, tuple(_criterion_result(record, domain, c) for c in criteria))
        for domain, criteria in matrix.asked_of(record.collaborative_type)
    )
    return RoundResult(
        record=record,
        domains=domains,
        overall=overall_result(matrix, domains, shown=record.shows_overall),
        coverage=_coverage(record, domains),
    )


def _criterion_result(record: RoundRecord, domain: Domain, criterion: Criterion) -> CriterionResult:
    matrix = record.matrix
    positions = record.positions_on(criterion.id)
    consensus = record.consensus_on(criterion.id).as_counted
    agreement = final = None
    missing: tuple[str, ...] = ()
    if record.way is WayOfScoring.PARTNERS_FIRST:
        agreement = final = agreement_among(positions, record)
    if ballots := record.last_ballots_on(criterion.id):
        stand = where_partners_stand(record, criterion.id)
        final = agreement_among(stand, record)
        voted = {vote.partner for vote in ballots[-1].votes if vote.level is not None}
        missing = tuple(each.partner_name for each in stand if each.level is not None and each.partner not in voted)
    is_split = _split_decides(consensus, final, matrix.agreement)
    level = None if is_split or consensus.level is None else matrix.level(consensus.level)
    return CriterionResult(
        domain=domain,
        criterion=criterion,
        consensus=consensus,
        level=level,
        label=_label(consensus, level, is_split=is_split, split_name=matrix.agreement.split_name),
        band=None if level is None else band_of(Fraction(level.value), matrix.scoring.level_bands),
        agreement=agreement,
        positions=positions,
        final_agreement=final,
        is_split_by_rule=is_split,
        not_in_last_vote=missing,
    )


def agreement_among(positions: Sequence[Position], record: RoundRecord) -> Agreement:
    """The agreement among positions of a round's partners, each weighing what the matrix says of its partner."""
    placed = [position for position in positions if position.level is not None]
    levels = [position.level for position in placed if position.level is not None]
    unsettled = (*who_is_unsettled(positions), *_nameless_without_level(positions, record))
    return agreement_on(levels, record.matrix.agreement, record.weights_of(placed), unsettled=unsettled)


def _nameless_without_level(positions: Sequence[Position], record: RoundRecord) -> Iterator[str]:
    """The partners of a round without names that left a criterion open, though they said something on another.

    Whether its people differ or did not answer is not told there, since it is known who has several: so each of them
    has not agreed a level.
    """
    for position in positions:
        is_open = position.state is AnswerState.NOT_ANSWERED and not position.is_unsettled
        if position.partner_name == A_PARTNER and is_open and position.partner in record.heard:
            yield A_PARTNER


def where_partners_stand(record: RoundRecord, criterion_id: str) -> tuple[Position, ...]:
    """The last word of each partner on a criterion: its last vote with a level, else its own position.

    The votes are those that were revealed. Who did not vote, or gave no level, stands where it stood: a voice that is
    missing from a vote may be the one that differed, and nobody is voted away. A vote after which the round went back
    to responding is nobody's last word: the positions came later.

    Source for the last word: Lim and Yap, doi.org/10.5334/ijic.7747, whose panels rated again; what was still split
    after the last rating was uncertain.
    """
    earlier = record.positions_on(criterion_id) if record.way is WayOfScoring.PARTNERS_FIRST else ()
    stand = {position.partner: position for position in earlier}
    for ballot in record.last_ballots_on(criterion_id):
        for vote in ballot.votes:
            if vote.level is not None or vote.partner not in stand:
                stand[vote.partner] = vote
    return tuple(stand.values())


_NOT_JUDGED = frozenset({ConsensusState.NOT_APPLICABLE, ConsensusState.SET_ASIDE})


def _split_decides(consensus: Consensus, agreement: Agreement | None, rule: AgreementRule) -> bool:
    """Whether partners are split on a criterion in a matrix where that leaves it without a level.

    No level is declared for a split panel, whatever its median (doi.org/10.5334/ijic.7747, table 2: “uncertain”).
    The agreement is that after the votes in the room. What the collaborative recorded stays in the consensus and is
    shown beside it. In a round scored together without a vote there is nothing to go by, so what was recorded stands.
    That a criterion does not apply, or is set aside, is not a level, and a split cannot overrule it.
    """
    if not rule.split_decides or agreement is None or consensus.state in _NOT_JUDGED:
        return False
    return agreement.label is AgreementLabel.SPLIT


def _label(consensus: Consensus, level: Level | None, *, is_split: bool, split_name: str) -> str:
    if level is not None:
        return level.label
    if is_split or consensus.state is ConsensusState.NOT_AGREED:
        return split_name
    return consensus.state.label


def _domain_result(matrix: Matrix, domain: Domain, criteria: tuple[CriterionResult, ...]) -> DomainResult:
    applicable = [c for c in criteria if c.is_applicable]
    leveled = [(c.level.value, c.criterion.weight) for c in applicable if c.level is not None]
    value = domain_value(matrix.scoring.domain, leveled, asked=len(applicable))
    counted = Counter(value for value, _ in leveled)
    return DomainResult(
        domain=domain,
        criteria=criteria,
        value=value,
        label=_domain_label(matrix, value, with_level=len(leveled), asked=len(applicable)),
        band=None if value is None else band_of(value, matrix.scoring.level_bands, at_least=_places(matrix)),
        counts=tuple((level, counted[level.value]) for level in matrix.levels),
        with_level=len(leveled),
        asked=len(applicable),
        not_applicable=len(criteria) - len(applicable),
    )


def domain_value(
    method: DomainMethod, leveled: Sequence[tuple[Fraction | int, Fraction]], *, asked: int
) -> Fraction | None:
    """The domain's value from levels and weights, of so many criteria that were asked.

    The lowest needs every criterion: a gate cannot be passed where it was not tried.
    """
    if not leveled or method is DomainMethod.NONE:
        return None
    if method is DomainMethod.MEDIAN:
        return median_of([level for level, _ in leveled])
    if method is DomainMethod.MEAN:
        return weighted_mean(leveled)
    return Fraction(min(level for level, _ in leveled)) if len(leveled) == asked else None


def _domain_label(matrix: Matrix, value: Fraction | None, *, with_level: int, asked: int) -> str:
    if value is not None:
        if matrix.scoring.domain is DomainMethod.MEAN:
            return decimal(value, places_of(matrix.scoring.level_bands, at_least=_places(matrix)))
        return level_in_words(value, matrix)
    if not asked:
        return ConsensusState.NOT_APPLICABLE.label
    if matrix.scoring.domain is DomainMethod.NONE:
        return f"{with_level} of {asked} criteria have a level"
    return f"No result: {with_level} of {asked} criteria have a level"


def _places(matrix: Matrix) -> int:
    """Means are written to one decimal place at least; medians and lowest levels are not rounded to any."""
    return 1 if matrix.scoring.domain is DomainMethod.MEAN else 0


def _coverage(record: RoundRecord, domains: tuple[DomainResult, ...]) -> Coverage:
    return Coverage(
        criteria_with_level=sum(d.with_level for d in domains),
        criteria_asked=sum(d.asked for d in domains),
        criteria_not_applicable=sum(d.not_applicable for d in domains),
        criteria_set_aside=sum(1 for d in domains for c in d.criteria if c.is_set_aside),
        partners_responded=sum(1 for p in record.partners if p.submitted),
        partners_total=len(record.partners),
        way=record.way,
    )
