from __future__ import annotations

from maturity.core.asked import Progress
from maturity.persistence.engine import Database
from maturity.persistence.queries.own_progress import list_own_progress
from maturity.persistence.queries.responses import Seat, get_seat
from maturity.usecases.hand_over import hand_over
from tests.factories.installations import NOW, Setting, a_setting
from tests.factories.statements import questions_of


def seats_of(setting: Setting, *people: tuple[int, int]) -> list[Seat]:
    """The seats of some people, each a partner and an account."""
    with setting.database.reading() as session:
        return [
            get_seat(session, collaborative=setting.collaborative, number=1, partner=partner, account=account)
            for partner, account in people
        ]


def test_what_was_handed_to_a_colleague_does_not_count_against_a_person(fresh_database: Database) -> None:
    setting = a_setting(fresh_database)
    setting.add_round()
    colleague = setting.add_colleague()
    setting.move("open")
    setting.answer(0, most=3, submit=False)
    first, other = seats_of(setting, (setting.partners[0], setting.respondents[0]), (setting.partners[0], colleague))

    def progress() -> list[Progress]:
        with fresh_database.reading() as session:
            found = list_own_progress(session, seats=[first, other])
        return [found[first.respondent], found[other.respondent]]

    assert progress() == [Progress(3, 7), Progress(0, 7)]
    domain = first.matrix.domains[0].id
    with fresh_database.writing() as session:
        hand_over(session, seat=first, domain_id=domain, to=other.respondent, seen=None, now=NOW)
    _, criteria = next(iter(first.matrix.asked_of(first.collaborative_type)))
    of_domain = len(criteria)
    assert progress() == [Progress(3 - of_domain, 7 - of_domain), Progress(0, 7)]


def test_it_is_asked_in_as_many_queries_for_two_seats_as_for_one(fresh_database: Database) -> None:
    setting = a_setting(fresh_database)
    setting.add_round()
    setting.move("open")
    seats = seats_of(setting, *zip(setting.partners, setting.respondents, strict=True))
    with fresh_database.reading() as session:
        assert questions_of(fresh_database, lambda: list_own_progress(session, seats=seats[:1])) == 2
        assert questions_of(fresh_database, lambda: list_own_progress(session, seats=seats)) == 2
        assert questions_of(fresh_database, lambda: list_own_progress(session, seats=[])) == 0
