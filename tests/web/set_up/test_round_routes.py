from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import list_matrices
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Role
from maturity.usecases.prepare import set_meeting_length
from maturity.usecases.room.conduct import open_room
from maturity.usecases.rounds import choose_participants
from maturity.usecases.set_up import add_person
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import NOW, Setting, a_setting
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn


def matrix_id(database: Database, key: str) -> str:
    with database.reading() as session:
        return str(next(entry.id for entry in list_matrices(session) if entry.key == key))


def test_a_lead_sets_a_round_up_as_a_draft(lead: Browser, setting: Setting, database: Database) -> None:
    form = lead.get(setting.address).follow("Set up the first round")
    assert "Nobody is ranked" in form.value("purpose")
    assert form.value("way") == "partners-first"
    assert "7 domains, 7 criteria, 5 levels. Gives a profile, without an overall result." in form.text
    # Criteria for other types of collaborative are not counted.
    assert "9 domains, 27 criteria, 4 levels. Gives a profile, and an overall result if you ask for it." in form.text
    page = form.submit(
        label=" Spring  2026 ",
        matrix=matrix_id(database, "transformation-lenses"),
        closes_on__day="27",
        closes_on__month="3",
        closes_on__year="2026",
    )
    assert page.h1 == "Spring 2026"
    assert page.notice == "Spring 2026 is set up as a draft. Check who takes part, then open it."
    assert "2 partners take part, each with somebody who responds. The round is ready to open." in page.text
    assert "Until 27 March 2026" in page.text
    assert page.follow("Seven lenses on a transformation, version 1.0.0").h1 == "Seven lenses on a transformation"
    assert "Planned for responses: until 27 March 2026" in lead.get(setting.address).text
    head = setting.head()
    assert (head.stage, head.closes_on, head.way) == (Stage.DRAFT, date(2026, 3, 27), WayOfScoring.PARTNERS_FIRST)


def test_every_matrix_can_be_read_before_it_is_chosen(lead: Browser, setting: Setting) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    readable = [text for text in form.links if "opens in a new tab" in text]
    assert len(readable) == 3
    for text in readable:
        form.follow(text)


def test_a_wrong_round_form_says_what_is_missing_and_keeps_the_rest(lead: Browser, setting: Setting) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    again = form.submit(purpose=" ", closes_on__day="30", closes_on__month="2", closes_on__year="2026", expect=422)
    assert again.errors == [
        "Enter a name for the round.",
        "Choose the matrix.",
        "Say what the round is for.",
        "Date responding closes must be a real date: February 2026 has 28 days.",
    ]
    assert again.value("closes_on-day") == "30"


def test_a_round_does_not_close_before_it_opens(lead: Browser, setting: Setting, database: Database) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    again = form.submit(
        label="A",
        matrix=matrix_id(database, "transformation-lenses"),
        opens_on__day="2",
        opens_on__month="3",
        opens_on__year="2026",
        closes_on__day="1",
        closes_on__month="3",
        closes_on__year="2026",
        expect=422,
    )
    assert again.errors == ["The date responding closes must be the same as or after the date it opens."]


def test_a_matrix_that_is_not_there_is_refused(lead: Browser, setting: Setting) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    assert form.submit(label="A", matrix="99", expect=422).errors == ["Choose the matrix."]


def test_an_overall_result_is_asked_for_only_where_a_matrix_leaves_it_to_the_round(
    lead: Browser, setting: Setting, database: Database
) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    assert "Only “Provider collaborative development matrix” leaves this to you." in form.text
    form.submit(label="One", matrix=matrix_id(database, "provider-collaborative-development"), shows_overall="y")
    assert setting.head(1).shows_overall
    form.submit(label="Two", matrix=matrix_id(database, "transformation-lenses"), shows_overall="y")
    assert not setting.head(2).shows_overall
    assert "Shown beside the profile" in lead.get(setting.round_address(1)).text
    assert "Overall result" not in lead.get(setting.round_address(2)).text


