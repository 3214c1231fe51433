from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.core.membership import Succession
from maturity.core.record.audit_words import READ_BY_LEADS
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.accounts import list_names
from maturity.persistence.queries.audit import head_of_record
from maturity.persistence.queries.collaboratives import list_partners
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import get_round, list_participants
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.administer import disable_account
from maturity.usecases.audit import record_event
from maturity.usecases.set_up import PartnerDetails, change_partner
from maturity.usecases.sign_off import Signing, open_signing, sign_off_round
from maturity.usecases.version_move import find_move_to_undo, undo_move
from maturity.web.history.pages import AT_ONCE
from tests.conftest import NOW
from tests.factories.installations import an_administrator
from tests.factories.living_rounds import LivingRound, a_living_round, level
from tests.factories.next_versions import FIRST, every_change, publish_and_move
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn


@pytest.fixture
def living(database: Database) -> LivingRound:
    """A round in which one partner has answered and submitted, and that was opened by its lead."""
    living = a_living_round(database)
    living.answer(level(2, "Seen."))
    living.submit()
    return living


@pytest.fixture
def lead(living: LivingRound, sign_in: SignIn) -> Browser:
    return sign_in(living.lead)


def address(living: LivingRound, more: str = "") -> str:
    return f"/collaboratives/{living.collaborative}/history{more}"


def many_events(database: Database, living: LivingRound, how_many: int) -> None:
    with database.writing() as session:
        for _ in range(how_many):
            record_event(
                session,
                action="change collaborative",
                now=NOW,
                account=living.lead,
                collaborative=living.collaborative,
            )


def test_a_lead_reads_what_was_done_in_plain_words(lead: Browser, living: LivingRound) -> None:
    page = lead.get(f"/collaboratives/{living.collaborative}").follow("See what was done, by whom and when")
    assert page.h1 == "History"
    assert re.search(r"opened “[^”]+” for responses", page.text)
    assert "submitted a response in “" in page.text
    assert "4 March 2026 at 10:30am" in page.text


def test_what_people_say_inside_their_partner_is_not_listed(lead: Browser, living: LivingRound) -> None:
    page = lead.get(address(living))
    assert "saved an answer" not in page.text
    assert "when they write, vote or dissent, is recorded too and not listed here" in page.text
    assert "save answer" not in lead.client.get(address(living, ".csv")).text


def test_the_head_of_the_record_is_told_to_be_noted(lead: Browser, living: LivingRound, database: Database) -> None:
    page = lead.get(address(living))
    with database.reading() as session:
        head = head_of_record(session)
    assert head is not None
    assert f"The record of this installation has {head.number} events." in page.text
    assert str(head) in page.text


def test_the_history_is_of_one_round_or_of_one_kind(lead: Browser, living: LivingRound) -> None:
    page = lead.get(address(living, f"?round={living.number}"))
    assert "for responses" in page.text
    assert "set up the collaborative" not in page.text
    page = lead.get(address(living, "?about=collaborative"))
    assert "for responses" not in page.text
    assert "set up the collaborative" in page.text
    assert "Nothing of that kind was recorded." in lead.get(address(living, "?round=99")).text


def test_every_kind_can_be_chosen(lead: Browser, living: LivingRound) -> None:
    for kind in READ_BY_LEADS:
        assert lead.get(address(living, f"?about={kind.value}&round=")).h1 == "History"


@pytest.mark.parametrize(
    "wrong", ["?about=own-words", "?about=nothing", "?round=x", "?before=-1", f"?before={'9' * 30}"]
)
def test_what_is_no_filter_is_not_found(lead: Browser, living: LivingRound, wrong: str) -> None:
    lead.get(address(living, wrong), expect=404)


def test_a_long_history_comes_in_pages_that_leave_nothing_out(
    lead: Browser, living: LivingRound, database: Database
) -> None:
    many_events(database, living, 2 * AT_ONCE)
    seen: list[str] = []
    page = lead.get(address(living, "?about=collaborative"))
    assert "The latest events" not in page.links
    while True:
        seen += re.findall(r"(\d+)hash", page.text.replace(" ", ""))
        if "Earlier events" not in page.links:
            break
        page = page.follow("Earlier events")
    assert "The latest events" in page.links
    assert len(seen) == len(set(seen)) > 2 * AT_ONCE


def test_a_page_takes_no_more_queries_for_more_events(
    lead: Browser, living: LivingRound, database: Database, count_queries: CountQueries
) -> None:
    few = count_queries(lambda: lead.get(address(living)))
    many_events(database, living, AT_ONCE)
    assert count_queries(lambda: lead.get(address(living))) <= few


def sentences(browser: Browser, living: LivingRound) -> list[str]:
    """The sentences of the whole history, without the person who did it."""
    rows = csv.DictReader(io.StringIO(browser.client.get(address(living, ".csv")).data.decode("utf-8-sig"), newline=""))
    return [row["what"].removeprefix(f"{row['who']} ") for row in rows]


def sign(living: LivingRound, place: int, decision: SignOffDecision) -> None:
    partner = list(living.partners)[place]
    account = living.partners[partner]
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        sheet = open_signing(session, head=head, partner=partner, account=account, on_behalf=False)
        signing = Signing(decision, "Not the budget.", "Ada Moor", "", sheet.state_hash, sheet.seen, f"key {place}")
        sign_off_round(session, sheet=sheet, signing=signing, account=account, on_behalf=False, now=NOW)


