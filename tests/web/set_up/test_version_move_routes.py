"""The page of the matrix version of a round: what is offered, moving, undoing, and what everybody reads of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from maturity.core.collaborative import CollaborativeType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.declared_changes import Change
from maturity.core.matrix_change.version_move import Tier
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.positions import POSITIONS
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.version_moves import list_said
from maturity.persistence.queries.versions import Versions
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.usecases.agree import agree_level
from maturity.usecases.author import retire_matrix
from maturity.usecases.offers import accept_offer
from maturity.usecases.room import open_room
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import add_account
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.matrices import a_criterion
from tests.factories.nameless_rounds import a_nameless_round
from tests.factories.next_versions import FIRST, every_change, publish, publish_and_move, without
from tests.factories.versions import a_version, declared, some_changes
from tests.factories.votes import reveal_a_vote
from tests.web.browser import words
from tests.web.conftest import Clock, SignIn


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
    assert page.rows("Criteria that change in version 2.0.0")[1] == [
        "D1 c2",
        "Amended Asks for a budget.",
        "Everything is kept, and marked to be looked at again: its meaning changed.",
        "3 people’s answers",
    ]
    assert "3 people who submitted" in page.text
    assert "Reason 0." not in page.text


def test_the_preview_of_one_other_title_begins_with_that_and_folds_what_stays_the_same(
    living: LivingRound, sign_in: SignIn
) -> None:
    domain, *others = FIRST.domains
    first, *rest = domain.criteria
    domains = [replace(domain, criteria=(replace(first, title="Shared aims"), *rest)), *others]
    again = declared(first.id, Change.REWORDED, note="The same in plainer words.")
    publish(living.database, a_version("2.0.0", domains, some_changes(again)))
    page = sign_in(living.lead).get(f"{base(living)}/matrix-version")
    assert "1 criterion changes, 5 stay the same. Nothing that was said is changed." in page.text
    assert page.rows("Criteria that change") == [
        [
            f"Shared aims Before: {first.title}",
            "Reworded The same in plainer words.",
            "Everything is kept as it is.",
            "3 people’s answers",
        ]
    ]
    folded = page.soup.select_one("details")
    assert folded is not None
    assert "5 criteria that stay the same" in words(folded)
    assert len(folded.select("li")) == 5
    assert "D1 c2: 3 people’s answers" in words(folded)
    assert "nothing was said on it yet" in words(folded)


def test_what_the_collaborative_is_not_asked_is_left_out_of_the_preview_and_has_nobody_submit_again(
    living: LivingRound, sign_in: SignIn
) -> None:
    with living.database.reading() as session:
        mine = get_round(session, collaborative=living.collaborative, number=living.number).collaborative_type
    other = next(each for each in CollaborativeType if each is not mine)
    earlier = FIRST.domains[0]
    new = replace(a_criterion("d1-other"), title="Asked of others", applies_to=frozenset({other}))
    domains = [replace(earlier, criteria=(*earlier.criteria, new)), *FIRST.domains[1:]]
    publish(living.database, a_version("2.0.0", domains, some_changes(declared("d1-other", Change.NEW))))
    page = sign_in(living.lead).get(f"{base(living)}/matrix-version").text
    assert "No criterion changes. Nothing that was said is changed." in page
    assert "who submitted" not in page
    assert "Asked of others" not in page
    assert "Criteria that your type of collaborative is not asked are not listed." in page


def test_the_preview_of_an_open_round_without_names_does_not_tell_how_much_was_said(
    living: LivingRound, sign_in: SignIn
) -> None:
    publish(living.database, every_change())
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    page = sign_in(living.lead).get(f"{base(living)}/matrix-version").text
    assert "its meaning changed" in page
    assert "is not told while a round without names is open" in page
    assert "people’s answers" not in page
    assert "What is there" not in page
    assert "Nothing was said on it yet." not in page


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


def test_what_is_being_agreed_is_read_by_viewers_only_once_the_round_is_closed(
    living: LivingRound, sign_in: SignIn
) -> None:
    viewer = a_viewer(living)
    living.move("close-responding")
    with living.database.writing() as session:
        agree_level(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            criterion_id="d2-c3",
            consensus=Consensus(state=ConsensusState.AGREED, level=2, reason="Still being weighed up."),
            based_on=0,
            request_key="k",
            account=living.lead,
            now=NOW,
        )
    publish(living.database, every_change())
    sign_in(living.lead).get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")

    def reads(account: int) -> bool:
        return "Still being weighed up." in sign_in(account).get(f"{base(living)}/matrix-version").text

    assert reads(living.lead)
    assert reads(living.respondent)
    assert not reads(viewer)
    living.move("close")
    assert reads(viewer)


def a_viewer(living: LivingRound) -> int:
    """Somebody who may read the collaborative’s results and nothing else."""
    with living.database.writing() as session:
        email = "viewer@northmere.example.org"
        account = add_account(session, name="Vera Viewer", email=email, now=NOW, by=living.lead)
        added = add_person(
            session,
            collaborative=living.collaborative,
            name="",
            email=email,
            role=Role.VIEWER,
            partner=None,
            by=living.lead,
            now=NOW,
        )
        accept_offer(session, token=added.accept_token or "", account=account, now=NOW)
    return account


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
    living.move("reopen", reason="A slip of the pen.")
    page = lead.get(f"{base(living)}/matrix-version").text
    assert "It was closed once, so it keeps that version for ever" in page
    assert "What becomes of it" not in page
    assert "No version is published" not in page
    assert "is published" not in lead.get(base(living)).text


def test_a_move_that_revealed_votes_stand_on_is_not_offered_to_be_undone_and_says_why(
    living: LivingRound, sign_in: SignIn
) -> None:
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    lead = sign_in(living.lead)
    offered = lead.get(f"{base(living)}/matrix-version")
    assert "or votes are revealed in the room on the new scale of levels" in offered.text
    moved = offered.submit(reason="Clearer words.")
    assert "Undo this move" in moved.text
    living.move("close-responding")
    reveal_a_vote(living)
    page = lead.get(f"{base(living)}/matrix-version").text
    assert "Undo this move" not in page
    assert "Votes are never rewritten" in page
    assert "Votes are never rewritten" not in sign_in(living.respondent).get(f"{base(living)}/matrix-version").text
    assert "Votes are never rewritten" in moved.submit(expect=422).text


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


def test_what_stands_though_it_was_asked_otherwise_is_told_before_and_after_undoing_and_marked_until_it_is_recorded(
    living: LivingRound, sign_in: SignIn, clock: Clock
) -> None:
    living.move("close-responding")
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        open_room(session, head=head, account=living.lead, now=NOW, criterion_id="d1-c2")
    lead, others = sign_in(living.lead), sign_in(living.respondent)
    publish(living.database, every_change())
    lead.get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    at = f"{base(living)}/agree/criteria/d1-c2"
    asked = FIRST.criterion("d1-c2").descriptors[0].text
    then = f"Positions were given when version 1.0.0 had for 1 Emerging “{asked}”"
    assert all(then in words(each.get(at).soup) for each in (lead, others))
    clock.now += timedelta(minutes=1)
    lead.get(at).submit({"d1-c2-choice": "4", "d1-c2-reason": "With a budget."})
    assert then not in words(lead.get(at).soup)
    back = lead.get(f"{base(living)}/matrix-version")
    assert "asked otherwise than in version 1.0.0: the agreed level on “D1 c2”." in words(back.soup)
    assert "asked otherwise" not in words(others.get(f"{base(living)}/matrix-version").soup)
    clock.now += timedelta(minutes=1)
    undone = words(back.submit().soup)
    assert "marked so until a level is recorded again: the agreed level on “D1 c2”." in undone
    marked = "Agreed when version 2.0.0 had for 1 Emerging “Now with a budget.”"
    for path in ("/agree/criteria/d1-c2", "/room", "/room/facilitate"):
        assert marked in words(lead.get(f"{base(living)}{path}").soup), path
    briefly = "Agreed when version 2.0.0 had other words for 1 Emerging."
    assert words(lead.get(f"{base(living)}/agree").soup).count(briefly) == 1
    assert f"“D1 c2”: a{briefly[1:]}" in words(lead.get(f"{base(living)}/moves/close").soup)
    clock.now += timedelta(minutes=1)
    lead.get(at).submit({"d1-c2-choice": "4", "d1-c2-reason": "With a budget."})
    assert marked not in words(lead.get(at).soup), "the same words, recorded again"
    assert briefly not in words(lead.get(f"{base(living)}/agree").soup)


def test_positions_and_dissents_on_what_is_no_longer_asked_are_read_by_each_who_may_read_results(
    database: Database, sign_in: SignIn
) -> None:
    given = a_nameless_round(database)
    given.reveal()
    address = f"{base(given.living)}/matrix-version"
    publish(database, without(given.living.matrix, "d1-c1"))
    sign_in(given.living.lead).get(address).submit(reason="Clearer words.")

    def reads(account: int) -> tuple[bool, bool]:
        page = sign_in(account).get(address).text
        assert "Alder Trust" not in page
        return "We met halfway." in page, "We hold that it is lower." in page

    assert [reads(each) for each in (given.living.lead, given.facilitator, given.living.respondent)] == [
        (True, True)
    ] * 3
    assert reads(given.viewer) == (False, False)
    given.living.move("close")
    assert reads(given.viewer) == (True, True)


@pytest.mark.parametrize("page", ["criteria/d1-c1", "domains/d1"])
@pytest.mark.parametrize("answered_before", [False, True])
def test_a_level_of_a_form_that_was_open_while_the_scale_changed_is_never_kept_in_its_new_sense(
    database: Database, sign_in: SignIn, page: str, *, answered_before: bool
) -> None:
    living = a_living_round(database, matrix=FIRST)
    if answered_before:  # the lowest level stays the lowest, so the move writes no version of this answer
        living.answer(level(1), criterion="d1-c1")
    respondent = sign_in(living.respondent)
    response = f"{base(living)}/respond/{living.partner}"
    opened = respondent.get(f"{response}/{page}")
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    sign_in(living.lead).get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    clash = opened.submit(expect=409, d1__c1__choice="3", d1__c1__reason="What I had just written.")
    assert "What I had just written.\n\n(Chosen before the scale of levels changed: 3 Maturing.)" in str(clash.soup)
    with living.database.reading() as session:
        found = living.sheet(session).answers
        assert [each.said.level for each in found.values()] == ([1] if answered_before else [])
    clash.submit(d1__c1__choice="")
    kept = respondent.get(f"{response}/criteria/d1-c1")
    assert "What I had just written." in kept.text
    assert 'value="3" checked' not in str(kept.soup)


def test_a_script_is_told_of_a_conflict_where_its_level_is_of_another_scale(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, matrix=FIRST)
    respondent = sign_in(living.respondent)
    address = f"{base(living)}/respond/{living.partner}/criteria/d1-c1"
    page = respondent.get(address)
    names = ("csrf_token", "d1-c1-based_on", "d1-c1-request_key", "d1-c1-asked")
    sent = {"d1-c1-choice": "3", **{name: page.value(name) for name in names}}
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    sign_in(living.lead).get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    answer = respondent.client.post(address, data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert '"conflict"' in answer.text


def test_words_that_were_chosen_on_the_same_scale_are_kept_over_a_move(database: Database, sign_in: SignIn) -> None:
    living = a_living_round(database, matrix=FIRST)
    opened = sign_in(living.respondent).get(f"{base(living)}/respond/{living.partner}/criteria/d1-c1")
    publish(living.database, every_change())
    sign_in(living.lead).get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    opened.submit(d1__c1__choice="3", d1__c1__reason="What I had just written.")
    with living.database.reading() as session:
        assert living.sheet(session).answers["d1-c1"].said.level == 3


def test_a_version_that_was_retired_while_the_page_was_open_moves_no_round_and_the_reason_is_kept(
    living: LivingRound, sign_in: SignIn
) -> None:
    second = every_change()
    publish(living.database, second)
    page = sign_in(living.lead).get(f"{base(living)}/matrix-version")
    with living.database.writing() as session:
        retire_matrix(session, key=second.key, version="2.0.0", by=None, now=NOW)
    refused = page.submit(expect=422, reason="Clearer words.")
    assert "There is no published version that says what changed" in refused.text
    assert "Clearer words." in refused.text
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
    assert head.matrix_hash == living.matrix.content_hash


def test_the_page_and_the_flash_say_who_has_to_submit_again(living: LivingRound, sign_in: SignIn) -> None:
    publish(living.database, every_change())
    lead = sign_in(living.lead)
    page = lead.get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    assert "3 of 3 people who had submitted before it must submit again. Undoing the move counts" in page.text
    assert "must submit again" not in sign_in(living.respondent).get(f"{base(living)}/matrix-version").text
    living.answer(level(4, "Newer."), criterion="d2-new", key="newer", now=datetime.now(UTC) + timedelta(minutes=1))
    again = page.submit()
    assert "1 person has to submit again" in again.text
    assert "Everybody else who had submitted before it counts as submitted." in again.text
    later = lead.get(f"{base(living)}/matrix-version").text
    assert "1 of 3 people who had submitted before it must submit again." in later
    assert "Undoing the move counts" not in later


def test_a_round_without_names_says_that_some_must_submit_again_and_no_number(
    living: LivingRound, sign_in: SignIn
) -> None:
    publish(living.database, every_change())
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    page = sign_in(living.lead).get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    assert "Not everybody who had submitted before it has submitted again." in page.text
    assert "of 3 people" not in page.text
    assert "counts as submitted again; who changed an answer" in page.submit().text


def test_an_answer_on_a_criterion_of_a_version_that_was_undone_is_read_by_its_author(
    living: LivingRound, sign_in: SignIn
) -> None:
    publish(living.database, every_change())
    lead = sign_in(living.lead)
    page = lead.get(f"{base(living)}/matrix-version").submit(reason="Clearer words.")
    living.answer(
        level(4, "On the new one."), criterion="d2-new", key="new", now=datetime.now(UTC) + timedelta(minutes=1)
    )
    assert "On the new one." not in page.submit().text
    own = sign_in(living.respondent).get(f"{base(living)}/matrix-version").text
    assert "Kept from version 2.0.0, to which the move was undone" in own
    assert "On the new one." in own


def test_the_page_says_that_a_newer_version_is_out_of_reach(living: LivingRound, sign_in: SignIn) -> None:
    second = every_change()
    publish(living.database, second)
    publish(living.database, a_version("3.0.0", second.domains, some_changes(since="2.0.0")))
    with living.database.writing() as session:
        retire_matrix(session, key=second.key, version=second.version, by=None, now=NOW)
    page = sign_in(living.lead).get(f"{base(living)}/matrix-version").text
    assert "leads over version 2.0.0, which is retired" in page
    assert "nothing to move to" not in page


@pytest.mark.parametrize("stamped", [True, False])
def test_a_response_is_not_submitted_from_a_page_that_asked_otherwise(
    database: Database, sign_in: SignIn, *, stamped: bool
) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.answer(level(2, "By the old words."), criterion="d1-c2")
    respondent = sign_in(living.respondent)
    response = f"{base(living)}/respond/{living.partner}"
    check = respondent.get(f"{response}/check")
    first, second = FIRST.domains
    amended = replace(first.criteria[1], title="Now with a budget")
    domains = (replace(first, criteria=(first.criteria[0], amended, first.criteria[2])), second)
    changes = some_changes(declared("d1-c2", Change.AMENDED, note="Asks for a budget."))
    publish_and_move(living, a_version("2.0.0", domains, changes))
    again = check.submit({} if stamped else {"asked": None}, expect=409, leave_blanks="y")
    which = "“Now with a budget” is" if stamped else "6 criteria are"
    assert f"what you are asked changed after you opened this page. {which} asked otherwise or anew." in again.text
    with living.database.reading() as session:
        assert living.seat(session).submitted_at is None
    again.submit(leave_blanks="y")
    with living.database.reading() as session:
        assert living.seat(session).submitted_at is not None


@pytest.mark.parametrize("on_behalf", [False, True])
def test_words_on_what_is_no_longer_asked_come_back_from_the_form_of_a_whole_domain(
    database: Database, sign_in: SignIn, *, on_behalf: bool
) -> None:
    living = a_living_round(database, matrix=FIRST)
    browser = sign_in(living.lead if on_behalf else living.respondent)
    path = "on-behalf/d1" if on_behalf else "domains/d1"
    opened = browser.get(f"{base(living)}/respond/{living.partner}/{path}")
    publish_and_move(living, every_change())
    refused = opened.submit(expect=409, d1__c1__choice="2", d1__c1__reason="Kept.", d1__c3__reason="On what is gone.")
    assert "“D1 c3” is not asked here any more" in refused.text
    assert "On what is gone." in refused.text
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        tier = Tier.POSITION if on_behalf else Tier.RESPONSE
        versions: Versions[Any] = POSITIONS if on_behalf else ANSWERS
        [rows] = list_said(session, round_id=head.id, tier=tier, versions=versions).values()
        assert {each: kept.said.reason for each, kept in rows.items()} == {"d1-c1": "Kept."}


def test_words_on_what_is_asked_in_another_domain_now_come_back_from_the_form_of_the_domain_of_before(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, matrix=FIRST)
    opened = sign_in(living.respondent).get(f"{base(living)}/respond/{living.partner}/domains/d1")
    one, two = FIRST.domains
    domains = (replace(one, criteria=one.criteria[1:]), replace(two, criteria=(one.criteria[0], *two.criteria)))
    publish_and_move(living, a_version("2.0.0", domains, some_changes(declared("d1-c1", Change.MOVED))))
    refused = opened.submit(expect=409, d1__c1__choice="2", d1__c1__reason="On what went elsewhere.")
    assert "“D1 c1” is not asked here any more" in refused.text
    assert "On what went elsewhere." in refused.text


def test_words_on_what_is_no_longer_asked_that_are_kept_already_are_in_nobodys_way(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.answer(level(2, "Kept already."), criterion="d1-c3")
    opened = sign_in(living.respondent).get(f"{base(living)}/respond/{living.partner}/domains/d1")
    publish_and_move(living, every_change())
    opened.submit(d1__c1__choice="2", d1__c1__reason="Kept.")


def test_all_text_comes_back_where_something_is_gone_and_something_else_is_asked_otherwise(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, matrix=FIRST)
    opened = sign_in(living.respondent).get(f"{base(living)}/respond/{living.partner}/domains/d1")
    publish_and_move(living, every_change())
    said = {"d1-c3-reason": "On what is gone.", "d1-c2-choice": "2", "d1-c2-reason": "To the old words."}
    refused = opened.submit(said, expect=409)
    assert "Everything else on the page was saved." not in refused.text
    assert all(text in refused.text for text in ("On what is gone.", "To the old words."))
