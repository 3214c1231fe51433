"""Races of a lead who closes with people who save, on the real server, and whether their outcome is one that may be.

Each is run many times. Who comes first is left to chance; what may follow from it is not. A rule that is broken is
returned in words.
"""

from __future__ import annotations

import http
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from threading import Event

from sqlalchemy import select, update

from maturity.persistence.rows.consensus import ConsensusRevision
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent
from tests.factories.worlds import AGREEING, OPEN
from tests.promises.arena import Arena, Said, agreed_on, first_criterion
from tests.promises.every_save import Save
from tests.promises.together import together


def closing_against_saving(arena: Arena) -> list[str]:
    """A lead closes responding while two people save, and one of them submits. Returns the rules that were broken."""
    arena.turn += 1
    since, round_id = arena.last_event(), arena.round_id(OPEN)
    said: dict[int, Said] = {0: Said(), 2: Said()}
    is_submitted: list[bool] = []

    def save(place: int) -> Callable[[], None]:
        made = _answer(arena, place)
        version = _version(arena, place)
        return lambda: arena.save_until_refused(
            made, version=version, said=said[place], words=f"turn {arena.turn} of {place}"
        )

    def submit() -> None:
        made = next(save for save in arena.office.saves if save.endpoint == "respond.submit")
        is_submitted.append(arena.send(made).status == http.HTTPStatus.FOUND)

    def close() -> None:
        # A little later than the others, so that something is under way.
        while not said[2].saved:
            Event().wait(0.001)
        arena.insist("close-responding", number=OPEN)

    together([save(0), save(2), submit, close])
    found = _kept_as_told(arena, said.values(), ResponseRevision)
    found += _after(arena.events_since(since, number=OPEN), "save answer", "close-responding round")
    with arena.database.reading() as session:
        positions: Mapping[int, str] = {
            row.partner_id: row.reason
            for row in session.execute(
                select(PositionRow.partner_id, PositionRow.reason).where(
                    PositionRow.round_id == round_id, PositionRow.criterion_id == first_criterion(arena)
                )
            )
        }
    first, third = arena.world.partners[0], arena.world.partners[2]
    if is_submitted == [True]:
        newest = said[0].saved[-1] if said[0].saved else positions[first]
        if positions[first] != newest:
            found.append(f"the position is “{positions[first]}” and the last save “{newest}”")
    elif positions[first]:
        found.append("a response that was not submitted speaks for its partner")
    if positions[third]:
        found.append("a response that nobody submitted speaks for its partner")
    arena.put_back("reopen-responding", number=OPEN)
    with arena.database.writing() as session:
        session.execute(
            update(Respondent)
            .where(Respondent.round_id == round_id, Respondent.partner_id == first)
            .values(submitted_at=None)
        )
    return found


def closing_against_agreeing(arena: Arena) -> list[str]:
    """A lead closes the round while another records levels. Returns the rules that were broken."""
    arena.turn += 1
    since = arena.last_event()
    said = Said()
    made = next(save for save in arena.office.saves if save.endpoint == "agree.record" and save.by_script)
    version = agreed_on(arena, AGREEING)[1]

    def close() -> None:
        while not said.saved:
            Event().wait(0.001)
        arena.insist("close", number=AGREEING, by=arena.leads[1])

    together(
        [
            lambda: arena.save_until_refused(made, version=version, said=said, words=f"agreed in turn {arena.turn}"),
            close,
        ]
    )
    found = _kept_as_told(arena, [said], ConsensusRevision)
    found += _after(arena.events_since(since, number=AGREEING), "agree level", "close round")
    if agreed_on(arena, AGREEING)[0] != said.saved[-1]:
        found.append("the closed round does not hold the last level that was called saved")
    arena.put_back("reopen", number=AGREEING)
    return found


def _answer(arena: Arena, place: int) -> Save:
    """The save of an answer by the respondent of the partner at this place."""
    made = next(save for save in arena.office.saves if save.endpoint == "respond.save_criterion" and save.by_script)
    here, there = (f"/respond/{arena.world.partners[number]}/" for number in (0, place))
    return replace(made, who=arena.world.respondents[place], address=made.address.replace(here, there))


def _version(arena: Arena, place: int) -> int:
    """The version that the respondent at this place would see."""
    with arena.database.reading() as session:
        return session.execute(
            select(Response.version)
            .join(Respondent, Respondent.id == Response.respondent_id)
            .where(
                Respondent.round_id == arena.round_id(OPEN),
                Respondent.partner_id == arena.world.partners[place],
                Response.criterion_id == first_criterion(arena),
            )
        ).scalar_one()


def _kept_as_told(arena: Arena, said: Collection[Said], table: type[ResponseRevision | ConsensusRevision]) -> list[str]:
    with arena.database.reading() as session:
        kept = set(session.scalars(select(table.reason)))
    return [
        *(f"“{text}” was called saved and is gone" for one in said for text in one.saved if text not in kept),
        *(f"“{text}” was refused and is there" for one in said for text in one.refused if text in kept),
    ]


def _after(events: list[str], save: str, close: str) -> list[str]:
    """Every save that the record has after the end."""
    end = events.index(close)
    return [f"{save} after {close}" for event in events[end:] if event == save]