def test_it_is_told_who_signed_who_had_reservations_who_declined_and_why_a_round_was_reopened(
    lead: Browser, living: LivingRound
) -> None:
    living.move("close-responding")
    living.set_the_rest_aside()
    living.move("close")
    for place, decision in enumerate(SignOffDecision):
        sign(living, place, decision)
    living.move("reopen", reason="One level\nwas wrong.")
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        names = {each.partner: each.partner_name for each in list_participants(session, round_id=head.id)}
        criterion = get_matrix(session, matrix_version=head.matrix_version).criteria[0]
    said = sentences(lead, living)
    round_label, partners = f"“{head.label}”", list(living.partners)
    assert said[:4] == [
        f"reopened {round_label}: One level was wrong.",
        f"declined to sign {round_label} off for {names[partners[2]]}",
        f"signed {round_label} off for {names[partners[1]]} with reservations",
        f"signed {round_label} off for {names[partners[0]]}",
    ]
    assert f"recorded the result on “{criterion.title}” in {round_label}" in said
    page = lead.get(address(living)).text
    assert said[0] in page
    assert said[1] in page
    assert "Not the budget." not in page


def test_a_move_of_a_round_is_told_with_its_versions_and_so_is_taking_it_back(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, matrix=FIRST)
    publish_and_move(living, every_change())
    with database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        undo_move(session, head=head, move=made.id, by=living.lead, now=NOW)
    assert sentences(sign_in(living.lead), living)[:2] == [
        f"took “{head.label}” back from version 2.0.0 to 1.0.0 of its matrix",
        f"moved “{head.label}” from version 1.0.0 to 2.0.0 of its matrix",
    ]


def test_it_is_told_which_partner_merged_into_which_and_that_it_was_taken_back(
    lead: Browser, living: LivingRound, database: Database
) -> None:
    first, second = list(living.partners)[:2]
    with database.reading() as session:
        facts = {each.id: each for each in list_partners(session, collaborative=living.collaborative)}
    for based_on, other in enumerate((second, None), 1):
        with database.writing() as session:
            change_partner(
                session,
                collaborative=living.collaborative,
                partner=first,
                details=PartnerDetails(
                    name=facts[first].name,
                    type=facts[first].type,
                    left_on=NOW.date(),
                    succession=None if other is None else Succession.MERGED,
                    succeeded_by=other,
                ),
                based_on=based_on,
                by=living.lead,
                now=NOW,
            )
    assert sentences(lead, living)[:2] == [
        f"recorded that {facts[first].name} goes on in no other partner",
        f"recorded that {facts[first].name} merged into {facts[second].name}",
    ]


def test_a_page_takes_no_more_queries_for_more_results_signatures_and_reopenings(
    lead: Browser, living: LivingRound, count_queries: CountQueries
) -> None:
    living.move("close-responding")
    living.set_the_rest_aside()
    living.move("close")
    sign(living, 0, SignOffDecision.AGREES)
    living.move("reopen", reason="A level.")
    few = count_queries(lambda: lead.get(address(living)))
    living.move("close")
    for place in (1, 2):
        sign(living, place, SignOffDecision.AGREES)
    living.move("reopen", reason="Another level.", now=NOW + timedelta(days=1))
    assert count_queries(lambda: lead.get(address(living))) <= few


def test_who_can_no_longer_sign_in_keeps_the_name(
    lead: Browser, living: LivingRound, database: Database, sign_in: SignIn
) -> None:
    gone = living.respondent
    with database.reading() as session:
        name = list_names(session, accounts=[gone])[gone]
    administrator = an_administrator(database)
    with database.writing() as session:
        disable_account(session, account=gone, by=administrator, now=NOW)
    assert f"{name} submitted a response" in lead.get(address(living)).text
    assert f"disabled the account of {name}" in sign_in(administrator).get("/administer/history").text


def test_an_administrator_reads_of_accounts_and_the_library_and_of_no_round(
    living: LivingRound, database: Database, sign_in: SignIn
) -> None:
    del living
    browser = sign_in(an_administrator(database))
    page = browser.get("/administer").follow("See what was done with accounts and the matrix library")
    assert "added the account of " in page.text
    assert "for responses" not in page.text
    assert "published the matrix transformation-lenses" in browser.get("/administer/history?about=library").text
    browser.get("/administer/history?about=round", expect=404)
    assert "add account" in browser.client.get("/administer/history.csv").text


def test_what_may_be_read_is_downloaded_whole(lead: Browser, living: LivingRound, database: Database) -> None:
    many_events(database, living, AT_ONCE + 5)
    answer = lead.client.get(address(living, ".csv?about=collaborative"))
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert len(rows) > AT_ONCE + 5
    assert {len(row["sha256"]) for row in rows} == {64}
    assert "history.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("naming", [Naming.ANONYMOUS, Naming.PARTNER_ONLY])
def test_without_names_a_lead_does_not_read_who_submitted_when(
    lead: Browser, living: LivingRound, database: Database, naming: Naming
) -> None:
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    assert ("submitted a response" in lead.get(address(living)).text) is (naming is not Naming.ANONYMOUS)
    data = lead.client.get(address(living, ".csv")).text
    assert ("submit response" in data) is (naming is not Naming.ANONYMOUS)
