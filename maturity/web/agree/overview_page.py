"""What the page of all criteria shows: in the order of the matrix, or in that of the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import url_for

from maturity.core.agreement import Agreement
from maturity.core.matrix import Matrix
from maturity.core.matrix_words import middle_in_words
from maturity.core.meeting.triage import triage
from maturity.core.position import unsettled_in_words
from maturity.core.results import CriterionResult
from maturity.core.round import Stage
from maturity.core.split_words import said_of_recorded
from maturity.reports.agreement_words import stand_in_words
from maturity.usecases.agree import AgreementTable
from maturity.web.agree.frame import AgreeFrame, agree_frame
from maturity.web.agree.pages import criterion_address, recorded_label


class Order(StrEnum):
    """The order of the criteria, as the address of the page says it."""

    DOMAINS = "domains"
    MEETING = "meeting"

    @property
    def label(self) -> str:
        """What the order is called."""
        return "By domain" if self is Order.DOMAINS else "In the order of the meeting"


@dataclass(frozen=True, slots=True)
class AgreeLine:
    """One criterion in the overview. `domain` is empty where the table says it.

    `unsettled` says which partners have not agreed a level and so are not in `agreement`; empty where none is.
    `note` says what a split does to it where a split decides, `otherwise` what on it was given when another version
    asked it otherwise.
    """

    title: str
    domain: str
    address: str
    agreement: str
    agreement_key: str
    unsettled: str
    median: str
    recorded: str
    is_recorded: bool
    note: str
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderLink:
    """An order in which the criteria can be seen, with its address; the one that is shown has none."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Every criterion with how closely partners agree and what was recorded, in tables with a caption each.

    `orders` is empty where there are no positions to order by.
    """

    frame: AgreeFrame
    tables: tuple[tuple[str, tuple[AgreeLine, ...]], ...]
    orders: tuple[OrderLink, ...]
    recorded: int
    asked: int
    has_positions: bool
    median_name: str
    median_is: str
    close_address: str
    prepare_address: str
    room_address: str
    hindsight_address: str
    earlier: str


def overview_page(table: AgreementTable, *, records: bool, order: Order = Order.DOMAINS) -> OverviewPage:
    """Every criterion of the round. `records`: whether this person records what is agreed."""
    head = table.head
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    has_positions = bool(table.result.record.positions)
    shown = order if has_positions else Order.DOMAINS
    return OverviewPage(
        frame=agree_frame(head, records=records),
        tables=_in_order_of_meeting(table) if shown is Order.MEETING else _by_domain(table),
        orders=tuple(
            OrderLink(
                each.label,
                "" if each is shown else url_for("agree.overview", **(where | _asking_for(each))),
            )
            for each in Order
        )
        if has_positions
        else (),
        recorded=table.recorded,
        asked=len(table.result.criteria),
        has_positions=has_positions,
        median_name=table.matrix.agreement.median_name,
        median_is=middle_in_words(table.matrix.agreement),
        close_address=url_for("set_up.round_page", **where),
        prepare_address=url_for("prepare.overview", **where),
        room_address=url_for("room.facilitate" if records else "room.room", **where)
        if head.stage is Stage.AGREEING
        else "",
        hindsight_address="" if table.last is None else url_for("agree.hindsight", **where),
        earlier="" if table.last is None else table.last.record.label,
    )


def _asking_for(order: Order) -> dict[str, str]:
    return {} if order is Order.DOMAINS else {"order": order.value}


def _by_domain(table: AgreementTable) -> tuple[tuple[str, tuple[AgreeLine, ...]], ...]:
    """A table for each domain, or one for all where each domain is a criterion of the same name."""
    domains = table.result.domains
    if all([each.criterion.title for each in domain.criteria] == [domain.domain.title] for domain in domains):
        return (("Criteria", tuple(_line(each, table) for domain in domains for each in domain.criteria)),)
    return tuple((domain.domain.title, tuple(_line(each, table) for each in domain.criteria)) for domain in domains)


def _in_order_of_meeting(table: AgreementTable) -> tuple[tuple[str, tuple[AgreeLine, ...]], ...]:
    """What to talk about by disagreement, then what is aligned, as the meeting is prepared."""
    ordered = triage(table.result, earlier=table.last)
    tables = (("To talk about, most disagreement first", ordered.to_discuss), ("Aligned", ordered.to_confirm))
    return tuple(
        (caption, tuple(_line(item.result, table, with_domain=True) for item in items))
        for caption, items in tables
        if items
    )


def _median(agreement: Agreement, matrix: Matrix) -> str:
    """The median where it is a level, and what there is in its place."""
    if agreement.median is None:
        return "None: too few partners" if agreement.count else "No partner gave a level"
    if agreement.median.denominator != 1:
        return "Between two levels"
    return f"{matrix.level(agreement.median.numerator).numbered_label}{agreement.nobodys_median}"


def _note(result: CriterionResult, matrix: Matrix) -> str:
    """What a split does to a criterion where it decides; empty elsewhere, and where no level was recorded."""
    if result.is_split_by_rule and not result.consensus.is_recorded:
        return f"{matrix.agreement.split_name} while partners are split"
    return said_of_recorded(result, matrix)


def _line(result: CriterionResult, table: AgreementTable, *, with_domain: bool = False) -> AgreeLine:
    agreement = result.final_agreement
    return AgreeLine(
        title=result.criterion.title,
        domain=result.domain.title if with_domain and result.domain.title != result.criterion.title else "",
        address=criterion_address(table.head, result.criterion.id),
        agreement=stand_in_words(result),
        agreement_key="" if agreement is None else agreement.label.value,
        unsettled="" if agreement is None else unsettled_in_words(agreement.unsettled),
        median="" if agreement is None else _median(agreement, table.matrix),
        recorded=recorded_label(result, table.matrix),
        is_recorded=result.consensus.is_recorded,
        note=_note(result, table.matrix),
        otherwise=given.briefly if (given := table.otherwise.get(result.criterion.id)) else (),
    )
