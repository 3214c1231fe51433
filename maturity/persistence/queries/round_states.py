"""The state of a round, read from every table that holds a part of it, in a number of queries that never grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.orm import Session

from maturity.core.record.round_state import FORMAT, Part, Plain, RoundState
from maturity.persistence.base import Base
from maturity.persistence.plain import ONE_OF_THESE, run_plain, these
from maturity.persistence.queries.round_state_columns import COLUMNS
from maturity.persistence.rows.ballot import BallotRow, VoteRevision, VoteRow
from maturity.persistence.rows.consensus import ConsensusRevision, ConsensusRow
from maturity.persistence.rows.dissent import DissentRevision, DissentRow
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.hindsight import HindsightRevision, HindsightRow
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.position import PositionRevision, PositionRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent, RoundMove, RoundPartnerRow, RoundRow
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect

PERSON: Final = "person"
PARTNER: Final = "partner"
MATRIX: Final = "matrix"
EARLIER_ROUND: Final = "earlier_round"
BY_TIER: Final = "by tier"
"""What a column names: a person, a partner, a version of a matrix, an earlier round, or a row of the tier beside it."""

ROUND: Final = "round"


@dataclass(frozen=True, slots=True)
class RoundTable:
    """A table that holds a part of a round. `names` says, by column, the kind of thing that the column names.

    A row belongs to a round by `round_id`, or by the part `within` which it lies.
    """

    part: str
    row: type[Base]
    names: Mapping[str, str]
    within: str = ""
    is_told: bool = False

    @property
    def table(self) -> Table:
        """The table itself."""
        return cast("Table", self.row.__table__)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are part of the state, in the order in which they are hashed."""
        return COLUMNS[FORMAT][self.part]

    @property
    def called(self) -> tuple[str, ...]:
        """What the columns are called in the state, where nothing is named by an id."""
        return tuple(name.removesuffix("_id") if name in self.names else name for name in self.columns)


ROUND_TABLES: Final = (
    RoundTable(ROUND, RoundRow, {"matrix_version_id": MATRIX}, is_told=True),
    RoundTable("move", RoundMove, {"account_id": PERSON}, is_told=True),
    RoundTable("respondent", Respondent, {"partner_id": PARTNER, "account_id": PERSON}),
    RoundTable(
        "handed_domain", HandedDomain, {"partner_id": PARTNER, "respondent_id": "respondent", "handed_by": PERSON}
    ),
    RoundTable("response", Response, {"respondent_id": "respondent"}, within="respondent"),
    RoundTable(
        "response_revision", ResponseRevision, {"response_id": "response", "account_id": PERSON}, within="response"
    ),
    RoundTable("position", PositionRow, {"partner_id": PARTNER, "entered_by": PERSON}),
    RoundTable(
        "position_revision",
        PositionRevision,
        {"position_id": "position", "account_id": PERSON, "entered_by": PERSON},
        within="position",
    ),
    RoundTable("ballot", BallotRow, {"opened_by": PERSON, "revealed_by": PERSON}),
    RoundTable("vote", VoteRow, {"ballot_id": "ballot", "partner_id": PARTNER}, within="ballot"),
    RoundTable("vote_revision", VoteRevision, {"vote_id": "vote", "account_id": PERSON}, within="vote"),
    RoundTable("consensus", ConsensusRow, {}, is_told=True),
    RoundTable(
        "consensus_revision",
        ConsensusRevision,
        {"consensus_id": "consensus", "account_id": PERSON},
        within="consensus",
        is_told=True,
    ),
    RoundTable("dissent", DissentRow, {"partner_id": PARTNER}),
    RoundTable("dissent_revision", DissentRevision, {"dissent_id": "dissent", "account_id": PERSON}, within="dissent"),
    RoundTable("hindsight", HindsightRow, {"earlier_round_id": EARLIER_ROUND}, is_told=True),
    RoundTable(
        "hindsight_revision",
        HindsightRevision,
        {"hindsight_id": "hindsight", "account_id": PERSON},
        within="hindsight",
        is_told=True,
    ),
    RoundTable(
        "version_move",
        VersionMove,
        {"from_version_id": MATRIX, "to_version_id": MATRIX, "account_id": PERSON, "undone_by": PERSON},
        is_told=True,
    ),
    RoundTable(
        "version_move_effect", VersionMoveEffect, {"move_id": "version_move", "row_id": BY_TIER}, within="version_move"
    ),
)
"""Every table but that of the partners, each after those that it names. In this order rows can be written anew.

The room, the messages, the reports and the events are about a round and no part of what was recorded in it. Nor is whom
a move reopened: it is of use only until the round is closed, and what came of it stands in the seats.
"""


@dataclass(frozen=True, slots=True)
class LoadedState:
    """The state of a round, and what its places stand for here: ids of accounts, partners and versions of matrices.

    `rows` has the ids of the rows of each part, in the order of the part.
    """

    state: RoundState
    accounts: tuple[int, ...]
    partners: tuple[int, ...]
    matrix_versions: tuple[int, ...]
    rows: Mapping[str, tuple[int, ...]]


