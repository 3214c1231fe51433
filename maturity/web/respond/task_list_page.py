"""The domains of a response, with how far each has come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from maturity.core.asked import Agreeing
from maturity.core.matrix import MINUTES_FOR_A_CRITERION
from maturity.core.position import position_in_words
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.colleagues import Colleague
from maturity.persistence.queries.entered_positions import Entered
from maturity.persistence.queries.responses import Seat
from maturity.usecases.respond import ResponseSheet
from maturity.web.design_system.words import day, with_role
from maturity.web.respond.frame import Address, ResponseFrame, response_frame


@dataclass(frozen=True, slots=True)
class DomainTask:
    """One line of the task list."""

    address: str
    title: str
    dealt_with: int
    asked: int
    handed_by: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether something was said on every criterion."""
        return self.dealt_with == self.asked


@dataclass(frozen=True, slots=True)
class HandedDomain:
    """A domain that a colleague is asked alone. `wrote` is whether this person had said something there."""

    title: str
    to: str
    address: str
    wrote: bool


@dataclass(frozen=True, slots=True)
class TaskListPage:
    """The domains of a response with their progress, and those that were handed to a colleague.

    `colleagues` is how many others respond for the partner, and `who_leads` names its lead. `room_address` is where
    the partners meet while they agree levels, and empty otherwise. `leads_partner` is whether it is this person who
    leads, and `agreeing` how far the positions are agreed that are for this person to agree now, else None. `who_reads`
    says who reads what this person submitted, and `entered` what was entered on the partner’s behalf, and by whom.
    `next_title` is the first criterion on which nothing was said that counts, or empty, and `next_address` is where the
    person goes on: that criterion, or else the check before submitting. `comes_next` says what happens after that.
    """

    frame: ResponseFrame
    purpose: str
    matrix_title: str
    whose_words: str
    tasks: tuple[DomainTask, ...]
    handed: tuple[HandedDomain, ...]
    colleagues: int
    who_leads: str
    naming: str
    naming_label: str
    naming_meaning: str
    dealt_with: int
    asked: int
    next_title: str
    next_address: str
    comes_next: str
    room_address: str
    leads_partner: bool
    agreeing: Agreeing | None
    who_reads: str
    entered: tuple[str, ...]
    look_again: tuple[str, ...]
    version_address: str

    @property
    def says_what_for(self) -> bool:
        """Whether the page says that this is for learning: not where the purpose of the round has just said it."""
        return "for learning" not in self.purpose.casefold()

    @property
    def minutes_left(self) -> int:
        """An estimate at two minutes for each criterion that is left."""
        return (self.asked - self.dealt_with) * MINUTES_FOR_A_CRITERION


