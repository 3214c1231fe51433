from __future__ import annotations

import pytest

from maturity.usecases import passwords
from maturity.usecases.passwords import PasswordRefused, check_password, hash_password, is_right_password

GOOD = "four calm otters waiting"


@pytest.mark.parametrize("password", [GOOD, "x7!kQ2 pL9wz#aB", "ÄÖÜ äöü ßßß êêê ø", "🦦" * 3 + " otters are calm"])
def test_a_long_password_of_any_characters_is_accepted(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "fourteen chars",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "passwordpassword1",
        "Maturity Maturity!",
        "collaborativecollaborative",
        "a b c d e f" * 30,
    ],
)
def test_a_short_endless_or_guessable_password_is_refused_with_what_to_do(password: str) -> None:
    with pytest.raises(PasswordRefused, match=r"15 characters or more|256 characters or fewer|unrelated words"):
        check_password(password)


def test_the_length_is_counted_in_the_form_that_is_hashed() -> None:
    # Fourteen characters, of which one is a ligature that stands for two letters.
    assert len(check_password("\N{LATIN SMALL LIGATURE FI}ne otter wait")) == 15


def test_only_the_right_password_is_right() -> None:
    kept = hash_password(GOOD)
    assert is_right_password(kept, GOOD)
    for wrong in (GOOD + " ", GOOD.upper(), "", GOOD[:-1]):
        assert not is_right_password(kept, wrong)


def test_the_same_letters_in_another_encoding_are_the_same_password() -> None:
    composed = "caf\N{LATIN SMALL LETTER E WITH ACUTE} otters waiting"
    decomposed = "cafe\N{COMBINING ACUTE ACCENT} otters waiting"
    assert is_right_password(hash_password(check_password(composed)), decomposed)


def test_what_is_kept_is_argon2id_and_differs_each_time() -> None:
    first, second = hash_password(GOOD), hash_password(GOOD)
    assert first.startswith("$argon2id$")
    assert "m=19456,t=2,p=1" in first
    assert first != second
    assert GOOD not in first


def test_nobody_signs_in_where_there_is_no_hash_or_a_broken_one() -> None:
    assert not is_right_password(None, GOOD)
    assert not is_right_password(None, "nobody has this password")
    assert not is_right_password("", GOOD)
    assert not is_right_password("not a hash", GOOD)


def test_as_much_is_worked_out_for_nobody_as_for_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    somebodys = hash_password(GOOD)

    class Watching:
        def verify(self, kept: str, password: str) -> bool:
            seen.append(kept)
            return bool(password)

    monkeypatch.setattr(passwords, "_HASHER", Watching())
    is_right_password(None, GOOD)
    is_right_password(somebodys, GOOD)
    # Everything but the salt and the hash itself: the kind, its version and the work.
    assert [kept.split("$")[:4] for kept in seen] == [somebodys.split("$")[:4]] * 2


@pytest.mark.parametrize("length", [257, 1024, 1025, 1_000_000])
def test_a_password_without_end_is_never_right_and_costs_no_more_than_another(
    monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    lengths: list[int] = []

    class Watching:
        def verify(self, kept: str, password: str) -> bool:
            lengths.append(len(password))
            return bool(kept)

    monkeypatch.setattr(passwords, "_HASHER", Watching())
    assert not is_right_password("kept", "x" * length)
    assert max(lengths) <= 256
    with pytest.raises(PasswordRefused, match="256 characters or fewer"):
        check_password("x" * length)


@pytest.mark.parametrize(
    "password",
    [
        "e\N{COMBINING ACUTE ACCENT} otter " * 28,  # 252 characters typed letter by letter, 224 put together
        "e\N{COMBINING ACUTE ACCENT}" * 240 + "four otters",  # 491, and 251
        "\N{LATIN SMALL LIGATURE FFI} calm otter" * 17,  # 204 and 238: put together it is longer
    ],
)
def test_whatever_is_accepted_signs_in_again(password: str) -> None:
    assert is_right_password(hash_password(check_password(password)), password)
