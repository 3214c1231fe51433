"""What the pages of agreeing show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from flask import url_for

from maturity.core.agreement import offered_level
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.core.matrix_words import middle_in_words
from maturity.core.meeting.voting import voting_on
from maturity.core.movement.comparability import is_same_measure
from maturity.core.position import marked_as_own
from maturity.core.results import CriterionResult
from maturity.core.round import Naming, Stage
from maturity.core.split_words import said_beforehand, said_of_recorded
from maturity.persistence.queries.consensus import NOTHING_KEPT
from maturity.persistence.queries.rounds import RoundHead
from maturity.reports.agreement_words import WHERE_PARTNERS_STAND, WHERE_PARTNERS_STOOD, stand_in_a_sentence
from maturity.reports.charts.dot_strip import dot_strip, position_label
from maturity.reports.charts.drawing import Chart
from maturity.reports.sections import dissent_in_words
from maturity.reports.votes_part import votes_in_lines
from maturity.usecases.agree import AgreementTable
from maturity.usecases.versioned_save import StaleSave
from maturity.web.agree.forms import AgreeForm, choice_of
from maturity.web.agree.frame import agree_frame
from maturity.web.agree.one_criterion import OneCriterion, one_criterion
from maturity.web.conflict import ConflictPage, ConflictRow, asked_beside, conflict_on, levels_to_choose, to_choose
from maturity.web.versioned_form import Problems


@dataclass(frozen=True, slots=True)
class PositionView:
    """What one partner stands for. `origin` says how it was reached where that was not from one response."""

    partner: str
    label: str
    origin: str
    confidence: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class AgreeOption:
    """One level to record, with what it looks like."""

    value: str
    label: str
    descriptor: str
    is_offered: bool
    was_last_time: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said beside the label."""
        said = (("Median", self.is_offered), ("Last time", self.was_last_time))
        return tuple(note for note, holds in said if holds)


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """One criterion on the table: positions, descriptors, and what the collaborative records.

    `by_rule` says that partners are split where that decides, `in_vain` that what is recorded does not count for it.
    `votes` are those in the room, a line each, and `dissents` who dissents from what is recorded, in its own words.
    `otherwise` says what on it was given when another version asked it otherwise, and what was asked then.
    """

    about: OneCriterion
    guidance: str
    local_mark: str
    strip: Chart | None
    positions: tuple[PositionView, ...]
    stands: str
    agreement: str
    votes: tuple[str, ...]
    dissents: tuple[str, ...]
    own: str
    offer: str
    options: tuple[AgreeOption, ...]
    recorded: str
    by_rule: str
    in_vain: str
    otherwise: tuple[str, ...]
    not_agreed_name: str
    evidence: str
    moves_up: str
    last_label: str
    last_reason: str
    last_round: str
    look_back_address: str


def criterion_address(head: RoundHead, criterion_id: str) -> str:
    """Where one criterion is agreed."""
    return url_for("agree.criterion", collaborative=head.collaborative, number=head.number, criterion_id=criterion_id)


def look_back_address(table: AgreementTable, criterion: Criterion) -> str:
    """Where the level of the round before is looked back on; empty where that round did not ask the criterion."""
    if _last_time(table, criterion) is None:
        return ""
    head = table.head
    return url_for(
        "agree.hindsight_criterion",
        collaborative=head.collaborative,
        number=head.number,
        criterion_id=criterion.id,
    )


def consensus_label(consensus: Consensus, matrix: Matrix) -> str:
    """How a recorded result is shown in a word or two."""
    if consensus.level is not None:
        return matrix.level(consensus.level).numbered_label
    if consensus.state is ConsensusState.NOT_AGREED:
        return matrix.agreement.split_name
    return consensus.state.label


def recorded_label(result: CriterionResult, matrix: Matrix) -> str:
    """How what was recorded is shown: a level that does not count, because a split decides, is none."""
    return matrix.agreement.split_name if result.is_recorded_in_vain else consensus_label(result.consensus, matrix)


def criterion_page(
    table: AgreementTable,
    result: CriterionResult,
    *,
    owner: int,
    records: bool,
    shown: Consensus | None = None,
    problems: Problems = (),
) -> CriterionPage:
    """One criterion, with what is kept or with `shown` where a form comes back to be mended."""
    matrix, head, criterion = table.matrix, table.head, result.criterion
    kept = table.kept.get(criterion.id, NOTHING_KEPT)
    consensus = kept.said if shown is None else shown
    last = _last_time(table, criterion)
    seen = result if records else _with_own(table, result)
    final = result.final_agreement
    offered = None if final is None else offered_level(final, matrix.agreement)
    return CriterionPage(
        about=one_criterion(
            result,
            table.result.criteria,
            frame=agree_frame(head, records=records),
            owner=owner,
            kept=kept,
            choice=choice_of(consensus),
            reason=consensus.reason,
            address_of=partial(criterion_address, head),
            problems=problems,
            stamp=stamp_of(matrix),
        ),
        guidance=criterion.guidance or "",
        local_mark=matrix.local_mark(criterion.id),
        strip=dot_strip(seen, matrix, chart_id=f"strip-{criterion.id}", is_past=_have_voted_since(result))
        if seen.positions
        else None,
        positions=tuple(
            PositionView(
                partner=position.whose,
                label=position_label(position, matrix),
                origin=position.reached,
                confidence="" if position.confidence is None else position.confidence.label,
                reason=position.reason,
                evidence=position.evidence,
            )
            for position in seen.positions
        ),
        stands=WHERE_PARTNERS_STOOD if _have_voted_since(result) else WHERE_PARTNERS_STAND,
        agreement=_agreement(result, matrix),
        votes=tuple(votes_in_lines(voting_on(result, table.result.record)).splitlines()),
        dissents=tuple(map(dissent_in_words, table.result.record.dissents_on(criterion.id))),
        own=_about_own(table, records=records),
        offer=_offer(result, matrix, offered),
        options=_options(criterion, matrix, offered=offered, last_value=_last_value(table, last)),
        recorded=recorded_label(result, matrix) if shown is None else consensus_label(consensus, matrix),
        by_rule=_by_rule(table, result, consensus),
        in_vain=said_of_recorded(result, matrix),
        otherwise=given.in_words if (given := table.otherwise.get(criterion.id)) else (),
        not_agreed_name=matrix.agreement.split_name,
        evidence=consensus.evidence,
        moves_up=consensus.moves_up,
        last_label="" if last is None else last.label if last.level is None else last.level.numbered_label,
        last_reason="" if last is None else last.consensus.reason,
        last_round="" if table.last is None else table.last.record.label,
        look_back_address=look_back_address(table, criterion),
    )


