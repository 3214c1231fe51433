from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import (
    NoSuchCollaborative,
    PersonFacts,
    get_collaborative,
    list_collaboratives,
    list_partners,
    list_people,
)
from maturity.persistence.queries.responses import list_seats
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.queries.visitors import find_visitor
from maturity.persistence.rows.account import Account, Role
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.partner import Organisation
from maturity.usecases.offers import accept_offer
from maturity.usecases.passwords import hash_password
from maturity.usecases.set_up import (
    CollaborativeDetails,
    OdsCodeRefused,
    PartnerDetails,
    PartnerIsMember,
    PartnerNameTaken,
    PersonAdded,
    RoleNotAllowed,
    StaleForm,
    TypeIsFixed,
    add_partner,
    add_person,
    change_collaborative,
    change_partner,
    check_ods_code,
    make_link_for_person,
    remove_role,
    set_up_collaborative,
)
from maturity.usecases.sign_in import check_password_link, hash_token, start_sign_in
from tests.conftest import NOW
from tests.factories.installations import Setting, a_setting, an_account


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database)


@pytest.fixture
def session(setting: Setting) -> Iterator[Session]:
    """A transaction that begins when the setting is there: only one can write at a time."""
    with setting.database.writing() as session:
        yield session


def details(**changes: object) -> CollaborativeDetails:
    values: dict[str, object] = {
        "name": "Four Rivers",
        "type": CollaborativeType.ACUTE,
        "footprint": Footprint.ICS,
        **changes,
    }
    return CollaborativeDetails(**values)  # type: ignore[arg-type]


def a_partner(name: str = "Vale Council", **changes: object) -> PartnerDetails:
    return PartnerDetails(name=name, type=PartnerType.LOCAL_AUTHORITY, **changes)  # type: ignore[arg-type]


def add(session: Session, setting: Setting, what: PartnerDetails, *, collaborative: int | None = None) -> int:
    return add_partner(
        session, collaborative=collaborative or setting.collaborative, details=what, by=setting.lead, now=NOW
    )


def change(session: Session, setting: Setting, partner: int, what: PartnerDetails, *, based_on: int = 1) -> None:
    change_partner(
        session,
        collaborative=setting.collaborative,
        partner=partner,
        details=what,
        based_on=based_on,
        by=setting.lead,
        now=NOW,
    )


def people(session: Session, setting: Setting) -> list[PersonFacts]:
    return list(list_people(session, collaborative=setting.collaborative))


def test_a_collaborative_has_its_lead_and_each_icb_once(database: Database) -> None:
    account = an_account(database)
    with database.writing() as session:
        made = set_up_collaborative(
            session, details=details(icbs=[" One ICB ", "", "Two ICB", "One ICB"]), by=account, now=NOW
        )
        facts = get_collaborative(session, collaborative=made)
        leads = [(p.account, p.role) for p in list_people(session, collaborative=made)]
    assert facts.icbs == ("One ICB", "Two ICB")
    assert facts.version == 1
    assert leads == [(account, Role.LEAD)]


def test_a_collaborative_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NoSuchCollaborative):
        get_collaborative(session, collaborative=99)
    assert list_collaboratives(session, ids=()) == ()


def test_a_change_based_on_something_older_changes_nothing(session: Session, setting: Setting) -> None:
    for name in ("First", "Second"):
        change_collaborative(
            session,
            collaborative=setting.collaborative,
            details=details(name=name),
            based_on={"First": 1, "Second": 2}[name],
            by=setting.lead,
            now=NOW,
        )
    with pytest.raises(StaleForm):
        change_collaborative(
            session,
            collaborative=setting.collaborative,
            details=details(name="Third"),
            based_on=2,
            by=setting.lead,
            now=NOW,
        )
    assert get_collaborative(session, collaborative=setting.collaborative).name == "Second"


@pytest.mark.parametrize("moves, is_fixed", [((), False), (("open",), True), (("open", "close-responding"), True)])
def test_the_type_is_fixed_from_the_opening_of_a_round_to_its_close(
    database: Database, setting: Setting, moves: tuple[str, ...], is_fixed: bool
) -> None:
    setting.add_round()
    for move in moves:
        setting.move(move)

    def change_type() -> None:
        with database.writing() as session:
            change_collaborative(
                session,
                collaborative=setting.collaborative,
                details=details(type=CollaborativeType.COMMUNITY),
                based_on=1,
                by=setting.lead,
                now=NOW,
            )

    if is_fixed:
        with pytest.raises(TypeIsFixed):
            change_type()
        for move in ("open", "close-responding", "close")[len(moves) :]:
            setting.move(move)
    change_type()


