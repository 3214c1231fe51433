from __future__ import annotations

from pathlib import Path

import pytest

from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.usecases.closed_rounds import (
    NotClosedYet,
    RoundHeads,
    find_round_heads,
    list_closed_rounds,
    open_round_heads,
)
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import Setting, a_setting
from tests.factories.living_rounds import a_database, a_living_round


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database, partners=3)


def heads_of(setting: Setting, number: int) -> RoundHeads:
    with setting.database.reading() as session:
        return find_round_heads(session, collaborative=setting.collaborative, number=number)


def test_what_a_round_came_to_is_a_draft_for_some_while_levels_are_agreed_and_for_nobody_before(
    tmp_path: Path,
) -> None:
    living = a_living_round(a_database(tmp_path))

    def opened(*, may_see_draft: bool) -> int:
        with living.database.reading() as session:
            return open_round_heads(
                session, collaborative=living.collaborative, number=living.number, may_see_draft=may_see_draft
            ).head.number

    with pytest.raises(NotClosedYet):
        opened(may_see_draft=True)
    living.move("close-responding")
    assert opened(may_see_draft=True) == living.number
    with pytest.raises(NotClosedYet, match="not closed yet"):
        opened(may_see_draft=False)
    living.move("close")
    assert opened(may_see_draft=False) == living.number


def test_a_round_stands_with_the_closed_ones_before_it_and_no_other(setting: Setting) -> None:
    hold_round(setting)
    hold_round(setting, closes=False)
    hold_round(setting)
    setting.add_round()
    heads = heads_of(setting, 4)
    assert [head.number for head in heads.before] == [1, 3]
    assert heads.last is heads.before[-1]
    assert heads.all == (*heads.before, heads.head)
    assert [head.number for head in heads_of(setting, 3).before] == [1]
    assert (heads_of(setting, 1).before, heads_of(setting, 1).last) == ((), None)
    with pytest.raises(NoSuchRound):
        heads_of(setting, 5)


def test_closed_rounds_are_found_by_number_and_by_what_they_come_before(setting: Setting) -> None:
    hold_round(setting)
    hold_round(setting, closes=False)
    hold_round(setting)
    with setting.database.reading() as session:
        closed = list_closed_rounds(session, collaborative=setting.collaborative)
    latest, first = closed.heads
    assert (latest.number, first.number) == (3, 1)
    assert (closed.find(1), closed.find(2)) == (first, None)
    assert (closed.before(3), closed.before(1)) == (first, None)


def test_a_collaborative_without_a_round_has_its_name(setting: Setting) -> None:
    with setting.database.reading() as session:
        closed = list_closed_rounds(session, collaborative=setting.collaborative)
    assert (closed.collaborative_name, closed.heads) == ("Three Rivers Collaborative", ())
