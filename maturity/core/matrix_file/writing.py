"""`write_matrix`: a matrix as YAML that reads back equal, character for character."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Criterion, Descriptor, Domain, LintSwitch, Matrix, Provenance
from maturity.core.matrix_file.lines import group_lines, indented, item_lines, text_lines, texts_lines
from maturity.core.matrix_file.scalars import in_digits
from maturity.core.matrix_file.writing_changes import changes_lines
from maturity.core.matrix_rules import AgreementRule, Band, Limiter, OverallRule, ScoringRule, WeakestDomainLimiter
from maturity.core.overlaid import Overlaid

SCHEMA_LINE: Final = "# yaml-language-server: $schema=matrix.schema.json"


def write_matrix(matrix: Matrix) -> str:
    """The text of a matrix file, without its content hash; `read_matrix` makes an equal matrix of it."""
    return "\n".join([SCHEMA_LINE, *_matrix(matrix)]) + "\n"


def _matrix(matrix: Matrix) -> Iterator[str]:
    yield "format: 1"
    yield f"key: {matrix.key}"
    yield f'version: "{matrix.version}"'
    yield from text_lines("title", matrix.title)
    yield from text_lines("summary", matrix.summary)
    yield f'language: "{matrix.language}"'
    yield from text_lines("purpose", matrix.purpose)
    yield from group_lines("provenance", _provenance(matrix.provenance))
    if matrix.changes is not None:
        yield from group_lines("changes", changes_lines(matrix.changes))
    if matrix.overlays is not None:
        yield from group_lines("overlays", _overlays(matrix.overlays))
    yield "levels:"
    for level in matrix.levels:
        yield from item_lines(
            [f"value: {level.value}", *text_lines("name", level.name), *text_lines("meaning", level.meaning)],
        )
    described = [descriptor.level for descriptor in matrix.criteria[0].descriptors]
    if described != [level.value for level in matrix.levels]:
        yield f"anchors: [{', '.join(map(str, described))}]"
    yield "domains:"
    for domain in matrix.domains:
        yield from item_lines(_domain(domain))
    yield from group_lines("scoring", _scoring(matrix.scoring))
    yield from group_lines("agreement", _agreement(matrix.agreement))
    yield from _lint(matrix.lint_off)


def _overlays(overlays: Overlaid) -> Iterator[str]:
    yield f"of: {overlays.key}"
    yield f'version: "{overlays.version}"'
    yield from text_lines("title", overlays.title)
    if overlays.local:
        yield "local:"
    for each in overlays.local:
        yield from indented(
            group_lines(_quoted(each.criterion), [f"is: {each.changes[0]}", *text_lines("note", each.note)])
        )
    if overlays.not_asked:
        yield "not_asked:"
    for gone in overlays.not_asked:
        lines = [*text_lines("title", gone.title), *text_lines("why", gone.why)]
        yield from indented(group_lines(_quoted(gone.criterion), lines))


def _quoted(criterion_id: str) -> str:
    """An id as a key that no program takes for anything but text."""
    return f'"{criterion_id}"'


def _lint(switches: tuple[LintSwitch, ...]) -> Iterator[str]:
    if switches:
        yield "lint:"
        yield "  switched_off:"
        for switch in switches:
            lines = [
                *text_lines("rule", switch.rule),
                *text_lines("at", switch.at),
                *text_lines("reason", switch.reason),
            ]
            yield from indented(item_lines(lines))


def _provenance(provenance: Provenance) -> Iterator[str]:
    yield from text_lines("source", provenance.source)
    yield from text_lines("source_url", provenance.source_url)
    yield from text_lines("licence", provenance.licence)
    yield from text_lines("licence_url", provenance.licence_url)
    yield from text_lines("attribution", provenance.attribution)
    yield f"fidelity: {provenance.fidelity}"
    yield from text_lines("rationale", provenance.rationale)
    yield from texts_lines("based_on", provenance.based_on)


def _domain(domain: Domain) -> Iterator[str]:
    yield from text_lines("id", domain.id)
    yield from text_lines("title", domain.title)
    yield from text_lines("summary", domain.summary)
    yield from _weight(domain.weight)
    yield "criteria:"
    for criterion in domain.criteria:
        yield from item_lines(_criterion(criterion))


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield from text_lines("id", criterion.id)
    yield from text_lines("title", criterion.title)
    yield from text_lines("question", criterion.question)
    yield from text_lines("guidance", criterion.guidance)
    yield from texts_lines("examples", criterion.examples)
    yield from texts_lines("evidence_prompts", criterion.evidence_prompts)
    yield from _weight(criterion.weight)
    if criterion.applies_to:
        tags = [each.value for each in CollaborativeType if each in criterion.applies_to]
        yield f"applies_to: [{', '.join(tags)}]"
    yield from group_lines("descriptors", (line for each in criterion.descriptors for line in _descriptor(each)))


def _descriptor(descriptor: Descriptor) -> Iterator[str]:
    if not descriptor.elements:
        yield from text_lines(str(descriptor.level), descriptor.text)
        return
    yield f"{descriptor.level}:"
    yield from indented(text_lines("text", descriptor.text))
    yield "  elements:"
    for element in descriptor.elements:
        yield from indented(item_lines([*text_lines("id", element.id), *text_lines("text", element.text)]))


def _scoring(scoring: ScoringRule) -> Iterator[str]:
    yield f"criterion: {scoring.criterion}"
    yield f"domain: {scoring.domain}"
    yield from _bands("level_bands", scoring.level_bands)
    yield from group_lines("overall", _overall(scoring.overall))


def _overall(overall: OverallRule) -> Iterator[str]:
    yield f"method: {overall.method}"
    yield f"over: {overall.over}"
    yield f"minimum_coverage: {_decimal(overall.minimum_coverage)}"
    yield f"optional: {str(overall.optional).lower()}"
    yield from _bands("bands", overall.bands)
    if overall.limiters:
        yield "limiters:"
        for limiter in overall.limiters:
            yield from item_lines(_limiter(limiter))


def _limiter(limiter: Limiter) -> Iterator[str]:
    if isinstance(limiter, WeakestDomainLimiter):
        yield from texts_lines("weakest_of_domains", limiter.domains)
        yield f"margin: {_decimal(limiter.margin)}"
    else:
        yield from texts_lines("when_any_of", limiter.criteria)
        yield f"at_most: {limiter.when_at_most}"
        yield f"overall_at_most: {_decimal(limiter.overall_at_most)}"


def _agreement(agreement: AgreementRule) -> Iterator[str]:
    yield f"within: {_decimal(agreement.within)}"
    yield f"split_when_outside: {_share(agreement.split_share)}"
    yield f"aligned_when_outside: {_share(agreement.aligned_share)}"
    yield f"minimum_partners: {agreement.minimum_partners}"
    yield f"split_decides: {str(agreement.split_decides).lower()}"
    yield from text_lines("split_name", agreement.split_name)
    if agreement.partner_weights:
        yield "partner_weights:"
        yield from indented(f"{kind}: {_decimal(agreement.weight_of(kind))}" for kind in agreement.partner_weights)


def _bands(key: str, bands: tuple[Band, ...]) -> Iterator[str]:
    if bands:
        yield f"{key}:"
        for band in bands:
            yield from item_lines([*text_lines("name", band.name), f"from: {_decimal(band.lowest)}"])


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
