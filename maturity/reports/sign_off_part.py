"""Who has signed a round off, as reports tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.core.record.sign_off import PartnersSignOff, SignOffs
from maturity.reports.words import in_words


@dataclass(frozen=True, slots=True)
class SignOffLine:
    """What one partner says of the result, as it was signed last. A stale line is said to be stale in words."""

    partner: str
    label: str
    is_stale: bool
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class SignOffPart:
    """How many partners have signed, in words, and a line for each; no lines where nobody was asked."""

    said: str
    lines: tuple[SignOffLine, ...]


def sign_off_part(sign_offs: SignOffs) -> SignOffPart:
    """The sign-off of a round, partner by partner."""
    return SignOffPart(sign_offs.in_words, tuple(map(_line, sign_offs.partners)) if sign_offs.was_asked else ())


def _line(of: PartnersSignOff) -> SignOffLine:
    latest = of.latest
    if latest is None:
        return SignOffLine(of.partner_name, of.label, is_stale=False, who="", words="")
    who = f"{latest.who}, {in_words(latest.signed_on)}"
    return SignOffLine(of.partner_name, of.label, latest.is_stale, who, latest.words)


def sign_offs_for_the_board(sign_offs: SignOffs) -> Iterator[str]:
    """The same in lines for a page that has little room: how many, and every word that was not plain agreement."""
    if not sign_offs.was_asked:
        return
    yield f"Sign-off: {sign_offs.in_words}"
    for name, signature in sign_offs.standing:
        if signature.words:
            yield f"{name} ({signature.label.lower()}): {signature.words}"
