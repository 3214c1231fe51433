from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.membership import Succession
from maturity.core.movement.moved import Direction, Verdict
from maturity.core.round import Naming, Stage
from maturity.core.round_record import GoesOn
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import get_collaborative, list_partners
from maturity.persistence.queries.rounds import NoSuchRound, RoundHead
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases import compare
from maturity.usecases.closed_rounds import NotClosedYet
from maturity.usecases.compare import (
    NotTwoClosedRounds,
    OpenedResult,
    Progress,
    ResultShelf,
    TwoRounds,
    compare_two,
    open_progress,
    open_results,
)
from maturity.usecases.set_up import CollaborativeDetails, PartnerDetails, change_collaborative, change_partner
from tests.factories.closed_rounds import agree, criteria_of, hold_round, hold_round_together
from tests.factories.installations import NOW, Setting, a_setting
from tests.factories.rooms import TheRoom, a_room_in
from tests.factories.statements import questions_of

DEVELOPMENT = "provider-collaborative-development"


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database, partners=3)


@pytest.fixture
def shelf() -> ResultShelf:
    return ResultShelf()


def result_of(setting: Setting, number: int, shelf: ResultShelf, *, may_see_draft: bool = False) -> OpenedResult:
    with setting.database.reading() as session:
        return open_results(
            session, shelf=shelf, collaborative=setting.collaborative, number=number, may_see_draft=may_see_draft
        )


def two_of(setting: Setting, shelf: ResultShelf, earlier: int | None = None, later: int | None = None) -> TwoRounds:
    with setting.database.reading() as session:
        return compare_two(session, shelf=shelf, collaborative=setting.collaborative, earlier=earlier, later=later)


def progress_of(setting: Setting, shelf: ResultShelf) -> Progress:
    with setting.database.reading() as session:
        return open_progress(session, shelf=shelf, collaborative=setting.collaborative)


def levels_of(opened: OpenedResult) -> set[str]:
    return {c.label for c in opened.result.criteria}


def test_a_closed_round_has_a_result_and_what_moved_since_the_closed_one_before(
    setting: Setting, shelf: ResultShelf
) -> None:
    hold_round(setting, partners=(1, 1, 1))
    hold_round(setting, partners=(3, 3, 3))
    first, second = result_of(setting, 1, shelf), result_of(setting, 2, shelf)
    assert (levels_of(first), first.before, first.comparison) == ({"Level 1"}, None, None)
    assert levels_of(second) == {"Level 3"}
    assert second.comparison is not None
    assert second.comparison.count(Direction.UP) == 7
    assert {m.verdict for m in second.comparison.criteria} == {Verdict.LIKELY_REAL}


def test_a_round_that_is_agreeing_is_a_draft_for_those_who_may_see_it_and_nothing_for_others(
    setting: Setting, shelf: ResultShelf
) -> None:
    hold_round(setting)
    hold_round(setting, partners=(3, 3, 3), closes=False)
    opened = result_of(setting, 2, shelf, may_see_draft=True)
    assert opened.result.is_draft
    assert opened.before is not None
    assert opened.before.number == 1
    with pytest.raises(NotClosedYet, match="is not closed yet: it is agreeing levels"):
        result_of(setting, 2, shelf)


def test_nobody_sees_a_result_while_partners_still_respond(setting: Setting, shelf: ResultShelf) -> None:
    setting.add_round()
    with pytest.raises(NotClosedYet):
        result_of(setting, 1, shelf, may_see_draft=True)
    setting.move("open")
    with pytest.raises(NotClosedYet):
        result_of(setting, 1, shelf, may_see_draft=True)
    with pytest.raises(NoSuchRound):
        result_of(setting, 2, shelf, may_see_draft=True)


def test_the_latest_two_closed_rounds_are_compared_unless_others_are_named_in_any_order(
    setting: Setting, shelf: ResultShelf
) -> None:
    for level in (1, 2, 3):
        hold_round(setting, partners=(level,) * 3)
    hold_round(setting, closes=False)

    def compared(earlier: int | None = None, later: int | None = None) -> tuple[int, int]:
        two = two_of(setting, shelf, earlier, later)
        assert two.comparison is not None
        return two.comparison.earlier.record.number, two.comparison.later.record.number

    assert compared() == (2, 3)
    assert compared(1) == (1, 3)
    assert compared(later=2) == (1, 2)
    assert compared(1, 3) == compared(3, 1) == (1, 3)


