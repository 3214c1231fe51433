"""What is kept on criteria that a move left behind: read by whoever might read it before, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.agree import agree_level
from maturity.usecases.version_move import (
    KeptFromBefore,
    KeptWords,
    find_move_to_undo,
    list_kept_from_before,
    undo_move,
)
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level
from tests.factories.named_rounds import COLLEAGUE, LEAD, LEAD_OF_TWO, ONE, PARTNERS, a_named_round
from tests.factories.nameless_rounds import a_nameless_round
from tests.factories.next_versions import FIRST, every_change, publish_and_move, without
from tests.factories.versions import a_version, some_changes
from tests.promises.kept_back import Secret, poison

ALDER, BIRCH, CEDAR = PARTNERS
VIEWER = 0
"""Nobody’s account: whoever has no answers and no partner in the round."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


def kept(
    living: LivingRound, account: int, *, takes_part: bool = True, may_enter: bool = False
) -> dict[str, list[KeptWords]]:
    """What somebody reads of what is kept, by the title of the criterion."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        found = list_kept_from_before(
            session, head=head, account=account, may_see_draft=takes_part, may_enter=may_enter
        )
    return {each.criterion: list(each.said) for each in found}


def on_first(living: LivingRound, account: int, *, takes_part: bool = True, may_enter: bool = False) -> list[KeptWords]:
    """The same of the first criterion, which is retired."""
    [words] = kept(living, account, takes_part=takes_part, may_enter=may_enter).values() or [[]]
    return words


def test_positions_and_dissents_are_read_by_who_takes_part_under_the_names_of_the_round(database: Database) -> None:
    living = a_named_round(database, Naming.NAMED).living
    publish_and_move(living, without(living.matrix, "d1-c1"))
    assert on_first(living, VIEWER) == [
        KeptWords("Recorded by the collaborative", "2 Developing", "So we agreed."),
        KeptWords(f"Position: {ALDER} ({ONE})", "1 Emerging", "We have not begun."),
        KeptWords(
            f"Position: {BIRCH} ({LEAD_OF_TWO})", "3 Maturing", "We met halfway.", "", "Agreed inside the partner"
        ),
        KeptWords(
            f"Position: {CEDAR}", "4 Thriving", "It came on paper.", "", f"Entered by {LEAD} on behalf of {CEDAR}"
        ),
        KeptWords(f"Dissent: {BIRCH}", "", "We hold that it is higher."),
        KeptWords(f"Vote 1: {ALDER} ({ONE})", "1 Emerging", ""),
        KeptWords(f"Vote 1: {BIRCH} ({COLLEAGUE})", "3 Maturing", ""),
        KeptWords(f"Vote 1: {CEDAR}", "4 Thriving", "", "", f"Entered by {LEAD} on behalf of {CEDAR}"),
    ]


def test_a_viewer_reads_them_once_the_round_is_closed_and_not_before(database: Database) -> None:
    living = a_named_round(database, Naming.PARTNER_ONLY).living
    publish_and_move(living, without(living.matrix, "d1-c1"))
    assert on_first(living, VIEWER, takes_part=False) == []
    living.move("close")
    said = on_first(living, VIEWER, takes_part=False)
    assert [each.whose for each in said[1:]] == [
        *(f"Position: {each}" for each in PARTNERS),
        f"Dissent: {BIRCH}",
        *(f"Vote 1: {each}" for each in PARTNERS),
    ]


def test_what_was_said_on_a_criterion_that_was_split_is_kept_whole(database: Database) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c3": (1, 2, 3)})
    living.move("close-responding")
    publish_and_move(living, every_change())
    split = kept(living, VIEWER)[FIRST.criterion("d1-c3").title]
    assert [(each.level, each.reason) for each in split] == [
        ("1 Emerging", "Reason 0."),
        ("2 Developing", "Reason 1."),
        ("3 Maturing", "Reason 2."),
    ]


def test_in_a_round_without_names_nothing_tells_whose_they_are_or_how_they_came_about(database: Database) -> None:
    given = a_nameless_round(database)
    given.reveal()
    publish_and_move(given.living, without(given.living.matrix, "d1-c1"))
    _, *said = on_first(given.living, given.facilitator, may_enter=True)
    assert {each.whose for each in said} == {"Position: A partner", "Dissent: A partner", "Vote 1: A partner"}
    assert {each.origin for each in said} == {""}
    levels = ["1 Emerging", "2 Developing", "3 Maturing", "4 Thriving"]
    votes = ["1 Emerging", "2 Developing", "2 Developing", "3 Maturing", "4 Thriving"]
    assert [each.level for each in said] == [*levels, "", *votes]


def test_a_vote_that_was_never_revealed_is_not_there(database: Database) -> None:
    given = a_nameless_round(database)
    given.reveal()
    publish_and_move(given.living, without(given.living.matrix, "d1-c2"))
    assert {each.whose for each in on_first(given.living, given.facilitator)} == {"Position: A partner"}


def an_open_round(database: Database) -> tuple[LivingRound, int]:
    """A round that was moved, and goes on asking for responses with the positions of before; and who agreed one."""
    named = a_named_round(database, Naming.PARTNER_ONLY)
    publish_and_move(named.living, without(named.living.matrix, "d1-c1"))
    named.living.move("reopen-responding", reason="Somebody was forgotten.")
    return named.living, list(named.living.partners.values())[1]


def test_before_the_reveal_the_people_of_a_partner_read_what_was_decided_for_it(database: Database) -> None:
    living, agreed = an_open_round(database)
    own, position = on_first(living, agreed)
    assert own == KeptWords("Your own answer", "2 Developing", "We have a plan.")
    assert (position.whose, position.level, position.reason) == (f"Position: {BIRCH}", "3 Maturing", "We met halfway.")
    assert [each.whose for each in on_first(living, living.respondent)] == ["Your own answer"]


def test_before_the_reveal_who_enters_positions_reads_those_that_were_entered(database: Database) -> None:
    living, _ = an_open_round(database)
    [entered] = on_first(living, living.lead, may_enter=True)
    assert (entered.whose, entered.origin) == (f"Position: {CEDAR}", f"Entered on behalf of {CEDAR}")
    assert on_first(living, living.lead, may_enter=False) == []
    assert on_first(living, VIEWER, takes_part=False) == []


def test_in_an_open_round_without_names_only_who_entered_a_position_reads_it(database: Database) -> None:
    given = a_nameless_round(database)
    publish_and_move(given.living, without(given.living.matrix, "d1-c1"))
    [entered] = on_first(given.living, given.facilitator, may_enter=True)
    assert entered.reason == "It came on one paper."
    assert on_first(given.living, given.living.lead, may_enter=True) == []


OTHERS = "SELECT id FROM respondent WHERE account_id != {}"


def test_before_the_reveal_what_others_said_is_not_even_read(database: Database) -> None:
    living, agreed = an_open_round(database)
    before = on_first(living, agreed)
    birch = list(living.partners)[1]
    others = (
        Secret("response", f"respondent_id IN ({OTHERS.format(agreed)})"),
        Secret("position", f"partner_id != {birch}"),
    )
    assert poison(database.path, others) > 0
    assert on_first(living, agreed) == before


def test_that_words_of_others_are_read_would_be_noticed(database: Database) -> None:
    """The control: a lead reads what was entered on behalf of partners, and breaks on it."""
    living, _ = an_open_round(database)
    poison(database.path, (Secret("position", "origin = 'facilitator'"),))
    with pytest.raises(OperationalError):
        on_first(living, living.lead, may_enter=True)


UNDONE = NOW + timedelta(hours=2)


def undo(living: LivingRound, now: datetime = UNDONE) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        undo_move(session, head=head, move=made.id, by=living.lead, now=now)


def read(living: LivingRound, account: int) -> tuple[KeptFromBefore, ...]:
    """Everything that is kept for somebody who takes part and may not enter positions."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        return list_kept_from_before(session, head=head, account=account, may_see_draft=True, may_enter=False)


