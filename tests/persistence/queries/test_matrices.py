from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix
from maturity.core.recently_used import RecentlyUsed
from maturity.persistence.queries import matrices
from maturity.persistence.queries.matrices import (
    NoSuchMatrix,
    count_rounds_using,
    find_matrix_entry,
    get_matrix,
    get_matrix_content,
    list_matrices,
    load_matrices,
)
from maturity.persistence.queries.rounds import get_round
from tests.factories.living_rounds import keep_matrix
from tests.factories.matrices import a_matrix
from tests.factories.worlds import CLOSED, Worlds


def test_every_version_is_listed_by_title_and_the_newest_first(worlds: Worlds) -> None:
    for version in ("1.2.0", "1.10.0"):
        keep_matrix(worlds.database, a_matrix(key="numbered", title="Numbered", version=version))
    with worlds.database.reading() as session:
        entries = list_matrices(session)
    assert [entry.title for entry in entries] == sorted(entry.title for entry in entries)
    assert [entry.version for entry in entries if entry.key == "numbered"] == ["1.10.0", "1.2.0"]


def test_a_version_is_found_by_its_key_and_number(session: Session, worlds: Worlds) -> None:
    entry = find_matrix_entry(session, key=worlds.matrix.key, version=worlds.matrix.version)
    assert entry is not None
    assert entry.content_hash == worlds.matrix.content_hash
    assert find_matrix_entry(session, key=worlds.matrix.key, version="9.9.9") is None
    assert find_matrix_entry(session, key="nothing", version="1.0.0") is None


def test_a_matrix_is_read_once_and_is_what_its_bytes_say(session: Session, worlds: Worlds) -> None:
    head = get_round(session, collaborative=worlds.a.collaborative, number=CLOSED)
    matrix = get_matrix(session, matrix_version=head.matrix_version)
    assert matrix is get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    assert matrix == read_matrix(get_matrix_content(session, matrix_version=head.matrix_version), name="any")


def test_drafts_that_were_replaced_are_not_kept_for_ever(
    session: Session, worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf: RecentlyUsed[Matrix] = RecentlyUsed(2 * len(worlds.matrix.criteria), weigh=lambda one: len(one.criteria))
    monkeypatch.setattr(matrices, "_KEPT", shelf)
    for number in range(5):
        keep_matrix(
            worlds.database, replace(worlds.matrix, key="replaced", title=f"Draft {number}", version=f"1.{number}.0")
        )
    with worlds.database.reading() as reading:
        entries = [each for each in list_matrices(reading) if each.key == "replaced"]
        read = load_matrices(reading, entries)
        assert [one.title for _, one in read] == [entry.title for entry in entries]
        assert len(read) == 5
        assert len(shelf) == 2
        for entry in entries:
            assert get_matrix(reading, matrix_version=entry.id).title == entry.title
    assert len(shelf) == 2


def test_a_matrix_that_is_not_there_is_an_error(session: Session) -> None:
    for ask in (get_matrix, get_matrix_content):
        with pytest.raises(NoSuchMatrix):
            ask(session, matrix_version=999)


def test_the_rounds_of_every_collaborative_that_use_a_version_are_counted(session: Session, worlds: Worlds) -> None:
    used = get_round(session, collaborative=worlds.a.collaborative, number=CLOSED).matrix_version
    assert count_rounds_using(session, matrix_version=used) == 6
    assert count_rounds_using(session, matrix_version=999) == 0
