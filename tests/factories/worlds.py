"""Two collaboratives that know nothing of each other, full of words that can be told apart.

Every text that a person could have written is a canary: a word that occurs once, and that names where it was written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maturity.core.ballot import Vote
from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.response import Answer, AnswerState, Confidence
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.consensus import NOTHING_KEPT, list_consensus
from maturity.persistence.queries.responses import Seat
from maturity.persistence.queries.rounds import get_round, list_participants
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.ballot import BallotRow, VoteRevision, VoteRow
from maturity.persistence.rows.dissent import DissentRevision, DissentRow
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.administer import disable_account
from maturity.usecases.agree import agree_level
from maturity.usecases.hand_over import hand_over
from maturity.usecases.positions import agree_position
from maturity.usecases.respond import ResponseSheet, open_sheet, save_answer, submit_response
from maturity.usecases.room import cast_vote, open_ballot, open_room
from maturity.usecases.rounds import RoundDetails, move_round, set_up_round
from maturity.usecases.seats import take_seat
from maturity.usecases.set_up import (
    CollaborativeDetails,
    PartnerDetails,
    add_partner,
    add_person,
    remove_role,
    set_up_collaborative,
)
from maturity.usecases.sign_in import add_account
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import NOW
from tests.factories.living_rounds import keep_matrix
from tests.factories.matrices import a_matrix, some_domains

CLOSED: Final = 1
AGREEING: Final = 2
OPEN: Final = 3
DRAFT: Final = 4
ROUNDS: Final = (CLOSED, AGREEING, OPEN, DRAFT)

_CANARY: Final = re.compile(r"zq([ab][a-z0-9]*?)x\d{3}q", re.IGNORECASE)


def canaries_in(text: str) -> set[str]:
    """Where the words of a text were written: “bset”, “a3p2” (round 3, partner 2), “a1g” (agreed in round 1)."""
    return {found.lower() for found in _CANARY.findall(text)}


@dataclass
class Words:
    """Makes canaries, each of them once."""

    letter: str
    _made: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def word(self, place: str) -> str:
        """A word that was never used before, and that names its place."""
        self._made[place] += 1
        return f"Zq{self.letter}{place}x{self._made[place]:03d}q"


@dataclass
class World:
    """One collaborative with its people, three partners, and a round at each stage. Everything is by id.

    The third partner’s respondent writes, and never submits. `ballot` is open in the room of the round that is being
    agreed, and the first partner is in. For the second partner respond two: its lead and a colleague, to whom the
    second domain is handed. What either writes on the first stays between them; the position there is agreed.
    """

    letter: str
    collaborative: int = 0
    lead: int = 0
    viewer: int = 0
    removed: int = 0
    ballot: int = 0
    facilitator: int = 0
    colleague: int = 0
    partners: list[int] = field(default_factory=list)
    respondents: list[int] = field(default_factory=list)
    grants: dict[int, int] = field(default_factory=dict)

    @property
    def people(self) -> tuple[int, ...]:
        """Every account that ever had a role here."""
        return (self.lead, self.viewer, self.removed, self.facilitator, self.colleague, *self.respondents)


@dataclass
class Worlds:
    """Both worlds, the matrix that each of their rounds uses, and who administers the installation.

    `leaderless` is a collaborative of neither, with nothing in it, that nobody can lead.
    """

    database: Database
    matrix: Matrix
    a: World
    b: World
    administrator: int
    leaderless: int

    def __iter__(self) -> Iterator[World]:
        return iter((self.a, self.b))


def two_worlds(database: Database) -> Worlds:
    """Make both, the way that people make them."""
    version, matrix = keep_matrix(database, a_matrix(domains=some_domains(2, 1)))
    with database.writing() as session:
        administrator = add_account(
            session, name="Jo Tennant", email="jo@service.example", is_administrator=True, by=None, now=NOW
        )
    worlds = [_make_world(database, letter, version) for letter in "ab"]
    return Worlds(
        database=database,
        matrix=matrix,
        a=worlds[0],
        b=worlds[1],
        administrator=administrator,
        leaderless=_make_leaderless(database, by=administrator),
    )


def _make_leaderless(database: Database, *, by: int) -> int:
    details = CollaborativeDetails(name="Nobody’s", type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
    with database.writing() as session:
        lead = add_account(session, name="Gill Tarrant", email="gill@service.example", by=None, now=NOW)
        made = set_up_collaborative(session, details=details, by=lead, now=NOW)
        disable_account(session, account=lead, by=by, now=NOW, leaves_no_lead=True)
    return made


def _make_world(database: Database, letter: str, matrix_version: int) -> World:
    maker = _Maker(World(letter), Words(letter), matrix_version)
    with database.writing() as session:
        maker.set_up(session)
    for number in ROUNDS:
        with database.writing() as session:
            maker.hold_round(session, number)
    with database.writing() as session:
        remove_role(
            session,
            collaborative=maker.world.collaborative,
            grant=maker.world.grants[maker.world.removed],
            by=maker.world.lead,
            now=NOW,
        )
    return maker.world


@dataclass
class _Maker:
    world: World
    words: Words
    matrix_version: int

    def set_up(self, session: Session) -> None:
        world, word = self.world, self.words.word
        name, email = self._who()
        world.lead = add_account(session, name=name, email=email, may_set_up=True, by=None, now=NOW)
        world.collaborative = set_up_collaborative(
            session,
            details=CollaborativeDetails(
                name=word("co"),
                type=CollaborativeType.ACUTE,
                footprint=Footprint.ICS,
                region=word("set"),
                icbs=(word("set"), word("set")),
            ),
            by=world.lead,
            now=NOW,
        )
        world.viewer = self._person(session, Role.VIEWER, None)
        world.removed = self._person(session, Role.LEAD, None)
        for _ in range(3):
            details = PartnerDetails(name=word("set"), type=PartnerType.ACUTE_TRUST, ods_code=word("o"))
            partner = add_partner(session, collaborative=world.collaborative, details=details, by=world.lead, now=NOW)
            world.partners.append(partner)
            world.respondents.append(self._person(session, Role.RESPONDENT, partner))
        world.colleague = self._person(session, Role.RESPONDENT, world.partners[1])
        world.facilitator = self._person(session, Role.FACILITATOR, None)
        grants = session.execute(
            select(RoleGrant.account_id, RoleGrant.id).where(RoleGrant.collaborative_id == world.collaborative)
        )
        world.grants = {row.account_id: row.id for row in grants}

    def _who(self) -> tuple[str, str]:
        return self.words.word("name"), f"{self.words.word('mail')}@people.example"

    def _person(self, session: Session, role: Role, partner: int | None) -> int:
        """Somebody new, with a role."""
        name, email = self._who()
        add_person(
            session,
            collaborative=self.world.collaborative,
            name=name,
            email=email,
            role=role,
            partner=partner,
            by=self.world.lead,
            now=NOW,
        )
        return session.execute(select(Account.id).where(Account.email == email)).scalar_one()

    def hold_round(self, session: Session, number: int) -> None:
        """Take a round to the stage at which rounds of this number are."""
        place = "draft" if number == DRAFT else f"{number}set"
        details = RoundDetails(
            label=self.words.word(place),
            purpose=self.words.word(place),
            matrix_version=self.matrix_version,
            way=WayOfScoring.PARTNERS_FIRST,
        )
        set_up_round(session, collaborative=self.world.collaborative, details=details, by=self.world.lead, now=NOW)
        head = get_round(session, collaborative=self.world.collaborative, number=number)
        for account in (self.world.respondents[1], self.world.colleague):
            take_seat(session, round_id=head.id, partner=self.world.partners[1], account=account)
        for person in (person for each in list_participants(session, round_id=head.id) for person in each.people):
            title = self.words.word("name")
            session.execute(update(Respondent).where(Respondent.id == person.respondent).values(role_title=title))
        if number == DRAFT:
            return
        self._move(session, number, "open")
        for partner in range(3):
            self._respond(session, number, partner)
        if number == OPEN:
            return
        self._move(session, number, "close-responding")
        self._agree(session, number)
        self._vote_and_dissent(session, number)
        if number == AGREEING:
            self._vote_in_secret(session, number)
        if number == CLOSED:
            self._move(session, number, "close")
            self._move(session, number, "reopen", reason=self.words.word(f"{number}m"))
            self._agree(session, number)
            self._move(session, number, "close")

    def _vote_and_dissent(self, session: Session, number: int) -> None:
        """A vote of the first partner that was revealed, and a dissent of the second, both on the first criterion."""
        world = self.world
        head = get_round(session, collaborative=world.collaborative, number=number)
        ballot = BallotRow(
            round_id=head.id, criterion_id="d1-c1", number=1, opened_at=NOW, opened_by=world.lead, revealed_at=NOW
        )
        session.add(ballot)
        session.flush()
        voted = {"state": AnswerState.LEVEL, "level": 2, "reason": self.words.word(f"{number}v"), "version": 1}
        vote = VoteRow(ballot_id=ballot.id, partner_id=world.partners[0], saved_at=NOW, **voted)
        dissented = {"words": self.words.word(f"{number}g"), "version": 1}
        dissent = DissentRow(
            round_id=head.id, criterion_id="d1-c1", partner_id=world.partners[1], saved_at=NOW, **dissented
        )
        session.add_all((vote, dissent))
        session.flush()
        saved = {"request_key": "first", "on_behalf": False, "saved_at": NOW}
        session.add(VoteRevision(vote_id=vote.id, account_id=world.respondents[0], **voted, **saved))
        session.add(DissentRevision(dissent_id=dissent.id, account_id=world.respondents[1], **dissented, **saved))
        session.flush()

    def _vote_in_secret(self, session: Session, number: int) -> None:
        """The room is open, and a ballot on its first criterion: only the first partner has voted."""
        world = self.world
        head = get_round(session, collaborative=world.collaborative, number=number)
        open_room(session, head=head, criterion_id="d1-c1", account=world.lead, now=NOW)
        world.ballot = open_ballot(session, head=head, criterion_id="d1-c1", account=world.lead, now=NOW)
        cast_vote(
            session,
            head=head,
            ballot=world.ballot,
            partner=world.partners[0],
            vote=Vote(state=AnswerState.LEVEL, level=3, reason=self.words.word(f"{number}s")),
            based_on=0,
            request_key="first",
            account=world.respondents[0],
            now=NOW,
        )

    def _move(self, session: Session, number: int, name: str, *, reason: str = "") -> None:
        head = get_round(session, collaborative=self.world.collaborative, number=number)
        if name == "close":
            set_the_rest_aside(session, head=head, by=self.world.lead, now=NOW)
        move_round(session, head=head, name=name, reason=reason, by=self.world.lead, now=NOW)

    def _respond(self, session: Session, number: int, place: int) -> None:
        sheet = self._sheet(session, number, place, self.world.respondents[place])
        # With two respondents what a person says is no position: “a3w2” is what the lead of the second partner wrote.
        said = f"{number}{'w' if place == 1 else 'p'}{place + 1}"
        self._answer(session, sheet, {"d1-c1": said, "d2-c1": said})
        if place == 1:
            self._share(session, number, sheet.seat)
        if place < 2 and not (number == OPEN and place == 0):
            submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)
        if place == 1:
            self._agree_position(session, number)

    def _sheet(self, session: Session, number: int, place: int, account: int) -> ResponseSheet:
        return open_sheet(
            session,
            collaborative=self.world.collaborative,
            number=number,
            partner=self.world.partners[place],
            account=account,
        )

    def _share(self, session: Session, number: int, lead: Seat) -> None:
        """Hand the second domain to the colleague, whose words on it alone (“a3h2”) are the position there."""
        colleague = self._sheet(session, number, 1, self.world.colleague)
        self._answer(session, colleague, {"d1-c1": f"{number}i2"})
        hand_over(session, seat=lead, domain_id="d2", to=colleague.seat.respondent, seen=None, now=NOW)
        self._answer(session, colleague, {"d2-c1": f"{number}h2"})
        submit_response(session, sheet=colleague, leave_blanks=True, now=NOW)

    def _agree_position(self, session: Session, number: int) -> None:
        """Agree the position of the second partner on the first criterion (“a3p2”)."""
        agree_position(
            session,
            seat=self._sheet(session, number, 1, self.world.respondents[1]).seat,
            criterion_id="d1-c1",
            answer=Answer(
                state=AnswerState.LEVEL,
                level=2,
                reason=self.words.word(f"{number}p2"),
                evidence=self.words.word(f"{number}p2"),
            ),
            based_on=0,
            request_key="first",
            now=NOW,
        )

    def _answer(self, session: Session, sheet: ResponseSheet, places: Mapping[str, str]) -> None:
        """Save two versions of an answer on each criterion, in words of the place that is named with it."""
        for version, key in enumerate(("first", "second")):
            for criterion, place in places.items():
                save_answer(
                    session,
                    seat=sheet.seat,
                    criterion_id=criterion,
                    answer=Answer(
                        state=AnswerState.LEVEL,
                        level=int(place[-1]),
                        reason=self.words.word(place),
                        confidence=Confidence.HIGH,
                        evidence=self.words.word(place),
                    ),
                    based_on=version,
                    request_key=key,
                    now=NOW,
                )

    def _agree(self, session: Session, number: int) -> None:
        head = get_round(session, collaborative=self.world.collaborative, number=number)
        kept = list_consensus(session, round_id=head.id)
        for criterion in ("d1-c1", "d2-c1"):
            version = kept.get(criterion, NOTHING_KEPT).version
            agree_level(
                session,
                head=head,
                criterion_id=criterion,
                consensus=Consensus(
                    state=ConsensusState.AGREED,
                    level=2,
                    reason=self.words.word(f"{number}g"),
                    evidence=self.words.word(f"{number}g"),
                    moves_up=self.words.word(f"{number}g"),
                ),
                based_on=version,
                request_key=f"version {version}",
                account=self.world.lead,
                now=NOW,
            )
