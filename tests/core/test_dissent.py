from __future__ import annotations

from maturity.core.dissent import NO_DISSENT, Dissent


def test_a_dissent_is_recorded_in_words_and_blank_once_it_is_taken_back() -> None:
    assert Dissent(words="Our wards see it otherwise.").is_recorded
    assert not Dissent(words=" \n").is_recorded
    assert not NO_DISSENT.is_recorded
