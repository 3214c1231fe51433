"""The scoring rule and the agreement rule as they stand in the file, with the parts that cross rules refer to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from maturity.core.collaborative import PartnerType
from maturity.core.matrix_file.grid import HIGHEST_WEIGHT
from maturity.core.matrix_file.parts import Fields, Part
from maturity.core.matrix_file.scalars import NAME
from maturity.core.matrix_rules import (
    AgreementRule,
    Band,
    CriterionMethod,
    DomainMethod,
    Limiter,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    ScoringRule,
    WeakestDomainLimiter,
)
from maturity.core.wording import lower_first

HIGHEST_RESULT: Final = Fraction(999_999)
MOST_PARTNERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class NamedPart:
    """An id that a rule names, with its place."""

    id: str
    part: Part


@dataclass(frozen=True, slots=True)
class NumberPart:
    """A number that a rule gives, with its place."""

    value: Fraction
    part: Part


@dataclass(frozen=True, slots=True)
class LimiterPart:
    """A limiter with the parts of its values; `limiter` is None where one of them was refused."""

    limiter: Limiter | None
    part: Part
    domains: tuple[NamedPart, ...] = ()
    criteria: tuple[NamedPart, ...] = ()
    margin: NumberPart | None = None
    at_most: NumberPart | None = None
    overall_at_most: NumberPart | None = None


@dataclass(frozen=True, slots=True)
class BandPart:
    """A band with the part that says where it starts; `lowest` is None where that was refused."""

    name: str
    lowest: Fraction | None
    part: Part


@dataclass(slots=True)
class Rules:
    """The rules as read. A method is None where it was refused, so that nothing is concluded from it."""

    criterion: CriterionMethod | None = CriterionMethod.CHOSEN
    domain: DomainMethod | None = DomainMethod.MEDIAN
    overall: OverallMethod | None = OverallMethod.NONE
    over: OverallBase | None = OverallBase.CRITERIA
    minimum_coverage: Fraction = Fraction(1)
    optional: bool = False
    level_bands: tuple[BandPart, ...] = ()
    bands: tuple[BandPart, ...] = ()
    limiters: tuple[LimiterPart, ...] = ()
    overall_fields: Fields = field(default_factory=lambda: Fields({}))

    def scoring(self) -> ScoringRule:
        """The scoring rule; only right once nothing was refused."""
        overall = OverallRule(
            self.overall or OverallMethod.NONE,
            self.over or OverallBase.CRITERIA,
            self.minimum_coverage,
            self.optional,
            _bands(self.bands),
            tuple(each.limiter for each in self.limiters if each.limiter is not None),
        )
        return ScoringRule(
            self.criterion or CriterionMethod.CHOSEN,
            self.domain or DomainMethod.MEDIAN,
            overall,
            _bands(self.level_bands),
        )


def read_scoring(part: Part | None) -> Rules:
    """The scoring rule; where the file has none, a profile only."""
    rules = Rules()
    if part is None:
        return rules
    fields = part.fields({}, ("criterion", "domain", "level_bands", "overall"))
    rules.criterion = fields.read("criterion", lambda p: p.choice(CriterionMethod), rules.criterion)
    rules.domain = fields.read("domain", lambda p: p.choice(DomainMethod), rules.domain)
    rules.level_bands = fields.read("level_bands", _read_bands, ())
    overall = fields.get("overall")
    if overall is not None:
        _read_overall(overall, rules)
    return rules


def read_agreement(part: Part | None) -> AgreementRule:
    """The agreement rule; what the file leaves out has the values of `AgreementRule`."""
    default = AgreementRule()
    if part is None:
        return default
    fields = part.fields(
        {},
        (
            "within",
            "split_when_outside",
            "aligned_when_outside",
            "minimum_partners",
            "split_decides",
            "split_name",
            "partner_weights",
        ),
    )
    within = fields.read("within", lambda p: p.decimal(Fraction(0), Fraction(9)), default.within)
    split = fields.read("split_when_outside", lambda p: _share(p, fewest=1), default.split_share)
    aligned = fields.read("aligned_when_outside", lambda p: _share(p, fewest=0), default.aligned_share)
    partners = fields.read("minimum_partners", lambda p: p.integer(2, MOST_PARTNERS), default.minimum_partners)
    decides = fields.read("split_decides", lambda p: p.truth(), default.split_decides)
    split_name = fields.read("split_name", lambda p: p.text(NAME), default.split_name)
    weights = fields.read("partner_weights", _partner_weights, {})
    if split is not None and aligned is not None and aligned >= split:
        key = "aligned_when_outside" if fields.get("aligned_when_outside") else "split_when_outside"
        fields.parts[key].refuse(
            "The share at which partners are aligned is not smaller than the share at which they are split.",
            "Make the aligned share smaller than the split share.",
        )
    return AgreementRule(
        default.within if within is None else within,
        split or default.split_share,
        default.aligned_share if aligned is None else aligned,
        partners or default.minimum_partners,
        bool(decides),
        split_name,
        weights,
    )


def _partner_weights(part: Part) -> dict[PartnerType, Fraction]:
    """The types of partner that weigh other than 1, in the order of `PartnerType`."""
    fields = part.fields({}, tuple(PartnerType))
    read = {kind: fields.read(kind, _partner_weight, None) for kind in PartnerType}
    return {kind: weight for kind, weight in read.items() if weight is not None and weight != 1}


def _partner_weight(part: Part) -> Fraction | None:
    return part.decimal(Fraction(0), HIGHEST_WEIGHT, above_lowest=True)


def _read_overall(part: Part, rules: Rules) -> None:
    fields = part.fields({"method": "none"}, ("over", "minimum_coverage", "optional", "bands", "limiters"))
    method = fields.get("method")
    rules.overall = None if method is None else method.choice(OverallMethod)
    rules.over = fields.read("over", lambda p: p.choice(OverallBase), rules.over)
    coverage = fields.read("minimum_coverage", lambda p: p.decimal(Fraction(0), Fraction(1)), Fraction(1))
    rules.minimum_coverage = Fraction(1) if coverage is None else coverage
    rules.optional = bool(fields.read("optional", lambda p: p.truth(), None))
    rules.bands = fields.read("bands", _read_bands, ())
    rules.limiters = fields.read("limiters", lambda p: tuple(_read_limiter(each) for each in p.items("limiters")), ())
    rules.overall_fields = fields


def _read_bands(part: Part) -> tuple[BandPart, ...]:
    """Named stretches of results; they go up, and each has a name of its own."""
    bands: list[BandPart] = []
    names: set[str] = set()
    for item in part.items("bands"):
        fields = item.fields({"name": "Progressing", "from": "3"})
        name = fields.text("name", NAME)
        if name and name in names:
            fields.parts["name"].refuse(f"Another band is called “{name}” too.", "Give each band a name of its own.")
        names.add(name)
        start = fields.get("from")
        lowest = None if start is None else start.decimal(Fraction(0), HIGHEST_RESULT)
        before = bands[-1].lowest if bands else None
        if start is not None and lowest is not None and before is not None and lowest <= before:
            start.refuse("This band does not start above the band before it.", "Put the bands in rising order.")
        bands.append(BandPart(name, lowest, item if start is None else start))
    return tuple(bands)


def _read_limiter(item: Part) -> LimiterPart:
    """A limiter is told by its keys: the weakest of some domains, or any of some criteria."""
    if item.keys & {"when_any_of", "at_most", "overall_at_most"}:
        return _read_named_criteria(item)
    if item.keys & {"weakest_of_domains", "margin"} or not item.keys:
        return _read_weakest_domain(item)
    item.refuse(
        f"{item.label} names neither domains nor criteria.",
        "Write weakest_of_domains and margin, or when_any_of, at_most and overall_at_most.",
    )
    return LimiterPart(None, item)


def _read_weakest_domain(item: Part) -> LimiterPart:
    fields = item.fields({"weakest_of_domains": "[shared-purpose, leadership]", "margin": "1"})
    domains = fields.read("weakest_of_domains", lambda p: _named_parts(p, "domains"), ())
    margin = _number(fields, "margin", lambda p: p.decimal(Fraction(0), Fraction(9)))
    limiter = None if margin is None else WeakestDomainLimiter(tuple(each.id for each in domains), margin.value)
    return LimiterPart(limiter, item, domains=domains, margin=margin)


def _read_named_criteria(item: Part) -> LimiterPart:
    fields = item.fields({"when_any_of": "[agreed-priorities]", "at_most": "1", "overall_at_most": "2"})
    criteria = fields.read("when_any_of", lambda p: _named_parts(p, "criteria"), ())
    at_most = _number(fields, "at_most", lambda p: p.integer(0, 10))
    capped = _number(fields, "overall_at_most", lambda p: p.decimal(Fraction(0), HIGHEST_RESULT))
    limiter = None
    if at_most is not None and capped is not None:
        ids = tuple(each.id for each in criteria)
        limiter = NamedCriteriaLimiter(ids, int(at_most.value), capped.value)
    return LimiterPart(limiter, item, criteria=criteria, at_most=at_most, overall_at_most=capped)


def _number(fields: Fields, key: str, reader: Callable[[Part], Fraction | int | None]) -> NumberPart | None:
    """The number under a key, or None where it is absent or was refused."""
    part = fields.get(key)
    value = None if part is None else reader(part)
    return None if part is None or value is None else NumberPart(Fraction(value), part)


def _named_parts(part: Part, of: str) -> tuple[NamedPart, ...]:
    named: list[NamedPart] = []
    for item in part.items(of, at_most=100):
        read = item.slug()
        if read and read in {each.id for each in named}:
            item.refuse(f"“{read}” stands twice in {lower_first(part.label)}.", "Keep one of the two.")
        elif read:
            named.append(NamedPart(read, item))
    return tuple(named)


def _share(part: Part, fewest: int) -> Fraction | None:
    """A share written as a count out of a number: exact, as “4 of 12” is and 0.33 is not."""
    fields = part.fields({"count": "4", "of": "12"}, example="{count: 4, of: 12}")
    of_part, count_part = fields.get("of"), fields.get("count")
    of = None if of_part is None else of_part.integer(1, MOST_PARTNERS)
    count = None if count_part is None else count_part.integer(fewest, MOST_PARTNERS)
    if count_part is None or count is None or of is None:
        return None
    if count > of:
        count_part.refuse(f"The count, {count}, is more than the {of} it is out of.", f"Write {of} or less.")
        return None
    return Fraction(count, of)


def _bands(parts: tuple[BandPart, ...]) -> tuple[Band, ...]:
    return tuple(Band(each.name, each.lowest) for each in parts if each.lowest is not None)