@pytest.mark.parametrize("text, kept", [("", None), ("  ", None), (" a1b ", "A1B"), ("RYE", "RYE"), ("0DF", "0DF")])
def test_an_ods_code_is_kept_in_capitals(text: str, kept: str | None) -> None:
    assert check_ods_code(text) == kept


@pytest.mark.parametrize("text", ["A1", "A1B2C3D4E5F", "A-B", "Ä1B", "A1B C"])
def test_what_is_no_ods_code_is_refused(text: str) -> None:
    with pytest.raises(OdsCodeRefused):
        check_ods_code(text)


def test_one_organisation_in_two_collaboratives_is_one_organisation_with_two_names(
    database: Database, setting: Setting
) -> None:
    other = a_setting(database, name="Other Collaborative", partners=0)
    with database.writing() as session:
        add(session, setting, a_partner("Vale Hospitals", ods_code="A1B"))
        add(session, setting, a_partner("The hospitals", ods_code="a1b"), collaborative=other.collaborative)
        organisations = session.execute(
            select(func.count()).select_from(Organisation).where(Organisation.ods_code == "A1B")
        ).scalar_one()
        assert [p.name for p in list_partners(session, collaborative=other.collaborative)] == ["The hospitals"]
    assert organisations == 1


def test_a_name_is_taken_within_a_collaborative_whatever_its_case(session: Session, setting: Setting) -> None:
    vale = add(session, setting, a_partner())
    add(session, setting, a_partner("Siân House"))
    for name in (" VALE council ", "SIÂN HOUSE", "Siân House"):
        with pytest.raises(PartnerNameTaken):
            add(session, setting, a_partner(name))
    change(session, setting, vale, a_partner("Vale Borough Council"))
    with pytest.raises(PartnerNameTaken):
        change(session, setting, vale, a_partner("Birchmoor Trust"), based_on=2)


def test_a_partner_may_change_the_case_of_its_name(session: Session, setting: Setting) -> None:
    vale = add(session, setting, a_partner())
    change(session, setting, vale, a_partner("VALE COUNCIL"))
    assert "VALE COUNCIL" in [p.name for p in list_partners(session, collaborative=setting.collaborative)]


@pytest.mark.parametrize(
    "joined, left, is_refused",
    [
        (None, None, True),
        (date(2026, 1, 1), None, True),
        (date(2025, 12, 31), date(2026, 6, 1), True),
        (date(2026, 1, 1), date(2026, 6, 1), True),
        (date(2027, 1, 1), None, False),
        (None, date(2024, 12, 31), False),
    ],
)
def test_an_organisation_is_a_partner_once_at_a_time(
    session: Session, setting: Setting, joined: date | None, left: date | None, is_refused: bool
) -> None:
    add(session, setting, a_partner(ods_code="A1B", joined_on=date(2025, 1, 1), left_on=date(2026, 12, 31)))
    again = a_partner("Vale again", ods_code="A1B", joined_on=joined, left_on=left)
    elsewhere = add(session, setting, a_partner("Elsewhere"))
    if not is_refused:
        add(session, setting, again)
        return
    with pytest.raises(PartnerIsMember):
        add(session, setting, again)
    with pytest.raises(PartnerIsMember):
        change(session, setting, elsewhere, again)


def test_a_partner_belongs_from_the_day_it_joined_to_the_day_it_left(session: Session, setting: Setting) -> None:
    add(session, setting, a_partner(joined_on=date(2026, 1, 1), left_on=date(2026, 1, 31)))
    facts = next(p for p in list_partners(session, collaborative=setting.collaborative) if p.name == "Vale Council")
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [facts.is_member_on(day) for day in days] == [False, True, True, False]


def test_a_round_keeps_the_name_that_a_partner_had(database: Database, setting: Setting) -> None:
    setting.add_round()
    with database.writing() as session:
        change(session, setting, setting.partners[0], a_partner("Alder NHS Trust"))
        assert next(p.partner_name for p in list_participants(session, round_id=1)) == "Alder Vale Trust"


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


@pytest.mark.parametrize("what", ["a role elsewhere", "may_set_up", "is_administrator"])
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
    assert sum(p.respondent is not None for p in participants) == still_seated


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


def test_every_change_leaves_an_event_that_quotes_nobody(session: Session, setting: Setting) -> None:
    vale = add(session, setting, a_partner())
    change(session, setting, vale, a_partner("Vale Borough"))
    events = session.execute(select(AuditEvent).order_by(AuditEvent.id)).scalars().all()
    assert [(e.action, e.account_id, e.subject) for e in events[-2:]] == [
        ("add partner", setting.lead, f"partner {vale}"),
        ("change partner", setting.lead, f"partner {vale}"),
    ]
    assert not any("Vale" in event.subject or "example" in event.subject for event in events)
