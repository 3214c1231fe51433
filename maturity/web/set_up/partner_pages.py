"""What the pages of the partner organisations show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maturity.core.membership import Member, Succession
from maturity.core.wording import lower_first
from maturity.persistence.queries.collaboratives import PartnerFacts
from maturity.reports.charts.drawing import Chart
from maturity.reports.charts.membership_timeline import membership_timeline
from maturity.usecases.set_up import PartnerDetails
from maturity.web.design_system.words import day
from maturity.web.set_up.frame import CollaborativeFrame
from maturity.web.set_up.stale import StaleLine


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner of the list. `left` says what became of it too, where it went on in another one."""

    address: str
    name: str
    type_label: str
    ods_code: str
    joined: str
    left: str


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """The partners of a collaborative, those that belong to it first."""

    frame: CollaborativeFrame
    current: tuple[PartnerLine, ...]
    former: tuple[PartnerLine, ...]


@dataclass(frozen=True, slots=True)
class PartnerFormPage:
    """The form for a partner. `name` is how a partner that is there is called, empty for a new one."""

    frame: CollaborativeFrame
    name: str
    saves_to: str
    stale: tuple[StaleLine, ...] = ()


def partners_page(frame: CollaborativeFrame, partners: Sequence[PartnerFacts], *, today: date) -> PartnersPage:
    """The list of partners; one that leaves later still belongs."""
    former = [partner for partner in partners if partner.has_left_before(today)]
    return PartnersPage(
        frame=frame,
        current=tuple(_line(partner, frame) for partner in partners if partner not in former),
        former=tuple(_line(partner, frame) for partner in former),
    )


@dataclass(frozen=True, slots=True)
class MembershipPage:
    """Every change of membership, the latest first. `chart` is None where there is no partner."""

    frame: CollaborativeFrame
    changes: tuple[tuple[str, str], ...]
    chart: Chart | None


def membership_page(frame: CollaborativeFrame, partners: Sequence[PartnerFacts], *, today: date) -> MembershipPage:
    """Who joined and left when, and what became of them."""
    members = [Member(p.id, p.name, p.joined_on, p.left_on, p.succession, p.succeeded_by) for p in partners]
    changes = [(p.joined_on, f"{p.name} joined") for p in partners if p.joined_on]
    changes += [
        (p.left_on, f"{p.name} {lower_first(p.succession.label)} {p.successor}" if p.succession else f"{p.name} left")
        for p in partners
        if p.left_on
    ]
    return MembershipPage(
        frame=frame,
        changes=tuple((day(when), what) for when, what in sorted(changes, reverse=True)),
        chart=membership_timeline(members, today=today, chart_id="membership") if members else None,
    )


def _line(partner: PartnerFacts, frame: CollaborativeFrame) -> PartnerLine:
    return PartnerLine(
        address=frame.to("edit_partner", partner=partner.id),
        name=partner.name,
        type_label=partner.type.label,
        ods_code=partner.ods_code or "",
        joined=day(partner.joined_on),
        left=what_became_of(partner),
    )


def what_became_of(partner: PartnerFacts) -> str:
    """“Merged into Birch Trust on 1 April 2026”, or the date it left; empty where it did not."""
    if partner.succession is None:
        return day(partner.left_on)
    return f"{partner.succession.label} {partner.successor} on {day(partner.left_on)}"


def stale_lines(facts: PartnerFacts, mine: PartnerDetails, partners: Sequence[PartnerFacts]) -> tuple[StaleLine, ...]:
    """What is there now beside what was entered. `partners` are those that it may go on in."""
    called = next((partner.name for partner in partners if partner.id == mine.succeeded_by), "")
    return (
        StaleLine("Name", facts.name, mine.name),
        StaleLine("Type", facts.type.label, mine.type.label),
        StaleLine("ODS code", facts.ods_code or "", mine.ods_code.upper()),
        StaleLine("Date it joined", day(facts.joined_on), day(mine.joined_on)),
        StaleLine("Date it left", day(facts.left_on), day(mine.left_on)),
        StaleLine("What became of it", _goes_on(facts.succession, facts.successor), _goes_on(mine.succession, called)),
    )


def _goes_on(succession: Succession | None, name: str | None) -> str:
    return f"{succession.label} {name}" if succession else ""