@pytest.mark.parametrize(
    "earlier, later, said",
    [
        (2, 2, "Choose two different rounds."),
        (1, 9, "Round 9 is not a closed round."),
        (1, 3, "Round 3 is not a closed round."),
        (None, 1, "There is no other closed round"),
    ],
)
def test_two_rounds_that_cannot_be_compared_are_refused_with_the_reason(
    setting: Setting, shelf: ResultShelf, earlier: int | None, later: int, said: str
) -> None:
    hold_round(setting)
    hold_round(setting)
    hold_round(setting, closes=False)
    with pytest.raises(NotTwoClosedRounds, match=said) as refused:
        two_of(setting, shelf, earlier, later)
    assert [head.number for head in refused.value.closed.heads] == [2, 1]


def test_without_two_closed_rounds_there_is_neither_comparison_nor_trend(setting: Setting, shelf: ResultShelf) -> None:
    assert progress_of(setting, shelf).results == ()
    assert two_of(setting, shelf).closed.collaborative_name == "Three Rivers Collaborative"
    hold_round(setting)
    assert two_of(setting, shelf).comparison is None
    progress = progress_of(setting, shelf)
    assert (len(progress.results), progress.trend) == (1, None)


def test_a_trend_runs_over_closed_rounds_only_and_breaks_at_another_matrix(
    setting: Setting, shelf: ResultShelf
) -> None:
    hold_round(setting, matrix="integrated-care-dimensions")
    hold_round(setting)
    hold_round_together(setting, everywhere=3)
    hold_round(setting, closes=False)
    trend = progress_of(setting, shelf).trend
    assert trend is not None
    assert [point.round_number for point in trend.points] == [1, 2, 3]
    vision = next(line for line in trend.lines if line.title == "Vision")
    assert (vision.values, vision.breaks) == ((None, 2, 3), (False, True, False))


def test_a_result_is_worked_out_once_while_nothing_changes(setting: Setting, shelf: ResultShelf) -> None:
    hold_round(setting)
    hold_round(setting)
    first = two_of(setting, shelf).comparison
    assert two_of(setting, shelf).comparison is first
    assert first is not None
    assert result_of(setting, 2, shelf).result is first.later
    assert progress_of(setting, shelf).results[0] is first.earlier


def test_a_draft_is_kept_until_something_is_recorded_and_no_longer(setting: Setting, shelf: ResultShelf) -> None:
    hold_round(setting)
    hold_round(setting, closes=False)
    before = result_of(setting, 2, shelf, may_see_draft=True)
    assert result_of(setting, 2, shelf, may_see_draft=True).result is before.result
    agree(setting, 2, {"vision": 5})
    vision = result_of(setting, 2, shelf, may_see_draft=True).result.criterion("vision")
    assert vision is not None
    assert vision.label == "Level 5"


def change_after_reopening(setting: Setting, shelf: ResultShelf) -> tuple[str, str]:
    """What is shown of one criterion before a closed round is reopened, changed and closed again, and after."""

    def shown() -> str:
        vision = result_of(setting, 1, shelf).result.criterion("vision")
        return "" if vision is None else vision.label

    hold_round(setting)
    before = shown()
    setting.move("reopen", reason="One level was written down wrongly.")
    agree(setting, 1, {"vision": 4})
    setting.move("close")
    return before, shown()


def test_a_round_that_was_reopened_changed_and_closed_again_shows_its_new_result(
    setting: Setting, shelf: ResultShelf
) -> None:
    assert change_after_reopening(setting, shelf) == ("Level 2", "Level 4")


def test_a_shelf_that_went_by_the_round_alone_would_show_a_stale_result(
    setting: Setting, shelf: ResultShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "result_key", lambda head: head.id)
    assert change_after_reopening(setting, shelf) == ("Level 2", "Level 2")


