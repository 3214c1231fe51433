"""The rounds of a world: each is taken to its stage, and everybody writes on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.ballot import Vote
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.hindsight import Hindsight, HindsightState
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.response import Answer, AnswerState, Confidence
from maturity.core.round import WayOfScoring
from maturity.persistence.queries.consensus import NOTHING_KEPT, list_consensus
from maturity.persistence.queries.responses import Seat
from maturity.persistence.queries.rounds import get_round, list_participants
from maturity.persistence.rows.ballot import BallotRow, VoteRevision, VoteRow
from maturity.persistence.rows.dissent import DissentRevision, DissentRow
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.agree import agree_level
from maturity.usecases.hand_over import hand_over
from maturity.usecases.hindsight import say_in_hindsight
from maturity.usecases.positions import agree_position
from maturity.usecases.respond import ResponseSheet, open_sheet, save_answer, submit_response
from maturity.usecases.room import cast_vote, open_ballot, open_room
from maturity.usecases.rounds import RoundDetails, move_round, set_up_round
from maturity.usecases.seats import take_seat
from maturity.usecases.sign_off import Signing, open_signing, sign_off_round
from maturity.usecases.version_move import move_to_next_version, plan_move
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import NOW
from tests.factories.worlds import AGREEING, CLOSED, DRAFT, OPEN, Words, World


@dataclass
class RoundsOfAWorld:
    """Holds the rounds of a world, in its words."""

    world: World
    words: Words
    matrix_version: int

    def hold(self, session: Session, number: int) -> None:
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
            self._move_to_next_version(session, number)
            return
        self._move(session, number, "close-responding")
        self._agree(session, number)
        self._vote_and_dissent(session, number)
        if number == AGREEING:
            self._vote_in_secret(session, number)
            self._look_back(session, number)
        if number == CLOSED:
            self._move(session, number, "close")
            self._move(session, number, "reopen", reason=self.words.word(f"{number}m"))
            self._agree(session, number)
            self._move(session, number, "close")
            self._sign(session, number)

    def _move_to_next_version(self, session: Session, number: int) -> None:
        head = get_round(session, collaborative=self.world.collaborative, number=number)
        plan = plan_move(session, head=head)
        assert plan is not None
        reason = self.words.word(f"{number}m")
        move_to_next_version(session, head=head, seen=plan.seen, reason=reason, by=self.world.lead, now=NOW)

    def _look_back(self, session: Session, number: int) -> None:
        """Two versions of what is said of the first level of the closed round (“a2b”)."""
        for version in range(2):
            say_in_hindsight(
                session,
                collaborative=self.world.collaborative,
                number=number,
                criterion_id="d1-c1",
                said=Hindsight(HindsightState.OTHERWISE, 3, self.words.word(f"{number}b")),
                based_on=version,
                request_key=f"look {version}",
                account=self.world.lead,
                now=NOW,
            )

    def _sign(self, session: Session, number: int) -> None:
        """The first partner has reservations (“a1f”)."""
        account, head = (
            self.world.respondents[0],
            get_round(session, collaborative=self.world.collaborative, number=number),
        )
        sheet = open_signing(session, head=head, partner=self.world.partners[0], account=account, on_behalf=False)
        words, name, role = (self.words.word(f"{number}f") for _ in range(3))
        signing = Signing(SignOffDecision.RESERVATIONS, words, name, role, sheet.state_hash, sheet.seen, "first")
        sign_off_round(session, sheet=sheet, signing=signing, account=account, on_behalf=False, now=NOW)

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
