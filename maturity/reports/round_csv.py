"""A round's data as CSV: a row for the round, each domain, criterion and tier, as `round_columns` explains them.

The file is UTF-8 with a byte order mark, because Excel otherwise reads accented letters wrongly, with the line
ends of RFC 4180. Text is quoted and numbers are not, so that they stay numbers. No cell can start a formula.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from maturity.core.agreement import Agreement, AgreementLabel
from maturity.core.closeness import closeness_of
from maturity.core.concordance import NoFigure
from maturity.core.dissent import PartnersDissent
from maturity.core.figures import rounded
from maturity.core.hindsight import NOTHING_SAID
from maturity.core.matrix import Matrix
from maturity.core.meeting.voting import HeldVote, voting_on
from maturity.core.position import A_PARTNER, Position, position_in_words
from maturity.core.record.sign_off import SignOffs
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.reports.round_columns import data_dictionary
from maturity.reports.safe_cell import Cell, safe_cell

Row = Mapping[str, Cell]
"""Cells by column; a column that is not there is empty."""
_PLACES: Final = 4


def round_csv(result: RoundResult, *, sign_offs: SignOffs | None = None) -> bytes:
    """The file, with what partners signed at its end. The same round gives the same bytes."""
    text = io.StringIO(newline="")
    names = [column.name for column in data_dictionary()]
    writer = csv.DictWriter(text, names, restval="", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writeheader()
    always = _always(result)
    for row in (*_rows(result), *_looking_back(result), *_signatures(sign_offs)):
        writer.writerow({name: safe_cell(cell) for name, cell in {**always, **row}.items()})
    return text.getvalue().encode("utf-8-sig")


def _always(result: RoundResult) -> Row:
    record, matrix = result.record, result.matrix
    return {
        "collaborative": record.collaborative_name,
        "round": record.number,
        "round_label": record.label,
        "stage": record.stage.value,
        "matrix": matrix.key,
        "matrix_version": matrix.version,
        "matrix_sha256": matrix.content_hash,
    }


def _rows(result: RoundResult) -> Iterator[Row]:
    yield _round(result)
    for domain in result.domains:
        about_domain: Row = {"domain": domain.domain.id, "domain_title": domain.domain.title}
        yield {**about_domain, **_domain(domain, result.matrix)}
        for criterion in domain.criteria:
            about = {
                **about_domain,
                "criterion": criterion.criterion.id,
                "criterion_title": criterion.criterion.title,
            }
            yield {**about, **_agreed(criterion), **_agreement(criterion.agreement, result.matrix)}
            for position in criterion.positions:
                yield {**about, **_position(position, result.matrix)}
            for held in _held(criterion, result):
                yield {**about, **_ballot(held, result)}
                for vote in held.ballot.votes:
                    yield {**about, **_vote(vote, held, result.matrix)}
            for dissent in result.record.dissents_on(criterion.criterion.id):
                yield {**about, **_dissent(dissent)}


def _round(result: RoundResult) -> Row:
    """The overall result where the round shows one, and how closely partners agree over all criteria."""
    overall, closeness = result.overall, closeness_of(result)
    figures = {
        "share_within_one": closeness.within_one,
        "kendalls_w": closeness.concordance,
        "krippendorffs_alpha": closeness.alpha,
    }
    missing = dict.fromkeys(figure.reason for figure in figures.values() if isinstance(figure, NoFigure))
    return {
        "tier": "round",
        **_value(None if overall is None else overall.value, result.matrix),
        **_rests_on(result.criteria),
        "result": "The round shows no overall result." if overall is None else overall.label,
        "levels_given": closeness.given if result.record.positions else "",
        "entered_on_behalf": result.record.on_behalf if result.record.positions else "",
        "criteria_counted": closeness.counted if result.record.positions else "",
        **{name: _figure(figure) for name, figure in figures.items() if not isinstance(figure, NoFigure)},
        "why_no_figure": " ".join(missing),
    }


def _domain(domain: DomainResult, matrix: Matrix) -> Row:
    return {"tier": "domain", **_value(domain.value, matrix), "result": domain.label, **_rests_on(domain.criteria)}


def _rests_on(criteria: Sequence[CriterionResult]) -> Row:
    """What became of the criteria behind a result, and how closely partners agree on them where that is known."""
    found: dict[str, Cell] = {
        "criteria_asked": sum(1 for c in criteria if c.is_applicable),
        "criteria_with_level": sum(1 for c in criteria if c.level is not None),
        "criteria_not_agreed": sum(1 for c in criteria if c.is_not_agreed),
        "criteria_set_aside": sum(1 for c in criteria if c.is_set_aside),
    }
    labels = Counter(c.agreement.label for c in criteria if c.agreement)
    if labels:
        found |= {f"criteria_{label.value.replace('-', '_')}": labels[label] for label in AgreementLabel}
    return found


def _value(value: Fraction | None, matrix: Matrix) -> Row:
    """A result by the rule of the matrix, which may lie between two levels."""
    if value is None:
        return {"state": "no-result"}
    level = next((level for level in matrix.levels if level.value == value), None)
    return {"state": "result", "level": _number(value), "level_name": (level and level.name) or ""}


def _number(value: Fraction) -> Cell:
    return int(value) if value.denominator == 1 else float(value)


def _figure(value: Fraction) -> Cell:
    return _number(rounded(value, _PLACES))


def _agreed(result: CriterionResult) -> Row:
    consensus, level = result.consensus, result.level
    return {
        "tier": "agreed",
        "state": consensus.state.value,
        "level": "" if level is None else level.value,
        "level_name": "" if level is None else level.name or "",
        "recorded_level": "" if consensus.level is None else consensus.level,
        "result": result.label,
        "reason": consensus.reason,
        "evidence": consensus.evidence,
        "moves_up": consensus.moves_up,
    }


def _agreement(agreement: Agreement | None, matrix: Matrix) -> Row:
    """How closely partners agree: the label, the spread, and the index, which too few partners have none of."""
    if agreement is None:
        return {}
    found: dict[str, Cell] = {"agreement": agreement.label.value, "levels_given": agreement.count}
    if agreement.median is not None:
        found["median"] = _number(agreement.median)
    if agreement.lowest is not None and agreement.highest is not None:
        found |= {"lowest_given": agreement.lowest, "highest_given": agreement.highest}
    if agreement.share_within_one is not None:
        found["share_within_one"] = _figure(agreement.share_within_one)
    index = agreement.index_on(matrix.levels)
    if index is not None:
        found["agreement_index"] = _figure(index)
    return found


def _position(position: Position, matrix: Matrix) -> Row:
    level = None if position.level is None else matrix.level(position.level)
    return {
        "tier": "position",
        "partner": position.partner_name,
        "person": position.person,
        "state": position.state.value,
        "level": "" if level is None else level.value,
        "level_name": "" if level is None else level.name or "",
        "recorded_level": "" if level is None else level.value,
        "result": position_in_words(position, matrix),
        "confidence": position.confidence.label if position.confidence else "",
        "reason": position.reason,
        "evidence": position.evidence,
        "origin": position.origin.value if position.tells_origin else "",
        "on_behalf": _yes_or_no(position.is_on_behalf) if position.tells_origin else "",
    }


def _held(criterion: CriterionResult, result: RoundResult) -> Sequence[HeldVote]:
    voting = voting_on(criterion, result.record)
    return () if voting is None else (*voting.past, *voting.held)


def _ballot(held: HeldVote, result: RoundResult) -> Row:
    """A vote in the room as a whole, in the columns that the agreement of a criterion has."""
    return {
        "tier": "ballot",
        "state": _how_it_ended(held),
        "result": held.agreement.label.label,
        "vote_number": held.ballot.number,
        "votes_in": len(held.ballot.votes),
        "entered_on_behalf": held.ballot.on_behalf,
        **_agreement(held.agreement, result.matrix),
    }


def _how_it_ended(held: HeldVote) -> str:
    if held.ballot.answered_since:
        return "answered-since"
    return "early" if held.ballot.was_early else "all-in"


def _vote(vote: Position, held: HeldVote, matrix: Matrix) -> Row:
    """One partner's vote, in the columns of a position; it has no confidence, evidence or origin of its own."""
    left_out = {"confidence", "evidence", "origin"}
    said = {name: cell for name, cell in _position(vote, matrix).items() if name not in left_out}
    return {**said, "tier": "vote", "vote_number": held.ballot.number}


