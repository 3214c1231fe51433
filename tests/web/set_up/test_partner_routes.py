from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from maturity.core.collaborative import PartnerType
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import PartnerFacts, list_partners
from tests.factories.installations import Setting, a_setting
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn


def facts(database: Database, setting: Setting, name: str) -> PartnerFacts:
    with database.reading() as session:
        return next(p for p in list_partners(session, collaborative=setting.collaborative) if p.name == name)


def test_a_lead_adds_a_partner(lead: Browser, setting: Setting, database: Database) -> None:
    page = lead.get(f"{setting.address}/partners").follow("Add a partner")
    page = page.submit(
        name="Vale Council",
        type="local-authority",
        ods_code=" a1b ",
        joined_on__day="1",
        joined_on__month="4",
        joined_on__year="2025",
    )
    assert page.notice == "Vale Council is added."
    assert ["Vale Council", "Local authority", "A1B", "1 April 2025", "Change Vale Council"] in page.rows("Partner")
    added = facts(database, setting, "Vale Council")
    assert (added.type, added.ods_code, added.joined_on) == (PartnerType.LOCAL_AUTHORITY, "A1B", date(2025, 4, 1))


WRONG_YEAR = "Date it joined must have a year from 1900 to 2100. Enter all four numbers."
WRONG_DATE = (
    "Date it joined must be a date from 1 January 1900 to 31 December 2100. "
    "Enter a day, a month and a year, such as 5 3 2026."
)
WRONG_MONTH = "Date it joined must have a month from 1 to 12, or its name, such as 11 or November."


@pytest.mark.parametrize("month", ["11", "November", "november", "Nov", "Nov.", "NOVEM"])
def test_a_month_may_be_written_as_its_name(lead: Browser, setting: Setting, month: str) -> None:
    page = lead.get(f"{setting.address}/partners/new").submit(
        name="Vale", type="vcse", joined_on__day="5", joined_on__month=month, joined_on__year="2025"
    )
    assert "5 November 2025" in page.text


def test_a_name_that_is_too_long_is_named(lead: Browser, setting: Setting) -> None:
    again = lead.get(f"{setting.address}/partners/new").submit(name="x" * 201, type="vcse", expect=422)
    assert again.errors == ["Name must be 200 characters or fewer."]


@pytest.mark.parametrize(
    "boxes, said, box",
    [
        (("31", "2", "2026"), "Date it joined must be a real date: February 2026 has 28 days.", "day"),
        (("5", "", "2026"), "Date it joined must include a month.", "month"),
        (("", "3", ""), "Date it joined must include a day and a year.", "day"),
        (("5", "3", "26"), WRONG_YEAR, "year"),
        (("5", "3", "99999"), WRONG_YEAR, "year"),
        (("5", "Ma", "2026"), WRONG_MONTH, "month"),
        (("5", "13", "2026"), WRONG_MONTH, "month"),
        (("\N{ARABIC-INDIC DIGIT FIVE}", "3", "2026"), "Date it joined must have a day from 1 to 31.", "day"),
        (
            ("5 March", "March", "’26"),
            WRONG_DATE,
            "day",
        ),
    ],
)
def test_a_wrong_date_is_named_and_kept(
    lead: Browser, setting: Setting, boxes: tuple[str, str, str], said: str, box: str
) -> None:
    page = lead.get(f"{setting.address}/partners/new")
    again = page.submit(
        name="Vale",
        type="vcse",
        joined_on__day=boxes[0],
        joined_on__month=boxes[1],
        joined_on__year=boxes[2],
        expect=422,
    )
    assert again.errors == [said]
    assert tuple(again.value(f"joined_on-{part}") for part in ("day", "month", "year")) == boxes
    (link,) = again.soup.select(".nhsuk-error-summary a")
    assert link["href"] == f"#joined_on-{box}"
    assert again.soup.find(id=f"joined_on-{box}") is not None


def test_no_partner_leaves_before_it_joins(lead: Browser, setting: Setting) -> None:
    dates = {"joined_on-day": "2", "joined_on-month": "3", "joined_on-year": "2026"}
    dates |= {"left_on-day": "1", "left_on-month": "3", "left_on-year": "2026"}
    again = lead.get(f"{setting.address}/partners/new").submit(dates, name="Vale", type="vcse", expect=422)
    assert again.errors == ["The date it left must be the same as or after the date it joined."]


