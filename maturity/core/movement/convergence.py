"""Whether partners came closer to each other between two rounds: a result of its own, apart from the level.

A spread that falls while the median stays is real progress in shared understanding, and a level that rises while
partners move apart is not the whole story. So how close partners are is told beside what moved and never mixed with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from maturity.core.agreement import Agreement, AgreementLabel
from maturity.core.matrix import Matrix
from maturity.core.movement.comparability import is_same_measure
from maturity.core.movement.constant_panel import ConstantPanel, panel_of
from maturity.core.movement.gave_in_both import gave_in_both, left_out_in_words
from maturity.core.movement.other_weights import weighs_otherwise, weights_in_words
from maturity.core.movement.verdict import pairs_would_tell
from maturity.core.position import unsettled_in_words
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.scoring import agreement_among


class Closer(StrEnum):
    """What became of the spread of the partners' levels between two rounds."""

    CLOSER = "closer"
    WIDER = "wider"
    SAME = "same"
    BOTH_WAYS = "both-ways"
    CANNOT_TELL = "cannot-tell"

    @property
    def label(self) -> str:
        """How it is shown."""
        return _LABELS[self]


_LABELS = {
    Closer.CLOSER: "Closer together",
    Closer.WIDER: "Further apart",
    Closer.SAME: "As close as before",
    Closer.BOTH_WAYS: "Closer in part",
    Closer.CANNOT_TELL: "Cannot tell",
}


@dataclass(frozen=True, slots=True)
class CriterionConvergence:
    """One criterion of the later round.

    `earlier` and `later` are the agreement among the partners that gave a level in both rounds, and None where that is
    not known or not told. `basis` says in a sentence or two what the verdict rests on.
    """

    criterion_id: str
    title: str
    closer: Closer
    earlier: Agreement | None
    later: Agreement | None
    basis: str

    @property
    def median_stayed(self) -> bool:
        """Whether these partners have a median in both rounds, and it is the same."""
        before, after = self.earlier, self.later
        if before is None or after is None or before.median is None:
            return False
        return before.median == after.median


@dataclass(frozen=True)
class Convergence:
    """Two rounds of one collaborative, criterion by criterion in the order of the later round's matrix.

    `restated` says in sentences which partners were another one before; what is compared may rest on them.
    `other_weights` says so in a sentence where the rounds weigh partners differently, so that a median is not the same
    figure in both, and is empty where they do not.
    """

    criteria: tuple[CriterionConvergence, ...]
    other_weights: str = ""
    median_name: str = "median"
    restated: tuple[str, ...] = ()

    @cached_property
    def _counts(self) -> Counter[Closer]:
        return Counter(c.closer for c in self.criteria)

    def count(self, closer: Closer) -> int:
        """On how many criteria this became of the spread."""
        return self._counts[closer]

    @property
    def judged(self) -> int:
        """On how many criteria the two rounds can be compared."""
        return len(self.criteria) - self.count(Closer.CANNOT_TELL)

    @property
    def closer_at_the_same_median(self) -> int:
        """On how many criteria partners came closer while the median stayed: shared understanding, without a rise.

        On none where the rounds weigh partners differently: that cannot be told then.
        """
        if self.other_weights:
            return 0
        return sum(1 for c in self.criteria if c.closer is Closer.CLOSER and c.median_stayed)

    @cached_property
    def by_criterion(self) -> dict[str, CriterionConvergence]:
        """The criteria by id."""
        return {c.criterion_id: c for c in self.criteria}

    @property
    def in_words(self) -> tuple[str, ...]:
        """What became of the agreement over all criteria, in a few sentences."""
        if not self.judged:
            return ("Whether partners came closer cannot be told: on no criterion can the same ones be compared.",)
        counts = [
            f"{self.count(closer)} {words}"
            for closer, words in (
                (Closer.CLOSER, "closer together"),
                (Closer.WIDER, "further apart"),
                (Closer.SAME, "as close as before"),
                (Closer.BOTH_WAYS, "closer in the middle and wider at the ends, or the reverse"),
            )
            if self.count(closer)
        ]
        criteria = "1 criterion" if self.judged == 1 else f"{self.judged} criteria"
        compared = f"On {criteria} the levels of the same partners can be compared for how close they are"
        said = [f"{compared}: {', '.join(counts)}."]
        stayed = self.closer_at_the_same_median
        if stayed:
            on = "1 of them" if stayed == 1 else f"{stayed} of them"
            median = f"their {self.median_name} stayed"
            said.append(f"On {on} partners came closer while {median}: progress in shared understanding.")
        if self.other_weights:
            said.append(self.other_weights)
        said += self.restated
        return tuple(said)


