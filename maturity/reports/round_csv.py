"""A round's data as CSV: one row for each domain, criterion and tier, with a dictionary of the columns.

The file is UTF-8 with a byte order mark, because Excel otherwise reads accented letters wrongly, with the line
ends of RFC 4180. Text is quoted and numbers are not, so that they stay numbers. No cell can start a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.dissent import PartnersDissent
from maturity.core.figures import rounded
from maturity.core.position import Position, position_in_words
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.round_record import RoundRecord
from maturity.reports.safe_cell import Cell, safe_cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, whether it is text or a number, what it means, and what an empty cell says."""

    name: str
    kind: str
    meaning: str
    empty: str = "Never empty."


_COLUMNS: Final = (
    Column("collaborative", "text", "The name of the collaborative."),
    Column("round", "number", "The number of the round, counted from 1."),
    Column("round_label", "text", "What the round is called.", "It has no name of its own."),
    Column("stage", "text", "draft, open, agreeing or closed. Only a closed round has a result that stays."),
    Column("matrix", "text", "The key of the matrix."),
    Column("matrix_version", "text", "The version of the matrix that the round was opened with."),
    Column("domain", "text", "The lasting id of the domain."),
    Column("domain_title", "text", "The title of the domain in this version of the matrix."),
    Column(
        "criterion",
        "text",
        "The lasting id of the criterion: match rounds by this, never by title.",
        "The tier domain.",
    ),
    Column("criterion_title", "text", "The title of the criterion in this version of the matrix.", "The tier domain."),
    Column(
        "tier",
        "text",
        "domain: the result of a domain by the rule of the matrix. agreed: what the collaborative recorded together "
        "on a criterion. position: one partner’s own view of it. dissent: what one partner holds against what was "
        "recorded, in its own words as the reason; of the columns from level on, only result and reason are filled.",
    ),
    Column(
        "partner",
        "text",
        "The partner organisation whose position or dissent this is.",
        "The row is of the tier domain or agreed.",
    ),
    Column(
        "state",
        "text",
        "In the tier agreed: agreed, not-agreed, not-applicable, set-aside or not-recorded. In the tier position: "
        "level, not-applicable, dont-know or not-answered. In the tier dissent: own-words, or on-behalf where a "
        "facilitator wrote them down. In the tier domain: result or no-result. None of these is a zero.",
    ),
    Column(
        "level",
        "number",
        "The level that counts, on the scale of the matrix. 0 is a level where the scale has one. In the tier domain "
        "a median or a mean may lie between two levels.",
        "There is no level that counts; the state and the result say why.",
    ),
    Column(
        "level_name",
        "text",
        "The name of that level.",
        "There is no such level, it lies between two, or levels have no names.",
    ),
    Column(
        "recorded_level",
        "number",
        "The level that was recorded. It differs from level only where the matrix gives a split criterion none.",
        "No level was recorded, or the tier domain.",
    ),
    Column("result", "text", "What reports print: the level, or the words for having none."),
    Column(
        "confidence",
        "text",
        "How sure the partner was: Not very sure, Fairly sure or Very sure.",
        "Not given, or the tier domain or agreed.",
    ),
    Column(
        "reason", "text", "Why, in the words of those who recorded it.", "No reason was written, or the tier domain."
    ),
    Column("evidence", "text", "Where the evidence is, as it was written.", "None was named, or the tier domain."),
    Column(
        "moves_up",
        "text",
        "In the tier agreed: what would move the collaborative up, in its own words.",
        "Nothing was written, or the tier domain or position.",
    ),
    Column(
        "origin",
        "text",
        "In the tier position, how it was reached. respondent: the response of the one person who submitted. agreed: "
        "agreed inside the partner. median: the median of those who submitted, which the partner has not agreed. "
        "facilitator: entered for the partner by a facilitator.",
        "The tier domain or agreed.",
    ),
    Column(
        "agreement",
        "text",
        "In the tier agreed: aligned, mixed, split or too-few, by the rule of the matrix.",
        "The tier domain or position, or a round scored together.",
    ),
    Column(
        "median",
        "number",
        "In the tier agreed: the median of the partners’ levels.",
        "The tier domain or position, or no partner gave a level.",
    ),
    Column(
        "levels_given",
        "number",
        "In the tier agreed: how many partners gave a level.",
        "The tier domain or position, or a round scored together.",
    ),
    Column(
        "lowest_given",
        "number",
        "In the tier agreed: the lowest of the partners’ levels.",
        "The tier domain or position, or no partner gave a level.",
    ),
    Column(
        "highest_given",
        "number",
        "In the tier agreed: the highest of the partners’ levels.",
        "The tier domain or position, or no partner gave a level.",
    ),
    Column(
        "share_within_one",
        "number",
        "In the tier agreed: the share, from 0 to 1, of the partners with a level that lies within one level of the "
        "median. On a short scale it is seldom low.",
        "The tier domain or position, or no partner gave a level.",
    ),
    Column(
        "agreement_index",
        "number",
        "In the tier agreed: van der Eijk’s A, from -1 (half of the partners at each end of the scale) through 0 "
        "(spread evenly) to 1 (all alike). It puts criteria of one round in order and is no verdict.",
        "The tier domain or position, or fewer partners gave a level than the matrix needs.",
    ),
    Column("matrix_sha256", "text", "The SHA-256 of the matrix file, in hexadecimal."),
)


