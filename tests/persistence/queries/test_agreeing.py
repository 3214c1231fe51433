from __future__ import annotations

from maturity.core.asked import Agreeing
from maturity.persistence.engine import Database
from maturity.persistence.queries.agreeing import list_to_agree
from maturity.persistence.queries.responses import get_seat
from tests.factories.installations import Setting, a_setting
from tests.factories.statements import questions_of


def a_team(database: Database) -> tuple[Setting, int]:
    """An open round in which two people respond for the first partner, the second of whom has submitted."""
    setting = a_setting(database)
    setting.add_round()
    colleague = setting.add_colleague()
    setting.move("open")
    setting.answer(0, level=4, account=colleague)
    return setting, colleague


def to_agree(setting: Setting, account: int) -> Agreeing | None:
    with setting.database.reading() as session:
        seat = get_seat(
            session, collaborative=setting.collaborative, number=1, partner=setting.partners[0], account=account
        )
        return list_to_agree(session, seats=[seat]).get(seat.respondent)


def test_the_lead_of_a_partner_agrees_once_everybody_in_it_has_submitted_and_until_the_reveal(
    fresh_database: Database,
) -> None:
    setting, colleague = a_team(fresh_database)
    assert to_agree(setting, setting.respondents[0]) is None
    setting.answer(0)
    assert to_agree(setting, setting.respondents[0]) == Agreeing(agreed=0, to_agree=7)
    assert to_agree(setting, colleague) is None
    setting.move("close-responding")
    assert to_agree(setting, setting.respondents[0]) is None


def test_it_is_asked_in_as_many_queries_for_two_seats_as_for_one(fresh_database: Database) -> None:
    setting, _ = a_team(fresh_database)
    setting.answer(0)
    with fresh_database.reading() as session:
        seats = [
            get_seat(session, collaborative=setting.collaborative, number=1, partner=partner, account=account)
            for partner, account in zip(setting.partners, setting.respondents, strict=True)
        ]
        setting.answer(1)
        assert questions_of(fresh_database, lambda: list_to_agree(session, seats=seats[:1])) == 3
        assert questions_of(fresh_database, lambda: list_to_agree(session, seats=seats)) == 3
        assert questions_of(fresh_database, lambda: list_to_agree(session, seats=seats[1:])) == 0