def convergence_of(earlier: RoundResult, later: RoundResult, between: Iterable[Matrix] = ()) -> Convergence:
    """How close partners are in two rounds, on every criterion that the later one asks.

    A criterion is judged where a level means the same in both rounds and enough of the same partners gave one in both,
    by the rule of each matrix. By the index (van der Eijk's A, exact) and the range: partners are closer where one of
    them says so and the other does not contradict it; where the two contradict each other, a lone voice is not hidden
    behind an index that rose, and it is called so. Only partners that gave a level in both rounds are compared, because
    a new voice is nobody's move; how many are left out for that is said in the basis. One that was succeeded goes on as
    the same partner, and one that others merged into is compared where all of them gave the same level, as in the
    constant panel; else it is left out by name. Without names that would tell of a partner, so there all have to have
    given one in both (see `pairs_would_tell`). `between` may have other versions of the matrix.
    """
    panel, known = panel_of(earlier, later), tuple(between)
    return Convergence(
        tuple(_criterion(earlier, later, after, panel, known) for after in later.criteria),
        other_weights=weights_in_words(earlier, later) if weighs_otherwise(earlier, later) else "",
        median_name=later.matrix.agreement.median_name,
        restated=panel.restated,
    )


def _criterion(
    earlier: RoundResult,
    later: RoundResult,
    after: CriterionResult,
    panel: ConstantPanel,
    between: Sequence[Matrix],
) -> CriterionConvergence:
    before = earlier.criterion(after.criterion.id)
    reason = _why_not(earlier, later, before, after, between)
    closer, old, new = Closer.CANNOT_TELL, None, None
    if not reason and before is not None:
        both = gave_in_both(before, after, panel)
        old = _of([one.before for one in both], before, earlier)
        new = _of([one.after for one in both], after, later)
        if AgreementLabel.TOO_FEW in {old.label, new.label}:
            reason = "Too few partners gave a level in both rounds."
        else:
            closer = _closer(earlier, later, old, new)
            left_out = " ".join(left_out_in_words(before, after, panel, (earlier.record.number, later.record.number)))
            reason = " ".join(_basis(earlier, later, after, (old, new), left_out))
    return CriterionConvergence(after.criterion.id, after.criterion.title, closer, old, new, reason)


def _of(partners: Sequence[int], on: CriterionResult, result: RoundResult) -> Agreement:
    """The agreement among these partners alone."""
    return agreement_among([position for position in on.positions if position.partner in partners], result.record)


def _why_not(
    earlier: RoundResult,
    later: RoundResult,
    before: CriterionResult | None,
    after: CriterionResult,
    between: Sequence[Matrix],
) -> str:
    """Why the agreement of the two rounds cannot be compared, in a sentence; empty when it can."""
    if before is None:
        return f"It was not asked in round {earlier.record.number}."
    if not is_same_measure(earlier.matrix, later.matrix, after.criterion.id, between):
        return "A level does not mean the same in both rounds."
    for result, criterion in ((earlier, before), (later, after)):
        number = result.record.number
        if criterion.agreement is None:
            return f"Round {number} was scored together, so partners’ own levels are not known."
        if criterion.agreement.label is AgreementLabel.TOO_FEW:
            return f"Too few partners gave a level in round {number}."
    if pairs_would_tell(earlier, later, before, after):
        return (
            "Without names, partners are compared only where the same ones take part in both rounds and all of them "
            "gave a level."
        )
    return ""


def _closer(earlier: RoundResult, later: RoundResult, old: Agreement, new: Agreement) -> Closer:
    said = {_rise(earlier, later, old, new), _sign(old.spread - new.spread)} - {0}
    if len(said) > 1:
        return Closer.BOTH_WAYS
    return {1: Closer.CLOSER, -1: Closer.WIDER}[said.pop()] if said else Closer.SAME


def _rise(earlier: RoundResult, later: RoundResult, old: Agreement, new: Agreement) -> int:
    """Whether the index rose, fell (below 0) or stayed (0)."""
    return _sign((new.index_on(later.matrix.levels) or 0) - (old.index_on(earlier.matrix.levels) or 0))


def _sign(value: Fraction | int) -> int:
    return (value > 0) - (value < 0)


def _basis(
    earlier: RoundResult,
    later: RoundResult,
    after: CriterionResult,
    agreement: tuple[Agreement, Agreement],
    left_out: str,
) -> Iterator[str]:
    old, new = agreement
    rise = _rise(earlier, later, old, new)
    levels = "1 level" if old.spread == 1 else f"{old.spread} levels"
    if left_out:
        yield f"Only the {old.count} partners that gave a level in both rounds are compared. {left_out}"
    if old.spread != new.spread:
        yield f"From the lowest to the highest partner it was {levels} and is now {new.spread}."
    elif not old.spread:
        yield f"In both rounds all {'of them' if left_out else 'who gave a level'} gave the same one."
    else:
        yield f"From the lowest to the highest partner it is {levels}, as before."
        if rise:
            yield f"{'More' if rise > 0 else 'Fewer'} of them are alike."
    if after.agreement and after.agreement.unsettled:
        yield f"{unsettled_in_words(after.agreement.unsettled)}."
