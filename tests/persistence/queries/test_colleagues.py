from __future__ import annotations

from maturity.persistence.engine import Database
from maturity.persistence.queries.colleagues import Handed, list_colleagues, list_handed
from maturity.usecases.hand_over import hand_over
from maturity.usecases.seats import take_seat
from maturity.usecases.sign_in import add_account
from tests.factories.living_rounds import NOW, a_living_round


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
