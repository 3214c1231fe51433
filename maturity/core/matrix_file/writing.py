"""`write_matrix`: a matrix as YAML that reads back equal, character for character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from maturity.core.collaborative import CollaborativeType
from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, LevelRule, ScaleChange
from maturity.core.matrix import (
    AgreementRule,
    Band,
    Criterion,
    Descriptor,
    Domain,
    Limiter,
    LintSwitch,
    Matrix,
    OverallRule,
    Provenance,
    ScoringRule,
    WeakestDomainLimiter,
)
from maturity.core.matrix_file.scalars import in_digits
from maturity.core.overlaid import Overlaid

SCHEMA_LINE: Final = "# yaml-language-server: $schema=matrix.schema.json"
_LINE_WIDTH: Final = 100
# Plain text that no YAML program takes for anything but text.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ,;()’–/.-]*")
_TAKEN_FOR_SOMETHING_ELSE: Final = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
# A space where a folded line may end: text on both sides.
_FOLD: Final = re.compile(r"(?<=\S) (?=\S)")


def write_matrix(matrix: Matrix) -> str:
    """The text of a matrix file, without its content hash; `read_matrix` makes an equal matrix of it."""
    return "\n".join([SCHEMA_LINE, *_matrix(matrix)]) + "\n"


def _matrix(matrix: Matrix) -> Iterator[str]:
    yield "format: 1"
    yield f"key: {matrix.key}"
    yield f'version: "{matrix.version}"'
    yield from _text("title", matrix.title)
    yield from _text("summary", matrix.summary)
    yield f'language: "{matrix.language}"'
    yield from _text("purpose", matrix.purpose)
    yield from _group("provenance", _provenance(matrix.provenance))
    if matrix.changes is not None:
        yield from _group("changes", _changes(matrix.changes))
    if matrix.overlays is not None:
        yield from _group("overlays", _overlays(matrix.overlays))
    yield "levels:"
    for level in matrix.levels:
        yield from _item(
            [f"value: {level.value}", *_text("name", level.name), *_text("meaning", level.meaning)],
        )
    described = [descriptor.level for descriptor in matrix.criteria[0].descriptors]
    if described != [level.value for level in matrix.levels]:
        yield f"anchors: [{', '.join(map(str, described))}]"
    yield "domains:"
    for domain in matrix.domains:
        yield from _item(_domain(domain))
    yield from _group("scoring", _scoring(matrix.scoring))
    yield from _group("agreement", _agreement(matrix.agreement))
    yield from _lint(matrix.lint_off)


def _overlays(overlays: Overlaid) -> Iterator[str]:
    yield f"of: {overlays.key}"
    yield f'version: "{overlays.version}"'
    yield from _text("title", overlays.title)
    if overlays.local:
        yield "local:"
    for each in overlays.local:
        yield from _indented(_group(_quoted(each.criterion), [f"is: {each.changes[0]}", *_text("note", each.note)]))
    if overlays.not_asked:
        yield "not_asked:"
    for gone in overlays.not_asked:
        lines = [*_text("title", gone.title), *_text("why", gone.why)]
        yield from _indented(_group(_quoted(gone.criterion), lines))


def _quoted(criterion_id: str) -> str:
    """An id as a key that no program takes for anything but text."""
    return f'"{criterion_id}"'


def _lint(switches: tuple[LintSwitch, ...]) -> Iterator[str]:
    if switches:
        yield "lint:"
        yield "  switched_off:"
        for switch in switches:
            lines = [*_text("rule", switch.rule), *_text("at", switch.at), *_text("reason", switch.reason)]
            yield from _indented(_item(lines))


def _provenance(provenance: Provenance) -> Iterator[str]:
    yield from _text("source", provenance.source)
    yield from _text("source_url", provenance.source_url)
    yield from _text("licence", provenance.licence)
    yield from _text("licence_url", provenance.licence_url)
    yield from _text("attribution", provenance.attribution)
    yield f"fidelity: {provenance.fidelity}"
    yield from _text("rationale", provenance.rationale)
    yield from _texts("based_on", provenance.based_on)


def _changes(changes: DeclaredChanges) -> Iterator[str]:
    yield f'from: "{changes.since}"'
    yield from _text("summary", changes.summary)
    if changes.criteria:
        yield from _group("criteria", (line for each in changes.criteria for line in _declared(each)))
    if changes.retired:
        yield from _group("retired", (line for each in changes.retired for line in _keyed(each.criterion, each.why)))
    if changes.levels is not None:
        yield from _group("levels", _scale_change(changes.levels))


def _declared(change: DeclaredChange) -> Iterator[str]:
    yield f'"{change.criterion}":'
    yield f"  is: {change.changes[0] if len(change.changes) == 1 else _in_brackets(change.changes)}"
    yield from _indented(_text("note", change.note))
    if Change.SPLIT in change.changes:
        yield f'  from: "{change.came_from[0]}"'
    elif change.came_from:
        quoted = [f'"{each}"' for each in change.came_from]
        yield f"  from: {_in_brackets(quoted)}"
    if change.level is not LevelRule.OPEN:
        yield f"  level: {change.level}"


def _scale_change(change: ScaleChange) -> Iterator[str]:
    if change.mapping:
        yield f"mapping: {{{', '.join(f'{before}: {now}' for before, now in change.mapping)}}}"
    yield from _text("broken", change.broken)


def _in_brackets(words: Iterable[str]) -> str:
    return f"[{', '.join(words)}]"


def _keyed(key: str, text: str) -> Iterator[str]:
    """A text under a key that other programs might take for something else than a word."""
    first, *rest = _text("key", text)
    yield f'"{key}":{first.removeprefix("key:")}'
    yield from rest


def _domain(domain: Domain) -> Iterator[str]:
    yield from _text("id", domain.id)
    yield from _text("title", domain.title)
    yield from _text("summary", domain.summary)
    yield from _weight(domain.weight)
    yield "criteria:"
    for criterion in domain.criteria:
        yield from _item(_criterion(criterion))


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield from _text("id", criterion.id)
    yield from _text("title", criterion.title)
    yield from _text("question", criterion.question)
    yield from _text("guidance", criterion.guidance)
    yield from _texts("examples", criterion.examples)
    yield from _texts("evidence_prompts", criterion.evidence_prompts)
    yield from _weight(criterion.weight)
    if criterion.applies_to:
        tags = [each.value for each in CollaborativeType if each in criterion.applies_to]
        yield f"applies_to: [{', '.join(tags)}]"
    yield from _group("descriptors", (line for each in criterion.descriptors for line in _descriptor(each)))


def _descriptor(descriptor: Descriptor) -> Iterator[str]:
    if not descriptor.elements:
        yield from _text(str(descriptor.level), descriptor.text)
        return
    yield f"{descriptor.level}:"
    yield from _indented(_text("text", descriptor.text))
    yield "  elements:"
    for element in descriptor.elements:
        yield from _indented(_item([*_text("id", element.id), *_text("text", element.text)]))


def _scoring(scoring: ScoringRule) -> Iterator[str]:
    yield f"criterion: {scoring.criterion}"
    yield f"domain: {scoring.domain}"
    yield from _bands("level_bands", scoring.level_bands)
    yield from _group("overall", _overall(scoring.overall))


def _overall(overall: OverallRule) -> Iterator[str]:
    yield f"method: {overall.method}"
    yield f"over: {overall.over}"
    yield f"minimum_coverage: {_decimal(overall.minimum_coverage)}"
    yield f"optional: {str(overall.optional).lower()}"
    yield from _bands("bands", overall.bands)
    if overall.limiters:
        yield "limiters:"
        for limiter in overall.limiters:
            yield from _item(_limiter(limiter))


def _limiter(limiter: Limiter) -> Iterator[str]:
    if isinstance(limiter, WeakestDomainLimiter):
        yield from _texts("weakest_of_domains", limiter.domains)
        yield f"margin: {_decimal(limiter.margin)}"
    else:
        yield from _texts("when_any_of", limiter.criteria)
        yield f"at_most: {limiter.when_at_most}"
        yield f"overall_at_most: {_decimal(limiter.overall_at_most)}"


def _agreement(agreement: AgreementRule) -> Iterator[str]:
    yield f"within: {_decimal(agreement.within)}"
    yield f"split_when_outside: {_share(agreement.split_share)}"
    yield f"aligned_when_outside: {_share(agreement.aligned_share)}"
    yield f"minimum_partners: {agreement.minimum_partners}"
    yield f"split_decides: {str(agreement.split_decides).lower()}"
    yield from _text("split_name", agreement.split_name)
    if agreement.partner_weights:
        yield "partner_weights:"
        yield from _indented(f"{kind}: {_decimal(agreement.weight_of(kind))}" for kind in agreement.partner_weights)


def _bands(key: str, bands: tuple[Band, ...]) -> Iterator[str]:
    if bands:
        yield f"{key}:"
        for band in bands:
            yield from _item([*_text("name", band.name), f"from: {_decimal(band.lowest)}"])


def _weight(weight: Fraction) -> Iterator[str]:
    if weight != 1:
        yield f"weight: {_decimal(weight)}"


def _decimal(number: Fraction) -> str:
    """The exact decimal; raises ValueError where six places do not hold it."""
    digits = in_digits(number)
    if "/" in digits:
        raise ValueError(f"{digits} cannot be written as a decimal with six places")
    return digits


def _share(share: Fraction) -> str:
    return f"{{count: {share.numerator}, of: {share.denominator}}}"


def _group(key: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{key}:"
    yield from _indented(lines)


def _item(lines: Iterable[str]) -> Iterator[str]:
    for index, line in enumerate(lines):
        yield f"{'    ' if index else '  - '}{line}" if line else ""


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _texts(key: str, texts: tuple[str, ...]) -> Iterator[str]:
    if texts:
        yield f"{key}:"
        for text in texts:
            first, *rest = _scalar(text)
            yield f"  - {first}"
            yield from _indented(rest)


def _text(key: str, text: str | None) -> Iterator[str]:
    if text is not None:
        first, *rest = _scalar(text)
        yield f"{key}: {first}"
        yield from rest


def _scalar(text: str) -> list[str]:
    """A text as a plain word, in quotation marks, folded (`>-`) or with its line breaks (`|-`)."""
    if len(text) <= _LINE_WIDTH - 20 and "\n" not in text:
        if _PLAIN.fullmatch(text) and text.lower() not in _TAKEN_FOR_SOMETHING_ELSE and not text.endswith(" "):
            return [text]
        return ['"' + "".join(_ESCAPES.get(character, character) for character in text) + '"']
    if "\n" in text:
        return ["|-", *_indented(text.split("\n"))]
    return [">-", *_indented(_folded(text))]


def _folded(text: str) -> Iterator[str]:
    start, last = 0, None
    for fold in _FOLD.finditer(text):
        if last is not None and fold.start() - start > _LINE_WIDTH - 20:
            yield text[start : last.start()]
            start = last.end()
        last = fold
    if last is not None and len(text) - start > _LINE_WIDTH - 20:
        yield text[start : last.start()]
        start = last.end()
    yield text[start:]
