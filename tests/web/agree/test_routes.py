"""The pages of agreeing: positions side by side, and one result recorded together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.collaborative import PartnerType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix_rules import AgreementRule
from maturity.core.position import PositionOrigin
from maturity.core.response import AnswerState
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.agree import agree_level
from maturity.usecases.seats import take_seat
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import add_account
from tests.factories.installations import a_setting
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, keep_matrix, level, next_round
from tests.factories.matrices import HEAVY_ACUTE, a_matrix, some_domains, some_levels
from tests.factories.next_versions import FIRST as FIRST_VERSION
from tests.factories.next_versions import every_change, publish_and_move
from tests.factories.rooms import TheRoom, a_room_in
from tests.web.browser import words
from tests.web.conftest import CountQueries, SignIn

FIRST = "d1-c1"


@pytest.fixture
def living(database: Database) -> LivingRound:
    living = a_living_round(database)
    living.respond({living.criterion: (1, 2, 3)})
    return living


@pytest.fixture
def agreeing(living: LivingRound) -> LivingRound:
    living.move("close-responding")
    return living


def base(living: LivingRound) -> str:
    return f"/collaboratives/{living.collaborative}/rounds/{living.number}/agree"


def record(living: LivingRound, consensus: Consensus, *, account: int | None = None) -> None:
    with living.database.writing() as session:
        agree_level(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            criterion_id=FIRST,
            consensus=consensus,
            based_on=0,
            request_key="elsewhere",
            account=account or living.lead,
            now=NOW,
        )


def test_nobody_sees_positions_before_responding_closes(living: LivingRound, sign_in: SignIn) -> None:
    for account in (living.lead, living.respondent):
        for path in ("", f"/criteria/{FIRST}"):
            page = sign_in(account).get(base(living) + path, expect=409)
            assert "Reason" not in page.text
            assert "Until then nobody sees them" in page.text


def test_the_partners_stand_side_by_side_with_the_median_and_how_far_they_agree(
    agreeing: LivingRound, sign_in: SignIn
) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    for said in ("Alder Trust", "Reason 0.", "Cedar Alliance", "Reason 2.", "is 2 Developing. It is a place to start"):
        assert said in page.text
    assert "Median" in page.text


def test_a_lead_records_the_agreed_level_and_goes_on(agreeing: LivingRound, sign_in: SignIn) -> None:
    lead = sign_in(agreeing.lead)
    page = lead.get(f"{base(agreeing)}/criteria/{FIRST}").submit(
        d1__c1__choice="2", d1__c1__reason="Together.", d1__c1__evidence="Minutes of March"
    )
    assert page.address.endswith("/criteria/d1-c2")
    overview = lead.get(base(agreeing))
    assert ["1 of 6 criteria recorded" in overview.text, "2 Developing" in overview.text] == [True, True]


def test_a_result_that_misses_its_reason_comes_back_without_the_level_that_it_took_the_place_of(
    agreeing: LivingRound, sign_in: SignIn
) -> None:
    lead, address = sign_in(agreeing.lead), f"{base(agreeing)}/criteria/{FIRST}"
    lead.get(address).submit(d1__c1__choice="2", d1__c1__reason="So we agreed.")
    assert "Agreed level: " in lead.get(address).text
    again = lead.get(address).submit(expect=422, d1__c1__choice="not-agreed", d1__c1__reason="")
    assert "Agreed level: " not in again.text


def test_not_agreed_is_a_result_and_needs_its_reason(agreeing: LivingRound, sign_in: SignIn) -> None:
    lead = sign_in(agreeing.lead)
    page = lead.get(f"{base(agreeing)}/criteria/{FIRST}").submit(expect=422, d1__c1__choice="not-agreed")
    assert page.errors == ["Say why, so that it counts."]
    page.submit(d1__c1__reason="Two honest views.")
    assert "Not agreed" in lead.get(base(agreeing)).text


def test_a_result_that_is_not_valid_comes_back_with_its_words(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    again = page.submit(expect=422, d1__c1__choice="17", d1__c1__reason="Together.", d1__c1__moves_up="A shared list.")
    assert "17 is not one of them" in again.errors[0]
    assert again.value(f"{FIRST}-reason") == "Together."
    assert again.value(f"{FIRST}-moves_up") == "A shared list."
    long = page.submit(expect=422, d1__c1__choice="3", d1__c1__evidence="x" * 10_001)
    assert (long.value(f"{FIRST}-choice"), long.value(f"{FIRST}-evidence")) == ("3", "x" * 10_001)


def test_a_stale_result_shows_both_and_lets_one_choose(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=4, reason="<b>There</b>"))
    conflict = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason="Mine.")
    rows = {row[0].split(" differs")[0]: row[1:] for row in conflict.rows()}
    assert rows["Result"] == ["4 Thriving", "2 Developing"]
    assert rows["Reason"] == ["<b>There</b>", "Mine."]
    assert conflict.submit().address.endswith("d1-c2")


@pytest.mark.parametrize("is_oneself, who", [(True, "you, in another tab or on another device"), (False, "Nadia New")])
def test_a_conflict_says_who_made_the_other_version_and_when(
    agreeing: LivingRound, sign_in: SignIn, is_oneself: bool, who: str
) -> None:
    with agreeing.database.writing() as session:
        other = add_account(session, name="Nadia New", email="nadia@example.org", now=NOW, by=None)
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=4), account=agreeing.lead if is_oneself else other)
    conflict = page.submit(expect=409, d1__c1__choice="2")
    assert f"What is there now was saved on 4 March 2026 at 10:30am by {who}." in conflict.text


def test_last_time_is_told_in_the_words_of_its_own_round(
    database: Database, agreeing: LivingRound, sign_in: SignIn
) -> None:
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=2, reason="So we saw it in spring."))
    agreeing.move("close")
    renamed = a_matrix(
        version="2.0.0", levels=some_levels(4, names=["First", "Second", "Third", "Fourth"]), domains=some_domains(2, 3)
    )
    version, _ = keep_matrix(database, renamed)
    number = next_round(agreeing, matrix_version=version)
    later = replace(agreeing, number=number)
    later.move("close-responding")
    page = sign_in(agreeing.lead).get(f"{base(later)}/criteria/{FIRST}")
    assert "Spring 2026: 2 Developing" in page.text
    assert "So we saw it in spring." in page.text
    options = [words(label) for label in page.soup.select(".app-levels label")]
    assert options == ["1 First", "2 Second", "3 Third", "4 Fourth"], "no level is marked where its words changed"
    assert page.value(f"{FIRST}-choice") == ""


def test_last_time_is_marked_where_its_words_are_the_same(agreeing: LivingRound, sign_in: SignIn) -> None:
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=2))
    agreeing.move("close")
    later = replace(agreeing, number=next_round(agreeing))
    later.move("close-responding")
    page = sign_in(agreeing.lead).get(f"{base(later)}/criteria/{FIRST}")
    marked = [words(label) for label in page.soup.select(".app-levels label") if "Last time" in words(label)]
    assert marked == ["2 Developing Last time"]


def test_a_script_is_told_of_a_conflict_without_the_other_text(agreeing: LivingRound, sign_in: SignIn) -> None:
    lead = sign_in(agreeing.lead)
    page = lead.get(f"{base(agreeing)}/criteria/{FIRST}")
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=4, reason="theirs"))
    answer = lead.client.post(
        f"{base(agreeing)}/criteria/{FIRST}",
        data={
            "csrf_token": page.value("csrf_token"),
            f"{FIRST}-choice": "2",
            f"{FIRST}-based_on": "0",
            f"{FIRST}-request_key": "mine",
        },
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.get_json()["status"]) == (409, "conflict")
    assert "theirs" not in answer.text


def test_a_respondent_can_follow_but_not_record(agreeing: LivingRound, sign_in: SignIn) -> None:
    respondent = sign_in(agreeing.respondent)
    page = respondent.get(f"{base(agreeing)}/criteria/{FIRST}")
    assert "A lead or facilitator records what the collaborative agrees." in page.text
    assert not page.soup.select("#maincontent form")
    token = respondent.get("/").soup.select_one("input[name=csrf_token]")
    assert token is not None
    answer = respondent.client.post(
        f"{base(agreeing)}/criteria/{FIRST}", data={"csrf_token": str(token["value"]), f"{FIRST}-choice": "2"}
    )
    assert answer.status_code == 403


def test_a_closed_round_is_shown_as_it_was_recorded(agreeing: LivingRound, sign_in: SignIn) -> None:
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=3, reason="As it was."))
    agreeing.move("close")
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    assert "This round is closed" in page.text
    assert "As it was." in page.text
    assert not page.soup.select("#maincontent form")


def test_a_round_scored_together_has_no_positions_to_show(database: Database, sign_in: SignIn) -> None:
    living = a_living_round(database, way=WayOfScoring.TOGETHER)
    page = sign_in(living.lead).get(f"{base(living)}/criteria/{FIRST}")
    assert "Where each partner stands" not in page.text
    assert page.submit(d1__c1__choice="1").address.endswith("d1-c2")


def test_domains_that_are_one_criterion_each_stand_in_one_table(database: Database, sign_in: SignIn) -> None:
    setting = a_setting(database)
    setting.add_round(way=WayOfScoring.TOGETHER)
    setting.move("start-agreeing")

    page = sign_in(setting.lead).get(f"{setting.round_address(1)}/agree")

    assert [words(caption) for caption in page.soup.select("caption")] == ["Criteria"]
    rows = [words(row) for row in page.soup.select("tbody tr a")]
    assert rows[0] == "Vision"
    assert len(rows) == 7


def test_each_domain_of_several_criteria_has_its_table(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(base(agreeing))
    assert len(page.soup.select("caption")) == len(agreeing.matrix.domains)


def test_the_criteria_can_be_seen_in_the_order_of_the_meeting_and_nothing_is_remembered(
    agreeing: LivingRound, sign_in: SignIn
) -> None:
    lead = sign_in(agreeing.lead)
    page = lead.get(base(agreeing)).follow("In the order of the meeting")
    assert words(page.soup.select("caption")[0]) == "To talk about, most disagreement first"
    prepared = lead.get(base(agreeing).replace("/agree", "/prepare"))
    order = [words(each) for each in prepared.soup.select(".app-triage h3 a, .app-offer label strong")]
    assert [words(link) for link in page.soup.select("tbody tr a")] == order
    assert len(page.follow("By domain").soup.select("caption")) == len(agreeing.matrix.domains)
    assert len(lead.get(base(agreeing)).soup.select("caption")) == len(agreeing.matrix.domains)


@pytest.mark.parametrize("order", ["", "x", "domains", "MEETING"])
def test_an_order_that_there_is_not_is_the_order_of_the_matrix(
    agreeing: LivingRound, sign_in: SignIn, order: str
) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}?order={order}")
    assert [words(each) for each in page.soup.select("[aria-current=true]")] == ["By domain"]


def test_a_round_scored_together_has_one_order(database: Database, sign_in: SignIn) -> None:
    living = a_living_round(database, way=WayOfScoring.TOGETHER)
    page = sign_in(living.lead).get(f"{base(living)}?order=meeting")
    assert "In the order of the meeting" not in page.text
    assert len(page.soup.select("caption")) == len(living.matrix.domains)


def test_a_collaborative_that_is_not_ones_own_is_not_there(agreeing: LivingRound, sign_in: SignIn) -> None:
    for path in ("", f"/criteria/{FIRST}", "/token"):
        other = f"/collaboratives/{agreeing.collaborative + 1}/rounds/1/agree{path}"
        assert sign_in(agreeing.lead).client.get(other).status_code == 404


def test_the_pages_ask_the_database_as_often_with_every_result_as_with_none(
    agreeing: LivingRound, sign_in: SignIn, count_queries: CountQueries
) -> None:
    lead = sign_in(agreeing.lead)
    paths = (base(agreeing), f"{base(agreeing)}/criteria/{FIRST}")

    def times() -> list[int]:
        return [count_queries(partial(lead.get, path)) for path in paths]

    before = times()
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=3))
    assert times() == before


def test_a_level_that_comes_too_late_is_told_that_it_was_not_saved(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    agreeing.move("reopen-responding", reason="One partner was missing.")
    late = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason="Words to keep.")
    assert "was not saved" in late.text
    assert "Words to keep." in late.text


def a_facilitator(living: LivingRound) -> int:
    with living.database.writing() as session:
        added = add_person(
            session,
            collaborative=living.collaborative,
            name="Fay Cole",
            email="fay@example.org",
            role=Role.FACILITATOR,
            partner=None,
            by=living.lead,
            now=NOW,
        )
    return added.account


def test_a_facilitator_records_what_is_agreed_with_what_would_move_it_up(
    agreeing: LivingRound, sign_in: SignIn
) -> None:
    facilitator = sign_in(a_facilitator(agreeing))
    assert "Agree levels" in facilitator.get(f"/collaboratives/{agreeing.collaborative}/rounds/1").text
    page = facilitator.get(f"{base(agreeing)}/criteria/{FIRST}")
    page.submit(d1__c1__choice="2", d1__c1__reason="We agreed.", d1__c1__moves_up="One shared list.")
    again = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    assert again.value(f"{FIRST}-moves_up") == "One shared list."
    assert "One shared list." in sign_in(agreeing.respondent).get(f"{base(agreeing)}/criteria/{FIRST}").text


def test_what_is_set_aside_needs_its_reason_and_then_has_a_result(agreeing: LivingRound, sign_in: SignIn) -> None:
    lead = sign_in(agreeing.lead)
    page = lead.get(f"{base(agreeing)}/criteria/{FIRST}").submit(expect=422, d1__c1__choice="set-aside")
    assert "Say why, so that it counts." in page.text
    page.submit(d1__c1__choice="set-aside", d1__c1__reason="The data come in May.")
    overview = lead.get(base(agreeing)).text
    assert "Set aside" in overview
    assert "1 of 6" in overview


def test_a_conflict_keeps_what_each_wrote_of_moving_up(agreeing: LivingRound, sign_in: SignIn) -> None:
    page = sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}")
    record(agreeing, Consensus(state=ConsensusState.AGREED, level=3, reason="Theirs.", moves_up="Their way."))
    conflict = page.submit(expect=409, d1__c1__choice="3", d1__c1__reason="Theirs.", d1__c1__moves_up="My way.")
    assert "Their way." in conflict.text
    assert conflict.value(f"{FIRST}-moves_up") == "My way."
    conflict.submit()
    assert sign_in(agreeing.lead).get(f"{base(agreeing)}/criteria/{FIRST}").value(f"{FIRST}-moves_up") == "My way."


def test_a_position_that_is_a_median_says_so(living: LivingRound, sign_in: SignIn) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        seat = take_seat(session, round_id=head.id, partner=living.partner, account=a_colleague(session, living))
        session.get_one(Respondent, seat).submitted_at = NOW
    living.move("close-responding")
    text = sign_in(living.lead).get(f"{base(living)}/criteria/{FIRST}").text
    assert "The median of those who submitted; not agreed inside the partner" in text


def test_the_overview_names_who_has_not_agreed_a_level_and_tells_a_median_from_none(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, partners=("Alder Trust", "Birch Trust", "Cedar Alliance", "Dale Trust"))
    living.respond({FIRST: (2, 2, 2, 2), "d1-c2": (2, 2, 3, 3)})
    living.move("close-responding")
    with living.database.writing() as session:
        session.execute(
            update(PositionRow)
            .where(PositionRow.partner_id == list(living.partners)[1], PositionRow.criterion_id == FIRST)
            .values(state=AnswerState.NOT_ANSWERED, level=None, origin=PositionOrigin.MEDIAN)
        )
    lead = sign_in(living.lead)
    settled, between, nobody = (row[1:3] for row in lead.get(f"{base(living)}").rows()[:3])
    assert settled == ["Aligned Birch Trust has not agreed a level", "2 Developing"]
    assert between == ["Aligned", "Between two levels"]
    assert nobody == ["Too few to say", "No partner gave a level"]
    text = lead.get(f"{base(living)}/criteria/{FIRST}").text
    assert "all 3 gave Developing. Birch Trust has not agreed a level and is not counted." in text
    assert "Birch Trust The partner has not agreed a level" in text


def four_partners(database: Database, levels: Mapping[str, Sequence[int]], rule: AgreementRule) -> LivingRound:
    """A round that is being agreed, in which four partners gave these levels."""
    four = ("Alder Trust", "Birch Trust", "Cedar Alliance", "Dale Trust")
    matrix = a_matrix(domains=some_domains(1, 3), agreement=rule)
    living = a_living_round(database, partners=four, matrix=matrix)
    living.respond(levels)
    living.move("close-responding")
    return living


def test_too_few_partners_have_no_median_and_no_level_on_offer(database: Database, sign_in: SignIn) -> None:
    living = four_partners(database, {FIRST: (1, 3, 2, 2), "d1-c2": (2, 2, 2, 2)}, AgreementRule(minimum_partners=5))
    lead = sign_in(living.lead)
    assert lead.get(base(living)).rows()[0][1:3] == ["Too few to say", "None: too few partners"]
    page = lead.get(f"{base(living)}/criteria/{FIRST}")
    assert "Only 4 partners gave a level; 5 are needed before agreement is judged." in page.text
    assert "place to start" not in page.text
    assert "Median" not in page.soup.select("form")[-1].get_text()


def test_a_median_that_no_partner_gave_says_so_wherever_it_is_told(database: Database, sign_in: SignIn) -> None:
    living = four_partners(database, {FIRST: (2, 2, 4, 4), "d1-c2": (2, 2, 3, 3)}, AgreementRule())
    lead = sign_in(living.lead)
    assert lead.get(base(living)).rows()[0][1:3] == ["Aligned", "3 Maturing (nobody gave it)"]
    page = lead.get(f"{base(living)}/criteria/{FIRST}").text
    assert "is 3 Maturing (nobody gave it). It is a place to start, not the answer." in page
    assert "the median is Maturing (nobody gave it) and none of 4 lies" in page
    between = lead.get(f"{base(living)}/criteria/d1-c2").text
    assert "lies between two levels (nobody gave it). Talk it through and choose." in between


def test_where_a_split_decides_it_is_said_beforehand_and_of_what_is_recorded_all_the_same(
    database: Database, sign_in: SignIn
) -> None:
    rule = AgreementRule(split_decides=True, split_name="Uncertain")
    living = four_partners(database, {FIRST: (1, 2, 3, 4), "d1-c2": (1, 3, 3, 3)}, rule)
    lead = sign_in(living.lead)
    beforehand = "Partners are split, and by the rule of this matrix a split has no level: the result is “Uncertain”."
    assert lead.get(base(living)).rows()[0][1:] == [
        "Split",
        "Between two levels",
        "To do Uncertain while partners are split",
    ]
    assert beforehand in lead.get(f"{base(living)}/criteria/{FIRST}").text
    record(living, Consensus(ConsensusState.AGREED, level=3, reason="We met."))
    in_vain = "3 Maturing is recorded and does not count, because partners are split."
    assert lead.get(base(living)).rows()[0][3] == f"Uncertain {in_vain}"
    page = lead.get(f"{base(living)}/criteria/{FIRST}")
    assert beforehand in page.text
    assert in_vain in page.text
    follower = sign_in(living.respondent).get(f"{base(living)}/criteria/{FIRST}").text
    assert f"Result Uncertain. {in_vain}" in follower
    living.set_the_rest_aside()
    living.move("close")
    closed = lead.get(f"{base(living)}/criteria/{FIRST}").text
    assert f"Result Uncertain. {in_vain}" in closed
    assert "A vote of all partners that shows no split changes that" not in closed


def test_after_a_vote_that_ends_the_split_its_median_is_offered_and_the_level_counts(
    database: Database, sign_in: SignIn
) -> None:
    rule = AgreementRule(split_decides=True, split_name="Uncertain")
    living = four_partners(database, {FIRST: (1, 2, 3, 4)}, rule)
    room = TheRoom(living)
    room.open()
    room.ask()
    for place in range(4):
        room.vote(place, 3)
    lead = sign_in(living.lead)
    page = lead.get(f"{base(living)}/criteria/{FIRST}")
    assert "After the last vote the median, the middle of the levels that partners gave, is 3 Maturing." in page.text
    assert "Partners are aligned: all 4 gave Maturing. Before they voted they were split. The levels below" in page.text
    assert "Where each partner stood before the vote" in page.text
    assert "Partners were split: the median was between" in page.text, "so says the picture"
    assert "Partners are split" not in page.text
    assert lead.get(base(living)).rows()[0][1:3] == ["Aligned (split before they voted)", "3 Maturing"]
    assert "a split has no level" not in page.text
    room.record(3)
    assert lead.get(base(living)).rows()[0][3] == "3 Maturing"


def a_colleague(session: Session, living: LivingRound) -> int:
    return add_account(session, name="Col League", email="col@example.org", by=living.lead, now=NOW)


def test_pages_say_that_the_matrix_weighs_partners(database: Database, sign_in: SignIn) -> None:
    vcse = {"Birch Trust": PartnerType.VCSE, "Cedar Alliance": PartnerType.VCSE}
    matrix = a_matrix(domains=some_domains(2, 3), agreement=HEAVY_ACUTE)
    weighed = a_living_round(database, matrix=matrix, types=vcse)
    for partner, value in zip(weighed.partners, (3, 1, 1), strict=True):
        weighed.answer(level(value), partner=partner)
        weighed.submit(partner=partner)
    weighed.move("close-responding")
    lead = sign_in(weighed.lead)
    overview = lead.get(base(weighed)).text
    middle = "the middle of the levels that partners gave, with each partner weighed by its type"
    assert f"The weighted median is {middle}." in overview
    criterion = lead.get(f"{base(weighed)}/criteria/{FIRST}").text
    assert f"The weighted median, {middle}, is 3 Maturing." in criterion
    assert "Partners are split, weighed by their type: the weighted median is Maturing and 2 of 3 lie" in criterion
    results = lead.get(base(weighed).removesuffix("/agree") + "/results").text
    assert (
        "Partners are weighed by their type: “Acute or specialist trust” counts 3 times, every other once." in results
    )


@pytest.mark.parametrize("recorded_before", [False, True])
def test_an_agreed_level_of_a_page_that_was_open_while_the_scale_changed_is_left_open_and_its_words_are_kept(
    database: Database, sign_in: SignIn, *, recorded_before: bool
) -> None:
    living = a_living_round(database, matrix=FIRST_VERSION)
    living.move("close-responding")
    if recorded_before:  # the lowest level stays the lowest, so the move writes no version of this result
        record(living, Consensus(state=ConsensusState.AGREED, level=1, reason="As it was."))
    lead, address = sign_in(living.lead), f"{base(living)}/criteria/{FIRST}"
    opened = lead.get(address)
    publish_and_move(living, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    said = {"d1__c1__choice": "3", "d1__c1__reason": "So we agreed.", "d1__c1__moves_up": "A shared list."}
    clash = opened.submit(expect=409, **said)
    assert "So we agreed.\n\n(Chosen before the scale of levels changed: 3 Maturing.)" in str(clash.soup)
    assert "A shared list." in clash.text
    assert lead.get(address).value(f"{FIRST}-choice") == ("1" if recorded_before else "")
    clash.submit(d1__c1__choice="")
    kept = lead.get(address)
    assert "So we agreed." in kept.value(f"{FIRST}-reason")
    assert kept.value(f"{FIRST}-choice") == ""
    kept.submit(d1__c1__choice="3")
    assert lead.get(address).value(f"{FIRST}-choice") == "3"


def test_a_script_is_told_of_a_conflict_where_its_agreed_level_is_of_another_scale(
    database: Database, sign_in: SignIn
) -> None:
    living = a_living_round(database, matrix=FIRST_VERSION)
    living.move("close-responding")
    lead, address = sign_in(living.lead), f"{base(living)}/criteria/{FIRST}"
    opened = lead.get(address)
    names = ("csrf_token", f"{FIRST}-based_on", f"{FIRST}-request_key", f"{FIRST}-asked")
    sent = {f"{FIRST}-choice": "3", f"{FIRST}-reason": "So we agreed.", **{each: opened.value(each) for each in names}}
    publish_and_move(living, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    answer = lead.client.post(address, data=sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["status"]) == (409, "conflict")
    assert lead.get(address).value(f"{FIRST}-choice") == ""


def test_an_agreed_level_of_a_page_of_the_same_scale_is_kept_over_a_move(database: Database, sign_in: SignIn) -> None:
    living = a_living_round(database, matrix=FIRST_VERSION)
    living.move("close-responding")
    lead, address = sign_in(living.lead), f"{base(living)}/criteria/{FIRST}"
    opened = lead.get(address)
    publish_and_move(living, every_change())
    opened.submit(d1__c1__choice="3", d1__c1__reason="So we agreed.")
    assert lead.get(address).value(f"{FIRST}-choice") == "3"


def test_a_result_to_choose_is_of_the_scale_of_its_page_too(database: Database, sign_in: SignIn) -> None:
    living = a_living_round(database, matrix=FIRST_VERSION)
    living.move("close-responding")
    lead, address = sign_in(living.lead), f"{base(living)}/criteria/{FIRST}"
    opened = lead.get(address)
    record(living, Consensus(state=ConsensusState.AGREED, level=1, reason="As it was."))
    clash = opened.submit(expect=409, d1__c1__choice="3", d1__c1__reason="So we agreed.")
    publish_and_move(living, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    again = clash.submit(expect=409)
    assert "So we agreed.\n\n(Chosen before the scale of levels changed: 3 Maturing.)" in str(again.soup)
    assert lead.get(address).value(f"{FIRST}-choice") == "1"


def test_the_votes_in_the_room_and_who_dissents_stand_beside_what_is_recorded(
    database: Database, sign_in: SignIn
) -> None:
    room = a_room_in(database)
    living = room.living
    address = f"/collaboratives/{living.collaborative}/rounds/{living.number}/agree/criteria/{living.criterion}"
    lead = sign_in(living.lead)
    room.ask()
    room.vote(0, 3)
    room.vote(1, 3)
    assert "Vote 1" not in lead.get(address).text
    room.reveal()
    room.record(2)
    room.dissent(1, "We hold that it is <lower>.")
    page = lead.get(address)
    assert "Vote 1: 3, 3 (too few to say). Revealed early, when 2 of 3 were in." in page.text
    assert "Cedar Alliance gave no level in the last vote and counts where it stood before." in page.text
    assert "Who sees it otherwise Birch Trust: We hold that it is <lower>." in page.text
    assert "<lower>" not in page.response.text
