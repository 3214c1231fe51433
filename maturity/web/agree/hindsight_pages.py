"""What the pages of looking back show: every criterion of the round before, and one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import url_for

from maturity.core.hindsight import Hindsight, HindsightState
from maturity.core.matrix import Matrix
from maturity.core.results import CriterionResult
from maturity.persistence.queries.hindsights import NOTHING_KEPT
from maturity.usecases.hindsight import LookBack
from maturity.usecases.versioned_save import StaleSave
from maturity.web.agree.frame import AgreeFrame, agree_frame
from maturity.web.agree.hindsight_forms import WITHOUT_LEVEL, choice_of
from maturity.web.agree.one_criterion import OneCriterion, one_criterion
from maturity.web.conflict import ConflictPage, ConflictRow, conflict_on, to_choose
from maturity.web.versioned_form import Problems


@dataclass(frozen=True, slots=True)
class HindsightLine:
    """One criterion of the round before, as it was judged then and what is said of it now."""

    title: str
    domain: str
    address: str
    then: str
    now: str
    is_said: bool
    note: str


@dataclass(frozen=True, slots=True)
class HindsightPage:
    """Every criterion of the round before."""

    frame: AgreeFrame
    earlier: str
    lines: tuple[HindsightLine, ...]
    said: int


@dataclass(frozen=True, slots=True)
class HindsightOption:
    """One thing that can be said; `descriptor` is what the level looked like in the words of then."""

    value: str
    label: str
    descriptor: str = ""


@dataclass(frozen=True, slots=True)
class HindsightCriterionPage:
    """One criterion of the round before, as it was recorded then, and the form to say whether it still looks right."""

    about: OneCriterion
    list_address: str
    earlier: str
    then: str
    reason_then: str
    evidence_then: str
    levels: tuple[HindsightOption, ...]
    others: tuple[HindsightOption, ...]
    said: str


def hindsight_page(look: LookBack, *, records: bool) -> HindsightPage:
    """Every criterion of the round before, in the order of its matrix."""
    lines = tuple(_line(each, look) for each in look.earlier.criteria)
    return HindsightPage(
        frame=agree_frame(look.head, records=records),
        earlier=_earlier(look),
        lines=lines,
        said=sum(1 for line in lines if line.is_said),
    )


def hindsight_criterion_page(
    look: LookBack,
    result: CriterionResult,
    *,
    owner: int,
    records: bool,
    shown: Hindsight | None = None,
    problems: Problems = (),
) -> HindsightCriterionPage:
    """One criterion, with what is kept or with `shown` where a form comes back to be mended."""
    criterion, matrix = result.criterion, look.earlier.matrix
    kept = look.kept.get(criterion.id, NOTHING_KEPT)
    said = kept.said if shown is None else shown
    descriptors = ((level, criterion.descriptor_at(level.value)) for level in matrix.levels)
    return HindsightCriterionPage(
        about=one_criterion(
            result,
            look.earlier.criteria,
            frame=agree_frame(look.head, records=records),
            owner=owner,
            kept=kept,
            choice=choice_of(said),
            reason=said.reason,
            address_of=partial(hindsight_address, look),
            problems=problems,
        ),
        list_address=list_address(look),
        earlier=_earlier(look),
        then=_then(result),
        reason_then=result.consensus.reason,
        evidence_then=result.consensus.evidence,
        levels=tuple(
            HindsightOption(str(level.value), level.numbered_label, "" if found is None else found.text)
            for level, found in descriptors
        ),
        others=(*(HindsightOption(state.value, state.label) for state in WITHOUT_LEVEL), _NOT_ANSWERED),
        said=said_label(said, matrix),
    )


_NOT_ANSWERED = HindsightOption("", "Not answered")


def hindsight_conflict_page(
    look: LookBack, result: CriterionResult, *, owner: int, stale: StaleSave[Hindsight]
) -> ConflictPage:
    """Both versions side by side, with a form that holds the person's own and is based on what is there now."""
    matrix, there, mine = look.earlier.matrix, stale.kept.said, stale.offered
    there_label, mine_label = said_label(there, matrix), said_label(mine, matrix)
    address = hindsight_address(look, result.criterion.id)
    conflict = conflict_on(
        result.criterion,
        stale=stale,
        reader=owner,
        draft=address,
        rows=(
            ConflictRow("Looking back", there_label, mine_label),
            ConflictRow("Reason", there.reason, mine.reason),
        ),
        choices=to_choose((choice_of(mine), mine_label), (choice_of(there), there_label)),
    )
    return ConflictPage(
        kind="answer",
        changed="What is said here looking back",
        back=(
            (agree_frame(look.head, records=True).overview_address, "All criteria"),
            (list_address(look), "Looking back"),
        ),
        owner=owner,
        conflicts=(conflict,),
        saves_to=address,
    )


def said_label(said: Hindsight, matrix: Matrix) -> str:
    """What is said, with the level where it is another."""
    if said.state is HindsightState.OTHERWISE and said.level is not None:
        return f"It looks otherwise now: {matrix.level(said.level).numbered_label}"
    return said.state.label


def hindsight_address(look: LookBack, criterion_id: str) -> str:
    """Where one criterion is looked back on."""
    return url_for("agree.hindsight_criterion", **_where(look), criterion_id=criterion_id)


def list_address(look: LookBack) -> str:
    """Where all of them are."""
    return url_for("agree.hindsight", **_where(look))


def _where(look: LookBack) -> dict[str, Any]:
    return {"collaborative": look.head.collaborative, "number": look.head.number}


def _earlier(look: LookBack) -> str:
    return look.earlier.record.label


def _then(result: CriterionResult) -> str:
    return result.level.numbered_label if result.level else result.label


def _line(result: CriterionResult, look: LookBack) -> HindsightLine:
    said = look.kept.get(result.criterion.id, NOTHING_KEPT).said
    is_chosen = said.state is not HindsightState.NOT_ASKED
    return HindsightLine(
        title=result.criterion.title,
        domain=result.domain.title if result.domain.title != result.criterion.title else "",
        address=hindsight_address(look, result.criterion.id),
        then=_then(result),
        now=said_label(said, look.earlier.matrix) if is_chosen else "",
        is_said=said.is_said,
        note="It has no reason yet, so it does not count." if is_chosen and not said.is_said else "",
    )
