"""How closely partners agree over a whole round: in the order of the criteria, in their levels, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from maturity.core.agreement import Agreement, AgreementLabel
from maturity.core.concordance import (
    FEWEST_PARTNERS,
    Levels,
    NoFigure,
    criteria_counted,
    kendalls_w,
    krippendorffs_alpha,
    offsets,
    sides,
)
from maturity.core.figures import decimal, rounded
from maturity.core.results import CriterionResult, RoundResult


@dataclass(frozen=True, slots=True)
class PartnerOffset:
    """How far one partner is above (or below) the others on average, in levels.

    On so many criteria it is `higher` than the mean of the others, and on so many `lower`.
    """

    partner: int
    partner_name: str
    offset: Fraction | NoFigure
    higher: int = 0
    lower: int = 0


@dataclass(frozen=True, slots=True)
class Closeness:
    """The agreement of a whole round. Each figure is exact, or a `NoFigure` with the reason why there is none.

    `given` is how many levels partners gave on criteria on which as many of them did as the matrix needs, and
    `within_one` the share of these that lies within one level of the median of their criterion. `concordance` is
    Kendall's W and `alpha` Krippendorff's, for ordered levels. `offsets` has every partner of the round, in its order.
    The share rests on as many criteria as `counted` says, of those that were `asked`, `concordance` on `ordered` and
    `alpha` on `shared`. `median_name` is what the matrix calls a median.
    """

    given: int
    within_one: Fraction | NoFigure
    concordance: Fraction | NoFigure
    alpha: Fraction | NoFigure
    offsets: tuple[PartnerOffset, ...]
    counted: int = 0
    asked: int = 0
    median_name: str = "median"
    ordered: int = 0
    shared: int = 0

    @property
    def on_some(self) -> str:
        """On how many criteria the share rests, such as “on 3 of 7 criteria”; empty where on all of them."""
        return self.on_some_of(self.counted)

    def on_some_of(self, counted: int) -> str:
        """The same for a figure that rests on so many."""
        return "" if counted == self.asked else f"on {counted} of {self.asked} criteria"


SCORED_TOGETHER = NoFigure("The round was scored together, so partners’ own levels are not known.")


def closeness_of(result: RoundResult) -> Closeness:
    """How closely the partners of a round agree as a whole, over the criteria that were asked."""
    judged = [c for c in result.criteria if c.positions]
    if not judged:
        return Closeness(0, SCORED_TOGETHER, SCORED_TOGETHER, SCORED_TOGETHER, ())
    rows = _rows(result, judged)
    enough = [c.agreement for c in judged if c.agreement and c.agreement.label is not AgreementLabel.TOO_FEW]
    minimum = result.matrix.agreement.minimum_partners
    given, within_one = _within_one(enough, minimum)
    fewest = max(FEWEST_PARTNERS, minimum)
    ordered, shared = criteria_counted(rows)
    found = zip(result.record.partners, offsets(rows, fewest=fewest), sides(rows), strict=True)
    return Closeness(
        given=given,
        within_one=within_one,
        concordance=kendalls_w(rows, fewest=fewest),
        alpha=krippendorffs_alpha(rows, fewest=fewest),
        offsets=tuple(
            PartnerOffset(partner.id, partner.name, offset, higher, lower) for partner, offset, (higher, lower) in found
        ),
        counted=len(enough),
        asked=len(result.criteria),
        median_name=result.matrix.agreement.median_name,
        ordered=ordered,
        shared=shared,
    )


def _rows(result: RoundResult, judged: Sequence[CriterionResult]) -> list[Levels]:
    by_criterion = [{p.partner: p.level for p in criterion.positions} for criterion in judged]
    return [[levels.get(partner.id) for levels in by_criterion] for partner in result.record.partners]


def _within_one(enough: Sequence[Agreement], minimum: int) -> tuple[int, Fraction | NoFigure]:
    given = sum(agreement.count for agreement in enough)
    if not given:
        return 0, NoFigure(f"On no criterion did {minimum} or more partners give a level.")
    return given, Fraction(sum(agreement.within_one for agreement in enough), given)


@dataclass(frozen=True, slots=True)
class ClosenessLine:
    """One figure in words: its name, the figure as it is printed (empty where there is none), and what it says."""

    name: str
    figure: str
    said: str


def closeness_in_words(closeness: Closeness) -> tuple[ClosenessLine, ...]:
    """The three figures of a round, each explained in a sentence; where there is none, the reason instead.

    A band of words is looked up with the figure that is printed. The words for W follow Schmidt, R. C. (1997),
    Managing Delphi surveys using nonparametric statistical techniques, Decision Sciences 28(3), 763-774,
    doi.org/10.1111/j.1540-5915.1997.tb01330.x (0.5 moderate, 0.7 strong); those for alpha follow Krippendorff
    (firm from 0.800, tentative from 0.667).
    """
    return (_said_of_share(closeness), _said_of_concordance(closeness), _said_of_alpha(closeness))


def _said_of_share(closeness: Closeness) -> ClosenessLine:
    name, share = f"Within one level of the {closeness.median_name}", closeness.within_one
    if isinstance(share, NoFigure):
        return ClosenessLine(name, "", share.reason)
    figure, on = f"{decimal(share * 100, 0)}%", " on these"
    if not closeness.on_some:
        on = "" if closeness.asked == 1 else f" on all {closeness.asked} criteria"
    said = (
        f"Of the {closeness.given} levels that partners gave{on}, {share * closeness.given} lie within one level of "
        f"the {closeness.median_name} of their criterion."
    )
    if closeness.on_some:
        said += f" On the other {closeness.asked - closeness.counted}, too few partners gave a level to say."
        figure += f", {closeness.on_some}"
    return ClosenessLine(name, figure, said)


_PLACES = 3
"""Of W and alpha alike, because the bar of 0.667 has three."""


def _figure(found: Fraction, closeness: Closeness, counted: int) -> str:
    on = closeness.on_some_of(counted)
    return f"{decimal(found, _PLACES)}, {on}" if on else decimal(found, _PLACES)


def _which(closeness: Closeness, counted: int, on_these: str) -> str:
    """On how many criteria a figure rests, inside its sentence; they are at least three."""
    return f"all {counted} criteria" if counted == closeness.asked else f"the {counted} criteria on which {on_these}"


_ORDERS = ((Fraction(7, 10), "in much the same order"), (Fraction(1, 2), "in partly the same order"))


def _said_of_concordance(closeness: Closeness) -> ClosenessLine:
    name, found = "The same order (Kendall’s W)", closeness.concordance
    if isinstance(found, NoFigure):
        return ClosenessLine(name, "", found.reason)
    which = _which(closeness, closeness.ordered, "every partner that gave any level gave one")
    order = next((words for least, words in _ORDERS if rounded(found, _PLACES) >= least), "in rather different orders")
    return ClosenessLine(
        name,
        _figure(found, closeness, closeness.ordered),
        f"Partners put {which} {order}, from the least to the most developed: 1 would be the very same order and "
        "0 none in common. It does not show whether one partner is higher or lower than the others throughout.",
    )


_LEVELS = (
    (Fraction(8, 10), "agree far more than chance would bring about, which is enough for firm conclusions"),
    (Fraction(667, 1000), "agree more than chance would bring about, which is enough for tentative conclusions"),
    (Fraction(0), "do not agree enough beyond chance to be read as one shared view"),
)


def _said_of_alpha(closeness: Closeness) -> ClosenessLine:
    name, found = "The same levels (Krippendorff’s alpha)", closeness.alpha
    if isinstance(found, NoFigure):
        return ClosenessLine(name, "", found.reason)
    which = _which(closeness, closeness.shared, "two or more partners gave one")
    extent = next(
        (words for least, words in _LEVELS if rounded(found, _PLACES) >= least),
        "differ more than chance would bring about",
    )
    return ClosenessLine(
        name,
        _figure(found, closeness, closeness.shared),
        f"Partners’ levels on {which} {extent}: 1 would be the same levels throughout and 0 what chance brings about. "
        "Where nearly all levels are alike it is low even though partners hardly differ, so read it with the share "
        "above.",
    )
