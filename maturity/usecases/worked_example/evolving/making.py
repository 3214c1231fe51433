"""Making the second worked example, by the same use cases that people use, at times in the past."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from importlib import resources
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.membership import Succession
from maturity.core.round import WayOfScoring
from maturity.persistence.queries.collaboratives import list_partners
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.rows.account import Role
from maturity.usecases.author import publish_file
from maturity.usecases.rounds import RoundDetails, move_round, set_up_round
from maturity.usecases.set_up import PartnerDetails, add_partner, change_partner, set_up_collaborative
from maturity.usecases.sign_off import Signing, open_signing, sign_off_round
from maturity.usecases.worked_example.accounts import invite
from maturity.usecases.worked_example.calendar import YEAR, RoundDays
from maturity.usecases.worked_example.content import read_round
from maturity.usecases.worked_example.conversation import agree_levels, respond
from maturity.usecases.worked_example.evolving.people import COLLABORATIVE, PARTNERS, ROLE_TITLES, SIGNED

VERSIONS: Final = ("1.0.0", "1.0.0", "2.0.0")
"""The version of the matrix in each round."""

MATRIX: Final = "rehabilitation-together"
_BEFORE_A_ROUND: Final = timedelta(weeks=20)
"""How long before a round partners join and merge, and a version of the matrix is published."""


def make_evolving_example(session: Session, *, lead: int, now: datetime) -> int:
    """Add a collaborative that `lead` leads, with three closed rounds over two versions. Returns its id."""
    first = _days(1, now).opens - 2 * _BEFORE_A_ROUND
    collaborative = set_up_collaborative(session, details=COLLABORATIVE, by=lead, now=first)
    example = _Example(collaborative=collaborative, lead=lead)
    for number, version in enumerate(VERSIONS, start=1):
        days = _days(number, now)
        before = days.opens - _BEFORE_A_ROUND
        _change_membership(session, example, number=number, now=before)
        _hold_round(session, example, number=number, days=days, matrix=_publish(session, version, by=lead, now=before))
    return collaborative


@dataclass(frozen=True, slots=True)
class _Example:
    """Ids of what was made so far, by key."""

    collaborative: int
    lead: int
    partners: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)


def _days(number: int, now: datetime) -> RoundDays:
    """The rounds are a year apart, and the last was closed some weeks ago."""
    monday = now.date() - timedelta(days=now.weekday())
    last = datetime.combine(monday - timedelta(weeks=14), time(9), UTC)
    return RoundDays(opens=last - (len(VERSIONS) - number) * YEAR)


def _publish(session: Session, version: str, *, by: int, now: datetime) -> int:
    """The id of a version, published unless it is there."""
    name = f"{MATRIX}-{version}.yaml"
    data = (resources.files(__package__) / "matrices" / name).read_bytes()
    return publish_file(session, data=data, name=name, by=by, now=now).matrix_version


def _change_membership(session: Session, example: _Example, *, number: int, now: datetime) -> None:
    """Take on the partners whose first round this is, and let one go on in another after its last."""
    for partner in PARTNERS:
        if partner.first_round != number:
            continue
        details = PartnerDetails(name=partner.name, type=partner.type, ods_code=partner.ods_code, joined_on=now.date())
        added = add_partner(session, collaborative=example.collaborative, details=details, by=example.lead, now=now)
        example.partners[partner.key] = added
        example.accounts[partner.key] = invite(
            session,
            collaborative=example.collaborative,
            person=partner.person,
            role=Role.RESPONDENT,
            partner=added,
            by=example.lead,
            now=now,
        )
    known = {facts.id: facts for facts in list_partners(session, collaborative=example.collaborative)}
    for partner in PARTNERS:
        if partner.merges_into is None or partner.last_round != number - 1:
            continue
        facts = known[example.partners[partner.key]]
        details = PartnerDetails(
            name=facts.name,
            type=facts.type,
            ods_code=facts.ods_code or "",
            joined_on=facts.joined_on,
            left_on=now.date(),
            succession=Succession.MERGED,
            succeeded_by=example.partners[partner.merges_into],
        )
        change_partner(
            session,
            collaborative=example.collaborative,
            partner=facts.id,
            details=details,
            based_on=facts.version,
            by=example.lead,
            now=now,
        )


def _hold_round(session: Session, example: _Example, *, number: int, days: RoundDays, matrix: int) -> None:
    content = read_round(number, package=__package__ or "")
    details = RoundDetails(
        label=days.label,
        purpose=content.purpose,
        matrix_version=matrix,
        way=WayOfScoring.PARTNERS_FIRST,
        opens_on=days.opens.date(),
        closes_on=days.closes.date(),
    )
    set_up_round(session, collaborative=example.collaborative, details=details, by=example.lead, now=days.set_up)
    _move(session, example, number=number, name="open", now=days.opens)
    for place, partner in enumerate(content.partners):
        respond(
            session,
            collaborative=example.collaborative,
            number=number,
            partner=example.partners[partner],
            account=example.accounts[partner],
            answers={criterion: said[partner] for criterion, said in content.answers.items()},
            submits=True,
            starts=days.responding_starts(place),
        )
    _move(session, example, number=number, name="close-responding", now=days.agreeing - timedelta(hours=1))
    agree_levels(
        session,
        head=_head(session, example, number=number),
        agreed=content.agreed,
        account=example.lead,
        starts=days.agreeing,
    )
    _move(session, example, number=number, name="close", now=days.closed)
    if number == len(VERSIONS):
        _sign_off(session, example, number=number, now=days.closed)


def _sign_off(session: Session, example: _Example, *, number: int, now: datetime) -> None:
    """Let partners sign the last round off, day after day, as far as they have."""
    for day, (key, (decision, words)) in enumerate(SIGNED.items(), start=1):
        account, partner = example.accounts[key], example.partners[key]
        sheet = open_signing(
            session, head=_head(session, example, number=number), partner=partner, account=account, on_behalf=False
        )
        signing = Signing(
            decision=decision,
            words=words,
            signed_name=sheet.name,
            role_title=ROLE_TITLES[key],
            state_hash=sheet.state_hash,
            seen=sheet.seen,
            request_key=f"example-sign-off-{key}",
        )
        sign_off_round(
            session, sheet=sheet, signing=signing, account=account, on_behalf=False, now=now + timedelta(days=day)
        )


def _head(session: Session, example: _Example, *, number: int) -> RoundHead:
    return get_round(session, collaborative=example.collaborative, number=number)


def _move(session: Session, example: _Example, *, number: int, name: str, now: datetime) -> None:
    move_round(session, head=_head(session, example, number=number), name=name, by=example.lead, now=now)
