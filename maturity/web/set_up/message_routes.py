"""The messages that a lead sends to those who respond."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from maturity.core.round import Stage
from maturity.persistence.queries.collaboratives import list_people
from maturity.persistence.queries.messages import last_messages_of_round
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.rows.account import Role
from maturity.web.access import Answered, Needs, needs
from maturity.web.database import now, reading
from maturity.web.errors import error_answer
from maturity.web.post_office import post_office
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.message_pages import messages_page
from maturity.web.set_up.round_routes import round_head


@blueprint.get("/collaboratives/<int:collaborative>/rounds/<int:number>/messages")
@needs(Needs.LEAD)
def messages(collaborative: int, number: int) -> Answered:
    """Show a message for each person who has not submitted."""
    with reading() as session:
        head = round_head(session, collaborative, number)
        participants = list_participants(session, round_id=head.id)
        people = {
            person.account: person
            for person in list_people(session, collaborative=collaborative)
            if person.role is Role.RESPONDENT
        }
        sent = last_messages_of_round(session, round_id=head.id) if post_office().is_open else None
    if head.stage is Stage.AGREEING:  # what was sent before the meeting is said beside each person there
        return redirect(url_for("set_up.round_page", collaborative=collaborative, number=number))
    if head.stage is not Stage.OPEN:
        return error_answer(
            409,
            what_happened="This round is not open for responses, so there is nobody to write to.",
            what_to_do="The round says where it is now.",
            way_on=(url_for("set_up.round_page", collaborative=collaborative, number=number), "Go to the round"),
        )
    page = messages_page(head, participants, people, sent=sent, now=now())
    return render_template("set_up/messages.html", page=page)
