"""Whether a change of level is likely real, within noise, or cannot be told, and what says so."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from maturity.core.figures import short_decimal
from maturity.core.movement.constant_panel import panel_of
from maturity.core.noise.chances import chance_of_exceeding
from maturity.core.noise.limits import noise_limit
from maturity.core.position import A_PARTNER
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round import WayOfScoring


class Verdict(StrEnum):
    """What may be said of a change in level."""

    LIKELY_REAL = "likely-real"
    WITHIN_NOISE = "within-noise"
    CANNOT_TELL = "cannot-tell"

    @property
    def label(self) -> str:
        """How the verdict is shown."""
        return _VERDICT_LABELS[self]


_VERDICT_LABELS = {
    Verdict.LIKELY_REAL: "Likely real",
    Verdict.WITHIN_NOISE: "Within noise",
    Verdict.CANNOT_TELL: "Cannot tell",
}


class _Panel(NamedTuple):
    """The partners that gave a level in both rounds."""

    partners: int
    same_people: int
    change: int  # the sum of their steps


def verdict_on(
    earlier: RoundResult, later: RoundResult, before: CriterionResult, after: CriterionResult, steps: int
) -> tuple[Verdict, str]:
    """The verdict on an agreed level that moved by so many steps (not 0), and its basis in a sentence or two.

    It rests on the partners that gave a level in both rounds: the mean of their own changes has to be larger
    than the noise limit for so many partners, and go the way the agreed level went. The people who answered the
    criterion have to be the same for at least half of those partners, and there have to be as many partners as the
    matrix needs before agreement is judged. An agreed level without positions behind it is a judgement that has no
    computable error.
    """
    for result in (earlier, later):
        if result.record.way is WayOfScoring.TOGETHER:
            return Verdict.CANNOT_TELL, (
                f"Round {result.record.number} was scored together. An agreed level is a judgement; "
                "it has no computable error."
            )
    if pairs_would_tell(earlier, later, before, after):
        return Verdict.CANNOT_TELL, (
            "In a round without names the partners’ own changes are told only where the same partners take part in "
            "both rounds and all of them gave a level."
        )
    panel = _panel(earlier, later, before, after)
    if not panel.partners:
        return Verdict.CANNOT_TELL, "No partner gave a level in both rounds."
    all_the_same = panel.same_people == panel.partners
    change = Fraction(panel.change, panel.partners)
    limit = noise_limit(panel.partners, levels=len(later.matrix.levels), all_the_same_people=all_the_same)
    basis = f"{_moved(panel, change)} {_can_be_chance(panel, limit, all_the_same=all_the_same)}"
    if abs(change) <= limit:
        return Verdict.WITHIN_NOISE, basis
    doubt = _doubt(panel, steps, minimum=later.matrix.agreement.minimum_partners)
    return (Verdict.CANNOT_TELL, f"{basis} {doubt}") if doubt else (Verdict.LIKELY_REAL, basis)


def chance_by_itself(
    earlier: RoundResult, later: RoundResult, before: CriterionResult, after: CriterionResult
) -> Fraction:
    """The chance that partners' own levels move beyond the limit though nothing has changed, whatever was agreed.

    It is 0 where `verdict_on` cannot find a change likely real, because too little is known or too few partners gave a
    level. Where some of the people are others it is that of a panel in which half of them are, as the limit is.
    """
    is_together = any(result.record.way is WayOfScoring.TOGETHER for result in (earlier, later))
    if is_together or pairs_would_tell(earlier, later, before, after):
        return Fraction(0)
    panel = _panel(earlier, later, before, after)
    if panel.partners < max(1, later.matrix.agreement.minimum_partners) or _are_mostly_others(panel):
        return Fraction(0)
    return chance_of_exceeding(
        panel.partners,
        levels=len(later.matrix.levels),
        all_the_same_people=panel.same_people == panel.partners,
    )


def pairs_would_tell(earlier: RoundResult, later: RoundResult, before: CriterionResult, after: CriterionResult) -> bool:
    """Whether pairing partners between two rounds would tell which of them gave a level in one without names.

    What is told of those that gave one in both is told of some partners alone, unless all of them did: of a partner
    that is new it would be the level, and beside a round with names who left the criterion open.
    """
    positions = (*before.positions, *after.positions)
    if all(position.partner_name != A_PARTNER for position in positions):
        return False
    partners = [{partner.id for partner in result.record.partners} for result in (earlier, later)]
    gave = [{p.partner for p in on.positions if p.level is not None} for on in (before, after)]
    return not partners[0] == partners[1] == gave[0] == gave[1]


def _doubt(panel: _Panel, steps: int, *, minimum: int) -> str:
    """Why a change that is larger than chance still does not bear out the agreed level, or nothing."""
    if (panel.change > 0) != (steps > 0):
        return "The agreed level went the other way."
    if panel.partners < minimum:
        return f"At least {minimum} partners are needed."
    if _are_mostly_others(panel):
        return "Other people answered for most of them than before."
    return ""


def _are_mostly_others(panel: _Panel) -> bool:
    return 2 * panel.same_people < panel.partners


def _panel(earlier: RoundResult, later: RoundResult, before: CriterionResult, after: CriterionResult) -> _Panel:
    """The partners in both rounds, those that go on in another one followed where all of them gave the same level."""
    first, second = ({p.partner: p for p in on.positions} for on in (before, after))
    partners = same_people = change = 0
    for one in panel_of(earlier, later).both:
        now = second.get(one.after.id)
        then = [first[each.id] for each in one.before if each.id in first]
        levels = {position.level for position in then}
        if now is None or now.level is None or len(then) < len(one.before) or len(levels) != 1:
            continue
        [level] = levels
        if level is None:
            continue
        partners += 1
        change += now.level - level
        # Whoever entered a position on behalf of a partner read it from paper: nobody knows who wrote that.
        same_people += not any(position.is_on_behalf for position in (*then, now)) and are_the_same_people(
            frozenset().union(*(each.who_answered(before.domain.id) for each in one.before)),
            one.after.who_answered(after.domain.id),
        )
    return _Panel(partners, same_people, change)


def are_the_same_people(before: AbstractSet[int], after: AbstractSet[int]) -> bool:
    """Whether the people who answered for a partner in two rounds are the same, for the greater part.

    At least half of everyone who answered in either round answered in both. Where it is not known who answered, they
    are not taken to be the same.
    """
    both = len(before & after)
    return both > 0 and 2 * both >= len(before | after)


def _moved(panel: _Panel, change: Fraction) -> str:
    who = "The partner" if panel.partners == 1 else f"The {panel.partners} partners"
    if not change:
        return f"{who} that gave a level in both rounds did not move on average."
    way = "up" if change > 0 else "down"
    on_average = "" if panel.partners == 1 else " on average"
    return f"{who} that gave a level in both rounds moved {way} by {_levels(abs(change))}{on_average}."


def _can_be_chance(panel: _Panel, limit: Fraction, *, all_the_same: bool) -> str:
    count = "one partner" if panel.partners == 1 else f"{panel.partners} partners"
    others = "" if all_the_same else ", some with other people answering,"
    return f"With {count}{others} up to {_levels(limit)} can be chance."


def _levels(size: Fraction) -> str:
    """“0.67 of a level”, “1 level”, “1.5 levels”."""
    if size < 1:
        return f"{short_decimal(size)} of a level"
    return "1 level" if size == 1 else f"{short_decimal(size)} levels"
