"""What is left to agree by the leads of partners of several people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.asked import Agreeing, agreeing_in, divide_asked
from maturity.core.participant import is_waited_for
from maturity.core.round import Stage
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.positions import Decided, list_decided
from maturity.persistence.queries.responses import Seat
from maturity.persistence.rows.round_row import Respondent


def list_to_agree(session: Session, *, seats: Sequence[Seat]) -> Mapping[int, Agreeing]:
    """How far the positions are agreed that are for the people of some seats to agree now, by the id of the seat.

    They are for the lead of a partner of several people, in an open round, once everybody in it has submitted. Three
    queries for all seats together, and none where no seat is such a lead's.
    """
    leads = [s for s in seats if s.is_partner_lead and s.stage is Stage.OPEN and s.submitted_at is not None]
    if not leads:
        return {}
    rounds = sorted({seat.round_id for seat in leads})
    handed = list_asked_alone(session, rounds=rounds)
    decided = list_decided(session, rounds=rounds)
    people: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
    for round_id, partner, respondent, submitted_at in session.execute(
        select(Respondent.round_id, Respondent.partner_id, Respondent.id, Respondent.submitted_at).where(
            Respondent.round_id.in_(rounds), Respondent.stood_down_at.is_(None)
        )
    ):
        people[round_id, partner].append((respondent, submitted_at is not None))
    found = {}
    for seat in leads:
        place = (seat.round_id, seat.partner)
        alone, team = handed.get(place, {}), people[place]
        asked = tuple(seat.matrix.asked_of(seat.collaborative_type))
        if not any(
            is_waited_for(
                has_submitted=has_submitted,
                is_asked_something=bool(divide_asked(asked, handed=alone, respondent=each)[0]),
            )
            for each, has_submitted in team
        ):
            found[seat.respondent] = agreeing_in(
                asked, handed=alone, people=len(team), decided=decided.get(place, Decided()).agreed
            )
    return {seat: agreeing for seat, agreeing in found.items() if agreeing.to_agree}
