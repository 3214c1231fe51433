"""Bringing an archive of a round into this installation, exactly as it was written in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Date, insert, select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.record.archive import PEOPLE, SIGNATURES, STATE, Archive
from maturity.core.record.round_state import Plain, RoundState, read_json
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.base import UtcDateTime
from maturity.persistence.queries.round_states import (
    BY_TIER,
    EARLIER_ROUND,
    MATRIX,
    PARTNER,
    PERSON,
    ROUND,
    ROUND_TABLES,
    RoundTable,
    load_round_state,
)
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.imported_archive import ImportedArchive
from maturity.persistence.rows.partner import Organisation, Partner
from maturity.persistence.rows.round_row import RoundPartnerRow, RoundRow
from maturity.persistence.rows.sign_off import SignOff
from maturity.usecases.archive_matrices import ImportRefused, UnnamedMatrix, list_unnamed, publish_matrices
from maturity.usecases.audit import record_event
from maturity.usecases.sign_in import email_key


class NotConfirmed(ImportRefused):
    """What nothing inside an archive binds would have a lasting effect here, and nobody confirmed it.

    `known` are the addresses of accounts under which something would stand that others may have said, `matrices` what
    would be published for good that others may have written.
    """

    def __init__(self, known: tuple[str, ...], matrices: tuple[UnnamedMatrix, ...]) -> None:
        super().__init__("This archive is not brought in before somebody confirms what is in it. Nothing was changed.")
        self.known = known
        self.matrices = matrices


@dataclass(frozen=True, slots=True)
class Imported:
    """The round that was made, how many of its people had no account here, and the addresses of those who had one."""

    collaborative: int
    number: int
    new_people: int
    known: tuple[str, ...]


def import_archive(
    session: Session,
    *,
    archive: Archive,
    data: bytes,
    by: int | None,
    now: datetime,
    accounts_confirmed: bool,
    matrices_confirmed: bool,
) -> Imported:
    """Make the round of an archive that was checked, in a collaborative of its own. `data` is the file.

    Its people become accounts that cannot sign in until an administrator lets them, but for those whose address is
    known here. Nothing but the SHA-256 of the file binds the addresses, nor the matrices below local overlays: unless
    `accounts_confirmed`, because that was compared or somebody looked at the addresses, one that is known here raises
    `NotConfirmed`, and unless `matrices_confirmed` such a matrix that is not here does. Raises `ImportRefused`, also
    for an archive that is here already; then nothing may be kept.
    """
    file_hash = sha256(data).hexdigest()
    if session.scalar(select(ImportedArchive.id).where(ImportedArchive.archive_hash == file_hash)) is not None:
        raise ImportRefused("This archive is in this installation already. Nothing was changed.")
    if not archive.is_whole:
        raise ImportRefused("This archive does not hold every tier, so it can be checked and read, and not imported.")
    state = RoundState.from_json(archive.parts[STATE])
    named = read_json(archive.parts[PEOPLE])
    known = _known(session, named)
    to_confirm = () if accounts_confirmed else tuple(row.email for row in known)
    unnamed = () if matrices_confirmed else list_unnamed(session, archive=archive, state=state)
    if to_confirm or unnamed:
        raise NotConfirmed(to_confirm, unnamed)
    people = _people(session, named, {row.email_key: row.id for row in known}, by, now)
    collaborative = _collaborative(session, archive.manifest["about"], now)
    places: dict[str, Sequence[int]] = {
        PERSON: people,
        MATRIX: publish_matrices(session, archive=archive, state=state, by=by, now=now),
        PARTNER: _partners(session, collaborative, state, now),
    }
    round_id = _round(session, collaborative, state, places)
    places[ROUND] = (round_id,)
    for partner, row in zip(places[PARTNER], state.parts[PARTNER].records(), strict=True):
        session.add(
            RoundPartnerRow(
                round_id=round_id, partner_id=partner, name=str(row["name"]), type=PartnerType(str(row["type"]))
            )
        )
        session.flush()  # one after another: the order of the rows is part of the state
    places[EARLIER_ROUND] = _earlier_rounds(session, collaborative, round_id, state, places, now)
    for of in ROUND_TABLES[1:]:
        places[of.part] = [_row(session, of, row, round_id, places) for row in state.parts[of.part].records()]
    _sign(session, round_id, read_json(archive.parts[SIGNATURES]), places)
    session.add(
        ImportedArchive(round_id=round_id, archive_hash=file_hash, content=data, account_id=by, imported_at=now)
    )
    session.flush()
    if load_round_state(session, round_id=round_id).state != state:
        raise ImportRefused("The round could not be brought in exactly. Nothing was changed.")
    record_event(
        session,
        action="import archive",
        now=now,
        account=by,
        collaborative=collaborative,
        round_id=round_id,
        subject=file_hash,
    )
    return Imported(
        collaborative,
        archive.manifest["about"]["number"],
        new_people=len(people) - len(known),
        known=tuple(row.email for row in known),
    )


def _known(session: Session, people: Sequence[Mapping[str, str]]) -> Sequence[Account]:
    """The accounts of here whose address the archive names, by address."""
    keys = [email_key(person["email"]) for person in people]
    if len(set(keys)) != len(keys):
        raise ImportRefused("The archive names two people by one address. Nothing was changed.")
    return session.scalars(select(Account).where(Account.email_key.in_(keys)).order_by(Account.email_key)).all()


def _people(
    session: Session, people: Sequence[Mapping[str, str]], known: Mapping[str, int], by: int | None, now: datetime
) -> list[int]:
    """An account for each: the one that is `known` by that address, or a new one."""
    found = []
    for person in people:
        key = email_key(person["email"])
        if key in known:
            found.append(known[key])
            continue
        account = Account(
            email=person["email"],
            email_key=key,
            name=person["name"],
            password_hash=None,
            is_administrator=False,
            may_set_up=False,
            may_author=False,
            is_disabled=True,
            created_at=now,
        )
        session.add(account)
        session.flush()
        found.append(account.id)
        record_event(session, action="add account", now=now, account=by, subject=f"account {account.id}")
    return found


def _collaborative(session: Session, about: Mapping[str, Any], now: datetime) -> int:
    row = Collaborative(
        name=about["collaborative"],
        type=CollaborativeType(about["type"]),
        footprint=Footprint(about["footprint"]),
        region=about["region"],
        created_at=now,
        version=1,
    )
    session.add(row)
    session.flush()
    return row.id


def _partners(session: Session, collaborative: int, state: RoundState, now: datetime) -> list[int]:
    """A partner for each of the round; two of one name in it are told apart by a number."""
    found: list[int] = []
    names: dict[str, int] = {}
    for row in state.parts[PARTNER].records():
        name = str(row["name"])
        names[name] = names.get(name, 0) + 1
        organisation = Organisation(ods_code=None, created_at=now)
        session.add(organisation)
        session.flush()
        partner = Partner(
            collaborative_id=collaborative,
            organisation_id=organisation.id,
            name=name if names[name] == 1 else f"{name} ({names[name]})",
            type=PartnerType(str(row["type"])),
            version=1,
        )
        session.add(partner)
        session.flush()
        found.append(partner.id)
    return found


def _round(session: Session, collaborative: int, state: RoundState, places: Mapping[str, Sequence[int]]) -> int:
    of = ROUND_TABLES[0]
    [row] = state.parts[ROUND].records()
    values = {**_values(of, row, places), "collaborative_id": collaborative, "state_version": 1, "discarded_at": None}
    made: int = session.execute(insert(of.table).values(**values).returning(of.table.c.id)).scalar_one()
    return made


def _earlier_rounds(
    session: Session,
    collaborative: int,
    round_id: int,
    state: RoundState,
    places: Mapping[str, Sequence[int]],
    now: datetime,
) -> list[int]:
    """The rounds that were looked back on: a number that is kept free, for nothing else of them is in the archive."""
    [row] = state.parts[ROUND].records()
    found = []
    for earlier in state.parts[EARLIER_ROUND].records():
        if earlier["number"] == row["number"]:
            found.append(round_id)
            continue
        kept_free = RoundRow(
            collaborative_id=collaborative,
            collaborative_type=CollaborativeType(str(row["collaborative_type"])),
            number=earlier["number"],
            matrix_version_id=places[MATRIX][_place(earlier["matrix_version"])],
            label="",
            purpose="",
            way=WayOfScoring(str(row["way"])),
            naming=Naming.PARTNER_ONLY,
            stage=Stage.DRAFT,
            created_at=now,
            discarded_at=now,
        )
        session.add(kept_free)
        session.flush()
        found.append(kept_free.id)
    return found


def _row(
    session: Session, of: RoundTable, row: Mapping[str, Plain], round_id: int, places: Mapping[str, Sequence[int]]
) -> int:
    values = _values(of, row, places)
    if not of.within:
        values["round_id"] = round_id
    made: int = session.execute(insert(of.table).values(**values).returning(of.table.c.id)).scalar_one()
    return made


def _values(of: RoundTable, row: Mapping[str, Plain], places: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, called in zip(of.columns, of.called, strict=True):
        value, kind = row[called], of.names.get(column)
        if kind == BY_TIER:
            kind = str(row["tier"])
        if value is None:
            values[column] = None
        elif kind is not None:
            values[column] = places[kind][_place(value)]
        elif isinstance(of.table.c[column].type, UtcDateTime):
            values[column] = datetime.fromisoformat(str(value))
        elif isinstance(of.table.c[column].type, Date):
            values[column] = date.fromisoformat(str(value))
        else:
            values[column] = value
    return values


def _place(value: Plain) -> int:
    if not isinstance(value, int) or value < 1:
        raise ImportRefused("The archive names something that is not in it. Nothing was changed.")
    return value - 1


def _sign(
    session: Session, round_id: int, signatures: Sequence[Mapping[str, Any]], places: Mapping[str, Sequence[int]]
) -> None:
    for signature in signatures:
        session.add(
            SignOff(
                round_id=round_id,
                partner_id=places[PARTNER][_place(signature["partner"])],
                account_id=places[PERSON][_place(signature["account"])],
                on_behalf=signature["on_behalf"],
                signed_name=signature["signed_name"],
                role_title=signature["role_title"],
                decision=SignOffDecision(signature["decision"]),
                words=signature["words"],
                state_hash=signature["state_hash"],
                request_key=signature["request_key"],
                signed_at=datetime.fromisoformat(signature["signed_at"]),
            )
        )
        session.flush()
