"""What the page shows on which a lead says who takes part in a round, and who responds for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maturity.core.participant import Participant
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.collaboratives import PartnerFacts, PersonFacts
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.account import Role
from maturity.web.design_system.words import with_role
from maturity.web.set_up.frame import CollaborativeFrame
from maturity.web.set_up.round_forms import ParticipantForm


@dataclass(frozen=True, slots=True)
class PartnerToChoose:
    """One partner that can take part. `people` are pairs of an account’s id and its name.

    `must_stay` is true for a partner of an open round, which cannot be left out any more. `team` names everybody who
    responds, its lead first, where there are several.
    """

    id: int
    name: str
    type_label: str
    people: tuple[tuple[int, str], ...]
    takes_part: bool
    account: int | None
    must_stay: bool
    has_begun: bool
    team: tuple[str, ...] = ()

    def form(self, *, is_sent: bool) -> ParticipantForm:
        """The form of this partner, as it was sent or with what is there now."""
        if is_sent:
            form = ParticipantForm(prefix=f"partner-{self.id}-")
        else:
            form = ParticipantForm(
                formdata=None,
                prefix=f"partner-{self.id}-",
                takes_part=self.takes_part,
                respondent="" if self.account is None else str(self.account),
            )
        form.respondent.offer([("", "Nobody yet"), *((str(account), name) for account, name in self.people)])
        return form


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner with its form on the page."""

    partner: PartnerToChoose
    form: ParticipantForm
    add_person_address: str
    people_address: str


@dataclass(frozen=True, slots=True)
class ParticipantsPage:
    """Who takes part. `stale` names what changed elsewhere after the page was opened."""

    frame: CollaborativeFrame
    round_label: str
    round_address: str
    saves_to: str
    here: str
    rows: tuple[PartnerRow, ...]
    shows_people: bool
    is_open: bool
    seen: str
    problems: tuple[tuple[str, str], ...] = ()
    stale: tuple[str, ...] = ()


def partners_to_choose(
    head: RoundHead,
    *,
    partners: Sequence[PartnerFacts],
    people: Sequence[PersonFacts],
    participants: Sequence[Participant],
    today: date,
) -> tuple[PartnerToChoose, ...]:
    """The partners that belong to the collaborative when the round opens, and those that take part already."""
    current = {participant.partner: participant for participant in participants}
    leads = {participant.partner: participant.lead for participant in participants if participant.lead}
    chosen_day = head.opens_on or today
    return tuple(
        PartnerToChoose(
            id=partner.id,
            name=partner.name,
            type_label=partner.type.label,
            people=tuple(
                (person.account, person.name)
                for person in people
                if person.role is Role.RESPONDENT and person.partner == partner.id and not person.is_waiting
            ),
            takes_part=partner.id in current,
            account=leads[partner.id].account if partner.id in leads else None,
            must_stay=head.stage is not Stage.DRAFT and partner.id in current,
            has_begun=partner.id in current and current[partner.id].has_begun,
            team=_team(current[partner.id]) if partner.id in current else (),
        )
        for partner in partners
        if partner.id in current or partner.is_member_on(chosen_day)
    )


def _team(participant: Participant) -> tuple[str, ...]:
    if len(participant.people) < 2:
        return ()
    return tuple(with_role(person.name, person.role_title) for person in participant.people)


def participants_page(
    frame: CollaborativeFrame,
    head: RoundHead,
    rows: Iterable[tuple[PartnerToChoose, ParticipantForm]],
    *,
    problems: tuple[tuple[str, str], ...] = (),
    stale: tuple[str, ...] = (),
) -> ParticipantsPage:
    """The page with the forms of its partners."""
    listed = tuple(rows)
    here = frame.to("participants", number=head.number)
    return ParticipantsPage(
        frame=frame,
        round_label=head.label,
        round_address=frame.to("round_page", number=head.number),
        saves_to=frame.to("keep_participants", number=head.number),
        here=here,
        rows=tuple(
            PartnerRow(
                partner=partner,
                form=form,
                add_person_address=frame.to("new_person", partner=partner.id),
                people_address=frame.to("partner_people", number=head.number, partner=partner.id)
                if partner.takes_part
                else "",
            )
            for partner, form in listed
        ),
        shows_people=head.way is WayOfScoring.PARTNERS_FIRST,
        is_open=head.stage is Stage.OPEN,
        seen=mark_of({partner.id: partner.account for partner, _ in listed if partner.takes_part}),
        problems=problems,
        stale=stale,
    )


def mark_of(participants: Mapping[int, int | None]) -> str:
    """Who takes part in a form that a page can carry: “3:12 5:” is 3 by account 12, and 5 by nobody yet."""
    return " ".join(f"{partner}:{account or ''}" for partner, account in sorted(participants.items()))


def read_mark(mark: str) -> dict[int, int | None]:
    """Who took part when a page was opened; what no page carries stands for nothing that ever was."""
    try:
        pairs = [part.partition(":") for part in mark.split()]
        return {int(partner): int(account) if account else None for partner, _, account in pairs}
    except ValueError:
        return {0: None}
