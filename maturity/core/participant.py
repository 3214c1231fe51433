"""A partner that takes part in a round and the people who respond for it: who is waited for, and who agrees next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from maturity.core.asked import NOTHING_TO_AGREE, Agreeing, Progress
from maturity.core.ballot import FEWEST_WITHOUT_NAMES, could_be_told
from maturity.core.round import Naming
from maturity.core.wording import listed


def is_waited_for(*, has_submitted: bool, is_asked_something: bool) -> bool:
    """Whether a person has not finished: is asked something and has not submitted.

    Who handed everything to colleagues has nothing left to submit, and holds nobody up.
    """
    return not has_submitted and is_asked_something


@dataclass(frozen=True, slots=True)
class Seated:
    """A person who responds for a partner in a round, by the name that the account has now.

    `progress` is against what this person is asked: what was handed to a colleague is not. `is_disabled`: whether the
    person cannot sign in any more. `has_role`: whether the role for the partner is still in force.
    """

    respondent: int
    account: int
    name: str
    role_title: str
    is_partner_lead: bool
    submitted_at: datetime | None
    progress: Progress
    is_disabled: bool
    has_role: bool = True

    @property
    def has_begun(self) -> bool:
        """Whether the person has said something that counts on what they are asked, or submitted."""
        return self.submitted_at is not None or self.progress.dealt_with > 0

    @property
    def is_waited_for(self) -> bool:
        """Whether the person has not finished."""
        return is_waited_for(has_submitted=self.submitted_at is not None, is_asked_something=self.progress.asked > 0)


@dataclass(frozen=True, slots=True)
class Participant:
    """A partner that takes part in a round, and the people who respond for it: its lead first, the others by name.

    `agreeing` is how far it has agreed its positions, where several people are asked; `entered` on how many criteria a
    position was entered on its behalf.
    """

    partner: int
    partner_name: str
    partner_type_label: str
    people: tuple[Seated, ...] = ()
    agreeing: Agreeing = NOTHING_TO_AGREE
    entered: int = 0

    @property
    def lead(self) -> Seated | None:
        """Who agrees the partner’s positions; None where nobody responds for it."""
        return self.people[0] if self.people else None

    def person(self, account: int) -> Seated | None:
        """The one of them with this account; None where the person does not respond for the partner."""
        return next((each for each in self.people if each.account == account), None)

    @property
    def is_team(self) -> bool:
        """Whether several people respond for it."""
        return len(self.people) > 1

    @property
    def submitted(self) -> tuple[Seated, ...]:
        """Who of them has submitted."""
        return tuple(person for person in self.people if person.submitted_at is not None)

    @property
    def waiting(self) -> tuple[Seated, ...]:
        """Who of them has not finished."""
        return tuple(person for person in self.people if person.is_waited_for)

    @property
    def to_chase(self) -> tuple[Seated, ...]:
        """Who of them is invited and reminded: has not finished, and can sign in."""
        return tuple(person for person in self.waiting if not person.is_disabled)

    @property
    def agrees_next(self) -> Seated | None:
        """Its lead, where everybody has finished and the lead has positions left to agree; None where it is not so."""
        lead = self.lead
        if lead is None or lead.submitted_at is None or lead.is_disabled or not self.is_complete:
            return None
        return None if self.agreeing.is_done else lead

    @property
    def to_remind(self) -> tuple[Seated, ...]:
        """Who of them is waited for: has not finished, or has the partner's positions to agree."""
        return self.to_chase if self.agrees_next is None else (*self.to_chase, self.agrees_next)

    @property
    def to_tell(self) -> tuple[Seated, ...]:
        """Who of them is sent what everybody is: can sign in, and still responds for the partner."""
        return tuple(person for person in self.people if person.has_role and not person.is_disabled)

    @property
    def is_complete(self) -> bool:
        """Whether somebody responds and everybody has finished who does."""
        return bool(self.people) and not self.waiting

    @property
    def has_begun(self) -> bool:
        """Whether any of them has."""
        return any(person.has_begun for person in self.people)


def why_levels_not_revealed(naming: Naming, participants: Sequence[Participant]) -> str:
    """Why the levels of a round may not be revealed yet, and what to do, empty where they may.

    Everybody reads which partners have submitted. In a round without names a dot is therefore known to be of the one
    partner that has, and of two each knows the other’s, as with votes that are revealed early. What was entered for a
    partner counts, but whoever entered it knows what is left to be of the others: one or two that submitted themselves
    are not revealed among such. Where fewer take part in all, all have to be in.
    """
    if naming is not Naming.ANONYMOUS:
        return ""
    sent = sum(1 for each in participants if each.submitted)
    entered = sum(1 for each in participants if each.entered and not each.submitted)
    are_in, fewest = sent + entered, min(FEWEST_WITHOUT_NAMES, len(participants))
    if could_be_told(sent=sent, entered=entered):
        who = "1 partner has" if sent == 1 else f"{sent} partners have"
        why = f"only {who} submitted. Who entered positions from paper would know what they said."
    elif are_in < fewest:
        is_or_are = "is" if are_in == 1 else "are"
        why = (
            f"{are_in} of {len(participants)} partners {is_or_are} in. With fewer than {fewest} it would be known who "
            "said what."
        )
    else:
        return ""
    return f"This round is without names, and {why} {_what_to_do(participants, sent=sent, entered=entered)}"


def _what_to_do(participants: Sequence[Participant], *, sent: int, entered: int) -> str:
    """How more partners get in: beside some that submitted themselves by submitting, too."""
    ways = []
    if any(each.people and not each.submitted for each in participants):
        ways.append("remind the partners that have not submitted")
    nobody = [each.partner_name for each in participants if not each.people]
    if nobody:
        ways.append(f"choose somebody who responds for {listed(nobody)}")
    if not sent:
        ways.append("enter positions from paper")
    said = ", or ".join(ways)
    instead = " What a partner submits takes the place of what was entered for it." if sent and entered else ""
    return f"{said[0].upper()}{said[1:]}.{instead}"
