from __future__ import annotations

from sqlalchemy.orm import Session

from maturity.core.matrix_file import read_matrix
from maturity.usecases.author import ChangesLookedAt, Standing, add_matrix, check_matrix, look_at_changes, publish_file
from tests.factories.matrix_files import DECLARED, UNTRUE, next_file, own_file
from tests.usecases.author.conftest import NOW


def looked_at(session: Session, data: bytes) -> ChangesLookedAt:
    return look_at_changes(session, matrix=read_matrix(data, name="own.yaml"))


def test_what_keeps_a_version_from_being_published_is_told_when_its_file_is_checked(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    checked = check_matrix(session, data=next_file(changes=UNTRUE), name="next.yaml")
    assert checked.standing is Standing.NEW
    vision, design = checked.changes.problems
    assert vision.startswith("“Vision” (vision): It is declared same, and its words differ. Declare it reworded ")
    assert design == "“Design” (design): It is declared amended, and its words are the same. Take the word out."
    assert checked.changes.in_words == (
        "It cannot be published yet: 2 changes are not declared truly since version 1.0.0."
    )
    assert not checked.changes.may_be_published


def test_a_version_that_declares_nothing_is_set_beside_the_one_before(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    looked = looked_at(session, next_file())
    assert looked.since == "1.0.0"
    assert looked.in_words.startswith("It cannot be published yet: 1 change is not declared truly")


def test_what_is_declared_truly_needs_no_word(session: Session) -> None:
    publish_file(session, data=own_file(), name="own.yaml", by=None, now=NOW)
    looked = looked_at(session, next_file(changes=DECLARED))
    assert (looked.may_be_published, looked.in_words) == (True, "")
    assert looked_at(session, next_file(version="0.9.0")).in_words == ""


def test_what_cannot_be_checked_is_said(session: Session) -> None:
    add_matrix(session, data=own_file(), name="own.yaml", by=None, now=NOW)  # a draft is no version to go by
    looked = looked_at(session, next_file(changes=UNTRUE))
    assert (looked.may_be_published, looked.not_here) == (True, "1.0.0")
    assert looked.in_words == (
        "What it says of its changes could not be checked: this library has not published version 1.0.0, since which "
        "it declares them."
    )


def test_a_version_of_which_a_later_one_says_what_is_not_so_is_told(session: Session) -> None:
    publish_file(session, data=next_file(changes=UNTRUE), name="next.yaml", by=None, now=NOW)
    looked = looked_at(session, own_file())
    assert not looked.may_be_published
    assert looked.in_words == (
        "It cannot be published yet: what a later version, published already, says of it is not so."
    )
    assert len(looked.contradicts) == 2


def test_of_a_version_that_was_published_there_is_nothing_to_say(session: Session) -> None:
    publish_file(session, data=next_file(changes=UNTRUE), name="next.yaml", by=None, now=NOW)
    for data in (next_file(changes=UNTRUE), next_file(changes=DECLARED)):
        assert check_matrix(session, data=data, name="next.yaml").changes == ChangesLookedAt()
