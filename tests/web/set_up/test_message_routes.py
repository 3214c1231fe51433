from __future__ import annotations

from datetime import date

from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.rounds import choose_participants
from tests.factories.installations import NOW, Setting
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn


def texts(page: Page) -> list[str]:
    return [area.get_text().strip() for area in page.soup.select("textarea[data-copy]")]


def test_each_respondent_has_a_message_with_the_link_of_their_page(
    lead: Browser, setting: Setting, sign_in: SignIn
) -> None:
    setting.add_round(closes_on=date(2026, 3, 27))
    setting.move("open")
    page = lead.get(setting.round_address()).follow("Tell the respondents")
    said = texts(page)
    for place, text in enumerate(said):
        own = f"{setting.round_address()}/respond/{setting.partners[place]}"
        assert f"http://localhost{own}\n" in text
        assert text.startswith(f"Dear Respondent {place + 1},\n\n“Spring 2026” of Three Rivers Collaborative is open")
        assert "You are asked 7 criteria, which takes about 14 minutes." in text
        assert "printed in the full report, under the name of" in text
        assert "planned to close on 27 March 2026" in text
        assert text.endswith("Best wishes,\nHelen Okoro")
        assert sign_in(setting.respondents[place]).get(own).address == own
    assert len(said) == 2
    assert "respondent1@three.example" in page.text


def test_who_has_begun_is_reminded_and_who_has_submitted_is_left_alone(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0, most=2, submit=False)
    page = lead.get(setting.round_address()).follow("Remind who has not submitted")
    first, second = texts(page)
    assert "is not submitted yet. What you wrote is saved." in first
    assert "is open, and you respond for" in second
    # Nobody is told how far another has come.
    assert "Respondent 2" not in first
    setting.answer(1)
    assert texts(lead.get(f"{setting.round_address()}/messages")) == [first]


def test_a_partner_that_nobody_responds_for_is_named(lead: Browser, setting: Setting, database: Database) -> None:
    setting.add_round()
    setting.move("open")
    first, second = setting.partners
    with database.writing() as session:
        head = get_round(session, collaborative=setting.collaborative, number=1)
        chosen = {first: None, second: setting.respondents[1]}
        choose_participants(session, head=head, respondents=chosen, by=setting.lead, now=NOW)
    name = lead.get(f"{setting.address}/partners").rows()[0][0]
    assert f"Nobody responds for {name}." in lead.get(setting.round_address()).text
    page = lead.get(f"{setting.round_address()}/messages")
    assert f"Nobody responds for {name}." in page.text
    assert len(texts(page)) == 1


def test_a_partner_whose_positions_came_on_paper_is_not_one_that_nothing_is_known_of(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    setting.move("open")
    with database.writing() as session:
        head = get_round(session, collaborative=setting.collaborative, number=1)
        nobody = dict.fromkeys(setting.partners)
        choose_participants(session, head=head, respondents=nobody, by=setting.lead, now=NOW)
    setting.enter_on_behalf(setting.partners[0], most=2)
    first, second = (row[0] for row in lead.get(f"{setting.address}/partners").rows())
    page = lead.get(f"{setting.round_address()}/messages")
    assert f"{first} has its position on 2 criteria, entered on its behalf." in page.text
    assert f"Nobody responds for {second}." in page.text
    assert f"Nobody responds for {first}" not in page.text


def test_a_round_that_is_not_open_has_no_messages(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/messages", expect=409)
    assert "nobody to write to" in page.text
    assert page.follow("Go to the round").h1 == "Spring 2026"
