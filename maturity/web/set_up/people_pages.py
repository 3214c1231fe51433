"""What the pages of the people of a collaborative show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maturity.persistence.queries.collaboratives import PersonFacts
from maturity.persistence.queries.messages import Delivery
from maturity.persistence.rows.account import Role
from maturity.web.access import visitor
from maturity.web.delivery_words import state_in_words
from maturity.web.set_up.frame import CollaborativeFrame

_WHAT_EACH_DOES = {
    Role.LEAD: ("Leads", "Set up rounds, and record what is agreed."),
    Role.FACILITATOR: ("Facilitators", "Lead the conversation, and record what is agreed."),
    Role.RESPONDENT: ("Respondents", "Answer for their partner organisation."),
    Role.VIEWER: ("Viewers", "Read the results once a round is closed."),
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One role of one person. `link_address` is empty for who needs no link, `invite_address` where none is sent.

    `correct_address` leads to the email address of who has set no password and waits for no role, else empty.

    `invited` is what became of the last invitation, empty where no mail is sent or there was none.
    """

    name: str
    email: str
    partner: str
    status: str
    link_address: str
    invite_address: str
    invited: str
    correct_address: str
    remove_address: str


@dataclass(frozen=True, slots=True)
class PeopleOfRole:
    """Everyone with one role."""

    title: str
    what_they_do: str
    has_partners: bool
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of a collaborative by role. `without` names the partners that nobody responds for."""

    frame: CollaborativeFrame
    roles: tuple[PeopleOfRole, ...]
    without: tuple[str, ...]
    has_partners: bool


@dataclass(frozen=True, slots=True)
class PersonFormPage:
    """The form that gives a person a role."""

    frame: CollaborativeFrame
    has_partners: bool


@dataclass(frozen=True, slots=True)
class EmailPage:
    """The address of a person. `refusal` says why a lead may not change it, empty where that is allowed."""

    frame: CollaborativeFrame
    name: str
    email: str
    refusal: str
    saves_to: str
    back: str


@dataclass(frozen=True, slots=True)
class RemoveRolePage:
    """What taking a role away means, before it is done."""

    frame: CollaborativeFrame
    name: str
    role: Role
    partner: str
    is_oneself: bool
    is_waiting: bool
    removes_at: str
    problem: str = ""


def people_page(
    frame: CollaborativeFrame,
    people: Sequence[PersonFacts],
    *,
    partners: dict[int, str],
    invited: Mapping[int, Delivery] | None,
) -> PeoplePage:
    """The list of people; `partners` are the names of those that belong now, by id.

    `invited` is by account, and None where no mail is sent.
    """
    answered_for = {person.partner for person in people if person.role is Role.RESPONDENT}
    return PeoplePage(
        frame=frame,
        roles=tuple(
            PeopleOfRole(
                title=title,
                what_they_do=what,
                has_partners=role is Role.RESPONDENT,
                people=tuple(_line(person, frame, invited) for person in people if person.role is role),
            )
            for role, (title, what) in _WHAT_EACH_DOES.items()
        ),
        without=tuple(name for partner, name in partners.items() if partner not in answered_for),
        has_partners=bool(partners),
    )


def _line(person: PersonFacts, frame: CollaborativeFrame, invited: Mapping[int, Delivery] | None) -> PersonLine:
    last = None if invited is None else invited.get(person.account)
    may_invite = invited is not None and _needs_link(person) and (last is None or not last.is_under_way)
    return PersonLine(
        name=person.name,
        email=person.email,
        partner=person.partner_name or "",
        status=_status(person),
        link_address=frame.to("make_link", account=person.account) if _needs_link(person) else "",
        invite_address=frame.to("invite_person", account=person.account) if may_invite else "",
        invited="" if last is None else f"Invitation: {state_in_words(last)}",
        correct_address=""
        if person.is_disabled or person.is_waiting or person.can_sign_in
        else frame.to("edit_email", account=person.account),
        remove_address=frame.to("confirm_remove_role", grant=person.grant),
    )


def _status(person: PersonFacts) -> str:
    if person.is_disabled:
        return "Disabled"
    if person.is_waiting:
        return "Waiting to be accepted"
    return "Can sign in" if person.can_sign_in else "No password set yet"


def _needs_link(person: PersonFacts) -> bool:
    return not person.is_disabled and (person.is_waiting or not person.can_sign_in)


def remove_role_page(frame: CollaborativeFrame, person: PersonFacts, *, problem: str = "") -> RemoveRolePage:
    """The page that asks whether a role should really go."""
    return RemoveRolePage(
        frame=frame,
        name=person.name,
        role=person.role,
        partner=person.partner_name or "",
        is_oneself=person.account == visitor().account,
        is_waiting=person.is_waiting,
        removes_at=frame.to("remove_role", grant=person.grant),
        problem=problem,
    )
