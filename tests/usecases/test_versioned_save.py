"""One rule for every save, whatever is said: held here on each table that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.consensus import Consensus
from maturity.core.response import Answer
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.versions import Author, Kept, Versions
from maturity.persistence.rows.consensus import ConsensusRevision
from maturity.persistence.rows.response import ResponseRevision
from maturity.usecases.versioned_save import NotNow, RequestKeyReused, StaleSave, save_version
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round

LEAD = "Lena Lead"


class Place:
    """One place in which something is said, with a way to save words there and a count of what was recorded."""

    def __init__(
        self,
        living: LivingRound,
        *,
        versions: Versions[Any],
        kept_in: type[ResponseRevision | ConsensusRevision],
        where: dict[str, int | str],
        say: Callable[[str], Any],
    ) -> None:
        self.living, self.versions, self.kept_in, self.say = living, versions, kept_in, say
        self.where = {**where, "criterion_id": living.criterion}
        self.recorded = 0

    def save(
        self, words: str, *, based_on: int = 0, key: str, by: int | None = None, refusal: NotNow | None = None
    ) -> Kept[Any]:
        """Save words as the lead does, or somebody else."""
        with self.living.database.writing() as session:
            return self.save_in(session, words, based_on=based_on, key=key, by=by, refusal=refusal)

    def save_in(
        self,
        session: Session,
        words: str,
        *,
        based_on: int = 0,
        key: str,
        by: int | None = None,
        refusal: NotNow | None = None,
    ) -> Kept[Any]:
        """Save words in a transaction that may go on."""
        return save_version(
            session,
            self.versions,
            place=self.where,
            said=self.say(words),
            based_on=based_on,
            request_key=key,
            account=by or self.living.lead,
            now=NOW,
            refusal=refusal,
            record=self._record,
        )

    def _record(self) -> None:
        self.recorded += 1

    @property
    def reason(self) -> str:
        """What is said there now."""
        with self.living.database.reading() as session:
            return str(self.versions.find(session, **self.where).said.reason)

    @property
    def made(self) -> int:
        """How many versions were ever made."""
        with self.living.database.reading() as session:
            return session.execute(select(func.count()).select_from(self.kept_in)).scalar_one()


@pytest.fixture(params=["answers", "agreed levels"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    living = a_living_round(a_database(tmp_path))
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        seat = living.seat(session)
    if request.param == "answers":
        yield Place(
            living,
            versions=ANSWERS,
            kept_in=ResponseRevision,
            where={"respondent_id": seat.respondent},
            say=lambda words: Answer(reason=words),
        )
    else:
        yield Place(
            living,
            versions=AGREED_LEVELS,
            kept_in=ConsensusRevision,
            where={"round_id": head.id},
            say=lambda words: Consensus(reason=words),
        )
    living.database.close()


def test_every_save_makes_the_next_version_and_is_recorded_once(place: Place) -> None:
    made = [place.save(words, based_on=n, key=words) for n, words in enumerate(("first", "second", "third"))]
    assert [(kept.version, kept.said.reason, kept.saved_at) for kept in made] == [
        (1, "first", NOW),
        (2, "second", NOW),
        (3, "third", NOW),
    ]
    assert (place.reason, place.made, place.recorded) == ("third", 3, 3)


def test_a_stale_save_overwrites_nothing_and_says_what_is_there_and_whose(place: Place) -> None:
    place.save("theirs", key="1")
    with pytest.raises(StaleSave) as stale:
        place.save("mine", key="2", by=place.living.respondent)
    assert (stale.value.kept.said.reason, stale.value.offered.reason) == ("theirs", "mine")
    assert stale.value.by == Author(place.living.lead, LEAD)
    assert not isinstance(stale.value, RequestKeyReused)
    assert (place.reason, place.made, place.recorded) == ("theirs", 1, 1)


def test_who_saved_it_is_who_made_the_version_that_stands(place: Place) -> None:
    place.save("first", key="1")
    place.save("second", based_on=1, key="2", by=place.living.respondent)
    with pytest.raises(StaleSave) as stale:
        place.save("third", based_on=1, key="3")
    assert stale.value.by == Author(place.living.respondent, "Person 0")


def test_a_save_that_is_sent_again_happens_once_and_gets_its_first_result(place: Place) -> None:
    first = place.save("words", key="once")
    place.save("later words", based_on=1, key="other")
    assert place.save("words", key="once") == first
    assert (place.reason, place.made, place.recorded) == ("later words", 2, 2)


def test_a_save_that_is_sent_again_after_the_stage_ended_is_told_that_it_was_made(place: Place) -> None:
    first = place.save("words", key="once")
    assert place.save("words", key="once", refusal=NotNow("It is closed.")) == first


@pytest.mark.parametrize("based_on", [0, 1], ids=["from an old page", "from the newest page"])
def test_a_key_that_comes_back_with_other_words_is_refused(place: Place, based_on: int) -> None:
    place.save("words", key="once")
    with pytest.raises(RequestKeyReused):
        place.save("other words", based_on=based_on, key="once")
    assert (place.reason, place.made) == ("words", 1)


def test_a_key_that_comes_back_has_written_nothing_also_where_its_transaction_goes_on(place: Place) -> None:
    place.save("words", key="once")
    with place.living.database.writing() as session, pytest.raises(RequestKeyReused):
        place.save_in(session, "other words", based_on=1, key="once")
    assert (place.reason, place.made, place.recorded) == ("words", 1, 1)
    assert place.save("third words", based_on=1, key="another").version == 2


@pytest.mark.parametrize("based_on", [0, 1], ids=["from an old page", "from the newest page"])
def test_what_is_there_already_is_no_conflict_and_makes_no_version(place: Place, based_on: int) -> None:
    place.save("the same", key="1")
    assert place.save("the same", based_on=based_on, key="2").version == 1
    assert (place.made, place.recorded) == (1, 1)


def test_nothing_is_saved_where_the_stage_does_not_allow_it(place: Place) -> None:
    with pytest.raises(NotNow, match="closed"):
        place.save("words", key="1", refusal=NotNow("It is closed."))
    assert (place.reason, place.made, place.recorded) == ("", 0, 0)


def test_a_stale_save_is_shown_to_its_person_also_where_nothing_can_be_saved_any_more(place: Place) -> None:
    place.save("theirs", key="1")
    with pytest.raises(StaleSave):
        place.save("mine", key="2", refusal=NotNow("It is closed."))