def an_answer_on_what_is_new(database: Database) -> LivingRound:
    """A round that was moved, answered on a criterion that is new by two people, and taken back."""
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c3": (1, 2, 3)})
    publish_and_move(living, every_change())
    for place, partner in enumerate(list(living.partners)[:2], start=3):
        said = level(place, f"Words of {place}.")
        living.answer(said, partner=partner, criterion="d2-new", key="new", now=NOW + timedelta(hours=1))
    undo(living)
    return living


def test_what_was_said_on_a_newer_version_is_kept_with_that_version_once_the_move_is_undone(database: Database) -> None:
    living = an_answer_on_what_is_new(database)
    assert read(living, living.respondent) == (
        KeptFromBefore(
            "Something new", "2.0.0", (KeptWords("Your own answer", "3 Maturing", "Words of 3."),), undone_at=UNDONE
        ),
    )


def test_nobody_else_reads_what_was_said_on_a_newer_version_nor_is_it_read_for_them(database: Database) -> None:
    living = an_answer_on_what_is_new(database)
    others = [VIEWER, living.lead, list(living.partners.values())[2]]
    assert [read(living, each) for each in others] == [(), (), ()]
    before = read(living, living.respondent)
    assert poison(database.path, (Secret("response", f"respondent_id IN ({OTHERS.format(living.respondent)})"),)) > 0
    assert [read(living, each) for each in (VIEWER, living.lead)] == [(), ()]
    assert read(living, living.respondent) == before
    with pytest.raises(OperationalError):  # the control: whoever is to read it breaks on it
        read(living, list(living.partners.values())[1])


