"""The criteria that two rounds have in common, and what was agreed and what partners gave on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from maturity.core.agreement import agreement_on
from maturity.core.matrix_change.crosswalk import Crosswalk, Reading
from maturity.core.matrix_rules import AgreementRule
from maturity.core.movement.constant_panel import ConstantPanel, InBoth
from maturity.core.movement.verdict import are_the_same_people, pairs_would_tell
from maturity.core.position import Position
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round_record import RoundPartner


class Pair(NamedTuple):
    """One partner’s level on one criterion before and after, on the later scale, and whether by the same people."""

    partner: RoundPartner
    before: int
    after: int
    same_people: bool


class Medians(NamedTuple):
    """The medians of the partners’ own levels in the two rounds, by the later matrix’s rule."""

    before: Fraction
    after: Fraction


@dataclass(frozen=True)
class PairedCriterion:
    """One criterion of the later version that can be compared.

    `before` is the agreed level before on the later scale, None where it has none, as `after` is. `everyone` are the
    medians of all partners that gave a level in the round, `panel` those of the partners in `pairs`; None where too few
    did, or where they cannot be told. In `same_people` those of the panel with other people are held at their level
    before. `left_out` are partners that merged from others which had different levels.
    """

    id: str
    result: CriterionResult
    reading: Reading
    before: Fraction | None
    after: Fraction | None
    everyone: Medians | None = None
    panel: Medians | None = None
    same_people: Medians | None = None
    pairs: tuple[Pair, ...] = ()
    left_out: tuple[str, ...] = ()
    is_kept_back: bool = False

    @property
    def has_both(self) -> bool:
        """Whether a level was agreed in both rounds."""
        return self.before is not None and self.after is not None


def paired_criteria(
    earlier: RoundResult, later: RoundResult, walk: Crosswalk, panel: ConstantPanel
) -> tuple[PairedCriterion, ...]:
    """The criteria that both rounds asked and that can be compared, in the order of the later matrix."""
    agreed = {c.criterion.id: c.level.value for c in earlier.criteria if c.level is not None}
    found = []
    for after in later.criteria:
        reading = walk.of(after.criterion.id)
        sources = [earlier.by_criterion[each] for each in reading.sources if each in earlier.by_criterion]
        if not reading.is_comparable or len(sources) < len(reading.sources):
            continue
        level = walk.level_before(after.criterion.id, agreed)
        bare = PairedCriterion(
            id=after.criterion.id,
            result=after,
            reading=reading,
            before=None if level is None else Fraction(level.value),
            after=None if after.level is None else Fraction(after.level.value),
        )
        found.append(_with_positions(bare, _Sides(earlier, later, walk, panel), sources))
    return tuple(found)


class _Sides(NamedTuple):
    earlier: RoundResult
    later: RoundResult
    walk: Crosswalk
    panel: ConstantPanel


def _with_positions(bare: PairedCriterion, sides: _Sides, sources: Sequence[CriterionResult]) -> PairedCriterion:
    after = bare.result
    if not after.positions or not all(source.positions for source in sources):
        return bare
    rule = sides.later.matrix.agreement
    kept_back = any(pairs_would_tell(sides.earlier, sides.later, source, after) for source in sources)
    levels_before = {
        partner.id: level
        for partner in sides.earlier.record.partners
        if (level := _level_before(sides.walk, bare.id, partner.id, sources)) is not None
    }
    levels_after = {p.partner: p.level for p in after.positions if p.level is not None}
    everyone = _medians(
        rule,
        [(levels_before[p.id], p) for p in sides.earlier.record.partners if p.id in levels_before],
        [(levels_after[p.id], p) for p in sides.later.record.partners if p.id in levels_after],
    )
    if kept_back:
        return PairedCriterion(
            bare.id, after, bare.reading, bare.before, bare.after, everyone=everyone, is_kept_back=True
        )
    pairs: list[Pair] = []
    left_out: list[str] = []
    for one in sides.panel.both:
        level = levels_after.get(one.after.id)
        given = {levels_before.get(each.id) for each in one.before}
        if level is None or given == {None}:
            continue
        [*levels] = given
        if len(levels) > 1 or levels[0] is None:
            left_out.append(one.after.name)
            continue
        pairs.append(Pair(one.after, levels[0], level, _is_same_people(one, after, sources)))
    given_in_all = [position for result in (after, *sources) for position in result.positions]
    is_nameless = not all(position.tells_origin for position in given_in_all)
    return PairedCriterion(
        bare.id,
        after,
        bare.reading,
        bare.before,
        bare.after,
        everyone=everyone,
        panel=_medians_of(rule, pairs),
        same_people=_same_people(rule, pairs, is_nameless=is_nameless),
        pairs=tuple(pairs),
        left_out=tuple(left_out),
    )


def _level_before(walk: Crosswalk, criterion_id: str, partner: int, sources: Iterable[CriterionResult]) -> int | None:
    given: Mapping[str, int | None] = {
        source.criterion.id: next((p.level for p in source.positions if p.partner == partner), None)
        for source in sources
    }
    level = walk.level_before(criterion_id, given)
    return None if level is None else level.value


def _is_same_people(one: InBoth, after: CriterionResult, sources: Sequence[CriterionResult]) -> bool:
    """Whether the same people answered, for the greater part; of what came from paper nobody knows who wrote it."""
    then = {partner.id for partner in one.before}
    positions: Iterator[Position] = (p for source in sources for p in source.positions if p.partner in then)
    now = next(p for p in after.positions if p.partner == one.after.id)
    if now.is_on_behalf or any(position.is_on_behalf for position in positions):
        return False
    before = frozenset().union(*(p.who_answered(s.domain.id) for p in one.before for s in sources))
    return are_the_same_people(before, one.after.who_answered(after.domain.id))


def _same_people(rule: AgreementRule, pairs: Sequence[Pair], *, is_nameless: bool) -> Medians | None:
    """The medians of all of them with those for which other people answered held at their level before.

    Held, not left out: without them the others would have another median though they themselves did not move. None
    where too few partners had the same people, or where that would tell of some partners of a round without names.
    """
    same = [pair for pair in pairs if pair.same_people]
    if is_nameless and len(same) < len(pairs):
        return None
    held = [
        pair if pair.same_people else Pair(pair.partner, pair.before, pair.before, same_people=False) for pair in pairs
    ]
    return None if _medians_of(rule, same) is None else _medians_of(rule, held)


def _medians_of(rule: AgreementRule, pairs: Sequence[Pair]) -> Medians | None:
    return _medians(
        rule, [(pair.before, pair.partner) for pair in pairs], [(pair.after, pair.partner) for pair in pairs]
    )


def _medians(
    rule: AgreementRule, before: Sequence[tuple[int, RoundPartner]], after: Sequence[tuple[int, RoundPartner]]
) -> Medians | None:
    first, second = (
        agreement_on(
            [level for level, _ in given],
            rule,
            tuple(rule.weight_of(partner.type) for _, partner in given) if rule.weighs_partners else (),
        ).median
        for given in (before, after)
    )
    return None if first is None or second is None else Medians(first, second)
