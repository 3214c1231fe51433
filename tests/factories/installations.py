"""People, collaboratives and rounds in a database, made by the use cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.library import LibraryState
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming, WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import get_matrix, list_matrices
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.usecases.agree import agree_level
from maturity.usecases.respond import open_sheet, save_answer, submit_response
from maturity.usecases.rounds import RoundDetails, move_round, set_up_round
from maturity.usecases.seats import take_seat
from maturity.usecases.set_up import (
    CollaborativeDetails,
    PartnerDetails,
    add_partner,
    add_person,
    set_up_collaborative,
)
from maturity.usecases.sign_in import add_account
from tests.factories.closing import set_the_rest_aside
from tests.factories.on_behalf import enter_on_behalf
from tests.factories.rounds import partner_name

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
SEVEN_LENSES = "transformation-lenses"
OFFERED = (LibraryState.PUBLISHED,)


@dataclass
class Setting:
    """One collaborative in a database, with its lead, a viewer, and a respondent for each of its partners.

    Everything is by id; `partners` and `respondents` are in the same order.
    """

    database: Database
    lead: int
    collaborative: int
    viewer: int
    partners: list[int] = field(default_factory=list)
    respondents: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"/collaboratives/{self.collaborative}"

    def round_address(self, number: int = 1) -> str:
        return f"{self.address}/rounds/{number}"

    def head(self, number: int = 1) -> RoundHead:
        with self.database.reading() as session:
            return get_round(session, collaborative=self.collaborative, number=number)

    def add_round(
        self,
        *,
        label: str = "Spring 2026",
        matrix: str = SEVEN_LENSES,
        way: WayOfScoring = WayOfScoring.PARTNERS_FIRST,
        closes_on: date | None = None,
        naming: Naming = Naming.PARTNER_ONLY,
    ) -> int:
        """A draft round; returns its number."""
        with self.database.writing() as session:
            entry = next(entry for entry in list_matrices(session, states=OFFERED) if entry.key == matrix)
            return set_up_round(
                session,
                collaborative=self.collaborative,
                details=RoundDetails(
                    label=label,
                    purpose="To learn.",
                    matrix_version=entry.id,
                    way=way,
                    closes_on=closes_on,
                    naming=naming,
                ),
                by=self.lead,
                now=NOW,
            )

    def move(self, name: str, *, number: int = 1, reason: str = "") -> None:
        """Move a round to another stage; what has no result is set aside before it closes."""
        with self.database.writing() as session:
            head = get_round(session, collaborative=self.collaborative, number=number)
            if name == "close":
                set_the_rest_aside(session, head=head, by=self.lead, now=NOW)
            move_round(session, head=head, name=name, reason=reason, by=self.lead, now=NOW)

    def add_colleague(self, place: int = 0, *, number: int = 1, name: str = "", role_title: str = "") -> int:
        """Let one more person respond for the partner at this place in a round; returns the account."""
        with self.database.writing() as session:
            made = session.scalar(select(func.count()).select_from(Account)) or 0
            account = _person(
                session,
                self.collaborative,
                self.lead,
                f"colleague{made}@{self.collaborative}.example",
                name=name or f"Colleague {made}",
                role=Role.RESPONDENT,
                partner=self.partners[place],
            )
            head = get_round(session, collaborative=self.collaborative, number=number)
            take_seat(session, round_id=head.id, partner=self.partners[place], account=account, role_title=role_title)
        return account

    def add_facilitator(self) -> int:
        """Let somebody facilitate; returns the account."""
        with self.database.writing() as session:
            return _person(
                session,
                self.collaborative,
                self.lead,
                f"facilitator@{self.collaborative}.example",
                name="Robin Vale",
                role=Role.FACILITATOR,
            )

    def answer(
        self,
        place: int = 0,
        *,
        number: int = 1,
        level: int = 2,
        most: int = 99,
        submit: bool = True,
        account: int | None = None,
        reason: str = "Because we see it.",
    ) -> None:
        """Let the respondent at this place answer, at most so many criteria, and hand the response in.

        `account` is another person who responds for the same partner.
        """
        with self.database.writing() as session:
            sheet = open_sheet(
                session,
                collaborative=self.collaborative,
                number=number,
                partner=self.partners[place],
                account=account or self.respondents[place],
            )
            for criterion in sheet.criteria[:most]:
                save_answer(
                    session,
                    seat=sheet.seat,
                    criterion_id=criterion.id,
                    answer=Answer(state=AnswerState.LEVEL, level=level, reason=reason),
                    based_on=0,
                    request_key=f"{place}-{criterion.id}",
                    now=NOW,
                )
            if submit:
                submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)

    def enter_on_behalf(self, partner: int, *, most: int, level: int = 2, number: int = 1) -> None:
        """Let the lead enter positions for a partner, by its id, on so many criteria."""
        with self.database.writing() as session:
            for criterion in self._asked(session, number)[:most]:
                enter_on_behalf(
                    session,
                    Answer(state=AnswerState.LEVEL, level=level, reason="On paper."),
                    collaborative=self.collaborative,
                    number=number,
                    partner=partner,
                    criterion=criterion,
                    by=self.lead,
                )

    def agree(self, *, number: int = 1, level: int = 3, most: int = 99) -> None:
        """Let the lead record a level on every criterion, or on so many."""
        with self.database.writing() as session:
            head = get_round(session, collaborative=self.collaborative, number=number)
            for criterion in self._asked(session, number)[:most]:
                agree_level(
                    session,
                    head=head,
                    criterion_id=criterion,
                    consensus=Consensus(state=ConsensusState.AGREED, level=level, reason="We agreed."),
                    based_on=0,
                    request_key=f"agree-{criterion}",
                    account=self.lead,
                    now=NOW,
                )

    def _asked(self, session: Session, number: int) -> list[str]:
        """The ids of the criteria that the round asks, in their order."""
        head = get_round(session, collaborative=self.collaborative, number=number)
        matrix = get_matrix(session, matrix_version=head.matrix_version)
        return [c.id for _, criteria in matrix.asked_of(head.collaborative_type) for c in criteria]


def an_administrator(database: Database, *, name: str = "Jo Tennant") -> int:
    """An account that administers the installation."""
    with database.writing() as session:
        return add_account(
            session,
            name=name,
            email="administrator@example.org",
            is_administrator=True,
            may_set_up=True,
            by=None,
            now=NOW,
        )


def an_account(
    database: Database, *, name: str = "Ada Brook", may_set_up: bool = False, may_author: bool = False
) -> int:
    """An account without a role and without a password."""
    with database.writing() as session:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        return add_account(
            session, name=name, email=email, may_set_up=may_set_up, may_author=may_author, by=None, now=NOW
        )


def a_setting(database: Database, *, partners: int = 2, name: str = "Three Rivers Collaborative") -> Setting:
    """A collaborative with so many partners and a respondent for each."""
    slug = name.split(maxsplit=1)[0].lower()
    with database.writing() as session:
        lead = add_account(session, name="Helen Okoro", email=f"lead@{slug}.example", may_set_up=True, by=None, now=NOW)
        details = CollaborativeDetails(name=name, type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
        made = set_up_collaborative(session, details=details, by=lead, now=NOW)
        viewer = _person(session, made, lead, f"viewer@{slug}.example", name="Martin Leigh", role=Role.VIEWER)
        setting = Setting(database=database, lead=lead, collaborative=made, viewer=viewer)
        for number in range(1, partners + 1):
            partner = add_partner(
                session,
                collaborative=made,
                details=PartnerDetails(name=partner_name(number), type=PartnerType.ACUTE_TRUST),
                by=lead,
                now=NOW,
            )
            setting.partners.append(partner)
            setting.respondents.append(
                _person(
                    session,
                    made,
                    lead,
                    f"respondent{number}@{slug}.example",
                    name=f"Respondent {number}",
                    role=Role.RESPONDENT,
                    partner=partner,
                )
            )
    return setting


def give_role(session: Session, *, collaborative: int, partner: int, account: int) -> None:
    """Put the role of a respondent in force for somebody who has a seat."""
    session.add(
        RoleGrant(
            account_id=account, collaborative_id=collaborative, partner_id=partner, role=Role.RESPONDENT, granted_at=NOW
        )
    )
    session.flush()


def _person(
    session: Session,
    collaborative: int,
    lead: int,
    email: str,
    *,
    name: str,
    role: Role,
    partner: int | None = None,
) -> int:
    add_person(
        session, collaborative=collaborative, name=name, email=email, role=role, partner=partner, by=lead, now=NOW
    )
    return session.execute(select(Account.id).where(Account.email == email)).scalar_one()