def test_an_agreed_result_on_a_newer_version_is_kept_for_who_takes_part_once_the_move_is_undone(
    database: Database,
) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c3": (1, 2, 3)})
    living.move("close-responding")
    publish_and_move(living, every_change())
    agreed = Consensus(ConsensusState.AGREED, 3, "So the board agreed.")
    with database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        agree_level(
            session,
            head=head,
            criterion_id="d2-new",
            consensus=agreed,
            based_on=0,
            request_key="new",
            account=living.lead,
            now=NOW + timedelta(hours=1),
        )
    undo(living)
    words = [KeptWords("Recorded by the collaborative", "3 Maturing", "So the board agreed.")]
    assert kept(living, VIEWER) == {"Something new": words}
    assert kept(living, VIEWER, takes_part=False) == {}
    living.move("close")
    assert kept(living, VIEWER, takes_part=False) == {"Something new": words}


def test_a_criterion_is_in_the_words_of_the_version_that_was_left_last(database: Database) -> None:
    """Version 2.0.0 was left for 3.0.0 and then, as that was undone, for 1.0.0."""
    living = a_living_round(database, matrix=FIRST)
    second = every_change()
    publish_and_move(living, second)
    living.answer(level(3, "Of the second."), criterion="d2-new", key="new", now=NOW + timedelta(hours=1))
    scale = {1: 1, 2: 2, 3: 4, 4: 4}
    publish_and_move(living, a_version("3.0.0", second.domains, some_changes(since="2.0.0", mapping=scale)))
    undo(living)
    assert read(living, living.respondent) == ()
    undo(living, UNDONE + timedelta(hours=1))
    [one] = read(living, living.respondent)
    assert (one.version, one.said[0].level) == ("2.0.0", "3 Maturing")


def test_rows_that_a_move_made_and_its_undoing_emptied_are_not_listed(database: Database) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c3": (1, 2, 3)})
    living.move("close-responding")
    publish_and_move(living, every_change())
    undo(living)
    assert [read(living, each) for each in (living.respondent, living.lead)] == [(), ()]


def test_what_nobody_said_anything_on_is_not_listed(database: Database) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.answer(level(2, "Only this."), criterion="d1-c3")
    publish_and_move(living, every_change())
    assert list(kept(living, living.respondent)) == [FIRST.criterion("d1-c3").title]
