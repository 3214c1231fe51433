"""An earlier round beside what is said of it in hindsight: a series of its own, which changes nothing of that round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from maturity.core.consensus import ConsensusState
from maturity.core.hindsight import HindsightState, LookingBack
from maturity.core.movement.comparison import Comparison, CriterionMovement
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.scoring import score_round
from maturity.core.wording import listed


@dataclass(frozen=True, slots=True)
class LookedBackLine:
    """One criterion whose level of the earlier round looks otherwise now, in the words of that round.

    `then` and `now` are levels of the earlier scale. `moved` says what that does to what moved since, in a sentence;
    it is empty where the two rounds cannot be compared on it.
    """

    criterion_id: str
    title: str
    then: str
    now: str
    reason: str
    moved: str


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What a round says of an earlier one: how many levels still look right, in a sentence, and those that do not."""

    round_number: int
    in_words: str
    lines: tuple[LookedBackLine, ...]


def looked_back(comparison: Comparison) -> LookedBack | None:
    """What the later of two rounds says of the earlier one; None where it says nothing of it."""
    back = comparison.later.record.looking_back
    earlier = comparison.earlier
    if back is None or back.round_number != earlier.record.number:
        return None
    lines = tuple(_lines(comparison, back))
    return LookedBack(back.round_number, _in_words(earlier, back), lines)


def result_looking_back(earlier: RoundResult, back: LookingBack) -> RoundResult | None:
    """The earlier round scored again with the levels that look right now; None where none looks otherwise.

    Nothing else of it is changed: where partners' split decides, it still does.
    """
    otherwise = _on_scale(earlier, back)
    if not otherwise or back.round_number != earlier.record.number:
        return None
    said = {
        criterion_id: replace(
            earlier.record.consensus_on(criterion_id),
            state=ConsensusState.AGREED,
            level=value,
            reason=back.on(criterion_id).reason,
        )
        for criterion_id, value in otherwise.items()
    }
    return score_round(replace(earlier.record, consensus={**earlier.record.consensus, **said}))


def results_looking_back(results: Iterable[RoundResult]) -> Mapping[int, RoundResult]:
    """By number, each of these rounds that a later one of them sees otherwise, scored again as it is seen now."""
    by_number = {result.record.number: result for result in results}
    found = {}
    for later in by_number.values():
        back = later.record.looking_back
        earlier = None if back is None else by_number.get(back.round_number)
        again = None if back is None or earlier is None else result_looking_back(earlier, back)
        if again is not None:
            found[again.record.number] = again
    return found


def _on_scale(earlier: RoundResult, back: LookingBack) -> Mapping[str, int]:
    """The levels that look right now, by criterion, of those that the earlier round asks and its scale has.

    What was said on another version of the matrix shows nothing rather than a level that is not there.
    """
    asked = {each.criterion.id for each in earlier.criteria}
    return {
        criterion_id: value
        for criterion_id, value in back.otherwise.items()
        if criterion_id in asked and earlier.matrix.has_level(value)
    }


def _in_words(earlier: RoundResult, back: LookingBack) -> str:
    said = [
        f"{number} {one if number == 1 else many}"
        for state, one, many in (
            (HindsightState.STILL_RIGHT, "level still looks right", "levels still look right"),
            (HindsightState.OTHERWISE, "level looks otherwise now", "levels look otherwise now"),
            (HindsightState.CANNOT_SAY, "cannot be told", "cannot be told"),
        )
        if (number := back.count(state))
    ]
    asked = len(earlier.criteria)
    answered = sum(1 for each in earlier.criteria if back.on(each.criterion.id).is_said)
    rest = f" {asked - answered} of {asked} were not looked back on." if answered < asked else ""
    return f"Looking back, the collaborative now says of round {back.round_number}: {listed(said)}.{rest}"


def _lines(comparison: Comparison, back: LookingBack) -> list[LookedBackLine]:
    earlier = comparison.earlier
    lines = []
    otherwise = _on_scale(earlier, back)
    for before in earlier.criteria:
        value = otherwise.get(before.criterion.id)
        if value is None:
            continue
        now = earlier.matrix.level(value).numbered_label
        moves = [
            _moved(before, now, each)
            for each in comparison.criteria
            if each.steps is not None and each.earlier is not None and each.earlier.criterion.id == before.criterion.id
        ]
        lines.append(
            LookedBackLine(
                criterion_id=before.criterion.id,
                title=before.criterion.title,
                then=_label(before),
                now=now,
                reason=back.on(before.criterion.id).reason,
                moved=" ".join(moves),
            )
        )
    return lines


def _moved(before: CriterionResult, now: str, movement: CriterionMovement) -> str:
    to = _label(movement.later) if movement.later else ""
    about = "" if movement.title == before.criterion.title else f"“{movement.title}”: "
    return f"{about}As judged then: {_label(before)} → {to}; looking back: {now} → {to}."


def _label(result: CriterionResult) -> str:
    return result.level.numbered_label if result.level else result.label
