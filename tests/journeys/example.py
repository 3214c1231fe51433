"""A served installation with the worked example, and a second collaborative that shows what the example lacks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext
from sqlalchemy import select

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.message import MessageKind
from maturity.persistence.schema import upgrade
from maturity.settings import product_folder
from maturity.usecases.administer import disable_account
from maturity.usecases.author import retire_matrix, sync_shipped_matrices
from maturity.usecases.post import invite_to_collaborative, write_to_everybody
from maturity.usecases.prepare import set_meeting_length
from maturity.usecases.room import open_ballot, open_room
from maturity.usecases.set_up import CollaborativeDetails, add_person, set_up_collaborative
from maturity.usecases.sign_in import make_password_link
from maturity.usecases.worked_example import make_worked_example
from maturity.usecases.worked_example.evolving.people import COLLABORATIVE as EVOLVING
from tests.factories.installations import Setting, a_setting, an_account
from tests.factories.matrix_files import DECLARED, UNTRUE, next_file, own_file, put_draft, put_published
from tests.journeys.mailing import Mailing, a_mailing_server
from tests.journeys.rooms_to_see import rooms_to_see
from tests.promises.real_server import RealServer, SignedInPeople, a_real_server

LEAD: Final = "lead@northmere.example"
VIEWER: Final = "viewer@northmere.example"
ADMINISTRATOR: Final = "administrator@northmere.example"
HALF_WAY: Final = "calderwick@northmere.example"
SUBMITTED: Final = "hospitals@northmere.example"
NOT_BEGUN: Final = "marchwater@northmere.example"
COLLEAGUE: Final = "medical@northmere.example"
HARD_TO_REACH: Final = "alliance@northmere.example"

STAGES_LEAD: Final = "lead@three.example"
STAGES_RESPONDENT: Final = "respondent1@three.example"
ROOMS_LEAD: Final = "lead@six.example"
ROOMS_RESPONDENT: Final = "respondent1@six.example"
ROOMS_LAST: Final = "respondent6@six.example"
EMPTY_LEAD: Final = "ada.brook@example.org"
NEWCOMER: Final = "new.comer@example.org"


@dataclass(frozen=True)
class Example:
    """A running server with its content. `people` maps an email address to an account.

    `mailing` is a second server on the same content, of an installation that sends mail: it invited the people of the
    round that is open, of whom it could not reach two.

    `evolving` is the worked example's collaborative that held three rounds over two versions of its matrix.
    `stages` is a collaborative with a round closed (1), one that is being agreed (2), one in draft (3) and one that
    is scored together in one room (4). The rooms of 2 and 4 are open, that of 2 with a vote in it. The lead is
    `lead@three.example`. `rooms` has a round for each state of a room. `empty` is a collaborative in which nothing has
    been added yet, `leaderless` one whose only lead has a disabled account.
    """

    server: RealServer
    mailing: Mailing
    database: Database
    cookies: SignedInPeople
    people: dict[str, int]
    collaborative: int
    evolving: int
    partners: dict[str, int]
    grant: int
    stages: Setting
    rooms: Setting
    empty: int
    leaderless: int
    link: str
    offer: str

    @property
    def address(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.server.port}"

    def address_for(self, *, sends_mail: bool) -> str:
        """Where the server answers that sends mail, or the one that does not."""
        return self.mailing.address if sends_mail else self.address

    @property
    def place(self) -> str:
        """The address of the worked example's collaborative."""
        return f"/collaboratives/{self.collaborative}"

    def response(self, email: str, number: int = 3) -> str:
        """Where somebody responds in the worked example."""
        return f"{self.place}/rounds/{number}/respond/{self.partners[email]}"

    def sign_in(self, profile: BrowserContext, email: str) -> None:
        """Sign somebody in without the tenth of a second that a password takes."""
        name, _, value = self.cookies.cookie_of(self.people[email], now=datetime.now(UTC)).partition("=")
        profile.add_cookies([{"name": name, "value": value, "url": self.address}])


def a_database_with_matrices(instance: Path) -> Database:
    """A database of the newest schema with the matrices that are shipped, in an instance folder."""
    now = datetime.now(UTC)
    database = Database(instance / "maturity.sqlite3")
    upgrade(database, backups=instance / "backups", now=now)
    with database.writing() as session:
        sync_shipped_matrices(session, product_folder("matrices"), now)
    return database


