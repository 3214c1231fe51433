"""Partners sign a closed round off: what each says of it is bound to the state of the round that it signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.participant import Participant
from maturity.core.record.sign_off import (
    PartnersSignOff,
    Signature,
    SignOffDecision,
    SignOffs,
)
from maturity.core.round import Stage
from maturity.persistence.queries.accounts import list_names
from maturity.persistence.queries.colleagues import list_colleagues
from maturity.persistence.queries.responses import NoSuchRespondent
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import RoundHead, list_participants, list_partner_names
from maturity.persistence.queries.sign_offs import digest_of, find_sign_off, list_sign_offs, was_asked_to_sign
from maturity.persistence.rows.message import MessageKind
from maturity.persistence.rows.sign_off import SignOff
from maturity.usecases.closed_rounds import NotClosedYet
from maturity.usecases.post import NothingToSend, write_to_places
from maturity.usecases.round_changes import note_round_changed


class SigningRefused(ValueError):
    """Something is missing in what was to be signed. `field` names where, and the message says what."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class RoundChanged(Exception):
    """The round is not any more what the person saw. Nothing was signed."""

    def __init__(self) -> None:
        super().__init__(
            "This round changed after you opened the page. Nothing was signed: below is what it came to now. "
            "Read it again, then sign."
        )


class SignedMeanwhile(Exception):
    """Somebody else signed for the same partner after the page was opened. Nothing more was signed."""

    def __init__(self, partner_name: str) -> None:
        super().__init__(
            f"Something was signed for {partner_name} after you opened this page. Nothing was overwritten: it is "
            "below. Sign again only if you mean to replace it."
        )


@dataclass(frozen=True, slots=True)
class SigningSheet:
    """What a person who signs for a partner has before them.

    `seen` is how often anything was signed for the partner. `name` and `role_title` are the person's, as they are now.
    """

    head: RoundHead
    partner: int
    sign_offs: SignOffs
    state_hash: str
    name: str = ""
    role_title: str = ""

    @property
    def own(self) -> PartnersSignOff:
        """The sign-off of the partner itself."""
        return next(each for each in self.sign_offs.partners if each.partner == self.partner)

    @property
    def seen(self) -> int:
        """How often anything was signed for the partner."""
        return len(self.own.signatures)


@dataclass(frozen=True, slots=True)
class Signing:
    """What a person signs, as it was sent. `state_hash` and `seen` are of what the person had before them."""

    decision: SignOffDecision
    words: str
    signed_name: str
    role_title: str
    state_hash: str
    seen: int
    request_key: str


def load_sign_offs(session: Session, *, head: RoundHead) -> SignOffs:
    """Where the sign-off of a round is. While it is not closed, all that was signed is stale."""
    signed = list_sign_offs(session, round_id=head.id)
    is_current = head.stage is Stage.CLOSED and bool(signed)
    now = load_round_state(session, round_id=head.id).state.hash if is_current else ""
    return _sign_offs(session, head, signed, now)


def load_sign_offs_to_tell(session: Session, head: RoundHead) -> SignOffs | None:
    """Where the sign-off of a closed round is, or of one that was signed and is reopened; None for any other."""
    if head.stage not in {Stage.AGREEING, Stage.CLOSED}:
        return None
    found = load_sign_offs(session, head=head)
    is_told = head.stage is Stage.CLOSED or any(each.signatures for each in found.partners)
    return found if is_told else None


def _sign_offs(session: Session, head: RoundHead, signed: Sequence[SignOff], state_hash: str) -> SignOffs:
    names = list_partner_names(session, round_id=head.id)
    return SignOffs(
        partners=tuple(
            PartnersSignOff(
                partner, name, tuple(_signature(row, state_hash) for row in signed if row.partner_id == partner)
            )
            for partner, name in names.items()
        ),
        was_asked=bool(signed) or was_asked_to_sign(session, round_id=head.id),
    )


def _signature(row: SignOff, state_hash: str) -> Signature:
    return Signature(
        decision=row.decision,
        words=row.words,
        signed_name=row.signed_name,
        role_title=row.role_title,
        on_behalf=row.on_behalf,
        signed_at=row.signed_at,
        state=row.state_hash,
        is_stale=row.state_hash != state_hash,
    )


