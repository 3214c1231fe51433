"""What to look at again before a round is closed: it warns, and keeps nobody from closing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.consensus import ConsensusState
from maturity.core.dissent import PartnersDissent
from maturity.core.figures import level_in_words
from maturity.core.matrix_change.given_otherwise import GivenOtherwise
from maturity.core.meeting.triage import reason_of_confirming
from maturity.core.movement.comparability import is_same_measure
from maturity.core.position import A_PARTNER, unsettled_in_words
from maturity.core.response import AnswerState
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round import WayOfScoring
from maturity.core.split_words import said_of_missing, said_of_recorded
from maturity.core.wording import lower_first

_FAR: Final = 1
"""Levels from the median, or above the round before, beyond which a reader will ask why."""

_FEWEST_ALIKE: Final = 4
"""Fewer criteria at one level than this are no pattern."""


class Part(StrEnum):
    """A part of what was recorded on a criterion."""

    LEVEL = "choice"
    REASON = "reason"
    EVIDENCE = "evidence"
    MOVES_UP = "moves_up"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, in a sentence, and where it is mended.

    That is a part of what was recorded on a criterion where `criterion_id` names one, a partner's own positions where
    `partner` does, and else all criteria.
    """

    sentence: str
    criterion_id: str = ""
    part: Part | None = None
    partner: int | None = None


_Said = tuple[Part, str]


