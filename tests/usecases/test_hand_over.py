from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.asked import Progress
from maturity.core.participant import Participant
from maturity.core.response import Answer, AnswerState
from maturity.persistence.engine import Database
from maturity.persistence.queries.positions import list_positions
from maturity.persistence.queries.responses import Seat, get_seat
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.message import MessageKind
from maturity.persistence.rows.response import Response
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.hand_over import CannotBeHanded, Sharing, hand_over, look_at_sharing
from maturity.usecases.post import NothingToSend, write_to_everybody, write_to_one
from maturity.usecases.respond import HandedToColleague, ResponseSheet, open_sheet, save_answer, submit_response
from maturity.usecases.seats import stand_down, take_seat
from tests.factories.installations import NOW, Setting, a_setting


class Team:
    """The two people of the first partner of an open round, by account."""

    def __init__(self, database: Database) -> None:
        self.setting: Setting = a_setting(database)
        self.setting.add_round()
        self.colleague = self.setting.add_colleague(name="Ada Brook")
        self.setting.move("open")
        self.first = self.setting.respondents[0]

    def seat(self, account: int) -> Seat:
        with self.setting.database.reading() as session:
            return self.sheet(session, account).seat

    def sheet(self, session: Session, account: int) -> ResponseSheet:
        return open_sheet(
            session,
            collaborative=self.setting.collaborative,
            number=1,
            partner=self.setting.partners[0],
            account=account,
        )

    def sharing(self, account: int) -> Sharing:
        with self.setting.database.reading() as session:
            return look_at_sharing(session, seat=self.seat(account))

    def hand(self, by: int, to: int | None, *, seen: int | None = None, place: int = 0) -> None:
        seat = self.seat(by)
        domain = self.sharing(by).domains[place].id
        with self.setting.database.writing() as session:
            hand_over(
                session,
                seat=seat,
                domain_id=domain,
                to=None if to is None else self.seat(to).respondent,
                seen=None if seen is None else self.seat(seen).respondent,
                now=NOW,
            )


@pytest.fixture
def team(database: Database) -> Team:
    return Team(database)


def test_handing_over_and_taking_back_are_recorded_without_a_word_that_was_written(team: Team) -> None:
    team.hand(team.first, team.colleague)
    team.hand(team.colleague, None, seen=team.colleague)
    with team.setting.database.reading() as session:
        events = session.execute(select(AuditEvent.action, AuditEvent.subject).order_by(AuditEvent.id.desc())).all()
    assert [event.action for event in events[:2]] == ["take domain back", "hand over domain"]
    assert events[0].subject == f"partner {team.setting.partners[0]} {team.sharing(team.first).domains[0].id}"


def test_what_is_handed_away_is_neither_asked_nor_saved_and_no_word_is_lost(team: Team) -> None:
    team.setting.answer(0, most=1, submit=False)
    team.hand(team.first, team.colleague)
    with team.setting.database.reading() as session:
        sheet = team.sheet(session, team.first)
    criterion = sheet.away[0][1][0].id
    assert criterion not in {each.id for each in sheet.criteria}
    assert sheet.dealt_with() == 0
    with team.setting.database.writing() as session, pytest.raises(HandedToColleague, match="Ada Brook"):
        save_answer(
            session,
            seat=sheet.seat,
            criterion_id=criterion,
            answer=Answer(state=AnswerState.DONT_KNOW),
            based_on=1,
            request_key="late",
            now=NOW,
        )
    with team.setting.database.reading() as session:
        assert session.scalars(select(Response.reason)).all() == ["Because we see it."]


def test_who_handed_everything_over_submits_at_once(team: Team) -> None:
    for place in range(len(team.sharing(team.first).domains)):
        team.hand(team.first, team.colleague, place=place)
    with team.setting.database.writing() as session:
        sheet = team.sheet(session, team.first)
        submit_response(session, sheet=sheet, leave_blanks=False, now=NOW)
    assert team.seat(team.first).submitted_at == NOW


def test_a_stranger_to_the_partner_cannot_be_handed_anything(team: Team) -> None:
    with team.setting.database.reading() as session:
        other = get_seat(
            session,
            collaborative=team.setting.collaborative,
            number=1,
            partner=team.setting.partners[1],
            account=team.setting.respondents[1],
        )
    with team.setting.database.writing() as session, pytest.raises(CannotBeHanded, match="same partner"):
        hand_over(
            session,
            seat=team.seat(team.first),
            domain_id=team.sharing(team.first).domains[0].id,
            to=other.respondent,
            seen=None,
            now=NOW,
        )


def test_of_two_who_hand_over_at_once_the_second_is_told(team: Team) -> None:
    team.hand(team.first, team.colleague)
    with pytest.raises(CannotBeHanded, match="after you opened the page"):
        team.hand(team.first, None)


def first_partner(team: Team) -> Participant:
    with team.setting.database.reading() as session:
        return list_participants(session, round_id=team.setting.head().id)[0]


