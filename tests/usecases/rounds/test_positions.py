from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from maturity.core.position import PositionOrigin
from maturity.core.response import AnswerState
from maturity.core.round_record import RoundRecord
from maturity.persistence.engine import Database
from maturity.persistence.queries.positions import POSITIONS, list_positions
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.position import PositionRevision, PositionRow
from tests.factories.acts_of_leads import head_of
from tests.factories.installations import NOW, Setting, a_setting
from tests.factories.statements import questions_of


def record_of(session: Session, setting: Setting) -> RoundRecord:
    (record,) = load_round_records(session, heads=[head_of(session, setting)])
    return record


def revisions(database: Database) -> list[tuple[int, str, int | None]]:
    """How many positions have each version, by the request that made it and by whom."""
    with database.reading() as session:
        rows = session.execute(
            select(PositionRevision.version, PositionRevision.request_key, PositionRevision.account_id)
            .distinct()
            .order_by(PositionRevision.version, PositionRevision.request_key)
        ).all()
    return [(version, key.partition(" ")[0], account) for version, key, account in rows]


def test_several_people_speak_with_one_voice_and_their_words_stay_inside(database: Database, setting: Setting) -> None:
    others = [setting.add_colleague(0), setting.add_colleague(0)]
    setting.move("open")
    setting.answer(0, level=4)
    setting.answer(0, level=1, account=others[0])
    setting.answer(0, level=2, account=others[1])
    setting.answer(1, level=3)
    setting.move("close-responding")
    with database.reading() as session:
        record = record_of(session, setting)
    assert {tuple((p.level, p.origin, p.reason) for p in found) for found in record.positions.values()} == {
        (
            (2, PositionOrigin.MEDIAN, ""),
            (3, PositionOrigin.RESPONDENT, "Because we see it."),
        )
    }
    assert [len(partner.respondents) for partner in record.partners] == [3, 1]


def test_who_has_not_submitted_has_no_part_in_the_voice(database: Database, setting: Setting) -> None:
    colleague = setting.add_colleague(0)
    setting.move("open")
    setting.answer(0, level=4, submit=False)
    setting.answer(0, level=1, account=colleague)
    setting.move("close-responding")
    with database.reading() as session:
        record = record_of(session, setting)
    assert {(found[0].level, found[0].origin) for found in record.positions.values()} == {
        (1, PositionOrigin.RESPONDENT)
    }
    assert [partner.submitted for partner in record.partners] == [True, False]


def test_who_answered_is_who_submitted_and_of_a_handed_domain_who_was_asked_it(
    database: Database, setting: Setting
) -> None:
    setting.add_colleague(0)
    colleague = setting.add_colleague(1)
    setting.move("open")
    with database.writing() as session:
        seats = [person.respondent for person in list_participants(session, round_id=1)[1].people]
        for domain, seat in (("lens-vision", seats[1]), ("lens-design", seats[0])):
            session.add(
                HandedDomain(
                    round_id=1,
                    partner_id=setting.partners[1],
                    domain_id=domain,
                    respondent_id=seat,
                    handed_by=setting.lead,
                    handed_at=NOW,
                )
            )
    setting.answer(1, account=colleague)
    setting.move("close-responding")
    with database.reading() as session:
        silent, second = record_of(session, setting).partners
    assert second.respondents == second.who_answered("lens-vision") == {colleague}, "the other never submitted"
    assert second.who_answered("lens-design") == frozenset(), "it was asked of the other alone"
    assert (silent.respondents, silent.submitted) == (frozenset(), False)


def test_a_median_between_two_levels_is_kept_without_the_levels_of_two_people(
    database: Database, setting: Setting
) -> None:
    colleague = setting.add_colleague(0)
    setting.move("open")
    setting.answer(0, level=2)
    setting.answer(0, level=3, account=colleague)
    setting.move("close-responding")
    with database.reading() as session:
        record = record_of(session, setting)
        kept = list_positions(session, round_id=1, partner=setting.partners[0])
    unsettled = (AnswerState.NOT_ANSWERED, None, True)
    assert {(p.state, p.between, p.is_unsettled) for p, _ in record.positions.values()} == {unsettled}
    assert {(each.said.between, each.said.is_unsettled) for each in kept.values()} == {(None, True)}


