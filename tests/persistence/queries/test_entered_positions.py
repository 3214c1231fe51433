"""What was entered on behalf of a partner, and whether it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from maturity.core.position import Stance
from maturity.core.response import NOTHING_SAID
from maturity.persistence.engine import Database
from maturity.persistence.queries import entered_positions
from maturity.persistence.queries.entered_positions import list_entered
from maturity.persistence.queries.positions import read_stance
from tests.factories.living_rounds import LivingRound, a_living_round, level


def enter(
    living: LivingRound, value: int | None, *, based_on: int = 0, criterion: str = "d1-c1", key: str = ""
) -> None:
    answer = replace(NOTHING_SAID, reason="Not yet.") if value is None else level(value, "On paper.")
    living.enter_on_behalf(answer, criterion=criterion, based_on=based_on, key=key or f"{value}")


def entered(living: LivingRound) -> dict[str, tuple[int | None, str, bool]]:
    with living.database.reading() as session:
        found = list_entered(session, round_id=1, partner=living.partner)
    return {criterion: (each.said.level, each.by_name, each.stands) for criterion, each in found.items()}


def test_the_last_of_what_was_entered_is_told_with_who_entered_it(database: Database) -> None:
    living = a_living_round(database)
    enter(living, 2)
    enter(living, 4, based_on=1)
    assert entered(living) == {"d1-c1": (4, "Lena Lead", True)}


def test_it_is_told_also_when_the_partners_own_answer_stands(database: Database) -> None:
    living = a_living_round(database)
    enter(living, 4)
    living.answer(level(1))
    living.submit()
    living.move("close-responding")
    assert entered(living) == {"d1-c1": (4, "Lena Lead", False)}


def test_what_was_taken_back_and_what_was_never_entered_is_not_told(database: Database) -> None:
    living = a_living_round(database)
    enter(living, 4)
    enter(living, None, based_on=1)
    enter(living, None, criterion="d1-c2")
    living.move("close-responding")
    assert entered(living) == {}


def test_of_many_saves_only_the_last_is_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    living = a_living_round(database)
    for version in range(20):
        enter(living, 1 + version % 4, based_on=version, key=f"save {version}")
    read: list[Stance] = []

    def and_note_it(*columns: Any) -> Stance:
        read.append(read_stance(*columns))
        return read[-1]

    monkeypatch.setattr(entered_positions, "read_stance", and_note_it)
    assert entered(living) == {"d1-c1": (4, "Lena Lead", True)}
    assert len(read) == 1
