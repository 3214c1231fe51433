"""The screens of the room and what is sent from them: the same by script and by plain forms."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text, update
from werkzeug.test import TestResponse

from maturity.core.declared_changes import Change, DeclaredChange
from maturity.core.matrix_rules import AgreementRule
from maturity.core.overlaid import Overlaid
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.consensus import list_consensus
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.ballot import BallotRow
from maturity.usecases.seats import take_seat
from maturity.usecases.set_up import add_person
from tests.factories.living_rounds import NOW, a_living_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.next_versions import FIRST, every_change, publish_and_move, without
from tests.factories.rooms import TheRoom, a_room, a_room_in
from tests.web.browser import Browser, words
from tests.web.conftest import Clock, CountQueries, SignIn


def lead(room: TheRoom, sign_in: SignIn) -> Browser:
    return sign_in(room.living.lead)


def person(room: TheRoom, sign_in: SignIn, place: int = 0) -> Browser:
    return sign_in(room.living.partners[room.partners[place]])


def seen_now(room: TheRoom, browser: Browser) -> int:
    """How far the room had come when this screen was drawn."""
    found = re.search(r'data-count="(\d+)"', browser.client.get(f"{room.address}?part=screen").text)
    assert found
    return int(found[1])


def send(room: TheRoom, browser: Browser, path: str, fields: dict[str, str] | None = None) -> TestResponse:
    """Send a form as the script of the page does."""
    token = browser.client.get(room.address.removesuffix("room") + "agree/token").get_json()["csrf_token"]
    data = {"csrf_token": token, **(fields or {})}
    return browser.client.post(f"{room.address}/{path}", data=data, headers={"Accept": "application/json"})


def test_the_room_says_that_the_words_of_a_criterion_are_local(database: Database, sign_in: SignIn) -> None:
    below = a_matrix(domains=some_domains(2, 3))
    local = (DeclaredChange("d1-c1", (Change.REWORDED,)),)
    matrix = replace(below, key="northmere", overlays=Overlaid(below.key, below.version, below.title, local, ()))
    room = a_room(a_living_round(database, matrix=matrix))
    page = person(room, sign_in).get(room.address)
    assert "Local wording" in [words(note) for note in page.soup.select(".app-room__talk .app-note")]


def test_the_room_says_nothing_of_local_words_where_there_are_none(room: TheRoom, sign_in: SignIn) -> None:
    assert "Local" not in person(room, sign_in).get(room.address).text


def test_after_a_round_went_back_its_positions_are_talked_about_again_and_not_the_vote_from_before(
    room: TheRoom, sign_in: SignIn
) -> None:
    viewer = person(room, sign_in)
    assert "The lowest and the highest speak first" in viewer.get(room.address).text
    room.ask()
    for place in range(3):
        room.vote(place, 2)
    voted = viewer.get(room.address).text
    assert "speak first" not in voted
    assert "went back to responding" not in voted
    with room.database.writing() as session:
        session.execute(update(BallotRow).values(revealed_at=NOW - timedelta(days=2)))
    room.living.move("reopen-responding", reason="They want to think.", now=NOW - timedelta(days=1))
    room.living.move("close-responding")
    after = viewer.get(room.address).text
    assert "Vote 1 Every partner voted. The round went back to responding after it." in after
    assert "The lowest and the highest speak first" in after
    room.ask()
    for place in range(3):
        room.vote(place, 3)
    again = viewer.get(room.address).text
    assert "Vote 2 Every partner voted." in again
    assert again.count("went back to responding after it") == 1
    assert "speak first" not in again


def test_a_round_is_agreed_in_the_room_by_forms_alone(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)
    page = conductor.get(f"{room.address}/facilitate").submit(button="Open a vote")
    assert "0 of 3 are in" in page.text
    for place in range(3):
        voter = person(room, sign_in, place)
        prefix = f"p{room.partners[place]}-"
        after = voter.get(room.address).submit(
            {f"{prefix}choice": "2", f"{prefix}reason": f"Why {place}."}, button="Send our vote"
        )
        assert after.address == room.address
        if place < 2:
            assert "You are in for" in after.text
            assert "2 Developing" in after.text
    page = conductor.get(f"{room.address}/facilitate")
    assert "Vote 1 Every partner voted." in page.text
    assert "Why 2." in page.text
    page = page.submit(
        {"d1-c1-choice": "2", "d1-c1-reason": "We met.", "d1-c1-moves_up": "A shared list."}, button="Record"
    )
    assert page.notice == "Saved."
    assert "What we agree: 2 Developing" in page.text
    mine = person(room, sign_in)
    assert "What would move us up: A shared list." in mine.get(room.address).text
    page = mine.get(room.address).follow("Record the dissent of Alder Trust").submit(reason="We say 1.")
    assert page.notice == "The dissent is recorded."
    assert "Dissent of Alder Trust: We say 1." in page.text
    assert "Record the dissent" not in page.text
    assert page.follow("Change the dissent of Alder Trust").value("reason") == "We say 1."
    page = conductor.get(f"{room.address}/facilitate").submit(button="Back")
    assert page.h1 != "Title of d1-c1"
    assert "Nothing recorded yet" in page.text


def test_the_lowest_and_the_highest_speak_first(room: TheRoom, sign_in: SignIn) -> None:
    said = lead(room, sign_in).get(f"{room.address}/facilitate").text
    assert "The lowest and the highest speak first: Alder Trust (1 " in said
    assert "then Cedar Alliance (3 " in said


def test_a_screen_asks_whether_there_is_something_new_and_hears_nothing_while_there_is_not(
    room: TheRoom, sign_in: SignIn
) -> None:
    browser = person(room, sign_in)
    count = seen_now(room, browser)
    answer = browser.client.get(f"{room.address}/state?seen={count}")
    assert (answer.status_code, answer.data) == (204, b"")
    room.ask()
    answer = browser.client.get(f"{room.address}/state?seen={count}")
    assert answer.json == {"count": count + 1}
    assert seen_now(room, browser) == count + 1


def test_every_act_of_the_conductor_is_the_same_by_script(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)

    def act(name: str, **fields: str) -> int:
        return send(room, conductor, f"acts/{name}", fields).status_code

    assert act("timer", minutes="5") == 200
    assert act("stop") == 200
    assert act("ask", criterion_id="d1-c1") == 200
    ballot = room.talk().tally
    assert ballot is not None
    assert act("go", criterion_id="d1-c2") == 409
    assert act("end") == 409
    assert act("withdraw", ballot=str(ballot.ballot.id)) == 200
    assert act("reveal", ballot=str(ballot.ballot.id)) == 409
    assert act("reveal", ballot="99") == 404
    assert act("reveal", ballot="x") == 400
    assert act("go", criterion_id="d1-c2") == 200
    assert act("go", criterion_id="nowhere") == 404
    assert act("end") == 200
    assert act("ask", criterion_id="d1-c2") == 409
    assert act("open") == 200
    assert room.talk().now_on.criterion.id == "d1-c2"


def test_a_vote_by_script_is_told_apart_from_one_that_is_too_late(room: TheRoom, sign_in: SignIn) -> None:
    room.ask()
    voter, partner = person(room, sign_in), room.partners[0]

    def cast(**fields: str) -> dict[str, object]:
        form = {"ballot": str(room.ballot), "choice": "3", "based_on": "0", "request_key": "a key"} | fields
        named = {f"p{partner}-{name}": value for name, value in form.items()}
        answer = send(room, voter, f"votes/{partner}", named)
        assert answer.json is not None
        return {"code": answer.status_code, **answer.json}

    assert cast(choice="17")["status"] == "not valid"
    assert cast()["status"] == "saved"
    assert cast(choice="1", request_key="another")["status"] == "conflict"
    room.reveal()
    late = cast(choice="1", based_on="1", request_key="another")
    assert (late["code"], late["status"]) == (409, "closed")
    assert "revealed before yours arrived" in str(late["message"])


def test_a_vote_that_a_colleague_overtook_comes_back_with_both(room: TheRoom, sign_in: SignIn) -> None:
    room.ask()
    voter, prefix = person(room, sign_in), f"p{room.partners[0]}-"
    page = voter.get(room.address)
    room.vote(0, 4)
    page = page.submit({f"{prefix}choice": "1", f"{prefix}reason": "Mine."}, button="Send our vote", expect=422)
    assert "changed meanwhile by Person 0: 4" in page.errors[0]
    assert (page.value(f"{prefix}choice"), page.value(f"{prefix}reason")) == ("1", "Mine.")
    page.submit(button="Send our vote")
    own = room.talk(room.living.respondent).tally
    assert own is not None
    assert own.own[room.partners[0]].said.level == 1


@pytest.mark.parametrize(
    "naming, said",
    [
        (Naming.NAMED, "Person 0"),
        (Naming.PARTNER_ONLY, "Person 0"),
        (Naming.ANONYMOUS, "a colleague of yours"),
    ],
)
def test_a_colleague_reads_who_of_the_partner_sent_its_vote(
    room: TheRoom, sign_in: SignIn, naming: Naming, said: str
) -> None:
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})
        added = add_person(
            session,
            collaborative=room.living.collaborative,
            name="Cleo Colleague",
            email="cleo@example.org",
            role=Role.RESPONDENT,
            partner=room.partners[0],
            by=room.living.lead,
            now=NOW,
        )
        take_seat(session, round_id=room.head().id, partner=room.partners[0], account=added.account)
    room.ask()
    colleague, sender, prefix = sign_in(added.account), person(room, sign_in), f"p{room.partners[0]}-"
    mine = colleague.get(room.address)
    room.vote(0, 4)
    [read] = colleague.get(room.address).soup.select(".app-room__own")
    assert words(read).startswith(f"You are in for Alder Trust: 4 Thriving sent by {said}")
    [own] = sender.get(room.address).soup.select(".app-room__own")
    assert "sent by" not in words(own)
    late = mine.submit({f"{prefix}choice": "1"}, button="Send our vote", expect=422)
    assert f"changed meanwhile by {said}: 4" in late.errors[0]


def test_a_vote_that_is_not_valid_comes_back_as_it_was_sent(room: TheRoom, sign_in: SignIn) -> None:
    room.ask()
    voter, prefix = person(room, sign_in), f"p{room.partners[0]}-"
    page = voter.get(room.address)

    def sent(reason: str, *, choice: str | None = "3") -> tuple[list[str], str, str]:
        fields = {f"{prefix}choice": choice, f"{prefix}reason": reason}
        again = page.submit(fields, button="Send our vote", expect=422)
        return again.errors, again.value(f"{prefix}choice"), again.value(f"{prefix}reason")

    long = "x" * 10_001
    assert sent(long) == (["Reason must be 10,000 characters or fewer."], "3", long)
    assert sent("A reason.", choice="17")[1:] == ("", "A reason.")
    assert sent(long, choice="17")[1:] == ("", long)
    assert sent("A reason.", choice=None) == (["Choose an answer, so that the words count."], "", "A reason.")
    tally = room.talk(room.living.respondent).tally
    assert tally is not None
    assert tally.partners_in == frozenset()
    room.reveal()
    room.ask()
    late = page.submit({f"{prefix}choice": "3", f"{prefix}reason": long}, button="Send our vote", expect=409)
    assert "The vote that this was for is over" in late.text
    assert long in late.text


def test_a_facilitator_enters_a_vote_without_ever_seeing_one(room: TheRoom, sign_in: SignIn) -> None:
    room.ask()
    conductor = lead(room, sign_in)
    page = conductor.get(f"{room.address}/facilitate").follow("Vote for Birch Trust")
    prefix = f"p{room.partners[1]}-"
    page = page.submit({f"{prefix}choice": "4", f"{prefix}reason": "From paper."}, button="Send the vote")
    assert "1 of 3 is in" in page.text
    again = conductor.get(f"{room.address}/votes/{room.partners[1]}/on-behalf")
    assert again.value(f"{prefix}choice") == ""
    assert "From paper." not in again.text
    room.vote(1, 2)
    late = again.submit({f"{prefix}choice": "1"}, button="Send the vote", expect=409)
    assert "has voted itself" in late.text
    assert "entered on its behalf" not in person(room, sign_in, 1).get(room.address).text


def test_a_partner_puts_on_record_where_it_stands_when_no_level_was_agreed(room: TheRoom, sign_in: SignIn) -> None:
    room.record(None, reason="Two camps.")
    mine = sign_in(room.living.partners[room.partners[0]])
    page = mine.get(room.address).follow("Record the dissent of Alder Trust")
    assert "Not agreed" in page.text
    assert "Where does Alder Trust stand, and why?" in page.text
    assert "Dissent of Alder Trust: We say 1." in page.submit(reason="We say 1.").text
    screen = sign_in(room.living.lead).get(f"{room.address}/facilitate")
    assert "Dissent of Alder Trust" in screen.links


def test_where_a_split_decides_the_room_says_beforehand_that_a_level_will_not_count_and_a_vote_lets_it(
    database: Database, sign_in: SignIn
) -> None:
    matrix = a_matrix(domains=some_domains(1, 2), agreement=AgreementRule(split_decides=True, split_name="Uncertain"))
    four = ("Alder Trust", "Birch Trust", "Cedar Alliance", "Dale Trust")
    room = a_room(a_living_round(database, partners=four, matrix=matrix))
    screens = (
        partial(lead(room, sign_in).get, f"{room.address}/facilitate"),
        partial(person(room, sign_in).get, room.address),
    )
    beforehand = "Partners are split, and by the rule of this matrix a split has no level: the result is “Uncertain”."
    for screen in screens:
        assert beforehand in screen().text
        assert "What we recorded" not in screen().text
    room.record(3)
    in_vain = "What we recorded: Uncertain 3 Maturing is recorded and does not count, because partners are split."
    for screen in screens:
        assert in_vain in screen().text
    room.ask()
    for place in range(4):
        room.vote(place, 3)
    for screen in screens:
        assert "What we agree: 3 Maturing" in screen().text
        assert "does not count" not in screen().text
        assert "a split has no level" not in screen().text
    room.ask()
    for place in range(4):
        room.vote(place, 1 + place)
    for screen in screens:
        assert in_vain in screen().text
        assert "Partners are split after their last vote" in screen().text


def test_once_partners_have_voted_how_they_stood_before_is_told_in_the_past(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)
    assert "Where each partner stands" in conductor.get(f"{room.address}/facilitate").text
    for levels in ((1, 2, 4), (3, 3, 3)):
        room.ask()
        for place, level in enumerate(levels):
            room.vote(place, level)
    page = conductor.get(f"{room.address}/facilitate")
    said = {words(row.select("h2")[0]): words(row) for row in page.soup.select("section.app-room__strip")}
    assert list(said) == ["Vote 2", "Where each partner stood before the vote", "Vote 1"]
    last, stood, first = said.values()
    assert "Partners are" not in stood + first
    assert "Partners were" in stood
    assert "Partners were" in first
    assert "Partners are aligned: all 3 gave Maturing." in last


def test_the_card_says_that_something_is_agreed_only_where_a_level_is(room: TheRoom, sign_in: SignIn) -> None:
    screen = lead(room, sign_in)
    room.record(2)
    assert "What we agree: 2 Developing" in screen.get(f"{room.address}/facilitate").text
    room.record(None, reason="We differ.")
    text = screen.get(f"{room.address}/facilitate").text
    assert "What we recorded: Not agreed" in text
    assert "What we agree:" not in text


def test_a_dissent_that_was_overtaken_or_comes_too_early_is_kept_on_the_page(room: TheRoom, sign_in: SignIn) -> None:
    conductor, partner = lead(room, sign_in), room.partners[0]
    address = f"{room.address}/dissents/d1-c1/{partner}/on-behalf"
    assert "Nothing is recorded to dissent from" in conductor.get(address, expect=409).text
    room.record(2)
    page = conductor.get(address)
    room.dissent(0, "They wrote.", on_behalf=True)
    page = page.submit(reason="I wrote.", expect=422)
    assert "They wrote." in page.errors[0]
    room.dissent(0, "We wrote.")
    assert "has written its dissent itself" in page.submit(reason="I wrote.", expect=409).text
    conductor.get(f"{room.address}/dissents/d1-c1/99/on-behalf", expect=404)


def test_what_a_partner_dissented_in_its_own_words_is_filled_into_no_form_of_another(
    room: TheRoom, sign_in: SignIn
) -> None:
    conductor = lead(room, sign_in)
    address = f"{room.address}/dissents/d1-c1/{room.partners[0]}/on-behalf"
    room.record(2)
    room.dissent(0, "They wrote.", on_behalf=True)
    assert conductor.get(address).value("reason") == "They wrote."
    room.dissent(0, "We wrote.")
    for answer in (
        conductor.get(address, expect=409),
        conductor.post(address, _a_dissent(room, conductor, "x" * 10_001), expect=409),
    ):
        assert "has written its dissent itself" in answer.text
        assert "We wrote." not in answer.text
    assert person(room, sign_in).get(address.removesuffix("/on-behalf")).value("reason") == "We wrote."
    room.dissent(0, "")
    assert conductor.get(address).value("reason") == ""


def _a_dissent(room: TheRoom, browser: Browser, words: str) -> dict[str, str | list[str]]:
    token = browser.client.get(room.address.removesuffix("room") + "agree/token").get_json()["csrf_token"]
    return {"csrf_token": token, "reason": words, "based_on": "1", "request_key": "a key"}


def test_the_room_shows_no_position_while_it_is_closed(database: Database, sign_in: SignIn) -> None:
    room = a_room_in(database, is_open=False)
    mine = person(room, sign_in)
    assert "not open yet" in mine.get(room.address).text
    conductor = lead(room, sign_in)
    page = conductor.get(f"{room.address}/facilitate").submit(button="Open the room")
    assert "Where each partner stands" in page.text
    page = page.submit(button="End the meeting")
    assert "The meeting has ended" in page.text
    assert "Reason 1." not in page.text
    room.living.move("reopen-responding", reason="One is missing.")
    for browser in (mine, conductor):
        page = browser.get(room.address)
        assert "not revealed yet" in page.text
        assert "Reason 1." not in page.text
    assert send(room, conductor, "acts/open").status_code == 409
    room.living.move("close-responding")
    room.living.move("close")
    assert "This round is closed" in mine.get(room.address).text


@pytest.mark.parametrize(
    "naming, shown, hidden",
    [
        (Naming.PARTNER_ONLY, ("Alder Trust (1 ",), ("Person 0",)),
        (Naming.NAMED, ("Alder Trust (Person 0) (1 ",), ()),
        (Naming.ANONYMOUS, ("The lowest (1 ", "the highest (3 "), ("Alder Trust", "Person 0", "Your partner")),
    ],
)
def test_the_screens_name_partners_as_the_round_allows(
    room: TheRoom, sign_in: SignIn, naming: Naming, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})
    said = lead(room, sign_in).get(f"{room.address}/facilitate").text
    assert [words for words in shown if words not in said] == []
    assert [words for words in hidden if words in said] == []
    if naming is Naming.ANONYMOUS:
        assert "Your partner is one of them." in person(room, sign_in).get(room.address).text


def test_a_vote_sent_empty_is_not_called_saved(room: TheRoom, sign_in: SignIn) -> None:
    ballot = room.ask()
    partner = room.partners[0]
    fields = {f"p{partner}-ballot": str(ballot), f"p{partner}-based_on": "0", f"p{partner}-request_key": "first"}
    voter = person(room, sign_in)
    empty = send(room, voter, f"votes/{partner}", fields)
    assert (empty.status_code, empty.get_json()["message"]) == (200, "Nothing to keep yet.")
    assert "0 of 3 are in" in voter.get(room.address).text
    kept = send(room, voter, f"votes/{partner}", {**fields, f"p{partner}-choice": "2"})
    assert kept.get_json()["message"].startswith("Saved at")


def test_before_the_last_vote_is_in_each_screen_says_that_the_facilitator_can_reveal_the_others(
    room: TheRoom, sign_in: SignIn
) -> None:
    room.ask()
    mine = person(room, sign_in).get(room.address).text
    assert "Nobody sees a vote until all are in or the facilitator reveals them." in mine
    facilitating = lead(room, sign_in).get(f"{room.address}/facilitate").text
    assert "Nobody sees a vote until all are in or you reveal them." in facilitating
    assert "If it is projected, enter the vote on another device." in facilitating


def test_without_names_the_button_that_reveals_early_waits_for_three_votes_and_the_page_says_why(
    room: TheRoom, sign_in: SignIn
) -> None:
    room.ask()
    room.vote(0, 2)
    early, why = "Reveal now, before all are in", "it would be known who voted how"
    conductor = lead(room, sign_in)
    named = conductor.get(f"{room.address}/facilitate").text
    assert (early in named, why in named) == (True, False)
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": Naming.ANONYMOUS})
    nameless = conductor.get(f"{room.address}/facilitate").text
    assert (early in nameless, why in nameless) == (False, True)
    assert "Not in yet: Birch Trust, Cedar Alliance." in nameless
    assert why not in person(room, sign_in).get(room.address).text, "it is of no button there"
    answer = send(room, conductor, "acts/reveal", {"ballot": str(room.ballot)})
    assert (answer.status_code, answer.get_json()["status"]) == (409, "not now")
    assert why in answer.get_json()["message"]
    assert room.is_voting()


def test_a_page_refreshes_itself_only_while_nothing_can_be_typed_on_it(room: TheRoom, sign_in: SignIn) -> None:
    conductor, voter = lead(room, sign_in), person(room, sign_in)

    def refreshes(browser: Browser, address: str) -> bool:
        return 'http-equiv="refresh"' in browser.get(address).response.text

    assert refreshes(voter, room.address)
    assert not refreshes(conductor, f"{room.address}/facilitate"), "what is agreed is typed here"
    room.ask()
    assert not refreshes(voter, room.address)
    assert refreshes(conductor, f"{room.address}/facilitate")
    room.vote(0, 2)
    assert refreshes(voter, room.address)


def test_the_timer_is_told_by_the_clock_of_the_server(room: TheRoom, sign_in: SignIn, clock: Clock) -> None:
    conductor = lead(room, sign_in)
    conductor.get(f"{room.address}/facilitate").submit(button="Start 5 minutes")
    clock.now = NOW + timedelta(minutes=1)
    page = conductor.get(f"{room.address}/facilitate").submit(button="2 more minutes")
    timer = page.soup.select("[role=timer]")[0]
    assert timer["data-ends"] == (NOW + timedelta(minutes=7)).isoformat()
    assert "Until 10:37am" in page.text


def test_the_timer_starts_at_the_minutes_that_the_agenda_gives_a_criterion(
    room: TheRoom, sign_in: SignIn, clock: Clock
) -> None:
    room.lasts(90)
    room.go("d1-c2")
    conductor = lead(room, sign_in)
    agenda = conductor.get(room.address.removesuffix("room") + "prepare/agenda")
    page = conductor.get(f"{room.address}/facilitate")
    minutes = int(re.findall(r"Start (\d+) minutes", page.text)[0])
    assert minutes > 5
    assert str(minutes) in [cell.get_text(strip=True) for cell in agenda.soup.select("td")]
    timer = page.submit(button=f"Start {minutes} minutes").soup.select("[role=timer]")[0]
    assert timer["data-ends"] == (clock.now + timedelta(minutes=minutes)).isoformat()


def test_one_button_stands_out_the_vote_until_a_result_is_recorded_and_then_the_way_on(
    room: TheRoom, sign_in: SignIn
) -> None:
    conductor = lead(room, sign_in)

    def quiet() -> dict[str, bool]:
        soup = conductor.get(f"{room.address}/facilitate").soup
        found = {name: soup.select_one(f"#act-{name}") for name in ("ask", "go-n")}
        return {name: "nhsuk-button--secondary" in button["class"] for name, button in found.items() if button}

    room.go("d1-c2")
    assert quiet() == {"ask": False, "go-n": True}
    room.record(None, criterion="d1-c2", reason="")
    assert quiet() == {"ask": False, "go-n": True}, "without its reason it does not count yet"
    room.record(2, criterion="d1-c2")
    assert quiet() == {"ask": True, "go-n": False}


def test_once_a_vote_is_revealed_recording_is_the_one_button_that_stands_out(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)
    room.ask()
    room.vote(0, 2)
    room.reveal()
    soup = conductor.get(f"{room.address}/facilitate").soup
    quiet = "nhsuk-button--secondary"
    assert [b["id"] for b in soup.select("#maincontent .nhsuk-button[id]") if quiet not in b["class"]] == [
        "to-record",
        "record-it",
    ], "the row of acts leads to the form"
    assert soup.select("#to-record")[0]["href"] == "#record"
    room.record(2)
    assert not conductor.get(f"{room.address}/facilitate").soup.select("#to-record")


def test_next_leads_to_what_is_still_open_and_the_page_says_how_much_that_is(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)
    page = conductor.get(f"{room.address}/facilitate")
    ids = [str(option["value"]) for option in page.soup.select("#go-to option")]
    last = len(ids) - 1

    def leads_to() -> str:
        soup = conductor.get(f"{room.address}/facilitate").soup
        return str(soup.select("form:has(#act-go-n) [name=criterion_id]")[0]["value"])

    room.go(ids[0])
    assert f"Criterion 1 of {len(ids)} · {len(ids)} left to agree" in conductor.get(f"{room.address}/facilitate").text
    room.record(2, criterion=ids[1])
    assert leads_to() == ids[2], "what has a result is passed over"
    assert f"{last} left to agree" in person(room, sign_in).get(room.address).text
    room.go(ids[last])
    room.record(2, criterion=ids[last])
    assert leads_to() == ids[0], "after the last it comes round to an earlier one that is open"
    for id_ in ids:
        room.record(2, criterion=id_)
    room.go(ids[0])
    assert leads_to() == ids[1], "with none left it goes in order"
    assert "all have a result" in conductor.get(f"{room.address}/facilitate").text


def test_what_was_agreed_stands_below_the_title_on_every_screen(room: TheRoom, sign_in: SignIn) -> None:
    screens = ((lead(room, sign_in), f"{room.address}/facilitate"), (person(room, sign_in), room.address))

    def said() -> list[list[str]]:
        return [[words(p) for p in who.get(at).soup.select(".app-room__talk .app-room__result")] for who, at in screens]

    assert said() == [[], []]
    room.record(2)
    assert said() == [["Agreed level: 2 Developing"]] * 2
    room.record(None, reason="We differ.")
    assert said() == [["Not agreed"]] * 2


def test_the_key_of_the_record_leads_to_its_first_level_or_to_what_is_recorded(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)

    def led_to() -> list[str]:
        return [str(e["value"]) for e in conductor.get(f"{room.address}/facilitate").soup.select("[data-key=a]")]

    assert led_to() == ["1"]
    room.record(2)
    assert led_to() == ["2"]


def test_of_a_vote_that_nobody_was_in_nobody_is_named_as_missing(room: TheRoom, sign_in: SignIn) -> None:
    room.ask()
    room.reveal()
    said = lead(room, sign_in).get(f"{room.address}/facilitate").text
    assert "Revealed by the facilitator when 0 of 3 were in." in said


@pytest.mark.parametrize("naming", list(Naming))
def test_a_vote_revealed_early_names_who_was_missing_where_the_round_names_partners(
    room: TheRoom, sign_in: SignIn, naming: Naming
) -> None:
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})
    room.ask()
    for place in range(2):
        room.vote(place, 2)
    with room.database.writing() as session:
        session.execute(update(BallotRow).values(revealed_at=NOW, revealed_by=room.living.lead))
    missing = "" if naming is Naming.ANONYMOUS else ", without Cedar Alliance"
    for browser, address in (
        (lead(room, sign_in), f"{room.address}/facilitate"),
        (person(room, sign_in), room.address),
    ):
        said = browser.get(address).text
        assert f"Revealed by the facilitator when 2 of 3 were in{missing}." in said


def test_the_room_of_a_closed_round_leads_to_the_results_and_refreshes_no_more(room: TheRoom, sign_in: SignIn) -> None:
    room.living.move("close")
    for browser, address in (
        (person(room, sign_in), room.address),
        (lead(room, sign_in), f"{room.address}/facilitate"),
    ):
        page = browser.get(address)
        assert 'http-equiv="refresh"' not in page.response.text
        assert "This page waits while you write" not in page.text
        assert "Results" in page.follow("The results of this round").h1


def test_nobody_conducts_or_votes_who_may_not(room: TheRoom, sign_in: SignIn) -> None:
    room.ask()
    voter = person(room, sign_in)
    voter.get(f"{room.address}/facilitate", expect=403)
    voter.get(f"{room.address}/votes/{room.partners[1]}", expect=404)
    voter.get(f"{room.address}/votes/{room.partners[0]}/on-behalf", expect=403)
    voter.get(room.address)
    assert voter.client.post(f"{room.address}/acts/reveal", data={"ballot": str(room.ballot)}).status_code == 403
    lead(room, sign_in).get(f"{room.address}/votes/{room.partners[0]}", expect=404)
    assert room.is_voting()


def test_a_record_that_lacks_its_reason_is_kept_and_not_called_done(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)

    def banner(**said: str) -> tuple[str, str, bool]:
        page = conductor.get(f"{room.address}/facilitate").submit(
            {f"d1-c1-{name}": value for name, value in said.items()}, button="Record"
        )
        [found] = page.soup.select(".nhsuk-notification-banner")
        title = found.select_one(".nhsuk-notification-banner__title")
        assert title is not None
        return title.get_text(), page.notice, "nhsuk-notification-banner--success" in found["class"]

    assert banner(choice="not-agreed") == ("Not finished", "Saved. Say why, so that it counts.", False)
    assert banner(choice="not-agreed", reason="Two camps.") == ("Done", "Saved.", True)


def test_a_stale_record_overwrites_nothing_and_gives_the_text_back(room: TheRoom, sign_in: SignIn) -> None:
    page = lead(room, sign_in).get(f"{room.address}/facilitate")
    room.record(3)
    refused = page.submit({"d1-c1-choice": "1", "d1-c1-reason": "My words."}, button="Record", expect=409)
    assert "My words." in refused.text
    assert room.talk().now_on.consensus.level == 3


def test_what_would_move_us_up_is_asked_in_the_same_words_in_the_room_and_on_the_page_of_its_criterion(
    room: TheRoom, sign_in: SignIn
) -> None:
    conductor = lead(room, sign_in)
    hints = [
        words(hint)
        for address in (f"{room.address}/facilitate", room.address.removesuffix("room") + "agree/criteria/d1-c1")
        for hint in conductor.get(address).soup.select("#d1-c1-moves_up-hint")
    ]
    assert hints == ["The one or two things that would bring us to the next level. Printed in the report."] * 2


def test_a_screen_that_has_seen_everything_costs_two_queries(
    room: TheRoom, sign_in: SignIn, count_queries: CountQueries
) -> None:
    browser = person(room, sign_in)
    count = seen_now(room, browser)
    assert count_queries(lambda: browser.client.get(f"{room.address}/state?seen={count}")) == 2


@pytest.mark.parametrize("by_script", [False, True])
def test_a_level_that_was_chosen_in_the_room_before_the_scale_changed_is_not_recorded_in_its_new_sense(
    database: Database, sign_in: SignIn, *, by_script: bool
) -> None:
    room = a_room(a_living_round(database, matrix=FIRST))
    browser = lead(room, sign_in)
    opened = browser.get(f"{room.address}/facilitate")
    form = opened.soup.select_one('form[action$="/levels/d1-c1"]')
    assert form is not None
    sent = {str(field["name"]): str(field["value"]) for field in form.select('input[type="hidden"]')}
    sent |= {"d1-c1-choice": "3", "d1-c1-reason": "So we agreed."}
    publish_and_move(room.living, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    if by_script:
        answer = send(room, browser, "levels/d1-c1", sent)
        assert (answer.status_code, answer.get_json()["status"]) == (409, "conflict")
    else:
        refused = browser.post(f"{room.address}/levels/d1-c1", dict(sent), expect=409)
        assert "Nothing was overwritten." in refused.text
        assert "So we agreed." in refused.text
    with room.database.reading() as session:
        assert list_consensus(session, round_id=room.head().id) == {}
    fresh = browser.get(f"{room.address}/facilitate").soup.select_one('input[name="d1-c1-asked"]')
    assert fresh is not None
    send(room, browser, "levels/d1-c1", {**sent, "d1-c1-asked": str(fresh["value"])})
    with room.database.reading() as session:
        assert list_consensus(session, round_id=room.head().id)["d1-c1"].said.level == 3


@pytest.mark.parametrize("on_behalf", [False, True])
def test_a_dissent_on_a_criterion_that_is_asked_no_more_is_refused_in_a_sentence_with_its_words(
    database: Database, sign_in: SignIn, *, on_behalf: bool
) -> None:
    room = a_room(a_living_round(database, matrix=FIRST))
    room.record(2)
    browser = lead(room, sign_in) if on_behalf else person(room, sign_in)
    address = f"{room.address}/dissents/d1-c1/{room.partners[0]}{'/on-behalf' if on_behalf else ''}"
    opened = browser.get(address)
    publish_and_move(room.living, without(FIRST, "d1-c1"))
    refused = opened.submit(reason="We hold that it is lower.", expect=409)
    assert "this criterion is asked no more" in refused.text
    assert "We hold that it is lower." in refused.text
    assert "this criterion is asked no more" in browser.get(address, expect=409).text


def test_who_gave_no_level_in_the_last_vote_is_said_beside_it_to_count_where_it_stood(
    room: TheRoom, sign_in: SignIn
) -> None:
    room.ask()
    room.vote(0, 3)
    room.vote(1, 3)
    room.reveal()
    said = "Cedar Alliance gave no level in the last vote and counts where it stood before."
    assert said in lead(room, sign_in).get(f"{room.address}/facilitate").text
    assert said in person(room, sign_in).get(room.address).text
    room.ask()
    for place in range(3):
        room.vote(place, 3)
    assert said not in person(room, sign_in).get(room.address).text


def test_the_room_of_a_meeting_that_ended_leads_to_what_comes_next(room: TheRoom, sign_in: SignIn) -> None:
    conductor = lead(room, sign_in)
    send(room, conductor, "acts/end")
    page = conductor.get(f"{room.address}/facilitate")
    assert "The meeting has ended." in page.text
    assert page.follow("How far the round is, and what comes next").address == room.address.removesuffix("/room")
