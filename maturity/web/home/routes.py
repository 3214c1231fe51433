"""The home page of a person, and the pages about the service itself."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, render_template, send_file, url_for

from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.queries.agreeing import list_to_agree
from maturity.persistence.queries.collaboratives import list_collaboratives
from maturity.persistence.queries.own_progress import list_own_progress
from maturity.persistence.queries.responses import list_seats
from maturity.persistence.queries.rooms import list_open_rooms
from maturity.persistence.queries.rounds import list_rounds_under_way
from maturity.persistence.queries.sign_offs import list_to_sign
from maturity.persistence.rows.account import Role
from maturity.settings import Settings
from maturity.usecases.worked_example import find_worked_example
from maturity.web.access import Needs, needs, visitor
from maturity.web.database import reading
from maturity.web.home.meetings import meetings_of, rounds_that_meet
from maturity.web.home.pages import (
    CollaborativeToOpen,
    HomePage,
    PositionsToAgree,
    ResponseToGive,
    RoundToLead,
    RoundToSign,
)

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@needs(Needs.SIGN_IN)
def home() -> str:
    """Show what waits for the person."""
    person = visitor()
    with reading() as session:
        seats = list_seats(session, account=person.account)
        collaboratives = list_collaboratives(session, ids=person.collaboratives)
        led = [one for one in person.collaboratives if person.has_role(one, Role.LEAD, Role.FACILITATOR)]
        under_way = list_rounds_under_way(session, collaboratives=led)
        to_agree = list_to_agree(session, seats=seats)
        progress = list_own_progress(session, seats=[seat for seat in seats if seat.is_open])
        to_sign = list_to_sign(session, account=person.account)
        open_rooms = list_open_rooms(session, rounds=rounds_that_meet(seats, under_way))
        settings: Settings = current_app.config["SETTINGS"]
        example = find_worked_example(session) if settings.demo else None
        second = min((one for one in person.collaboratives if one != example), default=None)
    page = HomePage(
        meetings=meetings_of(seats, under_way, open_rooms=open_rooms),
        positions=tuple(
            PositionsToAgree(
                address=url_for(
                    "respond.positions", collaborative=seat.collaborative, number=seat.number, partner=seat.partner
                ),
                partner=seat.partner_name,
                round_label=seat.label,
                agreed=to_agree[seat.respondent].agreed,
                to_agree=to_agree[seat.respondent].to_agree,
            )
            for seat in seats
            if seat.respondent in to_agree and not to_agree[seat.respondent].is_done
        ),
        to_sign=tuple(
            RoundToSign(
                address=url_for(
                    "sign_off.sign", collaborative=each.collaborative, number=each.number, partner=each.partner
                ),
                partner=each.partner_name,
                round_label=each.round_label,
            )
            for each in to_sign
        ),
        responses=tuple(
            ResponseToGive(
                address=url_for(
                    "respond.task_list", collaborative=seat.collaborative, number=seat.number, partner=seat.partner
                ),
                collaborative=seat.collaborative_name,
                partner=seat.partner_name,
                round_label=seat.label,
                closes_on=seat.closes_on,
                submitted_at=seat.submitted_at,
                progress=progress.get(seat.respondent),
            )
            for seat in seats
            if seat.way is WayOfScoring.PARTNERS_FIRST
        ),
        rounds_to_lead=tuple(
            RoundToLead(
                address=url_for("set_up.round_page", collaborative=head.collaborative, number=head.number),
                collaborative=head.collaborative_name,
                label=head.label,
                stage=head.stage.label,
                closes_on=head.closes_on if head.stage is Stage.OPEN else None,
            )
            for head in under_way
        ),
        collaboratives=tuple(
            CollaborativeToOpen(
                address=url_for("set_up.collaborative", collaborative=line.id),
                name=line.name,
                type_label=line.type.label,
                rounds=line.rounds,
                open_rounds=line.open_rounds,
            )
            for line in collaboratives
        ),
        may_set_up=person.may_set_up,
        may_author=person.may_author,
        tells_example=example in person.collaboratives,
        comparison_address="" if second is None else url_for("compare.compare", collaborative=second),
    )
    return render_template("home/home.html", page=page)


@blueprint.get("/health")
@needs(Needs.NOTHING)
def health() -> Response:
    """Say that the service answers and its database can be read."""
    with reading() as session:
        session.connection().exec_driver_sql("SELECT 1")
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/logo")
@needs(Needs.NOTHING)
def logo() -> Response:
    """The logo that this installation is entitled to show."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.logo is None:
        abort(404)
    return send_file(settings.logo.resolve(), max_age=3600)


@blueprint.get("/who-sees-what")
@needs(Needs.NOTHING)
def who_sees_what() -> str:
    """Say who can see each thing, and what happens to it."""
    return render_template("home/who_sees_what.html", namings=[(naming.label, naming.meaning) for naming in Naming])


@blueprint.get("/accessibility")
@needs(Needs.NOTHING)
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("home/accessibility.html")
