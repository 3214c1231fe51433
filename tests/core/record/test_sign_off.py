from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from maturity.core.record.sign_off import (
    PartnersSignOff,
    Signature,
    SignOffDecision,
    SignOffs,
    signature_digest,
)

AGREES = Signature(
    decision=SignOffDecision.AGREES,
    words="",
    signed_name="Ada Moor",
    role_title="",
    on_behalf=False,
    signed_at=datetime(2026, 3, 4, 10, 30, tzinfo=UTC),
    state="3f9a1c0477be" + "0" * 52,
    is_stale=False,
)
STALE = replace(AGREES, is_stale=True)
DECLINES = SignOffDecision.DECLINES
SAID: dict[str, Any] = {
    "partner_name": "Alder Trust",
    "decision": SignOffDecision.AGREES,
    "words": "",
    "signed_name": "Ada Moor",
    "role_title": "Chair",
    "on_behalf": False,
    "state_hash": "0" * 64,
    "request_key": "a key",
    "signed_at": "2026-03-04T10:30:00.000000Z",
}


def test_only_plain_agreement_needs_no_words() -> None:
    assert [decision for decision in SignOffDecision if not decision.needs_words] == [SignOffDecision.AGREES]


def test_every_decision_has_a_label_of_its_own() -> None:
    assert len({decision.label for decision in SignOffDecision}) == len(SignOffDecision)


def test_only_the_last_signature_of_a_partner_stands_and_only_while_it_is_not_stale() -> None:
    assert PartnersSignOff(1, "Alder Trust", (AGREES, STALE)).stands == AGREES
    assert PartnersSignOff(1, "Alder Trust", (STALE, AGREES)).stands is None
    assert PartnersSignOff(1, "Alder Trust").label == "Not signed"


@pytest.mark.parametrize(
    "signatures, said",
    [
        ([()], "The one partner has not signed this result off."),
        ([(), ()], "None of 2 partners has signed this result off."),
        ([(AGREES,)], "Of 1 partner, 1 agrees."),
        ([(AGREES,), ()], "Of 2 partners, 1 agrees. Not signed: Partner 1."),
        (
            [(STALE,), ()],
            (
                "None of 2 partners has signed this result off. "
                "Said before the round changed, and so no longer of this result: Partner 0 agreed."
            ),
        ),
        (
            [(replace(STALE, decision=SignOffDecision.RESERVATIONS),), (replace(STALE, decision=DECLINES),)],
            (
                "None of 2 partners has signed this result off. Said before the round changed, and so no longer of "
                "this result: Partner 0 agreed with reservations; Partner 1 declined to sign."
            ),
        ),
    ],
)
def test_it_is_said_in_words_how_many_have_signed(signatures: list[tuple[Signature, ...]], said: str) -> None:
    partners = tuple(PartnersSignOff(place, f"Partner {place}", each) for place, each in enumerate(signatures))
    assert SignOffs(partners, was_asked=True).in_words == said


def test_a_refusal_that_is_stale_is_not_called_signed() -> None:
    declined = PartnersSignOff(1, "Alder Trust", (replace(STALE, decision=DECLINES),))
    assert declined.label == "Stale: said before the round changed (declines to sign)"
    assert PartnersSignOff(1, "Alder Trust", (STALE,)).label == "Stale: signed before the round changed (agrees)"


@pytest.mark.parametrize("field", sorted(SAID))
def test_the_digest_of_a_signature_is_of_everything_that_it_says(field: str) -> None:
    another = SignOffDecision.DECLINES if field == "decision" else True if field == "on_behalf" else "another"
    assert signature_digest(**{**SAID, field: another}) != signature_digest(**SAID)
