"""Rounds of versions that do not follow each other are compared over the versions between them."""

from __future__ import annotations

import pytest

from maturity.core.movement.moved import Comparison, Direction
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import list_rounds
from maturity.usecases.compare import ResultShelf, compare_two, open_progress
from maturity.usecases.lineage import versions_between
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import Setting, a_setting
from tests.factories.matrix_files import (
    AMENDED,
    KEY,
    NOTHING_MORE,
    an_overlay,
    put_draft,
    put_published,
    with_another_title,
)


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database, partners=3)


def compared(setting: Setting, shelf: ResultShelf) -> Comparison:
    with setting.database.reading() as session:
        found = compare_two(session, shelf=shelf, collaborative=setting.collaborative, earlier=None, later=None)
    assert found.comparison is not None
    return found.comparison


def test_what_a_version_between_declares_is_read_and_flagged(setting: Setting) -> None:
    put_published(setting.database)
    hold_round(setting, partners=(2, 2, 2), matrix=KEY)
    put_published(setting.database, with_another_title("2.0.0", AMENDED))
    put_published(setting.database, with_another_title("3.0.0", NOTHING_MORE))
    hold_round(setting, partners=(3, 3, 3), matrix=KEY, label="Autumn 2026")
    movement = compared(setting, ResultShelf()).criterion("vision")
    assert movement is not None
    assert movement.direction is Direction.UP
    assert movement.flags == ("Its meaning was amended in version 2.0.0. It now asks for a date.",)
    with setting.database.reading() as session:
        progress = open_progress(session, shelf=ResultShelf(), collaborative=setting.collaborative)
    assert progress.trend is not None
    assert [each.version for each in progress.trend.between] == ["3.0.0", "2.0.0", "1.0.0"]
    vision = next(line for line in progress.trend.lines if line.domain_id == "lens-vision")
    assert (vision.breaks, vision.notes[1]) == (
        (False, False),
        "It rests on a criterion whose meaning was amended: “Dated Vision”.",
    )


def test_a_draft_is_no_version_between_and_rounds_of_one_version_ask_for_none(setting: Setting) -> None:
    put_published(setting.database)
    hold_round(setting, matrix=KEY)
    put_draft(setting.database, with_another_title("2.0.0", AMENDED))
    hold_round(setting, matrix=KEY, label="Autumn 2026")
    with setting.database.reading() as session:
        heads = list_rounds(session, collaborative=setting.collaborative)
        assert versions_between(session, heads) == ()
    put_published(setting.database, with_another_title("3.0.0", NOTHING_MORE))
    hold_round(setting, matrix=KEY, label="Winter 2026")
    with setting.database.reading() as session:
        heads = list_rounds(session, collaborative=setting.collaborative)
        assert [each.version for each in versions_between(session, heads)] == ["3.0.0", "1.0.0"]
    movement = compared(setting, ResultShelf()).criterion("vision")
    assert movement is not None
    assert movement.direction is Direction.NOT_COMPARABLE, "nothing is known of what the draft declares"


OVERLAY = an_overlay(b"""\
wording:
  design: {title: How we design}
""")


def test_a_round_with_an_overlay_is_compared_with_a_later_version_of_the_matrix_below(setting: Setting) -> None:
    put_published(setting.database)
    put_published(setting.database, OVERLAY)
    hold_round(setting, partners=(2, 2, 2), matrix="northmere")
    put_published(setting.database, with_another_title("2.0.0", AMENDED))
    hold_round(setting, partners=(3, 3, 3), matrix=KEY, label="Autumn 2026")
    comparison = compared(setting, ResultShelf())
    flags = {each.criterion_id: each.flags for domain in comparison.domains for each in domain.criteria}
    assert flags["vision"] == ("Its meaning was amended in version 2.0.0. It now asks for a date.",)
    assert flags["design"][0].startswith("One of the two rounds asked it in local words, those of “Northmere” 1.0.0.")
    assert all(each.direction is Direction.UP for domain in comparison.domains for each in domain.criteria)
