from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import (
    PersonFacts,
    list_people,
)
from maturity.persistence.queries.responses import list_seats
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.queries.visitors import find_visitor
from maturity.persistence.rows.account import Account, Role
from maturity.usecases.offers import accept_offer
from maturity.usecases.passwords import hash_password
from maturity.usecases.set_up import (
    PersonAdded,
    RoleNotAllowed,
    add_person,
    make_link_for_person,
    remove_role,
)
from maturity.usecases.sign_in import check_password_link, hash_token, start_sign_in
from tests.conftest import NOW
from tests.factories.installations import Setting, a_setting, an_account


def people(session: Session, setting: Setting) -> list[PersonFacts]:
    return list(list_people(session, collaborative=setting.collaborative))


def test_a_new_person_is_given_a_link_and_a_known_one_a_role(session: Session, setting: Setting) -> None:
    def give(role: Role, partner: int | None = None) -> PersonAdded:
        return add_person(
            session,
            collaborative=setting.collaborative,
            name="Ruth",
            email="ruth@example.org",
            role=role,
            partner=partner,
            by=setting.lead,
            now=NOW,
        )

    added = give(Role.VIEWER)
    assert added.password_token is not None
    session.flush()
    assert check_password_link(session, token=added.password_token, now=NOW).name == "Ruth"
    for role, partner in ((Role.LEAD, None), *((Role.RESPONDENT, partner) for partner in setting.partners[:2])):
        assert give(role, partner) == PersonAdded(added.account)
    for role, partner in ((Role.LEAD, None), (Role.RESPONDENT, setting.partners[0])):
        with pytest.raises(RoleNotAllowed, match="has this role already"):
            give(role, partner)
    for role, partner in ((Role.RESPONDENT, None), (Role.VIEWER, setting.partners[0])):
        with pytest.raises(RoleNotAllowed, match="Choose the partner"):
            give(role, partner)
    assert [p.role.value for p in people(session, setting) if p.name == "Ruth"] == [
        "lead",
        "respondent",
        "respondent",
        "viewer",
    ]


def test_a_lead_makes_a_link_only_for_who_never_had_a_password(session: Session, setting: Setting) -> None:
    def make(account: int) -> PersonAdded:
        return make_link_for_person(
            session, collaborative=setting.collaborative, account=account, by=setting.lead, now=NOW
        )

    assert make(setting.viewer).password_token
    session.get_one(Account, setting.viewer).password_hash = hash_password("four calm otters waiting")
    session.flush()
    with pytest.raises(RoleNotAllowed):
        make(setting.viewer)


def test_a_lead_makes_no_link_for_somebody_elsewhere(database: Database, setting: Setting) -> None:
    stranger = an_account(database)
    with database.writing() as session, pytest.raises(RoleNotAllowed):
        make_link_for_person(session, collaborative=setting.collaborative, account=stranger, by=setting.lead, now=NOW)


@pytest.mark.parametrize("what", ["a role elsewhere", "may_set_up", "may_author", "is_administrator"])
def test_a_lead_makes_no_link_for_an_account_that_can_do_more_than_take_part_here(
    database: Database, setting: Setting, what: str
) -> None:
    # With it the lead could set the password, and be a lead elsewhere or an administrator.
    other = a_setting(database, name="Other Collaborative", partners=0)
    with database.writing() as session:
        if what == "a role elsewhere":
            added = add_person(
                session,
                collaborative=other.collaborative,
                name="Martin",
                email="viewer@three.example",
                role=Role.LEAD,
                partner=None,
                by=other.lead,
                now=NOW,
            )
            accept_offer(session, token=added.accept_token or "", account=setting.viewer, now=NOW)
        else:
            setattr(session.get_one(Account, setting.viewer), what, True)
        session.flush()
        with pytest.raises(RoleNotAllowed, match="Only an administrator can make a link"):
            make_link_for_person(
                session, collaborative=setting.collaborative, account=setting.viewer, by=setting.lead, now=NOW
            )


def test_a_role_that_is_taken_away_ends_the_sign_ins_of_the_person_only(session: Session, setting: Setting) -> None:
    gone, stays = (
        start_sign_in(session, account=account, hours=1, now=NOW) for account in (setting.viewer, setting.lead)
    )
    session.flush()
    grant = next(p.grant for p in people(session, setting) if p.account == setting.viewer)
    remove_role(session, collaborative=setting.collaborative, grant=grant, by=setting.lead, now=NOW)
    assert find_visitor(session, token_hash=hash_token(gone), now=NOW) is None
    assert find_visitor(session, token_hash=hash_token(stays), now=NOW) is not None


@pytest.mark.parametrize("moves, still_seated", [((), 1), (("open",), 1), (("open", "close-responding"), 2)])
def test_a_respondent_whose_role_is_taken_away_is_stood_down_until_responding_has_closed(
    database: Database, setting: Setting, moves: tuple[str, ...], still_seated: int
) -> None:
    setting.add_round()
    for move in moves:
        setting.move(move)
    with database.writing() as session:
        grant = next(p.grant for p in people(session, setting) if p.account == setting.respondents[0])
        remove_role(session, collaborative=setting.collaborative, grant=grant, by=setting.lead, now=NOW)
        participants = list_participants(session, round_id=setting.head().id)
    assert sum(len(p.people) for p in participants) == still_seated


def test_a_seat_is_no_longer_listed_for_who_has_lost_the_role(database: Database, setting: Setting) -> None:
    setting.add_round()
    for move in ("open", "close-responding"):
        setting.move(move)
    stays, gone = setting.respondents
    with database.writing() as session:
        assert [len(list_seats(session, account=account)) for account in (stays, gone)] == [1, 1]
        grant = next(p.grant for p in people(session, setting) if p.account == gone)
        remove_role(session, collaborative=setting.collaborative, grant=grant, by=setting.lead, now=NOW)
        assert [len(list_seats(session, account=account)) for account in (stays, gone)] == [1, 0]


def test_the_last_lead_keeps_the_role_and_the_last_but_one_need_not(session: Session, setting: Setting) -> None:
    lead = next(p.grant for p in people(session, setting) if p.role is Role.LEAD)
    with pytest.raises(RoleNotAllowed, match="needs a lead"):
        remove_role(session, collaborative=setting.collaborative, grant=lead, by=setting.lead, now=NOW)
    add_person(
        session,
        collaborative=setting.collaborative,
        name="Ruth",
        email="ruth@example.org",
        role=Role.LEAD,
        partner=None,
        by=setting.lead,
        now=NOW,
    )
    remove_role(session, collaborative=setting.collaborative, grant=lead, by=setting.lead, now=NOW)
    assert [p.name for p in people(session, setting) if p.role is Role.LEAD] == ["Ruth"]
