"""What is known of events beyond their own rows: looked up for all of them at once, and only where it is certain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from maturity.core.record.audit_words import MoreKnown
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.sign_offs import digest_of
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.round_row import RoundMove, RoundPartnerRow, RoundRow
from maturity.persistence.rows.sign_off import SignOff
from maturity.persistence.rows.version_move import VersionMove

_GOES_ON: Final = re.compile(r"partner ([1-9][0-9]*) (?:(alone)|(merged|succeeded) ([1-9][0-9]*))")
_PARTNER: Final = re.compile(r"partner ([1-9][0-9]*)\b")
_MOVED: Final = "move round to matrix version"
_MOVED_BACK: Final = "undo move to matrix version"
_REOPENED: Final = ("reopen round", "reopen-responding round")


Known = TypeVar("Known")


class OneEvent(Protocol):
    """What is read of an event."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def happened_at(self) -> datetime:
        """When it happened, to the microsecond: what it wrote says the same."""

    @property
    def action(self) -> str:
        """What was done."""

    @property
    def subject(self) -> str:
        """What it was done to, by ids."""

    @property
    def round_id(self) -> int | None:
        """The round in which it was done."""


def partners_in(subject: str) -> tuple[int, ...]:
    """The partners that an event is about, by id: the other one as well where the first goes on in it."""
    first, both = _PARTNER.match(subject), _GOES_ON.fullmatch(subject)
    if both is not None and both[4] is not None:
        return int(both[1]), int(both[4])
    return () if first is None else (int(first[1]),)


def more_known(session: Session, *, events: Sequence[OneEvent], partners: Mapping[int, str]) -> Mapping[int, MoreKnown]:
    """What is known of some events, by their number; one of which nothing more is known is not there.

    `partners` are the names of all that `partners_in` finds. The queries do not become more with the events.
    """
    return {
        **dict(_successions(events, partners)),
        **dict(_decisions(session, [each for each in events if each.action == "sign off round"])),
        **dict(_criteria(session, [each for each in events if each.action == "agree level"])),
        **dict(_versions(session, [each for each in events if each.action in {_MOVED, _MOVED_BACK}])),
        **dict(_reasons(session, [each for each in events if each.action in _REOPENED])),
    }


def _successions(events: Sequence[OneEvent], partners: Mapping[int, str]) -> Iterator[tuple[int, MoreKnown]]:
    for event in events:
        found = _GOES_ON.fullmatch(event.subject)
        if found is not None and found[2]:
            yield event.id, MoreKnown(found[2])
        elif found is not None and int(found[4]) in partners:
            yield event.id, MoreKnown(found[3], {"other": partners[int(found[4])]})


def _decisions(session: Session, events: Sequence[OneEvent]) -> Iterator[tuple[int, MoreKnown]]:
    if not events:
        return
    rows = session.execute(
        select(SignOff, RoundPartnerRow.name)
        .join(
            RoundPartnerRow,
            (RoundPartnerRow.round_id == SignOff.round_id) & (RoundPartnerRow.partner_id == SignOff.partner_id),
        )
        .where(SignOff.round_id.in_(_rounds_of(events)))
    ).all()
    said = {
        (row.round_id, f"partner {row.partner_id} {digest_of(row, partner_name=name)}"): row.decision
        for row, name in rows
    }
    for event in events:
        decision = said.get((event.round_id or 0, event.subject))
        if decision is not None:
            yield event.id, MoreKnown(decision.value)


def _criteria(session: Session, events: Sequence[OneEvent]) -> Iterator[tuple[int, MoreKnown]]:
    """The titles as the round asks the criteria now; as it did last where it asks them no more."""
    if not events:
        return
    of_round = _titles(session, _rounds_of(events))
    for event in events:
        title = of_round.get((event.round_id, event.subject))
        if title is not None:
            yield event.id, MoreKnown("named", {"criterion": f"“{title}”"})


def _titles(session: Session, rounds: Collection[int]) -> Mapping[tuple[int | None, str], str]:
    """The title of each criterion that a round ever asked."""
    moved = session.execute(
        select(VersionMove.round_id, MatrixVersion.id, MatrixVersion.content_hash)
        .join(MatrixVersion, MatrixVersion.id == VersionMove.from_version_id)
        .where(VersionMove.round_id.in_(rounds))
        .order_by(VersionMove.id)
    ).all()
    moved_to = session.execute(
        select(VersionMove.round_id, MatrixVersion.id, MatrixVersion.content_hash)
        .join(MatrixVersion, MatrixVersion.id == VersionMove.to_version_id)
        .where(VersionMove.round_id.in_(rounds))
        .order_by(VersionMove.id)
    ).all()
    now = session.execute(
        select(RoundRow.id, MatrixVersion.id, MatrixVersion.content_hash)
        .join(MatrixVersion, MatrixVersion.id == RoundRow.matrix_version_id)
        .where(RoundRow.id.in_(rounds))
    ).all()
    found: dict[tuple[int | None, str], str] = {}
    for round_id, version, content_hash in (*moved, *moved_to, *now):
        for criterion in get_matrix(session, matrix_version=version, content_hash=content_hash).criteria:
            found[(round_id, criterion.id)] = criterion.title
    return found


def _versions(session: Session, events: Sequence[OneEvent]) -> Iterator[tuple[int, MoreKnown]]:
    if not events:
        return
    one, other = aliased(MatrixVersion), aliased(MatrixVersion)
    rows = session.execute(
        select(VersionMove.round_id, VersionMove.moved_at, VersionMove.undone_at, one.version, other.version)
        .join(one, one.id == VersionMove.from_version_id)
        .join(other, other.id == VersionMove.to_version_id)
        .where(VersionMove.round_id.in_(_rounds_of(events)))
    ).all()
    made = _certain(
        [((round_id, _MOVED, moved_at), (before, after)) for round_id, moved_at, _, before, after in rows]
        + [((round_id, _MOVED_BACK, undone_at), (after, before)) for round_id, _, undone_at, before, after in rows]
    )
    for event in events:
        versions = made.get((event.round_id, event.action, event.happened_at))
        if versions is not None:
            yield event.id, MoreKnown("named", {"before": versions[0], "after": versions[1]})


def _reasons(session: Session, events: Sequence[OneEvent]) -> Iterator[tuple[int, MoreKnown]]:
    if not events:
        return
    rows = session.execute(
        select(RoundMove.round_id, RoundMove.name, RoundMove.moved_at, RoundMove.reason).where(
            RoundMove.round_id.in_(_rounds_of(events))
        )
    ).all()
    why = _certain(((row.round_id, f"{row.name} round", row.moved_at), row.reason) for row in rows)
    for event in events:
        reason = " ".join((why.get((event.round_id, event.action, event.happened_at)) or "").split())
        if reason:
            yield event.id, MoreKnown("why", {"reason": reason})


def _certain(found: Iterable[tuple[tuple[Any, ...], Known]]) -> Mapping[tuple[Any, ...], Known | None]:
    """What is known by round, action and moment; None where two things are known of one moment."""
    certain: dict[tuple[Any, ...], Known | None] = {}
    for key, known in found:
        certain[key] = known if certain.get(key, known) == known else None
    return certain


def _rounds_of(events: Sequence[OneEvent]) -> Collection[int]:
    return {each.round_id for each in events if each.round_id is not None}
