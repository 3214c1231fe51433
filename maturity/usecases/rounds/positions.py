"""Reaching the partners’ positions from what their people submitted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.asked import is_asked
from maturity.core.position import position_from_responses, stays
from maturity.core.round import Naming
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.positions import NOTHING_KEPT, POSITIONS, list_positions_of
from maturity.persistence.queries.responses import NOTHING_KEPT as NOTHING_ANSWERED
from maturity.persistence.queries.responses import list_answers_of
from maturity.persistence.queries.rounds import RoundHead, list_participants
from maturity.usecases.positions import has_spoken_since


def reach_positions(
    session: Session,
    *,
    head: RoundHead,
    request_key: str,
    by: int,
    now: datetime,
) -> None:
    """Keep what each partner stands for as a version of its own, where it differs from what it stood for before.

    What was not submitted does not speak for a partner, nor what was said on a domain that was handed to somebody
    else. What a partner agreed stays, and what a facilitator entered for it where its people have no answer, or
    differed before it was entered and submitted nothing since. In a round without names nothing that was entered stays
    for a partner of which anybody submitted.
    """
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    asked = tuple(matrix.asked_of(head.collaborative_type))
    participants = list_participants(session, round_id=head.id)
    handed = list_asked_alone(session, rounds=[head.id])
    stood_for = list_positions_of(session, round_id=head.id, partners=[each.partner for each in participants])
    answers_of = list_answers_of(
        session, respondents=[person.respondent for each in participants for person in each.submitted]
    )
    for participant in participants:
        said = {person.respondent: answers_of[person.respondent] for person in participant.submitted}
        kept = stood_for[participant.partner]
        speaks = head.naming is Naming.ANONYMOUS and bool(said)
        alone = handed.get((head.id, participant.partner), {})
        for domain, criteria in asked:
            heard = [
                person
                for person in participant.submitted
                if is_asked(domain.id, handed=alone, respondent=person.respondent)
            ]
            answers = [said[person.respondent] for person in heard]
            submitted = [person.submitted_at for person in heard]
            for criterion in criteria:
                before = kept.get(criterion.id, NOTHING_KEPT)
                stance = position_from_responses(
                    [of_one.get(criterion.id, NOTHING_ANSWERED).said for of_one in answers], matrix=matrix
                )
                since = has_spoken_since(before, submitted)
                if before.row is not None and (
                    before.said == stance
                    or stays(before.said, stance, speaks_for_itself=speaks, has_spoken_since=since)
                ):
                    continue
                POSITIONS.keep(
                    session,
                    place={"round_id": head.id, "partner_id": participant.partner, "criterion_id": criterion.id},
                    before=before,
                    said=stance,
                    account=by,
                    request_key=request_key,
                    now=now,
                )
