from __future__ import annotations

import pytest

from maturity.persistence.queries.rounds import list_participants
from maturity.usecases.rounds import RoundIsFixed, choose_people, people_of
from maturity.usecases.rounds.partner_people import People
from maturity.usecases.stale_form import StaleForm
from tests.factories.installations import NOW, Setting


def team(setting: Setting) -> People:
    with setting.database.reading() as session:
        return people_of(list_participants(session, round_id=setting.head().id)[0])


def choose(setting: Setting, role_titles: dict[int, str], *, lead: int | None, seen: People | None = None) -> None:
    with setting.database.writing() as session:
        choose_people(
            session,
            head=setting.head(),
            partner=setting.partners[0],
            role_titles=role_titles,
            lead=lead,
            seen=team(setting) if seen is None else seen,
            by=setting.lead,
            now=NOW,
        )


def test_exactly_one_of_those_who_respond_is_the_lead(setting: Setting) -> None:
    colleague, first = setting.add_colleague(), setting.respondents[0]
    choose(setting, {first: "Chair", colleague: " Nurse "}, lead=colleague)
    assert team(setting) == ((colleague, "Nurse", True), (first, "Chair", False))
    choose(setting, {first: "Chair"}, lead=first)
    assert team(setting) == ((first, "Chair", True),)


@pytest.mark.parametrize("lead", [None, 999])
def test_a_lead_who_does_not_respond_is_refused(setting: Setting, lead: int | None) -> None:
    with pytest.raises(RoundIsFixed, match="as the partner’s lead"):
        choose(setting, {setting.respondents[0]: ""}, lead=lead)


def test_somebody_of_another_partner_is_refused(setting: Setting) -> None:
    other = setting.respondents[1]
    with pytest.raises(RoundIsFixed, match="respondents of this partner"):
        choose(setting, {other: ""}, lead=other)


def test_what_changed_meanwhile_is_not_overwritten(setting: Setting) -> None:
    seen = team(setting)
    setting.add_colleague()
    with pytest.raises(StaleForm):
        choose(setting, {setting.respondents[0]: ""}, lead=setting.respondents[0], seen=seen)


def test_who_responds_is_fixed_once_responding_has_closed(setting: Setting) -> None:
    setting.move("open")
    setting.move("close-responding")
    with pytest.raises(RoundIsFixed, match="responding has closed"):
        choose(setting, {setting.respondents[0]: ""}, lead=setting.respondents[0])
