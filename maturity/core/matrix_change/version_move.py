"""Moving an open round to the next version of its matrix: what becomes of everything that was said in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.declared_changes import LevelRule
from maturity.core.dissent import Dissent
from maturity.core.matrix import Criterion
from maturity.core.matrix_change.crosswalk import Crosswalk
from maturity.core.matrix_rules import CriterionMethod
from maturity.core.position import PositionOrigin, Stance
from maturity.core.response import Answer, AnswerState

SaidInRound = Answer | Stance | Consensus | Dissent
"""What one row of a round says, in any tier."""

Said = TypeVar("Said", Answer, Stance, Consensus, Dissent)


class Tier(StrEnum):
    """Whose words a row of a round holds."""

    RESPONSE = "response"
    POSITION = "position"
    CONSENSUS = "consensus"
    DISSENT = "dissent"

    @property
    def label(self) -> str:
        """What one such row is called."""
        return _TIER_LABELS[self]


_TIER_LABELS = {
    Tier.RESPONSE: "Answers of people",
    Tier.POSITION: "Positions of partners",
    Tier.CONSENSUS: "Agreed results",
    Tier.DISSENT: "Dissents",
}


class Fate(StrEnum):
    """What becomes of what was said on a criterion."""

    KEPT = "kept"
    LOOK_AGAIN = "look-again"
    MADE = "made"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class CriterionFate:
    """One criterion of the later version, or one that is gone from it, and what becomes of what was said on it.

    `sources` are the ids in the earlier version that its words come from. `is_told` is whether everybody who takes part
    may know already what each partner stands for.
    """

    criterion_id: str
    title: str
    fate: Fate
    sources: tuple[str, ...]
    in_words: str
    is_told: bool = True


def fates(walk: Crosswalk, *, is_told: bool = True) -> tuple[CriterionFate, ...]:
    """What becomes of each criterion, in the order of the later version, those that are gone at the end.

    `is_told` is whether everybody who takes part may know already what each partner stands for.
    """
    there = [_fate(walk, criterion, is_told=is_told) for criterion in walk.later.criteria]
    return (*there, *(_gone(walk, each) for each in walk.earlier.criteria if each.id not in walk.later.criterion_ids))


def asks_again(fate: CriterionFate) -> bool:
    """Whether whoever answered, or has still to answer, is asked to look at the criterion."""
    return fate.fate in {Fate.LOOK_AGAIN, Fate.MADE, Fate.NEW}


def changes_levels(walk: Crosswalk) -> bool:
    """Whether a level that was said is read as another one, or as none."""
    return not walk.keeps_numbers


def _fate(walk: Crosswalk, after: Criterion, *, is_told: bool) -> CriterionFate:
    reading = walk.of(after.id)
    [step] = walk.steps
    came_from = step.changes.of(after.id).came_from if step.changes else ()
    if came_from:
        titles = " and ".join(f"“{walk.earlier.criterion(each).title}”" for each in came_from)
        rule = LevelRule.OPEN if walk.broken_scale or _by_elements(walk) else step.rule_of(after.id)
        level = _LEVEL_IN_WORDS[rule]
        if rule is not LevelRule.OPEN and len(came_from) > 1 and not is_told:
            level += _LEFT_OPEN_UNTOLD
        words = f"Reasons and evidence are copied from {titles}, each under its old title. {level}"
        return CriterionFate(after.id, after.title, Fate.MADE, came_from, words, is_told)
    if after.id not in walk.earlier.criterion_ids:
        return CriterionFate(after.id, after.title, Fate.NEW, (), "New: it is open to be answered.")
    if walk.broken_scale:
        words = "The words are kept, with the level of then written under them. The level is open to be chosen again."
        return CriterionFate(after.id, after.title, Fate.LOOK_AGAIN, (after.id,), words)
    mapped = "" if walk.keeps_numbers else " Levels are read on the new scale, as it declares."
    if reading.is_amended or not reading.is_comparable:
        words = f"Everything is kept, and marked to be looked at again: its meaning changed.{mapped}"
        return CriterionFate(after.id, after.title, Fate.LOOK_AGAIN, (after.id,), words)
    return CriterionFate(after.id, after.title, Fate.KEPT, (after.id,), f"Everything is kept as it is.{mapped}")


_LEVEL_IN_WORDS = {
    LevelRule.OPEN: "The level is left open.",
    LevelRule.KEPT: "The level is kept.",
    LevelRule.LOWEST: "The level is the lowest of theirs.",
    LevelRule.SAME: "The level is theirs where they have the same, else it is left open.",
}
_LEFT_OPEN_UNTOLD = (
    " It is left open where a partner’s position on one of them is its own and on another was entered on its behalf: "
    "whoever entered it may not read the partner’s own yet."
)


def _gone(walk: Crosswalk, before: Criterion) -> CriterionFate:
    became = " and ".join(f"“{each.title}”" for each in walk.became(before.id))
    lives_on = f" Its words live on in {became}." if became else ""
    words = f"No longer asked. Everything said on it is kept from version {walk.earlier.version}.{lives_on}"
    return CriterionFate(before.id, before.title, Fate.GONE, (before.id,), words)


def _by_elements(walk: Crosswalk) -> bool:
    return walk.later.scoring.criterion is CriterionMethod.ELEMENTS


def answer_after(walk: Crosswalk, fate: CriterionFate, said: Mapping[str, Answer]) -> Answer:
    """What a person's answers, by criterion of the earlier version, become on one criterion."""
    answers = [said[each] for each in fate.sources if each in said]
    first = answers[0]
    state, level = _state_and_level(walk, fate, {each: (said[each].state, said[each].level) for each in said})
    return Answer(
        state=state,
        level=level,
        reason=_words(walk, fate, {k: v.reason for k, v in said.items()}, {k: v.level for k, v in said.items()}),
        confidence=first.confidence if len(answers) == 1 else None,
        evidence=_joined(walk, fate, {k: v.evidence for k, v in said.items()}),
        elements=first.elements if fate.fate is not Fate.MADE else frozenset(),
    )


