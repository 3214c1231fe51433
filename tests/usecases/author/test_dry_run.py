from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.version_move import Tier
from maturity.core.matrix_file import read_matrix
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import find_matrix_entry
from maturity.usecases.author import (
    ChangesNotDeclared,
    ContradictsLater,
    add_matrix,
    dry_run,
    publish_file,
    publish_matrix,
    retire_matrix,
)
from tests.factories.installations import Setting, a_setting
from tests.factories.matrix_files import DECLARED, KEY, UNTRUE, next_file, own_file, put_draft, put_published
from tests.factories.statements import statements_of
from tests.usecases.author.conftest import NOW


def next_version(changes: str = DECLARED) -> Matrix:
    return read_matrix(next_file(changes=changes), name="next.yaml")


def two_places(database: Database) -> tuple[Setting, Setting]:
    """Two collaboratives, of which the first has agreed a round with the first version and the second has one open."""
    put_published(database)
    here, there = a_setting(database), a_setting(database, name="Other Collaborative")
    here.add_round(label="Here", matrix=KEY)
    here.move("open")
    here.answer(0)
    here.answer(1, most=1)
    here.move("close-responding")
    here.agree(most=2)
    there.add_round(label="There", matrix=KEY)
    there.move("open")
    there.answer(0, most=3)
    return here, there


def test_each_change_says_how_many_answers_of_each_tier_it_touches(database: Database) -> None:
    here, there = two_places(database)
    with database.reading() as session:
        run = dry_run(session, matrix=next_version(), tell=[here.collaborative])
    (vision,) = run.touched
    assert vision.change.criterion_id == "vision"
    # Two people here and one there; the positions of both partners here; one agreed level.
    assert vision.said == {Tier.RESPONSE: 3, Tier.POSITION: 2, Tier.CONSENSUS: 1}
    assert run.in_all == {Tier.RESPONSE: 7 + 1 + 3, Tier.POSITION: 8, Tier.CONSENSUS: 2}
    assert [(each.collaborative, each.label) for each in run.rounds] == [(here.collaborative, "Here")]
    assert (run.other_rounds, run.other_collaboratives) == (1, 1)
    assert run.problems == ()
    assert there.collaborative not in {each.collaborative for each in run.rounds}


def test_of_an_open_round_without_names_not_even_how_much_was_said_is_told(database: Database) -> None:
    put_published(database)
    setting = a_setting(database)
    setting.add_round(matrix=KEY, naming=Naming.ANONYMOUS)
    setting.move("open")
    setting.answer(0)
    with database.reading() as session:
        run = dry_run(session, matrix=next_version(), tell=())
        assert (dict(run.in_all), run.untold, run.other_rounds) == ({}, 1, 1)
    setting.answer(1)
    setting.move("close-responding")
    with database.reading() as session:
        run = dry_run(session, matrix=next_version(), tell=())
        assert (run.in_all[Tier.RESPONSE], run.untold) == (14, 0)


def test_a_round_with_another_version_is_not_touched(database: Database) -> None:
    put_published(database)
    put_published(database, own_file(version="1.1.0"))
    setting = a_setting(database)
    setting.add_round(matrix=KEY)  # with the newest version
    setting.move("open")
    with database.reading() as session:
        run = dry_run(session, matrix=next_version(), tell=[setting.collaborative])
    assert (run.rounds, run.other_rounds, dict(run.in_all)) == ((), 0, {})


def test_the_first_version_of_a_matrix_touches_nothing(session: Session) -> None:
    run = dry_run(session, matrix=read_matrix(own_file(), name="own.yaml"), tell=())
    assert (run.found, run.not_here, run.problems) == (None, "", ())


def test_a_version_whose_earlier_one_is_not_here_says_so_and_can_be_published(session: Session) -> None:
    run = dry_run(session, matrix=next_version(), tell=())
    assert (run.found, run.not_here) == (None, "1.0.0")
    assert publish_file(session, data=next_file(changes=DECLARED), name="next.yaml", by=None, now=NOW).is_new


def test_a_version_is_refused_of_which_a_later_one_published_before_says_what_is_not_so(session: Session) -> None:
    publish_file(session, data=next_file(changes=UNTRUE), name="next.yaml", by=None, now=NOW)
    add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    with pytest.raises(ContradictsLater) as refused:
        publish_matrix(session, key=KEY, version="1.0.0", by=None, now=NOW)
    begins = "Version 2.0.0, published already, does not say truly what it changes since 1.0.0. "
    assert refused.value.problems == (
        f"{begins}“Vision” (vision): It is declared same, and its words differ.",
        f"{begins}“Design” (design): It is declared amended, and its words are the same.",
    )
    assert str(refused.value).endswith("or the words that the later version was made from.")
    entry = find_matrix_entry(session, key=KEY, version="1.0.0")
    assert entry is not None
    assert not entry.state.is_fixed


def test_a_version_of_which_a_later_one_says_the_truth_can_be_published_after_it(session: Session) -> None:
    publish_file(session, data=next_file(changes=DECLARED), name="next.yaml", by=None, now=NOW)
    publish_file(session, data=next_file(version="3.0.0"), name="other.yaml", by=None, now=NOW)
    matrix = read_matrix(own_file(), name="own.yaml")
    assert dry_run(session, matrix=matrix, tell=()).contradicts == ()
    assert publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW).is_new


def test_a_draft_is_not_what_a_version_is_compared_with_and_a_retired_one_is(session: Session) -> None:
    add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert dry_run(session, matrix=next_version(""), tell=()).found is None
    publish_matrix(session, key=KEY, version="1.0.0", by=None, now=NOW)
    retire_matrix(session, key=KEY, version="1.0.0", by=None, now=NOW)
    found = dry_run(session, matrix=next_version(""), tell=()).found
    assert found is not None
    assert found.earlier.version == "1.0.0"


@pytest.mark.parametrize(
    "changes, problems",
    [
        ("", ["“Vision” (vision): The words differ, and nothing is declared. Say under “changes” what became of it."]),
        (
            UNTRUE,
            [
                "“Vision” (vision): It is declared same, and its words differ.",
                "“Design” (design): It is declared amended, and its words are the same. Take the word out.",
            ],
        ),
    ],
    ids=["undeclared", "untrue"],
)
def test_what_is_undeclared_or_untrue_is_refused_with_each_named(
    session: Session, changes: str, problems: list[str]
) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    add_matrix(session, data=next_file(changes=changes), name="next.yaml", by=None, now=NOW)
    with pytest.raises(ChangesNotDeclared) as refused:
        publish_matrix(session, key=KEY, version="2.0.0", by=None, now=NOW)
    assert len(refused.value.problems) == len(problems)
    assert all(found.startswith(said) for found, said in zip(refused.value.problems, problems, strict=True))
    entry = find_matrix_entry(session, key=KEY, version="2.0.0")
    assert entry is not None
    assert not entry.state.is_fixed


def test_what_is_declared_truly_is_published(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    assert publish_file(session, data=next_file(changes=DECLARED), name="next.yaml", by=None, now=NOW).is_new


def test_the_database_is_asked_as_often_for_many_rounds_as_for_few(database: Database) -> None:
    def ask() -> None:
        with database.reading() as session:
            dry_run(session, matrix=next_version(), tell=())

    put_published(database)
    put_draft(database, next_file(changes=DECLARED))
    ask()
    few = len(statements_of(database, ask))
    for name in ("One", "Two", "Three"):
        setting = a_setting(database, name=name)
        setting.add_round(matrix=KEY)
        setting.move("open")
        setting.answer(0)
    assert len(statements_of(database, ask)) == few