def task_list_page(
    sheet: ResponseSheet,
    *,
    people: Sequence[Colleague] = (),
    agreeing: Agreeing | None = None,
    entered: Mapping[str, Entered] = MappingProxyType({}),
    look_again: tuple[str, ...] = (),
) -> TaskListPage:
    """The task list of a response; `people` are all who respond for the partner, `agreeing` what is to agree now.

    `entered` is what was entered on the partner’s behalf, by criterion id. `look_again` names the criteria to look at
    again because the round moved to another version of its matrix.
    """
    address = Address.of(sheet.seat)
    tasks = tuple(
        DomainTask(
            address=address.to("criterion", criterion_id=(sheet.first_left(criteria) or criteria[0]).id),
            title=domain.title,
            dealt_with=sheet.dealt_with(criteria),
            asked=len(criteria),
            handed_by=sheet.handed[domain.id].by_name if domain.id in sheet.handed else "",
        )
        for domain, criteria in sheet.asked
    )
    next_one = sheet.first_left()
    return TaskListPage(
        frame=response_frame(sheet.seat),
        purpose=sheet.seat.purpose or sheet.seat.matrix.purpose,
        matrix_title=sheet.seat.matrix.title,
        whose_words=sheet.seat.matrix.provenance.whose_words,
        tasks=tasks,
        handed=tuple(
            HandedDomain(
                title=domain.title,
                to=with_role(sheet.handed[domain.id].name, sheet.handed[domain.id].role_title),
                address=address.to("domain", domain_id=domain.id),
                wrote=bool(sheet.dealt_with(criteria)),
            )
            for domain, criteria in sheet.away
        ),
        colleagues=max(len(people) - 1, 0),
        who_leads=next((each.name for each in people if each.is_partner_lead), ""),
        naming=sheet.seat.naming.value,
        naming_label=sheet.seat.naming.label,
        naming_meaning=sheet.seat.naming.meaning,
        dealt_with=sum(task.dealt_with for task in tasks),
        asked=sum(task.asked for task in tasks),
        next_title="" if next_one is None else next_one.title,
        next_address=address.to("check") if next_one is None else address.to("criterion", criterion_id=next_one.id),
        comes_next=_comes_next(sheet.seat, people, agreeing),
        room_address=_room_address(sheet.seat),
        leads_partner=sheet.seat.is_partner_lead,
        agreeing=agreeing,
        who_reads=_who_reads(sheet.seat, people),
        entered=tuple(_entered(sheet, entered)),
        look_again=look_again,
        version_address=url_for("set_up.version", collaborative=sheet.seat.collaborative, number=sheet.seat.number),
    )


def _comes_next(seat: Seat, people: Sequence[Colleague], agreeing: Agreeing | None) -> str:
    """What happens once this person has submitted; empty where they are told to agree positions, or all is revealed."""
    if seat.submitted_at is None or seat.stage is not Stage.OPEN or (agreeing and not agreeing.is_done):
        return ""
    planned = f", planned for {day(seat.closes_on)}," if seat.closes_on else ""
    closes = (
        f"the lead of {seat.collaborative_name} closes responding{planned} and reveals what all partners said. After "
        "that the partners agree a level on each criterion together. The way in will stand under “Your work”."
    )
    if len(people) < 2 or agreeing:
        return f"Next, {closes}"
    leads = next((each for each in people if each.is_partner_lead), people[0])
    who = "you agree" if leads.account == seat.account else f"{leads.name} agrees"
    return f"Once everyone who responds for {seat.partner_name} has submitted, {who} what it stands for. Then {closes}"


def _who_reads(seat: Seat, people: Sequence[Colleague]) -> str:
    """Who in the partner reads what this person submitted, said where it is always seen: a colleague may come later."""
    lead = next((each for each in people if each.is_partner_lead), None)
    if seat.submitted_at is None or lead is None or lead.account == seat.account:
        return ""
    nameless = ", without your name" if seat.naming is Naming.ANONYMOUS else ""
    once = "" if lead.has_submitted else " after submitting too"
    return f"{lead.name}, who leads for {seat.partner_name}, reads it{once}{nameless}."


def _entered(sheet: ResponseSheet, entered: Mapping[str, Entered]) -> Iterator[str]:
    """What was entered, a line for each criterion; not at which level before this person has submitted."""
    seat = sheet.seat
    may_see = seat.submitted_at is not None or not seat.is_open
    for _, criteria in seat.matrix.asked_of(seat.collaborative_type):
        for criterion in criteria:
            if criterion.id not in entered:
                continue
            one = entered[criterion.id]
            said = f": “{position_in_words(one.said, seat.matrix)}”" if may_see else ""
            now = (
                ""
                if seat.is_open
                else " It stands."
                if one.stands
                else f" What {seat.partner_name} says itself comes before it."
            )
            yield f"{criterion.title}{said}, entered by {one.by_name}.{now}"


def _room_address(seat: Seat) -> str:
    if seat.stage is not Stage.AGREEING:
        return ""
    return url_for("room.room", collaborative=seat.collaborative, number=seat.number)
