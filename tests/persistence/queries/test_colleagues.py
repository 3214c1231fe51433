from __future__ import annotations

from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.persistence.queries.colleagues import Handed, list_asked_alone, list_colleagues, list_handed
from maturity.persistence.queries.rounds import get_round, list_participants
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.usecases.hand_over import hand_over
from maturity.usecases.seats import take_seat
from maturity.usecases.sign_in import add_account
from tests.factories.living_rounds import NOW, a_living_round
from tests.factories.worlds import OPEN, Worlds


def test_the_people_of_one_partner_and_what_was_handed_to_one_of_them(database: Database) -> None:
    living = a_living_round(database)
    with database.writing() as session:
        seat = living.seat(session)
        account = add_account(session, name="Ada Brook", email="ada@example.org", by=None, now=NOW)
        take_seat(
            session, round_id=seat.round_id, partner=living.partner, account=account, role_title="Medical director"
        )
        lead, ada = list_colleagues(session, round_id=seat.round_id, partner=living.partner)
        assert (lead.is_partner_lead, lead.account) == (True, living.respondent)
        assert (ada.name, ada.role_title, ada.has_submitted) == ("Ada Brook", "Medical director", False)
        hand_over(session, seat=seat, domain_id="d1", to=ada.respondent, seen=None, now=NOW)
        assert list_handed(session, round_id=seat.round_id, partner=living.partner) == {
            "d1": Handed(ada.respondent, "Ada Brook", "Medical director", lead.account, "Person 0")
        }
        assert list_handed(session, round_id=seat.round_id, partner=list(living.partners)[1]) == {}


def test_handed_domains_are_those_of_the_rounds_that_are_named(session: Session, worlds: Worlds) -> None:
    head = get_round(session, collaborative=worlds.a.collaborative, number=OPEN)
    person = list_participants(session, round_id=head.id)[0].people[0]
    before = dict(list_asked_alone(session, rounds=[head.id]))
    session.add(
        HandedDomain(
            round_id=head.id,
            partner_id=worlds.a.partners[0],
            domain_id="d1",
            respondent_id=person.respondent,
            handed_by=person.account,
            handed_at=NOW,
        )
    )
    session.flush()
    here = (head.id, worlds.a.partners[0])
    assert here not in before
    assert list_asked_alone(session, rounds=[head.id]) == {**before, here: {"d1": person.respondent}}
    assert here not in list_asked_alone(session, rounds=[head.id + 1])
    assert list_asked_alone(session, rounds=[]) == {}
