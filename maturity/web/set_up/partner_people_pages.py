"""What the page shows on which a lead says who responds for one partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from maturity.core.participant import Participant
from maturity.core.round import Stage
from maturity.persistence.queries.collaboratives import PersonFacts
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.account import Role
from maturity.usecases.rounds import people_of
from maturity.web.design_system.words import with_role
from maturity.web.set_up.fields import NoLongerThan, one_line
from maturity.web.set_up.frame import CollaborativeFrame


class RespondentForm(FlaskForm):
    """Whether one person responds, and in which role."""

    responds = BooleanField()
    role_title = StringField("Role", filters=[one_line], validators=[NoLongerThan(200)])


class PartnerPeopleForm(FlaskForm):
    """What stands around the people: the account of the partner’s lead, and the mark of who responded before."""

    lead = StringField()
    seen = HiddenField(render_kw={"autocomplete": "off"})


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person who can respond for the partner, with the form as it was sent or with what is there now."""

    account: int
    name: str
    form: RespondentForm
    is_lead: bool
    note: str


@dataclass(frozen=True, slots=True)
class PartnerPeoplePage:
    """Who responds for one partner. `stale` is who responds now, where that changed after the page was opened."""

    frame: CollaborativeFrame
    partner: str
    round_label: str
    round_address: str
    back_address: str
    here: str
    add_person_address: str
    is_open: bool
    rows: tuple[PersonRow, ...]
    seen: str
    problems: tuple[tuple[str, str], ...] = ()
    stale: tuple[str, ...] = ()


def mark_of_people(participant: Participant) -> str:
    """Who responds in which role, as a page carries it."""
    return sha256(repr(people_of(participant)).encode()).hexdigest()


def person_rows(
    participant: Participant, people: Sequence[PersonFacts], *, sent: PartnerPeopleForm | None
) -> tuple[PersonRow, ...]:
    """Who responds for the partner or could: those who have the role for it."""
    seated = {each.account: each for each in participant.people}
    names = {each.account: each.name for each in participant.people} | {
        person.account: person.name
        for person in people
        if person.role is Role.RESPONDENT and person.partner == participant.partner and not person.is_waiting
    }
    rows = []
    for account, name in names.items():
        seat = seated.get(account)
        form = RespondentForm(prefix=f"person-{account}-")
        if sent is None:
            form = RespondentForm(
                formdata=None,
                prefix=f"person-{account}-",
                responds=seat is not None,
                role_title="" if seat is None else seat.role_title,
            )
        note = "Has submitted" if seat and seat.submitted_at else "Has begun" if seat and seat.has_begun else ""
        is_lead = sent.lead.data == str(account) if sent else seat is not None and seat.is_partner_lead
        rows.append(PersonRow(account=account, name=name, form=form, is_lead=is_lead, note=note))
    return tuple(rows)


def partner_people_page(
    frame: CollaborativeFrame,
    head: RoundHead,
    participant: Participant,
    rows: tuple[PersonRow, ...],
    *,
    problems: tuple[tuple[str, str], ...] = (),
    is_stale: bool = False,
) -> PartnerPeoplePage:
    """The page with the forms of its people."""
    return PartnerPeoplePage(
        frame=frame,
        partner=participant.partner_name,
        round_label=head.label,
        round_address=frame.to("round_page", number=head.number),
        back_address=frame.to("participants", number=head.number),
        here=frame.to("partner_people", number=head.number, partner=participant.partner),
        add_person_address=frame.to("new_person", partner=participant.partner),
        is_open=head.stage is Stage.OPEN,
        rows=rows,
        seen=mark_of_people(participant),
        problems=problems,
        stale=tuple(_in_words(participant)) if is_stale else (),
    )


def _in_words(participant: Participant) -> list[str]:
    said = [
        f"{with_role(each.name, each.role_title)}{' (lead)' if each.is_partner_lead else ''}"
        for each in participant.people
    ]
    return said or ["Nobody responds."]
