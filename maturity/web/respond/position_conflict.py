"""Positions that were changed elsewhere: both versions, to choose from."""

from __future__ import annotations

from dataclasses import replace

from maturity.core.matrix import Criterion
from maturity.core.position import Stance
from maturity.usecases.positions import PositionSheet
from maturity.usecases.versioned_save import StaleSave
from maturity.web.conflict import Conflict, ConflictRow, asked_beside, conflict_on, levels_to_choose, to_choose
from maturity.web.respond.forms import AnswerForm
from maturity.web.respond.frame import answer_label
from maturity.web.respond.position_domain import answer_of, choice_of_position
from maturity.web.respond.position_frame import PositionFrame, address_of
from maturity.web.respond.question import NOT_SAID


def position_conflict(
    criterion: Criterion, *, sheet: PositionSheet, frame: PositionFrame, form: AnswerForm, stale: StaleSave[Stance]
) -> Conflict:
    """Both versions side by side, with a form that holds the person's own and is based on what is there now."""
    there, mine = answer_of(stale.kept.said), answer_of(stale.offered)
    there_label, mine_label = answer_label(there, sheet.matrix), answer_label(mine, sheet.matrix)
    sure = [NOT_SAID if each.confidence is None else each.confidence.label for each in (there, mine)]
    asked = asked_beside(criterion, form=form, matrix=sheet.matrix)
    endpoint = "enter_one_position" if frame.is_on_behalf else "keep_one_position"
    conflict = conflict_on(
        criterion,
        stale=stale,
        reader=frame.owner,
        draft=address_of(sheet).to(endpoint, criterion_id=criterion.id),
        rows=(
            ConflictRow("Position", there_label, mine_label),
            ConflictRow("Reason", there.reason, mine.reason),
            ConflictRow("How sure", sure[0], sure[1]),
            ConflictRow("Evidence", there.evidence, mine.evidence),
        ),
        choices=to_choose(
            (choice_of_position(mine), mine_label),
            (choice_of_position(there), there_label),
            others=levels_to_choose(sheet.matrix) if asked else (),
        ),
        evidence=mine.evidence,
        confidences=to_choose((mine.confidence or "", sure[1]), (there.confidence or "", sure[0])),
    )
    return replace(conflict, asked=asked)