@contextmanager
def a_served_example(instance: Path) -> Iterator[Example]:
    """Make the content and serve it as `make run` does, as a worked example."""
    database = a_database_with_matrices(instance)
    make_worked_example(database, datetime.now(UTC))
    stages, empty, leaderless = _stages(database), _empty(database), _leaderless(database)
    rooms = rooms_to_see(database)
    _matrices_of_their_own(database)
    newcomer = an_account(database, name="New Comer")
    with database.writing() as session:
        link = make_password_link(session, account=newcomer, by=None, now=datetime.now(UTC))
        lead = session.execute(select(Account.id).where(Account.email == EMPTY_LEAD)).scalar_one()
        offered = add_person(
            session,
            collaborative=empty,
            name="",
            email=VIEWER,
            role=Role.VIEWER,
            partner=None,
            by=lead,
            now=datetime.now(UTC),
        )
    with database.reading() as session:
        people = dict(session.execute(select(Account.email, Account.id)).all())
        owner = Collaborative.name.like("Northmere%")
        collaborative = session.execute(select(Collaborative.id).where(owner)).scalar_one()
        lasting = Collaborative.name == EVOLVING.name
        evolving = session.execute(select(Collaborative.id).where(lasting)).scalar_one()
        grants = select(RoleGrant).where(RoleGrant.collaborative_id == collaborative)
        roles = session.execute(grants).scalars().all()
        names = {number: email for email, number in people.items()}
        partners = {names[role.account_id]: role.partner_id for role in roles if role.partner_id}
        grant = next(role.id for role in roles if names[role.account_id] == SUBMITTED)
        head = get_round(session, collaborative=collaborative, number=3)
    now = datetime.now(UTC)
    with database.writing() as session:
        write_to_everybody(session, head=head, kind=MessageKind.INVITATION, by=people[LEAD], now=now)
        invite_to_collaborative(session, collaborative=empty, account=people[VIEWER], by=people[EMPTY_LEAD], now=now)
    mailing = a_mailing_server(instance, database, refused=(NOT_BEGUN, HARD_TO_REACH))
    cookies = SignedInPeople(instance, database)
    with a_real_server(instance, {"MATURITY_DEMO": "yes"}) as server, mailing as sending:
        example = Example(
            server=server,
            mailing=sending,
            database=database,
            cookies=cookies,
            people=people,
            collaborative=collaborative,
            evolving=evolving,
            partners=partners,
            grant=grant,
            stages=stages,
            rooms=rooms,
            empty=empty,
            leaderless=leaderless,
            link=link,
            offer=offered.accept_token or "",
        )
        _order_the_reports(example)
        yield example
    database.close()


def _matrices_of_their_own(database: Database) -> None:
    """A version that was retired, a draft with findings, one that says truly what it changes, and one that does not."""
    put_draft(database, _with_findings(own_file()))
    for version, changes in (("2.0.0", DECLARED), ("3.0.0", UNTRUE)):
        put_draft(database, next_file(version=version, changes=changes.replace("1.0.0", "0.9.0")))
    retired = put_published(database, own_file(version="0.9.0"))
    with database.writing() as session:
        retire_matrix(session, key=retired.key, version=retired.version, by=None, now=datetime.now(UTC))


def _stages(database: Database) -> Setting:
    setting = a_setting(database, partners=3)
    setting.add_round(label="Spring 2026")
    setting.move("open")
    for place, level in enumerate((2, 3, 2)):
        setting.answer(place, level=level)
    setting.move("close-responding")
    setting.agree(level=2)
    setting.move("close")
    setting.add_round(label="Summer 2026")
    setting.move("open", number=2)
    for place, level in enumerate((1, 4)):
        setting.answer(place, number=2, level=level)
    setting.move("close-responding", number=2)
    setting.agree(number=2, most=3)
    setting.add_round(label="Autumn 2026")
    setting.add_round(label="Together", way=WayOfScoring.TOGETHER)
    setting.move("start-agreeing", number=4)
    now = datetime.now(UTC)
    with database.writing() as session:
        for number in (2, 4):
            head = setting.head(number)
            set_meeting_length(session, head=head, minutes=90, based_on=head.version, by=setting.lead, now=now)
            open_room(session, head=head, criterion_id="vision", account=setting.lead, now=now)
            if number == 2:
                open_ballot(session, head=head, criterion_id="vision", account=setting.lead, now=now)
    return setting


def _empty(database: Database) -> int:
    lead = an_account(database, name="Ada Brook", may_set_up=True)
    details = CollaborativeDetails(
        name="Ferndale Alliance", type=CollaborativeType.MENTAL_HEALTH, footprint=Footprint.ICS
    )
    with database.writing() as session:
        return set_up_collaborative(session, details=details, by=lead, now=datetime.now(UTC))


def _leaderless(database: Database) -> int:
    lead, administrator = an_account(database, name="Gill Tarrant"), an_account(database, name="Old Hand")
    details = CollaborativeDetails(name="Oldbrook Alliance", type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
    now = datetime.now(UTC)
    with database.writing() as session:
        made = set_up_collaborative(session, details=details, by=lead, now=now)
        disable_account(session, account=lead, by=administrator, now=now, leaves_no_lead=True)
    return made


def _order_the_reports(example: Example) -> None:
    # They are made while the pages before them are looked at.
    cookie = example.cookies.cookie_of(example.people[LEAD], now=datetime.now(UTC))
    for kind in ("board", "full"):
        connection = HTTPConnection("127.0.0.1", example.server.port, timeout=30)
        connection.request("GET", f"{example.place}/rounds/2/report/{kind}", headers={"Cookie": cookie})
        connection.getresponse().read()
        connection.close()


def _with_findings(file: bytes) -> bytes:
    """A matrix in which the linter finds something, and would find more but for a switch."""
    vague = file.replace(b"Patients have not been asked what they want.", b"Some patients are asked, and they say why.")
    switch = "\nlint:\n  switched_off:\n    - {rule: jargon, at: plan, reason: Everybody here says workstream.}\n"
    return vague.replace(b"title: Plan\n", b"title: Plan for each workstream\n") + switch.encode()
