from __future__ import annotations

from sqlalchemy.orm import Session

from maturity.persistence.queries.leads import has_lead_beside, list_led_by_nobody_but, list_without_lead
from tests.factories.worlds import Worlds


def test_a_lead_leads_alone_what_is_theirs_and_nothing_else(session: Session, worlds: Worlds) -> None:
    assert [one.id for one in list_led_by_nobody_but(session, account=worlds.a.lead)] == [worlds.a.collaborative]
    for account in (worlds.a.viewer, worlds.a.removed, worlds.a.respondents[0], worlds.administrator):
        assert list_led_by_nobody_but(session, account=account) == []


def test_only_what_nobody_can_lead_is_listed(session: Session, worlds: Worlds) -> None:
    assert [one.id for one in list_without_lead(session)] == [worlds.leaderless]


def test_somebody_else_leads_only_where_there_is_a_second_lead(session: Session, worlds: Worlds) -> None:
    def led_beside(account: int, collaborative: int) -> bool:
        return has_lead_beside(session, collaborative=collaborative, account=account)

    assert led_beside(worlds.a.viewer, worlds.a.collaborative)
    assert not led_beside(worlds.a.lead, worlds.a.collaborative)
    assert not led_beside(worlds.a.viewer, worlds.leaderless)
