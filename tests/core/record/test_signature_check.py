from __future__ import annotations

from maturity.core.record.signature_check import KeptSignature, SigningEvent, check_signatures

EVENTS = (SigningEvent(12, 1, 5, "aa"), SigningEvent(13, 1, 6, "bb"))


def test_sign_offs_that_say_what_was_signed_are_no_fault() -> None:
    kept = [KeptSignature(1, 1, 5, "aa"), KeptSignature(2, 1, 6, "bb"), KeptSignature(3, 2, 9, "cc")]
    assert list(check_signatures(kept, EVENTS, [(2, "cc")])) == []


def test_an_altered_sign_off_is_named_with_the_event_that_says_otherwise() -> None:
    kept = [KeptSignature(1, 1, 5, "aa"), KeptSignature(2, 1, 6, None)]
    assert list(check_signatures(kept, EVENTS, [])) == [
        "Sign-off 2 (round 1, partner 6 in the database) does not say what was signed by event 13: it was altered."
    ]


def test_a_sign_off_of_nobody_and_one_that_was_taken_out_are_both_named() -> None:
    kept = [KeptSignature(1, 1, 5, "aa"), KeptSignature(7, 1, 5, "dd")]
    assert list(check_signatures(kept, EVENTS, [(2, "cc")])) == [
        (
            "Sign-off 7 (round 1, partner 5 in the database) does not say what any event holds: it was altered, or put "
            "in past the product."
        ),
        "The sign-off that event 13 holds (round 1, partner 6 in the database) is missing.",
        "A sign-off that came with the imported archive of round 2 is altered or missing.",
    ]


def test_a_sign_off_that_stands_twice_is_held_once() -> None:
    kept = [KeptSignature(1, 1, 5, "aa"), KeptSignature(2, 1, 5, "aa"), KeptSignature(3, 1, 6, "bb")]
    [sentence] = check_signatures(kept, EVENTS, [])
    assert sentence.startswith("Sign-off 2 (round 1, partner 5 in the database) does not say what any event holds")