def test_who_handed_some_over_is_measured_against_the_rest(team: Team) -> None:
    team.setting.answer(0, most=3, submit=False)
    team.hand(team.first, team.colleague, place=0)
    assert {person.name: person.progress for person in first_partner(team).people} == {
        "Respondent 1": Progress(2, 6),
        "Ada Brook": Progress(0, 7),
    }


def test_who_handed_everything_over_is_neither_waited_for_nor_reminded(team: Team) -> None:
    for place in range(len(team.sharing(team.first).domains)):
        team.hand(team.first, team.colleague, place=place)
    partner = first_partner(team)
    assert [person.name for person in partner.waiting] == ["Ada Brook"]
    with team.setting.database.writing() as session:
        head = team.setting.head()
        sent = write_to_everybody(session, head=head, kind=MessageKind.REMINDER, by=team.setting.lead, now=NOW)
        assert sent == 2, "the colleague, and the other partner’s person"
        with pytest.raises(NothingToSend, match="asked nothing any more"):
            write_to_one(session, head=head, partner=partner.partner, account=team.first, by=team.setting.lead, now=NOW)
    team.setting.answer(0, account=team.colleague)
    assert first_partner(team).is_complete


def test_who_is_asked_again_is_waited_for_again(team: Team) -> None:
    for place in range(len(team.sharing(team.first).domains)):
        team.hand(team.first, team.colleague, place=place)
    team.hand(team.first, None, seen=team.colleague)
    assert [person.name for person in first_partner(team).waiting] == ["Respondent 1", "Ada Brook"]


def counted(team: Team) -> set[str]:
    """Every reason that counts for the first partner as its positions would be reached now."""
    team.setting.move("close-responding")
    with team.setting.database.reading() as session:
        return {
            kept.said.reason for kept in list_positions(session, round_id=1, partner=team.setting.partners[0]).values()
        }


def test_a_domain_is_not_asked_of_everyone_again_over_the_head_of_who_has_submitted(team: Team) -> None:
    team.setting.answer(0, account=team.colleague, most=1, submit=False, reason="A draft, not meant for anybody.")
    team.hand(team.first, team.first)
    with team.setting.database.writing() as session:
        submit_response(session, sheet=team.sheet(session, team.colleague), leave_blanks=True, now=NOW)
    with pytest.raises(CannotBeHanded, match="Ada Brook has submitted already"):
        team.hand(team.first, None, seen=team.first)
    assert "A draft, not meant for anybody." not in counted(team)


def test_a_draft_on_a_domain_that_comes_back_counts_once_its_person_has_submitted_it(team: Team) -> None:
    team.setting.answer(0, account=team.colleague, most=1, submit=False, reason="A draft, and now meant.")
    team.hand(team.first, team.first)
    team.hand(team.first, None, seen=team.first)
    with team.setting.database.writing() as session:
        submit_response(session, sheet=team.sheet(session, team.colleague), leave_blanks=True, now=NOW)
    assert "A draft, and now meant." in counted(team)


def test_who_gives_a_domain_back_may_have_submitted(team: Team) -> None:
    team.hand(team.first, team.colleague)
    team.setting.answer(0, account=team.colleague)
    team.hand(team.first, None, seen=team.colleague)
    assert team.seat(team.colleague).submitted_at == NOW


def test_who_was_stood_down_meanwhile_and_comes_back_submits_again(team: Team) -> None:
    team.setting.answer(0, account=team.colleague, most=1, submit=False, reason="A draft, not meant for anybody.")
    team.hand(team.first, team.first)
    with team.setting.database.writing() as session:
        sheet = team.sheet(session, team.colleague)
        submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)
        stand_down(session, respondents=[sheet.seat.respondent], by=team.setting.lead, now=NOW)
    team.hand(team.first, None, seen=team.first)
    with team.setting.database.writing() as session:
        take_seat(session, round_id=1, partner=team.setting.partners[0], account=team.colleague)
    assert team.seat(team.colleague).submitted_at is None
    assert "A draft, not meant for anybody." not in counted(team)


def test_when_who_has_a_domain_stands_down_whoever_submitted_without_it_submits_again(team: Team) -> None:
    team.setting.answer(0, account=team.colleague, most=1, submit=False, reason="A draft, not meant for anybody.")
    team.hand(team.first, team.first)
    with team.setting.database.writing() as session:
        sheet = team.sheet(session, team.colleague)
        submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)
        holder = team.sheet(session, team.first)
        submit_response(session, sheet=holder, leave_blanks=True, now=NOW)
        stand_down(session, respondents=[holder.seat.respondent], by=team.setting.lead, now=NOW)
    assert team.seat(team.colleague).submitted_at is None
    with team.setting.database.reading() as session:
        event = session.execute(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).scalar_one()
        kept = session.get_one(Respondent, holder.seat.respondent)
        assert kept.submitted_at == NOW, "who was asked it and submitted it has nothing to submit again"
    assert (event.action, event.subject) == ("take back response", f"respondent {sheet.seat.respondent}")
    assert (event.account_id, event.round_id) == (team.setting.lead, 1)
    assert "A draft, not meant for anybody." not in counted(team)