def two_collaboratives(database: Database, shelf: ResultShelf) -> tuple[set[str], set[str]]:
    """The levels shown of the first rounds of two collaboratives that agreed different ones."""
    one, other = (a_setting(database, name=name, partners=1) for name in ("Alder Rivers", "Birch Rivers"))
    hold_round(one, partners=(1,))
    hold_round(other, partners=(4,))
    return levels_of(result_of(one, 1, shelf)), levels_of(result_of(other, 1, shelf))


def test_a_result_is_never_that_of_another_collaborative(database: Database, shelf: ResultShelf) -> None:
    assert two_collaboratives(database, shelf) == ({"Level 1"}, {"Level 4"})


def test_a_shelf_that_went_by_the_number_of_the_round_would_mix_collaboratives(
    database: Database, shelf: ResultShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "result_key", lambda head: (head.number, head.state_version))
    assert two_collaboratives(database, shelf) == ({"Level 1"}, {"Level 1"})


def test_a_new_name_of_the_collaborative_is_shown_at_once(setting: Setting, shelf: ResultShelf) -> None:
    hold_round(setting)
    head: RoundHead = result_of(setting, 1, shelf).head
    with setting.database.writing() as session:
        change_collaborative(
            session,
            collaborative=setting.collaborative,
            details=CollaborativeDetails(name="Four Rivers", type=head.collaborative_type, footprint=Footprint.ICS),
            based_on=head.collaborative_version,
            by=setting.lead,
            now=NOW,
        )
    assert result_of(setting, 1, shelf).result.record.collaborative_name == "Four Rivers"


def rename(database: Database, account: int, name: str) -> None:
    with database.writing() as session:
        session.execute(update(Account).where(Account.id == account).values(name=name))


def voters_of(room: TheRoom, shelf: ResultShelf) -> list[str]:
    """The people beside the votes of the first ballot that was revealed."""
    with room.database.reading() as session:
        [result] = shelf.results_of(session, [room.head()])
    return [vote.person for vote in result.record.ballots_on(room.living.criterion)[0].votes]


def test_a_corrected_name_of_whoever_entered_a_vote_is_shown_at_once(database: Database, shelf: ResultShelf) -> None:
    room = a_room_in(database)
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.NAMED))
    room.ask()
    room.vote(0, 3)
    room.vote(1, 3)
    # The lead has submitted nothing and decided no position.
    room.vote(2, 3, on_behalf=True)
    before = voters_of(room, shelf)
    rename(database, room.living.lead, "Lena Leigh")
    assert voters_of(room, shelf) == [*before[:2], "Lena Leigh"]


def test_what_is_kept_is_bounded(setting: Setting) -> None:
    shelf = ResultShelf(results=2, comparisons=1)
    for level in (1, 2, 3, 4):
        hold_round(setting, partners=(level,) * 3)
    assert [levels_of(result_of(setting, number, shelf)) for number in (1, 2, 3, 4, 1)] == [
        {"Level 1"},
        {"Level 2"},
        {"Level 3"},
        {"Level 4"},
        {"Level 1"},
    ]


def test_eight_rounds_take_as_many_queries_as_two(setting: Setting) -> None:
    def counted() -> list[int]:
        return [
            questions_of(setting.database, lambda: progress_of(setting, ResultShelf())),
            questions_of(setting.database, lambda: two_of(setting, ResultShelf())),
            questions_of(setting.database, lambda: result_of(setting, 2, ResultShelf())),
        ]

    hold_round(setting)
    hold_round(setting)
    with_two = counted()
    for _ in range(6):
        hold_round(setting)
    assert counted() == with_two


def test_results_that_are_kept_take_one_query(setting: Setting, shelf: ResultShelf) -> None:
    hold_round(setting)
    hold_round(setting)
    two_of(setting, shelf)
    assert questions_of(setting.database, lambda: two_of(setting, shelf)) == 1, "the rounds"


