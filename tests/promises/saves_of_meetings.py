"""The saves of a meeting: it is prepared, held in its room, and what it agrees is recorded."""

from __future__ import annotations

from typing import Any

from maturity.persistence.queries.rounds import get_round
from tests.factories.living_rounds import LivingRound, a_living_round, level
from tests.factories.matrices import a_matrix, some_domains
from tests.promises.one_save import Save, SaveMaker

_OF_ONE = ("choice", "evidence", "request_key", "based_on")


def saves_of_meetings(make: SaveMaker) -> list[Save]:
    """In the order in which they can be made."""
    return [*_preparing(make), *_room(make), *_agreeing(make), *_signing(make)]


def _preparing(make: SaveMaker) -> list[Save]:
    living = _a_meeting_ahead(make)
    where: dict[str, Any] = {"values": {"collaborative": living.collaborative, "number": living.number}}
    first, second = list(living.partners.items())[:2]
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
    ticked = {"is_ticked": "y", "level": 2, "based_on": 0}
    return [
        make.save(
            "prepare.confirm",
            living.lead,
            **where,
            request_key="k",
            also={f"{living.criterion}-{name}": value for name, value in ticked.items()},
        ),
        make.save("prepare.keep_length", living.lead, **where, minutes=90, based_on=head.version),
        _pre_read(make, living, first, name="a pre-read, asked for", by_get=True),
        _pre_read(make, living, second, name="a pre-read, asked for again"),
    ]


def _pre_read(make: SaveMaker, living: LivingRound, of: tuple[int, int], **more: Any) -> Save:
    """Of a partner and its person."""
    where = {"collaborative": living.collaborative, "number": living.number, "partner": of[0]}
    return make.save("prepare.pre_read_pdf_again", of[1], values=where, **more)


def _a_meeting_ahead(make: SaveMaker) -> LivingRound:
    """A round of other people, who all said the same of its first criterion, and whose levels are revealed."""
    living = a_living_round(
        make.worlds.database, matrix=a_matrix(key="of-a-meeting", domains=some_domains(1, 2)), name="Southmere"
    )
    for partner in living.partners:
        living.answer(level(2, "We all see it so."), partner=partner)
        living.submit(partner=partner)
    living.move("close-responding")
    return living


def _room(make: SaveMaker) -> list[Save]:
    a, b = make.worlds.a, make.worlds.b
    first, second = (criterion.id for criterion in make.worlds.matrix.criteria)
    level_agreed = make.save("room.record", a.facilitator, name="a level agreed in the room").fields
    on_second: dict[str, Any] = {
        "values": {"criterion_id": second},
        "text_in": f"{second}-reason",
        "also": {f"{second}-{name}": level_agreed[f"{first}-{name}"] for name in _OF_ONE},
    }
    return [
        make.save("room.act", a.facilitator, name="a timer, by its form"),
        make.save("room.act", b.facilitator, world=b, name="a timer, by itself", by_script=True),
        make.save("room.cast", a.respondents[0], name="a vote, by its form", text_in=f"p{a.partners[0]}-reason"),
        make.save(
            "room.cast",
            b.respondents[0],
            world=b,
            name="a vote, by itself",
            by_script=True,
            text_in=f"p{b.partners[0]}-reason",
        ),
        make.save("room.cast_on_behalf", a.facilitator, text_in=f"p{a.partners[1]}-reason"),
        make.save("room.record", a.facilitator, name="a level agreed in the room, by its form", **on_second),
        make.save(
            "room.record", b.lead, world=b, name="a level agreed in the room, by itself", by_script=True, **on_second
        ),
        make.save("room.keep_dissent", a.respondents[0], text_in="reason"),
        make.save("room.keep_dissent_on_behalf", b.facilitator, world=b, text_in="reason"),
    ]


def _agreeing(make: SaveMaker) -> list[Save]:
    a, b = make.worlds.a, make.worlds.b
    reason = f"{make.worlds.matrix.criteria[0].id}-reason"
    return [
        make.save("agree.record", a.lead, name="an agreed level, by itself", by_script=True, text_in=reason),
        make.save("agree.record", b.lead, name="an agreed level, by its form", world=b, text_in=reason),
        make.save(
            "agree.record_hindsight", a.facilitator, name="a look back, by itself", by_script=True, text_in=reason
        ),
        make.save("agree.record_hindsight", b.lead, name="a look back, by its form", world=b, text_in=reason),
    ]


def _signing(make: SaveMaker) -> list[Save]:
    a, b = make.worlds.a, make.worlds.b
    return [
        make.save("sign_off.keep_sign_off", a.respondents[0], text_in="words"),
        make.save("sign_off.keep_sign_off_on_behalf", b.facilitator, world=b, text_in="words"),
    ]
