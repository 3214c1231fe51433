"""Moving an open round to the next version of its matrix, undoing that, and closed rounds that stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.library import LibraryState
from maturity.core.matrix_change.version_move import Tier
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming
from maturity.core.scoring import score_round
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.dissents import DISSENTS
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.positions import POSITIONS
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.queries.version_moves import list_said
from maturity.persistence.queries.versions import Versions
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.response import ResponseRevision
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.reports.round_csv import round_csv
from maturity.usecases.agree import agree_level
from maturity.usecases.stale_form import StaleForm
from maturity.usecases.version_move import (
    NotMovable,
    ReasonMissing,
    Undone,
    find_move_to_undo,
    find_next_version,
    list_kept_from_before,
    look_again_at,
    move_to_next_version,
    plan_move,
    undo_move,
    why_no_version,
)
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, keep_matrix, level, next_round
from tests.factories.next_versions import FIRST, every_change, publish
from tests.factories.versions import a_version, some_changes
from tests.factories.votes import reveal_a_vote

VERSIONS: dict[Tier, Versions[Any]] = {
    Tier.RESPONSE: ANSWERS,
    Tier.POSITION: POSITIONS,
    Tier.CONSENSUS: AGREED_LEVELS,
    Tier.DISSENT: DISSENTS,
}
LATER = NOW + timedelta(hours=1)
LEVELS = {
    "d1-c1": (1, 2, 3),
    "d1-c2": (2, 2, 2),
    "d1-c3": (3, 2, 1),
    "d2-c1": (3, 3, 3),
    "d2-c2": (2, 4, 3),
    "d2-c3": (1, 1, 1),
}

EVERYTHING = {"may_see_draft": True, "may_enter": True}


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    living = a_living_round(database, matrix=FIRST)
    living.respond(LEVELS)
    yield living
    database.close()


def head_of(living: LivingRound, session: Any) -> RoundHead:
    return get_round(session, collaborative=living.collaborative, number=living.number)


def move(living: LivingRound, *, reason: str = "The new version is clearer.") -> None:
    with living.database.writing() as session:
        head = head_of(living, session)
        plan = plan_move(session, head=head)
        seen = "" if plan is None else plan.seen
        move_to_next_version(session, head=head, seen=seen, reason=reason, by=living.lead, now=LATER)


def undo(living: LivingRound) -> Undone:
    with living.database.writing() as session:
        head = head_of(living, session)
        made = find_move_to_undo(session, head=head)
        number = 0 if made is None else made.id
        return undo_move(session, head=head, move=number, by=living.lead, now=LATER + timedelta(hours=1))


def said(living: LivingRound, tier: Tier = Tier.RESPONSE) -> list[dict[str, Any]]:
    with living.database.reading() as session:
        found = list_said(session, round_id=head_of(living, session).id, tier=tier, versions=VERSIONS[tier])
    return [{criterion: kept.said for criterion, kept in found[place].items()} for place in sorted(found)]


def outputs(living: LivingRound, number: int) -> tuple[str, bytes]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=number)
        [record] = load_round_records(session, heads=[head])
        return load_round_state(session, round_id=head.id).state.hash, round_csv(score_round(record))


def test_every_kind_of_change_has_its_rule_for_level_reason_and_evidence(living: LivingRound) -> None:
    publish(living.database, every_change())
    before = said(living)[0]
    move(living)
    after = said(living)[0]
    assert {each: after[each] for each in LEVELS} == before, "what was said stays in its row"
    kept, opened, merged = after["d1-c3a"], after["d1-c3b"], after["d2-c12"]
    title = FIRST.criterion("d1-c3").title
    assert (kept.level, kept.reason) == (3, f"From “{title}”: Reason 0.")
    assert (opened.state, opened.level, opened.reason) == (AnswerState.NOT_ANSWERED, None, f"From “{title}”: Reason 0.")
    one, two = (FIRST.criterion(each).title for each in ("d2-c1", "d2-c2"))
    assert (merged.level, merged.reason) == (2, f"From “{one}”: Reason 0.\n\nFrom “{two}”: Reason 0.")
    assert "d2-new" not in after


def test_a_mapped_scale_gives_each_level_its_new_number_as_a_further_version(living: LivingRound) -> None:
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    move(living)
    assert [each["d1-c1"].level for each in said(living)] == [1, 2, 4]
    with living.database.reading() as session:
        assert session.scalar(select(func.count()).where(ResponseRevision.level == 3)), "every earlier word stays"


def test_a_broken_scale_leaves_levels_open_and_writes_them_under_the_words(living: LivingRound) -> None:
    publish(living.database, every_change(broken="Level 2 was two things."))
    move(living)
    answer = said(living)[2]["d1-c1"]
    assert (answer.state, answer.level) == (AnswerState.NOT_ANSWERED, None)
    assert answer.reason == "Reason 2.\n\n(The level was 3 Maturing in version 1.0.0.)"


def test_partners_positions_and_agreed_results_go_along_and_the_result_can_be_worked_out(living: LivingRound) -> None:
    living.move("close-responding")
    with living.database.writing() as session:
        for criterion in ("d1-c1", "d1-c3"):
            agree_level(
                session,
                head=head_of(living, session),
                criterion_id=criterion,
                consensus=Consensus(state=ConsensusState.AGREED, level=2, reason="Together.", moves_up="A list."),
                based_on=0,
                request_key="k",
                account=living.lead,
                now=NOW,
            )
    publish(living.database, every_change())
    move(living)
    [agreed] = said(living, Tier.CONSENSUS)
    assert (agreed["d1-c1"].level, agreed["d1-c3a"].level) == (2, 2)
    assert agreed["d1-c3b"].state is ConsensusState.NOT_RECORDED
    assert agreed["d1-c3b"].reason.endswith("Together.")
    positions = said(living, Tier.POSITION)
    assert [each["d2-c12"].level for each in positions] == [2, 3, 3]
    with living.database.reading() as session:
        [record] = load_round_records(session, heads=[head_of(living, session)])
    result = score_round(record)
    found = result.criterion("d1-c3a")
    assert found is not None
    assert found.level is not None
    assert result.criterion("d2-new") is not None


def test_the_plan_counts_what_there_is_and_says_how_many_must_submit_again(living: LivingRound) -> None:
    publish(living.database, every_change())
    with living.database.reading() as session:
        plan = plan_move(session, head=head_of(living, session))
    assert plan is not None
    assert plan.counts["d1-c1"][Tier.RESPONSE] == 3
    assert not plan.is_untold
    assert plan.reopens == 3
    move(living)
    with living.database.reading() as session:
        assert session.scalar(select(func.count()).where(Respondent.submitted_at.is_not(None))) == 0


def test_a_move_leaves_one_event_and_undoing_it_another(living: LivingRound) -> None:
    publish(living.database, every_change())
    with living.database.reading() as session:
        before = session.scalar(select(func.count(AuditEvent.id))) or 0
    move(living)
    undo(living)
    with living.database.reading() as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()[before:]
    assert actions == ["move round to matrix version", "undo move to matrix version"]


def test_undoing_says_again_what_was_said_and_what_was_edited_since_keeps_its_newer_words(living: LivingRound) -> None:
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    before = said(living)
    move(living)
    newer = Answer(state=AnswerState.LEVEL, level=4, reason="Newer.")
    with living.database.reading() as session:
        round_id = head_of(living, session).id
        found = list_said(session, round_id=round_id, tier=Tier.RESPONSE, versions=ANSWERS)
        version = found[sorted(found)[2]]["d1-c1"].version
    living.answer(newer, partner=list(living.partners)[2], criterion="d1-c1", based_on=version, key="n", now=LATER)
    undone = undo(living)
    after = said(living)
    assert after[0]["d1-c1"] == before[0]["d1-c1"]
    assert after[1] == before[1] | {each: after[1][each] for each in after[1] if each not in before[1]}
    assert after[2]["d1-c1"].reason == "Newer.\n\n(The level was 4 Thriving in version 2.0.0.)"
    assert undone.kept_newer == 1
    with living.database.reading() as session:
        assert head_of(living, session).matrix_hash == living.matrix.content_hash


def test_a_respondent_reads_what_to_look_at_again_and_what_is_kept_from_before(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    with living.database.reading() as session:
        head = head_of(living, session)
        matrix = get_matrix(session, matrix_version=head.matrix_version)
        respondent = living.seat(session).respondent
        again = look_again_at(session, round_id=head.id, matrix=matrix, partner=living.partner, respondent=respondent)
        kept = list_kept_from_before(session, head=head, account=living.respondent, **EVERYTHING)
        others = list_kept_from_before(session, head=head, account=living.lead, **EVERYTHING)
    assert again == (FIRST.criterion("d1-c2").title, "Part a", "Part b", "Both together", "Something new")
    assert [each.version for each in kept] == ["1.0.0"] * 4
    assert others == (), "a lead reads nobody’s answers"


def test_what_is_kept_over_two_moves_is_read_in_the_version_in_which_it_was_last_asked(living: LivingRound) -> None:
    second = every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4})
    publish(living.database, second)
    move(living)
    one, two = second.domains
    gone = some_changes(since="2.0.0", retired={"d1-c1": "Nobody used it."})
    publish(living.database, a_version("3.0.0", (replace(one, criteria=one.criteria[1:]), two), gone))
    move(living)
    third = list(living.partners.values())[2]
    with living.database.reading() as session:
        head = head_of(living, session)
        kept = list_kept_from_before(session, head=head, account=third, **EVERYTHING)
    title = second.criterion("d1-c1").title
    found = [(each.version, words.level) for each in kept if each.criterion == title for words in each.said]
    assert found == [("2.0.0", "4 Thriving")]


def test_a_move_needs_its_reason_and_what_was_seen(living: LivingRound) -> None:
    publish(living.database, every_change())
    with pytest.raises(ReasonMissing):
        move(living, reason=" ")
    with living.database.writing() as session, pytest.raises(StaleForm):
        move_to_next_version(session, head=head_of(living, session), seen="0 0", reason="R.", by=living.lead, now=NOW)


def test_votes_that_were_revealed_are_never_put_on_another_scale(living: LivingRound) -> None:
    living.move("close-responding")
    reveal_a_vote(living)
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    with pytest.raises(NotMovable, match="Votes are never rewritten"):
        move(living)


def test_a_closed_round_is_never_moved_and_is_the_same_to_the_byte_whatever_is_published_and_moved(
    living: LivingRound,
) -> None:
    living.move("close-responding")
    living.move("close")
    before = outputs(living, living.number)
    with living.database.reading() as session:
        version = head_of(living, session).matrix_version
    number = next_round(living, matrix_version=version)
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    with pytest.raises(NotMovable, match="keeps the version"):
        move(living)
    with pytest.raises(NotMovable):
        undo(living)
    with living.database.reading() as session:
        assert find_next_version(session, head=head_of(living, session)) is None
    second = replace(living, number=number)
    second.answer(level(3), criterion="d1-c1")
    move(second)
    assert outputs(living, living.number) == before
    undo(second)
    move(second)
    assert outputs(living, living.number) == before


def test_a_move_cannot_be_undone_once_the_round_has_closed_also_when_it_is_reopened(living: LivingRound) -> None:
    publish(living.database, every_change())
    living.move("close-responding")
    move(living)
    living.move("close")
    with pytest.raises(NotMovable):
        undo(living)
    living.move("reopen", reason="A slip of the pen.")
    with living.database.reading() as session:
        assert find_move_to_undo(session, head=head_of(living, session)) is None
    with pytest.raises(NotMovable, match="closed since"):
        undo(living)


def test_a_round_that_was_closed_once_keeps_its_version_also_when_it_is_reopened(living: LivingRound) -> None:
    publish(living.database, every_change())
    living.move("close-responding")
    living.move("close")
    before = outputs(living, living.number)
    living.move("reopen", reason="A slip of the pen.")
    with living.database.reading() as session:
        assert plan_move(session, head=head_of(living, session)) is None
    with pytest.raises(NotMovable, match="was closed once"):
        move(living)
    living.move("reopen-responding", reason="Somebody was forgotten.")
    with pytest.raises(NotMovable, match="was closed once"):
        move(living)
    living.move("close-responding")
    living.move("close")
    assert outputs(living, living.number)[1] == before[1]


def test_votes_that_were_revealed_on_a_new_scale_are_never_read_on_the_old_one(living: LivingRound) -> None:
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    move(living)
    living.move("close-responding")
    reveal_a_vote(living)
    before = said(living, Tier.POSITION)
    with pytest.raises(NotMovable, match="Votes are never rewritten"):
        undo(living)
    assert said(living, Tier.POSITION) == before


def test_votes_that_were_revealed_on_the_same_scale_are_no_obstacle_to_undoing(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.move("close-responding")
    reveal_a_vote(living)
    undo(living)
    with living.database.reading() as session:
        assert head_of(living, session).matrix_hash == living.matrix.content_hash


def test_an_open_round_without_names_does_not_tell_how_much_was_said(living: LivingRound) -> None:
    publish(living.database, every_change())
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    with living.database.reading() as session:
        plan = plan_move(session, head=head_of(living, session))
    assert plan is not None
    assert plan.is_untold
    assert plan.counts == {}


def test_another_matrix_of_the_same_number_asks_nobody_to_look_again(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    other = keep_matrix(living.database, replace(every_change(), key="another"))[1]
    with living.database.reading() as session:
        round_id = head_of(living, session).id
        respondent = living.seat(session).respondent
        assert (
            look_again_at(session, round_id=round_id, matrix=other, partner=living.partner, respondent=respondent) == ()
        )


def test_that_the_way_to_a_newer_version_leads_over_a_retired_one_is_said(living: LivingRound) -> None:
    second = every_change()
    first_id = publish(living.database, second)
    publish(living.database, a_version("3.0.0", second.domains, some_changes(since="2.0.0")))
    with living.database.reading() as session:
        assert plan_move(session, head=head_of(living, session)) is not None
        assert why_no_version(session, head=head_of(living, session)) == ""
    with living.database.writing() as session:
        session.execute(
            update(MatrixVersion)
            .where(MatrixVersion.id == first_id)
            .values(state=LibraryState.RETIRED, retired_at=LATER)
        )
    with living.database.reading() as session:
        assert plan_move(session, head=head_of(living, session)) is None
        assert why_no_version(session, head=head_of(living, session)) == (
            "Version 3.0.0 is published, but the way to it leads over version 2.0.0, which is retired. A round moves "
            "one version at a time, so this round keeps its version."
        )


def test_where_nothing_is_newer_no_retired_version_is_spoken_of(living: LivingRound) -> None:
    with living.database.reading() as session:
        assert why_no_version(session, head=head_of(living, session)) == ""
    retired = publish(living.database, every_change())
    with living.database.writing() as session:
        session.execute(
            update(MatrixVersion)
            .where(MatrixVersion.id == retired)
            .values(state=LibraryState.RETIRED, retired_at=LATER)
        )
    with living.database.reading() as session:
        assert why_no_version(session, head=head_of(living, session)) == ""
