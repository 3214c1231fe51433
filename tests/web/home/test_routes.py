"""The home page says what waits for a person, and the pages about the service are open to everybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import get_seat
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.message import MessageKind
from maturity.settings import Settings
from maturity.usecases.hand_over import hand_over
from maturity.usecases.post import NothingToSend
from maturity.usecases.room import open_room
from maturity.web.app import create_app
from tests.factories.installations import Setting, a_setting, an_account
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level, next_round
from tests.factories.posting import write_to_all
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database)


def test_a_lead_sees_the_rounds_under_way_and_not_the_closed_ones(living: LivingRound, sign_in: SignIn) -> None:
    lead = sign_in(living.lead)
    page = lead.get("/")
    assert page.links["Spring 2026: Northmere"] == f"/collaboratives/{living.collaborative}/rounds/1"
    assert "Open for responses" in page.text
    living.move("close-responding")
    assert "Agreeing levels" in lead.get("/").text
    living.move("close")
    assert "Spring 2026: Northmere" not in lead.get("/").links


def test_with_no_collaborative_yet_the_page_leads_to_the_matrices(
    living: LivingRound, administrator: Browser, database: Database, sign_in: SignIn
) -> None:
    author = an_account(database, name="Imogen Ward", may_author=True)
    for browser in (administrator, sign_in(author)):
        page = browser.get("/")
        assert page.links["Read the matrices that are here"] == "/matrices"
        assert page.links["add your own"] == "/matrices/add"
    set_up = sign_in(an_account(database, name="Sam Lock", may_set_up=True)).get("/")
    assert "Read the matrices that are here" in set_up.links
    assert "add your own" not in set_up.text
    for account in (an_account(database, name="Ed Frost"), living.lead):
        assert "Read the matrices" not in sign_in(account).get("/").text


def test_a_respondent_sees_what_to_answer_and_no_round_to_lead(living: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(living.respondent).get("/")
    assert "Spring 2026: Alder Trust" in page.links
    assert "Rounds under way" not in page.text


def test_a_response_says_on_the_home_page_how_far_it_has_come(living: LivingRound, sign_in: SignIn) -> None:
    person = sign_in(living.respondent)
    assert "To do 0 of 6 done" in person.get("/").text
    living.answer(level(2))
    assert "In progress 1 of 6 done" in person.get("/").text
    living.submit()
    said = person.get("/").text
    assert "Submitted on 4 March 2026" in said
    assert "1 of 6" not in said


def test_who_handed_everything_over_is_told_so_and_has_nothing_to_do(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    colleague = setting.add_colleague()
    setting.move("open")
    with setting.database.writing() as session:
        seats = [
            get_seat(
                session, collaborative=setting.collaborative, number=1, partner=setting.partners[0], account=account
            )
            for account in (setting.respondents[0], colleague)
        ]
        for domain in seats[0].matrix.domains:
            hand_over(session, seat=seats[0], domain_id=domain.id, to=seats[1].respondent, seen=None, now=NOW)
    person = sign_in(setting.respondents[0])
    page = person.get("/")
    assert "Handed to colleagues" in page.text
    assert "To do" not in page.text
    tasks = person.get(f"{setting.round_address()}/respond/{setting.partners[0]}")
    assert tasks.soup.select("#maincontent a.nhsuk-button:not(.nhsuk-button--secondary)") == []


def test_the_home_page_asks_as_often_with_two_rounds_as_with_one(
    living: LivingRound, sign_in: SignIn, count_queries: CountQueries
) -> None:
    lead = sign_in(living.lead)
    before = count_queries(lambda: lead.get("/"))
    next_round(living)
    assert count_queries(lambda: lead.get("/")) == before


@pytest.mark.parametrize("address", ["/who-sees-what", "/accessibility"])
def test_the_pages_about_the_service_need_no_sign_in(stranger: Browser, address: str) -> None:
    assert stranger.get(address).address == address


def test_who_sees_what_tells_of_votes_and_dissents_and_of_who_joins_later(stranger: Browser) -> None:
    said = stranger.get("/who-sees-what").text
    assert "only the people of a partner see its vote" in said
    assert "A dissent is shown and printed under the partner’s name, and never under a person’s" in said
    assert "before a colleague came, who then leads for the partner" in said
    assert "never takes the place of what the partner says itself" in said


def test_the_service_says_that_it_is_well(stranger: Browser) -> None:
    answer = stranger.client.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_no_logo_is_served_where_none_was_set(stranger: Browser) -> None:
    assert stranger.client.get("/logo").status_code == 404


def test_a_respondent_finds_what_waits_for_them_and_where_it_is(setting: Setting, sign_in: SignIn) -> None:
    respondent = sign_in(setting.respondents[0])
    setting.add_round(label="Spring 2026")
    assert "Spring 2026" not in respondent.get("/").text, "a draft waits for nobody"
    setting.move("open")
    page = respondent.get("/")
    assert "Spring 2026" in page.text
    address = f"{setting.round_address()}/respond/{setting.partners[0]}"
    assert address in page.links.values()
    assert respondent.get(address).response.status_code == 200


def test_everybody_finds_their_collaboratives_and_no_others(
    database: Database, setting: Setting, sign_in: SignIn
) -> None:
    for account in (setting.lead, setting.viewer, *setting.respondents):
        page = sign_in(account).get("/")
        assert page.links["Three Rivers Collaborative"] == setting.address
    page = sign_in(an_account(database)).get("/")
    assert "Three Rivers" not in page.text
    assert setting.address not in page.links.values()


def test_only_who_may_set_up_is_offered_it(setting: Setting, lead: Browser, sign_in: SignIn) -> None:
    assert "/collaboratives/new" in lead.get("/").links.values()
    assert "/collaboratives/new" not in sign_in(setting.viewer).get("/").links.values()


def test_the_logo_of_an_installation_is_served_with_every_header(database: Database, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    app = create_app(
        Settings(instance=tmp_path, secret_key="a secret for tests, of no worth", logo=logo), database=database
    )
    answer = app.test_client().get("/logo", buffered=True)
    assert answer.data == logo.read_bytes()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_during_a_meeting_the_room_and_the_pre_read_come_first(living: LivingRound, sign_in: SignIn) -> None:
    respondent, lead = sign_in(living.respondent), sign_in(living.lead)
    assert "Agreeing levels: Spring 2026" not in respondent.get("/").text
    living.move("close-responding")
    base = f"/collaboratives/{living.collaborative}/rounds/{living.number}"
    before = respondent.get("/")
    assert "The room is not open now." in before.text
    assert before.links["Read the pre-read for Alder Trust"] == f"{base}/prepare/pre-read/{living.partner}"
    assert lead.get("/").links["Prepare the meeting of Spring 2026, Northmere"] == f"{base}/prepare"
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        open_room(session, head=head, account=living.lead, now=NOW)
    for browser, words, screen in ((respondent, "Go to the room", "room"), (lead, "Lead the room", "room/facilitate")):
        page = browser.get("/")
        first = page.soup.select_one("#maincontent a")
        assert first is not None
        assert first.get_text() == f"{words} of Spring 2026, Northmere"
        assert first["href"] == f"{base}/{screen}"


def test_the_home_page_of_who_meets_in_two_rounds_asks_as_often_as_for_one(
    living: LivingRound, sign_in: SignIn, count_queries: CountQueries
) -> None:
    lead = sign_in(living.lead)
    living.move("close-responding")
    before = count_queries(lambda: lead.get("/"))
    number = next_round(living)
    replace(living, number=number).move("close-responding")
    assert lead.get("/").text.count("Agreeing levels: ") == 2
    assert count_queries(lambda: lead.get("/")) == before


def test_the_lead_of_a_partner_finds_the_positions_that_are_left_to_agree(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    setting.answer(0, level=2)
    assert "Agree your partner" not in sign_in(setting.respondents[0]).get("/").text, "a colleague has not submitted"
    setting.answer(0, level=4, account=colleague)
    page = sign_in(setting.respondents[0]).get("/")
    address = f"{setting.round_address()}/respond/{setting.partners[0]}/position"
    assert page.links["Agree your partner’s positions (0 of 7 agreed)"] == address
    assert "Agree your partner" not in sign_in(colleague).get("/").text


def test_the_worked_example_is_told_of_to_its_own_people_alone(
    app: Flask, setting: Setting, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = a_setting(setting.database, name="Other Collaborative")
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=True))
    told = "has held two rounds and opened a third"
    assert told not in sign_in(setting.viewer).get("/").text, "there is no worked example"
    with setting.database.writing() as session:
        lead = session.get_one(Account, setting.lead)
        lead.email_key = "lead@northmere.example"
    assert told in sign_in(setting.viewer).get("/").text
    assert told not in sign_in(other.viewer).get("/").text
    assert "Compare its last two rounds" not in sign_in(setting.viewer).get("/").links
    with setting.database.writing() as session:
        session.add(
            RoleGrant(account_id=setting.viewer, collaborative_id=other.collaborative, role=Role.VIEWER, granted_at=NOW)
        )
    links = sign_in(setting.viewer).get("/").links
    assert links["Compare its last two rounds"] == f"/collaboratives/{other.collaborative}/compare"
    monkeypatch.undo()
    assert told not in sign_in(setting.viewer).get("/").text


def test_a_round_that_is_scored_together_asks_for_no_response_and_has_no_pre_read(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, way=WayOfScoring.TOGETHER)
    browser = sign_in(living.respondent)
    home = browser.get("/")
    assert "Responses to give" not in home.text
    assert not any("pre-read" in name for name in home.links)
    base = f"/collaboratives/{living.collaborative}/rounds/{living.number}"
    browser.get(f"{base}/respond/{living.partner}", expect=404)
    browser.get(f"{base}/prepare/pre-read/{living.partner}", expect=404)
    lead = sign_in(living.lead).get(base)
    assert not any("pre-read" in button for button in lead.buttons)
    with pytest.raises(NothingToSend, match="no pre-read"):
        write_to_all(living, MessageKind.PRE_READ)