def _dissent(dissent: PartnersDissent) -> Row:
    is_nameless = dissent.partner_name == A_PARTNER
    return {
        "tier": "dissent",
        "partner": dissent.partner_name,
        "state": "not-told" if is_nameless else "on-behalf" if dissent.on_behalf else "own-words",
        "result": "Dissent",
        "reason": dissent.words,
        "on_behalf": "" if is_nameless else _yes_or_no(dissent.on_behalf),
    }


def _looking_back(result: RoundResult) -> Iterator[Row]:
    """What this round says of the levels of an earlier one; nothing where it says nothing."""
    back = result.record.looking_back
    for criterion_id in sorted(back.said) if back else ():
        said = back.on(criterion_id) if back else NOTHING_SAID
        if back and said.is_said:
            yield {
                "tier": "looking-back",
                "criterion": criterion_id,
                "of_round": back.round_number,
                "state": said.state.value,
                "recorded_level": "" if said.level is None else said.level,
                "result": said.state.label,
                "reason": said.reason,
            }


def _signatures(sign_offs: SignOffs | None) -> Iterator[Row]:
    """Everything that was signed, the latest of each partner first; nothing where nobody was asked."""
    for of in sign_offs.partners if sign_offs and sign_offs.was_asked else ():
        if not of.signatures:
            yield {"tier": "sign-off", "partner": of.partner_name, "state": "not-signed", "result": "Not signed"}
        for signature in of.signatures:
            yield {
                "tier": "sign-off",
                "partner": of.partner_name,
                "person": ", ".join(said for said in (signature.signed_name, signature.role_title) if said),
                "state": "stale" if signature.is_stale else signature.decision.value,
                "result": signature.label,
                "reason": signature.words,
                "on_behalf": _yes_or_no(signature.on_behalf),
            }


def _yes_or_no(is_so: bool) -> str:
    return "yes" if is_so else "no"