def _agreement(result: CriterionResult, matrix: Matrix) -> str:
    said = stand_in_a_sentence(result, matrix)
    return f"{said} The levels below are from before the vote." if _have_voted_since(result) else said


def _have_voted_since(result: CriterionResult) -> bool:
    """Whether a vote moved partners away from where their positions are."""
    return bool(result.positions) and result.final_agreement != result.agreement


def _with_own(table: AgreementTable, result: CriterionResult) -> CriterionResult:
    """What one reader sees who only follows: a page that records may stand on a wall, and would tell everybody."""
    if table.head.naming is not Naming.ANONYMOUS:
        return result
    return replace(result, positions=marked_as_own(result.positions, table.own))


def _about_own(table: AgreementTable, *, records: bool) -> str:
    """Why a reader does not find the own partner in a round without names; empty where that needs no word."""
    if not records or table.head.naming is not Naming.ANONYMOUS or not table.own:
        return ""
    return "Your own partner’s level is not marked here, because others may look at this page with you."


def _by_rule(table: AgreementTable, result: CriterionResult, shown: Consensus) -> str:
    """That a split has no level, while something can still be done about it."""
    is_settled = shown.is_recorded and shown.level is None
    return "" if is_settled or table.head.stage is not Stage.AGREEING else said_beforehand(result, table.matrix)


def _offer(result: CriterionResult, matrix: Matrix, offered: int | None) -> str:
    """The median to start from, after the votes where there were any; empty where a split decides, or for too few."""
    agreement = result.final_agreement
    if agreement is None or agreement.median is None or result.is_split_by_rule:
        return ""
    name, middle = matrix.agreement.median_name, middle_in_words(matrix.agreement)
    where = "The" if agreement is result.agreement else "After the last vote the"
    if offered is None:
        return (
            f"{where} {name}, {middle}, lies between two levels{agreement.nobodys_median}. Talk it through and choose."
        )
    label = f"{matrix.level(offered).numbered_label}{agreement.nobodys_median}"
    return f"{where} {name}, {middle}, is {label}. It is a place to start, not the answer."


def _last_time(table: AgreementTable, criterion: Criterion) -> CriterionResult | None:
    """What the round before came to, unless it used another matrix, where the same id is chance."""
    if table.last is None or not table.last.matrix.shares_id_with(table.matrix, criterion.id):
        return None
    return table.last.criterion(criterion.id)


def _last_value(table: AgreementTable, last: CriterionResult | None) -> int | None:
    """The level to mark: none where the same level would not mean the same thing."""
    if table.last is None or last is None or last.level is None:
        return None
    return last.level.value if is_same_measure(table.last.matrix, table.matrix, last.criterion.id) else None


def _options(
    criterion: Criterion, matrix: Matrix, *, offered: int | None, last_value: int | None
) -> tuple[AgreeOption, ...]:
    options = []
    for level in matrix.levels:
        descriptor = criterion.descriptor_at(level.value)
        options.append(
            AgreeOption(
                value=str(level.value),
                label=level.numbered_label,
                descriptor="" if descriptor is None else descriptor.text,
                is_offered=level.value == offered,
                was_last_time=level.value == last_value,
            )
        )
    return tuple(options)


def conflict_page(
    table: AgreementTable, result: CriterionResult, *, owner: int, form: AgreeForm, stale: StaleSave[Consensus]
) -> ConflictPage:
    """Both versions side by side, with a form that holds the person's own and is based on what is there now."""
    matrix, there, mine = table.matrix, stale.kept.said, stale.offered
    there_label, mine_label = consensus_label(there, matrix), consensus_label(mine, matrix)
    asked = asked_beside(result.criterion, form=form, matrix=matrix)
    frame = agree_frame(table.head, records=True)
    address = criterion_address(table.head, result.criterion.id)
    conflict = conflict_on(
        result.criterion,
        stale=stale,
        reader=owner,
        draft=address,
        rows=(
            ConflictRow("Result", there_label, mine_label),
            ConflictRow("Reason", there.reason, mine.reason),
            ConflictRow("Evidence", there.evidence, mine.evidence),
            ConflictRow("What would move us up", there.moves_up, mine.moves_up),
        ),
        choices=to_choose(
            (choice_of(mine), mine_label),
            (choice_of(there), there_label),
            others=levels_to_choose(matrix) if asked else (),
        ),
        evidence=mine.evidence,
        more=(("moves_up", "What would move us up, to keep", mine.moves_up),),
    )
    return ConflictPage(
        kind="result",
        changed="What was recorded here",
        back=((frame.round_address, frame.round_label), (frame.overview_address, "All criteria")),
        owner=owner,
        conflicts=(replace(conflict, asked=asked),),
        saves_to=address,
        stamp=stamp_of(matrix),
    )
