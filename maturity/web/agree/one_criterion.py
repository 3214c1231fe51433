"""What the pages of one criterion have in common on which something is recorded together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from maturity.core.response import LONGEST_TEXT
from maturity.core.results import CriterionResult
from maturity.persistence.queries.versions import Kept
from maturity.web.agree.frame import AgreeFrame
from maturity.web.saving import new_request_key
from maturity.web.versioned_form import Problems


@dataclass(frozen=True, slots=True)
class OneCriterion:
    """A criterion with the form on which something is recorded of it, and the way to those before and after it.

    `stamp` stands for what is asked now, empty where that can never change.
    """

    frame: AgreeFrame
    owner: int
    domain: str
    place: str
    id: str
    title: str
    question: str
    choice: str
    reason: str
    based_on: int
    request_key: str
    saved_at: datetime | None
    save_address: str
    previous_address: str
    previous_title: str
    next_address: str
    next_title: str
    problems: Problems
    stamp: str = ""
    longest_text: int = LONGEST_TEXT

    def problem(self, name: str) -> str:
        """What is wrong with one field, empty when nothing is."""
        return next((text for field_name, text in self.problems if field_name == name), "")

    @property
    def problem_places(self) -> Problems:
        """What is wrong, each by the id of its field."""
        return tuple((f"{self.id}-{name}", text) for name, text in self.problems)


def one_criterion(
    result: CriterionResult,
    among: Sequence[CriterionResult],
    *,
    frame: AgreeFrame,
    owner: int,
    kept: Kept[Any],
    choice: str,
    reason: str,
    address_of: Callable[[str], str],
    problems: Problems,
    stamp: str = "",
) -> OneCriterion:
    """A criterion `among` all those of its round, in their order, with the version of what is `kept` of it."""
    order = [each.criterion for each in among]
    criterion = result.criterion
    place = order.index(criterion)
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    return OneCriterion(
        frame=frame,
        owner=owner,
        domain=result.domain.title,
        place=f"Criterion {place + 1} of {len(order)}",
        id=criterion.id,
        title=criterion.title,
        question=criterion.question or "",
        choice=choice,
        reason=reason,
        based_on=kept.version,
        request_key=new_request_key(),
        saved_at=kept.saved_at,
        save_address=address_of(criterion.id),
        previous_address="" if before is None else address_of(before.id),
        previous_title="" if before is None else before.title,
        next_address="" if after is None else address_of(after.id),
        next_title="" if after is None else after.title,
        problems=problems,
        stamp=stamp,
    )


def next_address(among: Sequence[CriterionResult], criterion_id: str, *, to_list: str) -> str:
    """Where a form that was saved leads: to the next criterion or, from the last one or if asked for, to the list."""
    order = [each.criterion.id for each in among]
    after = order.index(criterion_id) + 1
    if "to_list" in request.form or after == len(order):
        return to_list
    return request.path.rpartition("/")[0] + "/" + order[after]
