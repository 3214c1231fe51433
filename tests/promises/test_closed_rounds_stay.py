"""Whatever is published, and however open rounds are moved and taken back, a closed round is the same to the byte."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from maturity.core.scoring import score_round
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import get_round
from maturity.reports.round_csv import round_csv
from maturity.usecases.version_move import NotMovable, find_move_to_undo, move_to_next_version, plan_move, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, next_round
from tests.factories.next_versions import FIRST, every_change, publish

ACTS: Final = st.lists(
    st.sampled_from(["move the closed", "move the open", "undo the open", "undo the closed"]), max_size=6
)
SCALES: Final = st.sampled_from([{}, {"mapping": {1: 1, 2: 2, 3: 4, 4: 4}}, {"broken": "Level 2 was two things."}])


def closed_and_open(folder: Path) -> tuple[LivingRound, LivingRound]:
    """A closed round, and an open one after it on the same version with some answers."""
    closed = a_living_round(a_database(folder), matrix=FIRST)
    levels = {criterion.id: (1, 2, 3) for criterion in FIRST.criteria}
    closed.respond(levels)
    closed.move("close-responding")
    closed.move("close")
    following = replace(closed, number=next_round(closed))
    following.respond(levels)
    return closed, following


def told(living: LivingRound) -> tuple[str, bytes]:
    """The hash of everything recorded in a round, and its data."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        [record] = load_round_records(session, heads=[head])
        return load_round_state(session, round_id=head.id).state.hash, round_csv(score_round(record))


def act(living: LivingRound, *, is_undo: bool) -> None:
    """Move a round, or take it back."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        if is_undo:
            made = find_move_to_undo(session, head=head)
            undo_move(session, head=head, move=0 if made is None else made.id, by=living.lead, now=NOW)
        else:
            plan = plan_move(session, head=head)
            seen = "" if plan is None else plan.seen
            move_to_next_version(session, head=head, seen=seen, reason="Newer.", by=living.lead, now=NOW)


@settings(max_examples=8, deadline=None)
@given(acts=ACTS, scale=SCALES)
def test_no_sequence_of_publishing_and_moving_changes_a_closed_round(acts: list[str], scale: dict[str, object]) -> None:
    with TemporaryDirectory() as folder:
        closed, following = closed_and_open(Path(folder))
        before = told(closed)
        publish(closed.database, every_change(**scale))  # type: ignore[arg-type]  # what the strategy gives
        for each in acts:
            if each.endswith("the closed"):
                with pytest.raises(NotMovable):
                    act(closed, is_undo=each.startswith("undo"))
            else:
                with suppress(NotMovable):
                    act(following, is_undo=each.startswith("undo"))
            assert told(closed) == before
        closed.database.close()


def test_a_closed_round_that_did_change_would_be_noticed(tmp_path: Path) -> None:
    closed, _ = closed_and_open(tmp_path)
    version = publish(closed.database, every_change())
    before = told(closed)
    with closed.database.writing() as session:
        session.execute(text("UPDATE round SET matrix_version_id = :v WHERE number = 1"), {"v": version})
    assert told(closed) != before
    closed.database.close()