def test_a_domain_that_was_handed_over_is_answered_by_that_person_alone(database: Database, setting: Setting) -> None:
    colleague = setting.add_colleague(0)
    setting.move("open")
    with database.writing() as session:
        record = record_of(session, setting)
        domain = record.matrix.domains[0]
        session.add(
            HandedDomain(
                round_id=1,
                partner_id=setting.partners[0],
                domain_id=domain.id,
                respondent_id=list_participants(session, round_id=1)[0].people[1].respondent,
                handed_by=setting.lead,
                handed_at=NOW,
            )
        )
    setting.answer(0, level=4)
    setting.answer(0, level=2, account=colleague)
    setting.move("close-responding")
    with database.reading() as session:
        record = record_of(session, setting)
    handed = {criterion.id for criterion in domain.criteria}
    assert {record.positions[each][0].level for each in handed} == {2}
    assert {record.positions[each][0].origin for each in handed} == {PositionOrigin.RESPONDENT}
    assert {found[0].level for each, found in record.positions.items() if each not in handed} <= {3}


def test_a_second_reveal_adds_a_version_where_something_changed_and_none_elsewhere(
    database: Database, setting: Setting
) -> None:
    setting.move("open")
    setting.answer(0, level=3)
    setting.move("close-responding")
    with database.reading() as session:
        before = list_positions(session, round_id=1, partner=setting.partners[0])
    setting.move("reopen-responding", reason="Birchmoor was on leave.")
    setting.answer(1, level=2)
    setting.move("close-responding")
    with database.reading() as session:
        assert list_positions(session, round_id=1, partner=setting.partners[0]) == before
        second = list_positions(session, round_id=1, partner=setting.partners[1])
        kept = session.execute(select(func.count()).select_from(PositionRevision)).scalar_one()
    assert {each.version for each in second.values()} == {2}
    assert kept == 2 * len(before) + len(second)
    assert revisions(database) == [
        (1, "close-responding", setting.lead),
        (2, "close-responding", setting.lead),
    ]


def test_what_a_partner_agreed_stays_and_its_own_answer_outranks_what_was_entered_for_it(
    database: Database, setting: Setting
) -> None:
    setting.move("open")
    setting.answer(0, level=3)
    setting.move("close-responding")
    with database.writing() as session:
        criteria = list(list_positions(session, round_id=1, partner=setting.partners[0]))
        for place, origin in enumerate((PositionOrigin.AGREED, PositionOrigin.FACILITATOR)):
            session.execute(
                update(PositionRow)
                .where(PositionRow.partner_id == setting.partners[0], PositionRow.criterion_id == criteria[place])
                .values(level=1, origin=origin)
            )
    setting.move("reopen-responding", reason="Birchmoor was on leave.")
    setting.move("close-responding")
    with database.reading() as session:
        said = list_positions(session, round_id=1, partner=setting.partners[0])
    assert [said[criterion].said.level for criterion in criteria[:3]] == [1, 3, 3]


def test_a_partner_whose_answers_came_on_paper_did_not_respond_itself(database: Database, setting: Setting) -> None:
    setting.move("open")
    setting.move("close-responding")
    with database.writing() as session:
        assert [partner.submitted for partner in record_of(session, setting).partners] == [False, False]
        session.execute(
            update(PositionRow)
            .where(PositionRow.partner_id == setting.partners[1])
            .values(origin=PositionOrigin.FACILITATOR, entered_by=setting.lead)
        )
    with database.reading() as session:
        record = record_of(session, setting)
    assert [partner.submitted for partner in record.partners] == [False, False]
    assert record.on_behalf == len(record.positions)
    assert {found[1].entered_by for found in record.positions.values()} == {setting.lead}


def test_a_position_is_read_as_it_was_kept(database: Database, setting: Setting) -> None:
    setting.move("open")
    setting.answer(0, level=3)
    setting.move("close-responding")
    with database.reading() as session:
        kept = list_positions(session, round_id=1, partner=setting.partners[0])
        criterion, one = next(iter(kept.items()))
        assert POSITIONS.find(session, round_id=1, partner_id=setting.partners[0], criterion_id=criterion) == one
        author = POSITIONS.find_author(session, one)
    assert author is not None
    assert (author.account, one.saved_at) == (setting.lead, NOW)


def test_the_answers_of_many_people_are_asked_for_as_often_as_those_of_few(
    database: Database, setting: Setting
) -> None:
    def questions(setting: Setting, *, colleagues: int) -> int:
        people = [setting.add_colleague(0) for _ in range(colleagues)]
        setting.move("open")
        for place in range(len(setting.respondents)):
            setting.answer(place, level=2)
        for person in people:
            setting.answer(0, level=3, account=person)
        return questions_of(database, lambda: setting.move("close-responding"))

    large = a_setting(database, name="Large Collaborative", partners=6)
    large.add_round()
    assert questions(large, colleagues=3) == questions(setting, colleagues=0)
