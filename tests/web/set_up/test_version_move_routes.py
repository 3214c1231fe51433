"""The page of the matrix version of a round: what is offered, moving, undoing, and what everybody reads of it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.room import open_room
from tests.factories.living_rounds import NOW, LivingRound, a_living_round
from tests.factories.next_versions import FIRST, every_change, publish
from tests.web.conftest import SignIn


@pytest.fixture
def living(database: Database) -> LivingRound:
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c1": (1, 2, 3), "d1-c2": (2, 2, 2), "d2-c3": (1, 1, 1)})
    return living


def base(living: LivingRound) -> str:
    return f"/collaboratives/{living.collaborative}/rounds/{living.number}"


def test_a_lead_is_offered_the_next_version_on_the_page_of_the_round_and_nobody_else_is(
    living: LivingRound, sign_in: SignIn
) -> None:
    assert "is published" not in sign_in(living.lead).get(base(living)).text
    publish(living.database, every_change())
    assert "Version 2.0.0 is published." in sign_in(living.lead).get(base(living)).text
    assert "is published" not in sign_in(living.respondent).get(base(living)).text
    assert "What becomes of it" not in sign_in(living.respondent).get(f"{base(living)}/matrix-version").text


def test_the_preview_says_what_becomes_of_each_criterion_as_counts_without_a_word(
    living: LivingRound, sign_in: SignIn
) -> None:
    publish(living.database, every_change())
    page = sign_in(living.lead).get(f"{base(living)}/matrix-version")
    assert "its meaning changed" in page.text
    assert "Answers of people: 3" in page.text
    assert "3 people who submitted" in page.text
    assert "Reason 0." not in page.text


def test_a_lead_moves_a_round_and_takes_it_back(living: LivingRound, sign_in: SignIn) -> None:
    publish(living.database, every_change())
    lead = sign_in(living.lead)
    page = lead.get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    assert "The round is moved to version 2.0.0." in page.text
    assert "Clearer words." in sign_in(living.respondent).get(f"{base(living)}/matrix-version").text
    again = page.submit()
    assert "The move is undone" in again.text


def test_a_move_without_a_reason_and_one_that_comes_twice_do_nothing(living: LivingRound, sign_in: SignIn) -> None:
    publish(living.database, every_change())
    lead = sign_in(living.lead)
    page = lead.get(f"{base(living)}/matrix-version")
    assert page.submit(expect=422, reason="").errors == ["Say why the round moves to another version."]
    page.submit(reason="Once.")
    twice = page.submit(expect=422, reason="Twice.")
    assert "Nothing was changed" in twice.text
    assert "Twice." in twice.text


def test_a_respondent_reads_the_own_answer_on_what_is_no_longer_asked(living: LivingRound, sign_in: SignIn) -> None:
    publish(living.database, every_change())
    sign_in(living.lead).get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    own = sign_in(living.respondent).get(f"{base(living)}/matrix-version").text
    assert "Kept from version 1.0.0" in own
    assert "Reason 0." in own
    assert "Reason 1." not in own
    assert "Reason 0." not in sign_in(living.lead).get(f"{base(living)}/matrix-version").text


def test_a_form_that_was_open_saves_nothing_on_a_criterion_that_is_gone_and_keeps_its_text(
    living: LivingRound, sign_in: SignIn
) -> None:
    with living.database.writing() as session:
        session.execute(update(Respondent).values(submitted_at=None))
    respondent = sign_in(living.respondent)
    response = f"{base(living)}/respond/{living.partner}"
    page = respondent.get(f"{response}/criteria/d2-c3")
    publish(living.database, every_change())
    sign_in(living.lead).get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    refused = page.submit(expect=404, d2__c3__choice="2", d2__c3__reason="What I had just written.")
    assert "What I had just written." in refused.text
    listed = respondent.get(response).text
    assert "Look at these again" in listed
    assert "Part a" in listed


def test_a_closed_round_keeps_its_version(living: LivingRound, sign_in: SignIn) -> None:
    publish(living.database, every_change())
    living.move("close-responding")
    living.move("close")
    lead = sign_in(living.lead)
    assert "keeps that version for ever" in lead.get(f"{base(living)}/matrix-version").text
    assert "is published" not in lead.get(base(living)).text


def test_every_page_of_agreeing_goes_on_after_a_move(living: LivingRound, sign_in: SignIn) -> None:
    living.move("close-responding")
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        open_room(session, head=head, account=living.lead, now=NOW, criterion_id="d2-c3")
    lead = sign_in(living.lead)
    publish(living.database, every_change(broken="Level 2 was two things."))
    lead.get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    for path in ("", "/agree", "/prepare", "/prepare/agenda", "/room", "/room/facilitate", "/results", "/report"):
        assert lead.client.get(f"{base(living)}{path}", follow_redirects=True).status_code == 200, path
    for criterion in ("d1-c1", "d1-c2", "d1-c3a", "d1-c3b", "d2-c12", "d2-new"):
        lead.get(f"{base(living)}/agree/criteria/{criterion}")
    lead.get(f"{base(living)}/agree/criteria/d2-c3", expect=404)
    lead.get(f"{base(living)}/matrix-version").submit()
    assert "d1-c3" in lead.get(f"{base(living)}/agree/criteria/d1-c3").address
