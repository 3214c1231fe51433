"""Any valid matrix whatever, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.declared_changes import (
    Change,
    DeclaredChange,
    DeclaredChanges,
    LevelRule,
    Retirement,
    ScaleChange,
    version_number,
)
from maturity.core.matrix import Criterion, Descriptor, Domain, Element, Fidelity, Level, LintSwitch, Matrix, Provenance
from maturity.core.matrix_file.characters import FORBIDDEN
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

# What YAML programs take for something else, or stumble over.
AWKWARD: Final = (
    *("NO", "yes", "On", "null", "~", "010", "1.10", "12:30:45", "1e3", ".inf", "0x10", "2026-02-30", "<<", "=", "?"),
    *("- a", "a: b", "a #b", "# a", "&a", "*a", "!a", "!!str a", "%a", "@a", "`a`", "'a'", '"a"', "|", ">-", "---"),
    *("{a", "]", "a,", "it’s", "it's", 'say "a"', "C:\\n", "\\", "a  b", "a:", ":a", "...", "{{ 7*7 }}", "<b>a</b>"),
    *("\xa0a\xa0", "\u3000", "é", "e\u0301", "🩺", "\u200b", "نص", "\ufffd"),
)
_LONG: Final = 400


def _is_text(text: str) -> bool:
    return bool(text.strip()) and FORBIDDEN.search(text) is None and "\r" not in text


def _characters(more: str) -> st.SearchStrategy[str]:
    return st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from(f"ab  :#-'\"\\,{more}"), st.sampled_from(" e")
    )


def one_line(most: int) -> st.SearchStrategy[str]:
    """A text of one line, without white space round it."""
    drawn = st.text(_characters(""), min_size=1, max_size=min(most, _LONG)).map(lambda text: text.strip(" \t\n"))
    return st.one_of(st.sampled_from(AWKWARD), drawn).filter(lambda text: _is_text(text) and len(text) <= most)


def any_text() -> st.SearchStrategy[str]:
    """A text that may have several lines."""
    words = st.lists(st.one_of(st.sampled_from(AWKWARD), st.text("abc", min_size=1, max_size=30)), max_size=60)
    drawn = st.one_of(
        st.text(_characters("\n\t"), min_size=1, max_size=_LONG), words.map(" ".join), words.map("\n".join)
    )
    return st.one_of(one_line(_LONG), drawn.map(lambda text: text.strip(" \t\n"))).filter(
        lambda text: _is_text(text) and len(text) <= 1_200
    )


def slugs() -> st.SearchStrategy[str]:
    """An id, some of which other programs read as something else."""
    return st.one_of(
        st.sampled_from(["no", "true", "y", "e1", "1e3", "0x1"]),
        st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True),
    )


def decimals(lowest: int, highest: int) -> st.SearchStrategy[Fraction]:
    """A number with up to six places."""
    return st.integers(lowest * 10**6, highest * 10**6).map(lambda millionths: Fraction(millionths, 10**6))


@dataclass(frozen=True)
class Words:
    """A few texts that a matrix is filled with, so that drawing one stays cheap."""

    draw: st.DrawFn
    lines: st.SearchStrategy[str]
    texts: st.SearchStrategy[str]

    @classmethod
    def drawn(cls, draw: st.DrawFn) -> Words:
        """Some lines and some texts."""
        lines = draw(st.lists(one_line(70), min_size=1, max_size=4))
        texts = draw(st.lists(any_text(), min_size=1, max_size=4))
        return cls(draw, st.sampled_from(lines), st.sampled_from(texts))

    def line(self) -> str:
        """A text of one line."""
        return self.draw(self.lines)

    def text(self) -> str:
        """A text that may have several lines."""
        return self.draw(self.texts)

    def maybe(self) -> str | None:
        """A text or none."""
        return self.draw(st.none() | self.texts)

    def some(self) -> tuple[str, ...]:
        """Up to two texts."""
        return tuple(self.draw(st.lists(self.texts, max_size=2)))

    def names(self, count: int) -> list[str]:
        """So many names, no two alike."""
        return [self.line(), *(f"{self.line()} {number}" for number in range(1, count))]


@st.composite
def any_matrix(draw: st.DrawFn) -> Matrix:
    """A valid matrix, as small as a test of its file needs; its content hash is that of no file."""
    words = Words.drawn(draw)
    first = draw(st.integers(0, 1))
    values = tuple(range(first, first + draw(st.integers(2, 10))))
    described = values
    if len(values) > 2 and draw(st.booleans()):
        inner = draw(st.sets(st.sampled_from(values[1:-1])))
        described = (values[0], *sorted(inner), values[-1])
    scoring = draw(st.sampled_from(list(CriterionMethod)))
    domain_method = draw(st.sampled_from(list(DomainMethod)))
    bases = [OverallBase.CRITERIA] if domain_method is DomainMethod.NONE else list(OverallBase)
    method, over = draw(st.sampled_from(list(OverallMethod))), draw(st.sampled_from(bases))
    weighted = method in {OverallMethod.MEAN, OverallMethod.SUM, OverallMethod.PERCENT}
    named = draw(st.booleans())
    names: list[str | None] = [*words.names(len(values))] if named else [None] * len(values)
    level_bands = _bands(draw, words, Fraction(values[0]), Fraction(values[-1]))
    matrix = Matrix(
        key=draw(slugs().filter(lambda slug: len(slug) >= 3)),
        version=".".join(str(draw(st.integers(0, 9_999))) for _ in range(3)),
        title=words.line(),
        purpose=words.text(),
        provenance=_provenance(draw, words),
        levels=tuple(Level(value, name, words.maybe()) for value, name in zip(values, names, strict=True)),
        domains=_domains(
            draw,
            words,
            described,
            has_elements=scoring is CriterionMethod.ELEMENTS,
            domains_weighted=weighted and over is OverallBase.DOMAINS,
            criteria_weighted=domain_method is DomainMethod.MEAN or (weighted and over is OverallBase.CRITERIA),
        ),
        scoring=ScoringRule(scoring, domain_method, level_bands=level_bands),
        agreement=_agreement(draw, words),
        content_hash="",
        summary=words.maybe(),
        language=draw(st.sampled_from(["en-GB", "cy", "no", "zh-Hant-TW"])),
    )
    overall = OverallRule() if method is OverallMethod.NONE else _overall(draw, words, matrix, method, over)
    switches = _switches(draw, words, [each.id for each in matrix.criteria])
    return replace(
        matrix,
        scoring=replace(matrix.scoring, overall=overall),
        lint_off=switches,
        changes=_changes(draw, words, matrix),
    )


def _changes(draw: st.DrawFn, words: Words, matrix: Matrix) -> DeclaredChanges | None:
    """Nothing declared, or something of each criterion that the file alone does not contradict."""
    number = version_number(matrix.version)
    if not any(number) or draw(st.booleans()):
        return None
    here = {each.id for each in matrix.criteria}
    earlier = iter(draw(st.lists(slugs().filter(lambda slug: slug not in here), min_size=20, max_size=20, unique=True)))
    kinds = st.sampled_from([*_BY_ITSELF, (Change.MERGED,)])
    declared = [
        _declared(draw, words, each.id, draw(kinds), earlier) for each in matrix.criteria if draw(st.booleans())
    ]
    rest = [each.id for each in matrix.criteria if each.id not in {change.criterion for change in declared}]
    if len(rest) > 1 and draw(st.booleans()):
        whole, rule = next(earlier), st.sampled_from([LevelRule.KEPT, LevelRule.OPEN])
        declared += [DeclaredChange(each, (Change.SPLIT,), words.maybe(), (whole,), draw(rule)) for each in rest]
    return DeclaredChanges(
        since=".".join(map(str, max(each for each in _lower(number) if each < number))),
        summary=words.text(),
        criteria=tuple(draw(st.permutations(declared))),
        retired=tuple(Retirement(next(earlier), words.text()) for _ in range(draw(st.integers(0, 2)))),
        levels=draw(st.none() | _scale_changes(words, [level.value for level in matrix.levels])),
    )


_BY_ITSELF: Final[Sequence[tuple[Change, ...]]] = (
    *((change,) for change in (Change.SAME, Change.REWORDED, Change.AMENDED, Change.MOVED, Change.NEW)),
    *((Change.REWORDED, Change.MOVED), (Change.AMENDED, Change.MOVED)),
)


def _declared(
    draw: st.DrawFn,
    words: Words,
    criterion_id: str,
    changes: tuple[Change, ...],
    earlier: Iterator[str],
) -> DeclaredChange:
    if Change.MERGED not in changes:
        return DeclaredChange(criterion_id, changes, words.maybe())
    rule = draw(st.sampled_from([LevelRule.LOWEST, LevelRule.SAME, LevelRule.OPEN]))
    return DeclaredChange(criterion_id, changes, words.maybe(), (next(earlier), next(earlier)), rule)


def _lower(number: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    first, second, third = number
    yield from ((0, 0, 0), (first, second, max(third - 1, 0)), (first, max(second - 1, 0), third))


def _scale_changes(words: Words, values: list[int]) -> st.SearchStrategy[ScaleChange]:
    rising = st.lists(st.sampled_from(values), min_size=2, max_size=10).map(sorted)
    mapped = rising.map(lambda now: ScaleChange(mapping=tuple(enumerate(now))))
    return mapped | st.builds(lambda broken: ScaleChange(broken=broken), words.texts)


def _switches(draw: st.DrawFn, words: Words, criteria: list[str]) -> tuple[LintSwitch, ...]:
    rules = st.one_of(st.sampled_from(["reading-age", "jargon", "vague-quantifier", "duplicate-text"]), slugs())
    places = st.lists(st.tuples(rules, st.none() | st.sampled_from(criteria)), max_size=3, unique=True)
    return tuple(LintSwitch(rule, words.text(), at) for rule, at in draw(places))


def _domains(
    draw: st.DrawFn,
    words: Words,
    described: tuple[int, ...],
    *,
    has_elements: bool,
    domains_weighted: bool,
    criteria_weighted: bool,
) -> tuple[Domain, ...]:
    ids = iter(draw(st.lists(slugs(), min_size=6, max_size=6, unique=True)))

    def weight(*, is_used: bool) -> Fraction:
        return max(draw(decimals(0, 1_000)), Fraction(1, 10**6)) if is_used else Fraction(1)

    def elements(level: int) -> tuple[Element, ...]:
        texts = [words.text(), *words.some()] if has_elements and level > described[0] else []
        return tuple(Element(f"element-{level}-{number}", text) for number, text in enumerate(texts))

    def criterion() -> Criterion:
        return Criterion(
            id=next(ids),
            title=words.line(),
            descriptors=tuple(Descriptor(level, words.text(), elements(level)) for level in described),
            question=words.maybe(),
            guidance=words.maybe(),
            examples=words.some(),
            evidence_prompts=words.some(),
            weight=weight(is_used=criteria_weighted),
            applies_to=frozenset(draw(st.sets(st.sampled_from(list(CollaborativeType)), max_size=3))),
        )

    def domain(number: int) -> Domain:
        criteria = tuple(criterion() for _ in range(draw(st.integers(1, 2))))
        return Domain(f"domain-{number}", words.line(), criteria, words.maybe(), weight(is_used=domains_weighted))

    return tuple(domain(number) for number in range(draw(st.integers(1, 3))))


def _bands(draw: st.DrawFn, words: Words, lowest: Fraction, highest: Fraction) -> tuple[Band, ...]:
    """No bands, or bands that begin at the lowest result, where a decimal can say what that is."""
    count = draw(st.integers(0, 4))
    if count == 0 or 10**6 % lowest.denominator:
        return ()
    millionths = st.integers(int(lowest * 10**6) + 1, min(int(highest * 10**6), 999_999 * 10**6))
    starts = [lowest, *(Fraction(each, 10**6) for each in sorted(draw(st.sets(millionths, max_size=count - 1))))]
    return tuple(Band(name, start) for name, start in zip(words.names(len(starts)), starts, strict=True))


def _overall(draw: st.DrawFn, words: Words, matrix: Matrix, method: OverallMethod, over: OverallBase) -> OverallRule:
    results = low, high = Fraction(matrix.lowest_level.value), Fraction(matrix.highest_level.value)
    if method is OverallMethod.PERCENT:
        results = 100 * low / high, Fraction(100)
    elif method is OverallMethod.SUM:
        summed = matrix.domains if over is OverallBase.DOMAINS else matrix.criteria
        total = sum((each.weight for each in summed), Fraction(0))
        results = low * total, high * total
    return OverallRule(
        method,
        over,
        Fraction(1) if method is OverallMethod.SUM else draw(decimals(0, 1)),
        draw(st.booleans()),
        _bands(draw, words, *results),
        _limiters(draw, matrix, method),
    )


def _limiters(draw: st.DrawFn, matrix: Matrix, method: OverallMethod) -> tuple[Limiter, ...]:
    if method in {OverallMethod.SUM, OverallMethod.PERCENT}:
        return ()
    low, high = matrix.lowest_level.value, matrix.highest_level.value

    def named_criteria() -> Limiter:
        ids = draw(st.lists(st.sampled_from([each.id for each in matrix.criteria]), min_size=1, unique=True))
        most = Fraction(draw(st.integers(low * 10**6, high * 10**6 - 1)), 10**6)
        return NamedCriteriaLimiter(tuple(ids), draw(st.integers(low, high - 1)), most)

    def weakest_domain() -> Limiter:
        ids = draw(st.lists(st.sampled_from([each.id for each in matrix.domains]), min_size=1, unique=True))
        return WeakestDomainLimiter(tuple(ids), Fraction(draw(st.integers(0, (high - low) * 10**6 - 1)), 10**6))

    kinds = [named_criteria] if matrix.scoring.domain is DomainMethod.NONE else [named_criteria, weakest_domain]
    return tuple(kind() for kind in draw(st.lists(st.sampled_from(kinds), max_size=2)))


def _agreement(draw: st.DrawFn, words: Words) -> AgreementRule:
    of = draw(st.integers(1, 500))
    split = Fraction(draw(st.integers(1, of)), of)
    return AgreementRule(
        within=draw(decimals(0, 9)),
        split_share=split,
        aligned_share=draw(st.sampled_from([Fraction(0), split / 2])),
        minimum_partners=draw(st.integers(2, 1_000)),
        split_decides=draw(st.booleans()),
        split_name=words.line(),
        partner_weights=draw(st.dictionaries(st.sampled_from(PartnerType), _partner_weights(), max_size=4)),
    )


def _partner_weights() -> st.SearchStrategy[Fraction]:
    """A weight that makes a difference."""
    return decimals(0, 1_000).filter(lambda weight: weight not in (0, 1))


def _provenance(draw: st.DrawFn, words: Words) -> Provenance:
    addresses = st.sampled_from([None, "https://www.example.org/a?b=c#d", "https://example.org:8443"])
    return Provenance(
        source=words.text(),
        licence=words.text(),
        attribution=words.text(),
        fidelity=draw(st.sampled_from(list(Fidelity))),
        source_url=draw(addresses),
        licence_url=draw(addresses),
        rationale=words.maybe(),
        based_on=words.some(),
    )
