"""The pages on which a response is written: what they show, to whom, and where they lead."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.usecases.seats import take_seat
from maturity.usecases.sign_in import add_account
from tests.factories.living_rounds import NOW, LivingRound, level, next_round
from tests.web.browser import Browser, Page
from tests.web.conftest import CountQueries, SignIn
from tests.web.respond.conftest import FIRST


def test_the_task_list_says_how_far_one_has_come_and_how_long_the_rest_takes(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert "It takes about 12 minutes" in respondent.get(base).text
    living.answer(level(2))
    page = respondent.get(base)
    assert "1 of 6 criteria done" in page.text
    assert "About 10 minutes left" in page.text
    assert "In progress" in page.text


@pytest.mark.parametrize("naming", Naming)
def test_above_the_first_button_and_not_folded_away_stands_who_will_see_the_answers(
    respondent: Browser, living: LivingRound, base: str, naming: Naming
) -> None:
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    page = respondent.get(base)
    for folded in page.soup.select("details"):
        folded.decompose()
    said = page.text[: page.text.index("Start: ")]
    assert "nobody but you sees what you write before the lead of Northmere reveals the levels" in said
    assert "goes to whoever joins you and leads for Alder Trust" in said
    assert ("without your name" in said) is (naming is Naming.ANONYMOUS)
    assert "printed word for word in the full report" in said
    assert naming.meaning in said


def test_the_task_list_says_in_full_who_will_see_the_answers(respondent: Browser, base: str) -> None:
    said = respondent.get(base).text
    assert "Until the lead closes responding, nobody but you, as long as you respond alone" in said
    assert "If somebody joins you who leads for Alder Trust, what you have submitted goes to that person too" in said


def test_the_green_button_of_the_task_list_leads_to_the_next_criterion_and_to_the_check_once_all_are_dealt_with(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    def green(page: Page) -> list[tuple[str, str]]:
        found = page.soup.select("#maincontent a.nhsuk-button:not(.nhsuk-button--secondary)")
        return [(" ".join(each.get_text().split()), str(each["href"])) for each in found]

    page = respondent.get(base)
    assert green(page) == [("Start: D1 c1", f"{base}/criteria/d1-c1")]
    assert page.links["Check your answers"] == f"{base}/check"
    living.answer(level(2))
    assert green(respondent.get(base)) == [("Go on: D1 c2", f"{base}/criteria/d1-c2")]
    for criterion in ("d1-c2", "d1-c3", "d2-c1", "d2-c2", "d2-c3"):
        living.answer(level(2), criterion=criterion)
    assert green(respondent.get(base)) == [("Check your answers", f"{base}/check")]
    living.submit()
    assert green(respondent.get(base)) == []


@pytest.mark.parametrize("naming, nameless", [(Naming.NAMED, ""), (Naming.ANONYMOUS, ", without your name")])
def test_who_submitted_alone_is_told_of_a_colleague_who_comes_and_reads_it(
    respondent: Browser, living: LivingRound, base: str, naming: Naming, nameless: str
) -> None:
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    assert f"goes to that person too{nameless}, and this page says so." in respondent.get(base).text
    living.answer(level(2))
    living.submit()
    before = respondent.get(base)
    assert "reads it" not in before.text
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        joins = add_account(session, name="Nora New", email="nora@example.org", now=NOW, by=living.lead)
        take_seat(session, round_id=head.id, partner=living.partner, account=joins)
        for account, leads in ((living.respondent, False), (joins, True)):
            session.execute(update(Respondent).where(Respondent.account_id == account).values(is_partner_lead=leads))
    after = respondent.get(base)
    (inset,) = after.soup.select(".nhsuk-inset-text")
    assert f"Nora New, who leads for Alder Trust, reads it after submitting too{nameless}." in inset.get_text()


def test_a_respondent_reads_what_was_entered_on_the_partners_behalf_and_that_the_own_answer_stands(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert "Entered on behalf" not in respondent.get(base).text
    for criterion in ("d1-c1", "d1-c2"):
        living.enter_on_behalf(level(4, "It came on paper."), criterion=criterion, key=criterion)
    before = respondent.get(base).text
    assert "D1 c1, entered by Lena Lead." in before
    assert "“Thriving”" not in before, "nobody is told a level before giving one"
    living.answer(level(1, "Our own words."))
    living.submit()
    assert "D1 c1: “Thriving”, entered by Lena Lead." in respondent.get(base).text
    living.move("close-responding")
    after = respondent.get(base).text
    assert "D1 c1: “Thriving”, entered by Lena Lead. What Alder Trust says itself comes before it." in after
    assert "D1 c2: “Thriving”, entered by Lena Lead. It stands." in after


def test_last_rounds_level_and_reason_stand_beside_the_question_and_are_not_chosen(
    sign_in: SignIn, living: LivingRound
) -> None:
    living.answer(level(3, "So we saw it then."))
    living.submit()
    living.move("close-responding")
    living.move("close")
    number = next_round(living)
    page = sign_in(living.respondent).get(
        f"/collaboratives/{living.collaborative}/rounds/{number}/respond/{living.partner}/criteria/{FIRST}"
    )
    assert "Spring 2026: 3 Maturing" in page.text
    assert "So we saw it then." in page.text
    assert page.value("d1-c1-choice") == ""


@pytest.mark.parametrize("path", ["", "/criteria/d1-c1", "/domains/d1", "/check", "/token"])
def test_another_partners_response_is_not_there_for_anybody_else(
    sign_in: SignIn, living: LivingRound, base: str, path: str
) -> None:
    living.answer(level(4, "candid"))
    others = [account for partner, account in living.partners.items() if partner != living.partner]
    for account in (*others, living.lead):
        answer = sign_in(account).client.get(base + path)
        assert answer.status_code == 404
        assert "candid" not in answer.text


@pytest.mark.parametrize("path", ["/criteria/nothing", "/domains/nothing"])
def test_a_criterion_or_domain_that_is_not_asked_is_not_there(respondent: Browser, base: str, path: str) -> None:
    assert respondent.client.get(base + path).status_code == 404


def test_the_pages_ask_the_database_as_often_with_many_answers_as_with_none(
    respondent: Browser, living: LivingRound, base: str, count_queries: CountQueries
) -> None:
    def times(path: str) -> int:
        return count_queries(lambda: respondent.get(base + path))

    paths = ("", "/criteria/d1-c1", "/domains/d1", "/check")
    before = [times(path) for path in paths]
    for criterion in living.matrix.criteria:
        living.answer(Answer(state=AnswerState.DONT_KNOW), criterion=criterion.id, key=criterion.id)
    assert [times(path) for path in paths] == before


def test_the_home_page_lists_what_waits_and_says_when_it_is_done(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert respondent.get("/").links["Spring 2026: Alder Trust"] == base
    living.submit()
    assert "Submitted on 4 March 2026" in respondent.get("/").text


def test_a_reminder_leads_to_what_is_left_and_first_of_all_to_who_will_see_what(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert "Who will see what you write" in respondent.get(f"{base}/go-on").text
    living.answer(level(2, "Because."))
    assert respondent.get(f"{base}/go-on").h1 == living.matrix.criterion("d1-c2").title
    living.submit()
    living.move("close-responding")
    assert respondent.get(f"{base}/go-on").address == base


def test_the_token_of_a_page_names_the_person_that_it_is_for(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    assert respondent.client.get(f"{base}/token").get_json()["account"] == living.respondent
