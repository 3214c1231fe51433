"""Between which levels a partner lies is told only where enough of its people gave a level."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import update

from maturity.core.position import Position
from maturity.persistence.engine import Database
from maturity.persistence.queries.positions import list_positions
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.rows.position import PositionRow
from tests.factories.acts_of_leads import head_of
from tests.factories.installations import Setting, a_setting


def positions_of(setting: Setting) -> set[Position]:
    """What the first partner stands for, as everybody outside it reads it."""
    with setting.database.reading() as session:
        (record,) = load_round_records(session, heads=[head_of(session, setting)])
    return {found[0] for found in record.positions.values()}


def a_revealed_round(setting: Setting, levels: Sequence[int]) -> None:
    people = [setting.respondents[0], *(setting.add_colleague(0) for _ in levels[1:])]
    setting.move("open")
    for person, level in zip(people, levels, strict=True):
        setting.answer(0, level=level, account=person)
    setting.move("close-responding")


def keep_as_before(setting: Setting, between: tuple[int, int]) -> None:
    """The rows of the first partner as they were kept when the interval was kept of any number of people."""
    with setting.database.writing() as session:
        session.execute(
            update(PositionRow)
            .where(PositionRow.partner_id == setting.partners[0])
            .values(between_lower=between[0], between_upper=between[1])
        )


@pytest.fixture
def setting(fresh_database: Database) -> Setting:
    setting = a_setting(fresh_database)
    setting.add_round()
    return setting


@pytest.mark.parametrize("levels, between", [((1, 2), (1, 2)), ((2, 2, 3, 4), (2, 3))])
def test_what_was_kept_of_a_few_people_is_not_told_and_stays_in_its_row(
    setting: Setting, levels: tuple[int, ...], between: tuple[int, int]
) -> None:
    a_revealed_round(setting, levels)
    untold = positions_of(setting)
    keep_as_before(setting, between)
    assert positions_of(setting) == untold
    assert {(p.is_unsettled, p.between) for p in untold} == {(True, None)}
    with setting.database.reading() as session:
        kept = list_positions(session, round_id=1, partner=setting.partners[0])
    assert {each.said.between for each in kept.values()} == {between}


def test_of_five_people_or_more_it_is_kept_and_told(setting: Setting) -> None:
    a_revealed_round(setting, [2, 2, 2, 3, 3, 3])
    assert {(p.is_unsettled, p.between) for p in positions_of(setting)} == {(True, (2, 3))}
    with setting.database.reading() as session:
        kept = list_positions(session, round_id=1, partner=setting.partners[0])
    assert {each.said.between for each in kept.values()} == {(2, 3)}
