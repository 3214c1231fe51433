from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.collaborative import PartnerType
from maturity.core.membership import Succession, SuccessionRefused
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import (
    list_partners,
)
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.partner import Organisation
from maturity.usecases.set_up import (
    OdsCodeRefused,
    PartnerDetails,
    PartnerIsMember,
    PartnerNameTaken,
    add_partner,
    change_partner,
    check_ods_code,
)
from tests.conftest import NOW
from tests.factories.installations import Setting, a_setting


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


def test_every_change_leaves_an_event_that_quotes_nobody(session: Session, setting: Setting) -> None:
    vale = add(session, setting, a_partner())
    change(session, setting, vale, a_partner("Vale Borough"))
    events = session.execute(select(AuditEvent).order_by(AuditEvent.id)).scalars().all()
    assert [(e.action, e.account_id, e.subject) for e in events[-2:]] == [
        ("add partner", setting.lead, f"partner {vale}"),
        ("change partner", setting.lead, f"partner {vale}"),
    ]
    assert not any("Vale" in event.subject or "example" in event.subject for event in events)


def test_a_partner_goes_on_in_another_and_that_is_corrected_with_one_event_each(
    session: Session, setting: Setting
) -> None:
    birch = add(session, setting, a_partner("Birch House"))
    vale = add(session, setting, a_partner())
    day = date(2026, 4, 1)

    def events() -> int:
        return session.execute(select(func.count()).select_from(AuditEvent)).scalar_one()

    def became() -> tuple[Succession | None, str | None]:
        facts = next(p for p in list_partners(session, collaborative=setting.collaborative) if p.id == vale)
        return facts.succession, facts.successor

    before = events()
    change(session, setting, vale, a_partner(left_on=day, succession=Succession.MERGED, succeeded_by=birch))
    assert (became(), events()) == ((Succession.MERGED, "Birch House"), before + 1)
    change(session, setting, vale, a_partner(left_on=day), based_on=2)
    assert (became(), events()) == ((None, None), before + 2)
    subjects = session.scalars(select(AuditEvent.subject).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert subjects == [f"partner {vale} alone", f"partner {vale} merged {birch}"]


def test_a_partner_goes_on_neither_in_itself_nor_in_a_circle_nor_in_a_partner_of_others(
    database: Database, setting: Setting
) -> None:
    other = a_setting(database, name="Other Collaborative", partners=1)
    with database.writing() as session:
        vale, birch = add(session, setting, a_partner()), add(session, setting, a_partner("Birch House"))
        change(session, setting, birch, into("Birch House", vale))
        for wrong in (vale, birch, other.partners[0], 0):
            with pytest.raises(SuccessionRefused):
                change(session, setting, vale, into("Vale Council", wrong))
        with pytest.raises(SuccessionRefused):
            add(session, setting, into("Elm House", other.partners[0]))


def into(name: str, partner: int) -> PartnerDetails:
    return a_partner(name, left_on=date(2026, 4, 1), succession=Succession.SUCCEEDED, succeeded_by=partner)
