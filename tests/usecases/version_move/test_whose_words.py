"""A move gives nobody words to read that their author kept inside a partner, or for the partner alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from maturity.core.declared_changes import Change, LevelRule
from maturity.core.matrix import Matrix
from maturity.core.position import Position, PositionOrigin
from maturity.core.response import AnswerState
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.positions import list_positions
from maturity.persistence.queries.responses import get_seat
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.hand_over import hand_over
from maturity.usecases.offers import accept_offer
from maturity.usecases.on_behalf import look_from_outside
from maturity.usecases.positions import agree_position
from maturity.usecases.respond import open_sheet, save_answer, submit_response
from maturity.usecases.seats import take_seat
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import add_account
from maturity.usecases.version_move import find_move_to_undo, list_kept_from_before, look_again_at, plan_move, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level
from tests.factories.matrices import a_criterion
from tests.factories.next_versions import FIRST, publish, publish_and_move
from tests.factories.versions import a_version, declared, some_changes

INSIDE = "What I tell my partner alone."
OWN = "What our partner agreed."
ENTERED = "What came on paper."
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


def merging(*merged: str) -> Matrix:
    """Version 2.0.0, in which criteria become one of the second domain, with the lowest level."""
    one, two = FIRST.domains
    both = replace(a_criterion("both"), title="Both together")
    domains = (
        replace(one, criteria=tuple(each for each in one.criteria if each.id not in merged)),
        replace(two, criteria=(*(each for each in two.criteria if each.id not in merged), both)),
    )
    made = declared("both", Change.MERGED, came_from=merged, level=LevelRule.LOWEST)
    return a_version("2.0.0", domains, some_changes(made))


def moving(criterion_id: str) -> Matrix:
    """Version 2.0.0, in which a criterion of the first domain is one of the second."""
    one, two = FIRST.domains
    kept = tuple(each for each in one.criteria if each.id != criterion_id)
    domains = (replace(one, criteria=kept), replace(two, criteria=(*two.criteria, FIRST.criterion(criterion_id))))
    return a_version("2.0.0", domains, some_changes(declared(criterion_id, Change.MOVED)))


def leaving(criterion_id: str) -> Matrix:
    """Version 2.0.0, in which a criterion of the second domain is one of the first."""
    one, two = FIRST.domains
    kept = tuple(each for each in two.criteria if each.id != criterion_id)
    domains = (replace(one, criteria=(*one.criteria, FIRST.criterion(criterion_id))), replace(two, criteria=kept))
    return a_version("2.0.0", domains, some_changes(declared(criterion_id, Change.MOVED)))


@dataclass(frozen=True)
class SharedRound:
    """An open round for whose first partner two respond: its lead, and a colleague to whom the second domain is handed.

    Both have submitted. What either said on the first domain stays between them. Before that the lead of the
    collaborative had entered two positions for them, on criteria that both left open.
    """

    living: LivingRound
    colleague: int

    @property
    def where(self) -> dict[str, int]:
        """Where both respond."""
        living = self.living
        return {"collaborative": living.collaborative, "number": living.number, "partner": living.partner}

    def submit(self, account: int, *criteria: str, words: str = INSIDE, now: datetime = NOW) -> None:
        """Answer some criteria, and submit with the others left open."""
        with self.living.database.writing() as session:
            for place, criterion in enumerate(criteria):
                save_answer(
                    session,
                    seat=get_seat(session, account=account, **self.where),
                    criterion_id=criterion,
                    answer=level(place + 2, words),
                    based_on=0,
                    request_key=f"{account} {criterion}",
                    now=now,
                )
            living = self.living
            sheet = open_sheet(
                session,
                collaborative=living.collaborative,
                number=living.number,
                partner=living.partner,
                account=account,
            )
            submit_response(session, sheet=sheet, leave_blanks=True, now=now)

    def has_submitted(self) -> list[bool]:
        """Of the lead and of the colleague."""
        with self.living.database.reading() as session:
            both = (get_seat(session, account=each, **self.where) for each in (self.living.respondent, self.colleague))
            return [seat.submitted_at is not None for seat in both]

    def looks_again(self, account: int) -> tuple[str, ...]:
        """What the task list of one of the two asks to look at again."""
        with self.living.database.reading() as session:
            seat = get_seat(session, account=account, **self.where)
            return look_again_at(
                session, round_id=seat.round_id, matrix=seat.matrix, partner=seat.partner, respondent=seat.respondent
            )

    def told(self) -> list[Position]:
        """Everything that is told of the first partner once responding has closed."""
        with self.living.database.reading() as session:
            head = get_round(session, collaborative=self.living.collaborative, number=self.living.number)
            [record] = load_round_records(session, heads=[head])
        of_all = [position for found in record.positions.values() for position in found]
        return [position for position in of_all if position.partner == self.living.partner]


@pytest.fixture
def shared(database: Database) -> SharedRound:
    living = a_living_round(database, matrix=FIRST, opens=False)
    with database.writing() as session:
        colleague = add_account(session, name="Cleo Dale", email="cleo@example.org", now=NOW, by=living.lead)
        added = add_person(
            session,
            collaborative=living.collaborative,
            name="",
            email="cleo@example.org",
            role=Role.RESPONDENT,
            partner=living.partner,
            by=living.lead,
            now=NOW,
        )
        accept_offer(session, token=added.accept_token or "", account=colleague, now=NOW)
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        seat = take_seat(session, round_id=head.id, partner=living.partner, account=colleague)
    living.move("open")
    with database.writing() as session:
        hand_over(session, seat=living.seat(session), domain_id="d2", to=seat, seen=None, now=NOW)
    for criterion in ("d2-c2", "d2-c3"):
        living.enter_on_behalf(level(4, ENTERED), criterion=criterion, key=criterion)
    given = SharedRound(living, colleague)
    given.submit(living.respondent, "d1-c1", "d1-c2")
    given.submit(colleague, "d1-c1", "d1-c2")
    return given


def test_words_that_stay_inside_a_partner_stay_there_without_a_move(shared: SharedRound) -> None:
    shared.living.move("close-responding")
    assert INSIDE not in repr(shared.told())


@pytest.mark.parametrize("matrix", [moving("d1-c2"), merging("d1-c2", "d2-c1")], ids=["moved", "merged"])
def test_a_criterion_that_comes_to_a_domain_asked_of_one_alone_is_told_once_that_person_has_submitted_again(
    shared: SharedRound, matrix: Matrix
) -> None:
    publish_and_move(shared.living, matrix)
    assert shared.has_submitted() == [False, False]
    assert shared.looks_again(shared.colleague) != ()
    shared.living.move("close-responding")
    assert INSIDE not in repr(shared.told())
    shared.living.move("reopen-responding", reason="Somebody was forgotten.")
    shared.submit(shared.colleague)
    shared.living.move("close-responding")
    assert INSIDE in repr(shared.told())


@pytest.mark.parametrize("matrix", [moving("d1-c2"), merging("d1-c2", "d2-c1")], ids=["moved", "merged"])
def test_where_the_round_moved_while_levels_were_agreed_they_submit_again_once_responding_is_opened_again(
    shared: SharedRound, matrix: Matrix
) -> None:
    shared.living.move("close-responding", now=NOW - timedelta(hours=1))
    publish_and_move(shared.living, matrix)
    assert shared.has_submitted() == [True, True]
    shared.living.move("reopen-responding", reason="Somebody was forgotten.", now=LATER)
    assert shared.has_submitted() == [False, False]
    shared.living.move("close-responding", now=LATER)
    assert INSIDE not in repr(shared.told())


def test_they_stay_submitted_where_that_move_was_made_before_responding_closed(
    shared: SharedRound,
) -> None:
    living = shared.living
    publish_and_move(living, merging("d1-c2", "d2-c1"))
    for account in (living.respondent, shared.colleague):
        shared.submit(account)
    living.move("close-responding", now=LATER)
    living.move("reopen-responding", reason="Somebody was forgotten.", now=LATER)
    assert shared.has_submitted() == [True, True]


def test_undoing_that_move_counts_them_as_submitted_as_they_were(shared: SharedRound) -> None:
    living = shared.living
    living.move("close-responding", now=NOW - timedelta(hours=1))
    before = shared.told()
    publish_and_move(living, merging("d1-c2", "d2-c1"))
    living.move("reopen-responding", reason="Somebody was forgotten.", now=LATER)
    undo(living)
    assert shared.has_submitted() == [True, True]
    living.move("close-responding", now=LATER)
    assert [each for each in shared.told() if each.state is not AnswerState.NOT_ANSWERED] == [
        each for each in before if each.state is not AnswerState.NOT_ANSWERED
    ]


def test_what_was_said_inside_a_partner_since_a_move_is_told_after_undoing_it_once_its_author_has_submitted_again(
    shared: SharedRound,
) -> None:
    publish_and_move(shared.living, leaving("d2-c1"))
    shared.submit(shared.living.respondent)
    since = "What I tell my partner since."
    shared.submit(shared.colleague, "d2-c1", words=since, now=NOW + timedelta(minutes=1))
    undo(shared.living)
    assert shared.has_submitted() == [True, False]
    assert shared.looks_again(shared.colleague) == (FIRST.criterion("d2-c1").title,)
    assert shared.looks_again(shared.living.respondent) == ()
    shared.living.move("close-responding", now=LATER)
    assert since not in repr(shared.told())
    shared.living.move("reopen-responding", reason="Somebody was forgotten.", now=LATER)
    shared.submit(shared.colleague, now=LATER)
    shared.living.move("close-responding", now=LATER)
    assert since in repr(shared.told())


def undo(living: LivingRound) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        undo_move(session, head=head, move=made.id, by=living.lead, now=LATER)


def test_a_criterion_that_goes_to_another_domain_asks_nobody_again_where_no_domain_was_handed_on(
    database: Database,
) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c2": (1, 2, 3)})
    publish(database, moving("d1-c2"))
    with database.reading() as session:
        plan = plan_move(session, head=get_round(session, collaborative=living.collaborative, number=living.number))
    assert plan is not None
    assert plan.reopens == 0


def read_outside(living: LivingRound, account: int) -> str:
    """Everything that an account outside the first partner reads of its positions: on its page, and of what is kept."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        sheet = look_from_outside(
            session, collaborative=living.collaborative, number=living.number, partner=living.partner, account=account
        )
        kept = list_kept_from_before(session, head=head, account=account, may_see_draft=True, may_enter=True)
        return repr([sheet.kept, sheet.entered, kept])


