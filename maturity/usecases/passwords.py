"""Passwords: what is accepted, and how they are kept."""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 15
LONGEST: Final = 256

# As it is typed: a letter with three marks is four characters and may be one when they are put together.
_MOST_TYPED: Final = 4 * LONGEST
_TOO_LONG: Final = f"Password must be {LONGEST} characters or fewer."

# Argon2id with the least work that OWASP’s password storage guidance accepts: 19 MiB, two passes, one lane.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Each hash takes 19 MiB and a tenth of a second; a burst of sign-ins must not starve the saves.
_AT_ONCE: Final = BoundedSemaphore(2)

# The hash of a password that nobody knows, made once with the same work: to make one at each start would take longer.
_NOBODYS: Final = "$argon2id$v=19$m=19456,t=2,p=1$NqmkW7BGqIuhSL2lBgid3A$PYuQtbRfZbEFBz4io+epGEedRBbeqPzzAXK8e0R8HQA"

_TOO_COMMON: Final = ("password", "qwerty", "letmein", "123456", "maturity", "collaborative", "welcome")


class PasswordRefused(ValueError):
    """A password is not good enough; the message says why."""


def check_password(password: str) -> str:
    """The password in the form that is hashed; raises `PasswordRefused`.

    Length is what counts (NIST SP 800-63B-4: at least 15 characters where the password is the only factor,
    no rules about kinds of character).
    """
    text = _normal(password)
    if text is None:
        raise PasswordRefused(_TOO_LONG)
    if len(text) < SHORTEST:
        raise PasswordRefused(
            f"Password must be {SHORTEST} characters or more. Three or four unrelated words work well."
        )
    if len(text) > LONGEST:
        raise PasswordRefused(_TOO_LONG)
    bare = text.casefold()
    for word in _TOO_COMMON:
        bare = bare.replace(word, "")
    if len(set(bare)) < 5:
        raise PasswordRefused("This password is too easy to guess. Three or four unrelated words work well.")
    return text


def hash_password(password: str) -> str:
    """The Argon2id hash of a password that was checked."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def hash_new_password(password: str) -> str:
    """What is kept of a password that somebody chose; raises `PasswordRefused`.

    Call it before a transaction begins: nobody else can write while one is open.
    """
    return hash_password(check_password(password))


def is_right_password(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed. Takes as long where there is no hash as where there is."""
    text = _normal(password)
    is_possible = text is not None and len(text) <= LONGEST
    kept = password_hash if is_possible else None
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODYS, (text or "")[:LONGEST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def _normal(password: str) -> str | None:
    """A password in the form whose length is measured and which is hashed, None where it has no end.

    One that is written letter by letter and mark by mark gets shorter, so more than `LONGEST` is let in.
    """
    return None if len(password) > _MOST_TYPED else unicodedata.normalize("NFKC", password)