def stance_after(walk: Crosswalk, fate: CriterionFate, said: Mapping[str, Stance]) -> Stance:
    """The same for what a partner stands for. How it was reached stays, but where nobody's median is left.

    What is made of several is no better founded than the weakest of them: it was entered on behalf of the partner if
    one was, then a median that nobody agreed, then what one person answered, and agreed only if all were. Where what
    partners stand for is not told yet, what a partner says itself never joins what somebody else entered for it, who
    could read it: the words are kept for the partner, and nothing is decided.
    """
    stances = [said[each] for each in fate.sources if each in said]
    if not fate.is_told and _would_be_read_outside(stances):
        return Stance(
            state=AnswerState.NOT_ANSWERED,
            reason=_words(walk, fate, {k: v.reason for k, v in said.items()}, {k: v.level for k, v in said.items()}),
            evidence=_joined(walk, fate, {k: v.evidence for k, v in said.items()}),
            origin=PositionOrigin.MEDIAN,
            entered_by=next((each.entered_by for each in stances if each.origin is PositionOrigin.AGREED), None),
        )
    only = stances[0] if len(stances) == 1 else None
    weakest = min(stances, key=_how_well_founded)
    state, level = _state_and_level(walk, fate, {each: (said[each].state, said[each].level) for each in said})
    between = only.between if only is not None and state is AnswerState.NOT_ANSWERED else None
    if between is not None and changes_levels(walk):
        now = [walk.level_now(each) for each in between]
        between = (now[0].value, now[1].value) if now[0] and now[1] and now[0].value < now[1].value else None
    was_open = weakest.state is AnswerState.NOT_ANSWERED
    is_median = weakest.origin is PositionOrigin.MEDIAN and (state is not AnswerState.NOT_ANSWERED or was_open)
    is_kept = is_median or weakest.origin is not PositionOrigin.MEDIAN
    return Stance(
        state=state,
        level=level,
        reason=_words(walk, fate, {k: v.reason for k, v in said.items()}, {k: v.level for k, v in said.items()}),
        confidence=None if only is None else only.confidence,
        evidence=_joined(walk, fate, {k: v.evidence for k, v in said.items()}),
        between=between,
        origin=weakest.origin if is_kept else PositionOrigin.RESPONDENT,
        entered_by=weakest.entered_by,
    )


def _would_be_read_outside(stances: Sequence[Stance]) -> bool:
    """Whether one of several positions may be somebody’s who must not read another of them.

    That is who entered one on behalf of the partner, or has begun to: what was agreed inside it is nobody else’s.
    """
    speaking = [each for each in stances if each.is_unsettled or each.reason or each.evidence or _is_answered(each)]
    hands = {(each.origin is PositionOrigin.FACILITATOR, each.entered_by) for each in speaking}
    outside = [each for each in speaking if each.entered_by is not None and each.origin is not PositionOrigin.AGREED]
    return bool(outside) and len(hands) > 1


def _is_answered(stance: Stance) -> bool:
    return stance.state is not AnswerState.NOT_ANSWERED


_WEAKEST_FIRST = (
    PositionOrigin.FACILITATOR,
    PositionOrigin.MEDIAN,
    PositionOrigin.RESPONDENT,
    PositionOrigin.AGREED,
)


def _how_well_founded(stance: Stance) -> tuple[int, bool]:
    """By how a position was reached; of two of the same kind the one that is open is the weaker."""
    return _WEAKEST_FIRST.index(stance.origin), stance.state is not AnswerState.NOT_ANSWERED


