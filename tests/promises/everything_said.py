"""Everything that a report has to say, text by text, to look for in what was made from it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from maturity.core.round_report import RoundReport
from maturity.reports.board_words import where_we_are


def only_letters(text: str) -> str:
    """The text without the blanks and line ends that a page puts in."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c != "\u200b")


def everything_said(report: RoundReport) -> Iterator[str]:
    record = report.record
    yield from (record.collaborative_name, record.label, record.purpose)
    yield from (report.matrix.title, report.matrix.version, report.matrix.content_hash)
    yield from (report.matrix.provenance.attribution, report.matrix.provenance.licence)
    yield from where_we_are(report)
    for domain in report.result.domains:
        yield from (domain.domain.title, domain.label)
        for criterion in domain.criteria:
            yield from (criterion.criterion.title, criterion.label, criterion.consensus.reason)
            yield from (criterion.consensus.evidence, criterion.consensus.moves_up)
            for dissent in record.dissents_on(criterion.criterion.id):
                yield from (dissent.partner_name, dissent.words)
            for ballot in record.ballots_on(criterion.criterion.id):
                yield f"Vote {ballot.number}: "
                for vote in ballot.votes:
                    yield from (vote.whose, vote.reason)
            for position in criterion.positions:
                yield from (position.whose, position.reached, position.reason)
                yield position.state.label if not position.level else ""
            if criterion.level:
                descriptor = criterion.criterion.descriptor_at(criterion.level.value)
                yield descriptor.text if descriptor else ""
    if report.comparison:
        yield from report.comparison.cautions
        for movement in report.comparison.criteria:
            yield from (movement.direction.label, movement.basis, movement.verdict.label if movement.verdict else "")
            yield movement.earlier.consensus.reason if movement.earlier else ""
