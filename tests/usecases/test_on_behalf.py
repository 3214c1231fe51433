"""Entering a partner’s position on its behalf: where it has said nothing itself, and never in the place of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from maturity.core.position import PositionOrigin, Stance
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.colleagues import list_handed
from maturity.persistence.queries.positions import NOTHING_KEPT, list_positions
from maturity.persistence.queries.responses import get_seat
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.hand_over import hand_over
from maturity.usecases.on_behalf import look_from_outside
from maturity.usecases.positions import PositionIsFixed, PositionSheet, agree_position, look_inside
from maturity.usecases.respond import open_sheet, save_answer, submit_response, take_back_response
from maturity.usecases.versioned_save import StaleSave
from tests.factories.installations import NOW, Setting, a_setting
from tests.factories.on_behalf import enter_on_behalf

THREE = Answer(state=AnswerState.LEVEL, level=3, reason="It came on paper.")


class Paper:
    """An open round, and a lead with the paper of its first partner, of which nobody has submitted yet."""

    def __init__(self, database: Database, *, naming: Naming = Naming.PARTNER_ONLY) -> None:
        self.setting: Setting = a_setting(database)
        self.setting.add_round()
        self.facilitator = self.setting.add_facilitator()
        with database.writing() as session:
            session.execute(update(RoundRow).values(naming=naming))
        self.partner, self.person = self.setting.partners[0], self.setting.respondents[0]
        self.setting.move("open")
        self.domains = [(domain.id, [c.id for c in criteria]) for domain, criteria in self.outside().asked]
        self.criterion = self.domains[0][1][0]

    def outside(self, account: int | None = None) -> PositionSheet:
        with self.setting.database.reading() as session:
            return look_from_outside(
                session,
                collaborative=self.setting.collaborative,
                number=1,
                partner=self.partner,
                account=account or self.setting.lead,
            )

    def inside(self, account: int | None = None) -> PositionSheet:
        with self.setting.database.reading() as session:
            seat = get_seat(
                session,
                collaborative=self.setting.collaborative,
                number=1,
                partner=self.partner,
                account=account or self.person,
            )
            return look_inside(session, seat=seat)

    def enter(
        self,
        answer: Answer = THREE,
        *,
        on: str = "",
        based_on: int = 0,
        key: str = "key",
        by: int | None = None,
        now: datetime = NOW,
    ) -> None:
        with self.setting.database.writing() as session:
            enter_on_behalf(
                session,
                answer,
                collaborative=self.setting.collaborative,
                number=1,
                partner=self.partner,
                criterion=on or self.criterion,
                by=by or self.setting.lead,
                based_on=based_on,
                key=key,
                now=now,
            )

    def submit_again(self, *, account: int, now: datetime) -> None:
        """Let one person of the partner take the response back and submit it again as it was."""
        with self.setting.database.writing() as session:
            sheet = open_sheet(
                session, collaborative=self.setting.collaborative, number=1, partner=self.partner, account=account
            )
            take_back_response(session, seat=sheet.seat, now=now)
            sheet = open_sheet(
                session, collaborative=self.setting.collaborative, number=1, partner=self.partner, account=account
            )
            submit_response(session, sheet=sheet, leave_blanks=True, now=now)

    def stands(self, on: str = "") -> Stance:
        with self.setting.database.reading() as session:
            kept = list_positions(session, round_id=1, partner=self.partner)
        return kept.get(on or self.criterion, NOTHING_KEPT).said


@pytest.fixture
def paper(database: Database) -> Paper:
    return Paper(database)


@pytest.fixture
def nameless(database: Database) -> Paper:
    return Paper(database, naming=Naming.ANONYMOUS)


def test_what_came_on_paper_is_entered_and_corrected(paper: Paper) -> None:
    paper.enter()
    with pytest.raises(StaleSave):
        paper.enter(replace(THREE, level=1), key="another", by=paper.facilitator)
    paper.enter(replace(THREE, level=1), based_on=1, key="another", by=paper.facilitator)
    assert (paper.stands().level, paper.stands().entered_by) == (1, paper.facilitator)
    paper.setting.move("close-responding")
    paper.enter(replace(THREE, level=2), based_on=2, key="a third")
    assert (paper.stands().level, paper.stands().origin) == (2, PositionOrigin.FACILITATOR)


def test_what_a_partner_submitted_itself_is_neither_replaced_nor_shown_before_the_reveal(paper: Paper) -> None:
    paper.setting.answer(0, level=1, reason="Our own words.")
    with pytest.raises(PositionIsFixed, match=r"has submitted its own answers here\. Ask it to change its answer"):
        paper.enter()
    assert "Our own words." not in repr(paper.outside())
    paper.setting.move("close-responding")
    assert (paper.stands().level, paper.stands().reason) == (1, "Our own words.")


def test_before_the_reveal_nothing_tells_where_a_partner_left_a_blank(paper: Paper) -> None:
    paper.setting.answer(0, level=1, most=1)
    everywhere = {criterion for _, criteria in paper.domains for criterion in criteria}
    assert set(paper.outside().closed) == everywhere
    assert len(set(paper.outside().closed.values())) == 1


def test_after_the_reveal_a_position_is_entered_only_where_the_partner_has_none(paper: Paper) -> None:
    paper.setting.answer(0, level=1, most=1)
    paper.setting.move("close-responding")
    blank = paper.domains[1][1][0]
    paper.enter(on=blank, based_on=1)
    assert paper.stands(blank).origin is PositionOrigin.FACILITATOR
    with pytest.raises(PositionIsFixed, match=r"has a position of its own here\..*by a vote in the room"):
        paper.enter(based_on=1)
    assert paper.stands().level == 1


@pytest.mark.parametrize("state", [AnswerState.DONT_KNOW, AnswerState.NOT_APPLICABLE])
def test_an_answer_without_a_level_is_an_answer(paper: Paper, state: AnswerState) -> None:
    with paper.setting.database.writing() as session:
        sheet = open_sheet(
            session, collaborative=paper.setting.collaborative, number=1, partner=paper.partner, account=paper.person
        )
        save_answer(
            session,
            seat=sheet.seat,
            criterion_id=paper.criterion,
            answer=Answer(state=state, reason="We run no such service."),
            based_on=0,
            request_key="key",
            now=NOW,
        )
        submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)
    paper.setting.move("close-responding")
    with pytest.raises(PositionIsFixed, match="has a position of its own here"):
        paper.enter(based_on=1)


def test_a_partner_that_is_divided_has_no_position_and_one_can_be_entered(paper: Paper) -> None:
    colleague = paper.setting.add_colleague()
    paper.setting.answer(0, level=2)
    paper.setting.answer(0, level=3, account=colleague)
    paper.setting.move("close-responding")
    assert paper.stands().is_unsettled
    paper.enter(based_on=1)
    assert (paper.stands().level, paper.stands().origin) == (3, PositionOrigin.FACILITATOR)


def test_a_domain_is_open_to_entry_while_who_alone_is_asked_it_has_not_submitted(paper: Paper) -> None:
    colleague = paper.setting.add_colleague()
    handed, criteria = paper.domains[0]
    with paper.setting.database.writing() as session:
        seats = {
            account: get_seat(
                session, collaborative=paper.setting.collaborative, number=1, partner=paper.partner, account=account
            )
            for account in (paper.person, colleague)
        }
        hand_over(
            session, seat=seats[paper.person], domain_id=handed, to=seats[colleague].respondent, seen=None, now=NOW
        )
        assert handed in list_handed(session, round_id=1, partner=paper.partner)
    paper.setting.answer(0, level=2)
    assert not set(criteria) & set(paper.outside().closed)
    assert paper.outside().closed
    paper.enter()
    assert paper.stands().origin is PositionOrigin.FACILITATOR


def test_what_the_lead_of_a_partner_agreed_is_not_replaced_before_or_after_the_reveal(paper: Paper) -> None:
    paper.setting.add_colleague()
    paper.setting.answer(0, level=2)
    with paper.setting.database.writing() as session:
        seat = get_seat(
            session, collaborative=paper.setting.collaborative, number=1, partner=paper.partner, account=paper.person
        )
        agree_position(
            session,
            seat=seat,
            criterion_id=paper.criterion,
            answer=replace(THREE, reason="We agreed."),
            based_on=0,
            request_key="agreed",
            now=NOW,
        )
        take_back_response(session, seat=seat, now=NOW)
    assert "We agreed." not in repr(paper.outside())
    with pytest.raises(PositionIsFixed, match="has agreed this position itself"):
        paper.enter(based_on=1)
    paper.setting.move("close-responding")
    with pytest.raises(PositionIsFixed, match="has a position of its own here"):
        paper.enter(based_on=1)


def test_what_a_partner_submits_later_outranks_what_was_entered_and_both_are_kept_and_told(paper: Paper) -> None:
    blank = paper.domains[1][1][0]
    for criterion in (paper.criterion, blank):
        paper.enter(replace(THREE, level=4), on=criterion)
    paper.setting.answer(0, level=1, reason="Our own words.", most=1)
    paper.setting.move("close-responding")
    assert (paper.stands().level, paper.stands().reason) == (1, "Our own words.")
    assert paper.stands(blank).level == 4, "where the partner has no answer what was entered stands"
    for sheet in (paper.outside(), paper.inside()):
        assert {each: (one.said.level, one.by_name, one.stands) for each, one in sheet.entered.items()} == {
            paper.criterion: (4, "Helen Okoro", False),
            blank: (4, "Helen Okoro", True),
        }


def test_that_the_people_of_a_partner_differ_outranks_what_was_entered_before_they_submitted(paper: Paper) -> None:
    colleague = paper.setting.add_colleague()
    paper.enter(replace(THREE, level=4))
    paper.setting.answer(0, level=1)
    paper.setting.answer(0, level=2, account=colleague)
    assert not paper.inside().is_agreed(paper.criterion), "the lead of the partner is asked to agree it"
    paper.setting.move("close-responding")
    assert paper.stands().is_unsettled
    assert not paper.outside().entered[paper.criterion].stands


def test_what_was_entered_because_they_differed_stays_until_one_of_them_submits_again(paper: Paper) -> None:
    colleague = paper.setting.add_colleague()
    paper.setting.answer(0, level=1)
    paper.setting.answer(0, level=2, account=colleague)
    paper.setting.move("close-responding")
    paper.enter(based_on=1, now=NOW + timedelta(hours=1))
    paper.setting.move("reopen-responding", reason="Another partner was on leave.")
    assert paper.inside().is_agreed(paper.criterion)
    paper.setting.move("close-responding")
    assert (paper.stands().level, paper.stands().origin) == (3, PositionOrigin.FACILITATOR)
    paper.setting.move("reopen-responding", reason="They want to look at it again.")
    paper.submit_again(account=colleague, now=NOW + timedelta(hours=2))
    paper.setting.move("close-responding")
    assert paper.stands().is_unsettled


def test_what_was_entered_and_taken_back_again_is_told_no_more(paper: Paper) -> None:
    paper.enter()
    paper.enter(replace(THREE, state=AnswerState.NOT_ANSWERED, level=None), based_on=1, key="another")
    assert paper.outside().entered == {}


def test_nothing_is_entered_into_a_closed_round(paper: Paper) -> None:
    paper.setting.move("close-responding")
    paper.setting.move("close")
    with pytest.raises(PositionIsFixed, match="closed"):
        paper.enter(based_on=1)


def test_a_save_that_was_made_is_told_again_when_the_partner_has_submitted_meanwhile(paper: Paper) -> None:
    paper.enter()
    paper.setting.answer(0, level=1)
    paper.enter()
    with pytest.raises(PositionIsFixed):
        paper.enter(replace(THREE, level=1), key="another")


@pytest.mark.parametrize("moves", [(), ("close-responding",)])
def test_without_names_a_partner_that_answered_anything_is_closed_to_entry_everywhere(
    nameless: Paper, moves: tuple[str, ...]
) -> None:
    nameless.setting.answer(0, level=1, reason="Our own words.", most=1)
    nameless.setting.answer(1, level=2)
    for move in moves:
        nameless.setting.move(move)
    sheet = nameless.outside()
    assert set(sheet.closed) == {criterion for _, criteria in nameless.domains for criterion in criteria}
    assert len(set(sheet.closed.values())) == 1
    assert {each.said for each in sheet.kept.values()} <= {NOTHING_KEPT.said}
    with pytest.raises(PositionIsFixed, match="answers for itself in this round"):
        nameless.enter(on=nameless.domains[1][1][0], based_on=len(moves))


def test_without_names_nothing_that_was_entered_stays_for_a_partner_that_submits(nameless: Paper) -> None:
    blank = nameless.domains[1][1][0]
    nameless.enter(on=blank)
    nameless.setting.answer(0, level=1, most=1)
    nameless.setting.answer(1, level=2)
    nameless.setting.move("close-responding")
    assert nameless.stands(blank).state is AnswerState.NOT_ANSWERED
    assert [each.stands for each in nameless.inside().entered.values()] == [False]


def test_without_names_only_who_entered_a_position_sees_it_beside_the_partners_name(nameless: Paper) -> None:
    nameless.enter()
    nameless.setting.enter_on_behalf(nameless.setting.partners[1], most=99)
    nameless.setting.move("close-responding")
    assert nameless.outside().standing(nameless.criterion).said.reason == "It came on paper."
    other = nameless.outside(nameless.facilitator)
    assert "It came on paper." not in repr(other)
    assert set(other.closed) == {criterion for _, criteria in nameless.domains for criterion in criteria}
    assert other.entered == {}
    with pytest.raises(PositionIsFixed, match="Somebody else enters positions for"):
        nameless.enter(replace(THREE, level=1), based_on=1, key="another", by=nameless.facilitator)
    nameless.enter(replace(THREE, level=1), based_on=1, key="another")
    assert nameless.stands().level == 1
