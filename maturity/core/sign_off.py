"""Signing off a closed round, by each partner on its own."""

from __future__ import annotations

from enum import StrEnum


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
    def needs_words(self) -> bool:
        """Whether it has to be explained."""
        return self is not SignOffDecision.AGREES


_LABELS = {
    SignOffDecision.AGREES: "Agrees",
    SignOffDecision.RESERVATIONS: "Agrees with reservations",
    SignOffDecision.DECLINES: "Declines to sign",
}
