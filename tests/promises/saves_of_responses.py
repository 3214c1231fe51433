"""The saves of those who respond in an open round, and of who enters a partner’s position for it."""

from __future__ import annotations

from sqlalchemy import select

from maturity.persistence.rows.round_row import Respondent, RoundRow
from tests.factories.worlds import OPEN, World
from tests.promises.one_save import Save, SaveMaker

_OF_ONE = ("choice", "evidence", "request_key", "asked")


def saves_of_responses(make: SaveMaker) -> list[Save]:
    """In the order in which they can be made."""
    return [*_answers(make), *_positions(make), *_ends(make)]


def _answers(make: SaveMaker) -> list[Save]:
    a, b = make.worlds.a, make.worlds.b
    first, second = (criterion.id for criterion in make.worlds.matrix.criteria)
    way = "respond.save_criterion"
    one = make.save(way, a.respondents[0], name="an answer, by itself", by_script=True, text_in=f"{first}-reason")
    other = make.save(
        way,
        a.respondents[0],
        name="an answer, by its form",
        values={"criterion_id": second},
        text_in=f"{second}-reason",
        also={f"{second}-{name}": one.fields[f"{first}-{name}"] for name in _OF_ONE} | {f"{second}-based_on": "2"},
    )
    return [
        one,
        other,
        make.save("respond.save_domain", b.respondents[0], world=b, text_in=f"{first}-reason"),
    ]


def _positions(make: SaveMaker) -> list[Save]:
    a, b = make.worlds.a, make.worlds.b
    first, second = (criterion.id for criterion in make.worlds.matrix.criteria)
    entered = make.save("respond.enter_positions", b.lead, world=b, text_in=f"{first}-reason")
    entered_by_script = make.save(
        "respond.enter_one_position",
        b.facilitator,
        world=b,
        by_script=True,
        values={"criterion_id": second},
        text_in=f"{second}-reason",
        also={f"{second}-{name}": entered.fields[f"{first}-{name}"] for name in (*_OF_ONE, "based_on")},
    )
    return [
        make.save("respond.keep_positions", a.respondents[1], text_in=f"{first}-reason"),
        make.save("respond.keep_one_position", b.respondents[1], world=b, by_script=True, text_in=f"{first}-reason"),
        entered,
        entered_by_script,
        make.save("respond.keep_hand_over", b.respondents[0], world=b, to=_seat(make, b, b.respondents[0])),
    ]


def _ends(make: SaveMaker) -> list[Save]:
    a = make.worlds.a
    return [make.save("respond.submit", a.respondents[0]), make.save("respond.take_back", a.respondents[1])]


def _seat(make: SaveMaker, world: World, account: int) -> int:
    """The place of a person in the open round."""
    with make.worlds.database.reading() as session:
        return session.execute(
            select(Respondent.id)
            .join(RoundRow, RoundRow.id == Respondent.round_id)
            .where(
                RoundRow.collaborative_id == world.collaborative,
                RoundRow.number == OPEN,
                Respondent.account_id == account,
            )
        ).scalar_one()