def consensus_after(walk: Crosswalk, fate: CriterionFate, said: Mapping[str, Consensus]) -> Consensus:
    """The same for what the collaborative recorded: without a level it is open, with its words."""
    found = [said[each] for each in fate.sources if each in said]
    level = _level(walk, fate, {each: said[each].level for each in said})
    states = {each.state for each in found}
    stays = len(states) == 1 and states != {ConsensusState.AGREED} and _keeps_state(walk, fate)
    state = found[0].state if stays else ConsensusState.AGREED if level is not None else ConsensusState.NOT_RECORDED
    return Consensus(
        state=state,
        level=level if state is ConsensusState.AGREED else None,
        reason=_words(walk, fate, {k: v.reason for k, v in said.items()}, {k: v.level for k, v in said.items()}),
        evidence=_joined(walk, fate, {k: v.evidence for k, v in said.items()}),
        moves_up=_joined(walk, fate, {k: v.moves_up for k, v in said.items()}),
    )


def dissent_after(walk: Crosswalk, fate: CriterionFate, said: Mapping[str, Dissent]) -> Dissent:
    """The same for what a partner holds against it."""
    on_behalf = any(said[each].on_behalf for each in fate.sources if each in said)
    return Dissent(_joined(walk, fate, {k: v.words for k, v in said.items()}), on_behalf)


def level_said(said: SaidInRound) -> int | None:
    """The level that was said; a dissent never says one."""
    return None if isinstance(said, Dissent) else said.level


def is_by_a_person(said: SaidInRound) -> bool:
    """Whether a person said it: not so of a position that was worked out from responses."""
    return not isinstance(said, Stance) or said.origin.is_settled


def longest_text(said: SaidInRound) -> int:
    """How many characters the longest of its texts has."""
    if isinstance(said, Dissent):
        return len(said.words)
    moves_up = said.moves_up if isinstance(said, Consensus) else ""
    return max(map(len, (said.reason, said.evidence, moves_up)))


def without_level(said: Said, label: str) -> Said:
    """What was said with its level left open and written under the words: for a scale that does not have it."""
    if isinstance(said, Dissent):
        return said
    reason = f"{said.reason}\n\n(The level was {label}.)".strip()
    if isinstance(said, Consensus):
        return replace(said, state=ConsensusState.NOT_RECORDED, level=None, reason=reason)
    return replace(said, state=AnswerState.NOT_ANSWERED, level=None, reason=reason)


def _state_and_level(
    walk: Crosswalk, fate: CriterionFate, said: Mapping[str, tuple[AnswerState, int | None]]
) -> tuple[AnswerState, int | None]:
    level = _level(walk, fate, {each: value for each, (_, value) in said.items()})
    if level is not None:
        return AnswerState.LEVEL, level
    states = {said[each][0] for each in fate.sources if each in said}
    if len(states) == 1 and AnswerState.LEVEL not in states and _keeps_state(walk, fate):
        return next(iter(states)), None
    return AnswerState.NOT_ANSWERED, None


def _keeps_state(walk: Crosswalk, fate: CriterionFate) -> bool:
    """Whether “not applicable” and the like go on being said: of the same criterion, and where a level would."""
    return fate.fate is not Fate.MADE or walk.steps[0].rule_of(fate.criterion_id) is not LevelRule.OPEN


def _level(walk: Crosswalk, fate: CriterionFate, given: Mapping[str, int | None]) -> int | None:
    if fate.fate is Fate.MADE:
        found = None if _by_elements(walk) else walk.level_before(fate.criterion_id, given)
        return None if found is None else found.value
    value = given.get(fate.criterion_id)
    now = None if value is None else walk.level_now(value)
    if now is None or walk.broken_scale:
        return None
    return now.value


def _words(walk: Crosswalk, fate: CriterionFate, texts: Mapping[str, str], levels: Mapping[str, int | None]) -> str:
    """The reason, with the level of then under it where the scale is broken."""
    reason = _joined(walk, fate, texts)
    if fate.fate is Fate.MADE or not walk.broken_scale or levels.get(fate.criterion_id) is None:
        return reason
    label = walk.earlier.level(levels[fate.criterion_id] or 0).numbered_label
    return f"{reason}\n\n(The level was {label} in version {walk.earlier.version}.)".strip()


def _joined(walk: Crosswalk, fate: CriterionFate, texts: Mapping[str, str]) -> str:
    """The texts of where a criterion comes from, each under its old title where it is made of others."""
    if fate.fate is not Fate.MADE:
        return texts.get(fate.criterion_id, "")
    said: Sequence[tuple[str, str]] = [(each, texts.get(each, "").strip()) for each in fate.sources]
    return "\n\n".join(f"From “{walk.earlier.criterion(each).title}”: {text}" for each, text in said if text)
