"""Signing off a closed round, by each partner on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from maturity.core.london_time import day_in_london
from maturity.core.record.round_state import canonical_json
from maturity.core.wording import listed

LONGEST_NAME = 200
"""Characters of a name or role, as they are kept."""


class SignOffDecision(StrEnum):
    """What a partner says of the round as it was closed."""

    AGREES = "agrees"
    RESERVATIONS = "reservations"
    DECLINES = "declines"

    @property
    def label(self) -> str:
        """How the decision is shown."""
        return _LABELS[self]

    @property
    def in_the_past(self) -> str:
        """What a partner did, after its name."""
        return _DONE[self]

    @property
    def needs_words(self) -> bool:
        """Whether it has to be explained."""
        return self is not SignOffDecision.AGREES


_LABELS = {
    SignOffDecision.AGREES: "Agrees",
    SignOffDecision.RESERVATIONS: "Agrees with reservations",
    SignOffDecision.DECLINES: "Declines to sign",
}
_DONE = {
    SignOffDecision.AGREES: "agreed",
    SignOffDecision.RESERVATIONS: "agreed with reservations",
    SignOffDecision.DECLINES: "declined to sign",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """What one person signed for a partner. It is stale where the round is not any more what was signed."""

    decision: SignOffDecision
    words: str
    signed_name: str
    role_title: str
    on_behalf: bool
    signed_at: datetime
    state: str
    is_stale: bool

    @property
    def signed_on(self) -> date:
        """The day on which it was signed, in London."""
        return day_in_london(self.signed_at)

    @property
    def label(self) -> str:
        """The decision, as it is shown."""
        return self.decision.label

    @property
    def why_stale(self) -> str:
        """Why it stands no more, without a full stop: nobody signed who declined to."""
        said = "said" if self.decision is SignOffDecision.DECLINES else "signed"
        return f"Stale: {said} before the round changed"

    @property
    def who(self) -> str:
        """Who signed: “Helen Okoro, Chief executive”; from paper where somebody else entered it."""
        named = ", ".join(said for said in (self.signed_name, self.role_title) if said)
        return f"{named} (entered from paper)" if self.on_behalf else named


@dataclass(frozen=True, slots=True)
class PartnersSignOff:
    """Everything that was signed for one partner of a round, the latest first."""

    partner: int
    partner_name: str
    signatures: tuple[Signature, ...] = ()

    @property
    def latest(self) -> Signature | None:
        """What was signed last; None where nothing was."""
        return self.signatures[0] if self.signatures else None

    @property
    def stands(self) -> Signature | None:
        """What was signed last, where the round is still what was signed."""
        return self.latest if self.latest is not None and not self.latest.is_stale else None

    @property
    def label(self) -> str:
        """Where the partner's sign-off is."""
        if self.latest is None:
            return "Not signed"
        return f"{self.latest.why_stale} ({self.latest.label.lower()})" if self.latest.is_stale else self.latest.label


@dataclass(frozen=True, slots=True)
class SignOffs:
    """Where the sign-off of a round is, its partners in the order of their names.

    `was_asked` is whether anybody was asked to sign, or did.
    """

    partners: tuple[PartnersSignOff, ...]
    was_asked: bool

    def of(self, partner: int) -> PartnersSignOff | None:
        """The sign-off of one partner; None where it takes no part in the round."""
        return next((each for each in self.partners if each.partner == partner), None)

    @property
    def waiting(self) -> tuple[PartnersSignOff, ...]:
        """The partners for which nothing is signed that stands."""
        return tuple(each for each in self.partners if each.stands is None)

    @property
    def standing(self) -> tuple[tuple[str, Signature], ...]:
        """What is signed and stands, with the partner's name."""
        return tuple((each.partner_name, each.stands) for each in self.partners if each.stands is not None)

    @property
    def in_words(self) -> str:
        """How many partners have signed, and how, in a sentence or two."""
        if not self.was_asked:
            return "The partners have not been asked to sign this result off."
        parts = []
        for decision, said in _SAID.items():
            number = sum(1 for _, signature in self.standing if signature.decision is decision)
            if number:
                parts.append(f"{number} {said[0] if number == 1 else said[1]}")
        total = len(self.partners)
        partners = "1 partner" if total == 1 else f"{total} partners"
        signed = f"Of {partners}, {listed(parts)}." if parts else f"None of {partners} has signed this result off."
        if total == 1 and not parts:
            signed = "The one partner has not signed this result off."
        stale = [
            f"{each.partner_name} {each.latest.decision.in_the_past}"
            for each in self.partners
            if each.latest is not None and each.latest.is_stale
        ]
        never = [each.partner_name for each in self.partners if each.latest is None]
        if never and parts:
            signed += f" Not signed: {listed(never)}."
        if stale:
            signed += f" Said before the round changed, and so no longer of this result: {'; '.join(stale)}."
        return signed


_SAID = {
    SignOffDecision.AGREES: ("agrees", "agree"),
    SignOffDecision.RESERVATIONS: ("agrees with reservations", "agree with reservations"),
    SignOffDecision.DECLINES: ("declines to sign", "decline to sign"),
}


def signature_digest(
    *,
    partner_name: str,
    decision: SignOffDecision,
    words: str,
    signed_name: str,
    role_title: str,
    on_behalf: bool,
    state_hash: str,
    request_key: str,
    signed_at: str,
) -> str:
    """SHA-256, in hexadecimal, of all that a signature says, by which the record of events holds it.

    `signed_at` is the moment in UTC as a state has it. The key of the request makes it one that cannot be guessed.
    """
    listed_values = [
        partner_name,
        decision.value,
        words,
        signed_name,
        role_title,
        on_behalf,
        state_hash,
        request_key,
        signed_at,
    ]
    return sha256(canonical_json(listed_values)).hexdigest()