def test_the_matrix_of_the_last_round_is_chosen_for_the_next(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    form = lead.get(f"{setting.address}/rounds/new")
    assert form.value("matrix") == matrix_id(database, "transformation-lenses")


def test_planned_dates_are_called_planned(lead: Browser, setting: Setting, database: Database) -> None:
    made = lead.get(f"{setting.address}/rounds/new").submit(
        label="A",
        purpose="To see where we are.",
        matrix=matrix_id(database, "transformation-lenses"),
        way="partners-first",
        opens_on__day="2",
        opens_on__month="3",
        opens_on__year="2026",
        closes_on__day="20",
        closes_on__month="3",
        closes_on__year="2026",
    )
    assert "Planned for responses 2 March 2026 to 20 March 2026" in made.soup.get_text(" ", strip=True)


def test_a_draft_can_change_in_everything(lead: Browser, setting: Setting, database: Database) -> None:
    setting.add_round()
    form = lead.get(setting.round_address()).follow("Change the details")
    assert form.value("label") == "Spring 2026"
    page = form.submit(
        label="Autumn 2026", way="together", matrix=matrix_id(database, "provider-collaborative-development")
    )
    assert page.h1 == "Autumn 2026"
    assert "Start agreeing levels" in page.links
    assert [step.get_text(" ", strip=True) for step in page.soup.select(".app-stages__name")] == [
        "Draft",
        "Agreeing levels",
        "Closed",
    ]


def test_an_open_round_keeps_its_matrix_and_way_even_when_a_form_says_otherwise(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    setting.move("open")
    form = lead.get(setting.round_address()).follow("Change the details")
    assert "Fixed since the round opened" in form.text
    assert form.soup.select('[name="matrix"]') == []
    page = form.submit(
        label="Renamed", way="together", matrix=matrix_id(database, "provider-collaborative-development")
    )
    assert page.h1 == "Renamed"
    head = setting.head()
    assert (head.matrix_title, head.way) == ("Seven lenses on a transformation", WayOfScoring.PARTNERS_FIRST)


def test_a_draft_form_sent_after_the_round_opened_overwrites_nothing(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    form = lead.get(f"{setting.round_address()}/edit")
    setting.move("open")
    stale = form.submit(label="Late", expect=409)
    assert ["Name", "Spring 2026", "Late"] in stale.rows("Both versions")
    assert setting.head().label == "Spring 2026"
    assert stale.submit().h1 == "Late"


def test_a_stale_save_of_a_draft_shows_both(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    first, second = (lead.get(f"{setting.round_address()}/edit") for _ in range(2))
    first.submit(purpose="The first purpose.")
    stale = second.submit(label="Second", expect=409)
    assert ["Purpose", "The first purpose.", "To learn."] in stale.rows("Both versions")
    assert stale.value("label") == "Second"


def test_a_closed_round_cannot_be_changed(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    form = lead.get(f"{setting.round_address()}/edit")
    for move in ("open", "close-responding", "close"):
        setting.move(move)
    lead.get(f"{setting.round_address()}/edit", expect=409)
    stale = form.submit(label="Late", expect=409)
    assert stale.submit(label="Late", expect=409).h1 == "This does not fit what is there now"
    assert setting.head().label == "Spring 2026"


def nobody_for(setting: Setting, place: int) -> None:
    """Let nobody respond for the partner at this place."""
    with setting.database.writing() as session:
        head = get_round(session, collaborative=setting.collaborative, number=1)
        people = {
            partner: None if at == place else setting.respondents[at] for at, partner in enumerate(setting.partners)
        }
        choose_participants(session, head=head, respondents=people, by=setting.lead, now=NOW)


def action(browser: Browser, setting: Setting) -> tuple[str, str]:
    """What the page of the round says is next, and its one button."""
    page = browser.get(setting.round_address())
    buttons = [
        link.get_text(strip=True) for link in page.soup.select(".app-next a.nhsuk-button:not(.nhsuk-button--secondary)")
    ]
    assert len(buttons) <= 1
    said = page.soup.select_one(".app-next > p")
    assert said is not None
    return said.get_text(strip=True), "".join(buttons)


def test_what_is_next_for_the_lead_at_each_stage(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    assert action(lead, setting)[1] == "Open the round"
    setting.move("open")
    assert action(lead, setting) == ("0 of 2 partners submitted so far. 2 have not started.", "Tell the respondents")
    assert "Close responding and reveal" in lead.get(setting.round_address()).links  # beside it, when time is up
    setting.answer(0)
    assert action(lead, setting) == (
        "1 of 2 partners submitted so far. 1 has not started.",
        "Remind who has not submitted",
    )
    setting.answer(1)
    assert action(lead, setting) == ("Every partner has submitted.", "Close responding and reveal")
    setting.move("close-responding")
    said, next_one = action(lead, setting)
    assert said.startswith("0 of 7 criteria have a result. Prepare the meeting")
    assert next_one == "Prepare the meeting"
    prepare_for(setting, minutes=90)
    assert action(lead, setting) == ("0 of 7 criteria have a result. Open the room when you meet.", "Lead the room")
    setting.agree(most=1)
    with setting.database.writing() as session:
        open_room(session, head=setting.head(), account=setting.lead, now=NOW)
    assert action(lead, setting) == ("1 of 7 criteria have a result. The room is open.", "Lead the room")
    setting.agree()
    assert action(lead, setting) == (
        "Every criterion has a result. Close the round to make it final.",
        "Close the round",
    )
    setting.move("close")
    assert action(lead, setting) == ("The result is final.", "See the results")


def prepare_for(setting: Setting, *, minutes: int) -> None:
    with setting.database.writing() as session:
        head = setting.head()
        set_meeting_length(session, head=head, minutes=minutes, based_on=head.version, by=setting.lead, now=NOW)


def test_a_facilitator_is_led_from_preparing_to_the_room(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    facilitator = sign_in(setting.add_facilitator())
    for move in ("open", "close-responding"):
        setting.move(move)
    assert action(facilitator, setting)[1] == "Prepare the meeting"
    prepare_for(setting, minutes=90)
    assert action(facilitator, setting)[1] == "Lead the room"


def test_the_lead_sees_how_many_positions_a_partner_has_agreed_and_nobody_else_does(
    lead: Browser, setting: Setting, sign_in: SignIn
) -> None:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook")
    setting.move("open")
    setting.answer(0, level=2)
    setting.answer(1)
    assert "0 of 7 positions agreed" in lead.get(setting.round_address()).rows()[0][2]
    assert "positions agreed" not in action(lead, setting)[0], "a colleague is still waited for"
    setting.answer(0, level=4, account=colleague)
    assert action(lead, setting) == (
        "Every partner has submitted. Left to agree: Alder Vale Trust, 0 of 7 positions agreed.",
        "Remind who has positions to agree",
    )
    assert "positions agreed" not in sign_in(setting.respondents[1]).get(setting.round_address()).text
    asked = lead.get(f"{setting.round_address()}/moves/close-responding").text
    assert "Alder Vale Trust: 0 of 7 positions agreed" in asked


def test_an_open_round_always_links_to_its_messages_and_reminding_goes_before_choosing_people(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    colleague = setting.add_colleague(name="Ada Brook")
    nobody_for(setting, 1)
    setting.move("open")

    def messages() -> str:
        links = lead.get(setting.round_address()).soup.select(".app-next a")
        found = [link.get_text() for link in links if str(link["href"]) == f"{setting.round_address()}/messages"]
        assert len(found) == 1
        return found[0]

    assert messages() == "Tell the respondents"
    for account in (setting.respondents[0], colleague):
        setting.answer(0, account=account)
    assert messages() == action(lead, setting)[1] == "Remind who has positions to agree"
    assert "Change who takes part" in lead.get(setting.round_address()).links


def test_the_messages_of_an_open_round_are_linked_when_nobody_is_left_to_write_to(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    nobody_for(setting, 1)
    setting.move("open")
    setting.answer(0)
    assert action(lead, setting)[1] == "Change who takes part"
    page = lead.get(setting.round_address()).follow("See the messages")
    assert page.address == f"{setting.round_address()}/messages"


def test_for_a_partner_without_people_it_is_offered_to_enter_its_positions_from_paper(
    lead: Browser, setting: Setting, sign_in: SignIn
) -> None:
    setting.add_round()
    nobody_for(setting, 0)
    assert "positions can be entered from paper where nobody responds" in action(lead, setting)[0]
    setting.move("open")
    setting.answer(1)
    offered = "Answers on paper: enter its positions for Alder Vale Trust"
    place = f"{setting.round_address()}/respond/{setting.partners[0]}/on-behalf"
    links = lead.get(setting.round_address()).links
    assert links[offered] == links["Enter the positions of Alder Vale Trust from paper"] == place
    assert not [text for text in links if text.startswith("Answers on paper") and text != offered]
    assert offered not in sign_in(setting.respondents[1]).get(setting.round_address()).links


@pytest.mark.parametrize("way", WayOfScoring)
def test_the_page_of_a_round_says_whose_name_is_shown_however_it_is_scored(
    lead: Browser, setting: Setting, way: WayOfScoring
) -> None:
    setting.add_round(way=way, naming=Naming.ANONYMOUS)
    assert "Whose name is shown No name" in lead.get(setting.round_address()).text


def test_without_names_nobody_is_led_to_a_reveal_or_to_a_paper_that_would_tell_who_said_what(
    database: Database, sign_in: SignIn
) -> None:
    setting = a_setting(database, partners=3)
    lead = sign_in(setting.lead)
    setting.add_round(naming=Naming.ANONYMOUS)
    nobody_for(setting, 2)
    setting.move("open")
    setting.answer(0)
    setting.answer(1)
    assert action(lead, setting)[1] == "Change who takes part"
    assert "Enter the positions of Cedarwell Trust from paper" not in lead.get(setting.round_address()).links
    setting.enter_on_behalf(setting.partners[2], most=7)
    said, button = action(lead, setting)
    assert "only 2 partners have submitted" in said
    assert "Choose somebody who responds for Cedarwell Trust." in said
    assert button == "Change who takes part"


def test_while_a_paper_is_entered_the_rest_of_it_is_what_comes_next(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    nobody_for(setting, 0)
    setting.move("open")
    setting.answer(1)
    setting.enter_on_behalf(setting.partners[0], most=2)
    assert action(lead, setting)[1] == "Enter the other positions of Alder Vale Trust from paper"
    page = lead.get(setting.round_address())
    assert not [text for text in page.links if text.startswith("Answers on paper")]
    assert page.follow("Change who takes part").address == f"{setting.round_address()}/participants"


def test_a_partner_entered_on_its_behalf_is_not_said_to_need_a_respondent(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    nobody_for(setting, 0)
    setting.move("open")
    setting.answer(1)
    assert "Nobody responds for Alder Vale Trust." in action(lead, setting)[0]
    setting.enter_on_behalf(setting.partners[0], most=2)
    page = lead.get(setting.round_address())
    assert page.rows()[0][1:] == ["Entered on its behalf: 2 of 7 criteria", "Entered on its behalf"]
    assert "Positions entered on behalf of Alder Vale Trust, 2 of 7." in action(lead, setting)[0]
    assert "Nobody responds" not in page.text
    setting.enter_on_behalf(setting.partners[0], most=7)
    assert action(lead, setting) == (
        "Every partner has submitted, or was entered on its behalf.",
        "Close responding and reveal",
    )
    asked = lead.get(f"{setting.round_address()}/moves/close-responding").text
    assert "not submitted" not in asked
    assert "Alder Vale Trust: 7 criteria" in asked


def test_who_does_not_lead_reads_nothing_of_what_was_entered_before_the_reveal(
    setting: Setting, sign_in: SignIn
) -> None:
    setting.add_round()
    nobody_for(setting, 0)
    setting.move("open")
    setting.enter_on_behalf(setting.partners[0], most=2)
    assert "ntered" not in sign_in(setting.respondents[1]).get(setting.round_address()).text


def test_a_draft_says_how_many_could_respond_for_a_partner_and_leads_to_the_choice(
    lead: Browser, setting: Setting
) -> None:
    with setting.database.writing() as session:
        add_person(
            session,
            collaborative=setting.collaborative,
            name="Ada Brook",
            email="ada@example.org",
            role=Role.RESPONDENT,
            partner=setting.partners[0],
            by=setting.lead,
            now=NOW,
        )
    setting.add_round()
    page = lead.get(setting.round_address())
    assert "2 people could respond: choose who" in page.rows()[0][1]
    assert "Choose who responds for Alder Vale Trust." in action(lead, setting)[0]
    chosen = page.follow("2 people could respond: choose who for Alder Vale Trust")
    assert "Ada Brook" in chosen.text


def test_what_is_next_for_a_respondent_at_each_stage(setting: Setting, sign_in: SignIn) -> None:
    respondent = sign_in(setting.respondents[0])
    setting.add_round()
    setting.move("open")
    assert action(respondent, setting)[1] == "Respond for Alder Vale Trust"
    setting.answer(0)
    assert action(respondent, setting)[1] == "See your response for Alder Vale Trust"
    setting.move("close-responding")
    assert action(respondent, setting)[1] == "See where the partners stand"
    setting.move("close")
    assert action(respondent, setting)[1] == "See the results"


def test_a_viewer_waits_for_the_result(setting: Setting, sign_in: SignIn) -> None:
    viewer = sign_in(setting.viewer)
    setting.add_round()
    setting.move("open")
    assert action(viewer, setting)[1] == ""
    setting.move("close-responding")
    assert action(viewer, setting)[1] == ""
    setting.move("close")
    assert action(viewer, setting)[1] == "See the results"


def test_a_closed_round_leads_to_its_comparison_with_the_closed_one_before(
    lead: Browser, setting: Setting, sign_in: SignIn
) -> None:
    first = hold_round(setting, partners=(2, 2), label="Spring 2026")
    assert "Compare with Spring 2026" not in lead.get(setting.round_address(first)).links
    second = hold_round(setting, partners=(2, 2), label="Autumn 2026")
    address = f"/collaboratives/{setting.collaborative}/compare?from={first}&to={second}"
    for browser in (lead, sign_in(setting.respondents[0]), sign_in(setting.viewer)):
        page = browser.get(setting.round_address(second))
        assert page.links["Compare with Spring 2026"] == address
        assert page.follow("Compare with Spring 2026").h1 == "Compare Spring 2026 with Autumn 2026"
        assert "Compare with" not in " ".join(browser.get(setting.round_address(first)).links)


def test_the_list_of_rounds_names_the_version_of_the_matrix_of_each(viewer: Browser, setting: Setting) -> None:
    hold_round(setting, partners=(2, 2))
    page = viewer.get(f"/collaboratives/{setting.collaborative}")
    assert "Seven lenses on a transformation, version 1.0.0" in page.text


def test_the_draft_of_a_later_round_says_to_check_the_people_that_are_filled_in(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    assert "Check it before you open" not in action(lead, setting)[0]
    setting.move("open")
    number = setting.add_round(label="Autumn 2026")
    said = lead.get(setting.round_address(number)).soup.select(".app-next p")[0].get_text()
    assert "Who responds is offered as it was in “Spring 2026”. Check it before you open." in said


def test_a_draft_that_lacks_something_says_what(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/participants")
    partners = [f"partner-{partner}-" for partner in setting.partners]
    page.submit({f"{partner}respondent": "" for partner in partners})
    assert action(lead, setting) == (
        "Nobody has been named yet to respond for a partner.",
        "Choose who takes part",
    )
    page = lead.get(f"{setting.round_address()}/participants")
    page.submit({f"{partner}takes_part": None for partner in partners})
    assert action(lead, setting) == ("No partner takes part yet.", "Choose who takes part")


def test_the_lead_sees_how_far_each_partner_has_come_and_never_what_it_said(lead: Browser, setting: Setting) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0)
    setting.answer(1, most=3, submit=False)
    page = lead.get(setting.round_address())
    assert [row[1:] for row in page.rows()] == [
        ["Respondent 1 7 of 7 done, submitted", "Submitted on 4 March 2026"],
        ["Respondent 2 3 of 7 done", "Started"],
    ]
    assert "Because we see it." not in page.response.text


def test_nobody_else_sees_how_far_another_partner_has_come(setting: Setting, sign_in: SignIn) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer(0)
    for account in (setting.viewer, setting.respondents[1]):
        page = sign_in(account).get(setting.round_address())
        assert [row[1:] for row in page.rows()] == [["Respondent 1"], ["Respondent 2"]]
        assert "Submitted" not in page.text


@pytest.mark.parametrize("number", [2, 0, 99_999])
def test_a_round_that_is_not_there_is_not_found(lead: Browser, setting: Setting, number: int) -> None:
    setting.add_round()
    for page in ("", "/edit", "/participants", "/moves/open"):
        lead.get(f"{setting.round_address(number)}{page}", expect=404)


def test_the_pages_ask_the_database_as_often_for_thirty_partners_as_for_one(
    database: Database, sign_in: SignIn, count_queries: CountQueries
) -> None:
    small, large = a_setting(database, partners=1), a_setting(database, partners=30, name="Large one")
    for setting in (small, large):
        setting.add_round()
        setting.move("open")
    for _ in range(30):
        large.add_round()
    few, many = sign_in(small.lead), sign_in(large.lead)
    for page in ("", "/edit", "/participants", "/moves/close-responding"):
        few.get(small.round_address() + page)  # what is read once in a process is read
        small_address, large_address = small.round_address() + page, large.round_address() + page
        for_one = count_queries(partial(few.get, small_address))
        assert count_queries(partial(many.get, large_address)) == for_one, page


def test_a_second_press_shows_the_round_that_the_first_one_made(
    lead: Browser, setting: Setting, database: Database
) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    matrix = matrix_id(database, "transformation-lenses")
    pages = [form.submit(label="Spring 2026", matrix=matrix) for _ in range(2)]
    assert [page.address for page in pages] == [setting.round_address(1)] * 2
    lead.get(setting.round_address(2), expect=404)
    # Coming back to the form and changing it is another round.
    assert form.submit(label="Summer 2026", matrix=matrix).address == setting.round_address(2)
    assert lead.get(f"{setting.address}/rounds/new").submit(label="Spring 2026", matrix=matrix).address.endswith("/3")


def test_a_purpose_that_is_too_long_is_named_and_counted(lead: Browser, setting: Setting, database: Database) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    matrix = matrix_id(database, "transformation-lenses")
    again = form.submit(label="A", matrix=matrix, purpose="x" * 5_001, expect=422)
    assert again.errors == ["Purpose must be 5,000 characters or fewer."]
    (counter,) = again.soup.select("[data-module=nhsuk-character-count]")
    assert counter["data-maxlength"] == "5000"
    assert form.submit(label="A", matrix=matrix, purpose="x" * 5_000).h1 == "A"


def test_the_dates_of_a_round_are_of_these_decades(lead: Browser, setting: Setting) -> None:
    form = lead.get(f"{setting.address}/rounds/new")
    again = form.submit(label="A", closes_on__day="27", closes_on__month="Mar", closes_on__year="0026", expect=422)
    assert "Date responding closes must have a year from 2000 to 2100. Enter all four numbers." in again.errors


def test_whose_name_is_shown_is_chosen_in_the_draft_and_fixed_when_the_round_opens(
    lead: Browser, setting: Setting
) -> None:
    setting.add_round()
    page = lead.get(f"{setting.round_address()}/edit")
    assert page.value("naming") == "partner-only"
    assert "No person is named." in page.text
    page.submit(naming="nobody", expect=422)
    page.submit(naming="anonymous")
    assert setting.head().naming is Naming.ANONYMOUS
    setting.move("open")
    after = lead.get(f"{setting.round_address()}/edit")
    assert after.soup.find("input", attrs={"name": "naming"}) is None
    assert "Whose name stands beside what is said No name" in after.text
    after.submit(label="Another name")
    assert setting.head().naming is Naming.ANONYMOUS