def test_a_closed_round_with_criteria_set_aside_has_a_result_that_says_so(setting: Setting, shelf: ResultShelf) -> None:
    number = hold_round(setting, closes=False, but=dict.fromkeys(("vision", "design")))
    setting.move("close", number=number)
    result = result_of(setting, number, shelf).result
    assert result.record.stage is Stage.CLOSED
    assert [c.label for c in result.criteria[:3]] == ["Set aside", "Set aside", "Level 2"]
    assert len(criteria_of(setting, number)) == 7


def test_a_closed_round_keeps_the_type_that_the_collaborative_and_its_partners_had(setting: Setting) -> None:
    hold_round(setting, matrix=DEVELOPMENT)
    before = result_of(setting, 1, ResultShelf()).result
    change_types(setting, CollaborativeType.LEAD_PROVIDER, PartnerType.AMBULANCE_TRUST)
    after = result_of(setting, 1, ResultShelf()).result
    assert after == before
    assert len(after.criteria) < sum(1 for _ in after.matrix.criteria)
    hold_round(setting, matrix=DEVELOPMENT)
    found = result_of(setting, 2, ResultShelf())
    assert found.result.record.collaborative_type is CollaborativeType.LEAD_PROVIDER
    assert {p.type for p in found.result.record.partners} == {PartnerType.ACUTE_TRUST, PartnerType.AMBULANCE_TRUST}
    assert found.comparison
    assert any(line.startswith("The type of the collaborative changed") for line in found.comparison.cautions)


def test_a_draft_follows_the_type_of_the_collaborative_until_it_opens(setting: Setting) -> None:
    setting.add_round(matrix=DEVELOPMENT)
    change_types(setting, CollaborativeType.COMMUNITY, PartnerType.ACUTE_TRUST)
    assert setting.head().collaborative_type is CollaborativeType.COMMUNITY
    setting.move("open")
    assert setting.head().collaborative_type is CollaborativeType.COMMUNITY


def test_no_comparison_is_a_stale_one_after_a_partner_went_on_in_another(setting: Setting, shelf: ResultShelf) -> None:
    hold_round(setting)
    hold_round(setting)

    def chains() -> list[tuple[GoesOn, ...]]:
        comparison = two_of(setting, shelf).comparison
        assert comparison is not None
        return [partner.goes_on_in for partner in comparison.earlier.record.partners]

    first, second, _ = setting.partners
    assert chains() == [(), (), ()]
    before = setting.head(1)
    merge(setting, first, into=second)
    assert chains() == [(GoesOn(second, NOW.date()),), (), ()]
    merge(setting, first, into=second, left_on=date(2029, 1, 1))
    assert chains() == [(GoesOn(second, date(2029, 1, 1)),), (), ()], "also where the date alone was corrected"
    merge(setting, first, into=None)
    assert chains() == [(), (), ()]
    assert setting.head(1) == before


def merge(setting: Setting, partner: int, *, into: int | None, left_on: date | None = None) -> None:
    with setting.database.writing() as session:
        facts = next(p for p in list_partners(session, collaborative=setting.collaborative) if p.id == partner)
        change_partner(
            session,
            collaborative=setting.collaborative,
            partner=partner,
            details=PartnerDetails(
                name=facts.name,
                type=facts.type,
                left_on=left_on or NOW.date(),
                succession=Succession.MERGED if into else None,
                succeeded_by=into,
            ),
            based_on=facts.version,
            by=setting.lead,
            now=NOW,
        )


def change_types(setting: Setting, kind: CollaborativeType, first_partner: PartnerType) -> None:
    with setting.database.writing() as session:
        facts = get_collaborative(session, collaborative=setting.collaborative)
        change_collaborative(
            session,
            collaborative=setting.collaborative,
            details=CollaborativeDetails(name=facts.name, type=kind, footprint=facts.footprint),
            based_on=facts.version,
            by=setting.lead,
            now=NOW,
        )
        partner = next(
            p for p in list_partners(session, collaborative=setting.collaborative) if p.id == setting.partners[0]
        )
        change_partner(
            session,
            collaborative=setting.collaborative,
            partner=partner.id,
            details=PartnerDetails(name=partner.name, type=first_partner),
            based_on=partner.version,
            by=setting.lead,
            now=NOW,
        )