def data_dictionary() -> tuple[Column, ...]:
    """Every column, in the order of the file."""
    return _COLUMNS


def round_csv(result: RoundResult) -> bytes:
    """The file. The same round gives the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([column.name for column in _COLUMNS])
    matrix_hash = result.matrix.content_hash
    for row in _rows(result):
        writer.writerow([safe_cell(cell) for cell in (*row, matrix_hash)])
    return text.getvalue().encode("utf-8-sig")


def _rows(result: RoundResult) -> Iterator[tuple[Cell, ...]]:
    for domain in result.domains:
        about_domain = _common(result.record, domain)
        yield (*about_domain, "", "", *_domain(domain, result))
        for criterion in domain.criteria:
            about = (*about_domain, criterion.criterion.id, criterion.criterion.title)
            yield (*about, *_agreed(criterion), *_spread(criterion, result))
            for position in criterion.positions:
                yield (*about, *_position(position, result))
            for dissent in result.record.dissents_on(criterion.criterion.id):
                yield (*about, *_dissent(dissent))


def _common(record: RoundRecord, result: DomainResult) -> tuple[Cell, ...]:
    matrix = record.matrix
    return (
        record.collaborative_name,
        record.number,
        record.label,
        record.stage.value,
        matrix.key,
        matrix.version,
        result.domain.id,
        result.domain.title,
    )


def _domain(domain: DomainResult, result: RoundResult) -> Iterator[Cell]:
    level = next((v for v in result.matrix.levels if v.value == domain.value), None)
    yield from ("domain", "", "no-result" if domain.value is None else "result")
    yield "" if domain.value is None else _number(domain.value)
    yield "" if level is None else level.name or ""
    yield from ("", domain.label, *[""] * 12)


def _number(value: Fraction) -> Cell:
    return int(value) if value.denominator == 1 else float(value)


def _agreed(result: CriterionResult) -> Iterator[Cell]:
    consensus, agreement = result.consensus, result.agreement
    yield from ("agreed", "", consensus.state.value)
    yield "" if result.level is None else result.level.value
    yield "" if result.level is None else result.level.name or ""
    yield "" if consensus.level is None else consensus.level
    yield from (result.label, "", consensus.reason, consensus.evidence, consensus.moves_up, "")
    if agreement is None:
        yield from ("", "", "")
        return
    median = agreement.median
    yield agreement.label.value
    yield "" if median is None else _number(median)
    yield agreement.count


def _spread(criterion: CriterionResult, result: RoundResult) -> Iterator[Cell]:
    """The ends, the share within one level of the median, and the index, which too few partners have none of."""
    agreement = criterion.agreement
    if agreement is None or agreement.lowest is None or agreement.highest is None:
        yield from ("", "", "", "")
        return
    share, index = agreement.share_within_one, agreement.index_on(result.matrix.levels)
    yield from (agreement.lowest, agreement.highest)
    yield "" if share is None else _number(rounded(share, 4))
    too_few = agreement.label is AgreementLabel.TOO_FEW
    yield "" if too_few or index is None else _number(rounded(index, 4))


def _position(position: Position, result: RoundResult) -> Iterator[Cell]:
    level = None if position.level is None else result.matrix.level(position.level)
    yield from ("position", position.partner_name, position.state.value)
    yield "" if level is None else level.value
    yield "" if level is None else level.name or ""
    yield "" if level is None else level.value
    yield position_in_words(position, result.matrix)
    yield position.confidence.label if position.confidence else ""
    yield from (position.reason, position.evidence, "", position.origin.value, *[""] * 7)


def _dissent(dissent: PartnersDissent) -> Iterator[Cell]:
    state = "on-behalf" if dissent.on_behalf else "own-words"
    yield from ("dissent", dissent.partner_name, state, "", "", "", "Dissent", "", dissent.words, *[""] * 10)