def load_round_state(session: Session, *, round_id: int) -> LoadedState:
    """Everything that was recorded in a round as it is now."""
    partners = session.execute(
        select(RoundPartnerRow.partner_id, RoundPartnerRow.name, RoundPartnerRow.type)
        .where(RoundPartnerRow.round_id == round_id)
        .order_by(RoundPartnerRow.id)
    ).all()
    places = _Places({PARTNER: {row[0]: place for place, row in enumerate(partners, start=1)}})
    parts: dict[str, Part] = {
        PARTNER: Part(COLUMNS[FORMAT][PARTNER], tuple((row[1], str(row[2])) for row in partners)),
    }
    for each in ROUND_TABLES:
        found = run_plain(session, _STATEMENTS[each.part], {"of_round": round_id}).all()
        parts[each.part] = Part(each.called, tuple(_row(each, row, places) for row in found))
    earlier = _earlier_rounds(session, places)
    parts[EARLIER_ROUND] = earlier
    parts[MATRIX] = _matrices(session, places)
    told = {each.part for each in ROUND_TABLES if each.is_told} | {PARTNER, EARLIER_ROUND, MATRIX}
    return LoadedState(
        state=RoundState.of(
            {name: part for name, part in parts.items() if name in told},
            {name: part for name, part in parts.items() if name not in told},
        ),
        accounts=places.listed(PERSON),
        partners=places.listed(PARTNER),
        matrix_versions=places.listed(MATRIX),
        rows={each.part: places.listed(each.part) for each in ROUND_TABLES},
    )


class _Places:
    """Places of ids, by kind: the first that is met has the first place."""

    def __init__(self, known: Mapping[str, Mapping[int, int]]) -> None:
        self._places: dict[str, dict[int, int]] = {kind: dict(places) for kind, places in known.items()}

    def place(self, kind: str, row_id: int) -> int:
        """The place of an id among those of its kind."""
        places = self._places.setdefault(kind, {})
        return places.setdefault(row_id, len(places) + 1)

    def listed(self, kind: str) -> tuple[int, ...]:
        """The ids of a kind in the order of their places."""
        return tuple(self._places.get(kind, {}))


def _row(of: RoundTable, row: Sequence[Any], places: _Places) -> tuple[Plain, ...]:
    row_id, *values = row
    places.place(of.part, row_id)
    named = dict(zip(of.columns, values, strict=True))
    made: list[Plain] = []
    for name, value in named.items():
        kind = of.names.get(name)
        if kind == BY_TIER:
            kind = str(named["tier"])
        made.append(_plain(value) if kind is None or value is None else places.place(kind, value))
    return tuple(made)


def _plain(value: Any) -> Plain:
    """A moment in UTC to the microsecond, a day by its date, a word of a list as that word; all else as it is."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else cast("Plain", value)


def _earlier_rounds(session: Session, places: _Places) -> Part:
    """The rounds that were looked back on: the number of each, and the matrix whose levels are meant."""
    ids = places.listed(EARLIER_ROUND)
    by_id = {row[0]: row[1:] for row in run_plain(session, _EARLIER, these(ids)).all()}
    made = tuple((number, places.place(MATRIX, matrix)) for number, matrix in (by_id[each] for each in ids))
    return Part(("number", "matrix_version"), made)


def _matrices(session: Session, places: _Places) -> Part:
    ids = places.listed(MATRIX)
    by_id = {row[0]: tuple(row[1:]) for row in run_plain(session, _MATRICES, these(ids)).all()}
    return Part(("key", "version", "content_hash"), tuple(by_id[each] for each in ids))


def _of_round(of: RoundTable) -> Select[Any]:
    """The ids of the rows of a part that belong to the round."""
    if of.part == ROUND:
        return select(of.table.c.id).where(of.table.c.id == bindparam("of_round"))
    if not of.within:
        return select(of.table.c.id).where(of.table.c.round_id == bindparam("of_round"))
    [parent] = [column for column, part in of.names.items() if part == of.within]
    outer = next(each for each in ROUND_TABLES if each.part == of.within)
    return select(of.table.c.id).where(of.table.c[parent].in_(_of_round(outer)))


_STATEMENTS: Final = {
    each.part: select(each.table.c.id, *(each.table.c[name] for name in each.columns))
    .where(each.table.c.id.in_(_of_round(each)))
    .order_by(each.table.c.id)
    for each in ROUND_TABLES
}
_EARLIER: Final = select(RoundRow.id, RoundRow.number, RoundRow.matrix_version_id).where(RoundRow.id.in_(ONE_OF_THESE))
_MATRICES: Final = select(MatrixVersion.id, MatrixVersion.key, MatrixVersion.version, MatrixVersion.content_hash).where(
    MatrixVersion.id.in_(ONE_OF_THESE)
)