def test_two_partners_have_neither_one_name_nor_one_ods_code(lead: Browser, setting: Setting) -> None:
    page = lead.get(f"{setting.address}/partners/new")
    page.submit(name="Vale", type="vcse", ods_code="A1B")
    again = page.submit(name="VALE", type="vcse", expect=422)
    assert again.errors == ["“VALE” is a partner already."]
    again = page.submit(name="Other", type="vcse", ods_code="a1b", expect=422)
    assert again.errors == ["The organisation with this ODS code is a partner in that time already."]
    again = page.submit(name="Other", type="vcse", ods_code="x", expect=422)
    assert again.errors[0].startswith("An ODS code has 3 to 10 letters and numbers")


def test_a_partner_that_left_may_join_again(lead: Browser, setting: Setting) -> None:
    page = lead.get(f"{setting.address}/partners/new")
    page.submit(name="Vale", type="vcse", ods_code="A1B", left_on__day="1", left_on__month="3", left_on__year="2025")
    page = page.submit(
        name="Vale again", type="vcse", ods_code="A1B", joined_on__day="1", joined_on__month="1", joined_on__year="2026"
    )
    assert [row[0] for row in page.rows("Partners that have left")] == ["Vale"]
    assert "Vale again" in page.text


def test_a_lead_changes_a_partner_and_a_stale_save_overwrites_nothing(
    lead: Browser, setting: Setting, database: Database
) -> None:
    listed = lead.get(f"{setting.address}/partners")
    first = listed.follow("Change Alder Vale Trust")
    second = listed.follow("Change Alder Vale Trust")
    done = first.submit(left_on__day="1", left_on__month="2", left_on__year="2026")
    assert done.notice == "The details of Alder Vale Trust are saved."
    assert [row[0] for row in done.rows("have left")] == ["Alder Vale Trust"]
    stale = second.submit(name="Alder", expect=409)
    assert ["Date it left", "1 February 2026", "–"] in stale.rows("Both versions")
    assert facts(database, setting, "Alder Vale Trust").left_on == date(2026, 2, 1)
    assert stale.submit().notice == "The details of Alder are saved."


def test_a_changed_partner_keeps_to_the_same_rules(lead: Browser, setting: Setting) -> None:
    page = lead.get(f"{setting.address}/partners").follow("Change Alder Vale Trust")
    assert page.submit(name="birchmoor trust", expect=422).errors == ["“birchmoor trust” is a partner already."]
    lead.get(f"{setting.address}/partners/{setting.partners[1]}").submit(ods_code="A1B")
    assert page.submit(ods_code="A1B", expect=422).errors == [
        "The organisation with this ODS code is a partner in that time already."
    ]
    assert page.submit(name="Alder Vale NHS Trust").notice == "The details of Alder Vale NHS Trust are saved."


def test_a_partner_of_another_collaborative_does_not_exist(
    database: Database, setting: Setting, sign_in: SignIn
) -> None:
    other = a_setting(database, name="Other Collaborative")
    browser = sign_in(setting.lead)
    browser.get(f"{setting.address}/partners/{other.partners[0]}", expect=404)
    page = browser.get(f"{setting.address}/partners/{setting.partners[0]}")
    token = page.value("csrf_token")
    browser.post(f"{setting.address}/partners/{other.partners[0]}", {"csrf_token": token}, expect=404)


def test_everyone_in_the_collaborative_reads_its_partners(setting: Setting, sign_in: SignIn) -> None:
    page = sign_in(setting.viewer).get(f"{setting.address}/partners")
    assert len(page.rows()) == 2
    assert "Change" not in page.text


def test_the_list_asks_the_database_as_often_for_thirty_partners_as_for_one(
    database: Database, sign_in: SignIn, count_queries: CountQueries
) -> None:
    small, large = a_setting(database, partners=1), a_setting(database, partners=30, name="Large one")
    few, many = sign_in(small.lead), sign_in(large.lead)
    for page in ("/partners", "/people", "/people/new"):
        for_one = count_queries(partial(few.get, small.address + page))
        assert count_queries(partial(many.get, large.address + page)) == for_one, page