def open_signing(session: Session, *, head: RoundHead, partner: int, account: int, on_behalf: bool) -> SigningSheet:
    """What is signed for a partner, by one of its people or on its behalf.

    Its people are those who respond for it in the round. Where nobody does, anybody may who has the role. Raises
    `NotClosedYet`, or `NoSuchRespondent` for a partner that takes no part and a person who is none of its people.
    """
    if partner not in list_partner_names(session, round_id=head.id):
        raise NoSuchRespondent
    if head.stage is not Stage.CLOSED:
        raise NotClosedYet(head)
    name, role_title = "", ""
    if not on_behalf:
        people = list_colleagues(session, round_id=head.id, partner=partner)
        seat = next((person for person in people if person.account == account), None)
        if people and seat is None:
            raise NoSuchRespondent
        name = seat.name if seat else list_names(session, accounts=[account]).get(account, "")
        role_title = seat.role_title if seat else ""
    now = load_round_state(session, round_id=head.id).state.hash
    signed = list_sign_offs(session, round_id=head.id)
    return SigningSheet(head, partner, _sign_offs(session, head, signed, now), now, name, role_title)


def sign_off_round(
    session: Session, *, sheet: SigningSheet, signing: Signing, account: int, on_behalf: bool, now: datetime
) -> None:
    """Sign the round off for a partner. What was signed before stays.

    The same request sent again signs once. Raises `SigningRefused` where something is missing, `RoundChanged` where
    the round is another than the person saw, and `SignedMeanwhile` where somebody signed for the partner in between.
    The session must have begun by a write lock, so that the state that is signed is the state that is kept.
    """
    words, name, role = signing.words.strip(), signing.signed_name.strip(), signing.role_title.strip()
    if not name:
        raise SigningRefused("signed_name", "Enter the name of the person who signs.")
    if signing.decision.needs_words and not words:
        raise SigningRefused("words", _SAY_WHY[signing.decision])
    before = find_sign_off(session, round_id=sheet.head.id, request_key=signing.request_key)
    row = SignOff(
        round_id=sheet.head.id,
        partner_id=sheet.partner,
        account_id=account,
        on_behalf=on_behalf,
        signed_name=name,
        role_title=role,
        decision=signing.decision,
        words=words,
        state_hash=sheet.state_hash,
        request_key=signing.request_key,
        signed_at=now,
    )
    if before is not None and _says_the_same(before, row, signing.state_hash):
        return
    if signing.state_hash != sheet.state_hash:
        raise RoundChanged
    if before is not None or signing.seen != sheet.seen:
        raise SignedMeanwhile(sheet.own.partner_name)
    session.add(row)
    session.flush()
    note_round_changed(
        session,
        head=sheet.head,
        action="sign off round",
        account=account,
        now=now,
        subject=f"partner {sheet.partner} {digest_of(row, partner_name=sheet.own.partner_name)}",
    )


_SAY_WHY = {
    SignOffDecision.RESERVATIONS: "Say what the reservations are. They are printed in the report.",
    SignOffDecision.DECLINES: "Say why the partner declines to sign. It is printed in the report.",
}


def _says_the_same(before: SignOff, row: SignOff, state_hash: str) -> bool:
    same = ("partner_id", "account_id", "on_behalf", "signed_name", "role_title", "decision", "words")
    return before.state_hash == state_hash and all(getattr(before, name) == getattr(row, name) for name in same)


def whom_to_ask(sign_offs: SignOffs, participants: tuple[Participant, ...]) -> dict[int, int]:
    """Who is asked to sign for each partner for which nothing stands: its lead, or else the first who can sign in.

    By partner, the account. A partner for which nobody can sign in is not there.
    """
    waiting = {each.partner for each in sign_offs.waiting}
    return {each.partner: each.to_tell[0].account for each in participants if each.partner in waiting and each.to_tell}


def ask_to_sign(session: Session, *, head: RoundHead, by: int, now: datetime) -> int:
    """Queue a message to one person of each partner that has not signed, none of them twice in 24 hours.

    Returns to how many; raises `NothingToSend` where the round is not closed.
    """
    if head.stage is not Stage.CLOSED:
        raise NothingToSend("A round is signed off once it is closed.")
    sign_offs = load_sign_offs(session, head=head)
    chosen = whom_to_ask(sign_offs, tuple(list_participants(session, round_id=head.id)))
    places = [(account, partner) for partner, account in chosen.items()]
    return write_to_places(session, head=head, kind=MessageKind.SIGN_OFF, places=places, by=by, now=now)