def check_before_closing(
    result: RoundResult,
    *,
    earlier: RoundResult | None,
    names_partners: bool,
    otherwise: Mapping[str, GivenOtherwise] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Every finding: on the whole round first, then by criterion in the order of the matrix.

    `names_partners`: whether the round lets it be known whose position is whose. `otherwise` has what was given when
    another version of the matrix asked it otherwise, by criterion. No check reads meaning into words:
    whether a reason is a good one is for people to say.
    """
    found = [*_on_partners(result, names_partners=names_partners), *_on_everything(result)]
    for criterion in result.criteria:
        found += (
            Finding(f"“{criterion.criterion.title}”: {said}", criterion.criterion.id, part)
            for part, said in (
                *_on_reason(criterion),
                *_on_split(criterion, result),
                *_on_vote(criterion),
                *_on_level(criterion, result),
                *_on_evidence(criterion, result, earlier),
                *_on_dissent(criterion, result.record.dissents_on(criterion.criterion.id)),
                *_on_last_time(criterion, result, earlier),
                *_on_another_version(otherwise.get(criterion.criterion.id)),
            )
        )
    return tuple(found)


def _on_another_version(given: GivenOtherwise | None) -> Iterator[_Said]:
    for each in () if given is None else given.briefly:
        yield Part.LEVEL, lower_first(each)


def _on_partners(result: RoundResult, *, names_partners: bool) -> Iterator[Finding]:
    """A partner without a position has no voice in what is agreed."""
    if result.record.way is not WayOfScoring.PARTNERS_FIRST:
        return
    asked = len(result.criteria)
    criteria = f"{asked} {'criterion' if asked == 1 else 'criteria'}"
    for partner in result.record.partners:
        if not partner.submitted and not names_partners:  # whether anything was entered for it is told of no partner
            entry = "Its positions can be entered on its behalf, if that was not done yet."
            yield Finding(f"{partner.name} did not respond. {entry}", partner=partner.id)
            continue
        placed = sum(_has_position(criterion, partner.id) for criterion in result.criteria)
        if placed == asked:
            continue
        if partner.submitted and names_partners:
            yield Finding(
                f"{partner.name} has no position on {asked - placed} of {criteria}. "
                "Its people did not answer, or differ and have not agreed a level.",
                partner=partner.id,
            )
        elif not partner.submitted and placed:
            yield Finding(
                f"{partner.name} did not respond, and has positions entered on its behalf on {placed} of {criteria}.",
                partner=partner.id,
            )
        elif not partner.submitted:
            yield Finding(
                f"{partner.name} did not respond. Its positions can be entered on its behalf.", partner=partner.id
            )


def _has_position(criterion: CriterionResult, partner: int) -> bool:
    return any(
        position.partner == partner and position.state is not AnswerState.NOT_ANSWERED
        for position in criterion.positions
    )


def _on_everything(result: RoundResult) -> Iterator[Finding]:
    """One level for everything may be true; more often the scale was not used."""
    levels = [c.level for c in result.criteria if c.level is not None]
    if len(levels) >= _FEWEST_ALIKE and len({level.value for level in levels}) == 1:
        yield Finding(f"Every criterion that has a level is at {levels[0].numbered_label}. Check that this is so.")


def _on_reason(criterion: CriterionResult) -> Iterator[_Said]:
    """A level without a reason cannot be followed later; not agreed without a next step ends there."""
    consensus = criterion.consensus
    if consensus.level is not None and not consensus.reason.strip():
        yield Part.REASON, "the level has no reason."
    if consensus.state is ConsensusState.NOT_AGREED and not consensus.moves_up.strip():
        yield Part.MOVES_UP, "no level was agreed, and it does not say what would move it on."


def _on_split(criterion: CriterionResult, result: RoundResult) -> Iterator[_Said]:
    """A level that will not count, because partners are split in a matrix where a split decides."""
    if said := said_of_recorded(criterion, result.matrix):
        yield Part.LEVEL, said


def _on_vote(criterion: CriterionResult) -> Iterator[_Said]:
    """A level agreed although partners are split after the last vote, in a matrix where a split only advises."""
    final = criterion.final_agreement
    if criterion.consensus.level is None or criterion.is_split_by_rule or final is criterion.agreement or final is None:
        return
    if final.label is AgreementLabel.SPLIT:
        said = ("a level was agreed, and partners are split after their last vote.", said_of_missing(criterion))
        yield Part.REASON, f"{' '.join(each for each in said if each)} Check that the reason says why."


def _on_level(criterion: CriterionResult, result: RoundResult) -> Iterator[_Said]:
    """A level that no partner gave, or far from their middle, by the last word of each: its vote, else its position."""
    level, agreement, matrix = criterion.consensus.level, criterion.final_agreement, result.matrix
    if level is None or agreement is None or agreement.lowest is None or agreement.highest is None:
        return
    said = matrix.level(level).numbered_label
    if not agreement.lowest <= level <= agreement.highest:
        side = "higher" if level > agreement.highest else "lower"
        than = f"{side} than any partner’s own level"
        if agreement.unsettled:  # whose people may hold it
            who = unsettled_in_words(agreement.unsettled, "one", inside=True)
            than = f"{side} than any level that a partner gave; {who}"
        yield Part.REASON, f"{said} was agreed, which is {than}. Check that the reason says why."
    elif agreement.median is not None and abs(level - agreement.median) > _FAR:
        middle = f"the {matrix.agreement.median_name} ({level_in_words(agreement.median, matrix)})"
        yield (
            Part.REASON,
            f"{said} was agreed, more than one level from {middle}. Check that the reason says why.",
        )


def _on_evidence(criterion: CriterionResult, result: RoundResult, earlier: RoundResult | None) -> Iterator[_Said]:
    """A level whose evidence field is empty, where what else is known makes a reader look for some.

    That is the highest, one far above last round’s, and one above all that partners named evidence for.
    """
    level, matrix = criterion.consensus.level, result.matrix
    if level is None or criterion.consensus.evidence.strip():
        return
    said, before = matrix.level(level).numbered_label, _comparable(criterion, result, earlier)
    backed = [each.level for each in criterion.positions if each.level is not None and each.evidence.strip()]
    if level == matrix.highest_level.value:
        yield Part.EVIDENCE, "the highest level was agreed without any evidence."
    elif before is not None and before.level is not None and level - before.level.value > _FAR:
        last = before.level.numbered_label
        yield Part.EVIDENCE, f"{said} was agreed without any evidence, and the round before came to {last}."
    elif backed and level > max(backed):
        gave = "the partner that names evidence gave a lower level"
        if len(backed) > 1:
            gave = "the partners that name evidence gave lower levels"
        yield Part.EVIDENCE, f"{said} was agreed without any evidence, and {gave}."


def _on_dissent(criterion: CriterionResult, dissents: Sequence[PartnersDissent]) -> Iterator[_Said]:
    """A level that was agreed over a dissent, in a reason that does not mention it.

    By its name, or by the word alone in an anonymous round: “a partner” is what any reason may say.
    """
    reason = criterion.consensus.reason.casefold()
    if criterion.consensus.level is None or not dissents or "dissent" in reason:
        return
    names = {dissent.partner_name for dissent in dissents} - {A_PARTNER}
    if not any(name.casefold() in reason for name in names):
        yield Part.REASON, "a level was agreed while a partner dissents, and the reason does not mention the dissent."


def _on_last_time(criterion: CriterionResult, result: RoundResult, earlier: RoundResult | None) -> Iterator[_Said]:
    """A reason that is last round's, word for word, says nothing about this one."""
    before = _comparable(criterion, result, earlier)
    if before is None:
        return
    reason = _plain(criterion.consensus.reason)
    if reason == _plain(reason_of_confirming(criterion.final_agreement, result.matrix)):
        return  # nobody wrote it: it gives this round's own figures
    if reason and reason == _plain(before.consensus.reason):
        yield Part.REASON, "the reason is last round’s, word for word."


def _comparable(criterion: CriterionResult, result: RoundResult, earlier: RoundResult | None) -> CriterionResult | None:
    """What the round before came to, where the criterion measured the same."""
    before = earlier.criterion(criterion.criterion.id) if earlier else None
    if earlier is None or before is None or not is_same_measure(earlier.matrix, result.matrix, criterion.criterion.id):
        return None
    return before


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
