from __future__ import annotations

from maturity.core.sign_off import SignOffDecision


def test_only_plain_agreement_needs_no_words() -> None:
    assert [decision for decision in SignOffDecision if not decision.needs_words] == [SignOffDecision.AGREES]


def test_every_decision_has_a_label_of_its_own() -> None:
    assert len({decision.label for decision in SignOffDecision}) == len(SignOffDecision)