def test_a_second_press_adds_no_second_partner_and_finds_no_fault(lead: Browser, setting: Setting) -> None:
    form = lead.get(f"{setting.address}/partners/new")
    pages = [form.submit(name="Vale Council", type="local-authority") for _ in range(2)]
    assert [page.notice for page in pages] == ["Vale Council is added."] * 2
    assert [row[0] for row in pages[1].rows()].count("Vale Council") == 1
    # The same name from a form of its own is a mistake, and is said to be one.
    again = lead.get(f"{setting.address}/partners/new").submit(name="Vale Council", type="local-authority", expect=422)
    assert again.errors == ["“Vale Council” is a partner already."]


def test_a_lead_says_that_a_partner_merged_and_corrects_it(
    lead: Browser, viewer: Browser, setting: Setting, database: Database
) -> None:
    alder, birch = (facts(database, setting, name) for name in ("Alder Vale Trust", "Birchmoor Trust"))
    here = f"{setting.address}/partners/{alder.id}"
    on = {"left_on-day": "1", "left_on-month": "4", "left_on-year": "2024"}
    lead.get(here).submit({**on, "succession": "merged", "succeeded_by": str(birch.id)})
    assert "Merged into Birchmoor Trust on 1 April 2024" in viewer.get(f"{setting.address}/partners").text
    form = lead.get(here)
    assert (form.value("succession"), form.value("succeeded_by")) == ("merged", str(birch.id))
    back = lead.get(f"{setting.address}/partners/{birch.id}").submit(
        {**on, "succession": "succeeded", "succeeded_by": str(alder.id)}, expect=422
    )
    assert back.errors == [
        "Alder Vale Trust already goes on in Birchmoor Trust, by itself or by way of others. Correct that first."
    ]
    assert back.value("succession") == "succeeded"
    form.submit({"succession": "succeeded"})
    assert "Succeeded by Birchmoor Trust on 1 April 2024" in viewer.get(f"{setting.address}/partners").text
    stale = form.submit({"succession": "", "succeeded_by": ""}, expect=409)
    assert "Succeeded by Birchmoor Trust" in stale.text
    assert facts(database, setting, "Alder Vale Trust").succeeded_by == birch.id


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"succession": "merged"}, ["Choose the partner that it goes on in. Add it first if it is not in the list."]),
        ({"succeeded_by": "1"}, ["Choose whether it merged into the other partner or was succeeded by it."]),
        (
            {"succession": "merged", "succeeded_by": "999"},
            ["Choose a partner of this collaborative: it cannot go on in one of another."],
        ),
        (
            {"succession": "merged", "succeeded_by": "x"},
            ["Choose a partner of this collaborative: it cannot go on in one of another."],
        ),
    ],
)
def test_what_became_of_a_partner_is_said_whole(
    lead: Browser, setting: Setting, database: Database, fields: dict[str, str], said: list[str]
) -> None:
    alder = facts(database, setting, "Alder Vale Trust")
    on = {"left_on-day": "1", "left_on-month": "4", "left_on-year": "2024"}
    form = lead.get(f"{setting.address}/partners/{alder.id}")
    assert form.submit({**on, **fields}, expect=422).errors == said
    without = form.submit({"succession": "merged", "succeeded_by": "2"}, expect=422)
    assert without.errors == ["Enter the date it left: from the next day on it is part of the other partner."]


def test_everybody_in_the_collaborative_sees_membership_over_time(
    lead: Browser, viewer: Browser, setting: Setting, database: Database
) -> None:
    alder, birch = (facts(database, setting, name) for name in ("Alder Vale Trust", "Birchmoor Trust"))
    empty = viewer.get(f"{setting.address}/partners").follow("Membership over time")
    assert "Every partner has belonged from the start." in empty.text
    lead.get(f"{setting.address}/partners/{alder.id}").submit(
        {
            "joined_on-day": "5",
            "joined_on-month": "3",
            "joined_on-year": "2021",
            "left_on-day": "1",
            "left_on-month": "4",
            "left_on-year": "2024",
            "succession": "merged",
            "succeeded_by": str(birch.id),
        }
    )
    page = viewer.get(f"{setting.address}/partners/over-time")
    assert page.rows("Every change") == [
        ["1 April 2024", "Alder Vale Trust merged into Birchmoor Trust"],
        ["5 March 2021", "Alder Vale Trust joined"],
    ]
    assert ["Alder Vale Trust", "5 March 2021", "1 April 2024", "Merged into Birchmoor Trust"] in page.rows(
        "Membership over time"
    )
