"""Rounds in a real database, made the way that people make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix, write_matrix
from maturity.core.response import Answer, AnswerState
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import KeptAnswer, Seat, get_seat
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.schema import back_up, upgrade
from maturity.usecases.author import publish_file
from maturity.usecases.offers import accept_offer
from maturity.usecases.respond import ResponseSheet, open_sheet, save_answer, submit_response
from maturity.usecases.rounds import RoundDetails, move_round, set_up_round
from maturity.usecases.set_up import (
    CollaborativeDetails,
    PartnerDetails,
    add_partner,
    add_person,
    set_up_collaborative,
)
from maturity.usecases.sign_in import add_account
from tests.factories.closing import set_the_rest_aside
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.on_behalf import enter_on_behalf

NOW: Final = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
PASSWORD: Final = "three unrelated words here"


def a_database(folder: Path, *, threads: int = 4) -> Database:
    """An empty database of the newest schema."""
    (folder / "maturity.sqlite3").write_bytes(_empty_database())
    return Database(folder / "maturity.sqlite3", threads=threads)


@cache
def _empty_database() -> bytes:
    # Made by the real migrations, once in a test run: they take half a second.
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "empty.sqlite3")
        upgrade(database, backups=Path(folder), now=NOW)
        whole = back_up(database, Path(folder) / "whole.sqlite3").read_bytes()
        database.close()
        return whole


@dataclass(frozen=True, slots=True)
class LivingRound:
    """A round in a database, with the ids that are needed to work with it. `partners` maps a partner to its person."""

    database: Database
    collaborative: int
    number: int
    lead: int
    partners: dict[int, int]
    matrix: Matrix

    @property
    def partner(self) -> int:
        """The first partner."""
        return next(iter(self.partners))

    @property
    def respondent(self) -> int:
        """The person who responds for the first partner."""
        return self.partners[self.partner]

    @property
    def criterion(self) -> str:
        """The first criterion."""
        return self.matrix.criteria[0].id

    def answer(
        self,
        answer: Answer,
        *,
        partner: int | None = None,
        criterion: str | None = None,
        based_on: int = 0,
        key: str = "a key",
        now: datetime = NOW,
    ) -> KeptAnswer:
        """Save an answer for a partner, the first by default."""
        with self.database.writing() as session:
            return save_answer(
                session,
                seat=self.seat(session, partner=partner),
                criterion_id=criterion or self.criterion,
                answer=answer,
                based_on=based_on,
                request_key=key,
                now=now,
            )

    def seat(self, session: Session, *, partner: int | None = None) -> Seat:
        """The place of a partner’s person, the first partner’s by default."""
        who = partner or self.partner
        return get_seat(
            session, collaborative=self.collaborative, number=self.number, partner=who, account=self.partners[who]
        )

    def sheet(self, session: Session, *, partner: int | None = None, number: int | None = None) -> ResponseSheet:
        """The whole response of a partner, the first by default, in this round or another."""
        who = partner or self.partner
        return open_sheet(
            session,
            collaborative=self.collaborative,
            number=number or self.number,
            partner=who,
            account=self.partners[who],
        )

    def submit(self, *, partner: int | None = None, now: datetime = NOW) -> None:
        """Hand in a partner’s response, whatever is missing."""
        with self.database.writing() as session:
            submit_response(session, sheet=self.sheet(session, partner=partner), leave_blanks=True, now=now)

    def respond(self, levels: Mapping[str, Sequence[int]]) -> None:
        """Choose levels by criterion, one for each partner, with a reason of each, and submit for all of them."""
        for criterion, chosen in levels.items():
            for place, (partner, value) in enumerate(zip(self.partners, chosen, strict=True)):
                said = level(value, f"Reason {place}.")
                self.answer(said, partner=partner, criterion=criterion, key=criterion)
        for partner in self.partners:
            self.submit(partner=partner)

    def enter_on_behalf(
        self,
        answer: Answer,
        *,
        partner: int | None = None,
        criterion: str = "d1-c1",
        based_on: int = 0,
        key: str = "entered",
        by: int | None = None,
    ) -> None:
        """Enter a position for a partner, the first if none is named, as the lead or whoever else does it."""
        with self.database.writing() as session:
            enter_on_behalf(
                session,
                answer,
                collaborative=self.collaborative,
                number=self.number,
                partner=self.partner if partner is None else partner,
                criterion=criterion,
                by=self.lead if by is None else by,
                based_on=based_on,
                key=key,
            )

    def set_the_rest_aside(self) -> None:
        """Set aside what has no result yet, if levels are being agreed."""
        with self.database.writing() as session:
            head = get_round(session, collaborative=self.collaborative, number=self.number)
            set_the_rest_aside(session, head=head, by=self.lead, now=NOW)

    def move(self, name: str, *, reason: str = "", now: datetime = NOW) -> None:
        """Move the round to another stage; what has no result is set aside before it closes."""
        with self.database.writing() as session:
            head = get_round(session, collaborative=self.collaborative, number=self.number)
            if name == "close":
                set_the_rest_aside(session, head=head, by=self.lead, now=now)
            move_round(session, head=head, name=name, reason=reason, by=self.lead, now=now)


def level(value: int, reason: str = "", *, evidence: str = "") -> Answer:
    """An answer that chooses a level."""
    return Answer(state=AnswerState.LEVEL, level=value, reason=reason, evidence=evidence)


def keep_matrix(database: Database, matrix: Matrix) -> tuple[int, Matrix]:
    """Add a matrix to the library. Returns the id of its version, and the matrix as it is read back."""
    content = write_matrix(matrix).encode()
    kept = read_matrix(content, name="test")
    with database.writing() as session:
        row = MatrixVersion(
            key=kept.key,
            version=kept.version,
            title=kept.title,
            content_hash=kept.content_hash,
            content=content,
            state=LibraryState.PUBLISHED,
            added_at=NOW,
            published_at=NOW,
        )
        session.add(row)
        session.flush()
        return row.id, kept


def a_living_round(
    database: Database,
    *,
    matrix: Matrix | None = None,
    files: Sequence[bytes] = (),
    partners: Sequence[str] = ("Alder Trust", "Birch Trust", "Cedar Alliance"),
    way: WayOfScoring = WayOfScoring.PARTNERS_FIRST,
    types: Mapping[str, PartnerType] = MappingProxyType({}),
    name: str = "Northmere",
    opens: bool = True,
) -> LivingRound:
    """A collaborative with one respondent for each partner and a round that is open, unless told otherwise.

    `types` are those of partners, by name, that are no acute trust. `files` are published after the matrix, such as a
    local overlay of it; the round rests on the last.
    """
    version, kept = keep_matrix(database, matrix or a_matrix(domains=some_domains(2, 3)))
    for data in files:
        with database.writing() as session:
            made = publish_file(session, data=data, name="file.yaml", by=None, now=NOW)
            version, kept = made.matrix_version, made.matrix
    slug = name.casefold()
    with database.writing() as session:
        lead = add_account(
            session, name="Lena Lead", email=f"lead@{slug}.example.org", now=NOW, by=None, may_set_up=True
        )
        collaborative = set_up_collaborative(
            session,
            details=CollaborativeDetails(name=name, type=CollaborativeType.ACUTE, footprint=Footprint.ICS),
            by=lead,
            now=NOW,
        )
        people: dict[int, int] = {}
        for place, partner_name in enumerate(partners):
            partner = add_partner(
                session,
                collaborative=collaborative,
                details=PartnerDetails(name=partner_name, type=types.get(partner_name, PartnerType.ACUTE_TRUST)),
                by=lead,
                now=NOW,
            )
            email = f"person{place}@{slug}.example.org"
            people[partner] = add_account(session, name=f"Person {place}", email=email, now=NOW, by=lead)
            added = add_person(
                session,
                collaborative=collaborative,
                name="",
                email=email,
                role=Role.RESPONDENT,
                partner=partner,
                by=lead,
                now=NOW,
            )
            accept_offer(session, token=added.accept_token or "", account=people[partner], now=NOW)
        number = set_up_round(
            session,
            collaborative=collaborative,
            details=RoundDetails(label="Spring 2026", purpose="To learn.", matrix_version=version, way=way),
            by=lead,
            now=NOW,
        )
    living = LivingRound(
        database=database, collaborative=collaborative, number=number, lead=lead, partners=people, matrix=kept
    )
    if opens:
        living.move("open" if way is WayOfScoring.PARTNERS_FIRST else "start-agreeing")
    return living


def next_round(
    living: LivingRound,
    *,
    label: str = "Autumn 2026",
    matrix_version: int | None = None,
    now: datetime = NOW + timedelta(days=200),
) -> int:
    """Set up and open another round of a collaborative, on the same matrix by default. Returns its number."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        number = set_up_round(
            session,
            collaborative=living.collaborative,
            details=RoundDetails(
                label=label,
                purpose="To learn again.",
                matrix_version=matrix_version or head.matrix_version,
                way=head.way,
            ),
            by=living.lead,
            now=now,
        )
        move_round(
            session,
            head=get_round(session, collaborative=living.collaborative, number=number),
            name="open",
            by=living.lead,
            now=now,
        )
    return number
