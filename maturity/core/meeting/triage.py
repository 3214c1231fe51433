"""What to talk about first: criteria in the order of disagreement, and those that can be confirmed in bulk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.agreement import Agreement, AgreementLabel, agreement_sentence, offered_level
from maturity.core.figures import short_decimal
from maturity.core.matrix import Matrix
from maturity.core.movement.comparability import is_same_measure
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.wording import listed

CONFIRMED: Final = "Confirmed without discussion."

_ORDER: Final = (AgreementLabel.SPLIT, AgreementLabel.MIXED, AgreementLabel.TOO_FEW, AgreementLabel.ALIGNED)


@dataclass(frozen=True, slots=True)
class TriageItem:
    """One criterion and what puts it in its place: what partners submitted, and their last vote where they voted since.

    `label` is that of what they submitted. `index` is van der Eijk's A, None where too few partners gave a level.
    `distance` is how far the median lies from the level of the round before, in levels; None where there is none or no
    median. `offered` is the level to confirm: the median, when it is one.
    """

    result: CriterionResult
    label: AgreementLabel
    index: Fraction | None
    distance: Fraction | None
    offered: int | None

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The partners that have not agreed a level, nor given one in a vote since, by their names in the round."""
        return self._stand.unsettled if self._stand else ()

    @property
    def _stand(self) -> Agreement | None:
        """Where partners stand by the last word of each, so after the votes; None in a round scored together."""
        return self.result.final_agreement if self.result.agreement else None

    @property
    def furthest_apart(self) -> AgreementLabel:
        """The label of more disagreement, of what partners submitted and of where they stand after their votes."""
        return min(self.label, self._stand.label if self._stand else self.label, key=_ORDER.index)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether partners are aligned on a level that can be confirmed without talking: a median of a half is not.

        Nor is anything on which a partner has not agreed a level: it may be far from the others.
        """
        return self._is_on_offer and not self.unsettled

    @property
    def _is_on_offer(self) -> bool:
        return self._is_aligned and not self._was_voted_otherwise

    @property
    def _is_aligned(self) -> bool:
        return self.label is AgreementLabel.ALIGNED and self.offered is not None

    @property
    def _was_voted_otherwise(self) -> bool:
        """Whether a vote left partners further apart, or with another median than the level on offer."""
        if self._stand is None:
            return False
        return self._stand.label is not AgreementLabel.ALIGNED or self._stand.median != self.offered

    @property
    def why_not_confirmed(self) -> str:
        """Why what the others are aligned on is not offered for confirming; empty where that needs no sentence.

        It follows the agreement in words, which says who has not agreed a level.
        """
        if not self._is_aligned:
            return ""
        if self._was_voted_otherwise:
            return "It is not offered for confirming: the last vote came out otherwise."
        # A partner agrees nothing more once levels are revealed, but it can vote.
        return "It is not offered for confirming until a vote in the room settles that." if self.unsettled else ""

    @property
    def is_close(self) -> bool:
        """Whether all levels are the same, or one level apart at the most: talking is seldom worth it."""
        return self.spread <= 1

    @property
    def spread(self) -> int:
        """How many levels lie between the lowest and the highest, 0 where there are none."""
        return self._stand.spread if self._stand else 0

    @property
    def given_in_words(self) -> str:
        """The levels that partners gave, each once: “2, 3 and 4 were given”."""
        levels = sorted(set(self._stand.levels)) if self._stand else []
        return f"{listed([str(level) for level in levels])} {'was' if len(levels) == 1 else 'were'} given"

    @property
    def distance_in_words(self) -> str:
        """Such as “1.5 levels from the level of the round before”; empty where there is nothing to be distant from."""
        if self.distance is None:
            return ""
        levels = "1 level" if self.distance == 1 else f"{short_decimal(self.distance)} levels"
        return f"{levels} from the level of the round before"


@dataclass(frozen=True, slots=True)
class Triage:
    """Every criterion that was asked, once: to talk about, most disagreement first, or to confirm in bulk."""

    to_discuss: tuple[TriageItem, ...]
    to_confirm: tuple[TriageItem, ...]

    @property
    def items(self) -> tuple[TriageItem, ...]:
        """Every criterion in the order of the meeting."""
        return (*self.to_discuss, *self.to_confirm)

    def without(self, settled: Collection[str]) -> Triage:
        """The same order without some criteria, by id."""
        return Triage(
            to_discuss=tuple(item for item in self.to_discuss if item.result.criterion.id not in settled),
            to_confirm=tuple(item for item in self.to_confirm if item.result.criterion.id not in settled),
        )


def triage(result: RoundResult, *, earlier: RoundResult | None) -> Triage:
    """The criteria of a round by disagreement: the label, then the index from the lowest, then the distance.

    Split comes first, then mixed, then too few to say, then what is aligned on no single level. What a vote has left
    further apart counts as that: nobody is told that it can be confirmed without talking. Within a label those
    on which a partner has not agreed a level come first, since it may be far from the others; then those with the lower
    index or, where too few gave a level, those whose levels lie further apart, then those further from their level in
    the `earlier` round, where that meant the same; the order of the matrix decides between equals. Of the criteria to
    confirm those come first on which all gave the same, then by how far apart levels are, then as in the matrix.
    """
    items = [_item(result, criterion, earlier) for criterion in result.criteria]
    return Triage(
        to_discuss=tuple(sorted((item for item in items if not item.can_be_confirmed), key=_most_disagreement_first)),
        to_confirm=tuple(sorted((item for item in items if item.can_be_confirmed), key=lambda item: item.spread)),
    )


def _item(result: RoundResult, criterion: CriterionResult, earlier: RoundResult | None) -> TriageItem:
    agreement = criterion.agreement
    if agreement is None:  # scored together: there is nothing to go by
        return TriageItem(criterion, AgreementLabel.TOO_FEW, None, None, offered=None)
    last = _last_level(result, earlier, criterion.criterion.id)
    distance = None if agreement.median is None or last is None else abs(agreement.median - last)
    return TriageItem(
        result=criterion,
        label=agreement.label,
        index=agreement.index_on(result.matrix.levels),
        distance=distance,
        offered=offered_level(agreement, result.matrix.agreement),
    )


def _last_level(result: RoundResult, earlier: RoundResult | None, criterion_id: str) -> int | None:
    before = earlier.criterion(criterion_id) if earlier else None
    if earlier is None or before is None or before.level is None:
        return None
    return before.level.value if is_same_measure(earlier.matrix, result.matrix, criterion_id) else None


def _most_disagreement_first(item: TriageItem) -> tuple[int, bool, bool, Fraction, int, bool, Fraction]:
    return (
        _ORDER.index(item.furthest_apart),
        not item.unsettled,
        item.index is None,
        item.index or Fraction(0),
        0 if item.index is not None else -item.spread,
        item.distance is None,
        -(item.distance or Fraction(0)),
    )


def reason_of_confirming(agreement: Agreement | None, matrix: Matrix) -> str:
    """The reason that is recorded where a level is confirmed and nobody writes one: that it was, and the figures."""
    return f"{CONFIRMED} {agreement_sentence(agreement, matrix)}" if agreement else CONFIRMED
