"""The two screens of a room, and the small question that each asks every second."""

from __future__ import annotations

from flask import Response, abort, jsonify, render_template, request

from maturity.persistence.queries.rooms import find_moment
from maturity.web.access import Answered, Needs, facilitates, hide_draft, needs
from maturity.web.database import now, reading
from maturity.web.post_office import post_office
from maturity.web.room.blueprint import blueprint, look
from maturity.web.room.screens import room_page


@blueprint.get("")
@needs(Needs.PARTICIPANT)
def room(collaborative: int, number: int) -> Answered:
    """Show a person the room as it is now: the whole page, or only the part of it that follows."""
    return _show(collaborative, number, is_facilitator=False)


@blueprint.get("/facilitate")
@needs(Needs.FACILITATOR)
def facilitate(collaborative: int, number: int) -> Answered:
    """Show the screen for all eyes, from which the room is conducted."""
    return _show(collaborative, number, is_facilitator=True)


@blueprint.get("/state")
@needs(Needs.PARTICIPANT)
def state(collaborative: int, number: int) -> Response:
    """Say how far the room has come, or nothing where that is what the screen has seen."""
    with reading() as session:
        moment = find_moment(session, collaborative=collaborative, number=number)
    if moment is None:
        abort(404)
    hide_draft(collaborative, moment.stage)
    if request.args.get("seen") == str(moment.count):
        return Response(status=204)
    return jsonify(count=moment.count)


def _show(collaborative: int, number: int, *, is_facilitator: bool) -> str:
    page = room_page(
        look(collaborative, number, for_all_eyes=is_facilitator),
        is_facilitator=is_facilitator,
        may_facilitate=facilitates(collaborative),
        sends_mail=post_office().is_open,
        now=now(),
    )
    if request.args.get("part") == "screen":
        return render_template("room/parts/screen.html", page=page)
    return render_template("room/room.html", page=page)