def agree(shared: SharedRound, criterion: str) -> None:
    with shared.living.database.writing() as session:
        agree_position(
            session,
            seat=shared.living.seat(session),
            criterion_id=criterion,
            answer=level(3, OWN),
            based_on=0,
            request_key="agreed",
            now=NOW,
        )


@pytest.mark.parametrize("naming", Naming)
@pytest.mark.parametrize("merged", [("d1-c1", "d2-c2"), ("d2-c2", "d1-c1")])
def test_before_the_reveal_who_entered_a_position_never_reads_what_the_partner_agreed_by_its_being_merged(
    shared: SharedRound, naming: Naming, merged: tuple[str, str]
) -> None:
    living = shared.living
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    agree(shared, "d1-c1")
    assert ENTERED in read_outside(living, living.lead)
    publish_and_move(living, merging(*merged))
    assert OWN not in read_outside(living, living.lead)
    with living.database.reading() as session:
        seat = living.seat(session)
        [both] = [
            each.said
            for each in list_positions(session, round_id=seat.round_id, partner=seat.partner).values()
            if OWN in each.said.reason and ENTERED in each.said.reason
        ]
    assert (both.state, both.origin, both.entered_by) == (
        AnswerState.NOT_ANSWERED,
        PositionOrigin.MEDIAN,
        living.respondent,
    )


def test_that_what_was_agreed_is_read_outside_would_be_noticed(shared: SharedRound) -> None:
    """The control: both were entered on behalf of the partner, so whoever enters reads them merged."""
    publish_and_move(shared.living, merging("d2-c3", "d2-c2"))
    assert f"From “D2 c3”: {ENTERED}" in read_outside(shared.living, shared.living.lead)


def test_the_preview_says_that_such_a_position_is_left_open_before_the_reveal_and_not_after(
    shared: SharedRound,
) -> None:
    living = shared.living
    publish(living.database, merging("d1-c1", "d2-c2"))

    def becomes() -> str:
        with living.database.reading() as session:
            plan = plan_move(session, head=get_round(session, collaborative=living.collaborative, number=living.number))
        assert plan is not None
        return next(each.in_words for each in plan.fates if each.criterion_id == "both")

    assert "its own and on another was entered on its behalf" in becomes()
    living.move("close-responding")
    assert becomes().endswith("The level is the lowest of theirs.")
