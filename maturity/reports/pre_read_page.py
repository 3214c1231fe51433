"""The one value that the templates of a pre-read get, for the web page and the PDF alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.core.meeting.pre_read import PreRead, PreReadBox, PreReadItem
from maturity.core.round import Naming
from maturity.reports.charts.drawing import Chart
from maturity.reports.charts.small_strip import small_strip
from maturity.reports.moved_part import round_name

_SEEN: Final[Mapping[Naming, str]] = {
    Naming.NAMED: "In the meeting each partner’s level is shown with the partner’s name and the person’s name.",
    Naming.PARTNER_ONLY: "In the meeting each partner’s level is shown with the partner’s name, and no person’s name.",
    Naming.ANONYMOUS: "In the meeting the levels are shown without names: each partner knows only its own.",
}

_READ_LEVEL: Final = "Read what your level looks like in the matrix. Ask what would have to be true for it."
_READ_MEDIAN: Final = "Where the {median} is described too, ask the same of that."


@dataclass(frozen=True, slots=True)
class PreReadLine:
    """One criterion with its picture, which is None in a round scored together."""

    id: str
    item: PreReadItem
    strip: Chart | None
    own_said: str


@dataclass(frozen=True, slots=True)
class PreReadPage:
    """Everything that a pre-read shows. `recorded` are sentences on the criteria that have a result already."""

    title: str
    collaborative: str
    partner: str
    round_label: str
    matrix: str
    median_name: str
    purpose: str
    lines: tuple[PreReadLine, ...]
    recorded: tuple[str, ...]
    agenda_in_words: str
    boxes: tuple[PreReadBox, ...]
    left_out: tuple[str, ...]
    how_to_prepare: tuple[str, ...]
    who_sees_what: tuple[str, ...]


def pre_read_page(pre_read: PreRead) -> PreReadPage:
    """The page of a pre-read. The same pre-read gives the same page, letter for letter."""
    name = round_name(pre_read.round_number, pre_read.round_label)
    to_talk_about = [item for item in pre_read.items if not _is_told_in_a_line(item)]
    median = pre_read.matrix.agreement.median_name
    return PreReadPage(
        title=f"Before the meeting: {pre_read.partner_name}, {name}",
        collaborative=pre_read.collaborative_name,
        partner=pre_read.partner_name,
        round_label=name[0].upper() + name[1:],
        matrix=f"{pre_read.matrix.title}, version {pre_read.matrix.version}",
        median_name=median,
        purpose=pre_read.purpose,
        lines=tuple(_line(item, pre_read) for item in to_talk_about),
        recorded=tuple(_recorded(item) for item in pre_read.items if _is_told_in_a_line(item)),
        agenda_in_words=pre_read.agenda_in_words,
        boxes=pre_read.boxes,
        left_out=pre_read.left_out,
        how_to_prepare=_how_to_prepare(to_talk_about, median),
        who_sees_what=(
            _readers(pre_read),
            _SEEN[pre_read.naming],
            "What is agreed, with its reason and any dissent, is printed in the report of the round.",
        ),
    )


def _is_told_in_a_line(item: PreReadItem) -> bool:
    """Whether the meeting has nothing left to say on it; what is recorded while the room is open keeps its time."""
    return bool(item.recorded) and item.is_settled


def _how_to_prepare(items: Sequence[PreReadItem], median: str) -> tuple[str, ...]:
    if not items:
        return ()
    # No median is described where none is on offer, as on what is split by a rule that gives a split no level.
    is_described = any(item.median_descriptor for item in items)
    return (
        "Read the first criteria first: there partners differ most, and the meeting spends most time on them.",
        "For each of them, bring one thing that you have seen and that others could check.",
        f"{_READ_LEVEL} {_READ_MEDIAN.format(median=median)}" if is_described else _READ_LEVEL,
        "Settle beforehand who speaks for you, and how far that person can move.",
    )


def _readers(pre_read: PreRead) -> str:
    if pre_read.naming is Naming.ANONYMOUS:
        return f"This is for {pre_read.partner_name} alone: not even the lead can open it."
    return f"This is for {pre_read.partner_name}, the lead and the facilitators. It names no other partner."


def _recorded(item: PreReadItem) -> str:
    own = f"You: {item.own_words}" if item.own_words else ""
    return " ".join(f"{said}." for said in (f"{item.title}: {item.recorded}", own, item.own_reached) if said)


def _line(item: PreReadItem, pre_read: PreRead) -> PreReadLine:
    own, agreement = item.own, item.agreement
    evidence = f"Evidence: {own.evidence}" if own and own.evidence else ""
    return PreReadLine(
        id=f"criterion-{item.criterion_id}",
        item=item,
        strip=None
        if agreement is None
        else small_strip(
            agreement,
            pre_read.matrix,
            title=item.title,
            chart_id=f"strip-{item.criterion_id}",
            own=own.level if own else None,
        ),
        own_said="\n".join(text for text in (own.reason if own else "", evidence) if text),
    )
